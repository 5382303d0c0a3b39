"""A CAP message is read whole or refused in one sentence, whatever the bytes are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts import cap
from alerts.cap import CapError, MsgType, Severity, Status
from tests.alerts.cap_papers import info, paper, reference
from tests.thoroughness import tries

BILLION = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">&c;</alert>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&b;</identifier></alert>"""


def test_a_whole_message_is_read() -> None:
    read = cap.read(paper(info(areas=("川原", "港"), expires="2026-11-20T18:00:00+09:00") + info("en-US", headline="Water"),
                          msg_type="Update", references=f"{reference('A')} {reference('B')}"))  # fmt: skip
    assert (read.identifier, read.status, read.msg_type) == ("W-1", Status.ACTUAL, MsgType.UPDATE)
    assert read.references == (("water@mihon.example", "A"), ("water@mihon.example", "B"))
    assert [(one.language, one.headline) for one in read.infos] == [("ja-JP", "断水のお知らせ"), ("en-US", "Water")]
    first = read.infos[0]
    assert (first.severity, [one.name for one in first.areas], first.is_grave) == (
        Severity.SEVERE,
        ["川原", "港"],
        True,
    )
    assert first.expires and first.expires.hour == 18


@pytest.mark.parametrize("body", [
    b"", b"{}", b"<alert/>", b'<?xml version="1.0" encoding="utf-7"?><alert/>', BILLION, OUTSIDE, paper()[:-20],
    paper() + b" " * cap.LARGEST, paper().replace(b"cap:1.2", b"cap:1.1"),
])  # fmt: skip
def test_bytes_that_are_no_message_are_refused(body: bytes) -> None:
    with pytest.raises(CapError) as refused:
        cap.read(body)
    assert str(refused.value).endswith("。")


@pytest.mark.parametrize(("wrong", "named"), [
    ({"identifier": ""}, "identifier"), ({"identifier": "a b"}, "identifier"), ({"sender": "a,b"}, "sender"),
    ({"sent": "2026-11-20T11:59:00"}, "sent"), ({"sent": "2026-13-20T11:59:00+09:00"}, "sent"), ({"sent": ""}, "sent"),
    ({"status": "Live"}, "status"), ({"msg_type": "Alarm"}, "msgType"), ({"scope": ""}, "scope"),
    ({"references": "W-1"}, "references"), ({"infos": info(event="")}, "event"),
    ({"infos": info(severity="Bad")}, "severity"), ({"infos": info(expires="tomorrow")}, "expires"),
    ({"infos": info(areas=("",))}, "areaDesc"), ({"infos": info().replace("category", "kind")}, "category"),
])  # fmt: skip
def test_what_is_missing_or_misspelt_is_named(wrong: dict[str, str], named: str) -> None:
    with pytest.raises(CapError, match=named):
        cap.read(paper(**wrong))


@settings(max_examples=tries(150))
@given(st.data())
def test_whatever_becomes_of_the_bytes_on_the_way_it_is_a_message_or_a_sentence(data: st.DataObject) -> None:
    body = bytearray(paper(info() + info("en-US"), references=reference()))
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert cap.read(bytes(body)).infos is not None
    except CapError as refused:
        assert "�" not in str(refused) and len(str(refused)) < 120
