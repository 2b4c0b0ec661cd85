"""The options that fix, and what a fixing run says besides its report."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from lint_pbt.cli.messages import misuse

if TYPE_CHECKING:
    from typing import IO

    from lint_pbt.edits.fix.files import Method
    from lint_pbt.model.run import Run


def method(*, fix: bool, diff: bool, unsafe_fixes: bool, backup: bool) -> Method | None:
    """How to fix, None where nobody asked for it. Raises UsageError for options that do not go together."""
    if fix and diff:
        raise misuse("--fix 和 --diff 只能用一个：--diff 只看会改什么，--fix 才写文件")
    if unsafe_fixes and not (fix or diff):
        raise misuse("--unsafe-fixes 要和 --fix 或 --diff 一起用")
    if backup and not fix:
        raise misuse("--backup 要和 --fix 一起用")
    if not (fix or diff):
        return None
    from lint_pbt.edits.fix.files import Method

    return Method(unsafe_fixes, fix, backup)


def show_diff(run: Run) -> int:
    """Write the diff; the exit code: 1 where something would change."""
    from lint_pbt.cli.messages import say
    from lint_pbt.reporters.changes import report_diff

    report_diff(run, sys.stdout)
    places = sum(repair.places.total() for repair in run.repairs)
    told = f"会改 {places} 处，还没有写入文件；要写入，请把 --diff 换成 --fix" if places else "没有要改的"
    say(f"pbt-lint: {told}")
    return int(places > 0)


def report_stream(run: Run) -> IO[str]:
    """Where the report goes: to standard error where standard output takes the fixed text of standard input."""
    from lint_pbt.readers.files import STDIN

    for repair in run.repairs:
        if repair.path == STDIN:
            sys.stdout.buffer.write(repair.data)
            sys.stdout.buffer.flush()
            return sys.stderr
    return sys.stdout


def report_repairs(run: Run, stream: IO[str], method: Method | None) -> None:
    """Write what was fixed under the report, where that was asked for."""
    if method is not None:
        from lint_pbt.reporters import changes

        changes.report_repairs(run, stream, unsafe=method.unsafe)


def say_unfixed(run: Run) -> bool:
    """On standard error, a line for each thing that was not fixed; True where a file could not be written."""
    if not run.repairs:
        return False
    from lint_pbt.cli.messages import say
    from lint_pbt.presentation.remarks import remarks

    for remark in remarks(run):
        if remark.kind == "unfixed":
            say(f"pbt-lint: {remark.line()}")
    return any(repair.error for repair in run.repairs)
