"""Webhooks as LINE writes them: one text event each, every body distinct and signed."""

import json
import random
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from simulator import events
from simulator.complaints import Json
from simulator.ids import new_user_id
from simulator.sender import signature

QUESTIONS = (
    "住民票をコンビニで取りたい", "マイナンバーカードの暗証番号を忘れました", "引っ越したときの手続きを教えてください",
    "印鑑登録に必要なものは?", "パスポートの申請はどこでできますか", "カードをなくした", "体育館を予約したい",
    "国民健康保険をやめる手続き", "死亡届のあとにすることは", "原付の廃車をしたい", "電子証明書の更新はいつですか",
    "課税証明書がほしい", "転入届はオンラインでできますか", "保険証として使うには", "駅前の道路に穴があいています",
    "How do I get a copy of my resident record?",
)  # fmt: skip


def residents(count: int) -> list[str]:
    return [new_user_id() for _ in range(count)]


def questions(count: int, people: list[str]) -> list[Json]:
    """Each resident in turn, so that two events of one are as far apart as there are residents."""
    now, chance = time.time(), random.Random(2)  # noqa: S311 - the same questions every time
    return [
        events.message(events.user(people[n % len(people)]), now, events.text(chance.choice(QUESTIONS)))
        for n in range(count)
    ]


def letters(url: str, secret: str, happened: list[Json], destination: str) -> Iterator[bytes]:
    """Whole HTTP requests, ready to be written to a socket."""
    parts = urlsplit(url)
    for one in happened:
        body = json.dumps({"destination": destination, "events": [one]}, ensure_ascii=False, separators=(",", ":"))
        content = body.encode()
        head = (
            f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: LineBotWebhook/2.0\r\n"
            f"Content-Type: application/json; charset=utf-8\r\nContent-Length: {len(content)}\r\n"
            f"x-line-signature: {signature(secret, content)}\r\n\r\n"
        )
        yield head.encode() + content
