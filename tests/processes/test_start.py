"""`madoguchi run`: how it opens, how it closes, and what it says when it cannot open."""

import json
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from simulator.server import RunningSimulator
from tests.patience import eventually
from tests.ports import a_free_port
from tests.processes.houses import COMMANDS, ROOT, House, answers, branched, started

RUN = ["run"]
SAMPLE_TOWN = ROOT / "knowledge/data/town"
REAL_TOWN = {"town_name": "ほんもの町", "town_phone": "0123-45-6789"}
Opens = Callable[..., AbstractContextManager[House]]


@pytest.fixture
def opens_without_database(tmp_path: Path) -> Opens:
    """The command in a folder without a `.env`, on ports of its own; it will not come as far as its database."""
    settings = {"database_url": "sqlite:///town.db", "port": a_free_port(), "simulator_port": a_free_port()}

    def opened(paper: str = "printed", **more: object) -> AbstractContextManager[House]:
        return branched(RUN, tmp_path / paper, cwd=tmp_path, **{**settings, **more})

    return opened


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """One process is SQLite's shape, and each of these stories starts several."""
    shutil.copy(sqlite_template, tmp_path / "town.db")
    return f"sqlite:///{tmp_path}/town.db"


@pytest.fixture
def opens(opens_without_database: Opens, sqlite_url: str) -> Opens:
    return partial(opens_without_database, database_url=sqlite_url)


@pytest.fixture
def live(line: RunningSimulator) -> dict[str, object]:
    """Credentials, and a LINE that the program must take for the real one: an address it does not know as its own."""
    real = line.url.replace("127.0.0.1", "127.1")
    return {
        "line_channel_secret": line.channel.secret, "line_channel_token": line.channel.token,
        "line_api_url": real, "line_data_url": real,
    }  # fmt: skip


def assert_it_gave_up_in_one_sentence(house: House, *names: str) -> None:
    assert house.ends() not in (0, None)
    said = [line for line in house.printed().splitlines() if not line.startswith("{")]
    assert len(said) == 1, house.printed()
    assert all(name in said[0] for name in names), said
    assert "Traceback" not in house.printed()
    assert house.survivors() == []


def test_it_prints_where_everything_is_and_ends_when_told(tmp_path: Path, sqlite_url: str):
    """The one story told with the command as the README names it."""
    phone, port = a_free_port(), a_free_port()
    settings = {"port": port, "simulator_port": phone, "database_url": sqlite_url}
    with started([COMMANDS / "madoguchi", "run"], tmp_path / "printed", cwd=tmp_path, **settings) as house:
        house.prints(f"http://127.0.0.1:{port}/healthz")
        assert f"http://127.0.0.1:{phone}/phone/" in house.printed()
        assert answers(f"http://127.0.0.1:{port}/healthz")
        assert answers(f"http://127.0.0.1:{phone}/phone/")
        assert house.is_told(signal.SIGTERM) == 0
        assert house.survivors() == []
        assert "Traceback" not in house.printed()


def test_it_opens_on_postgresql_too_and_ends_on_ctrl_c(opens: Opens, empty_postgresql: str):
    port = a_free_port()
    with opens(port=port, database_url=empty_postgresql) as house:
        eventually(lambda: answers(f"http://127.0.0.1:{port}/healthz"), "the house opens")
        assert house.is_told(signal.SIGINT) == 0


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_while_it_is_still_opening_it_leaves_nobody_behind(opens: Opens, name: signal.Signals):
    with opens() as house:
        eventually(lambda: any("simulator" in one for one in house.survivors()), "a simulator")
        house.is_told(name)
        assert house.survivors() == []
        assert "Traceback" not in house.printed()


@pytest.mark.parametrize("which", ["port", "simulator_port"])
def test_a_port_in_use_is_named(opens_without_database: Opens, which: str):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        with opens_without_database(**{which: port}) as house:
            assert_it_gave_up_in_one_sentence(house, str(port), which.upper())


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        ({"port": "eighty"}, "PORT"),
        ({"line_channel_token": "x"}, "LINE_CHANNEL_SECRET"),
        ({"line_channel_token": "x", "line_channel_secret": "y"}, "TOWN_FOLDER"),
        ({"redis_url": "redis://127.0.0.1:9/0"}, "Procfile"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(
    opens_without_database: Opens, settings: dict[str, object], name: str
):
    with opens_without_database(**settings) as house:
        assert_it_gave_up_in_one_sentence(house, name)


@pytest.mark.parametrize("place", ["file/deeper/town.db", "folder"])
def test_a_folder_that_cannot_be_written_is_named(opens_without_database: Opens, tmp_path: Path, place: str):
    """A file where a folder should be, and a folder where the file should be: not even root can write there."""
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with opens_without_database(database_url=f"sqlite:///{tmp_path / place}") as house:
        assert_it_gave_up_in_one_sentence(house, str((tmp_path / place).parent))


def test_a_database_that_does_not_answer_is_named_without_its_password(opens_without_database: Opens):
    with opens_without_database(
        database_url="postgresql+psycopg://clerk:hidden@127.0.0.1:9/madoguchi_test_none"
    ) as house:
        assert_it_gave_up_in_one_sentence(house, "127.0.0.1:9/madoguchi_test_none")
        assert "hidden" not in house.printed()


@pytest.mark.parametrize(
    ("file", "written"),
    [
        ("profile.yaml", "names: [unclosed"),
        ("profile.yaml", "phone: nobody"),
        ("entries/mine.yaml", "- id: Our Pool"),
    ],
)
def test_a_broken_file_of_the_town_is_named(opens_without_database: Opens, tmp_path: Path, file: str, written: str):
    town = tmp_path / "town"
    shutil.copytree(SAMPLE_TOWN, town)
    (town / file).write_text(written, encoding="utf-8")
    with opens_without_database(town_folder=town) as house:
        assert_it_gave_up_in_one_sentence(house, file)


def test_real_residents_meet_no_invented_town(opens: Opens, live: dict[str, object]):
    with opens(**live, town_folder=SAMPLE_TOWN) as house:
        assert_it_gave_up_in_one_sentence(house, "見本", "DEMO=1")


def test_in_a_demonstration_every_answer_says_so(opens: Opens, live: dict[str, object], line: RunningSimulator):
    hanako, port = line.platform.add_resident("花子").id, a_free_port()
    line.sender.webhook = f"http://127.0.0.1:{port}/line/webhook"
    with opens(**live, demo=1, port=port) as house:
        house.prints("/healthz")
        for words in ("住民票をコンビニで取りたい", "シーラカンス", "火事です"):
            event = line.says(hanako, words)["webhookEventId"]
            eventually(lambda event=event: line.platform.ledger.answers_to(event), "an answer")
            [arrival] = line.platform.ledger.answers_to(event)
            [first, *_] = arrival.messages
            assert str(first.get("altText") or first.get("text")).startswith("【デモ】")
        assert house.is_told(signal.SIGTERM) == 0


def test_a_name_and_a_telephone_are_enough_for_a_real_town(
    opens: Opens, live: dict[str, object], line: RunningSimulator, sqlite_url: str
):
    """And nothing invented is loaded."""
    hanako, port = line.platform.add_resident("花子").id, a_free_port()
    line.sender.webhook = f"http://127.0.0.1:{port}/line/webhook"
    with opens(**live, **REAL_TOWN, port=port) as house:
        house.prints("/healthz")
        [event] = line.telephones.postback(hanako, "contact:")
        line.deliver([event])
        eventually(lambda: line.platform.ledger.arrivals(hanako), "an answer")
        [arrival] = line.platform.ledger.arrivals(hanako)
        said = json.dumps(arrival.messages, ensure_ascii=False)
        assert "0123-45-6789" in said
        assert "デモ" not in said
        assert house.is_told(signal.SIGTERM) == 0
    assert set(samples(sqlite_url).values()) == {0}


def test_a_demonstration_leaves_nothing_invented_to_the_real_town(
    opens: Opens, live: dict[str, object], sqlite_url: str
):
    with opens(**live, demo=1) as house:
        house.prints("/healthz")
        assert house.is_told(signal.SIGTERM) == 0
    assert min(samples(sqlite_url).values()) > 0
    with opens("second", **live, **REAL_TOWN) as house:
        house.prints("/healthz")
        assert set(samples(sqlite_url).values()) == {0}


def test_what_is_invented_and_still_published_keeps_every_door_shut(
    opens: Opens, live: dict[str, object], sqlite_url: str, tmp_path: Path
):
    """The web process alone, which loads no files, and the whole house, where an officer has made the entry theirs."""
    with started([COMMANDS / "madoguchi", "load"], tmp_path / "load", database_url=sqlite_url, **live, demo=1) as once:
        assert once.ends() == 0, once.printed()
    web = [COMMANDS / "gunicorn", "--bind", f"127.0.0.1:{a_free_port()}", "serve:create_web()"]
    with started(web, tmp_path / "web", database_url=sqlite_url, **live, **REAL_TOWN) as house:
        assert house.ends() != 0
        assert "見本のデータが残っている" in house.printed()
    an_officer_edits_one_sample(sqlite_url)
    with opens(**live, **REAL_TOWN) as house:
        assert_it_gave_up_in_one_sentence(house, "見本", "項目1件")


def samples(sqlite_url: str) -> dict[str, int]:
    counts = {"entries": "is_sample AND is_published", "sections": "is_sample", "districts": "is_sample"}
    with connected(sqlite_url) as connection:
        return {
            table: connection.scalar(sa.text(f"SELECT count(*) FROM {table} WHERE {which}")) or 0
            for table, which in counts.items()
        }


def an_officer_edits_one_sample(sqlite_url: str) -> None:
    one = "SELECT min(id) FROM entries WHERE is_sample"
    with connected(sqlite_url) as connection:
        connection.execute(sa.text(f"UPDATE entries SET origin = 'desk' WHERE id = ({one})"))


@contextmanager
def connected(sqlite_url: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(sqlite_url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        yield connection
