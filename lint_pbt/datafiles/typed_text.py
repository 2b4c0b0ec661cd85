"""From YAML text to typed values, with every mistake named by file, line and key.

The types (msgspec structs) are the schema. A text that fits costs one fast conversion; only one that
does not is gone over again with JSON Schema, which finds all its mistakes, not just the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

T = TypeVar("T")
Path = Sequence["str | int"]
# A text longer than this may nest deep enough to overrun the stack of libyaml's binding.
_HARMLESS = 8_000
_MOST_SHOWN = 30


class Mistake(Struct, frozen=True):
    """One mistake in a file the user wrote; `line` counts from 1, 0 where there is none to name.

    `file` is empty where the message names it.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.file} 第 {self.line} 行" if self.line else self.file
        return f"{where}：{self.message}" if where else self.message


class Mistakes(Exception):  # noqa: N818 - it is many
    """All mistakes of one file."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = tuple(mistakes)


def listed(mistakes: Sequence[Mistake]) -> str:
    """The mistakes one a line, the first of them where there are very many."""
    lines = [str(mistake) for mistake in dict.fromkeys(mistakes)]
    if len(lines) > _MOST_SHOWN:
        lines[_MOST_SHOWN:] = [f"……另有 {len(lines) - _MOST_SHOWN} 处，先改好上面这些再看"]
    return "\n".join(lines)


def load_yaml(text: str, file: str, *, strict: bool = False) -> Any:
    """The value a YAML text states. Raises Mistakes where it is no YAML, or unfolds to too much.

    `strict` refuses repeated keys too; it doubles the time.
    """
    import yaml  # takes longer than a table; a run on compiled values has no use for it

    try:
        if strict or len(text) > _HARMLESS or ("&" in text and "*" in text):
            from lint_pbt.datafiles.yaml_text import faults

            found = [Mistake(file, *fault) for fault in faults(text)]
            if found:
                raise Mistakes(found)
        return yaml.load(text, Loader=_loader())
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        from lint_pbt.datafiles.yaml_text import beyond_bounds, explain

        raise Mistakes([Mistake(file, *(beyond_bounds(text) or explain(error, text)))]) from None


def _loader() -> Any:
    """The quick one where it is installed; both are safe."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def line_of(text: str, path: Path) -> int:
    """The 1-based line where the value at `path` is stated, or the nearest thing around it; 0 for no YAML."""
    import yaml

    node = _composed(text)
    line = node.start_mark.line + 1 if node else 0
    for step in path:
        if isinstance(node, yaml.MappingNode):
            for key, below in node.value:
                if key.value == str(step):
                    line, node = key.start_mark.line + 1, below
                    break
            else:
                break
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line


@lru_cache(maxsize=2)
def _composed(text: str) -> Any:
    import yaml

    try:
        return yaml.compose(text, Loader=_loader())
    except yaml.YAMLError:
        return None


def convert(
    value: Any, kind: type[T], file: str, text: str, at: Path = (), find_line: Callable[[str, Path], int] = line_of
) -> T:
    """`value` as `kind`; `at` is where the value stands in the text. Raises Mistakes with all that is wrong."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        problems = [*_odd_keys(value), *_problems(value, kind)] or [((), str(error))]
        found = [Mistake(file, find_line(text, [*at, *path]), message) for path, message in problems]
        raise Mistakes(list(dict.fromkeys(found))) from None


class TypedPlace(msgspec.Struct, frozen=True):
    """Where in a text the user wrote something stands, to name it in a mistake."""

    file: str
    text: str
    path: tuple[str | int, ...] = ()
    find: Callable[[str, Path], int] = line_of

    def at(self, *path: str | int) -> TypedPlace:
        """What stands further in."""
        return TypedPlace(self.file, self.text, (*self.path, *path), self.find)

    def mistake(self, message: str) -> Mistake:
        return Mistake(self.file, self.find(self.text, self.path), message)


def json_schema(kind: Any) -> dict[str, Any]:
    """The JSON Schema of a type, as editors read it."""
    return msgspec.json.schema(kind)


def _odd_keys(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[Path, str]]:
    """Keys that YAML takes for numbers, dates or truth values."""
    if isinstance(value, dict):
        for key, below in value.items():
            if not isinstance(key, str):
                yield at, f"键“{_as_written(key)}”不是文字，请加引号"
            yield from _odd_keys(below, (*at, str(key)))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _odd_keys(below, (*at, index))


def _problems(value: Any, kind: Any) -> Iterator[tuple[Path, str]]:
    """What is wrong with a value and where in it."""
    import jsonschema  # 80 ms, paid only where there is something to complain about

    validator = jsonschema.Draft202012Validator(json_schema(kind))
    for error in sorted(validator.iter_errors(value), key=lambda e: [str(p) for p in e.absolute_path]):
        for inner in _innermost(error):
            path = list(inner.absolute_path)
            for message, step in _explain(inner):
                yield [*path, step] if step is not None else path, message


def _innermost(error: Any) -> list[Any]:
    """The parts of an anyOf error that say something; the error itself where it has none."""
    if error.validator != "anyOf" or not error.context:
        return [error]
    composite = isinstance(error.instance, (dict, list))
    deeper = [
        part
        for part in error.context
        if part.path or not (part.validator == "type" or (composite and part.validator == "enum"))
    ]
    return [inner for part in deeper for inner in _innermost(part)] or [error]


_TYPES = {
    "string": "文字", "integer": "整数", "number": "数字", "boolean": "true 或 false",
    "array": "列表（每行以“- ”开头）", "object": "“键: 值”的形式", "null": "空",
}  # fmt: skip


# Choices are told in this order; those that are not in it come first.
_ORDER = "on off error warning info never"
# What people write for them.
_MEANT = {
    "错误": "error", "警告": "warning", "提示": "info", "开": "on", "关": "off", "关闭": "off", "不查": "off",
    "高": "high", "越高越好": "high", "低": "low", "越低越好": "low",
}  # fmt: skip
_COLON = "（冒号要用半角的“:”，后面空一格）"
_BELOW = "；下面几行要是它的内容，每行前面再多空两格"


def _kinds(kinds: Sequence[str]) -> str:
    """The types in words; that a value may be absent goes without saying."""
    return "或".join(filter(None, (_TYPES.get(kind, "") for kind in kinds if kind != "null" or len(kinds) == 1)))


def _hint(kinds: Sequence[str], value: Any, key: str) -> str:
    """What probably went wrong where a value has another type."""
    if value is None and "：" in key:
        return _COLON
    if value is None and not {"string", "integer", "number", "boolean"}.intersection(kinds):
        return _BELOW
    if {"integer", "number"}.intersection(kinds) and isinstance(value, str) and _is_number(value):
        return "（加了引号就是文字，请去掉引号）"
    if "string" in kinds and not isinstance(value, (dict, list, type(None))):
        return "，要当文字请加引号"
    if "object" in kinds and isinstance(value, str) and set(value) & set(":："):
        return _COLON
    return ""


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _explain(error: Any) -> Iterator[tuple[str, str | None]]:
    """What a JSON Schema error means in Chinese, with the key it is about where that lies one deeper."""
    key = next((str(step) for step in reversed(error.absolute_path) if isinstance(step, str)), "")
    named = f"“{key}”" if key else "这里"
    given = f"，现在是 {_as_written(error.instance)}" if not isinstance(error.instance, (dict, list)) else ""
    wanted = error.validator_value
    match error.validator:
        case "additionalProperties":
            known = list(error.schema.get("properties", ()))
            for unknown in error.instance:
                if unknown not in known:
                    near = nearest(str(unknown), known)
                    options = "；检查的选项写在 with 里" if "with" in known and not near.endswith("？") else ""
                    yield f"没有“{unknown}”这个键{near}{options}", str(unknown)
        case "required":
            missing = [name for name in wanted if name not in error.instance]
            yield f"缺少必填的键：{'、'.join(missing)}", None
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            yield f"{named}应当是{_kinds(kinds)}{given}{_hint(kinds, error.instance, key)}", None
        case "enum":
            choices = sorted(map(str, wanted), key=lambda choice: _ORDER.find(choice))
            yield f"{named}只能是 {'、'.join(choices)} 之一{given}{_choice_meant(error.instance, choices, key)}", None
        case "anyOf":
            yield f"{named}应当是{_kinds([part.get('type', '') for part in wanted]) or '别的写法'}{given}", None
        case "pattern" if wanted == r"\S":
            yield f"{named}不能为空", None
        case "pattern":
            how = error.schema.get("description")
            yield f"{named}的写法不对{given}" + (f"（{how}）" if how else f"，应符合 {wanted}"), None
        case "minLength" | "minItems" | "minProperties":
            yield f"{named}不能为空", None
        case "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum":
            bound = "小于" if "inimum" in error.validator else "大于"
            yield f"{named}不能{bound} {wanted}{given}", None
        case _:
            yield f"{named}不合要求：{error.message}", None


def _choice_meant(value: Any, choices: Sequence[str], key: str) -> str:
    """What was probably meant where a value is none of the choices."""
    if value is None:
        return _COLON if "：" in key else _BELOW
    if not isinstance(value, str):
        return ""
    near = nearest(_MEANT.get(value, value), choices)
    return near if near.endswith("？") else ""


def _as_written(value: Any) -> str:
    """A plain value as YAML writes it."""
    if value is None:
        return "空"
    if isinstance(value, bool):
        return str(value).lower() + "（不加引号的 on、yes、off、no 也算）"
    text = str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def nearest(word: str, known: Sequence[str], listed_in: str = "") -> str:
    """“，是不是想写“…”？” for the known word nearest to this one; where none is near all of them, or where they are
    listed because they are very many.
    """
    import difflib

    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"，是不是想写“{near[0]}”？"
    if listed_in:
        return f"；有哪些见 {listed_in}"
    return f"，可用的有：{'、'.join(known)}" if known else ""
