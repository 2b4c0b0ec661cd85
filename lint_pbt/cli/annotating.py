"""The option that writes the findings as comments into copies of the tables."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lint_pbt.cli.messages import misuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lint_pbt.model.run import Finding, Run
    from lint_pbt.session.plan import Asked


def check_paths(reports: Iterable[str], tables: Sequence[str]) -> None:
    """Raise UsageError where a report would be written to the path of a copy, whichever came last."""
    from lint_pbt.cli.output import is_among
    from lint_pbt.edits.annotate import original_of

    for report in reports:
        original = original_of(report)
        if original is not None and is_among(original, tables):
            told = f"--output {report} 和 --annotate 要写的批注是同一个文件，请换一个文件名"
            raise misuse(told)


def refuse(option: str) -> None:
    """Raise UsageError: with this option nothing is reported that could be written as comments."""
    raise misuse(f"--annotate 不能和 {option} 一起用")


def write_copies(run: Run, asked: Asked) -> bool:
    """Write a copy with comments of each table with findings; a line on standard error for each.

    False where a copy could not be written. That comments do not suit a format is said, and no failure.
    """
    wrote = [_write(checked.path, checked.findings, asked) for checked in run.checked]
    return all(wrote)


def _write(path: str, findings: Sequence[Finding], asked: Asked) -> bool:
    from lint_pbt.cli.messages import say
    from lint_pbt.edits.annotate import UnsuitedError, is_ours, write_copy
    from lint_pbt.errors import WriteError
    from lint_pbt.limits import STANDARD
    from lint_pbt.presentation.words import path_text
    from lint_pbt.readers.files import STDIN
    from lint_pbt.session.plan import Configurations

    if not findings:
        say(f"pbt-lint: {path_text(path)} 没有问题，没有写批注")
        return True
    if path == STDIN:
        say("pbt-lint: 标准输入加不了批注，请写出文件名")
        return False
    if is_ours(path):
        say(f"pbt-lint: {path_text(path)} 是 pbt-lint 写的，没有加批注。请检查原来的表")
        return True
    configuration = Configurations(asked).of(path)
    try:
        copy, told = write_copy(path, findings, configuration.limits if configuration else STANDARD)
    except UnsuitedError as error:
        say(f"pbt-lint: {path}：{error}")
        return True
    except WriteError as error:
        say(f"pbt-lint: {path} 的批注没有写成：{error}")
        return False
    except (Exception, SystemExit) as error:
        # A defect of ours on one file must not keep the others from being written.
        if os.environ.get("PBT_LINT_DEBUG"):
            raise
        what = f"{type(error).__name__}：{error}"
        say(f"pbt-lint: {path} 的批注没有写成，程序出错（{what}）。请把这一行和文件报告给维护者")
        return False
    say(f"pbt-lint: 已把 {len(findings)} 条问题写成批注：{copy}")
    for remark in told:
        say(f"pbt-lint: {copy}：{remark}")
    return True
