"""The moving dots and «read»: shown to those who wait, at nobody's cost."""

import threading
import time
from collections.abc import Iterator

import pytest

from bot.courtesies import MOST_WAITING, Courtesies
from bot.line_gateway import LineGateway
from simulator.faults import Fault, Misfortune
from simulator.server import RunningSimulator
from speech.incoming import Incoming, Text
from tests.conftest import NOON
from tests.patience import PATIENCE

SOON, NEVER = 0.02, 60.0


class Telephones:
    """What residents see of us while they wait; `held` makes LINE slow."""

    def __init__(self) -> None:
        self.dots: list[str] = []
        self.read: list[str] = []
        self.flowing = threading.Event()
        self.flowing.set()
        self._changed = threading.Condition()

    def show_loading(self, line_id: str, seconds: int) -> None:
        self._show(self.dots, line_id)

    def mark_as_read(self, read_token: str) -> None:
        self._show(self.read, read_token)

    def see(self, signs: list[str]) -> list[str]:
        with self._changed:
            assert self._changed.wait_for(lambda: signs, timeout=PATIENCE)
            return list(signs)

    def _show(self, signs: list[str], what: str) -> None:
        with self._changed:
            signs.append(what)
            self._changed.notify_all()
        self.flowing.wait(PATIENCE)


@pytest.fixture
def phones() -> Iterator[Telephones]:
    phones = Telephones()
    yield phones
    phones.flowing.set()


def said(sender: str = "U1", *, reply: str | None = "r", read: str | None = None, group: bool = False) -> Incoming:
    return Incoming("E1", sender, NOON, Text("ごみは"), is_group=group, reply_token=reply, read_token=read)


def test_the_dots_appear_while_an_answer_takes_its_time(phones: Telephones):
    courtesies = Courtesies(phones, SOON)
    with courtesies.expected(said("hanako")):
        assert phones.see(phones.dots) == ["hanako"]
    courtesies.close()


def test_a_quick_answer_needs_no_dots(phones: Telephones):
    courtesies, quick = Courtesies(phones, SOON), 0
    while quick < 50:
        began = time.monotonic()
        with courtesies.expected(said("quick")):
            pass
        if time.monotonic() - began < SOON:
            quick += 1
            assert phones.dots == []
        elif phones.dots:  # the machine stalled, and it was not quick
            phones.dots.clear()
    with courtesies.expected(said("slow")):
        assert phones.see(phones.dots) == ["slow"]
    courtesies.close()


@pytest.mark.parametrize("nobody", [said(group=True), said(reply=None), said(sender="")])
def test_a_group_and_who_gets_no_answer_see_no_dots(phones: Telephones, nobody: Incoming):
    courtesies = Courtesies(phones, 0)
    with courtesies.expected(nobody), courtesies.expected(said("hanako")):
        assert phones.see(phones.dots) == ["hanako"]
    courtesies.close()


def test_what_was_answered_is_marked_as_read(phones: Telephones):
    courtesies = Courtesies(phones, NEVER)
    with courtesies.expected(said(read="t1")):
        assert phones.read == []
    assert phones.see(phones.read) == ["t1"]
    courtesies.close()


def test_it_is_read_even_when_answering_failed(phones: Telephones):
    courtesies = Courtesies(phones, NEVER)
    with pytest.raises(ZeroDivisionError), courtesies.expected(said(read="t1")):
        raise ZeroDivisionError
    assert phones.see(phones.read) == ["t1"]
    courtesies.close()


def test_a_group_is_never_marked_as_read(phones: Telephones):
    courtesies = Courtesies(phones, NEVER)
    with courtesies.expected(said(read="group", group=True)):
        pass
    with courtesies.expected(said(read="t1")):
        pass
    assert phones.see(phones.read) == ["t1"]
    courtesies.close()


def test_a_slow_sign_delays_no_answer(phones: Telephones):
    courtesies = Courtesies(phones, 0)
    phones.flowing.clear()
    with courtesies.expected(said("first")):
        phones.see(phones.dots)
    for number in range(MOST_WAITING * 2):
        with courtesies.expected(said(read=f"t{number}")):
            pass
    assert phones.read == []  # all were answered before the first sign was through
    phones.flowing.set()
    courtesies.close()


def test_when_the_house_closes_nobody_sees_dots_any_more(phones: Telephones):
    courtesies = Courtesies(phones, NEVER)
    with courtesies.expected(said()):
        courtesies.close()
    assert phones.dots == []


def test_a_line_that_refuses_signs_stops_nothing():
    with RunningSimulator() as line:
        line.platform.faults.add(Fault("loading", Misfortune.SERVER_ERROR, calls_left=1))
        gateway = LineGateway(line.channel.token, line.url)
        resident = line.platform.add_resident("花子").id
        courtesies = Courtesies(gateway, 0)
        line.platform.is_chat_mode = True
        [event] = line.telephones.text(resident, "もしもし")
        with courtesies.expected(said(resident, read=event["message"]["markAsReadToken"])):
            pass
        courtesies.close()
        gateway.close()
