"""Another system knocks at POST /api/alerts: whatever it says, officers decide."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, insert, select

from alerts import broadcasts, deciding, machine_drafts, notice_rings, rings
from alerts.audience import Aim
from alerts.broadcasts import Broadcast, Origin
from alerts.cap_intake import MOST_AN_HOUR
from alerts.machine_drafts import MachineDraft
from alerts.stages import Stage
from public import cap
from settings import SAMPLE_TOWN
from speech.languages import Language
from store import journal
from store.database import reading, transaction
from store.outbox import Delivery
from tests.alerts.cap_papers import info, paper, reference
from tests.alerts.desk_of_notices import people_the_town
from tests.conftest import NOON, Clock
from town import api_keys
from town.officers import NotAllowedError, Officer
from town.profile import Profile, load_profile

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Knocks = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(scope="module")
def mihon() -> Profile:
    return load_profile(SAMPLE_TOWN)


@pytest.fixture
def key(db: str) -> str:
    with transaction() as session:
        people_the_town(session, NOON)
        return api_keys.make(session, "水道監視", "shell", NOON).secret


@pytest.fixture
def web(db: str, mihon: Profile, clock: Clock) -> Iterator[FlaskClient]:
    app = Flask("door")
    cap.install(app, mihon, clock)
    yield app.test_client()


@pytest.fixture
def knocks(web: FlaskClient, key: str) -> Knocks:
    def knock(body: bytes | None = None, shown: str | None = None, **headers: str) -> tuple[int, dict[str, Any]]:
        sent = {"Authorization": f"Bearer {shown or key}", "Content-Type": "application/cap+xml"} | headers
        answer = web.post("/api/alerts", data=paper() if body is None else body, headers=sent)
        return answer.status_code, answer.get_json()

    return knock


def notice(number: int) -> Broadcast:
    with reading() as session:
        return session.get_one(Broadcast, number)


def count(table: Any = Broadcast) -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def text(found: Broadcast, language: Language = Language.JA) -> str:
    return str(found.written.messages[language][0]["text"])


def adopt_and_approve(number: int, by: tuple[str, str]) -> None:
    with transaction() as session:
        officers = {one.name: one for one in session.scalars(select(Officer))}
        found = deciding.adopt(session, number, session.get_one(Broadcast, number).revision, officers[by[0]], NOON)
        deciding.approve(session, number, found.revision, officers[by[1]], "お知らせ", NOON)


def test_a_message_lands_as_a_submitted_draft_that_nobody_stands_for(knocks: Knocks) -> None:
    status, told = knocks(paper(info() + info("pt-BR", headline="Falta de água", description="Cano rompido")))
    assert (status, told["result"], told["stage"], told["drill"]) == (201, "submitted", "submitted", False)
    found = notice(told["broadcast"])
    assert (found.stage, found.origin, found.submitted_by) == (Stage.SUBMITTED, Origin.CAP, None)
    assert (found.is_for.aim, found.is_for.ids, found.written.has_free_text) == (Aim.DISTRICTS, ("kawara",), True)
    assert text(found).startswith("【お知らせ】断水のお知らせ") and "水をためてください。" in text(found)
    assert "Cano rompido" in text(found, Language.PT) and "日本語のみ" in text(found, Language.VI)
    assert count(Delivery) == 0


def test_two_officers_are_needed_all_the_same(knocks: Knocks) -> None:
    number = knocks()[1]["broadcast"]
    with pytest.raises(NotAllowedError, match="本人"):
        adopt_and_approve(number, ("tanaka", "tanaka"))
    adopt_and_approve(number, ("tanaka", "suzuki"))
    assert notice(number).stage == Stage.SENDING


def test_what_is_grave_rings_and_what_is_not_waits_for_the_morning(knocks: Knocks, mihon: Profile) -> None:
    grave = knocks()[1]["broadcast"]
    knocks(paper(info(severity="Minor"), identifier="W-2"))
    with transaction() as session:
        notice_rings.look(session, mihon.duty, NOON)
        assert [one.subject for one in rings.latest(session)] == [f"broadcast:{grave}"]


def test_the_same_message_again_is_the_same_draft_and_another_under_its_name_is_refused(knocks: Knocks) -> None:
    first, again = knocks(), knocks()
    assert (again[0], again[1]["result"], again[1]["broadcast"]) == (200, "already", first[1]["broadcast"])
    status, told = knocks(paper(info(headline="別の話")))
    assert (status, told["error"]) == (409, "conflict")
    assert count() == 1


def test_an_exercise_is_a_drill_and_never_anything_else(knocks: Knocks) -> None:
    found = notice(knocks(paper(status="Exercise"))[1]["broadcast"])
    assert (found.is_drill, found.is_for.aim) == (True, Aim.TESTERS)
    assert text(found).startswith("【訓練】") and text(found).endswith("これは訓練です")
    status, told = knocks(paper(info(description="これは訓練です"), identifier="W-2"))
    assert (status, told["error"]) == (422, "unfit")  # live, and yet it says that it is a drill


def test_a_test_is_understood_and_leaves_nothing(knocks: Knocks) -> None:
    assert knocks(paper(status="Test")) == (200, {"result": "tested"})
    assert count() == 0


@pytest.mark.parametrize(("message", "error"), [
    (paper(scope="Private"), "not_for_us"), (paper(status="Draft"), "not_for_us"), (paper(msg_type="Ack"), "not_for_us"),
    (paper(sent="2026-11-19T11:00:00+09:00"), "passed"), (paper(sent="2026-11-20T13:00:00+09:00"), "unfit"),
    (paper(info(expires="2026-11-20T11:00:00+09:00")), "passed"), (paper(info("en-US")), "unfit"),
    (paper(info() + info()), "unfit"), (paper(""), "unfit"), (paper(msg_type="Update"), "unfit"),
    (paper(info(description="あ" * 2001)), "unfit"), (paper(info(description="避難勧告を出しました。")), "unfit"),
])  # fmt: skip
def test_what_cannot_be_taken_is_told_in_one_sentence_and_changes_nothing(
    knocks: Knocks, message: bytes, error: str
) -> None:
    status, told = knocks(message)
    assert (status, told["error"], told["message"][-1]) == (422, error, "。")
    assert count() == 0


def test_an_area_we_do_not_know_is_for_everybody_to_judge(knocks: Knocks) -> None:
    assert notice(knocks(paper(info(areas=("川原", "となり町"))))[1]["broadcast"]).is_for.aim == Aim.EVERYONE


def test_an_update_takes_the_place_of_what_nobody_adopted(knocks: Knocks) -> None:
    first = knocks()[1]["broadcast"]
    second = knocks(paper(identifier="W-2", msg_type="Update", references=reference()))[1]["broadcast"]
    assert (notice(first).stage, notice(second).stage) == (Stage.DISCARDED, Stage.SUBMITTED)


def test_a_cancel_takes_back_what_nobody_adopted(knocks: Knocks) -> None:
    first = knocks()[1]["broadcast"]
    cancel = paper("", identifier="W-2", msg_type="Cancel", references=reference())
    assert knocks(cancel)[1]["result"] == "withdrawn"
    assert knocks(cancel)[1]["result"] == "already"
    assert (notice(first).stage, count()) == (Stage.DISCARDED, 1)
    unknown = paper("", identifier="W-3", msg_type="Cancel", references=reference("X"))
    assert knocks(unknown)[0] == 404


def test_a_cancel_of_what_residents_have_is_a_draft_to_the_same_people(knocks: Knocks) -> None:
    first = knocks()[1]["broadcast"]
    adopt_and_approve(first, ("tanaka", "suzuki"))
    status, told = knocks(paper("", identifier="W-2", msg_type="Cancel", references=reference()))
    found = notice(told["broadcast"])
    assert (status, found.stage, found.is_for.ids) == (201, Stage.SUBMITTED, ("kawara",))
    assert "取り消し" in text(found) and "断水のお知らせ" in text(found) and found.written.is_pressing
    assert notice(first).stage == Stage.SENDING  # no machine stops what two people sent


def test_one_system_does_not_touch_what_another_handed_in(knocks: Knocks) -> None:
    first = knocks()[1]["broadcast"]
    with transaction() as session:
        other = api_keys.make(session, "道路", "shell", NOON).secret
    cancel = paper("", identifier="W-2", msg_type="Cancel", references=reference())
    assert knocks(cancel, shown=other)[0] == 404
    assert knocks(paper(), shown=other)[0] == 409
    assert notice(first).stage == Stage.SUBMITTED


def test_a_key_that_was_stopped_or_never_was_opens_nothing(knocks: Knocks, web: FlaskClient) -> None:
    with transaction() as session:
        stopped = api_keys.make(session, "古い", "shell", NOON).secret
        api_keys.revoke(session, "古い", "shell", NOON)
    assert [knocks(shown=one)[0] for one in (stopped, "mdg_guess", "")] == [401, 401, 201]
    assert web.post("/api/alerts", data=paper()).status_code == 401
    assert [knocks(shown="mdg_guess")[0] for _ in range(5)] == [401, 401, 401, 429, 429]
    assert knocks(paper(identifier="W-9"))[0] == 201  # whoever has the key is not kept out by those who have none


def test_too_much_from_one_system_waits_an_hour(knocks: Knocks, clock: Clock) -> None:
    first = knocks()[1]["broadcast"]
    with transaction() as session:
        before = machine_drafts.of_broadcast(session, first)
        assert before
        same = {"origin": "cap", "sender": "x", "content_hash": "x", "key_id": before.key_id, "broadcast_id": first}
        rows = [{**same, "identifier": str(number), "received_at": NOON} for number in range(MOST_AN_HOUR - 2)]
        session.execute(insert(MachineDraft), rows)
    assert [knocks(paper(identifier=f"W-{number}"))[0] for number in (2, 3)] == [201, 429]
    clock.skip(minutes=61)
    assert knocks(paper(identifier="W-61", sent="2026-11-20T13:01:00+09:00"))[0] == 201


def test_what_is_no_cap_and_what_is_too_large_is_said(knocks: Knocks) -> None:
    assert knocks(b"{}")[1]["error"] == "cap"
    assert knocks(b" " * 300_000)[0] == 413
    assert knocks(**{"Content-Type": "text/plain"})[0] == 415
    assert count() == 0


def test_the_journal_names_the_system_and_no_words(knocks: Knocks) -> None:
    number = knocks()[1]["broadcast"]
    with reading() as session:
        [line] = [
            one for one in journal.of_subject(session, f"broadcast:{number}") if one.action == "broadcast.handed_in"
        ]
        assert line.actor == session.scalars(select(api_keys.ApiKey)).one().actor
        assert "断水" not in str(line.details)
        assert broadcasts.find(session, number)
