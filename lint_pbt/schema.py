"""From YAML text to typed values, with every mistake named by file, line and key.

The types (msgspec structs) are the schema. A text that fits costs one fast conversion; only one that
does not is gone over again with JSON Schema, which finds all its mistakes, not just the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec
import yaml

T = TypeVar("T")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path = Sequence["str | int"]


class Mistake(NamedTuple):
    """One mistake in a file the user wrote; `line` counts from 1, 0 where there is none to name."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        where = f"{self.file} 第 {self.line} 行" if self.line else self.file
        return f"{where}：{self.message}"


class Mistakes(Exception):
    """All mistakes of one file."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = tuple(mistakes)


def load_yaml(text: str, file: str) -> Any:
    """The value a YAML text states. Raises Mistakes where it is no YAML."""
    try:
        return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are the safe ones
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"不是合法的 YAML（{error.problem or error.context}），请检查缩进、冒号和引号"
        raise Mistakes([Mistake(file, mark.line + 1 if mark else 0, problem)]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Mistakes([Mistake(file, 0, f"不是合法的 YAML（{error}）")]) from None


def convert(value: Any, kind: type[T], file: str, text: str, at: Path = ()) -> T:
    """`value` as `kind`; `at` is where the value stands in the text. Raises Mistakes with all that is wrong."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        found = list(dict.fromkeys(_mistakes(value, kind, file, text, at)))
        raise Mistakes(found or [Mistake(file, line_of(text, at), str(error))]) from None


def line_of(text: str, path: Path) -> int:
    """The 1-based line where the value at `path` is stated, or the nearest thing around it; 0 for no YAML."""
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError:
        return 0
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


def json_schema(kind: Any) -> dict[str, Any]:
    """The JSON Schema of a type, as editors read it."""
    return msgspec.json.schema(kind)


def _mistakes(value: Any, kind: Any, file: str, text: str, at: Path) -> Iterator[Mistake]:
    import jsonschema  # 80 ms, paid only where there is something to complain about

    validator = jsonschema.Draft202012Validator(json_schema(kind))
    for error in sorted(validator.iter_errors(value), key=lambda e: [str(p) for p in e.absolute_path]):
        for inner in _innermost(error):
            path = [*at, *inner.absolute_path]
            for message, step in _explain(inner):
                whole = [*path, step] if step is not None else path
                yield Mistake(file, line_of(text, whole), message)


def _innermost(error: Any) -> list[Any]:
    """The parts of an anyOf error that say something; the error itself where it has none."""
    if error.validator != "anyOf" or not error.context:
        return [error]
    deeper = [part for part in error.context if part.validator != "type" or part.path]
    return deeper or [error]


_TYPES = {
    "string": "文字", "integer": "整数", "number": "数字", "boolean": "true 或 false",
    "array": "列表（每行以“- ”开头）", "object": "“键: 值”的形式", "null": "空",
}  # fmt: skip


def _explain(error: Any) -> Iterator[tuple[str, str | None]]:
    """What a JSON Schema error means in Chinese, with the key it is about where that lies one deeper."""
    key = next((str(step) for step in reversed(error.absolute_path) if isinstance(step, str)), "")
    named = f"“{key}”" if key else "这里"
    given = f"，现在是 {error.instance!r}" if isinstance(error.instance, (str, int, float, bool)) else ""
    wanted = error.validator_value
    match error.validator:
        case "additionalProperties":
            known = list(error.schema.get("properties", ()))
            for unknown in error.instance:
                if unknown not in known:
                    yield f"没有“{unknown}”这个键{nearest(str(unknown), known)}", str(unknown)
        case "required":
            missing = [name for name in wanted if name not in error.instance]
            yield f"缺少必填的键：{'、'.join(missing)}", None
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            yield f"{named}应当是{'或'.join(_TYPES.get(kind, kind) for kind in kinds)}{given}", None
        case "enum":
            choices = [str(choice) for choice in wanted]
            yield f"{named}只能是 {'、'.join(choices)} 之一{given}{nearest(str(error.instance), choices)}", None
        case "anyOf":
            kinds = [_TYPES.get(part.get("type", ""), "") for part in wanted]
            yield f"{named}应当是{'或'.join(filter(None, kinds)) or '别的写法'}{given}", None
        case "pattern":
            yield f"{named}的写法不对，应符合 {wanted}{given}", None
        case "minLength" | "minItems" | "minProperties":
            yield f"{named}不能为空", None
        case "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum":
            bound = "小于" if "inimum" in error.validator else "大于"
            yield f"{named}不能{bound} {wanted}{given}", None
        case _:
            yield f"{named}不合要求：{error.message}", None


def nearest(word: str, known: Sequence[str]) -> str:
    """“，是不是想写“…”？” for the known word nearest to this one; all of them where none is near."""
    import difflib

    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return f"，是不是想写“{near[0]}”？"
    return f"，可用的有：{'、'.join(known)}" if known else ""
