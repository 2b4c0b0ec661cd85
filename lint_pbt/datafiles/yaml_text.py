"""YAML that people type: what is wrong with it in Chinese, and bounds on what it may unfold to.

libyaml stops at nothing: deep nesting overruns the stack, and a page of aliases unfolds to more than memory holds.
A walk over the events, which builds nothing, finds both before anything is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 50
_MOST_VALUES = 50_000
# What ends a value: nothing may follow it.
_CLOSING = frozenset("\"'}]")
_OUT_OF_BOUNDS = _TOO_DEEP, _TOO_MUCH = "套得太深", "内容太多"


class Fault(NamedTuple):
    """What is wrong with a text; `line` counts from 1, 0 where there is none to name."""

    line: int
    message: str


class _Level:
    """A mapping or sequence that is being read: how many values it holds, and the keys seen so far."""

    __slots__ = ("anchor", "is_mapping", "keys", "size", "wants_key")

    def __init__(self, anchor: str | None, is_mapping: bool) -> None:
        self.anchor, self.is_mapping = anchor, is_mapping
        self.size, self.wants_key = 1, is_mapping
        self.keys: dict[str, int] = {}


def faults(text: str) -> Iterator[Fault]:
    """Repeated keys (the last would silently win), and the first thing out of bounds. Raises YAMLError for no YAML."""
    sizes: dict[str, int] = {}
    levels = [_Level(None, is_mapping=False)]
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        level = levels[-1]
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            levels.append(_Level(event.anchor, isinstance(event, yaml.MappingStartEvent)))
            if len(levels) > _DEEPEST:
                yield Fault(line, f"{_TOO_DEEP}，超过了 {_DEEPEST} 层")
                return
            continue
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            levels.pop()
            size, anchor, key = level.size, level.anchor, None
            level = levels[-1]
        elif isinstance(event, yaml.ScalarEvent):
            size, anchor, key = 1, event.anchor, event.value
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in sizes:
                yield Fault(line, f"*{event.anchor} 引用了自己，或者前面没有 &{event.anchor}")
                return
            size, anchor, key = sizes[event.anchor], None, None
        else:
            continue
        level.size += size
        if anchor:
            sizes[anchor] = size
        if level.size > _MOST_VALUES:
            yield Fault(line, f"{_TOO_MUCH}，展开后超过了 {_MOST_VALUES} 项")
            return
        if level.is_mapping:
            if level.wants_key and key is not None and key != "<<":
                if key in level.keys:
                    yield Fault(line, f"“{key}”写了两次，第 {level.keys[key]} 行已经有了，请合成一处")
                level.keys.setdefault(key, line)
            level.wants_key = not level.wants_key


def beyond_bounds(text: str) -> Fault | None:
    """What is out of bounds in a text that the parser refuses: it may have been that, whatever the parser calls it."""
    try:
        return next((fault for fault in faults(text) if fault.message.startswith(_OUT_OF_BOUNDS)), None)
    except (yaml.YAMLError, ValueError, RecursionError):
        pass  # the parser may look so far ahead that it gives up before it tells of anything
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign in "[{") - (sign in "]}")
        if depth > _DEEPEST:
            return Fault(text.count("\n", 0, at) + 1, f"{_TOO_DEEP}，超过了 {_DEEPEST} 层")
    return None


def explain(error: Exception, text: str) -> Fault:
    """What an error of the YAML parser means, and where the user should look."""
    if isinstance(error, yaml.reader.ReaderError):
        return Fault(0, "里面有看不见的控制字符，可能选错了文件，或者文件坏了")
    if not isinstance(error, yaml.MarkedYAMLError):
        return Fault(0, f"不是合法的 YAML（{error}）")
    problem, mark = error.problem or "", error.problem_mark or error.context_mark
    at = mark.line if mark else 0
    lines = text.splitlines()
    line = lines[at] if at < len(lines) else ""
    rest = line[mark.column :] if mark else ""
    if error.context_mark and ("end of stream" in problem or "',' or" in problem):
        # Where the quotation or bracket begins, not where the parser gave up.
        at = error.context_mark.line
    if isinstance(error, yaml.constructor.ConstructorError):
        return Fault(at + 1, "不能用 ! 开头的标签，请删掉它；如果是文字，请加引号")
    began = error.context_mark
    number, advice = _advice(problem, error.context or "", lines, at, line, rest, began.line if began else at)
    return Fault(number, f"不是合法的 YAML：{advice}")


def _advice(problem: str, context: str, lines: list[str], at: int, line: str, rest: str, began: int) -> tuple[int, str]:
    """The line to name and what to do; `began` is where what the parser could not end begins."""
    number = at + 1
    wide = next((i for i in (at, at - 1) if 0 <= i < len(lines) and _wide_colon(lines[i])), None)
    if wide is not None:
        return wide + 1, "冒号写成了全角的“：”，请改成半角的“:”，后面空一格"
    if "alias" in context or "anchor" in context:
        return number, '以 * 或 & 开头的文字要加引号，例如 "*草稿*"'
    if "escape" in problem:
        return number, r"双引号里的 \ 要写成 \\，或者改用单引号，例如 '\d+年'"
    if "cannot start any token" in problem and "\t" in line[: len(line) - len(rest) + 1]:
        return number, "缩进用了 Tab 键，请改成空格"
    sign = _opening(problem, context, line, rest)
    if sign:
        return number, f"“{sign}”开头的文字要加引号"
    if "sequence entries" in problem:
        return number, "“-”开头的文字要加引号；要写列表，请另起一行"
    before = line[: len(line) - len(rest)].rstrip()
    if before[-1:] in _CLOSING and rest.strip():
        return number, f"“{before[-1]}”后面还有字：请把整个值用单引号括起来"
    if "mapping values" in problem:
        return number, "冒号的位置不对：可能上一行少了冒号，这一行缩进没有对齐，或者内容里有冒号、要加引号"
    if "expected ':'" in problem:
        return began + 1, "这一行少了冒号；接着上一行写的，要比上一行多缩进"
    if "end of stream" in problem:
        return number, "引号没有配对：从这一行起少了一个引号"
    if "',' or" in problem:
        return number, "方括号或花括号没有配对，或者两项之间少了逗号（要用半角的 ,）"
    if "single document" in context:
        return number, "只能有一段内容，请删掉中间的 --- 行"
    if "parsing a block" in context:
        return number, "这一行和上面同一层的没有对齐：要从同一格开始，列表的每一项以“- ”开头"
    return number, "请检查这一行和上一行的缩进、冒号和引号"


def _opening(problem: str, context: str, line: str, rest: str) -> str:
    """The sign that makes something else of a text that begins with it; empty where none does."""
    if "cannot start any token" in problem or "node content" in problem:
        return rest[:1]
    if "mapping keys" in problem:
        return "?"
    if "block scalar" in context:
        return next((sign for sign in line if sign in ">|"), "")
    return "!" if "tag" in context else ""


def _wide_colon(line: str) -> bool:
    """True for `键：值`, which officers' keyboards give where a plain colon is meant."""
    bare = line.split("#")[0]
    head, colon, _ = bare.partition("：")
    return bool(colon) and ":" not in bare and not set(head) & set("\"'“")
