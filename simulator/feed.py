"""What happens on the telephones, told to everybody who watches."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from simulator.complaints import Json

MOST_WAITING = 1000


class Feed:
    """Watchers each have a queue in their own loop; one that does not read misses the newest."""

    def __init__(self) -> None:
        self._watchers: dict[asyncio.Queue[Json], asyncio.AbstractEventLoop] = {}

    def tell(self, happening: Json) -> None:
        """Tell every watcher; may be called from any thread."""
        for queue, loop in list(self._watchers.items()):
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._put, queue, happening)

    def _put(self, queue: asyncio.Queue[Json], happening: Json) -> None:
        if queue.qsize() < MOST_WAITING:
            queue.put_nowait(happening)

    @contextmanager
    def watch(self) -> Iterator[asyncio.Queue[Json]]:
        """A queue of happenings for as long as the watcher stays."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._watchers[queue] = asyncio.get_running_loop()
        try:
            yield queue
        finally:
            del self._watchers[queue]
