"""Photos that officers have let out: under an address nobody can guess, and gone the moment it ends."""

from flask import abort, request
from werkzeug.wrappers import Response

from public.hall import the_hall
from public.pages import Answer, Page
from reports import photo_links
from reports.photo_shelf import SIZES, ShelfError
from store.database import reading

GONE = "この写真は、もう公開されていません。"
# Whoever keeps a copy asks first whether it may still be shown.
HEADERS = {
    "Cache-Control": "no-cache", "X-Robots-Tag": "noindex, noimageindex", "Content-Disposition": "inline",
    "Access-Control-Allow-Origin": "*", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}  # fmt: skip


def photo(name: str, size: str) -> Answer:
    shelf = the_hall().shelf
    if shelf is None or size not in SIZES:
        abort(404)
    with reading() as session:
        link = photo_links.find(session, name)
        found = photo_links.opened(session, link) if link else None
    if link is None:
        abort(404)
    if found is None:
        return _gone()
    answer = Response(headers=HEADERS, mimetype="image/jpeg")
    answer.set_etag(f"{name}-{size}")
    if request.if_none_match.contains(f"{name}-{size}"):
        return answer.make_conditional(request.environ)
    try:
        jpeg = shelf.get(found.name, size)
    except ShelfError:
        return Response("写真の置き場所に、いまつながりません。", 503, {"Retry-After": "60"}, "text/plain")
    if jpeg is None:
        return _gone()
    answer.data = jpeg
    return answer


def _gone() -> Response:
    return Response(GONE, 410, {"Cache-Control": "no-store"}, "text/plain")


PAGES = (Page("report_photo", "/reports/photos/<name>-<size>.jpg", photo),)
