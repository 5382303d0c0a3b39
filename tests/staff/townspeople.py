"""The sample town with a few residents, for the stories of the broadcast pages."""

from datetime import datetime

from sqlalchemy import insert

from settings import HOME
from store.database import transaction
from town import districts
from town.notice_rules import Alone, NoticeRules
from town.profile import Profile, load_profile
from town.residents import Resident
from town.subscriptions import ResidentDistrict

# Who lives where: language, district. None: never said.
RESIDENTS = ((None, "honcho"), ("ja", "kawara"), ("pt", "kawara"), ("vi", None), ("en", "minato"), (None, None))


def sample_town(*, is_alone_allowed: bool = True) -> Profile:
    rules = NoticeRules(alone=Alone(is_allowed=is_alone_allowed))
    return load_profile(HOME / "knowledge/data/town").model_copy(update={"notices": rules})


def people(town: Profile, now: datetime) -> None:
    with transaction() as session:
        districts.load(session, town.districts)
        for number, (language, district) in enumerate(RESIDENTS):
            row = {"line_id": f"U{number}", "language": language, "is_following": True, "met_at": now}
            resident_id = session.scalars(insert(Resident).values(row).returning(Resident.id)).one()
            if district:
                session.add(ResidentDistrict(resident_id=resident_id, district_id=district))
