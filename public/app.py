"""Sets the open web up on a Flask app: its pages and the headers of every answer."""

from flask import Blueprint, Flask, request
from werkzeug.exceptions import NotFound, RequestEntityTooLarge
from werkzeug.wrappers import Response

from public.hall import EXTENSION, Hall, the_hall
from public.routes import PAGES

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",  # the maker of the tiles asks whose page it is
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=()",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: {tiles}; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_MOST_BYTES = {f"public.{page.name}": page.most_bytes for page in PAGES}


def install(app: Flask, hall: Hall) -> None:
    app.extensions[EXTENSION] = hall
    made = Blueprint(
        "public", __name__, template_folder="templates", static_folder="static", static_url_path="/public/static"
    )
    made.before_request(_limit)
    made.after_request(_with_headers)
    made.register_error_handler(NotFound, lambda _: Response("ページが見つかりません。", 404, mimetype="text/plain"))
    made.register_error_handler(
        RequestEntityTooLarge, lambda _: Response("送られたものが大きすぎます。", 413, mimetype="text/plain")
    )
    for page in PAGES:
        made.add_url_rule(page.rule, page.name, page.view, methods=page.methods)
    app.register_blueprint(made)


def _limit() -> None:
    request.max_content_length = _MOST_BYTES.get(request.endpoint or "", 0)


def _with_headers(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    answer.headers.setdefault("Content-Security-Policy", POLICY.format(tiles=the_hall().tiles.source))
    return answer
