"""The rich menus follow the disaster mode: the default menu by one call, other languages by links, until LINE said yes.

What should be is read from the mode, what is from our own rows; whatever breaks in between is simply done again.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import structlog
from linebot.v3.messaging import ApiException

from alerts import disaster_switches
from bot import menu_variants
from bot.drain import Claimed
from bot.line_menus import FAULTS, MOST_AT_ONCE, MenuWire
from speech.languages import Language
from store import rich_menus
from store.database import reading, transaction
from store.rich_menus import MenuState
from town import menu_links

log = structlog.get_logger()

OTHER_LANGUAGES = tuple(language.value for language in Language if language.value != menu_links.DEFAULT)


class MenuHours:
    """Without a wire (a town that sends nothing) the menus stay as they are."""

    def __init__(self, wire: MenuWire | None, now: Callable[[], datetime]) -> None:
        self._wire, self._now = wire, now
        self._known: dict[str, str] = {}  # LINE's list, which may not be asked for each batch

    def look(self, _claimed: Claimed) -> bool:
        """True when there is more to do at once."""
        if self._wire is None or not self._is_due():
            return False
        with transaction() as session:
            state = rich_menus.take(session, self._now())
        if state is None:
            return False
        try:
            has_more = self._follow(self._wire, state)
        except FAULTS as error:
            self._known = {}
            fault = f"{type(error).__name__} {getattr(error, 'status', '') or ''}".strip()
            with transaction() as session:
                rich_menus.failed(session, fault, self._now())
            log.warning("menus.failed", fault=fault, attempts=state.attempts + 1)
            return False
        with transaction() as session:
            rich_menus.done(session)
        return has_more

    def _is_due(self) -> bool:
        with reading() as session:
            state, is_on = rich_menus.find(session), disaster_switches.is_on(session)
            shown = bool(state and state.is_disaster)
            if shown is not is_on or rich_menus.is_look_due(state, self._now(), is_disaster=is_on):
                return True
            return menu_links.next_batch(session, _languages(is_on=is_on), 1) is not None

    def _follow(self, wire: MenuWire, state: MenuState) -> bool:
        """One step: the default menu first, which is everybody's; then five hundred links at a time."""
        with reading() as session:
            is_on = disaster_switches.is_on(session)
            batch = menu_links.next_batch(session, _languages(is_on=is_on), MOST_AT_ONCE)
        if state.is_disaster is not is_on or rich_menus.is_look_due(state, self._now(), is_disaster=is_on):
            self._to_disaster(wire) if is_on else self._to_ordinary(wire, state)
            return True
        if batch:
            self._change(wire, batch)
        return batch is not None

    def _to_disaster(self, wire: MenuWire) -> None:
        """What stands there now is written down before it is replaced, so that it can come back."""
        known, default = wire.ours(), wire.default()
        menu_id = wire.lay(menu_variants.disaster(Language.JA), known)
        if default != menu_id:
            if default not in menu_variants.of_the_disaster(known.items()):
                with transaction() as session:
                    rich_menus.held(session).before_id = default
            wire.set_default(menu_id)
        self._told(is_disaster=True)

    def _to_ordinary(self, wire: MenuWire, state: MenuState) -> None:
        """Only a disaster menu of ours is taken away: whatever somebody else has put there stays."""
        known, default = wire.ours(), wire.default()
        if default in menu_variants.of_the_disaster(known.items()):
            wire.set_default(self._before(wire, state, known))
        self._told(is_disaster=False)

    def _before(self, wire: MenuWire, state: MenuState, known: dict[str, str]) -> str | None:
        """The menu that stood there; or, where it has been replaced since, our ordinary one of today."""
        if state.before_id is None or wire.has(state.before_id):
            return state.before_id
        return known.get(menu_variants.ordinary().request.name)

    def _change(self, wire: MenuWire, batch: menu_links.Batch) -> None:
        if batch.line_ids and batch.language is None:
            _in_one_or_singly(wire.unlink, batch.line_ids)
        elif batch.line_ids and batch.language:
            self._known = self._known or wire.ours()
            menu_id = wire.lay(menu_variants.disaster(Language(batch.language)), self._known)
            _in_one_or_singly(partial(wire.link, menu_id), batch.line_ids)
        with transaction() as session:
            menu_links.note(session, batch, self._now())
        log.info("menus.linked", language=batch.language, residents=len(batch.residents))

    def _told(self, *, is_disaster: bool) -> None:
        with transaction() as session:
            rich_menus.told(session, self._now(), is_disaster=is_disaster)
        log.info("menus.default", is_disaster=is_disaster)


def _in_one_or_singly(change: Callable[[Sequence[str]], None], line_ids: Sequence[str]) -> None:
    """One id that LINE does not know spoils a whole request; it may not keep the others waiting for ever."""
    try:
        change(line_ids)
    except ApiException as error:
        if error.status != 400:
            raise
        for line_id in line_ids:
            with _unless_refused():
                change([line_id])


@contextmanager
def _unless_refused() -> Iterator[None]:
    try:
        yield
    except ApiException as error:
        if error.status != 400:
            raise
        log.warning("menus.one_refused")


def _languages(*, is_on: bool) -> tuple[str, ...]:
    return OTHER_LANGUAGES if is_on else ()
