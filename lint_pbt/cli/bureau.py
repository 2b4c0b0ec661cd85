"""What a batch puts out for a bureau: its options, and what is said of what was written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lint_pbt.cli.messages import say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lint_pbt.bureau import Templates, Written

Command = TypeVar("Command", bound="Callable[..., int]")

_OPTIONS = (
    click.option("--replies", multiple=True, metavar="文件夹",
                 help="收回来的意见表：逐条核对改了没有，记下不修改的理由，列出新出现的问题"),
    click.option("--form", metavar="文件", help="换用自己的审核表（YAML，写法见 docs/bureau.md）"),
    click.option("--mail", metavar="文件", help="换用自己的通知模板"),
    click.option("--deadline", metavar="日期", help="通知里写的期限，照原样写进去，如 12月10日"),
    click.option("--no-forms", is_flag=True, help="不写每个项目的审核表（项目多的时候省时间）"),
    click.option("--data", metavar="位置",
                 help="全部问题按部门另存为 Parquet，写到这个文件夹或地址（先装 pbt-lint[data]）"),
)  # fmt: skip


def bureau_options(command: Command) -> Command:
    """Add the options of what is put out to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def templates(expected: Iterable[str], **options: Any) -> Templates:
    """What the options ask for. Raises ConfigError with what is wrong in a template, before anything is checked."""
    from lint_pbt.bureau import Templates
    from lint_pbt.bureau.asked import Asked

    return Templates(
        Asked(
            expected=tuple(expected),
            form=options["form"],
            mail=options["mail"],
            replies=tuple(options["replies"]),
            deadline=options["deadline"],
            forms=not options["no_forms"],
            data=options["data"],
        )
    )


def say_written(told: Written, folder: str) -> None:
    """Say what stands in the folder now, and of which files of theirs people should know."""
    figures = told.figures
    lines = [
        ("总览.html、总览.xlsx", f"第 {figures.now.number} 轮的总览，网页可以打印成两张纸"),
        ("审核意见/", f"{told.opinions} 份意见表，合在 审核意见.zip 里"),
        *([("审核表/", f"{told.forms} 个项目，Word 和 Excel 各一份")] if told.forms else []),
        ("通知/", f"{told.mails} 份，可以直接粘贴"),
        ("问题.sqlite", "全部问题，查询的写法见 docs/queries.md"),
    ]
    if told.data is not None:
        lines.append((told.data, "全部问题，Parquet，一个部门一个文件夹"))
    if figures.returned:
        lines.insert(1, ("反馈核对.xlsx", "收回的意见逐条核对"))
    say(f"写在 {os.path.join(folder, '')}：")
    for name, what in lines:
        say(f"  {name}  {what}")
    for text, _ in figures.returned:
        say(text)
    for remark in told.remarks:
        say(f"注意：{remark}")
