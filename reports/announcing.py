"""What reporter and followers hear of a case: stored in the outbox in the language of each, in the same breath."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from reports import followers, photo_links
from reports.filing import Office
from reports.kinds import ReportRules
from reports.records import Report
from speech.cards import Button, Card, PhotoCard, Press, Row, Spoken
from speech.languages import FALLBACKS, Language
from speech.phrases import book, phrase
from speech.render import render
from store import outbox
from town import sections
from town.residents import Resident

FIXED = "report_fixed:"  # «report_fixed:12:yes»
REPLY = "report_reply:"
SEE = "report_see:"


@dataclass(frozen=True)
class News:
    """`about` names the sentences: a stage, or what else happened. `text` is what an officer wrote, in Japanese."""

    about: str
    text: str | None = None
    to: str = ""  # whom it was passed on to, or who keeps it
    other: str = ""  # the receipt number it was joined to
    photo: str = ""  # the name of its address, handed out to those who wait
    wants_reply: bool = False


def tell(session: Session, office: Office, report: Report, news: News, now: datetime) -> int:
    """Reporter and followers; a question goes to the reporter alone. Returns how many were told."""
    others = [] if news.wants_reply or news.about == "moderated" else followers.of_report(session, report.id)
    picture = shown(office, news.photo)
    return _push(
        session, office, report, others, lambda language: [card(session, office, report, news, language), *picture], now
    )


def shown(office: Office, name: str) -> list[Spoken]:
    """A photo as LINE fetches it: over https, the large one at most 10 MB and the small one 1 MB, as ours always are
    (LINE reference, «Image message»).
    """
    if not name or not office.town.address:
        return []
    large, small = (f"{office.town.address}{photo_links.path(name, size)}" for size in ("large", "small"))
    return [PhotoCard(large, small)]


def ask_fixed(session: Session, office: Office, report: Report, now: datetime) -> int:
    """「直りましたか」, to the reporter alone."""
    return _push(session, office, report, [], lambda language: [fixed_card(office.town.rules, report, language)], now)


def card(session: Session, office: Office, report: Report, news: News, language: Language) -> Card:
    section = sections.find(session, report.section_id)
    name = section.name_in(FALLBACKS[language]) if section else office.profile.names.first_of(FALLBACKS[language])
    rows = (Row(phrase("report_update.original", language), news.text),) if news.text else ()
    return Card(
        title=_title(office.town.rules, report, language),
        lead="".join(_sentences(report, news, language, name)),
        rows=rows,
        buttons=_buttons(report, news, language),
    )


def fixed_card(rules: ReportRules, report: Report, language: Language) -> Card:
    yes, no = phrase("report_update.yes", language), phrase("report_update.no", language)
    return Card(
        title=_title(rules, report, language),
        lead=phrase("report_update.ask_fixed", language),
        buttons=(Press(yes, f"{FIXED}{report.id}:yes"), Press(no, f"{FIXED}{report.id}:no")),
    )


def kind_name(rules: ReportRules, kind_id: str, language: Language) -> str:
    """Its name in their language; the bare id for a kind that the town has given up."""
    kind = rules.kind(kind_id)
    return kind.names.first_of(FALLBACKS[language]) if kind else kind_id


def _title(rules: ReportRules, report: Report, language: Language) -> str:
    kind = kind_name(rules, report.kind, language)
    return phrase("report_update.title", language, number=report.receipt_number, kind=kind)


def _sentences(report: Report, news: News, language: Language, section: str) -> list[str]:
    """By kind where there are words of its own, else those for any."""
    keys = [f"{news.about}.{report.kind}"]
    if f"report_update.{keys[0]}" not in book(Language.JA):
        keys = [f"{news.about}.any"]
    if news.about == "not_ours" and news.to:
        keys.append("not_ours.to")
    return [
        phrase(
            f"report_update.{key}", language, number=report.receipt_number, kind=report.kind, to=news.to,
            other=news.other, section=section,
        )
        for key in keys
    ]  # fmt: skip


def _buttons(report: Report, news: News, language: Language) -> tuple[Button, ...]:
    see = Press(phrase("report_update.see", language), f"{SEE}{report.id}")
    if not news.wants_reply:
        return (see,)
    return (Press(phrase("report_update.reply", language), f"{REPLY}{report.id}"), see)


def _push(
    session: Session, office: Office, report: Report, others: list[int], said: Callable[[Language], list[Spoken]],
    now: datetime,
) -> int:  # fmt: skip
    """Whoever has blocked us, or is no longer linked to the case, hears nothing."""
    wanted = [report.resident_id, *others]
    found = select(Resident).where(Resident.id.in_([one for one in wanted if one]), Resident.is_following)
    told = 0
    for resident in session.scalars(found.order_by(Resident.id)):
        own = report.language if resident.id == report.resident_id else Language.JA
        language = Language(resident.language or own)
        if resident.line_id:
            messages = render(said(language), prefix=office.prefix)
            outbox.push(session, resident.line_id, messages, now, language=language)
            told += 1
    return told
