"""Where reports go: one to standard output, others into files."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

from lint_pbt.cli.messages import misuse, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lint_pbt.model.run import Run
    from lint_pbt.reporters.formats import Format, Formats

STANDARD_OUTPUT = "-"

EXAMPLES = """例子：
  pbt-lint 表.xlsx --output 报告.html      终端里照常显示，另存一份网页
  pbt-lint 表.xlsx --output 审核意见.xlsx  另存一份审核意见表
  pbt-lint 草案/ --format github --output 报告.sarif --output markdown=摘要
                                           一次检查，几种报告"""


class Destination:
    """A report to write: its format and the path of the file, `-` for standard output."""

    __slots__ = ("format", "name", "path")

    def __init__(self, name: str, format: Format, path: str) -> None:
        self.name, self.format, self.path = name, format, path


def in_words(reports: Iterable[Destination]) -> bool:
    """Whether standard output gets the report that is for people to read."""
    return any(report.name == "rich" and report.path == STANDARD_OUTPUT for report in reports)


def refuse_files(option: str) -> None:
    """Raise UsageError: with this option there is no report to be written."""
    raise misuse(f"--output 不能和 {option} 一起用：这时不出报告")


def destinations(
    formats: Formats, form: str | None, outputs: Iterable[str], inputs: Sequence[str]
) -> list[Destination]:
    """The reports that are asked for: `form` (default rich) on standard output, each of `outputs` in its file.

    Raises UsageError for what cannot be meant, before anything is checked.
    """
    found = [_destination(formats, text) for text in outputs]
    for number, destination in enumerate(found):
        if any(_same(destination.path, other.path) for other in found[:number]):
            raise misuse(f"--output {destination.path} 写了两次；一个文件只能放一份报告")
        if destination.path != STANDARD_OUTPUT:
            _check_path(destination.path, inputs)
    if not any(destination.path == STANDARD_OUTPUT for destination in found):
        name = form or "rich"
        found.insert(0, Destination(name, _known(formats, name), STANDARD_OUTPUT))
    elif form is not None:
        raise misuse(f"--format {form} 和 --output …={STANDARD_OUTPUT} 都要写到标准输出，只能用一个")
    for destination in found:
        if destination.path == STANDARD_OUTPUT and destination.format.binary and sys.stdout.isatty():
            raise misuse(f"{destination.name} 不能显示在终端里，请写成文件：--output {destination.name}=文件名")
    return found


def _destination(formats: Formats, text: str) -> Destination:
    """`sarif=报告.json` or, where the suffix tells the format, `报告.sarif`."""
    name, sign, path = text.partition("=")
    if sign and formats.get(name):
        if not path:
            raise misuse(f"--output {text} 少了文件名，写成 --output {name}=文件名")
        return Destination(name, _known(formats, name), path)
    if sign and re.fullmatch("[A-Za-z]+", name):
        names = formats.names()
        raise misuse(f"--output {text}：没有格式“{name}”，可以是 {'、'.join(names)}{nearest(name, names)}")
    by_suffix = formats.of_file(text)
    if by_suffix is None:
        endings = "、".join(dict.fromkeys(formats.by_suffix))
        raise misuse(f"--output {text} 看不出是什么格式：文件名以 {endings} 结尾，或者写成 --output 格式={text}")
    return Destination(by_suffix, _known(formats, by_suffix), text)


def _known(formats: Formats, name: str) -> Format:
    found = formats.get(name)
    if found is None:
        raise misuse(f"没有格式“{name}”")
    return found


def _check_path(path: str, inputs: Sequence[str]) -> None:
    """Refuse a path that could not be written, or where a table to be checked would be lost."""
    folder = os.path.dirname(path) or os.curdir
    if os.path.isdir(path):
        raise misuse(f"--output {path} 是文件夹，请写出文件名")
    if not os.path.isdir(folder):
        raise misuse(f"--output {path} 的文件夹 {folder} 不存在，请先建好，或者换一个位置")
    if is_among(path, inputs):
        raise misuse(f"--output {path} 是要检查的表，写进去表就没有了。请换一个文件名")


def is_among(path: str, inputs: Sequence[str]) -> bool:
    """Whether a file is one of the tables to be checked."""
    return any(_same(path, table) for table in _tables(path, inputs))


def without_own(run: Run, reports: Sequence[Destination]) -> Run:
    """The run without a word of the files left out in whose place it is about to write its own reports."""
    from msgspec.structs import replace

    kept = [one for one in run.left_out if not any(_same(one.path, report.path) for report in reports)]
    return replace(run, left_out=tuple(kept)) if len(kept) < len(run.left_out) else run


def _tables(path: str, inputs: Sequence[str]) -> Iterator[str]:
    """The inputs that the path could be: those named, and the path itself where it is a table in a folder named."""
    from lint_pbt.readers.files import STDIN, is_walked

    for table in inputs:
        if table == STDIN:
            continue
        if not os.path.isdir(table):
            yield table
        elif os.path.exists(path) and _within(path, table) and is_walked(path):
            yield path


def _within(path: str, folder: str) -> bool:
    path, folder = os.path.realpath(path), os.path.realpath(folder)
    return path.startswith(os.path.join(folder, ""))


def _same(one: str, other: str) -> bool:
    if STANDARD_OUTPUT in (one, other):
        return one == other
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):
        return os.path.normcase(os.path.realpath(one)) == os.path.normcase(os.path.realpath(other))
