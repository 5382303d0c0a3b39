"""Somebody whose new reports were stopped: told so kindly, and helped in danger like everybody."""

from datetime import timedelta

from reports.muting import ReportMute
from reports.records import FiledReport, file
from tests.handlers.report_window import begun, filed, step
from tests.handlers.window import Window
from town import officers


def mute(window: Window) -> None:
    """By two officers, until a week from now."""
    by = [officers.add(window.session, window.now, email=f"{name}@mihon.example", name=name, section_id="roads").id for name in ("hanako", "taro")]  # fmt: skip
    report = file(window.session, FiledReport("hole", "roads", resident_id=1), window.now)
    window.session.add(
        ReportMute(
            resident_id=1, report_id=report.id, reason="いやがらせ", days=7, proposed_by=by[0], decided_by=by[1],
            proposed_at=window.now, until=window.now + timedelta(days=7),
        )
    )  # fmt: skip
    window.session.flush()


def test_new_reports_are_refused_with_a_day_and_the_numbers(window: Window):
    window.says("こんにちは")
    mute(window)
    heard = begun(window)
    assert "新しい通報を受け付けていません" in heard.text and "また送れます" in heard.text
    assert "tel:119" in heard.phones
    assert "tel:119" in window.says("火事です").phones


def test_what_was_being_written_is_not_filed_either(window: Window):
    heard = begun(window, "danger:no", "kind:hole", "photo:next")
    heard = step(window, window.says("駅前"), "more:next")
    mute(window)
    assert "新しい通報を受け付けていません" in step(window, heard, "confirm:send").text
    assert len(filed(window)) == 1, "only the one of before"
