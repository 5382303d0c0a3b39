"""The calls about the bot's own webhook: where it stands, and whether it answers."""

from __future__ import annotations

from datetime import UTC, datetime

from simulator.answers import Answer
from simulator.calls import Call, Route
from simulator.sender import Sender


def webhook_routes(sender: Sender) -> tuple[Route, ...]:
    """Three endpoints that share one sender."""

    def where(call: Call) -> Answer:
        return Answer(body={"endpoint": sender.webhook, "active": True})

    def move(call: Call) -> Answer:
        sender.webhook = call.checked("SetWebhookEndpointRequest")["endpoint"]
        return Answer()

    async def try_out(call: Call) -> Answer:
        body = call.checked("TestWebhookEndpointRequest") if call.body else {}
        delivery = await sender.post_to(body.get("endpoint", sender.webhook), [])
        moment = datetime.fromtimestamp(call.now, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        return Answer(
            body={
                "success": delivery.is_taken,
                "timestamp": moment,
                "statusCode": delivery.status or 0,
                "reason": delivery.reason,
                "detail": str(delivery.status or delivery.reason),
            }
        )

    return (
        Route("GET", "/v2/bot/channel/webhook/endpoint", "get_webhook_endpoint", where),
        Route("PUT", "/v2/bot/channel/webhook/endpoint", "set_webhook_endpoint", move),
        Route("POST", "/v2/bot/channel/webhook/test", "webhook_test", try_out),
    )
