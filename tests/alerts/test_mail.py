"""E-mail becomes a draft when our own mail server vouches for a known sender, and never otherwise."""

from datetime import timedelta

import pytest

from alerts import mail_intake, mail_paper
from alerts.audience import Aim
from alerts.broadcasts import Broadcast, Origin
from alerts.machine_intake import IntakeError
from alerts.mail_paper import Mail, MailError
from alerts.stages import Stage
from settings import SAMPLE_TOWN
from speech.languages import Language
from tests.alerts.desk_of_notices import Town
from tests.conftest import NOON
from town.notice_rules import MailDoor
from town.profile import Profile, load_profile

DOOR = MailDoor(server="mail.mihon.example", senders=("duty@bousai.mihon.example",))
VOUCHED = "mail.mihon.example; dmarc=pass (p=none) header.from=bousai.mihon.example"
HEAD = "From: 当直 <Duty@bousai.mihon.example>\nSubject: 断水のお知らせ\nMessage-ID: <1@bousai>\n"
PLAIN = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"


def mail(results: str | None = VOUCHED, head: str = HEAD, body: str = "水が止まっています。\n-- \n当直室\n") -> bytes:
    vouched = f"Authentication-Results: {results}\n" if results else ""
    return f"Received: from x by y\n{vouched}{head}{PLAIN}{body}".encode()


def read(body: bytes) -> Mail:
    return mail_paper.read(body, DOOR)


@pytest.fixture(scope="module")
def mihon() -> Profile:
    return load_profile(SAMPLE_TOWN)


def takes(town: Town, mihon: Profile, body: bytes) -> Broadcast:
    return mail_intake.receive(town.session, read(body), mihon, NOON)


def text(found: Broadcast) -> str:
    return str(found.written.messages[Language.JA][0]["text"])


def test_a_known_sender_whom_our_server_vouches_for_is_read() -> None:
    found = read(mail())
    assert (found.sender, found.subject) == ("duty@bousai.mihon.example", "断水のお知らせ")
    assert found.text == "水が止まっています。"  # without the signature


@pytest.mark.parametrize("results", [
    "mail.mihon.example; spf=pass smtp.mailfrom=duty@bousai.mihon.example",
    "mail.mihon.example 1; dkim=pass (2048-bit) header.d=mihon.example header.s=x; spf=softfail smtp.mailfrom=a@b.example",
    "mail.mihon.example;\n\tdkim=none;\n\tspf=pass smtp.mailfrom=bousai.mihon.example",
])  # fmt: skip
def test_one_good_verdict_about_the_senders_own_domain_is_enough(results: str) -> None:
    assert read(mail(results)).subject


@pytest.mark.parametrize("results", [
    None, "mail.mihon.example; none", "mx.elsewhere.example; dmarc=pass header.from=bousai.mihon.example",
    f"mx.elsewhere.example; spf=fail\nAuthentication-Results: {VOUCHED}",  # ours is not on top: somebody else wrote it
    "mail.mihon.example; spf=pass smtp.mailfrom=thief@elsewhere.example",
    "mail.mihon.example; spf=pass smtp.mailfrom=thief@evilmihon.example",
    "mail.mihon.example; dkim=fail header.d=mihon.example; spf=pass smtp.mailfrom=bousai.mihon.example",
    "mail.mihon.example; dmarc=fail header.from=bousai.mihon.example; dkim=pass header.d=bousai.mihon.example",
    "mail.mihon.example; spf=softfail smtp.mailfrom=bousai.mihon.example",
    "mail.mihon.example.evil.example; dmarc=pass header.from=bousai.mihon.example",
    "evil.example (mail.mihon.example); dmarc=pass header.from=bousai.mihon.example",
    "mail.mihon.example; x=(dmarc=pass header.from=bousai.mihon.example)",
    "mail.mihon.example; spf=none (a (b) ; dmarc=pass header.from=bousai.mihon.example )",
    'mail.mihon.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=bousai.mihon.example "@evil.example',
])  # fmt: skip
def test_without_our_servers_word_nobody_is_who_they_say(results: str | None) -> None:
    with pytest.raises(MailError, match="確かめていません"):
        read(mail(results))


@pytest.mark.parametrize(("head", "told"), [
    (HEAD.replace("Duty", "other"), "登録していない"), (HEAD + "From: other@x.example\n", "登録していない"),
    (HEAD.replace("当直 <", "other@x.example, <"), "登録していない"), (HEAD.replace("From:", "X-From:"), "登録していない"),
    (HEAD.replace("断水のお知らせ", ""), "件名か本文"),
])  # fmt: skip
def test_one_known_sender_and_a_subject_are_needed(head: str, told: str) -> None:
    with pytest.raises(MailError, match=told):
        read(mail(head=head))


def test_only_plain_words_are_taken_and_attachments_left_aside() -> None:
    edges = 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
    attached = "\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment\n\n%PDF\n--b--\n"
    start = f"Authentication-Results: {VOUCHED}\n{HEAD}{edges}"
    assert read(f"{start}{PLAIN}ことば{attached}".encode()).text == "ことば"
    with pytest.raises(MailError, match="text/plain"):
        read(f"{start}Content-Type: text/html\n\n<p>x</p>{attached}".encode())
    with pytest.raises(MailError, match="大きすぎ"):
        read(mail(body="あ" * mail_paper.LARGEST))


def test_it_lands_as_a_draft_that_nobody_stands_for(town: Town, mihon: Profile) -> None:
    found = takes(town, mihon, mail())
    assert (found.stage, found.origin, found.submitted_by) == (Stage.SUBMITTED, Origin.MAIL, None)
    assert (found.is_for.aim, found.written.is_pressing, found.is_drill) == (Aim.EVERYONE, False, False)
    assert found.expires_at == NOON + timedelta(hours=12)
    assert "水が止まっています。" in text(found)
    assert takes(town, mihon, mail()).id == found.id
    assert town.deliveries() == []


def test_the_mark_in_front_makes_a_drill_or_rings(town: Town, mihon: Profile) -> None:
    drill = takes(town, mihon, mail(head=HEAD.replace("断水", "【訓練】断水")))
    assert (drill.is_drill, drill.is_for.aim, text(drill).count("【訓練】")) == (True, Aim.TESTERS, 1)
    urgent = takes(town, mihon, mail(head=HEAD.replace("断水", "【緊急】断水").replace("<1@", "<2@")))
    assert urgent.written.is_pressing and "【緊急】" not in text(urgent)


def test_a_drill_that_does_not_say_so_in_front_is_not_taken(town: Town, mihon: Profile) -> None:
    with pytest.raises(IntakeError, match="訓練"):
        takes(town, mihon, mail(body="これは訓練です\n"))
