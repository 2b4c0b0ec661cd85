"""The options that several commands have, and those of `check` by what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

from lint_pbt.cli.messages import nearest

if TYPE_CHECKING:
    from collections.abc import Callable

    from lint_pbt.reporters.formats import Formats

Command = TypeVar("Command", bound="Callable[..., int]")


class FormatName(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """The name of a format a command can write; plug-ins are looked for where it is none of ours."""

    name = "格式"

    def __init__(self, formats: Callable[[], Formats]) -> None:
        self._formats = formats

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        formats = self._formats()
        if formats.get(value) is None:
            names = formats.names()
            self.fail(f"不能是“{value}”，可以是 {'、'.join(names)}{nearest(value, names)}", param, ctx)
        return str(value)


def report_options(command: Command) -> Command:
    """Add `--format` and `--output` to `check`."""
    return _options(
        command,
        _check_formats,
        "rich：给人看的报告（默认）；json：给程序读的数据；html：网页；xlsx：审核意见表；"
        "markdown、github、sarif、junit：给代码库用；"
        "jsonl：一张表一行，边查边写",
    )


def parse_options(command: Command) -> Command:
    """Add `--format` and `--output` to `parse`."""
    return _options(
        command, _parse_formats, "rich：给人看的概要（默认）；json：给程序读的数据；csv、xlsx：一行一个指标的表"
    )


def comparison_options(command: Command) -> Command:
    """Add `--format` and `--output` to `compare`."""
    return _options(
        command,
        _comparison_formats,
        "rich：给人看的报告（默认）；html：网页；xlsx：工作簿；markdown：给合并请求；json：给程序读的数据",
    )


def _options(command: Command, formats: Callable[[], Formats], told: str) -> Command:
    for option in (
        click.option("--output", "-o", "outputs", multiple=True, metavar="[格式=]文件",
                     help="另外写成文件，可以写几次；格式由文件名的结尾定，或者写在前面：sarif=报告.json"),
        click.option("--format", "form", type=FormatName(formats), metavar="格式", help=told),
    ):  # fmt: skip
        command = option(command)
    return command


def _check_formats() -> Formats:
    from lint_pbt.reporters.formats import CHECK

    return CHECK


def _parse_formats() -> Formats:
    from lint_pbt.reporters.formats import PARSE

    return PARSE


def _comparison_formats() -> Formats:
    from lint_pbt.reporters.formats import COMPARE

    return COMPARE


def config_options(command: Command) -> Command:
    """Add `--config`, `--no-config`, `--baseline` and `--write-baseline` to a command."""
    for option in (
        click.option("--write-baseline", is_flag=True, help="把现有的问题记入基线文件，不再报告；以后只看新问题"),
        click.option("--baseline", metavar="文件", help="基线文件：里面已有的问题不再报"),
        click.option("--no-config", is_flag=True, help="不看任何配置文件"),
        click.option("--config", metavar="文件", help="配置文件（默认：从表格所在文件夹往上找 .pbt-lint.yaml）"),
    ):
        command = option(command)
    return command


def fix_options(command: Command) -> Command:
    """Add `--fix`, `--diff`, `--unsafe-fixes` and `--backup` to a command."""
    for option in (
        click.option("--backup", is_flag=True, help="和 --fix 一起用：把原来的文件另存为 表.txt.bak"),
        click.option("--unsafe-fixes", is_flag=True, help="和 --fix、--diff 一起用：连要看过才能定的也改"),
        click.option("--diff", is_flag=True, help="只显示会改什么，不写文件；有要改的，退出码是 1"),
        click.option("--fix", is_flag=True, help="把有把握的问题直接在文件里改好，再报告剩下的"),
    ):
        command = option(command)
    return command


def annotate_option(command: Command) -> Command:
    """Add `--annotate` to a command."""
    return click.option(
        "--annotate", is_flag=True, help="把问题写成批注，另存一份 表.批注.xlsx（.docx 也行）；原来的文件不动"
    )(command)
