"""Everything about reports that a town decides, read once at the start: its rules and its map."""

from dataclasses import dataclass
from pathlib import Path

from reports.cells import Point
from reports.jurisdiction import Standing, decide
from reports.kinds import FILE, ReportRules, read_report_rules
from reports.town_map import TownMap, read_town_map
from town.profile import Profile
from town.yaml_file import TownFileError


@dataclass(frozen=True)
class ReportTown:
    """`address` is where the open web is, «https://mihon.example»; without it LINE is shown no photo of ours."""

    rules: ReportRules = ReportRules()  # noqa: RUF009 - frozen
    town_map: TownMap | None = None
    address: str = ""

    def standing(self, point: Point) -> Standing:
        return decide(point, self.rules, self.town_map)


def read_report_town(profile: Profile, folder: Path | None) -> ReportTown:
    """Raises TownFileError when a file is wrong, or names a section or a keeper that is nowhere."""
    rules, town_map = read_report_rules(folder), read_town_map(folder)
    sections = {one.id for one in profile.sections}
    named = {one.section for one in rules.kinds} | {one.section for one in rules.routing}
    if missing := named - sections:
        raise TownFileError(f"{FILE}: 課「{min(missing)}」は sections.yaml にありません。")
    if town_map and (unknown := town_map.keepers - {one.id for one in rules.keepers}):
        raise TownFileError(f"{FILE}: 地図の道路の管理者「{min(unknown)}」が keepers にありません。")
    return ReportTown(rules, town_map)
