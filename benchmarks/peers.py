"""Two bots as LINE's SDK shows them, for comparison: one only parses, one replies before it says 200."""

from flask import Flask, abort, request
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, ReplyMessageRequest, TextMessage

from settings import get_settings


def _parser() -> WebhookParser:
    secret = get_settings().line_channel_secret
    return WebhookParser(secret.get_secret_value() if secret else "")


def parsing() -> Flask:
    """Checks the signature, reads the events into the SDK's models, and forgets them."""
    app, parser = Flask("parsing"), _parser()

    @app.post("/line/webhook")
    def receive() -> str:
        try:
            parser.parse(request.get_data(as_text=True), request.headers.get("X-Line-Signature", ""))
        except InvalidSignatureError:
            abort(400)
        return "OK"

    return app


def replying() -> Flask:
    """The echo: one reply to LINE inside the request, over connections that are kept."""
    app, parser = Flask("replying"), _parser()
    settings = get_settings()
    token = settings.line_channel_token
    wire = Configuration(host=settings.line_api_url, access_token=token.get_secret_value() if token else "")
    wire.connection_pool_maxsize = 8  # one for each thread of gunicorn
    line = MessagingApi(ApiClient(wire))

    @app.post("/line/webhook")
    def receive() -> str:
        try:
            events = parser.parse(request.get_data(as_text=True), request.headers.get("X-Line-Signature", ""))
        except InvalidSignatureError:
            abort(400)
        for event in events:
            words = [TextMessage(text=event.message.text)]
            line.reply_message(ReplyMessageRequest(reply_token=event.reply_token, messages=words))
        return "OK"

    return app
