"""The shelves of the menu: which large area holds which topics, and in what order."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, TypeAdapter

from knowledge.entry_file import EntryId
from speech.languages import FALLBACKS, Language
from town.yaml_file import read_checked

Label = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class Topic(BaseModel):
    """One shelf. `names` are button labels."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: EntryId
    area: EntryId
    names: dict[Language, Label]

    def name(self, language: Language) -> str:
        return next(self.names[candidate] for candidate in FALLBACKS[language] if candidate in self.names)


_SHAPE = TypeAdapter(tuple[Topic, ...])


def read_topics(*folders: Path) -> tuple[Topic, ...]:
    """The topics of all folders that have a topics.yaml, in the order written."""
    files = [folder / "topics.yaml" for folder in folders]
    found = [topic for path in files if path.exists() for topic in read_checked(path, _SHAPE)]
    return tuple({topic.id: topic for topic in found}.values())  # a town's topic takes the place of a common one
