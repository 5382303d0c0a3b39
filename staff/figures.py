"""How many questions, how they ended, and whether the answers helped: counts only."""

from flask import render_template

from knowledge import asked, entries
from knowledge.asked import Verdict
from speech.languages import OWN_NAMES, Language
from staff.pages import Answer, Page
from store.database import reading
from town import residents
from town.roles import Role

VERDICTS = {
    Verdict.DIRECT: "すぐに答えた",
    Verdict.OFFER: "候補を見せた",
    Verdict.ASK_BACK: "聞き返した",
    Verdict.ELSEWHERE: "ほかの町・機関を案内した",
    Verdict.UNKNOWN: "答えられなかった",
}


def figures() -> Answer:
    with reading() as session:
        counted, helped = asked.by_verdict(session), asked.by_helped(session)
        friends_count, published_count = residents.count_following(session), entries.count_published(session)
        open_count = asked.count_open(session)
    languages = [one for one in Language if any(language == one for _, language in counted)]
    return render_template(
        "figures.html", counted=counted, verdicts=VERDICTS, languages={one: OWN_NAMES[one] for one in languages},
        helped=helped, all_count=sum(counted.values()), friends_count=friends_count,
        published_count=published_count, open_count=open_count,
    )  # fmt: skip


PAGES = (Page("figures", "/figures", figures, (Role.VIEWER, Role.ANSWER_EDITOR)),)
