"""Puts the web process and the workers together; alone.py runs both in one."""

from dataclasses import replace
from datetime import UTC, datetime

from flask import Flask

import logs
import opening
from bot import health, webhook
from bot.answering import DEMO_PREFIX, House
from bot.bulletin_hours import Source
from bot.chores import Memory
from bot.line_content import LineContent
from bot.line_gateway import LineGateway
from bot.line_menus import LineMenus
from bot.mail_box import MailBox
from bot.mail_server import MailServer
from bot.photographs import DarkRoom
from bot.relay import Relay
from bot.worker import Threads, Worker
from public import app as public
from public import cap
from public.hall import Hall
from reports.filing import Office
from reports.photo_bucket import BucketShelf
from reports.photo_shelf import FolderShelf, Shelf
from settings import Settings, SettingsError, get_settings
from staff import app as staff
from staff.desk import Desk
from staff.set_up import address_of, desk_of, has_desk
from store import bell
from town.calendar import to_jst

WEB_THREADS = 8


def create_web(settings: Settings | None = None) -> Flask:
    """The web process: the webhook, health and figures. It sends nothing and knows nothing of LINE's SDK at work."""
    settings = settings or get_settings()
    logs.configure()
    opening.open_database(settings, connections=WEB_THREADS)
    opening.refuse_samples(settings, opening.read_profile(settings))
    bell.install(settings.redis_url, namespace=settings.redis_namespace)
    return web_app(settings)


def web_app(settings: Settings) -> Flask:
    app = Flask("madoguchi", static_folder=None)  # or «static» of wherever we were started would be open to all
    app.config["HAS_POST_OFFICE"] = settings.smtp_url is not None
    if not settings.send_only:
        if settings.line_channel_secret is None:
            raise SettingsError("LINE_CHANNEL_SECRET がありません。LINE Developers の「チャネル基本設定」にあります。")
        secret = settings.line_channel_secret.get_secret_value()
        webhook.install(app, secret, settings.line_bot_user_id, _relay(settings))
    app.register_blueprint(health.blueprint)
    cap.install(app, opening.read_profile(settings), lambda: datetime.now(UTC))
    if desk := _desk(settings):
        staff.install(app, desk)
    public.install(app, _hall(settings))
    return app


def _hall(settings: Settings) -> Hall:
    profile = opening.read_profile(settings)
    address = address_of(settings) if has_desk(settings) else ""
    prefix = DEMO_PREFIX if settings.demo and settings.is_live else ""
    office = Office(opening.report_town(settings, profile), profile, address, prefix)
    return Hall(office, lambda: datetime.now(UTC), photo_shelf(settings), settings.map_tiles)


def _desk(settings: Settings) -> Desk | None:
    profile, topics = opening.read_profile(settings), opening.topics(settings)
    prefix = DEMO_PREFIX if settings.demo and settings.is_live else ""
    desk = desk_of(settings, profile, topics, lambda: datetime.now(UTC), prefix)
    if desk is None:
        return None
    reports = opening.report_town(settings, profile)
    return replace(desk, shelf=photo_shelf(settings), reports=reports, tiles=settings.map_tiles)


def create_worker(settings: Settings, threads: Threads, house: House | None = None) -> Worker:
    """What answers the bells of this process. The database must be open; a house that stands already is moved into."""
    if settings.line_channel_token is None:
        raise SettingsError("LINE_CHANNEL_TOKEN がありません。LINE Developers の「Messaging API設定」で発行します。")
    gateway = LineGateway(_token(settings), settings.line_api_url, threads=threads.inbox + threads.urgent)
    memory = Memory(done=settings.keep_answered, dead=settings.keep_unanswered)
    address = address_of(settings) if has_desk(settings) else ""
    house, now = replace(house or opening.furnish(settings), desk_address=address), lambda: datetime.now(UTC)
    return Worker(
        gateway, gateway, house, memory, now, threads, _post_office(settings), _dark_room(settings), _source(settings),
        None if settings.send_only else LineMenus(_token(settings), settings.line_api_url, settings.line_data_url),
        mail_box(settings),
    )  # fmt: skip


def _source(settings: Settings) -> Source:
    return Source(settings.jma_url, settings.jma_reads_old)


def _token(settings: Settings) -> str:
    return settings.line_channel_token.get_secret_value() if settings.line_channel_token else ""


def _dark_room(settings: Settings) -> DarkRoom:
    return DarkRoom(LineContent(_token(settings), settings.line_data_url), photo_shelf(settings))


def photo_shelf(settings: Settings) -> Shelf:
    """Where photos of reports lie. Raises SettingsError for a bucket that is not written as one."""
    if settings.photo_bucket is None:
        return FolderShelf(settings.photo_folder)
    try:
        return BucketShelf.parse(settings.photo_bucket.get_secret_value(), lambda: datetime.now(UTC))
    except ValueError as error:
        raise SettingsError(str(error)) from None


def _post_office(settings: Settings) -> MailServer | None:
    if settings.smtp_url is None or settings.mail_from is None:
        return None
    try:
        return MailServer.parse(settings.smtp_url.get_secret_value(), settings.mail_from)
    except ValueError as error:
        raise SettingsError(str(error)) from None


def mail_box(settings: Settings) -> MailBox | None:
    """Where notices arrive by e-mail. Raises SettingsError."""
    if settings.imap_url is None:
        return None
    try:
        return MailBox.parse(settings.imap_url.get_secret_value())
    except ValueError as error:
        raise SettingsError(str(error)) from None


def _relay(settings: Settings) -> Relay | None:
    is_over = settings.relay_until is not None and to_jst(datetime.now(UTC)).date() > settings.relay_until
    return Relay(settings.relay_url) if settings.relay_url and not is_over else None
