"""Whatever stands in a body, the contract finds a verdict and never stumbles; and tokens never work twice."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.complaints import error_body
from simulator.contract import complaints_about
from simulator.limits import graphemes, utf16_units
from simulator.tokens import REDELIVERED_SECONDS, REPLY_SECONDS, ReplyTokens
from tests.thoroughness import tries

BODIES: dict[str, Any] = {}
for file in (Path(__file__).parent / "schemas").glob("*.yml"):
    BODIES |= yaml.safe_load(file.read_text(encoding="utf-8"))

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner), max_leaves=6
)


def places(part: Any) -> list[tuple[Any, Any]]:
    """Every place of a body at which something can be put."""
    if not isinstance(part, dict | list):
        return []
    keys = list(part) if isinstance(part, dict) else list(range(len(part)))
    return [place for key in keys for place in [(part, key), *places(part[key])]]


@given(st.sampled_from(sorted(BODIES)), st.integers(min_value=0), ANYTHING)
@settings(max_examples=tries(400))
def test_a_body_broken_anywhere_gets_a_verdict_and_never_an_accident(schema: str, number: int, thing: Any) -> None:
    body = copy.deepcopy(BODIES[schema]["right"])
    found = places(body)
    container, key = found[number % len(found)]
    container[key] = thing

    complaints = complaints_about(schema, body)

    assert not complaints or error_body(complaints)["details"]


@given(ANYTHING)
def test_no_json_at_all_is_too_strange_to_be_refused(thing: Any) -> None:
    assert complaints_about("PushMessageRequest", thing)


@given(st.text())
def test_lengths_agree_with_the_encodings(text: str) -> None:
    assert utf16_units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert graphemes(text) <= len(text)


@given(st.lists(st.tuples(st.sampled_from(["deliver", "use"]), st.floats(min_value=0, max_value=400)), max_size=20))
def test_a_token_works_at_most_once_and_never_late(steps: list[tuple[str, float]]) -> None:
    tokens = ReplyTokens()
    now = delivered_at = 0.0
    tokens.hand_out("t", "U1", "E1", 0.0, now)
    used = 0
    for step, seconds in steps:
        now += seconds
        token = tokens.alive("t", now)
        in_time = now <= delivered_at + REPLY_SECONDS and now <= REDELIVERED_SECONDS
        assert (token is not None) == (in_time and used == 0)
        if step == "deliver":
            tokens.hand_out("t", "U1", "E1", 0.0, now)
            delivered_at = now
        elif token is not None:
            token.is_used = True
            used += 1
    assert used <= 1
