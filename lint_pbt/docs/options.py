"""The options of checks in words: what each means, what it may be, what it is by default."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.json import schema

from lint_pbt.presentation.markdown_text import code, plain, table

_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "true 或 false",
    "array": "列表",
    "object": "对照表",
}
# What a rule file states at greater length than this is not repeated on its page.
_LONGEST = 60
_NOTHING = (None, "null", "[]", "{}")


class Option(NamedTuple):
    """One option: its key, what it means, what it may be, its default as one would type it (None: it has none)."""

    key: str
    meaning: str
    kind: str
    default: str | None
    required: bool


def options_of(kind: type[Struct]) -> list[Option]:
    """The options of a type, in the order they are defined."""
    names = schema(kind)["$defs"]
    own = names[kind.__name__]
    return [
        Option(
            key,
            one.get("description", ""),
            _kind(one, names, kind.__name__),
            shown(one["default"]) if "default" in one else None,
            key in own.get("required", ()),
        )
        for key, one in own["properties"].items()
    ]


def told(kind: type[Struct], stated: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each option of a rule's check with what it means and what it is now; `stated` are those of the rule."""
    found = []
    for option in options_of(kind):
        value = shown(stated[option.key]) if option.key in stated else option.default
        if value in _NOTHING:
            now = "没有写"
        elif len(str(value)) > _LONGEST:
            now = "见规则文件"
        else:
            now = f"现在是 {value}"
        found.append((option.key, f"{option.meaning}（{now}）"))
    return found


def options_table(kind: type[Struct], stated: Mapping[str, Any] | None = None) -> Iterator[str]:
    """A table of the options; `stated` are those of a rule, None leaves their column out."""
    titles = ["键", "意思", "可以写", "默认", *(["本规则"] if stated is not None else [])]
    rows = []
    for option in options_of(kind):
        row = [code(option.key), plain(option.meaning), option.kind, _default(option)]
        if stated is not None:
            row.append(_value(stated[option.key]) if option.key in stated else "同默认")
        rows.append(row)
    yield from table(titles, rows)


def _value(value: Any) -> str:
    text = shown(value)
    if len(text) <= _LONGEST:
        return code(text)
    return f"{len(value)} 项，见规则文件" if isinstance(value, (list, dict)) else "见规则文件"


def shown(value: Any) -> str:
    """A value as one would type it in YAML."""
    if isinstance(value, list):
        return f"[{', '.join(map(shown, value))}]"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _default(option: Option) -> str:
    if option.required:
        return "必须写"
    # Nothing, or a whole structure of nothing, is what one does not write.
    if option.default in _NOTHING or str(option.default).startswith('{"'):
        return "不写"
    return code(str(option.default))


def _kind(one: Mapping[str, Any], names: Mapping[str, Any], inside: str) -> str:
    if "enum" in one:
        return "、".join(code(str(choice)) for choice in one["enum"])
    if "anyOf" in one:
        return "或".join(filter(None, (_kind(choice, names, inside) for choice in one["anyOf"])))
    if "$ref" in one:
        name = one["$ref"].rpartition("/")[2]
        return "同样的键" if name == inside else f"含 {'、'.join(map(code, names[name]['properties']))}"
    word = _TYPES.get(one.get("type", ""), "")
    if one.get("type") == "array":
        inner = _kind(one["items"], names, inside)
        return "文字的列表" if inner == "文字" else f"列表，每项是{inner}"
    low, high = one.get("minimum", one.get("exclusiveMinimum")), one.get("maximum")
    if low is not None and high is not None:
        return f"{word}，{low}～{high}"
    return f"{word}，{'大于' if 'exclusiveMinimum' in one else '不小于'} {low}" if low is not None else word
