"""What we say of a photo that could not be taken, or that came twice."""

from reports.pictures import Refusal
from speech.cards import AskPhoto, Choice, Press, Say, Spoken
from speech.languages import Language
from speech.phrases import phrase

GONE = "gone"


def not_taken(reason: str | None, language: str | None, report_id: int | None) -> list[Spoken]:
    """Why, and that it may be sent again: to the report that is being written, or to the one that is filed."""
    spoken_in = Language(language) if language else Language.JA
    why = phrase(f"report_photo.{reason if reason in list(Refusal) else GONE}", spoken_in)
    again = phrase("report_photo.again" if report_id is None else "report_photo.again_filed", spoken_in)
    return [Say(f"{why}\n{again}", _choices(spoken_in, report_id))]


def sent_twice(language: str | None, report_id: int | None) -> list[Spoken]:
    """Both are kept: only the resident knows whether they are the same."""
    spoken_in = Language(language) if language else Language.JA
    return [Say(phrase("report_photo.twice", spoken_in), _choices(spoken_in, report_id))]


def _choices(spoken_in: Language, report_id: int | None) -> tuple[Choice, ...]:
    mine = Press(phrase("report.mine", spoken_in), "report:mine")
    return (AskPhoto(phrase("report.camera", spoken_in)),) if report_id is None else (mine,)
