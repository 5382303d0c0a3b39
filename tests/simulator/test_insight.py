"""What LINE tells about friends and about how a message was received."""

from tests.simulator.conftest import Caller, Clock

WORDS = [{"type": "text", "text": "お知らせ"}]
TODAY, TOMORROW = "20261121", "20261122"


def friends(line, count):
    return [line.platform.add_resident(f"友だち{number}").id for number in range(count)]


def test_friends_are_counted_when_the_day_is_over(call: Caller, line, clock: Clock):
    friends(line, 3)
    line.telephones.block(friends(line, 1)[0])
    assert call("GET", f"/v2/bot/insight/followers?date={TODAY}").body == {"status": "unready"}
    clock.turn(24 * 3600)
    told = call("GET", f"/v2/bot/insight/followers?date={TODAY}").body
    assert told == {"status": "ready", "followers": 4, "targetedReaches": 3, "blocks": 1}


def test_a_broadcast_is_counted_and_few_readers_are_not_named(call: Caller, line):
    for few in (True, False):
        friends(line, 5 if few else 20)
        sent = call("POST", "/v2/bot/message/broadcast", {"messages": WORDS})
        request_id = sent.headers["x-line-request-id"]
        overview = call("GET", f"/v2/bot/insight/message/event?requestId={request_id}").body["overview"]
        assert (overview["delivered"], overview["uniqueImpression"]) == ((5, None) if few else (25, 25))
    unknown = call("GET", "/v2/bot/insight/message/event?requestId=nobody").body["overview"]
    assert unknown == {"requestId": "nobody"}


def test_the_sends_under_one_name_are_counted_together(call: Caller, line):
    ids = friends(line, 30)
    for some in (ids[:12], ids[10:25]):
        body = {"to": some, "messages": WORDS, "customAggregationUnits": ["notice_7"]}
        call("POST", "/v2/bot/message/multicast", body)
    call("POST", "/v2/bot/message/multicast", {"to": ids, "messages": WORDS})
    path = "/v2/bot/insight/message/event/aggregation?customAggregationUnit=notice_7"
    assert call("GET", f"{path}&from={TODAY}&to={TODAY}").body["overview"]["uniqueImpression"] == 25
    assert call("GET", f"{path}&from={TOMORROW}&to={TOMORROW}").body["overview"]["uniqueImpression"] is None
    for wrong in (f"{path}&from={TODAY}", f"{path}&from={TODAY}&to=20270101", f"{path}&from={TOMORROW}&to={TODAY}"):
        assert call("GET", wrong).status == 400
