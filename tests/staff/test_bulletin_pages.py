"""気象庁の発表 at the desk: what stands, what came, and a night of the past as a drill."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from alerts import jma_intake, jma_polls, jma_state
from alerts.broadcasts import Broadcast
from alerts.jma_intake import Town
from alerts.stages import Stage
from settings import SAMPLE_TOWN
from staff.desk import EXTENSION
from store.database import reading, transaction
from tests.alerts import jma_papers as papers
from tests.alerts.jma_watch import at
from tests.conftest import NOON
from town.profile import load_profile
from town.roles import Role

AT = "/staff/bulletins"
PROFILE = load_profile(SAMPLE_TOWN)


@pytest.fixture
def here(app: Flask) -> Flask:
    """The desk of a town the agency knows, where a level-4 warning and a training came in."""
    app.extensions[EXTENSION] = replace(app.extensions[EXTENSION], town=PROFILE)
    town = Town(PROFILE, PROFILE.jma)
    with transaction() as session:
        jma_polls.take(session, "extra", NOON)
        jma_polls.succeeded(session, "extra", NOON, None, None)
        jma_intake.take(session, town, "rain", papers.rain("43", envelope=at(-5, subject="静岡県大雨警報")), NOON)
        jma_intake.take(session, town, "drill", papers.rain("33", envelope=at(-4, status="訓練", subject="訓練の電文")), NOON)  # fmt: skip
        jma_intake.take(session, town, "bad", b"<Report", NOON)
    return app


def test_what_stands_and_what_came_are_on_one_page(here, hire, signed_in):
    page = signed_in(hire("hanako", Role.VIEWER)).open(AT).get_data(as_text=True)
    standing, came = page.split("読み取り</h2>")
    assert "レベル4大雨危険警報" in standing and "みほん市" in standing and "特別警報" not in standing
    assert "訓練の電文" in came and "読めない電文" in came and "読めています" in came


def test_a_silent_feed_is_said_in_red(here, hire, signed_in, clock):
    clock.skip(minutes=6)
    page = signed_in(hire("hanako", Role.VIEWER)).open(AT).get_data(as_text=True)
    assert 'role="alert"' in page and "読めていません" in page


def test_a_telegram_is_replayed_as_a_drill_and_nothing_else_changes(here, hire, signed_in, clock):
    browser = signed_in(hire("hanako", Role.BROADCAST_DRAFTER))
    assert "レベル４大雨危険警報" in browser.open(f"{AT}/1").get_data(as_text=True)
    assert browser.send(f"{AT}/1/replay", at=f"{AT}/1").status_code == 303
    with reading() as session:
        live, drill = session.scalars(select(Broadcast).order_by(Broadcast.id)).all()
        assert (live.is_drill, drill.is_drill, drill.stage) == (False, True, Stage.SUBMITTED)
        assert drill.written.messages["ja"][0]["text"].startswith("【訓練】【気象庁】レベル4大雨危険警報")
        assert [kind.level for _, kind in jma_state.in_force(session, clock())] == [4]


def test_who_only_looks_replays_nothing(here, hire, signed_in):
    browser = signed_in(hire("taro", Role.VIEWER))
    assert browser.send(f"{AT}/1/replay", at=AT).status_code == 403
    assert "訓練で再現する" not in browser.open(f"{AT}/1").get_data(as_text=True)


def test_a_standing_order_takes_two_people_at_two_browsers(here, hire, signed_in):
    sato = signed_in(hire("sato", Role.BROADCAST_DRAFTER))
    assert sato.send(f"{AT}/standing", at=AT, kind="heavy_rain_33").status_code == 303
    assert "2人目を待っています" in sato.open(AT).get_data(as_text=True)
    assert sato.send(f"{AT}/standing/1/approve", at=AT).status_code == 403
    suzuki = signed_in(hire("suzuki", Role.BROADCAST_APPROVER))
    assert suzuki.send(f"{AT}/standing/1/approve", at=AT).status_code == 303
    assert "有効" in suzuki.open(AT).get_data(as_text=True)
    assert sato.send(f"{AT}/standing/1/end", at=AT).status_code == 303
    assert "すべて人を待ちます" in sato.open(AT).get_data(as_text=True)


def test_a_flood_stands_at_the_districts_that_lie_there_and_what_nobody_placed_at_the_whole_town(here, hire, signed_in):
    told = [
        ("820000000100", "みほん川", "41", "レベル４（発表）"),
        ("820000000999", "だれも知らない川", "30", "レベル３（発表）"),
    ]
    with transaction() as session:
        town = Town(PROFILE, PROFILE.jma)
        jma_intake.take(session, town, "flood", papers.rivers(told, at(-3, event_id="820000000100")), NOON)
    page = signed_in(hire("hanako", Role.VIEWER)).open(AT).get_data(as_text=True)
    whole, kawara = page.split("地区ごと</h3>")[1].split("</ul>")[0].split("</li>")[:2]
    assert (
        "町の全域" in whole
        and "レベル4大雨危険警報" in whole
        and "(だれも知らない川)" in whole
        and "(みほん川)" not in whole
    )
    assert "川原" in kawara and "(みほん川)" in kawara and "大雨" not in kawara
