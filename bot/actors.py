"""What the dramatiq command loads: `dramatiq bot.actors --queues …`."""

import dramatiq
from dramatiq.middleware import Middleware

import logs
import opening
import serve
from bot.self_look import SelfLook
from bot.worker import Threads, Worker, register
from settings import get_settings
from store import bell


class _LookAfterBoot(Middleware):
    """Starts the self-look once the worker's own threads run, for the queues this process was given."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def after_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        queues = worker.consumer_whitelist or set(bell.NAMES)
        SelfLook(
            self._worker, [name for name in bell.NAMES if name in queues and name not in bell.BY_THE_CLOCK_ALONE]
        ).start()


logs.configure()
_settings = get_settings()
opening.open_database(_settings, connections=26)
broker = bell.install(_settings.redis_url, namespace=_settings.redis_namespace)
_worker = serve.create_worker(_settings, Threads())
register(_worker, broker)
broker.add_middleware(_LookAfterBoot(_worker))
