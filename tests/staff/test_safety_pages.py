"""安否確認 at the desk: two people open it, whoever is named watches, and what they read is written down."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from alerts import safety_checks, safety_watches
from alerts.broadcasts import Broadcast
from alerts.safety_checks import SafetyCheck
from alerts.safety_entries import Condition, SafetyEntry
from store.database import reading, transaction
from store.journal import JournalLine
from tests.staff import asked_how_they_are as asked
from town import officers
from town.roles import Role

AT = "/staff/safety"


@pytest.fixture
def desk(sample_desk):
    return sample_desk


@pytest.fixture
def three(hire, townspeople):
    return [hire(name, role) for name, role in asked.PEOPLE]


def is_watched(check_id, now):
    with reading() as session:
        check = session.get_one(SafetyCheck, check_id)
        return bool(safety_watches.watching(session, check, now))


def deeds(action):
    with reading() as session:
        return [
            line.details
            for line in session.scalars(select(JournalLine).where(JournalLine.action == f"safety.{action}"))
        ]


def test_nobody_is_asked_before_a_second_person_approved_and_nobody_without_watchers(three, signed_in, clock):
    sato, suzuki, tanaka = three
    first, second = signed_in(sato), signed_in(suzuki)
    until = f"{clock() + timedelta(hours=15):%Y-%m-%dT%H:%M}"  # Japan's clock is nine hours ahead
    assert first.send(AT, at=AT, districts="kawara", watchers=str(tanaka.id), until=until).status_code == 403
    with transaction() as session:
        asked.ordered(session, clock())
    fine = {"districts": "kawara", "watchers": str(tanaka.id), "until": until}
    for wrong in ({"watchers": ""}, {"until": "bald"}, {"until": "2020-01-01T00:00"}, {"districts": "honcho"}):
        assert first.send(AT, at=AT, **(fine | wrong)).status_code == 403, wrong
    answer = first.send(AT, at=AT, **fine)
    assert answer.status_code == 303
    with transaction() as session:
        check = session.scalars(select(SafetyCheck)).one()
        assert answer.location.endswith(f"/staff/broadcasts/{check.broadcast_id}")
        assert check.opened_at is None
        notice = session.get_one(Broadcast, check.broadcast_id)
        at, revision, number = f"/staff/broadcasts/{notice.id}", notice.revision, check.id
    assert "承認を待っています" in second.open(AT).get_data(as_text=True)
    assert second.send(f"{AT}/{number}/watch", at=AT).status_code == 403
    page = second.open(at).get_data(as_text=True)
    assert "このLINEでは救助を呼べません" in page
    done = second.send(f"{at}/approve", at=at, revision=str(revision), typed_kind="安否確認", kind="安否確認")
    assert done.status_code == 303, done.get_data(as_text=True)[:2000]
    with reading() as session:
        assert session.get_one(SafetyCheck, number).is_open(clock())


def test_only_whoever_is_named_watches_and_silence_or_the_end_is_not_watching(three, signed_in, clock):
    _, suzuki, tanaka = three
    with transaction() as session:
        number = asked.opened(session, [session.merge(one) for one in three], clock()).id
    watcher, other = signed_in(tanaka), signed_in(suzuki)
    assert not is_watched(number, clock())
    assert other.send(f"{AT}/{number}/watch", at=f"{AT}/{number}").status_code == 403
    assert watcher.send(f"{AT}/{number}/watch", at=f"{AT}/{number}").status_code == 303
    assert is_watched(number, clock())
    clock.skip(minutes=4)
    assert "住民への返事: 市が見ています" in watcher.open(f"{AT}/{number}").get_data(as_text=True)
    clock.skip(minutes=4)
    assert is_watched(number, clock())
    clock.skip(minutes=2)
    assert not is_watched(number, clock()), "a page that fell silent watches nobody"
    assert watcher.send(f"{AT}/{number}/watch", at=f"{AT}/{number}").status_code == 303
    assert watcher.send(f"{AT}/{number}/leave", at=f"{AT}/{number}").status_code == 303
    assert not is_watched(number, clock())
    watcher.send(f"{AT}/{number}/watch", at=f"{AT}/{number}")
    with transaction() as session:
        officers.disable(session, session.get_one(officers.Officer, tanaka.id), clock(), clock().date())
    assert not is_watched(number, clock())


@pytest.fixture
def answered(three, clock):
    """The number of a check in 川原 that three residents have answered."""
    with transaction() as session:
        check = asked.opened(session, [session.merge(one) for one in three], clock())
        asked.answered(session, check, clock())
        return check.id


def seen_at(page):
    return re.search(r'data-seen-at="([^"]+)"', page)[1]


def shown(page):
    return re.search(r'name="shown" value="([^"]+)"', page)[1]


def test_who_needs_somebody_stands_first_and_every_look_is_written_down(three, answered, signed_in):
    browser = signed_in(three[2])
    at = f"{AT}/{answered}"
    page = browser.open(at).get_data(as_text=True)
    assert "足が悪くて歩けません" in page and "地区がわからない" in page and "3分以上読まれていない知らせが1件" in page
    assert page.index("困っている</span> 川原") < page.index("避難した</span> 川原")
    browser.open(f"{at}?since={seen_at(page).replace('+', '%2B')}")
    assert deeds("read") == [{"entries": 3}], "the page's own looking again, with nothing new, is no new reading"


def test_what_came_meanwhile_is_not_marked_as_read(three, answered, signed_in, clock):
    tanaka = three[2]
    browser, at = signed_in(tanaka), f"{AT}/{answered}"
    seen = seen_at(browser.open(at).get_data(as_text=True))
    clock.skip(seconds=30)
    with transaction() as session:
        trouble = session.scalars(select(SafetyEntry.id).where(SafetyEntry.condition == Condition.TROUBLE)).one()
        asked.told(session, session.get_one(SafetyCheck, answered), "U2", "kawara", Condition.SAFE, clock())
    assert browser.send(f"{at}/entries/{trouble}/read", at=AT, seen_at=seen).status_code == 403
    assert browser.send(f"{at}/entries/999/read", at=AT, seen_at=seen).status_code == 403
    assert browser.send(f"{at}/read", at=AT, seen_at="nonsense").status_code == 403
    assert browser.send(f"{at}/read", at=AT, seen_at=clock().isoformat(), shown="").status_code == 303
    assert deeds("marked_read") == [{"entries": 0}], "what stood on no page has nobody seen"
    stood = shown(browser.open(at).get_data(as_text=True))
    assert browser.send(f"{at}/read", at=AT, seen_at=clock().isoformat(), shown=stood).status_code == 303
    with reading() as session:
        assert all(one.read_by == tanaka.id for one in session.scalars(select(SafetyEntry)))
    assert deeds("marked_read")[1:] == [{"entries": 3}]


def test_only_the_broadcast_desk_extends_and_ends_it(three, answered, signed_in, clock):
    sato, _, tanaka = three
    at = f"{AT}/{answered}"
    assert signed_in(tanaka).send(f"{at}/end", at=AT).status_code == 403, "ending it needs the broadcast desk"
    first = signed_in(sato)
    later = f"{clock() + timedelta(hours=20):%Y-%m-%dT%H:%M}"
    assert first.send(f"{at}/extend", at=at, until=later).status_code == 303
    assert first.send(f"{at}/end", at=at).status_code == 303
    with reading() as session:
        assert not safety_checks.find(session, answered).is_open(clock())
    assert first.open(f"{AT}/999").status_code == 404


@pytest.mark.parametrize("is_over", [False, True])
def test_a_contractor_reads_nobodys_words(three, answered, hire, signed_in, clock, is_over):
    sato, _, tanaka = three
    at = f"{AT}/{answered}"
    if is_over:
        assert signed_in(sato).send(f"{at}/end", at=at).status_code == 303
    contractor = hire("contractor", Role.REPORT_HANDLER, is_contractor=True, ends_on=clock().date())
    assert "足が悪くて歩けません" in signed_in(tanaka).open(at).get_data(as_text=True)
    assert "足が悪くて歩けません" not in signed_in(contractor).open(at).get_data(as_text=True)


def test_a_long_list_says_how_long_it_is_and_is_leafed_through(three, answered, signed_in, clock):
    """Who needs somebody stands first, whoever has waited longest comes next, and the counts are of all pages."""
    with transaction() as session:
        asked.answered_by_a_page_more(session, session.get_one(SafetyCheck, answered), Condition.LEAVING, clock())
    browser, at = signed_in(three[2]), f"{AT}/{answered}"
    first, second = (browser.open(f"{at}?page={number}").get_data(as_text=True) for number in (1, 2))
    assert "全部で203件、いま1件目から200件目(1/2ページ)" in first and "いま201件目から203件目(2/2ページ)" in second
    assert (first.count('id="entry-'), second.count('id="entry-')) == (200, 3)
    assert all('data-unread="203"' in page for page in (first, second))
    assert "足が悪くて歩けません" in first and "足が悪くて歩けません" not in second
    assert browser.open(f"{at}?page=99").get_data(as_text=True).count('id="entry-') == 3
    assert browser.open(f"{at}?page=-1").status_code == browser.open(f"{at}?page=x").status_code == 200
