"""The sample town as the stories need it: its files read once, its rows in a database that is copied for each story."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import opening
from bot.answering import House
from settings import Settings
from store import bell, database


@dataclass(frozen=True)
class SampleTown:
    """`template` holds the rows; `house` the knowledge, whose shelves stay in memory from story to story."""

    template: Path
    house: House

    @contextmanager
    def opened(self, folder: Path) -> Iterator[House]:
        """The house with a database of its own."""
        shutil.copy(self.template, folder / "sample_town.db")
        broker = bell.install(None)
        database.connect(f"sqlite:///{folder}/sample_town.db")
        yield self.house
        database.disconnect()
        broker.close()


def build(empty: Path, folder: Path) -> SampleTown:
    template = folder / "sample_town.db"
    shutil.copy(empty, template)
    settings = Settings(_env_file=None, database_url=f"sqlite:///{template}")
    broker = bell.install(None)
    opening.open_database(settings)
    opening.load(settings)
    house = opening.furnish(settings)
    database.disconnect()
    broker.close()
    return SampleTown(template, house)
