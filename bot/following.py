"""Whoever answers questions has the town's knowledge in hand before the first one, and follows it unasked."""

import gc
import threading
from collections.abc import Callable
from datetime import datetime

import dramatiq
from dramatiq.middleware import Middleware

from bot.answering import KnowledgeOfNow

GLANCE_EVERY = 0.1  # seconds; the knowledge itself decides when its database is asked again
ANSWERS = "inbox"  # the bell of those who answer questions


class Following(Middleware):
    """Reads the knowledge before the worker's threads run, then follows it on a thread of its own until closing time."""

    def __init__(self, knowledge: KnowledgeOfNow, now: Callable[[], datetime], closing: threading.Event) -> None:
        self._knowledge, self._now, self._closing = knowledge, now, closing
        self._thread = threading.Thread(target=self._run, name="following", daemon=True)

    def before_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        if _answers(worker):
            self._knowledge.at(self._now())
            gc.collect()
            gc.freeze()  # a rebuild makes much; to look through the dictionary again for garbage would double its time

    def after_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        if _answers(worker):
            self._thread.start()

    def _run(self) -> None:
        while not self._closing.wait(GLANCE_EVERY):
            self._knowledge.at(self._now())


def _answers(worker: dramatiq.Worker) -> bool:
    return not worker.consumer_whitelist or ANSWERS in worker.consumer_whitelist
