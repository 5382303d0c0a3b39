"""Identifiers as LINE makes them: users, messages, events, tokens, requests."""

from __future__ import annotations

import itertools
import secrets
import uuid

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_message_numbers = itertools.count(500_000_000_000_000_001)


def new_user_id() -> str:
    """`U` and 32 hexadecimal digits."""
    return f"U{secrets.token_hex(16)}"


def new_message_id() -> str:
    """A long number, as text, growing."""
    return str(next(_message_numbers))


def new_event_id(now: float) -> str:
    """A ULID: the time in front, chance behind, so that ids sort by time."""
    number = (int(now * 1000) << 80) | secrets.randbits(80)
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def new_token() -> str:
    """A reply token, quote token or mark-as-read token: nobody can guess it."""
    return secrets.token_hex(16)


def new_request_id() -> str:
    """What stands in `x-line-request-id`."""
    return str(uuid.uuid4())


def new_rich_menu_id() -> str:
    """`richmenu-` and 32 hexadecimal digits."""
    return f"richmenu-{secrets.token_hex(16)}"
