"""Files the open pages share with other doors: the map library and the design tokens."""

from flask import abort, send_from_directory
from werkzeug.wrappers import Response

from public.pages import Page
from settings import HOME

FOLDERS = {
    "leaflet": HOME / "assets/vendor/leaflet",
    "design-tokens": HOME / "assets/vendor/design-tokens",
    "town-map": HOME / "assets/town-map",
}


def asset(path: str) -> Response:
    folder, _, name = path.partition("/")
    if folder not in FOLDERS:
        abort(404)
    return send_from_directory(FOLDERS[folder], name, max_age=86_400)


PAGES = (Page("asset", "/public/assets/<path:path>", asset),)
