"""Every setting the program reads, once. Nothing else touches the environment. docs/running.md describes each."""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from town.map_tiles import MapTiles

HOME = Path(__file__).parent
SAMPLE_TOWN = HOME / "knowledge/data/town"
COMMON = HOME / "knowledge/data/common"


LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingsError(Exception):
    """Carries one sentence for whoever starts the program. Never holds a value: it may be a secret."""


class Settings(BaseSettings):
    """Names are the environment's, in small letters. No secret has a default."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", hide_input_in_errors=True, frozen=True, env_ignore_empty=True
    )

    database_url: str = "sqlite:///var/madoguchi.db"
    redis_url: str | None = None  # None: everything runs in one process
    redis_namespace: str = "madoguchi"

    line_channel_secret: SecretStr | None = None
    line_channel_token: SecretStr | None = None
    line_bot_user_id: str | None = None  # «destination» of our own webhooks; None: any
    line_api_url: str = "https://api.line.me"
    line_data_url: str = "https://api-data.line.me"
    send_only: bool = False  # another bot keeps the webhook; we only send
    relay_url: str | None = None  # where events we do not handle are handed on
    relay_until: date | None = None  # last day of handing on

    town_folder: Path | None = None
    town_name: str | None = None
    town_phone: str | None = None
    demo: bool = False

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    simulator_port: int = Field(default=9000, ge=0, le=65535)

    staff_secret_key: SecretStr | None = Field(
        default=None, min_length=32
    )  # None: no desk, unless nobody real is there
    staff_address: str | None = None  # what officers type, without a path
    staff_networks: str = ""  # «administrator=10.1.0.0/16,192.168.0.0/24; answer_editor=10.1.0.0/16»
    staff_proxies: int = Field(default=0, ge=0, le=5)

    public_address: str | None = (
        None  # https://mihon.example, where the open web is; None: LINE shows no photos of ours
    )

    smtp_url: SecretStr | None = None  # smtp://user:password@host:587?tls=starttls; None: letters wait
    mail_from: str | None = None
    imap_url: SecretStr | None = None  # imaps://user:password@host/INBOX; None: mails come by the server's pipe, or not

    jma_url: str | None = None  # https://www.data.jma.go.jp/developer/xml/; None: the feeds are not read
    jma_reads_old: bool = False  # the telegrams of before 2026-05-28 too: everything would be said twice

    readings_file: Path | None = Path("var/readings.json")  # what the dictionary said, so that a start is quick

    map_tiles_url: str = Field(default=MapTiles.url, pattern=r"^https://[\w.:-]+/[^\s;\"'<>]+$")  # with {z}, {x}, {y}
    map_tiles_credit: str = MapTiles.credit  # who is named on every map
    map_tiles_link: str = Field(default=MapTiles.link, pattern=r"^https://[\w.:-]+/[^\s\"'<>]*$")

    photo_folder: Path = Path("var/photos")
    photo_bucket: SecretStr | None = None  # https://key:secret@host/bucket?region=…; None: the folder

    keep_answered_hours: int = Field(default=24, ge=1, le=24 * 30)
    keep_unanswered_days: int = Field(default=7, ge=1, le=90)

    @model_validator(mode="after")
    def _credentials_come_together(self) -> "Settings":
        if (self.line_channel_secret is None) != (self.line_channel_token is None):
            raise ValueError("LINE_CHANNEL_SECRET と LINE_CHANNEL_TOKEN は両方とも設定してください")
        if (self.smtp_url is None) != (self.mail_from is None):
            raise ValueError("SMTP_URL と MAIL_FROM は両方とも設定してください")
        parts = urlsplit(self.public_address or "https://mihon.example")
        if parts.scheme != "https" or not parts.hostname or parts.path or parts.query:
            raise ValueError("PUBLIC_ADDRESS は https://www.example.jp のように、パスを付けずに書いてください")
        return self

    @property
    def is_live(self) -> bool:
        """Whether real residents are at the other end: there are credentials, and LINE is not this very machine."""
        return self.line_channel_token is not None and urlsplit(self.line_api_url).hostname not in LOOPBACK

    @property
    def map_tiles(self) -> MapTiles:
        return MapTiles(self.map_tiles_url, self.map_tiles_credit, self.map_tiles_link)

    @property
    def keep_answered(self) -> timedelta:
        return timedelta(hours=self.keep_answered_hours)

    @property
    def keep_unanswered(self) -> timedelta:
        return timedelta(days=self.keep_unanswered_days)


@lru_cache
def get_settings() -> Settings:
    """Raises SettingsError with the name of the setting and what is wrong with it."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        name = ".".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"設定{f' {name} ' if name else ''}が正しくありません: {first['msg']}") from None
