"""What was read once is not read again by the next process; a file that is not ours, or not of today, is as none."""

import json
from pathlib import Path

import pytest

from knowledge.index import Index
from knowledge.read_before import ReadBefore
from tests.knowledge.entry_files import made

SEAL = made("seal", "印鑑登録", kind="procedure", section="citizens")
WASTE = made("waste", "粗大ごみ", kind="procedure", section="waste")
ASKED = ("印鑑登録をしたい", "そだいごみ", "sodai gomi", "粗大ゴミの出し方", "シーラカンス")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """As a process before us left it."""
    path = tmp_path / "var" / "readings.json"
    ReadBefore(path).keep(Index([SEAL, WASTE], not_ours=()).reader)
    return path


def started(path: Path | None, *entries) -> Index:
    return Index(entries or [SEAL, WASTE], not_ours=(), read_before=ReadBefore(path).reader())


def test_the_next_process_reads_nothing_and_finds_the_same(path: Path):
    anew, quickly = started(None), started(path)
    assert anew.reader.newly_read > 0
    assert quickly.reader.newly_read == 0
    for question in ASKED:
        assert quickly.search(question) == anew.search(question)


def test_an_entry_that_came_since_is_read_and_kept(path: Path):
    new = made("dog", "犬の登録", kind="procedure", section="waste")
    index = started(path, SEAL, WASTE, new)
    assert 0 < index.reader.newly_read < started(None, SEAL, WASTE, new).reader.newly_read
    ReadBefore(path).keep(index.reader)
    assert started(path, SEAL, WASTE, new).reader.newly_read == 0


def test_nothing_is_written_where_nothing_is_new(path: Path):
    before = path.stat().st_mtime_ns
    ReadBefore(path).keep(started(path).reader)
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "changed",
    [
        {"made_by": "another dictionary"},
        {"sentences": {"印鑑登録": [1, 2]}},
        {"sentences": {"印鑑登録": [["x"], [], [], [], "x"]}},
        {"readings": []},
        {"more": 1},
    ],
    ids=str,
)
def test_what_is_of_another_code_or_shape_is_read_anew(path: Path, changed: dict[str, object]):
    path.write_text(json.dumps(json.loads(path.read_text()) | changed))
    assert ReadBefore(path).reader() is None
    assert started(path).search("印鑑登録") == started(None).search("印鑑登録")


@pytest.mark.parametrize("content", [b"", b"{", b"\x80\x04K*.", b"null"], ids=str)
def test_what_is_broken_off_or_no_text_is_read_anew(path: Path, content: bytes):
    path.write_bytes(content)
    assert ReadBefore(path).reader() is None


def test_where_nothing_can_be_written_nothing_is_kept_and_all_goes_on(tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    kept = ReadBefore(tmp_path / "file" / "readings.json")
    kept.keep(started(None).reader)
    assert kept.reader() is None


def test_nobody_else_may_read_it_and_nothing_half_written_is_left(path: Path):
    assert path.stat().st_mode & 0o077 == 0
    assert [one.name for one in path.parent.iterdir()] == [path.name]
