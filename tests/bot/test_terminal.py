"""Talking to the bot without LINE: the same answers, and nothing is kept."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import terminal
from bot.answering import House
from simulator.contract import complaints_about_messages
from speech.languages import Language
from store.database import Record, reading
from tests.people import texts
from tests.processes.houses import branched

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
MY_NUMBER, CARD = "123456789018", "4111 1111 1111 1111"


def ask(house: House, text: str, language: Language | None = None) -> terminal.Heard:
    return terminal.ask(house, text, language, NOW)


def row_counts() -> dict[str, int]:
    with reading() as session:
        tables = Record.metadata.sorted_tables
        return {one.name: int(session.scalar(select(func.count()).select_from(one)) or 0) for one in tables}


@pytest.fixture
def unchanged(house: House) -> Iterator[None]:
    before = row_counts()
    yield
    assert row_counts() == before


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "text", ["住民票をコンビニで取りたい", "火事です", "English", "メニュー", "シーラカンス", f"番号は{MY_NUMBER}"]
)
def test_whatever_is_asked_nothing_is_kept(house: House, text: str):
    heard = ask(house, text)
    assert heard.messages
    assert complaints_about_messages(heard.messages) == []


def test_the_matched_entry_and_the_confidence_are_told(house: House):
    heard = ask(house, "住民票をコンビニで取りたい")
    assert heard.entries[0] == "convenience_store"
    assert 0 < heard.confidence <= 1


def test_a_choice_tells_every_entry_it_offers(house: House):
    heard = ask(house, "更新")
    assert len(heard.entries) > 1
    assert heard.confidence == 0


def test_a_question_nobody_can_answer_has_no_entries(house: House):
    heard = ask(house, "シーラカンス")
    assert (heard.entries, heard.confidence) == ([], 0.0)


def test_a_new_resident_speaks_the_language_they_were_given(house: House):
    assert "Menu" in texts(ask(house, "メニュー", Language.EN).messages)
    assert "メニュー" in texts(ask(house, "メニュー").messages)


@pytest.mark.parametrize("number", [MY_NUMBER, CARD])
def test_a_number_that_must_not_be_kept_is_neither_echoed_nor_searched(house: House, number: str):
    heard = ask(house, f"わたしのマイナンバーは{number}です。カードをなくしました")
    read = heard.as_json()
    assert number not in read
    assert number.replace(" ", "") not in read
    assert "取り消" in texts(heard.messages[:1]) or "送信取消" in texts(heard.messages[:1])


def test_the_json_has_three_parts_and_keeps_japanese_as_it_is(house: House):
    written = ask(house, "転出届").as_json()
    assert set(json.loads(written)) == {"messages", "entries", "confidence"}
    assert "転出" in written
    assert "\n" not in written


@pytest.mark.usefixtures("unchanged")
def test_a_conversation_at_the_keyboard_presses_buttons_by_number(house: House):
    talk = terminal.Talk(house, Language.JA)
    shown = talk.lines(talk.begin(NOW))
    number = next(line.split("]")[0].strip(" [") for line in shown if "] 手続き" in line)
    assert any("引っ越し" in line for line in talk.lines(talk.says(number, NOW)))


def test_a_conversation_remembers_its_language(house: House):
    talk = terminal.Talk(house, Language.JA)
    shown = talk.lines(talk.begin(NOW))
    number = next(line.split("]")[0].strip(" [") for line in shown if "] Português" in line)
    talk.says(number, NOW)
    assert any("Mudança" in line for line in talk.lines(talk.says("メニュー", NOW)) + talk.lines(talk.says("1", NOW)))


@pytest.mark.usefixtures("unchanged")
def test_a_conversation_goes_on_about_what_was_read_and_ends_with_the_session(house: House):
    talk = terminal.Talk(house, Language.JA)
    talk.begin(NOW)
    talk.says("児童手当の必要書類は?", NOW)
    assert "15日以内" in texts(talk.says("いつまで?", NOW + timedelta(minutes=1)).messages)
    assert "15日以内" not in texts(talk.says("いつまで?", NOW + timedelta(minutes=12)).messages), (
        "ten minutes, as in LINE"
    )
    assert "15日以内" not in texts(terminal.Talk(house).says("いつまで?", NOW).messages), "another resident"


def test_nothing_lies_in_the_town_between_two_messages(house: House):
    before = row_counts()
    talk = terminal.Talk(house, Language.JA)
    for said in ("児童手当", "いくら?", "違う", "道路に穴があいています", "はい"):
        talk.says(said, NOW)
        assert row_counts() == before


@pytest.mark.usefixtures("unchanged")
def test_a_whole_report_is_told_at_the_keyboard_and_no_section_hears_of_it(house: House):
    talk = terminal.Talk(house, Language.JA)
    heard = [talk.begin(NOW)]

    def says(*several: str) -> str:
        for words in several:
            heard.append(talk.says(words, NOW))
        return texts(heard[-1].messages)

    def press(label: str) -> str:
        shown = next(line for line in talk.lines(heard[-1]) if line.endswith(f"] {label}"))
        return says(shown.split("]")[0].strip(" ["))

    assert "いま危険はありますか" in says("道路に穴があいています", "はい")
    assert "写真を送ってください" in says("いいえ")
    assert "何が壊れていますか" in press("戻る"), "quick replies are numbered too"
    assert "写真を送ってください" in press("路面の穴・段差")
    assert "国道990号" in says("ない", "34.7571, 138.2720")
    assert "この内容で通報しますか" in says("市に通報して伝えてもらう", "次へ")
    assert "受付番号 M-2026-000001" in says("はい")
    assert "M-2026-000001" in press("私の通報")


def test_a_number_that_is_no_button_is_a_question(house: House):
    talk = terminal.Talk(house, Language.JA)
    talk.begin(NOW)
    assert talk.lines(talk.says("99", NOW))


def madoguchi(tmp_path: Path, *words: str, said: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("LINE_", "TOWN_", "REDIS_"))}
    env = {**quiet, "DATABASE_URL": f"sqlite:///{tmp_path}/town.db", "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, str(ROOT / "cli.py"), *words]
    return subprocess.run(command, cwd=tmp_path, env=env, input=said, capture_output=True, text=True, check=False, timeout=120)  # fmt: skip


def test_one_question_a_line_gives_one_json_a_line(tmp_path: Path):
    done = madoguchi(
        tmp_path, "ask", "--json", "-", "--language", "en", said="seal registration\n\n火事です\n" + MY_NUMBER + "\n"
    )
    heard = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, len(heard)) == (0, 4)
    assert all(set(one) == {"messages", "entries", "confidence"} for one in heard)
    assert any("seal_registration" in entry for entry in heard[0]["entries"])
    assert "119" in texts(heard[2]["messages"])
    assert MY_NUMBER not in done.stdout + done.stderr


def test_a_language_we_do_not_speak_is_refused_in_a_sentence(tmp_path: Path):
    with branched(["ask", "--language", "xx", "ごみ"], tmp_path / "printed", cwd=tmp_path) as command:
        assert command.ends() != 0
        assert "--language" in command.printed()
        assert "Traceback" not in command.printed()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"town_folder": "/nowhere/at/all"}, "profile.yaml がありません"),
        ({"port": "many"}, "PORT"),
        ({"database_url": "sqlite:////proc/nowhere/town.db"}, "DATABASE_URL"),
    ],
)
def test_a_mistake_in_a_setting_is_one_sentence(tmp_path: Path, settings: dict[str, str], told: str):
    here = {"database_url": f"sqlite:///{tmp_path}/town.db"}
    with branched(["ask", "ごみ"], tmp_path / "printed", cwd=tmp_path, **{**here, **settings}) as command:
        assert command.ends() == 1
        assert told in command.printed()
        assert "Traceback" not in command.printed()
