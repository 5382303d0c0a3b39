"""The officer's own telephone: linked by a one-time code, so that rings and drills reach it."""

from flask import render_template

from staff.pages import Answer, Needs, Page, back
from staff.visit import visit
from store import testers
from store.database import transaction
from town import telephone_codes


def telephone_code() -> Answer:
    """The code is shown on this page only; the table keeps what it cannot be read back from."""
    here = visit()
    with transaction() as session:
        code = telephone_codes.make(session, here.officer_id, here.now)
        here.journal(session, "telephone.code_made", here.actor)
    return render_template("telephone_code.html", code=code, expires_at=here.now + telephone_codes.LIVES)


def unlink_telephone() -> Answer:
    here = visit()
    with transaction() as session:
        testers.unlink(session, here.officer_id)
        here.journal(session, "telephone.unlinked", here.actor)
    return back("account", "LINEを外しました。呼び出しはメールだけに届きます。")


PAGES = (
    Page("telephone_code", "/account/telephone/code", telephone_code, Needs.SESSION, ("POST",), is_dangerous=True),
    Page("unlink_telephone", "/account/telephone/unlink", unlink_telephone, Needs.SESSION, ("POST",)),
)
