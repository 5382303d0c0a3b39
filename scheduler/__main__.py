"""The clock as a process of its own: `python -m scheduler`."""

import signal
from datetime import UTC

from apscheduler.schedulers.blocking import BlockingScheduler

import logs
from scheduler.clock import wind
from settings import get_settings
from store import bell


def main() -> None:
    settings = get_settings()
    logs.configure()
    bell.install(settings.redis_url, namespace=settings.redis_namespace)
    scheduler = BlockingScheduler(timezone=UTC)
    wind(scheduler)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: scheduler.shutdown(wait=False))
    scheduler.start()


if __name__ == "__main__":
    main()
