"""What happens when."""

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from store import bell

TIMETABLE = (
    ("sweep inbox",    "inbox",   IntervalTrigger(seconds=10)),
    ("sweep outbox",   "outbox",  IntervalTrigger(seconds=10)),
    ("sweep urgent",   "urgent",  IntervalTrigger(seconds=5)),
    ("do the chores",  "chores",  IntervalTrigger(seconds=60)),
    ("look at notices", "notices", IntervalTrigger(seconds=10)),
    ("sweep letters",  "letters", IntervalTrigger(seconds=60)),
    ("sweep photos",   "photos",  IntervalTrigger(seconds=10)),
    ("follow the mode", "menus",  IntervalTrigger(seconds=30)),
    ("read bulletins", "feed",   CronTrigger(second=20)),  # the agency writes its feeds in the first seconds
    ("read the mailbox", "mailbox", CronTrigger(second=40)),
    ("midnight",       "chores",  CronTrigger(hour=0, timezone="Asia/Tokyo")),  # sections may change their names
)  # fmt: skip


def wind(scheduler: BaseScheduler) -> None:
    """Put the timetable on a clock. A ring that was missed is rung once, not as often as it was missed."""
    for title, name, trigger in TIMETABLE:
        scheduler.add_job(
            bell.ring, trigger, args=[name], id=title, name=title, coalesce=True, max_instances=1, misfire_grace_time=60
        )
