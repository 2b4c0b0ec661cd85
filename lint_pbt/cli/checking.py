"""What the command `check` does, apart from how its options are read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import lint_pbt.cli.lean  # noqa: F401 - before all that uses msgspec
from lint_pbt import session
from lint_pbt.cli import configuring, output, writing
from lint_pbt.cli.messages import say_unchecked
from lint_pbt.cli.progress import show_progress
from lint_pbt.reporters.formats import CHECK

if TYPE_CHECKING:
    from collections.abc import Sequence


def check(
    paths: tuple[str, ...],
    *,
    form: str | None = None,
    outputs: tuple[str, ...] = (),
    profile: str | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    config: str | None = None,
    no_config: bool = False,
    baseline: str | None = None,
    write_baseline: bool = False,
    fail_on: str | None = None,
    jobs: int | None = None,
    quiet: bool = False,
    full: bool = False,
    statistics: bool = False,
    annotate: bool = False,
    fix: bool = False,
    diff: bool = False,
    unsafe_fixes: bool = False,
    backup: bool = False,
) -> int:
    """Check tables, write the reports, and give the exit code. The options as the command `check` has them."""
    reports = output.destinations(CHECK, form, outputs, paths)
    asked = configuring.asked(profile, select, ignore, config=config, no_config=no_config, baseline=baseline)
    method = None
    if fix or diff or unsafe_fixes or backup:
        from lint_pbt.cli import fixing

        method = fixing.method(fix=fix, diff=diff, unsafe_fixes=unsafe_fixes, backup=backup)
    if outputs and (write_baseline or diff):
        output.refuse_files("--write-baseline" if write_baseline else "--diff")
    if annotate:
        from lint_pbt.cli import annotating

        if write_baseline or diff:
            annotating.refuse("--write-baseline" if write_baseline else "--diff")
        annotating.check_paths((report.path for report in reports), paths)
    if write_baseline:
        if method is not None:
            configuring.refuse_fixing()
        run, written = session.write_baselines(paths, asked, progress=show_progress)
        configuring.say_written(written, named=baseline is not None)
        say_unchecked(run)
        return 3 if run.unchecked else 0
    if method is None and not annotate and all(report.format.streams for report in reports):
        checking = session.Checking(paths, asked, show_progress, jobs=jobs)
        streamed = [
            writing.Streamed(report, sys.stdout, quiet=quiet, statistics=statistics, full=full) for report in reports
        ]
        return _check_streaming(checking, reports, streamed, fail_on, quiet=quiet)
    from lint_pbt.cli import annotating, fixing

    if method is None:
        run = session.check(paths, asked, show_progress, jobs=jobs)
    else:
        run = session.fix(paths, asked, method, show_progress)
    run = output.without_own(run, reports)
    complete = True
    if diff:
        code = fixing.show_diff(run)
    else:
        stream = fixing.report_stream(run)
        complete = writing.written(reports, run, stream, quiet=quiet, statistics=statistics, full=full)
        if reports[0].name == "rich" and reports[0].path == output.STANDARD_OUTPUT:
            fixing.report_repairs(run, stream, method)
        code = int(any(configuring.failing(checked, fail_on) for checked in run.checked))
    if annotate:
        complete = annotating.write_copies(run, asked) and complete
    short = quiet or diff
    if short:
        configuring.say_unused(run)
    say_unchecked(run, left_out=short, reported=output.in_words(reports) and not short)
    unwritten = fixing.say_unfixed(run)
    return 3 if run.unchecked or unwritten or not complete else code


def _check_streaming(
    checking: session.Checking,
    reports: Sequence[output.Destination],
    streamed: Sequence[writing.Streamed],
    fail_on: str | None,
    *,
    quiet: bool,
) -> int:
    """Check, and let each document go once every report has had it."""
    fails, kept = False, []
    for checked in checking:
        for report in streamed:
            report.add(checked)
        fails = fails or configuring.failing(checked, fail_on)
        kept.append(checked.remembered())
    run = output.without_own(checking.run(kept), reports)
    for report in streamed:
        report.finish(run)
    if quiet:
        configuring.say_unused(run)
    say_unchecked(run, left_out=quiet, reported=output.in_words(reports) and not quiet)
    return 3 if run.unchecked or not all(report.complete for report in streamed) else int(fails)
