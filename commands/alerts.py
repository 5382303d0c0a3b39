"""`madoguchi alerts …`: the keys of other systems, and e-mail that becomes a draft."""

import os
import sys
from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

import opening
import serve
from alerts import mail_door, mail_paper
from bot.mail_box import MailBoxError
from commands.words import Given, Words, family, word
from settings import SettingsError, get_settings
from store.database import reading, transaction
from town import api_keys
from town.calendar import to_jst
from town.officers import NotAllowedError
from town.profile import Profile

ACTOR = "shell"


def declare(words: Words) -> None:
    alerts = family(words, "alerts", "what other systems may hand in")
    key = family(alerts, "key", "keys for POST /api/alerts")
    add_ = word(key, "add", "make a key for a named system; it is shown once and stored nowhere", add)
    add_.add_argument("name")
    word(key, "list", "every key: whose it is, since when, when used last", list_all)
    revoke_ = word(key, "revoke", "this key opens nothing any more", revoke)
    revoke_.add_argument("name")
    word(alerts, "mailbox", "whether the mailbox of IMAP_URL opens; nothing is taken", mailbox)
    word(alerts, "mail", "one e-mail on standard input, from the mail server's pipe, becomes a draft", mail)


def add(given: Given) -> None:
    opening.open_town()
    try:
        with transaction() as session:
            made = api_keys.make(session, given.name, ACTOR, datetime.now(UTC))
    except NotAllowedError as refusal:
        raise SettingsError(str(refusal)) from None
    print(f"「{made.key.name}」の鍵です。もう一度は見られません。送る側の設定だけに書いてください。")
    print(made.secret)


def mail(_given: Given) -> None:
    """For a pipe of the mail server: 0 also for what is refused, for a bounce would go to whoever was forged; 75 asks the
    server to keep the mail and try again.
    """
    body, now = sys.stdin.buffer.read(mail_paper.LARGEST + 1), datetime.now(UTC)
    try:
        town = opening.open_town()
        print(_taken(body, town, now))
    except (SettingsError, SQLAlchemyError) as error:
        sys.stderr.write(f"{error if isinstance(error, SettingsError) else type(error).__name__}\n")
        raise SystemExit(os.EX_TEMPFAIL) from None


def _taken(body: bytes, town: Profile, now: datetime) -> str:
    if town.notices.mail is None:
        raise SettingsError("profile.yaml の notices: mail: に、メールサーバーの名と差出人を書いてください。")
    done = mail_door.hand_in(body, town.notices.mail, town, now)
    return f"受け付けませんでした: {done.refusal}" if done.refusal else f"下書きになりました: {done.broadcast_id}"


def mailbox(_given: Given) -> None:
    """Whether the mailbox of IMAP_URL opens, and how much lies in it. Nothing is taken."""
    box = serve.mail_box(get_settings())
    if box is None:
        raise SettingsError("IMAP_URL がありません。imaps://名前:パスワード@サーバー/INBOX の形で設定してください。")
    try:
        with box.opened() as opened:
            print(f"開けました。未読は{len(opened.unread())}通です。")
    except MailBoxError as error:
        raise SettingsError(
            f"メールボックスを開けません({error})。サーバー・名前・パスワードを確かめてください。"
        ) from None


def list_all(_given: Given) -> None:
    opening.open_town()
    with reading() as session:
        for one in api_keys.all(session):
            state = "停止" if one.revoked_at else "使えます"
            used = f"{to_jst(one.used_at):%Y-%m-%d %H:%M}" if one.used_at else "未使用"
            print(f"{one.id}\t{one.name}\t{state}\t{to_jst(one.made_at):%Y-%m-%d}\t{used}")


def revoke(given: Given) -> None:
    opening.open_town()
    try:
        with transaction() as session:
            key = api_keys.revoke(session, given.name, ACTOR, datetime.now(UTC))
    except NotAllowedError as refusal:
        raise SettingsError(str(refusal)) from None
    print(f"「{key.name}」の鍵を止めました。")
