"""An officer blackens faces and plates: the copy shows nothing of them, the original stays apart and is looked at openly."""

import io
from dataclasses import replace

import pytest
from PIL import Image
from sqlalchemy import select

from reports import photo_making, photos
from reports.photo_shelf import FolderShelf
from reports.photos import PhotoState, ReportPhoto
from reports.records import Report
from store import journal
from store.database import reading, transaction
from tests.reports import hostile
from tests.reports.photographed import photographed
from tests.staff.in_a_browser import look_at, sign_in
from town.roles import Role

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

BOX = {"left1": "25", "top1": "30", "width1": "25.5", "height1": "40"}


@pytest.fixture
def desk(sample_desk, shelf):
    return replace(sample_desk, shelf=shelf)


def copies() -> list[ReportPhoto]:
    with reading() as session:
        return list(session.scalars(select(ReportPhoto).where(ReportPhoto.original_id.is_not(None))))


def actions() -> list[str]:
    with reading() as session:
        return [line.action for line in journal.of_subject(session, "report:1")]


def test_without_a_script_numbers_are_typed_looked_at_and_painted(hire, signed_in, photo: int, shelf: FolderShelf):
    browser = signed_in(hire("hanako", Role.REPORT_HANDLER))
    at = f"/staff/report-photos/{photo}/redact"
    token = browser.form_token(at)
    for wrong, said in (({}, "1つ以上"), (BOX | {"left1": "120"}, "箱1の数字"), ({"left3": "5"}, "箱3の数字")):
        answer = browser.send(at, token=token, do="make", **wrong)
        assert (answer.status_code, said in answer.get_data(as_text=True)) == (400, True)
    looked = browser.send(at, token=token, do="look", **BOX).get_data(as_text=True)
    assert 'x="160.0" y="144.0" width="163.2" height="192.0"' in looked
    assert copies() == []
    assert browser.send(at, token=token, do="make", **BOX).status_code == 303
    (copy,) = copies()
    with reading() as session:
        original = session.get_one(ReportPhoto, photo)
    assert (copy.state, copy.report_id, len(copy.name)) == (PhotoState.READY, original.report_id, 40)
    assert copy.name != original.name
    for size in ("large", "small"):
        jpeg = shelf.get(copy.name, size)
        assert jpeg is not None
        with Image.open(io.BytesIO(jpeg)) as seen:
            middle = seen.getpixel((seen.width * 4 // 10, seen.height // 2))
            assert max(middle) < 8
            assert not seen.getexif() and set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert shelf.get(original.name, "large") is not None
    assert "report.photo_redacted" in actions()


def test_of_what_lay_under_a_box_nothing_is_left_whatever_it_was(hire, signed_in, shelf: FolderShelf, app):
    """Two pictures that differ under the box alone become the same bytes."""
    browser = signed_in(hire("hanako", Role.REPORT_HANDLER))
    seen = []
    for number, shade in enumerate((0, 255)):
        image = hostile.hole()
        image.paste((shade, shade, shade), (180, 160, 300, 300))
        raw = io.BytesIO()
        image.save(raw, "PNG")
        photo_id = photographed(shelf, raw.getvalue(), f"n{number}")
        at = f"/staff/report-photos/{photo_id}/redact"
        wide = {"left1": "20", "top1": "20", "width1": "40", "height1": "60"}
        browser.send(at, token=browser.form_token("/staff/"), do="make", **wide)
        seen.append(shelf.get(copies()[-1].name, "large"))
    assert seen[0] is not None and seen[0] == seen[1]


def test_the_original_is_looked_at_openly_and_not_by_contractors(hire, signed_in, photo: int, clock):
    browser = signed_in(hire("hanako", Role.REPORT_HANDLER))
    browser.send(f"/staff/report-photos/{photo}/redact", token=browser.form_token("/staff/"), do="make", **BOX)
    outside = hire("outside", Role.REPORT_HANDLER, is_contractor=True, ends_on=clock().date())
    with transaction() as session:
        session.scalars(select(Report)).one().officer_id = outside.id
    page = browser.open("/staff/reports/1").get_data(as_text=True)
    assert "写真1(黒塗り)" in page
    assert f'src="/staff/report-photos/{photo}/small"' not in page
    assert "report.photo_original" not in actions()
    assert browser.open(f"/staff/report-photos/{photo}/large").status_code == 200
    assert "report.photo_original" in actions()
    contractor = signed_in(outside)
    assert contractor.open(f"/staff/report-photos/{photo}/large").status_code == 403
    assert contractor.open(f"/staff/report-photos/{copies()[0].id}/large").status_code == 200
    assert f"/report-photos/{photo}/" not in contractor.open("/staff/reports/1").get_data(as_text=True)


def test_destroying_an_original_takes_its_copies_and_one_that_is_just_being_made(hire, photo: int, clock):
    hanako = hire("hanako").id
    with transaction() as session:
        original = session.get_one(ReportPhoto, photo)
        made = photo_making.begin(session, 1, hanako, clock(), photo)
        assert photos.destroy(session, [original], clock()) == 2
        session.refresh(made)
        assert made.state == PhotoState.DESTROYED


def test_what_a_dead_process_began_is_cleared_away(hire, photo: int, clock):
    hanako = hire("hanako").id
    with transaction() as session:
        made = photo_making.begin(session, 1, hanako, clock(), photo)
        assert photos.doomed(session, clock()) == []
        clock.skip(minutes=11)
        assert photos.doomed(session, clock()) == [made]


def test_a_picture_of_an_officer_is_cleaned_like_a_residents(hire, signed_in, photo: int, shelf: FolderShelf):
    browser = signed_in(hire("hanako", Role.REPORT_HANDLER))
    for body, status in (
        (hostile.with_exif(), 303),
        (hostile.SVG, 400),
        (hostile.HEIC, 400),
        (hostile.jpeg()[:3000], 400),
    ):
        sent = {"csrf_token": browser.form_token("/staff/"), "photo": (io.BytesIO(body), "after.jpg")}
        answer = browser.client.post(
            "/staff/reports/1/photos", data=sent, headers={"Referer": "http://localhost/staff/"}
        )
        assert answer.status_code == status
    with reading() as session:
        (mine,) = session.scalars(select(ReportPhoto).where(ReportPhoto.officer_id.is_not(None)))
    jpeg = shelf.get(mine.name, "large")
    assert jpeg is not None and hostile.SCRIPT not in jpeg
    assert "写真2(職員)" in browser.open("/staff/reports/1").get_data(as_text=True)


def test_with_a_pointer_a_box_is_drawn_and_with_the_keyboard_it_is_moved(office, context, hire, photo: int):
    hire("hanako", *Role)
    page = context.new_page()
    sign_in(page, office, "hanako@mihon.example")
    page.goto(f"{office.url}/staff/report-photos/{photo}/redact")
    canvas = page.locator("[data-canvas]").bounding_box()
    assert canvas is not None
    page.mouse.move(canvas["x"] + canvas["width"] * 0.25, canvas["y"] + canvas["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(canvas["x"] + canvas["width"] * 0.5, canvas["y"] + canvas["height"] * 0.7)
    page.mouse.up()
    page.get_by_role("status").get_by_text("箱1を置きました").wait_for()
    first = page.get_by_role("group", name="箱1")
    left = first.get_by_label("左")
    assert 24 <= float(left.input_value()) <= 25
    before = float(left.input_value())
    left.press("ArrowUp")
    assert float(left.input_value()) == before + 0.5
    assert float(page.locator("[data-box='1']").get_attribute("x") or 0) == pytest.approx((before + 0.5) * 6.4)
    page.get_by_role("group", name="箱2").get_by_label("左").fill("60")
    look_at(page, "redact_report_photo")
    page.get_by_role("group", name="箱2").get_by_role("button").click()
    page.get_by_role("button", name="黒塗りの写真を作る").click()
    page.wait_for_url("**/staff/reports/1")
    assert len(copies()) == 1
    page.get_by_text("写真1(黒塗り)を公開する").click()
    look_at(page, "report_with_photos")
