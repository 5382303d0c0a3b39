"""What we say of a photo that could not be taken."""

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


def _choices(spoken_in: Language, report_id: int | None) -> tuple[Choice, ...]:
    """The way back to the question that this message has covered, or to the report that is filed."""
    if report_id is not None:
        return (Press(phrase("report.mine", spoken_in), "report:mine"),)
    go_on = Press(phrase("report.resume", spoken_in), "report:resume")
    return AskPhoto(phrase("report.camera", spoken_in)), go_on
