"""The desk's housework: sealing the journal, 人事異動 on its day, telephones of those who left, forgetting who knocked."""

from datetime import datetime

import structlog

from store import journal_seals
from store.database import reading, transaction
from town import drill_testers, officer_proposals, officer_sessions, sign_in_attempts

log = structlog.get_logger()


def seal_journal() -> None:
    """The last hash goes into the log too: a witness outside the database."""
    while True:
        with transaction() as session:
            count = journal_seals.seal(session)
        if count:
            with reading() as session:
                position, hashed = journal_seals.last(session)
            log.info("journal.sealed", lines=count, position=position, hash=hashed)
        if count < journal_seals.MANY:
            return


def make_personnel_changes(now: datetime) -> None:
    with transaction() as session:
        made = officer_proposals.make_due(session, now)
        unlinked = drill_testers.unlink_gone(session, now)
    if made or unlinked:
        log.info("officers.changed", batches=made, unlinked=unlinked)


def forget_sign_ins(now: datetime) -> None:
    with transaction() as session:
        officer_sessions.forget(session, now)
        sign_in_attempts.forget(session, now)
