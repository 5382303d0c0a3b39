"""A worker process with the town's knowledge: it reads, follows, says so in its log, and answers one topic a line."""

import sys
import threading
from datetime import UTC, datetime

import dramatiq

import logs
from bot.following import Following
from knowledge.shelves import TownKnowledge
from speech.languages import Language
from store import bell
from store.database import connect, reading


def main(database_url: str) -> None:
    logs.configure()
    connect(database_url)
    broker, closing = bell.install(None), threading.Event()
    knowledge = TownKnowledge(reading, (), "みほん市")
    broker.add_middleware(Following(knowledge, lambda: datetime.now(UTC), closing))
    worker = dramatiq.Worker(broker, queues={"inbox"}, worker_threads=1)
    worker.start()
    for topic in sys.stdin:
        found = knowledge.at(datetime.now(UTC)).on_topic(topic.strip())
        sys.stdout.write(" ".join(entry.texts[Language.JA].title for entry in found) + "\n")
        sys.stdout.flush()
    closing.set()
    worker.stop()


if __name__ == "__main__":
    main(sys.argv[1])
