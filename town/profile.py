"""Who and where the town is: its names, codes, telephones, hours, districts and sections, read once at the start."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, TypeAdapter, field_validator, model_validator

from town.calendar import CalendarFile, OpeningHours, OpeningRule
from town.disaster_rules import DisasterRules
from town.districts import DistrictFile, read_districts
from town.duty_rules import DutyRules
from town.hazard_maps import HazardMap, refuse_wrong_maps
from town.notice_rules import NoticeRules
from town.places import Places, read_places
from town.review_rules import ReviewRules
from town.safety_rules import SafetyRules
from town.sections import SectionFile, read_sections
from town.shapes import INVENTED, Company, Name, Names, Phone, Point, Strict, WebAddress, refuse_wrong_phones
from town.yaml_file import TownFileError, read_checked

MunicipalityCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
AreaCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{3,7}$")]
National = Literal["nankai_trough", "hokkaido_sanriku"]


class JmaAreas(Strict):
    """The names the Meteorological Agency knows the town by. Warnings, quakes and tsunamis each have their own map."""

    city_prefixes: Annotated[tuple[AreaCode, ...], Field(min_length=1)]  # several in a city with wards
    class20: AreaCode
    class15: AreaCode
    class10: AreaCode
    office: AreaCode
    quake_area: AreaCode
    tsunami_area: AreaCode | None = None  # a town without a coast has none
    national: tuple[National, ...] = ()  # what is said to whole regions of the country


class EmergencySwitches(Strict):
    """Which of the numbers that only some towns have exist here."""

    has_7119: bool = False  # 救急安心センター
    has_net119: bool = False
    has_fax119: bool = False
    has_bears: bool = False


class Companies(Strict):
    electricity: Company | None = None
    gas: Company | None = None
    water: Company | None = None

    def phones(self) -> tuple[str, ...]:
        return tuple(company.phone for company in (self.electricity, self.gas, self.water) if company)


class QuestionCare(Strict):
    """What happens to a question that a resident sends to the town; the resident is told before sending it."""

    answers_questions: bool = False  # whether an officer's answer comes back in LINE
    within_days: Annotated[int, Field(ge=1, le=60)] = 7
    keep_days: Annotated[int, Field(ge=1, le=90)] = 90  # at most so long the words are kept, done or not

    @property
    def keep(self) -> timedelta:
        return timedelta(days=self.keep_days)


class Profile(Strict):
    """The town. A field that is None is not known, and nobody may guess it."""

    is_sample: bool = False
    names: Names
    romaji: Name | None = None
    prefecture: Names | None = None
    municipality_code: MunicipalityCode | None = None
    jma: JmaAreas | None = None
    centre: Point | None = None
    postal_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{3}-[0-9]{4}$")] | None = None
    address: Name | None = None
    web: WebAddress | None = None
    phone: Phone
    fax: Phone | None = None
    night_desk_phone: Phone | None = None
    emergency: EmergencySwitches = EmergencySwitches()
    companies: Companies = Companies()
    questions: QuestionCare = QuestionCare()
    reviewing: ReviewRules = ReviewRules()
    duty: DutyRules = DutyRules()
    notices: NoticeRules = NoticeRules()
    disaster: DisasterRules = DisasterRules()
    safety: SafetyRules = SafetyRules()
    hazard_maps: tuple[HazardMap, ...] = ()
    calendar: CalendarFile = CalendarFile(hours=())
    districts: tuple[DistrictFile, ...] = ()
    sections: tuple[SectionFile, ...] = ()
    places: Places = Places()

    @classmethod
    def minimal(cls, name: str, phone: str) -> "Profile":
        """A town known by two settings only. An invented phone makes it a sample."""
        return cls(names=Names(ja=name), phone=phone, is_sample=phone.startswith(INVENTED))

    @field_validator("municipality_code")
    @classmethod
    def _check_digit_fits(cls, code: str | None) -> str | None:
        if code is not None and code[5] != check_digit(code[:5]):
            raise ValueError("全国地方公共団体コードの検査数字(6けた目)が合いません")
        return code

    @model_validator(mode="after")
    def _phones_fit(self) -> Self:
        own = (self.phone, self.fax, self.night_desk_phone)
        refuse_wrong_phones(self.is_sample, (*own, *self.companies.phones(), *self.duty.phones()))
        return self

    @model_validator(mode="after")
    def _maps_fit(self) -> Self:
        refuse_wrong_maps(self.is_sample, self.hazard_maps)
        return self

    @property
    def has_samples(self) -> bool:
        """Whether anything here is invented: such a town may not go live."""
        return (
            self.is_sample
            or any(district.is_sample for district in self.districts)
            or any(section.is_sample for section in self.sections)
            or self.places.has_samples
        )

    def opening_hours(self, own_rules: tuple[OpeningRule, ...] = ()) -> OpeningHours | None:
        """A section's own hours, or else the town hall's, with the town's closing days; None when no hours are known."""
        rules = own_rules or self.calendar.hours
        return OpeningHours(rules, frozenset(one.day for one in self.calendar.closing_days)) if rules else None


def check_digit(five_digits: str) -> str:
    """The sixth digit of a municipality code (weights 6 to 2, modulus 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(five_digits, range(6, 1, -1), strict=True))
    return str((11 - total % 11) % 10)


def load_profile(folder: Path) -> Profile:
    """Read profile.yaml and beside it calendar.yaml, districts.yaml, sections.yaml and, where there is one, places.yaml."""
    profile = read_checked(folder / "profile.yaml", TypeAdapter(Profile)).model_copy(
        update={
            "calendar": read_checked(folder / "calendar.yaml", TypeAdapter(CalendarFile)),
            "districts": read_districts(folder / "districts.yaml"),
            "sections": read_sections(folder / "sections.yaml"),
            "places": read_places(folder / "places.yaml"),
        }
    )
    _refuse_absent_section(folder, profile)
    return profile


def _refuse_absent_section(folder: Path, profile: Profile) -> None:
    section_id = profile.notices.drafts_section
    if profile.sections and section_id not in {section.id for section in profile.sections}:
        raise TownFileError(
            f"{folder / 'profile.yaml'}: notices の drafts_section「{section_id}」という課がありません。"
        )
