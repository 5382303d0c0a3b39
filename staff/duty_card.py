"""夜間の当直カード: one sheet of A4 with numbers, steps and who is on duty, from the town's own settings."""

from datetime import timedelta

from flask import render_template

from staff.desk import the_desk
from staff.pages import Answer, Needs, Page
from staff.roster_pages import days_ahead
from staff.visit import visit
from store.database import reading

AHEAD = timedelta(days=7)
MOST_DAYS = 7  # what fits on the sheet


def duty_card() -> Answer:
    desk = the_desk()
    with reading() as session:
        days = days_ahead(session, visit().now, AHEAD)[:MOST_DAYS]
        return render_template("duty_card.html", town=desk.town, duty=desk.town.duty, days=days, today=desk.today)


PAGES = (Page("duty_card", "/duty-card", duty_card, Needs.SESSION),)
