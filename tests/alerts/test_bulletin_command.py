"""`madoguchi bulletin`: what support sees of a telegram."""

import json

import pytest

import cli
from tests.alerts import jma_papers as papers
from tests.alerts.jma_papers import Envelope


def test_a_telegram_is_printed_as_one_line_of_json_whatever_its_file_is_called(tmp_path, capsys):
    path = tmp_path / "20260901_0_VXSE53_270000.xml"  # the name lies; the title decides
    path.write_bytes(papers.rain("43", envelope=Envelope(headline="大雨に厳重に警戒してください。")))
    assert cli.main(["bulletin", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    home, other = told["areas"]
    assert (told["type"], told["status"], told["info_type"], told["reading"]) == ("VPWW55", "通常", "発表", "read")
    assert (told["sent_at"], told["reported_at"]) == ("2026-09-01T06:00:00+00:00", "2026-09-01T15:00:00+09:00")
    assert told["headline"] == "大雨に厳重に警戒してください。"
    assert (home["code"], home["name"], home["hazard"], home["kind_code"]) == (
        "2299000",
        "みほん市",
        "heavy_rain",
        "43",
    )
    assert (home["level"], home["change"], home["in_force"]) == (4, "発表", True)
    assert (other["hazard"], other["kind_code"], other["level"], other["in_force"]) == ("heavy_rain", None, None, False)
    assert [one["layer"] for one in told["wider_areas"]] == ["region"]


def test_a_file_that_cannot_be_read_does_not_hide_the_next_one(tmp_path, capsys):
    (tmp_path / "broken.xml").write_bytes(b"<Report")
    (tmp_path / "good.xml").write_bytes(papers.tsunami("52", "00", "１０ｍ"))
    files = [str(tmp_path / name) for name in ("broken.xml", "missing.xml", "good.xml")]
    with pytest.raises(SystemExit):
        cli.main(["bulletin", *files, "--json"])
    broken, missing, good = map(json.loads, capsys.readouterr().out.splitlines())
    assert "読めません" in broken["error"] and "読めません" in missing["error"]
    assert (good["type"], good["areas"][0]["remark"]) == ("VTSE41", "１０ｍ")


def test_people_read_lines(tmp_path, capsys):
    path = tmp_path / "quake.xml"
    path.write_bytes(papers.quake("5+", envelope=Envelope(status="訓練")))
    cli.main(["bulletin", str(path)])
    said = capsys.readouterr().out
    assert "VXSE53 訓練 発表" in said and "みほん市 震度５強" in said
