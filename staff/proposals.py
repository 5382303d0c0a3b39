"""Changes that wait for a second administrator, and 人事異動 as one batch with a day."""

from typing import Any

from flask import Response as File
from flask import render_template, request
from sqlalchemy.orm import Session

from staff.desk import the_desk
from staff.pages import Answer, Page, back
from staff.people import day_in, section_names
from staff.visit import officer_here, visit
from store.database import reading, transaction
from town import officer_changes, officer_proposals, officers, personnel_file
from town.officer_changes import CHANGES, Change
from town.officer_proposals import OfficerProposal
from town.officers import NotAllowedError
from town.roles import Role

ADMINISTRATOR = (Role.ADMINISTRATOR,)


class _OnlyLookingError(Exception):
    """Takes back everything a rehearsal wrote."""


def proposals() -> Answer:
    with reading() as session:
        listed = officer_proposals.latest(session)
        return render_template("proposals.html", proposals=listed, **_names(session))


def proposal(proposal_id: int) -> Answer:
    with reading() as session:
        found = _found(session, proposal_id)
        return render_template("proposal.html", proposal=found, changes=found.values(), **_names(session))


def approve(proposal_id: int) -> Answer:
    with transaction() as session:
        found = _found(session, proposal_id)
        officer_proposals.approve(session, found, officer_here(session), visit().now)
        is_made = found.stage == officer_proposals.Stage.MADE
    return back("proposals", "承認し、反映しました。" if is_made else "承認しました。発効日に反映されます。")


def reject(proposal_id: int) -> Answer:
    with transaction() as session:
        officer_proposals.reject(session, _found(session, proposal_id), officer_here(session), visit().now)
    return back("proposals", "却下しました。")


def personnel() -> Answer:
    return render_template("personnel.html", columns=personnel_file.COLUMNS, today=the_desk().today)


def personnel_example() -> File:
    """With the mark that makes Excel read UTF-8."""
    name = {"Content-Disposition": "attachment; filename=officers.csv"}
    return File("\ufeff" + personnel_file.EXAMPLE, content_type="text/csv; charset=utf-8", headers=name)


def rehearse() -> Answer:
    """What the file would do, without doing it."""
    sent = request.files.get("file")
    content = sent.read(personnel_file.MOST_BYTES + 1) if sent else b""
    with reading() as session:
        known, names = officers.all(session), section_names(session)
    read = personnel_file.read(content, known, names)
    errors = read.errors or _refusals(read.changes)
    with reading() as session:
        return render_template(
            "rehearsal.html", changes=read.changes, errors=errors, takes_effect_on=day_in(request.form.get("on", "")) or the_desk().today,
            written=CHANGES.dump_json(read.changes).decode(), **_names(session),
        )  # fmt: skip


def propose() -> Answer:
    """The changes come back from the page as they were shown; whatever they are, a second administrator reads them."""
    try:
        changes = CHANGES.validate_json(request.form.get("changes", ""))
    except ValueError:
        raise NotAllowedError("内容を読めませんでした。ファイルを選び直してください。") from None
    if refusals := _refusals(changes):
        raise NotAllowedError(refusals[0])
    with transaction() as session:
        made = officer_proposals.propose(
            session, changes, officer_here(session), visit().now, day_in(request.form.get("on", "")) or the_desk().today
        )
    return back("proposal", "申請しました。別の管理者の承認を待っています。", proposal_id=made.id)


def _refusals(changes: tuple[Change, ...]) -> tuple[str, ...]:
    """Everything is made for once, in order, and taken back."""
    try:
        with transaction() as session:
            for one in changes:
                officer_changes.make(session, one, visit().now, visit().actor)
            raise _OnlyLookingError
    except _OnlyLookingError:
        return ()
    except NotAllowedError as refusal:
        return (str(refusal),)


def _found(session: Session, proposal_id: int) -> OfficerProposal:
    found = officer_proposals.find(session, proposal_id)
    if found is None:
        raise NotAllowedError("この番号の申請はありません。")
    return found


def _names(session: Session) -> dict[str, Any]:
    everybody = officers.all(session)
    return {
        "sections": section_names(session),
        "people": {one.id: one.name for one in everybody},
        "by_email": {one.email: one.name for one in everybody},
    }


PAGES = (
    Page("proposals", "/proposals", proposals, ADMINISTRATOR),
    Page("proposal", "/proposals/<int:proposal_id>", proposal, ADMINISTRATOR),
    Page("approve_proposal", "/proposals/<int:proposal_id>/approve", approve, ADMINISTRATOR, ("POST",), True),
    Page("reject_proposal", "/proposals/<int:proposal_id>/reject", reject, ADMINISTRATOR, ("POST",)),
    Page("personnel", "/personnel", personnel, ADMINISTRATOR),
    Page("personnel_example", "/personnel/example.csv", personnel_example, ADMINISTRATOR),
    Page("rehearse_personnel", "/personnel", rehearse, ADMINISTRATOR, ("POST",)),
    Page("propose_personnel", "/personnel/propose", propose, ADMINISTRATOR, ("POST",), True),
)
