"""What the steps of a report may look at: the town's kinds and map, and the open cases near the place."""

from dataclasses import dataclass

from handlers import disaster_first
from handlers.report_draft import Draft
from handlers.turn import Desk
from reports import duplicates
from reports.cells import Point
from reports.duplicates import Similar, Sought
from reports.jurisdiction import Standing
from reports.kinds import Keeper, Kind, RoadChoice
from speech.report_words import damage_told
from speech.squash import squashed


@dataclass(frozen=True)
class TownGround:
    desk: Desk

    def kind(self, kind_id: str) -> Kind | None:
        return self.desk.reports.rules.kind(kind_id)

    def kind_named(self, words: str) -> str | None:
        """A name as it stands on a button, or damage told in words."""
        said = squashed(words)
        for kind in disaster_first.kinds(self.desk):
            names = kind.names.model_dump().values()
            if said and said in {squashed(str(name)) for name in names if name}:
                return kind.id
        return damage_told(words) or None

    def standing(self, point: Point) -> Standing:
        return self.desk.reports.standing(point)

    def keeper_of(self, road: RoadChoice) -> Keeper | None:
        return self.desk.reports.rules.keeper_of(road)

    def has_alike(self, draft: Draft) -> bool:
        return bool(self.alike(draft))

    def alike(self, draft: Draft) -> list[Similar]:
        if draft.kind is None or not (draft.point or draft.pole_number):
            return []
        sought = Sought(draft.kind, draft.point, draft.pole_number)
        return duplicates.near(self.desk.session, sought, self.desk.reports.rules)
