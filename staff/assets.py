"""Files the pages share with other doors: the design tokens, and the drawing of a message on a phone."""

from flask import abort, send_from_directory
from werkzeug.wrappers import Response

from settings import HOME
from staff.pages import Needs, Page

FOLDERS = {
    "design-tokens": HOME / "assets/vendor/design-tokens",
    "leaflet": HOME / "assets/vendor/leaflet",
    "line-message": HOME / "assets/line-message",
    "town-map": HOME / "assets/town-map",
}


def asset(path: str) -> Response:
    folder, _, name = path.partition("/")
    if folder not in FOLDERS:
        abort(404)
    return send_from_directory(FOLDERS[folder], name)


PAGES = (Page("asset", "/assets/<path:path>", asset, Needs.NOTHING),)
