"""`madoguchi officer …`: the first administrators, and what must work when the desk does not."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

import opening
from commands.words import Given, Words, family, word
from settings import Settings, SettingsError, get_settings
from staff.set_up import address_of
from store import journal
from store.database import reading, transaction
from town import officer_changes, officer_invitations, officers, sections
from town.calendar import to_jst
from town.officer_changes import Add, Disable, Reset
from town.officers import FEWEST_ADMINISTRATORS, NotAllowedError, Officer
from town.roles import EVERY_SECTION, JAPANESE, Role

ACTOR = "shell"


def declare(words: Words) -> None:
    officer = family(words, "officer", "accounts of the staff desk")
    invite_ = word(officer, "invite", "an account and the link with which its owner sets a password", invite)
    invite_.add_argument("email")
    invite_.add_argument("--name", default="", help="needed for a new account")
    invite_.add_argument("--section", default="general", help="id of the section; default: general")
    invite_.add_argument("--administrator", action="store_true", help="only while there are fewer than two")
    invite_.add_argument("--reset", action="store_true", help="take away password and second factors first")
    word(officer, "list", "every account with its roles", list_all)
    disable_ = word(officer, "disable", "nobody signs in with this account any more", disable)
    disable_.add_argument("email")


def invite(given: Given) -> None:
    settings, now = _opened(), datetime.now(UTC)
    try:
        with transaction() as session:
            officer = _found_or_added(session, given, now)
            if given.administrator:
                _make_administrator(session, officer, now)
            if given.reset:
                officer_changes.make(session, Reset(email=officer.email), now, ACTOR)
            elif officer.password_hash:
                raise NotAllowedError("もうパスワードを決めた職員です。すべてなくしたときは --reset を付けてください。")
            token = officer_invitations.invite(session, officer, now)
            journal.write(session, now, actor=ACTOR, action="officer.invited", subject=officer.actor)
    except NotAllowedError as refusal:
        raise SettingsError(str(refusal)) from None
    print(f"{officer.name} さんだけに、このリンクを渡してください。72時間以内に1回だけ使えます。")
    print(f"{address_of(settings)}/staff/invitation/{token}")


def list_all(_given: Given) -> None:
    _opened()
    today = to_jst(datetime.now(UTC)).date()
    with reading() as session:
        for one in officers.all(session):
            roles = "、".join(
                JAPANESE[role] + ("" if where == EVERY_SECTION else f"({where})")
                for role, where in sorted(one.powers.held)
            )
            state = "無効" if not one.works_on(today) else "使えます" if one.password_hash else "招待待ち"
            print(f"{one.id}\t{one.email}\t{one.name}\t{one.section_id}\t{state}\t{roles or '役割なし'}")


def disable(given: Given) -> None:
    _opened()
    try:
        with transaction() as session:
            officer_changes.make(session, Disable(email=given.email), datetime.now(UTC), ACTOR)
    except NotAllowedError as refusal:
        raise SettingsError(str(refusal)) from None
    except ValueError:
        raise SettingsError("メールアドレスの書き方を確かめてください。") from None
    print(f"無効にしました: {given.email}")


def _opened() -> Settings:
    settings = get_settings()
    opening.open_database(settings)
    opening.migrate(settings)
    return settings


def _found_or_added(session: Session, given: Given, now: datetime) -> Officer:
    if found := officers.by_email(session, given.email):
        if not found.works_on(to_jst(now).date()):
            raise NotAllowedError("無効になった職員は招待できません。")
        return found
    if not given.name.strip():
        raise NotAllowedError("新しい職員には --name で氏名を書いてください。")
    if sections.find(session, given.section) is None:
        raise NotAllowedError(f"課「{given.section}」はありません。先に madoguchi load で課を読み込んでください。")
    try:
        change = Add(email=officers.plain_email(given.email), name=given.name, section_id=given.section)
    except ValueError:
        raise NotAllowedError("メールアドレスの書き方を確かめてください。") from None
    officer_changes.make(session, change, now, ACTOR)
    added = officers.by_email(session, given.email)
    if added is None:
        raise NotAllowedError("登録できませんでした。")
    return added


def _make_administrator(session: Session, officer: Officer, now: datetime) -> None:
    """From the shell only the first two: whoever comes later needs two people at the desk."""
    if officer.powers.has(Role.ADMINISTRATOR):
        return
    if officers.count_administrators(session, to_jst(now).date()) >= FEWEST_ADMINISTRATORS:
        raise NotAllowedError("管理者はもう2人います。3人目からは、職員のページで申請してください。")
    officers.grant(session, officer, Role.ADMINISTRATOR, EVERY_SECTION)
    journal.write(
        session, now, actor=ACTOR, action="officer.role_granted", subject=officer.actor,
        role=Role.ADMINISTRATOR, section=EVERY_SECTION,
    )  # fmt: skip
