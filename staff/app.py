"""Sets the desk up on a Flask app: its pages, their guards, the cookie, and the headers of every answer."""

from flask import Blueprint, Flask, request
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from knowledge.worklist import WorklistError
from staff import disaster_bar, line_news, menu, words
from staff.desk import EXTENSION, Desk, the_desk
from staff.pages import Answer, guarded, refused
from staff.routes import PAGES
from staff.visit import arrive, visit
from town.officers import NotAllowedError

MOST_BYTES = {f"staff.{page.name}": page.most_bytes for page in PAGES}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "X-Robots-Tag": "noindex, nofollow",
}

csrf = CSRFProtect()


def install(app: Flask, desk: Desk) -> None:
    """Everything under /staff/. Other doors of the same app keep their own rules."""
    app.extensions[EXTENSION] = desk
    app.config.update(
        SECRET_KEY=desk.key.for_cookies,
        SESSION_COOKIE_NAME="madoguchi_desk",
        SESSION_COOKIE_PATH="/staff/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=desk.is_secure,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_CHECK_DEFAULT=False,  # LINE's webhook has a signature of its own
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
    )
    csrf.init_app(app)
    if desk.proxies_count:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=desk.proxies_count, x_proto=desk.proxies_count)  # type: ignore[method-assign]
    app.register_blueprint(_blueprint())


def _blueprint() -> Blueprint:
    made = Blueprint(
        "staff",
        __name__,
        url_prefix="/staff",
        template_folder="templates",
        static_folder="static",
        static_url_path="/static",
    )
    made.before_request(_let_in)
    made.after_request(_with_headers)
    made.register_error_handler(NotAllowedError, lambda error: refused(str(error)))
    made.register_error_handler(WorklistError, lambda error: refused(str(error)))
    made.register_error_handler(CSRFError, lambda _: refused(_OLD_FORM, 400))
    made.register_error_handler(404, lambda _: refused("ページが見つかりません。", 404))
    made.register_error_handler(413, lambda _: refused("送られたものが大きすぎます。", 413))
    made.context_processor(_words)
    for name, use in words.FILTERS.items():
        made.add_app_template_filter(use, name)
    for page in PAGES:
        made.add_url_rule(page.rule, page.name, guarded(page), methods=page.methods)
    return made


_OLD_FORM = "画面を開いてから時間がたったため、受け付けませんでした。前の画面を開き直して、もう一度送ってください。"


def _let_in() -> Answer | None:
    request.max_content_length = MOST_BYTES.get(request.endpoint or "", 0)
    if request.endpoint == "staff.static":
        return None
    arrive()
    csrf.protect()
    return None


def _with_headers(answer: Response) -> Response:
    answer.headers.update(HEADERS)
    if request.endpoint not in ("staff.static", "staff.asset"):
        answer.headers["Cache-Control"] = "no-store"
    if the_desk().is_secure:
        answer.headers["Strict-Transport-Security"] = "max-age=31536000"
    return answer


def _words() -> dict[str, object]:
    return {
        "visit": visit(),
        "desk": the_desk(),
        "menu": menu.for_visit(visit()),
        "line_silent_since": line_news.silent_since,
        "disaster_bar": disaster_bar.bar,
    }
