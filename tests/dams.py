"""LINE that holds a call until a story has looked: what lies between two moments, on a machine however slow."""

import asyncio
import threading
from dataclasses import dataclass, field

from simulator.faults import Fault


@dataclass
class Dam(Fault):
    """So many calls go through, and every later one is held until the dam opens."""

    lets_through: int = 0
    held: int = 0
    is_open: threading.Event = field(default_factory=threading.Event)

    def concerns(self, endpoint: str) -> bool:
        if not super().concerns(endpoint):
            return False
        self.lets_through -= 1
        return self.lets_through < 0

    async def wait(self) -> None:
        self.held += 1
        while not self.is_open.is_set():
            await asyncio.sleep(0.01)
