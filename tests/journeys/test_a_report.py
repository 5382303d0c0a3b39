"""From three photos on a telephone to a case with its photos on the shelf, and back to who reported it."""

from pathlib import Path

from sqlalchemy import select

from reports import photos
from reports.photos import PhotoState
from reports.records import Report
from simulator.telephones import Photo
from store.database import reading
from tests.people import Resident, TownHall, texts
from tests.reports import hostile


def case_of(receipt: str) -> Report:
    with reading() as session:
        report = session.scalars(select(Report)).one()
        assert report.receipt_number in receipt
        return report


def states(report: Report) -> list[str]:
    with reading() as session:
        return [one.state for one in photos.of_report(session, report.id)]


def files(settings_folder: Path) -> list[Path]:
    return [path for path in settings_folder.rglob("*") if path.is_file()]


def sends_photos(hanako: Resident, *bodies: bytes) -> str:
    telephones = hanako.hall.line.telephones
    return texts(hanako.acts(telephones.images(hanako.id, [Photo("image/jpeg", body) for body in bodies])))


def reports_a_hole(hanako: Resident) -> str:
    hanako.presses_data("report:begin")
    hanako.presses("危険はない")
    hanako.presses("路面の穴・段差")
    sent = sends_photos(hanako, hostile.with_exif(), hostile.jpeg(), hostile.png())
    assert "写真が3枚あります" in sent
    hanako.presses("次へ")
    hanako.acts(hanako.hall.line.telephones.location(hanako.id, 34.76, 138.28, None, None))
    hanako.says("タイヤがはまりそうです")
    return texts(hanako.presses("この内容で通報する"))


def test_hanako_reports_a_hole_with_three_photos_and_takes_them_back(hanako: Resident, hall: TownHall, tmp_path: Path):
    hanako.follows()
    report = case_of(reports_a_hole(hanako))
    assert states(report) == [PhotoState.WANTED] * 3
    hall.worker.drains["photos"]()
    assert states(report) == [PhotoState.READY] * 3
    assert len(files(tmp_path / "photos")) == 6
    assert not [path for path in files(tmp_path / "photos") if hostile.SCRIPT in path.read_bytes()]
    hanako.presses_data("report:mine")
    assert "どの写真を消しますか" in texts(hanako.presses("写真を消す"))
    assert "3枚消しました" in texts(hanako.presses("すべて消す"))
    hall.worker.drains["photos"]()
    assert files(tmp_path / "photos") == []


def test_a_photo_taken_back_in_line_is_gone_here_too(hanako: Resident, hall: TownHall, tmp_path: Path):
    hanako.follows()
    hanako.presses_data("report:begin")
    hanako.presses("危険はない")
    hanako.presses("路面の穴・段差")
    [event] = hall.line.telephones.images(hanako.id, [Photo("image/jpeg", hostile.jpeg())])
    hanako.acts([event])
    hall.worker.drains["photos"]()
    assert len(files(tmp_path / "photos")) == 2
    hanako.acts(hall.line.telephones.unsend(hanako.id, event["message"]["id"]))
    hall.worker.drains["photos"]()
    assert files(tmp_path / "photos") == []
    assert "なくても通報できます" in texts(hanako.presses_data("report:resume"))
