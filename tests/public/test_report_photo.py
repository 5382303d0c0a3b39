"""A photo is on the open web from the moment an officer lets it out until the moment it is taken down."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from public.hall import EXTENSION
from reports import photo_links, photos, retention
from reports.photo_shelf import FolderShelf
from reports.photos import PhotoState, ReportPhoto
from reports.records import Report
from store.database import reading, transaction
from tests.public.conftest import OpenTown
from tests.reports.photographed import photographed
from tests.reports.sample_town import mihon


@pytest.fixture
def shelf(town: OpenTown, tmp_path: Path) -> FolderShelf:
    made = FolderShelf(tmp_path / "photos")
    town.app.extensions[EXTENSION] = replace(town.app.extensions[EXTENSION], shelf=made)
    return made


@pytest.fixture
def photo(town: OpenTown, shelf: FolderShelf) -> int:
    return photographed(shelf)


def published(town: OpenTown, photo: int) -> str:
    with transaction() as session:
        photo_links.publish(session, session.get_one(ReportPhoto, photo), town.clock())
        (name,) = photo_links.published(session)[1]
    return name


def number() -> str:
    with reading() as session:
        return session.scalars(select(Report.receipt_number)).one()


def media_url(town: OpenTown) -> str:
    return str(json.loads(town.text(f"/open311/v2/requests/{number()}.json"))[0]["media_url"] or "")


def test_a_published_photo_is_on_the_page_in_open311_and_in_the_data(town: OpenTown, photo: int, shelf: FolderShelf):
    assert (media_url(town), "<img" in town.text(f"/reports/{number()}")) == ("", False)
    name = published(town, photo)
    path = f"/reports/photos/{name}-large.jpg"
    assert media_url(town) == f"http://localhost{path}"
    assert f"/reports/photos/{name}-small.jpg" in town.text(f"/reports/{number()}")
    assert json.loads(town.text("/reports.geojson"))["features"][0]["properties"]["photos"] == [path]
    assert next(csv.DictReader(io.StringIO(town.text("/reports.csv").removeprefix("\ufeff"))))["写真"] == path
    answer = town.client.get(path)
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "image/jpeg", "no-cache")
    with reading() as session:
        row = session.get_one(ReportPhoto, photo)
    assert answer.data == shelf.get(row.name, "large")
    assert row.name not in path and "M-2026" not in path
    again = town.client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def taken_down(session: Session, photo: ReportPhoto, town: OpenTown) -> None:
    photo_links.unpublish(session, photo, town.clock())


def destroyed(session: Session, photo: ReportPhoto, town: OpenTown) -> None:
    photos.destroy(session, [photo], town.clock())


def hidden(session: Session, photo: ReportPhoto, town: OpenTown) -> None:
    session.get_one(Report, photo.report_id).is_shown = False


def forgotten(session: Session, photo: ReportPhoto, town: OpenTown) -> None:
    report = session.get_one(Report, photo.report_id)
    report.stage, report.closed_at = "done", town.clock()
    town.clock.skip(days=4000)
    assert retention.forget(session, mihon().rules, town.clock())


@pytest.mark.parametrize("ending", [taken_down, destroyed, hidden, forgotten])
def test_taken_down_it_is_gone_at_once_for_whoever_kept_its_address_too(
    ending: Callable[[Session, ReportPhoto, OpenTown], None], town: OpenTown, photo: int
):
    path = f"/reports/photos/{published(town, photo)}-small.jpg"
    tag = town.client.get(path).headers["ETag"]
    with transaction() as session:
        ending(session, session.get_one(ReportPhoto, photo), town)
    for headers in ({}, {"If-None-Match": tag}):
        answer = town.client.get(path, headers=headers)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (410, "no-store")
    with reading() as session:
        assert photo_links.published(session) == {}


def test_published_again_it_has_a_new_address(town: OpenTown, photo: int):
    first = published(town, photo)
    assert published(town, photo) == first  # the same click twice
    with transaction() as session:
        photo_links.unpublish(session, session.get_one(ReportPhoto, photo), town.clock())
    second = published(town, photo)
    assert first != second
    assert town.client.get(f"/reports/photos/{first}-large.jpg").status_code == 410


def test_nobody_finds_a_photo_by_guessing_or_by_its_place_on_the_shelf(town: OpenTown, photo: int):
    with reading() as session:
        name = session.get_one(ReportPhoto, photo).name
    for guess in (f"{name}-large", "0" * 40 + "-large", f"{published(town, photo)}-huge", "..%2f..%2fsettings-large"):
        assert town.client.get(f"/reports/photos/{guess}.jpg").status_code == 404


def test_handed_to_those_who_wait_it_is_on_no_page(town: OpenTown, photo: int):
    with transaction() as session:
        name = photo_links.hand_out(session, session.get_one(ReportPhoto, photo), town.clock())
        session.scalars(select(Report)).one().is_shown = False
    assert town.client.get(f"/reports/photos/{name}-large.jpg").status_code == 200
    with transaction() as session:
        session.scalars(select(Report)).one().is_shown = True
    assert media_url(town) == ""
    with transaction() as session:
        session.get_one(ReportPhoto, photo).state = PhotoState.DESTROYED
    assert town.client.get(f"/reports/photos/{name}-large.jpg").status_code == 410
