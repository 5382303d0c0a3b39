"""Training: its own address, nobody but registered telephones, and a question when a real order stands."""

import pytest
from sqlalchemy import select

from store import testers
from store.database import transaction
from store.outbox import Delivery
from tests.staff.notices import LIVE, ORDER, TRAINING, begins, does, fills_in, has_a_telephone, notice, reads
from town import officer_changes
from town.officer_changes import Disable

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
DRILL = {name: value for name, value in ORDER.items() if name not in ("aim", "ordered_by", "grounds")}


@pytest.fixture
def desk(sample_desk):
    return sample_desk


def test_a_drill_reaches_registered_telephones_and_no_resident(sato, suzuki, signed_in, clock):
    has_a_telephone(suzuki, clock())
    first, second = signed_in(sato), signed_in(suzuki)
    number = begins(first, at=TRAINING)
    fills_in(first, number, DRILL, at=TRAINING, aim="everyone")  # whatever a form may say
    page = reads(first, f"{TRAINING}/{number}")
    assert "住民0人" in page and "【訓練】" in page and "これは訓練です" in page
    does(first, "submit", number, at=TRAINING)
    assert "訓練の配信「避難指示」が承認を待っています" in reads(second, "/staff/")
    does(second, "approve", number, at=TRAINING, kind="避難指示")
    assert "住民0人に送信(訓練)" in reads(second, f"{TRAINING}/{number}")
    assert "住民0人に送信(訓練)" in reads(second, f"{TRAINING}/{number}/delivery")
    with transaction() as session:
        rows = list(session.scalars(select(Delivery)))
    assert [one.to for one in rows] == [[f"Utester{suzuki.id}"]] and all(one.is_drill for one in rows)
    assert "この窓口から出している発令はありません" in reads(second, "/staff/orders")


def test_a_drill_is_no_notice_at_the_live_address_nor_the_other_way_round(sato, signed_in):
    browser = signed_in(sato)
    drill, live = begins(browser, at=TRAINING), begins(browser)
    assert browser.open(f"{LIVE}/{drill}").location == f"{TRAINING}/{drill}"
    assert browser.open(f"{TRAINING}/{live}").location == f"{LIVE}/{live}"
    token = browser.form_token("/staff/")
    for path in (f"{LIVE}/{drill}/submit", f"{TRAINING}/{live}/submit", f"{LIVE}/{drill}/edit"):
        assert browser.send(path, token=token, revision="1").status_code == 403
    assert notice(drill).is_drill and not notice(live).is_drill
    assert f'/{drill}"' not in browser.open(LIVE).get_data(as_text=True)


def test_nobody_sends_a_drill_alone(sato, signed_in, clock):
    browser = signed_in(sato)
    number = begins(browser, at=TRAINING)
    fills_in(browser, number, DRILL, at=TRAINING)
    does(browser, "submit", number, at=TRAINING)
    clock.skip(minutes=4)
    assert "1人で送る" not in reads(browser, f"{TRAINING}/{number}")
    assert does(browser, "send-alone", number, at=TRAINING, kind="避難指示").status_code == 403


def test_while_a_real_order_stands_the_training_asks_whether_it_is_meant(sato, suzuki, signed_in):
    first, second = signed_in(sato), signed_in(suzuki)
    number = begins(first)
    fills_in(first, number)
    does(first, "submit", number)
    does(second, "approve", number, kind="避難指示")
    for path in (TRAINING, f"{TRAINING}/new"):
        assert "本番ですか" in reads(first, path)
    first.send(f"{TRAINING}/meant", at=TRAINING)
    assert "本番ですか" not in reads(first, TRAINING)
    assert "本番ですか" in reads(second, TRAINING)


def test_drills_do_not_follow_whoever_left_the_town_hall(sato, suzuki, clock):
    for officer in (sato, suzuki):
        has_a_telephone(officer, clock())
    with transaction() as session:
        officer_changes.make(session, Disable(email=sato.email), clock(), "shell")
        assert [one.officer_id for one in testers.all(session)] == [suzuki.id]
