"""Every page of the open web. A page that is not in this table does not exist."""

from public import assets, downloads, open311, report_list, report_photo, report_pin
from public.pages import Page

PAGES: tuple[Page, ...] = (
    *report_list.PAGES,
    *report_photo.PAGES,
    *report_pin.PAGES,
    *downloads.PAGES,
    *open311.PAGES,
    *assets.PAGES,
)
