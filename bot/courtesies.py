"""Small signs that somebody is listening: the moving dots, and «read». Best effort, limited, never retried."""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from bot.gateway import Gateway
from speech.incoming import Incoming

PATIENCE = 1.0  # seconds before the dots appear: a quick answer needs none
LOADING_SECONDS = 20
MOST_WAITING = 100  # LINE takes 100 loading requests a second; beyond that nobody gets dots, everybody gets answers


class _Wait:
    """One answer in the making."""

    def __init__(self, line_id: str, due_at: float) -> None:
        self.line_id, self.due_at, self.is_over = line_id, due_at, False


class Courtesies:
    """One thread of its own, so that a slow sign never delays an answer."""

    def __init__(self, gateway: Gateway, patience: float = PATIENCE) -> None:
        self._gateway, self._patience = gateway, patience
        self._waits: deque[_Wait] = deque()
        self._read_tokens: deque[str] = deque(maxlen=MOST_WAITING)
        self._changed = threading.Condition()
        self._is_closed = False
        self._thread: threading.Thread | None = None

    @contextmanager
    def expected(self, said: Incoming) -> Iterator[None]:
        """While this is open an answer is being made for them."""
        wait = _Wait(said.sender, time.monotonic() + self._patience)
        if not said.is_group and said.sender and said.reply_token:
            self._add(wait)
        try:
            yield
        finally:
            wait.is_over = True
            if said.read_token and not said.is_group:
                self._mark_read(said.read_token)

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        if self._thread:
            self._thread.join(timeout=5)

    def _add(self, wait: _Wait) -> None:
        with self._changed:
            if len(self._waits) < MOST_WAITING:
                self._waits.append(wait)
                self._wake()

    def _mark_read(self, token: str) -> None:
        with self._changed:
            self._read_tokens.append(token)
            self._wake()

    def _wake(self) -> None:
        """Started lazily: a thread made before a fork would not live in the child."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="courtesies", daemon=True)
            self._thread.start()
        self._changed.notify()

    def _run(self) -> None:
        while (task := self._next()) is not None:
            token, wait = task
            if token:
                self._gateway.mark_as_read(token)
            elif wait and not wait.is_over:
                self._gateway.show_loading(wait.line_id, LOADING_SECONDS)

    def _next(self) -> tuple[str | None, _Wait | None] | None:
        """The next sign that is due; None when the house closes. All waits have the same patience: first in, first due."""
        with self._changed:
            while not self._is_closed:
                if self._read_tokens:
                    return self._read_tokens.popleft(), None
                while self._waits and self._waits[0].is_over:
                    self._waits.popleft()
                rest = self._waits[0].due_at - time.monotonic() if self._waits else None
                if rest is not None and rest <= 0:
                    return None, self._waits.popleft()
                self._changed.wait(rest)
            return None
