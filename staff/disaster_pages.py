"""災害モード at the desk: how the town stands, who proposes to switch it, who confirms, and the standing order for nights."""

from flask import render_template, request
from sqlalchemy.orm import Session

from alerts import disaster_causes, disaster_mode, disaster_switches, standing_orders
from alerts.disaster_switches import Way
from staff.desk import the_desk
from staff.menu import BROADCASTERS
from staff.pages import Answer, Page, back
from staff.visit import officer_here, visit
from store import rich_menus
from store.database import reading, transaction
from town import menu_links, officers
from town.officers import NotAllowedError
from town.roles import Role

READERS = (*BROADCASTERS, Role.REPORT_HANDLER, Role.VIEWER, Role.ADMINISTRATOR)
WAYS = {"on": "災害モードに切り替える", "off": "ふだんに戻す"}
STATES = {"waiting": "2人目を待っています", "done": "切り替えた", "withdrawn": "取り下げた", "lapsed": "期限切れ"}


def disaster() -> Answer:
    here, rules = visit(), the_desk().town.disaster
    with reading() as session:
        found = disaster_causes.in_force(session, here.now, rules.also_by)
        row = disaster_switches.mode(session)
        orders = [one for one in standing_orders.standing(session) if one.kind == standing_orders.DISASTER_MODE]
        return render_template(
            "disaster.html", is_on=bool(row and row.is_on), row=row, causes=disaster_causes.in_words(found),
            keys=disaster_causes.keys(found), waiting=disaster_switches.waiting(session, here.now),
            **_menus(session), past=disaster_switches.history(session), standing=orders, rules=rules, ways=WAYS, states=STATES,
            names={one.id: one.name for one in officers.all(session)},
            may_propose=here.has(*BROADCASTERS), may_confirm=here.has(Role.BROADCAST_APPROVER),
        )  # fmt: skip


def _menus(session: Session) -> dict[str, object]:
    """Nothing where another bot keeps them: they follow nobody here."""
    if not the_desk().changes_menus:
        return {}
    return {"changes_menus": True, "line_menu": rich_menus.find(session), "links_count": menu_links.count(session)}


def propose() -> Answer:
    with transaction() as session:
        disaster_mode.propose(session, _way(), request.form.get("reason", ""), officer_here(session), visit().now)
    return back("disaster", "申請しました。別の承認者が承認すると、切り替わります。まだ何も変わっていません。")


def confirm(switch_id: int) -> Answer:
    """The form carries what the page showed as in force, so that nobody ends the mode without having seen it."""
    also_by, seen = the_desk().town.disaster.also_by, request.form.getlist("seen")
    with transaction() as session:
        done = disaster_mode.confirm(session, switch_id, officer_here(session), seen, also_by, visit().now)
        sentence = _done(Way(done.way))
    return back("disaster", sentence)


def withdraw(switch_id: int) -> Answer:
    with transaction() as session:
        disaster_mode.withdraw(session, switch_id, officer_here(session), visit().now)
    return back("disaster", "取り下げました。何も変わっていません。")


def propose_standing() -> Answer:
    with transaction() as session:
        standing_orders.propose(session, standing_orders.DISASTER_MODE, officer_here(session), visit().now)
    return back("disaster", "申請しました。別の承認者が承認すると、自動の切り替えが有効になります。")


def approve_standing(standing_id: int) -> Answer:
    with transaction() as session:
        standing_orders.approve(session, standing_id, officer_here(session), visit().now)
    return back("disaster", "承認しました。レベル4以上が出ると、人を待たずに災害モードになります。")


def end_standing(standing_id: int) -> Answer:
    with transaction() as session:
        standing_orders.end(session, standing_id, officer_here(session), visit().now)
    return back("disaster", "やめました。災害モードには、いつも2人で切り替えます。")


def _way() -> Way:
    try:
        return Way(request.form.get("way", ""))
    except ValueError:
        raise NotAllowedError("切り替えの向きがわかりません。画面を開き直してください。") from None


def _done(way: Way) -> str:
    done, becomes = _DONE[way]
    if the_desk().changes_menus:
        return f"{done}住民のメニューは、数分のうちに{becomes}。"
    return f"{done}住民のメニューは、この設定(SEND_ONLY=1)では変わりません。"


_DONE = {
    Way.ON: ("災害モードにしました。", "災害用に変わります"),
    Way.OFF: ("ふだんに戻しました。", "元に戻ります"),
}
APPROVER = (Role.BROADCAST_APPROVER,)
PAGES = (
    Page("disaster", "/disaster", disaster, READERS),
    Page("propose_disaster", "/disaster/propose", propose, BROADCASTERS, ("POST",)),
    Page("confirm_disaster", "/disaster/<int:switch_id>/confirm", confirm, APPROVER, ("POST",), is_dangerous=True),
    Page("withdraw_disaster", "/disaster/<int:switch_id>/withdraw", withdraw, BROADCASTERS, ("POST",)),
    Page("propose_disaster_order", "/disaster/standing", propose_standing, BROADCASTERS, ("POST",)),
    Page(
        "approve_disaster_order",
        "/disaster/standing/<int:standing_id>/approve",
        approve_standing,
        APPROVER,
        ("POST",),
        is_dangerous=True,
    ),
    Page("end_disaster_order", "/disaster/standing/<int:standing_id>/end", end_standing, BROADCASTERS, ("POST",)),
)
