"""Photos on their way: LINE on this machine with every mood it may have, a folder, and one clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.answering import House
from bot.line_content import LineContent
from bot.photographs import DarkRoom, Photographs
from reports import likeness, photos, records
from reports.photo_shelf import FolderShelf, ShelfError
from reports.photos import PhotoState, ReportPhoto
from reports.pictures import LARGEST_BYTES
from reports.records import FiledReport
from simulator.faults import Fault, Misfortune
from simulator.server import RunningSimulator
from simulator.telephones import Photo
from store.database import reading, transaction
from store.outbox import Delivery
from tests.conftest import Clock
from tests.knowledge.sample_town import SampleTown
from tests.people import actions, texts
from tests.reports import hostile
from town import residents


@dataclass
class Laboratory:
    line: RunningSimulator
    clock: Clock
    shelf: FolderShelf
    house: House

    def __post_init__(self) -> None:
        self.hanako = self.line.platform.add_resident("花子").id
        self.contents = LineContent(self.line.channel.token, self.line.url)
        self.photographs = Photographs(DarkRoom(self.contents, self.shelf), self.house, self.clock)
        with transaction() as session:
            self.number = residents.follow(session, self.hanako, self.clock()).id

    def sends(self, body: bytes) -> str:
        """Hanako sends it, and the conversation wants it."""
        [event] = self.line.telephones.images(self.hanako, [Photo("image/jpeg", body)])
        message_id = str(event["message"]["id"])
        with transaction() as session:
            assert photos.want(session, self.number, message_id, self.clock())
        return message_id

    def works(self) -> int:
        done = 0
        while self.photographs.fetch_one(lambda: None):
            done += 1
        return done

    def row(self) -> ReportPhoto:
        with reading() as session:
            return session.scalars(select(ReportPhoto)).one()

    def told(self) -> str:
        with reading() as session:
            return texts([m for row in session.scalars(select(Delivery)) for m in row.messages or []])


@pytest.fixture
def laboratory(
    db: str, timed_line: RunningSimulator, clock: Clock, sample_town: SampleTown, tmp_path: Path
) -> Iterator[Laboratory]:
    from_here = Laboratory(timed_line, clock, FolderShelf(tmp_path / "photos"), sample_town.house)
    yield from_here
    from_here.contents.close()


def test_a_photo_is_fetched_cleaned_and_laid_on_the_shelf_once(laboratory: Laboratory):
    message_id = laboratory.sends(hostile.with_exif())
    assert laboratory.works() == 1
    row = laboratory.row()
    assert (row.state, row.width, row.height) == (PhotoState.READY, 480, 640)
    large = laboratory.shelf.get(row.name, "large")
    assert large is not None
    assert len(large) == row.byte_count
    assert hostile.SCRIPT not in large
    assert laboratory.shelf.get(row.name, "small")
    assert laboratory.told() == ""
    with transaction() as session:
        assert not photos.want(session, laboratory.number, message_id, laboratory.clock())
    assert laboratory.works() == 0


def test_what_line_is_still_preparing_is_asked_for_again(laboratory: Laboratory):
    laboratory.line.platform.contents.delay(laboratory.sends(hostile.jpeg()), asks=2)
    for _ in range(2):
        assert laboratory.works() == 1
        assert laboratory.row().state == PhotoState.WANTED
        assert laboratory.works() == 0
        laboratory.clock.skip(seconds=5)
    assert laboratory.works() == 1
    assert laboratory.row().state == PhotoState.READY


def test_a_line_that_stumbles_loses_no_photo(laboratory: Laboratory):
    laboratory.sends(hostile.jpeg())
    for misfortune in (
        Misfortune.SERVER_ERROR, Misfortune.RATE_LIMIT, Misfortune.UNAUTHORIZED, Misfortune.DROP_BEFORE, Misfortune.DROP_AFTER
    ):  # fmt: skip
        laboratory.line.platform.faults.add(Fault("content", misfortune, 0.0, 1))
        assert laboratory.works() == 1
        assert laboratory.row().state == PhotoState.WANTED
        laboratory.clock.skip(minutes=1)
    laboratory.works()
    assert laboratory.row().state == PhotoState.READY


def test_a_photo_line_has_no_more_is_said_to_be_missing(laboratory: Laboratory):
    laboratory.line.platform.contents.forget(laboratory.sends(hostile.jpeg()))
    laboratory.works()
    assert laboratory.row().state == PhotoState.GONE
    assert "LINE から受け取れませんでした" in laboratory.told()
    with reading() as session:  # whatever was just being asked, one tap brings it back
        [told] = [row.messages or [] for row in session.scalars(select(Delivery))]
    assert "report:resume" in [action.get("data") for message in told for action in actions(message)]


def test_after_two_days_of_trying_it_is_given_up_aloud(laboratory: Laboratory):
    laboratory.line.platform.contents.delay(laboratory.sends(hostile.jpeg()), asks=99)
    laboratory.works()
    laboratory.clock.skip(days=2)
    laboratory.works()
    assert laboratory.row().state == PhotoState.GONE
    assert "写真がなくても通報できます" in laboratory.told()


REFUSED = (
    (hostile.HEIC, "HEIC"),
    (hostile.SVG, "写真(JPEG・PNG)ではなかった"),
    (hostile.jpeg()[:3000], "壊れていて"),
    (hostile.enormous_png(), "大きすぎて"),
    (hostile.enormous_jpeg(), "大きすぎて"),
    (hostile.text_bomb(), "壊れていて"),
    (b"PK\x03\x04" + bytes(500), "写真(JPEG・PNG)ではなかった"),
    (bytes(LARGEST_BYTES + 1), "大きすぎて"),
)


def test_a_photo_that_cannot_be_taken_is_refused_kindly_and_leaves_nothing(laboratory: Laboratory, tmp_path: Path):
    for body, _ in REFUSED:
        laboratory.sends(body)
    assert laboratory.works() == len(REFUSED)
    with reading() as session:
        assert {row.state for row in session.scalars(select(ReportPhoto))} == {PhotoState.REFUSED}
    assert all(sentence in laboratory.told() for _, sentence in REFUSED)
    assert [path for path in (tmp_path / "photos").rglob("*") if path.is_file()] == []


def test_what_hides_in_a_photo_is_gone_and_the_photo_is_kept(laboratory: Laboratory):
    for body in (hostile.polyglot(), hostile.with_exif()):
        laboratory.sends(body)
    assert laboratory.works() == 2
    with reading() as session:
        rows = list(session.scalars(select(ReportPhoto)))
    assert {row.state for row in rows} == {PhotoState.READY}
    for row in rows:
        for size in ("large", "small"):
            jpeg = laboratory.shelf.get(row.name, size)
            assert jpeg is not None and hostile.SCRIPT not in jpeg and b"PK\x03\x04" not in jpeg


def test_destroyed_photos_leave_the_shelf_and_one_on_its_way_never_lies_there(laboratory: Laboratory, tmp_path: Path):
    laboratory.sends(hostile.jpeg())
    laboratory.works()
    with transaction() as session:
        assert photos.destroy(session, photos.of_draft(session, laboratory.number), laboratory.clock()) == 1
        assert photos.of_draft(session, laboratory.number) == []
    laboratory.works()
    assert laboratory.row().state == PhotoState.ERASED
    assert [path for path in (tmp_path / "photos").rglob("*") if path.is_file()] == []


def test_taken_back_while_it_was_being_fetched(laboratory: Laboratory, tmp_path: Path):
    """The shelf is slow: between fetching and writing down, the resident takes the photo back."""
    laboratory.sends(hostile.jpeg())
    shelf = laboratory.shelf

    class SlowShelf(FolderShelf):
        def put(self, name: str, size: str, jpeg: bytes) -> None:
            super().put(name, size, jpeg)
            with transaction() as session:
                photos.destroy(session, photos.of_draft(session, laboratory.number), laboratory.clock())

    laboratory.photographs = Photographs(
        DarkRoom(laboratory.contents, SlowShelf(tmp_path / "photos")), laboratory.house, laboratory.clock
    )
    laboratory.works()
    assert laboratory.row().state in (PhotoState.DESTROYED, PhotoState.ERASED)
    assert shelf.get(laboratory.row().name, "large") is None


def test_a_full_disk_loses_no_photo(laboratory: Laboratory):
    class FullShelf(FolderShelf):
        def put(self, name: str, size: str, jpeg: bytes) -> None:
            raise ShelfError("OSError")

    laboratory.sends(hostile.jpeg())
    full = DarkRoom(laboratory.contents, FullShelf(Path("nowhere")))
    Photographs(full, laboratory.house, laboratory.clock).fetch_one(lambda: None)
    assert laboratory.row().state == PhotoState.WANTED
    laboratory.clock.skip(minutes=1)
    laboratory.works()
    assert laboratory.row().state == PhotoState.READY


def test_without_a_shelf_photos_wait(laboratory: Laboratory):
    laboratory.sends(hostile.jpeg())
    assert not Photographs(DarkRoom(), laboratory.house, laboratory.clock).fetch_one(lambda: None)
    with reading() as session:
        assert photos.count_open(session) == 1


def test_a_photo_that_was_sent_for_another_case_is_noticed(laboratory: Laboratory):
    for body in (hostile.jpeg(), hostile.png(hostile.hole(1000, 750)), hostile.jpeg(hostile.hole().rotate(90))):
        laboratory.sends(body)
        laboratory.works()
    with transaction() as session:
        first, second, third = photos.of_draft(session, laboratory.number)
        assert likeness.elsewhere(session, [second]) == {second.id: []}  # what belongs to no case says nothing of cases
        case = records.file(session, FiledReport(kind="hole", section_id="roads"), laboratory.clock())
        first.report_id = case.id
        session.flush()
        assert likeness.elsewhere(session, [second, third]) == {second.id: [first], third.id: []}
        assert likeness.elsewhere(session, [first]) == {first.id: []}


def test_the_same_photo_sent_twice_is_kept_twice_and_covers_no_question(laboratory: Laboratory):
    for body in (hostile.jpeg(), hostile.png(hostile.hole(1000, 750)), hostile.jpeg(hostile.hole(800, 600))):
        laboratory.sends(body)
        laboratory.works()
    assert laboratory.told() == ""
    with reading() as session:
        sent = photos.of_draft(session, laboratory.number)
        assert [row.state for row in sent] == [PhotoState.READY] * 3 and likeness.holds_twins(sent)
