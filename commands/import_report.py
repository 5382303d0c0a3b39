"""What imports tell the officer: every line, then how many of each."""

from collections import Counter

from knowledge.importing import Outcome, Told
from town.open_tables import OpenTable
from town.table import Table

JAPANESE = {
    Outcome.NEW: "新規", Outcome.CHANGED: "変更", Outcome.UNCHANGED: "変更なし",
    Outcome.KEPT: "職員の版を残す", Outcome.REJECTED: "取り込めない",
}  # fmt: skip


def begin(table: Table, unread: tuple[str, ...]) -> None:
    print(f"文字コード {table.encoding}、{len(table.lines)}行")
    if table.unread_sheets:
        print(f"読まないシート: {'、'.join(table.unread_sheets)}")
    if unread:
        print(f"読まない列: {'、'.join(unread)}")


def begin_open(table: Table, opened: OpenTable) -> None:
    """Which table it was taken for, and what was read otherwise than it is written."""
    begin(table, opened.unread)
    print(f"{opened.dataset.name}として読みました")
    for one in opened.remarks:
        print(f"{one.line}行目 注意 {one.column}の列: {one.sentence}")


def lines(told: list[Told]) -> None:
    for one in told:
        print(_line(one))


def end(told: list[Told], *, is_written: bool) -> None:
    counts = Counter(one.outcome for one in told)
    print("、".join(f"{JAPANESE[outcome]} {counts[outcome]}件" for outcome in Outcome))
    print(
        "書きました。公開は職員が行います。" if is_written else "まだ何も書いていません。書くには --write を付けます。"
    )


def _line(one: Told) -> str:
    entry = f" {one.draft.entry.id}" if one.draft else ""
    masked = "(番号を伏せました)" if one.draft and one.draft.is_masked else ""
    column = f" {one.column}の列:" if one.column else ""
    return f"{one.line}行目 {JAPANESE[one.outcome]}{entry}{masked}{column} {one.sentence}".rstrip()
