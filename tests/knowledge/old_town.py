"""A town hall of four sections before its reorganisation, and the plan."""

from knowledge.replanning import Hall, Owned
from tests.knowledge.entry_files import made
from town.reorganisation_plan import Plan
from town.sections import SectionFile


def section(section_id: str, name: str = "課", phone: str = "000-000-0101") -> SectionFile:
    return SectionFile.model_validate({
        "id": section_id, "is_sample": True, "names": {"ja": name}, "duties": "仕事", "phone": phone, "floor": 1, "room": "1番",
    })  # fmt: skip


OLD = (
    section("tax", "税務課"),
    section("roads", "道路課"),
    section("parks", "公園課"),
    section("children", "子育て課"),
)
ENTRIES = [
    made("tax_one", section="tax", topic="tax"), made("road_one", section="roads"), made("park_one", section="parks"),
    made("nursery_one", section="children", topic="nursery"), made("child_one", section="children", topic="childcare"),
]  # fmt: skip


def plan(**more) -> Plan:
    written = {
        "on": "2027-04-01",
        "rename": [{"section": "tax", "names": {"ja": "税務収納課"}, "phone": "000-000-0999"}],
        "split": [{"section": "children", "into": [
            {"new": section("nursery", "保育課").model_dump(mode="json"), "topics": ["nursery"]},
            {"new": section("family", "こども課").model_dump(mode="json"), "rest": True},
        ]}],
        "merge": [{"sections": ["roads", "parks"], "into": {"new": section("works", "土木課").model_dump(mode="json")}}],
    }  # fmt: skip
    return Plan.model_validate({**written, **more})


HALL = Hall({one.id: one for one in OLD}, {one.id: Owned(one.section, one.topic) for one in ENTRIES})
