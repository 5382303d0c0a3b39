"""The structure of LINE's bodies, read from the SDK's models: which properties, of which kind, which required."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Union, get_args, get_origin

import linebot.v3.messaging.models as line_models
from pydantic.v1 import BaseModel, ConstrainedList, StrictBool
from pydantic.v1.fields import ModelField

from simulator.complaints import Complaint, Json, Path

Rule = Callable[[Json, Path], Iterator[Complaint]]
Check = Callable[[Any, Path, "Examination"], None]

# Required by LINE's reference although its schema leaves them optional.
REQUIRED_BY_THE_REFERENCE: dict[str, tuple[str, ...]] = {
    "AltUri": ("desktop",),
    "AudienceRecipient": ("audienceGroupId",),
    "DatetimePickerAction": ("data", "mode"),
    "Emoji": ("index", "productId", "emojiId"),
    "FlexBoxLinearGradient": ("angle", "startColor", "endColor"),
    "ImagemapExternalLink": ("linkUri", "label"),
    "ImagemapVideo": ("originalContentUrl", "previewImageUrl", "area"),
    "MessageAction": ("text",),
    "PostbackAction": ("data",),
    "QuickReply": ("items",),
    "QuickReplyItem": ("type", "action"),
    "RedeliveryRecipient": ("requestId",),
    "RichMenuArea": ("bounds", "action"),
    "RichMenuBatchLinkOperation": ("from", "to"),
    "RichMenuBatchUnlinkOperation": ("from",),
    "RichMenuBounds": ("x", "y", "width", "height"),
    "RichMenuRequest": ("size", "selected", "name", "chatBarText", "areas"),
    "RichMenuSize": ("width", "height"),
    "RichMenuSwitchAction": ("data", "richMenuAliasId"),
    "URIAction": ("uri",),
}


class Examination:
    """One walk over one body: what was found, and the rules to ask at every object met."""

    def __init__(self, rules: dict[str, tuple[Rule, ...]]) -> None:
        self.found: list[Complaint] = []
        self._rules = rules

    def complain(self, path: Path, message: str) -> None:
        """Write down one fault."""
        self.found.append(Complaint(path, message))

    def ask_rules(self, name: str, body: Json, path: Path) -> None:
        """Rules look only at objects whose structure is sound, so that they need not check it again."""
        for rule in self._rules.get(name, ()):
            self.found.extend(rule(body, path))


class Shape:
    """What one schema allows: its properties, or the concrete schemas its `type` leads to."""

    def __init__(self, model: type[BaseModel]) -> None:
        self.name = model.__name__
        names: dict[str, str] = getattr(model, f"_{self.name}__discriminator_value_class_map", {})
        self.variants = names
        self.type_value = _type_value(model)
        self.checks = {field.alias: _check_for(field) for field in model.__fields__.values() if field.alias != "type"}
        if self.type_value is not None:
            self.checks["type"] = self._check_type
        elif "type" in model.__fields__:
            self.checks["type"] = _check_str
        required = [field.alias for field in model.__fields__.values() if field.required]
        required += REQUIRED_BY_THE_REFERENCE.get(self.name, ())
        required += ["type"] if self.type_value is not None else []
        self.required = tuple(dict.fromkeys(required))

    def _check_type(self, value: Any, path: Path, examination: Examination) -> None:
        if value != self.type_value:
            examination.complain(path, f"Must be one of the following values: [{self.type_value}]")

    def examine(self, body: Any, path: Path, examination: Examination) -> None:
        """Compare one object with this shape, then let the rules look at it."""
        if not isinstance(body, dict):
            examination.complain(path, "Must be an object")
        elif self.variants:
            self._examine_variant(body, path, examination)
        else:
            self._examine_properties(body, path, examination)

    def _examine_variant(self, body: Json, path: Path, examination: Examination) -> None:
        named = body.get("type")
        if named is None:
            examination.complain((*path, "type"), "May not be empty")
        elif not isinstance(named, str) or named not in self.variants:
            allowed = ", ".join(self.variants)
            examination.complain((*path, "type"), f"Must be one of the following values: [{allowed}]")
        else:
            shape_named(self.variants[named]).examine(body, path, examination)

    def _examine_properties(self, body: Json, path: Path, examination: Examination) -> None:
        before = len(examination.found)
        for name in self.required:
            if name not in body:
                examination.complain((*path, name), "May not be empty")
        for name, value in body.items():
            check = self.checks.get(name)
            if check is None:
                examination.complain((*path, name), "Unknown property")
            else:
                check(value, (*path, name), examination)
        if len(examination.found) == before:
            examination.ask_rules(self.name, body, path)


@cache
def shape_named(name: str) -> Shape:
    """The shape of one of LINE's schemas; built once, since every message asks for it."""
    return Shape(getattr(line_models, name))


def _type_value(model: type[BaseModel]) -> str | None:
    """The one `type` a concrete schema stands for; generated models carry it as a default."""
    field = model.__fields__.get("type")
    return field.default if field is not None and isinstance(field.default, str) else None


def _check_for(field: ModelField) -> Check:
    if any(name.endswith("_validate_enum") for name in field.class_validators or {}):
        return _check_enum_of(field)
    return _check_of(field.outer_type_)


def _check_of(kind: Any) -> Check:
    if get_origin(kind) is Union:
        return _check_number
    if get_origin(kind) is dict:
        return _check_map_of(_check_of(get_args(kind)[1]))
    if issubclass(kind, ConstrainedList):
        return _check_list_of(_check_of(kind.item_type))
    if issubclass(kind, BaseModel):
        return _check_object_of(kind.__name__)
    if hasattr(kind, "__members__"):
        return _check_one_of([member.value for member in kind])
    return next(check for scalar, check in _SCALARS if issubclass(kind, scalar))


def _check_str(value: Any, path: Path, examination: Examination) -> None:
    if not isinstance(value, str):
        examination.complain(path, "Must be a string")


def _check_bool(value: Any, path: Path, examination: Examination) -> None:
    if not isinstance(value, bool):
        examination.complain(path, "Must be a boolean")


def _check_int(value: Any, path: Path, examination: Examination) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        examination.complain(path, "Must be an integer")


def _check_number(value: Any, path: Path, examination: Examination) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        examination.complain(path, "Must be a number")


# pydantic.v1's StrictBool descends from int, so it is asked for first.
_SCALARS: tuple[tuple[type, Check], ...] = ((str, _check_str), (StrictBool, _check_bool), (int, _check_int))


def _check_object_of(name: str) -> Check:
    def check(value: Any, path: Path, examination: Examination) -> None:
        shape_named(name).examine(value, path, examination)

    return check


def _check_list_of(item: Check) -> Check:
    def check(value: Any, path: Path, examination: Examination) -> None:
        if not isinstance(value, list):
            examination.complain(path, "Must be an array")
        elif None in value:
            examination.complain(path, "cannot contain null elements")
        else:
            for index, each in enumerate(value):
                item(each, (*path, index), examination)

    return check


def _check_map_of(item: Check) -> Check:
    def check(value: Any, path: Path, examination: Examination) -> None:
        if not isinstance(value, dict):
            examination.complain(path, "Must be an object")
        else:
            for key, each in value.items():
                item(each, (*path, key), examination)

    return check


def _check_one_of(allowed: list[str]) -> Check:
    def check(value: Any, path: Path, examination: Examination) -> None:
        if value not in allowed:
            examination.complain(path, f"Must be one of the following values: [{', '.join(allowed)}]")

    return check


def _check_enum_of(field: ModelField) -> Check:
    """The generated models keep their enums inside validators: ask the model, and read the list from its refusal."""
    _, refusal = field.validate("\x00 no such value", {}, loc=field.alias)
    return _check_one_of(re.findall(r"'([^']*)'", str(getattr(refusal, "exc", ""))))
