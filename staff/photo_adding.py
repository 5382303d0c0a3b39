"""A picture an officer took: of the place, or after the repair. Cleaned like a resident's before it is kept."""

from flask import abort, request

from reports import moves
from reports.history import Happened
from reports.moves import By
from reports.photo_shelf import ShelfError
from reports.pictures import LARGEST_BYTES, PictureError, Refusal, clean
from staff.desk import the_desk
from staff.pages import Answer, Page, back, refused
from staff.photo_redacting import laid
from staff.report_photos import AWAY
from staff.visit import officer_here
from store.database import transaction
from store.inbox import OvertakenError
from town.roles import Role

REFUSED = {
    Refusal.TOO_LARGE: "この写真は大きすぎます。20MBまで、8,000万画素までの写真にしてください。",
    Refusal.HEIC: "HEIC という形式の写真は開けません。JPEG にして選んでください。",
    Refusal.NOT_A_PHOTO: "写真(JPEG・PNG)を選んでください。",
    Refusal.BROKEN: "この写真は途中で壊れていて、開けませんでした。",
}


def add(report_id: int) -> Answer:
    shelf, sent = the_desk().shelf, request.files.get("photo")
    if shelf is None:
        abort(404)
    with transaction() as session:
        moves.locked(session, report_id, By(officer_here(session)))
    try:
        picture = clean(sent.read(LARGEST_BYTES + 1) if sent else b"")
        laid(shelf, report_id, picture, Happened.PHOTO_ADDED)
    except PictureError as error:
        return refused(REFUSED[error.reason], 400)
    except ShelfError:
        return refused(AWAY, 503)
    except OvertakenError:
        return refused("この通報の写真は、たったいま消されました。")
    return back(
        "report", "写真を足しました。知らせといっしょに送ることも、公開することもできます。", report_id=report_id
    )


PAGES = (
    Page(
        "add_report_photo", "/reports/<int:report_id>/photos", add, (Role.REPORT_HANDLER,), ("POST",),
        most_bytes=LARGEST_BYTES + 100_000,
    ),
)  # fmt: skip
