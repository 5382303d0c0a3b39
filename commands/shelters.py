"""`madoguchi import shelters`: open data of evacuation sites and shelters becomes what residents are led to."""

from collections import Counter
from datetime import UTC, datetime

import opening
from commands.import_report import begin_open
from commands.words import Given
from settings import SettingsError
from store import journal
from store.database import reading, transaction
from town import shelter_intake
from town.open_tables import OpenTable, read_open_table
from town.shelter_intake import Intake, Taken
from town.table import TableRefusedError
from town.table_file import read_table

JAPANESE = {
    Intake.NEW: "新規", Intake.CHANGED: "変更", Intake.UNCHANGED: "変更なし", Intake.REJECTED: "取り込めない",
}  # fmt: skip


def take_over(given: Given) -> None:
    opening.open_town()
    try:
        table = read_table(given.file)
        opened = read_open_table(table)
    except TableRefusedError as refusal:
        raise SettingsError(str(refusal)) from None
    begin_open(table, opened)
    with transaction() if given.write else reading() as session:
        taken = shelter_intake.plan(session, opened.rows)
        if given.write:
            count = shelter_intake.write(session, taken)
            journal.write(
                session, datetime.now(UTC), actor="shell", action="shelter.imported", subject="shelters", count=count
            )
    _tell(opened, taken, is_written=given.write)


def _tell(opened: OpenTable, taken: list[Taken], *, is_written: bool) -> None:
    for one in taken:
        print(f"{one.line}行目 {JAPANESE[one.intake]} {one.name} {one.sentence}".rstrip())
    for complaint in opened.rejected:
        print(f"{complaint.line}行目 取り込めない {complaint.column} {complaint.sentence}")
    counts = Counter(one.intake for one in taken)
    counts[Intake.REJECTED] += len({one.line for one in opened.rejected})
    print("、".join(f"{JAPANESE[intake]} {counts[intake]}件" for intake in Intake))
    print(
        "書きました。住民への案内は、いまから変わります。"
        if is_written
        else "まだ何も書いていません。書くには --write を付けます。"
    )
