"""When LINE does not answer, the desk says so first."""

import pytest

from store import channel
from store.database import transaction
from tests.conftest import NOON

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_every_page_says_that_line_is_silent_until_it_answers(browser_of, hire, signed_in) -> None:

    browser = signed_in(hire("hanako"))
    with transaction() as session:
        channel.unheard(session, NOON)
    for page in ("/staff/", "/staff/account"):
        told = browser.open(page).get_data(as_text=True)
        assert "LINEが答えません" in told and "防災行政無線" in told
    assert "LINEが答えません" not in browser_of().open("/staff/sign-in").get_data(as_text=True)  # officers only
    with transaction() as session:
        channel.heard(session)
    assert "LINEが答えません" not in browser.open("/staff/").get_data(as_text=True)
