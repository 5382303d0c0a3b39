"""Reads a YAML file a town wrote and checks it; a mistake is told in one sentence with file, line and field."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

Shape = TypeVar("Shape")

# pydantic's kinds of mistake, by how they begin, in words for the officer who wrote the file.
_SENTENCES: tuple[tuple[str, str], ...] = (
    ("missing", "この項目は必ず書いてください"),
    ("extra_forbidden", "この名前の項目はありません。つづりを確かめてください"),
    ("string_type", '文字で書いてください(数字だけの値は "" で囲みます)'),
    ("string_pattern_mismatch", "書き方が決まりに合いません"),
    ("string_too_short", "空のままにはできません"),
    ("string_too_long", "長すぎます"),
    ("enum", "選べる値ではありません"),
    ("literal_error", "選べる値ではありません"),
    ("date", "日付は 2026-04-01 のように書いてください"),
    ("int", "数で書いてください"),
    ("float", "数で書いてください"),
    ("greater_than", "値が小さすぎます"),
    ("less_than", "値が大きすぎます"),
    ("bool", "true か false を書いてください"),
    ("url", "https:// から始まる住所を書いてください"),
    ("too_short", "書かれている数が足りません"),
    ("too_long", "書かれている数が多すぎます"),
    ("tuple_type", "「- 」で並べて書いてください"),
    ("list_type", "「- 」で並べて書いてください"),
    ("dict_type", "「項目: 値」の形で書いてください"),
    ("model_type", "「項目: 値」の形で書いてください"),
)


class TownFileError(Exception):
    """Carries one Japanese sentence for the person who wrote the file."""


class _PlainLoader(yaml.CSafeLoader):
    """YAML without its old traps: 8:30, no, on and 2026-04-01 stay the words that were written."""


_PlainLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("bool", r"^(?:true|false)$", ["t", "f"]),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", list("-+0123456789")),
    ("float", r"^[-+]?[0-9]+\.[0-9]+$", list("-+0123456789")),
):
    _PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


def read_checked(path: Path, shape: TypeAdapter[Shape]) -> Shape:
    """The file as a checked value. Raises TownFileError, never anything else, for what the town wrote wrong."""
    node, written = _parsed(path)
    try:
        return shape.validate_python(written)
    except ValidationError as error:
        first, *others = error.errors()
        raise TownFileError(_sentence(path, node, first, len(others))) from None


def _parsed(path: Path) -> tuple[yaml.Node | None, Any]:
    try:
        loader = _PlainLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        if node is not None:
            _refuse_surprises(path, node)
        return node, loader.construct_document(node) if node is not None else None
    except FileNotFoundError:
        raise TownFileError(f"{path} がありません。") from None
    except (OSError, UnicodeDecodeError):
        raise TownFileError(f"{path} を読めません。文字コード UTF-8 で保存してください。") from None
    except yaml.MarkedYAMLError as error:
        line = f" {error.problem_mark.line + 1}行目" if error.problem_mark else ""
        raise TownFileError(
            f"{path}{line}: YAML の形が崩れています(字下げ・引用符・「:」を確かめてください)。"
        ) from None
    except (yaml.YAMLError, ValueError, AttributeError, RecursionError):  # PyYAML lets its own slips through too
        raise TownFileError(f"{path}: YAML に書けない文字が含まれています。") from None


def _refuse_surprises(path: Path, node: yaml.Node, above: tuple[yaml.Node, ...] = ()) -> None:
    """YAML quietly keeps the last of two equal keys; a town would lose the first without a word. And no circles."""
    if node in above:
        raise TownFileError(f"{path} {node.start_mark.line + 1}行目: 自分自身を指す書き方(*)は使えません。")
    if isinstance(node, yaml.MappingNode):
        _refuse_doubles(path, node)
        for _, value in node.value:
            _refuse_surprises(path, value, (*above, node))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_surprises(path, item, (*above, node))


def _refuse_doubles(path: Path, node: yaml.MappingNode) -> None:
    seen: set[str] = set()
    for key, _ in node.value:
        where = f"{path} {key.start_mark.line + 1}行目"
        if not isinstance(key, yaml.ScalarNode):
            raise TownFileError(f"{where}: 項目の名前は文字で書いてください。")
        if key.value in seen:
            raise TownFileError(f"{where}の「{key.value}」: 同じ項目が2回あります。")
        seen.add(key.value)


def _sentence(path: Path, node: yaml.Node | None, mistake: ErrorDetails, other_count: int) -> str:
    line = _line_of(node, mistake["loc"])
    field = " → ".join(f"{part + 1}番目" if isinstance(part, int) else part for part in mistake["loc"])
    more = f"(ほかに{other_count}件)" if other_count else ""
    return f"{path} {line}行目の「{field or '全体'}」: {_in_words(mistake)}。{more}"


def _in_words(mistake: ErrorDetails) -> str:
    given: Mapping[str, Any] = mistake.get("ctx", {})
    if mistake["type"] == "value_error":
        return str(given["error"]).rstrip("。")
    for beginning, sentence in _SENTENCES:
        if mistake["type"].startswith(beginning):
            bound = given.get("expected") or given.get("max_length") or given.get("pattern")
            return f"{sentence}({str(bound).replace(' or ', ', ')})" if bound else sentence
    return f"この値は使えません({mistake['type']})"


def _line_of(node: yaml.Node | None, location: Sequence[int | str]) -> int:
    """The line of the deepest part of the location that stands in the file."""
    line = node.start_mark.line if node else 0
    for part in location:
        match node:
            case yaml.MappingNode():
                found = [(key, value) for key, value in node.value if key.value == str(part)]
                if not found:
                    break
                key, node = found[0]
                line = key.start_mark.line
            case yaml.SequenceNode() if isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line = node.start_mark.line
            case _:
                break
    return line + 1
