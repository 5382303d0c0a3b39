"""What the names of sections and topics in a table mean in this town, and what ids are called when written out."""

from sqlalchemy.orm import Session

import opening
from knowledge.importing_rows import TownHall, plain_names
from settings import SettingsError, get_settings
from speech.languages import Language
from town import sections


def town_hall(session: Session, section: str = "", topic: str = "") -> TownHall:
    """`section` and `topic`: where a row names none. Raises SettingsError when there are no such ids."""
    topics = {one.id: one.name(Language.JA) for one in opening.topics(get_settings())}
    rooms = {row.id: row.names[Language.JA] for row in sections.all(session)}
    for option, value, known in (("--topic", topic, topics), ("--section", section, rooms)):
        if value and value not in known:
            raise SettingsError(f"{option} の「{value}」はありません。")
    return TownHall(_by_name(rooms), _by_name(topics), section, topic, rooms, topics)


def _by_name(names: dict[str, str]) -> dict[str, str]:
    return plain_names({**{one: one for one in names}, **{name: one for one, name in names.items()}})
