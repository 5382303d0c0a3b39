"""What LINE accepts: structure by type, every documented limit, and the rules of each place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from simulator import action_rules, flex_rules, menu_rules, message_rules
from simulator.complaints import Complaint, Json
from simulator.formats import FORMATS, check_formats
from simulator.limits import LIMITS, check_limits
from simulator.shapes import Examination, Rule, shape_named

OWN_RULES: dict[str, tuple[Rule, ...]] = {
    "TextMessage": (message_rules.check_emojis,),
    "TextMessageV2": (message_rules.check_substitution,),
    "QuickReplyItem": (message_rules.check_quick_reply_item,),
    "Sender": (message_rules.check_sender,),
    "ButtonsTemplate": (message_rules.check_buttons,),
    "ConfirmTemplate": (message_rules.check_confirm,),
    "CarouselTemplate": (message_rules.check_columns_alike,),
    "CarouselColumn": (message_rules.check_column,),
    "ImageCarouselColumn": (message_rules.check_image_column,),
    "ImagemapMessage": (message_rules.check_imagemap,),
    "ImagemapArea": (message_rules.check_area,),
    "PostbackAction": (action_rules.check_postback,),
    "DatetimePickerAction": (action_rules.check_datetime_picker,),
    "FlexMessage": (flex_rules.check_animations,),
    "FlexBubble": (flex_rules.check_bubble,),
    "FlexCarousel": (flex_rules.check_carousel,),
    "FlexBox": (flex_rules.check_box,),
    "FlexText": (flex_rules.check_text,),
    "FlexButton": (flex_rules.check_button,),
    "FlexImage": (flex_rules.check_image,),
    "FlexVideo": (flex_rules.check_video,),
    "FlexIcon": (flex_rules.check_icon,),
    "PushMessageRequest": (message_rules.check_units,),
    "MulticastRequest": (message_rules.check_units,),
    "Limit": (message_rules.check_narrowcast_limit,),
    "ShowLoadingAnimationRequest": (message_rules.check_loading,),
    "RichMenuSize": (menu_rules.check_size,),
    "RichMenuArea": (menu_rules.check_area,),
    "RichMenuBatchRequest": (menu_rules.check_batch,),
}


def _rules_of(schema: str) -> tuple[Rule, ...]:
    return (partial(check_limits, schema), partial(check_formats, schema), *OWN_RULES.get(schema, ()))


def _all_rules() -> Iterator[tuple[str, tuple[Rule, ...]]]:
    named = {limit.schema for limit in LIMITS} | {each.schema for each in FORMATS} | set(OWN_RULES)
    for schema in named:
        yield schema, _rules_of(schema)


RULES: dict[str, tuple[Rule, ...]] = dict(_all_rules())


def complaints_about(schema: str, body: Any) -> list[Complaint]:
    """Everything LINE would refuse in a body of the named schema; empty when it is accepted."""
    examination = Examination(RULES)
    shape_named(schema).examine(_without_nulls(body), (), examination)
    return examination.found


def _without_nulls(part: Any) -> Any:
    """A property that is null is one that is absent; a null among the elements of an array stays, to be refused."""
    if isinstance(part, dict):
        return {name: _without_nulls(value) for name, value in part.items() if value is not None}
    return [_without_nulls(each) for each in part] if isinstance(part, list) else part


def complaints_about_messages(messages: list[Json]) -> list[Complaint]:
    """The same for bare messages, as they would stand in a reply."""
    return complaints_about("ValidateMessageRequest", {"messages": messages})
