"""The same notice for the town's other channels, to be copied: loudspeakers, 緊急速報メール, X and Lアラート."""

from alerts.channels import copy_boxes
from alerts.wording import UnfitError
from staff import broadcast_words, notice_desk
from staff.desk import the_desk
from staff.menu import BROADCASTERS
from staff.notice_desk import found, shown
from staff.pages import Answer, Page
from staff.visit import visit
from store.database import reading
from town.officers import NotAllowedError


def broadcast_copies(broadcast_id: int) -> Answer:
    """A notice that was handed in is put into words as of that moment: what was still to come then may be past now."""
    with reading() as session:
        notice = found(session, broadcast_id)
        at = notice.submitted_at or visit().now
        try:
            boxes = copy_boxes(notice.content, the_desk().town, is_drill=notice.is_drill, now=at)
        except UnfitError as unfit:
            raise NotAllowedError(unfit.complaints[0].sentence) from None
        return shown("broadcast_copies.html", notice=notice, title=broadcast_words.title_of(notice), boxes=boxes)


PAGES = notice_desk.twice(Page("broadcast_copies", "/<int:broadcast_id>/copies", broadcast_copies, BROADCASTERS))
