"""The sample town's rules and map, read once."""

from functools import cache

from reports.report_town import ReportTown, read_report_town
from settings import SAMPLE_TOWN
from town.profile import Profile, load_profile


@cache
def profile() -> Profile:
    return load_profile(SAMPLE_TOWN)


@cache
def mihon() -> ReportTown:
    return read_report_town(profile(), SAMPLE_TOWN)
