"""From paths to a `Run`: reads the files, lays them out, and has the engine check them.

A file that cannot be read becomes a `Failure`; the others are still checked.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

from lint_pbt.errors import ConfigError, ReadError
from lint_pbt.run import Failure, LeftOut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from lint_pbt.baseline import Written
    from lint_pbt.fix.files import Method, Repair
    from lint_pbt.loader import Settings
    from lint_pbt.model import Document
    from lint_pbt.plan import Asked, Plan, Reading
    from lint_pbt.run import Run

    # Wraps the files of a run to show how far it has come.
    Progress = Callable[[Sequence[str]], Iterable[str]]

Result = TypeVar("Result")
_NOTHING: Mapping[str, bytes] = {}


def check(
    paths: Sequence[str], asked: Asked | Settings, progress: Progress = iter, given: Mapping[str, bytes] = _NOTHING
) -> Run:
    """Check all tables under the paths (files, folders, `-`), each with the rules of its configuration.

    `given` is the content of paths that are not looked for on the disk. With `Settings` configurations do not count.
    Raises ConfigError for wrong configurations, settings or rules.
    """
    run, plan = _checked(paths, asked, progress, given)
    return plan.finished(run)


def write_baselines(paths: Sequence[str], asked: Asked, progress: Progress = iter) -> tuple[Run, list[Written]]:
    """Check all tables under the paths and make what is found the baseline.

    Raises ConfigError as `check` does and for a file that is no baseline, WriteError where nothing can be written.
    """
    run, plan = _checked(paths, asked, progress)
    return run, plan.write_baselines(run)


def fix(paths: Sequence[str], asked: Asked | Settings, method: Method, progress: Progress = iter) -> Run:
    """Check all tables under the paths and fix what can be fixed; the run is that of the files as they are then.

    Raises ConfigError as `check` does.
    """
    from lint_pbt.fix.files import fix_file
    from lint_pbt.plan import Plan
    from lint_pbt.readers.files import load

    failures: list[Failure] = []
    left_out: list[LeftOut] = []
    files = _files(paths, failures, left_out)
    plan = Plan(files, asked)

    def fixed(path: str) -> tuple[Run, Repair]:
        reading = plan.reading(path)
        return fix_file(
            path, load(path, reading.limits), lambda data: plan.check(_document(path, data, reading)), method
        )

    done = [_guarded(fixed, path, failures) for path in progress(files)]
    results = [result for result in done if result is not None]
    runs, repairs = [run for run, _ in results], [repair for _, repair in results]
    return plan.finished(_joined(runs, failures, left_out, repairs))


def _checked(
    paths: Sequence[str], asked: Asked | Settings, progress: Progress, given: Mapping[str, bytes] = _NOTHING
) -> tuple[Run, Plan]:
    from lint_pbt.plan import Plan

    failures: list[Failure] = []
    left_out: list[LeftOut] = []
    files = list(given) or _files(paths, failures, left_out)
    plan = Plan(files, asked)
    runs = [plan.check(document) for document in _read_all(files, failures, progress, plan.reading, given)]
    return _joined(runs, failures, left_out), plan


def _joined(
    runs: Sequence[Run],
    failures: Sequence[Failure],
    left_out: Sequence[LeftOut],
    repairs: Sequence[Repair] | None = None,
) -> Run:
    """The runs of single files as one."""
    from lint_pbt.run import Run

    return Run(
        documents=tuple([one for run in runs for one in run.documents]),
        findings=tuple([one for run in runs for one in run.findings]),
        skips=tuple([one for run in runs for one in run.skips]),
        crashes=tuple([one for run in runs for one in run.crashes]),
        failures=tuple(failures),
        repairs=None if repairs is None else tuple(repairs),
        ignored=tuple([one for run in runs for one in run.ignored]),
        stood_in=tuple([one for run in runs for one in run.stood_in]),
        left_out=tuple(left_out),
    )


def read_documents(
    paths: Sequence[str],
    failures: list[Failure],
    left_out: list[LeftOut] | None = None,
    progress: Progress = iter,
) -> Iterator[Document]:
    """The documents under the paths; what cannot be read is added to `failures`, what is no draft to `left_out`.

    Each is read with the words that its configuration adds. Raises ConfigError for a wrong configuration.
    """
    from lint_pbt.added_words import by_vocabulary
    from lint_pbt.plan import Asked, Configurations, Reading

    files = _files(paths, failures, [] if left_out is None else left_out)
    configurations = Configurations(Asked())
    found = {path: configurations.of(path) for path in files}
    readings = {
        path: Reading(by_vocabulary(one.settings(one.overriding(path)).added()), one.limits) if one else Reading()
        for path, one in found.items()
    }
    return _read_all(files, failures, progress, readings.__getitem__)


def _read_all(
    files: Sequence[str],
    failures: list[Failure],
    progress: Progress,
    reading: Callable[[str], Reading],
    given: Mapping[str, bytes] = _NOTHING,
) -> Iterator[Document]:
    for path in progress(files):
        document = _guarded(lambda path: read_document(path, reading(path), given), path, failures)
        if document is not None:
            yield document


def read_document(path: str, reading: Reading | None = None, given: Mapping[str, bytes] = _NOTHING) -> Document:
    """The table in one file, or in the content that is given for it. Raises ReadError."""
    from lint_pbt.plan import Reading
    from lint_pbt.readers.files import checked_size, load

    reading = reading or Reading()
    data = checked_size(given[path], reading.limits) if path in given else load(path, reading.limits)
    return _document(path, data, reading)


def _document(path: str, data: bytes, reading: Reading) -> Document:
    from lint_pbt.coverage import covered
    from lint_pbt.layouts import lay_out
    from lint_pbt.readers import read

    source = read(path, data, reading.limits)
    return covered(source, lay_out(source, reading.words))


def _guarded(work: Callable[[str], Result], path: str, failures: list[Failure]) -> Result | None:
    """What the work on a file comes to; None, and one more of the failures, where it cannot be read."""
    try:
        return work(path)
    except ReadError as error:
        failures.append(Failure(path, str(error)))
    except ConfigError:
        raise
    except (Exception, SystemExit) as error:
        # A defect of ours on one file must not keep the others from being checked.
        if os.environ.get("PBT_LINT_DEBUG"):
            raise
        told = f"程序读这个文件时出错（{type(error).__name__}：{error}）。请把这一行和文件报告给维护者"
        failures.append(Failure(path, told))
    return None


def _files(paths: Sequence[str], failures: list[Failure], left_out: list[LeftOut]) -> list[str]:
    """Every file under the paths once, in their order."""
    from lint_pbt.readers.files import expand

    files: dict[str, None] = {}
    for path in paths:
        try:
            files.update(dict.fromkeys(expand([path], left_out)))
        except ReadError as error:
            failures.append(Failure(path, str(error)))
    return list(files)
