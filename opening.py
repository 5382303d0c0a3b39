"""Opening the house: the tables brought up to date, the town's files read, and nobody invented let through."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

import logs
from alerts.templates import catalogue
from bot.answering import House
from handlers.wishes import NoticeTopic
from knowledge import entries, reorganising
from knowledge.ambiguity import read_ambiguities
from knowledge.life_events import read_life_events
from knowledge.own_words import in_own_words, read_own_words
from knowledge.read_before import ReadBefore
from knowledge.shelves import TownKnowledge
from knowledge.shelving import Shelved, check_together, overlaid, read_entries, shelve
from knowledge.topics import Topic, read_topics
from reports.report_town import ReportTown, read_report_town
from settings import COMMON, HOME, SAMPLE_TOWN, Settings, SettingsError, get_settings
from store.database import connect, reading, transaction
from town import districts, sections, shelters
from town.numbers import load_numbers
from town.profile import Profile, load_profile


def town_folder(settings: Settings) -> Path | None:
    """The town's own files; the sample town where nobody real is at the other end, or where it is asked for."""
    if settings.town_folder:
        return settings.town_folder
    return SAMPLE_TOWN if settings.demo or not settings.is_live else None


def read_profile(settings: Settings) -> Profile:
    if folder := town_folder(settings):
        return _with_known_topics(load_profile(folder))
    if settings.town_name and settings.town_phone:
        return Profile.minimal(settings.town_name, settings.town_phone)
    raise SettingsError(
        "町のデータがありません。TOWN_FOLDER に町のファイルの場所を書くか、TOWN_NAME と TOWN_PHONE を書いてください。"
        "見本の「みほん市」で試すときは DEMO=1 にします。"
    )


def _with_known_topics(profile: Profile) -> Profile:
    """A share of the month for a topic that residents cannot choose is a slip of the pen."""
    if unknown := set(profile.notices.monthly_by_topic) - set(NoticeTopic):
        raise SettingsError(
            f"profile.yaml の monthly_by_topic に、お知らせの話題でないものがあります: {min(unknown)}"
            f"(選べるのは {'・'.join(NoticeTopic)})。"
        )
    return profile


def topics(settings: Settings) -> tuple[Topic, ...]:
    """The shelves of the menu: the common ones and the town's own."""
    folder = town_folder(settings)
    return read_topics(COMMON, *([folder] if folder else []))


def report_town(settings: Settings, profile: Profile) -> ReportTown:
    """What the town decides about reports; nothing can be reported where it has not."""
    return replace(read_report_town(profile, town_folder(settings)), address=settings.public_address or "")


def open_database(settings: Settings, connections: int = 10) -> Engine:
    """Connect. Raises SettingsError with one sentence when the database cannot be reached or written."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        folder = Path(url.database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise SettingsError(f"フォルダー {folder} に書き込めません。DATABASE_URL を確かめてください。") from None
    return connect(settings.database_url, connections=connections)


def migrate(settings: Settings) -> None:
    """Bring the tables up to date; the same as `alembic upgrade head`."""
    config = Config(HOME / "alembic.ini")
    config.attributes["url"] = settings.database_url
    try:
        command.upgrade(config, "head")
    except SQLAlchemyError as error:
        where = make_url(settings.database_url).render_as_string(hide_password=True)
        raise SettingsError(f"データベース {where} を開けません({type(error).__name__})。") from None


def open_town() -> Profile:
    """For a command of one moment: the database, up to date, and the town. Raises SettingsError."""
    logs.configure()
    settings = get_settings()
    open_database(settings)
    migrate(settings)
    return read_profile(settings)


def load(settings: Settings) -> Shelved:
    """The town's and the common files into the database. Raises TownFileError for a mistake in a file."""
    catalogue()  # a broken template of notices is told now, not at two in the morning
    profile, folder = read_profile(settings), town_folder(settings)
    topics = read_topics(COMMON, *([folder] if folder else []))
    common = in_own_words(read_entries(COMMON / "entries"), read_own_words(folder) if folder else ())
    found = overlaid(common, read_entries(folder / "entries") if folder else [])
    with transaction() as session:
        reorganising.apply_due(session, datetime.now(UTC))
        kept = reorganising.kept(session, profile.sections, found)
        check_together(kept.entries, topics, [section.id for section in kept.sections])
        sections.load(session, kept.sections)
        districts.load(session, profile.districts)
        shelters.load(session, profile.places.shelters)
        return replace(shelve(session, kept.entries), stale=kept.stale)


@dataclass(frozen=True)
class Invented:
    """What is only a sample: such things may not reach real residents."""

    entries: tuple[str, ...]
    sections: tuple[str, ...]
    districts: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.entries or self.sections or self.districts)


def invented(session: Session) -> Invented:
    return Invented(
        tuple(entries.samples(session)),
        tuple(one.id for one in sections.all(session) if one.is_sample),
        tuple(one.id for one in districts.all(session) if one.is_sample),
    )


def refuse_samples(settings: Settings, profile: Profile) -> None:
    """Raises SettingsError when the town is live and anything in it is invented, unless every answer says so."""
    if not settings.is_live or settings.demo:
        return
    with reading() as session:
        found = invented(session)
    if found or profile.has_samples or report_town(settings, profile).rules.has_samples:
        counts = f"項目{len(found.entries)}件、課{len(found.sections)}件、地区{len(found.districts)}件"
        raise SettingsError(
            f"見本のデータが残っているため、本物のLINEでは始められません({counts}、町の情報{'が見本' if profile.is_sample else 'は本物'})。"
            "町のデータに入れ替えるか、DEMO=1 で始めてください(すべての答えの先頭に【デモ】が付きます)。"
        )


def furnish(settings: Settings) -> House:
    """What answers are made with. Call once per process, after `open_database`."""
    profile, folder = read_profile(settings), town_folder(settings)
    refuse_samples(settings, profile)
    topics = read_topics(COMMON, *([folder] if folder else []))
    also_named = tuple(name for name in (profile.romaji, profile.prefecture and profile.prefecture.ja) if name)
    also_named += tuple(district.names.ja for district in profile.districts)
    before = ReadBefore(settings.readings_file)
    knowledge = TownKnowledge(reading, topics, profile.names.ja, read_ambiguities(COMMON), also_named, before)
    is_demo = settings.demo and settings.is_live
    events = read_life_events(COMMON, *([folder] if folder else []))
    town_reports = report_town(settings, profile)
    return House(knowledge, profile, load_numbers(COMMON), is_demo=is_demo, life_events=events, reports=town_reports)
