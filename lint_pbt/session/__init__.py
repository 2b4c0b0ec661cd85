"""Paths come in, what was found goes out: files are read, laid out, and checked by the engine.

Everything about one table is in its `Checked`; a `Run` joins them once. A file that cannot be read becomes a
`Failure`; the others are still checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lint_pbt.errors import ReadError
from lint_pbt.model.run import Failure, Run
from lint_pbt.session.single import content, guarded, laid_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from lint_pbt.edits.fix.files import Method
    from lint_pbt.model.document import Document
    from lint_pbt.model.run import Checked
    from lint_pbt.model.sheet import LeftOut
    from lint_pbt.rulebook.loader import Settings
    from lint_pbt.session.plan import Asked, Reading
    from lint_pbt.suppression.baseline import Written

    # Wraps the files of a run to show how far it has come.
    Progress = Callable[[Sequence[str]], Iterable[str]]

_NOTHING: Mapping[str, bytes] = {}


def check(
    paths: Sequence[str],
    asked: Asked | Settings,
    progress: Progress = iter,
    given: Mapping[str, bytes] = _NOTHING,
    jobs: int | None = 1,
) -> Run:
    """Check all tables under the paths, as `Checking` does, and join what came of them."""
    checking = Checking(paths, asked, progress, given, jobs=jobs)
    return checking.run(tuple(checking))


def fix(paths: Sequence[str], asked: Asked | Settings, method: Method, progress: Progress = iter) -> Run:
    """Check all tables under the paths and fix what can be fixed; the run is that of the files as they are then."""
    checking = Checking(paths, asked, progress, method=method)
    return checking.run(tuple(checking))


def write_baselines(paths: Sequence[str], asked: Asked, progress: Progress = iter) -> tuple[Run, list[Written]]:
    """Check all tables under the paths and make what is found the baseline.

    Raises ConfigError as `check` does and for a file that is no baseline, WriteError where nothing can be written.
    """
    checking = Checking(paths, asked, progress)
    run = Run(tuple(checking.unsettled()), tuple(checking.failures), left_out=tuple(checking.left_out))
    return run, checking.plan.write_baselines(run)


class Checking:
    """The check of all tables under some paths (files, folders, `-`), each with the rules of its configuration.

    Going through it checks one table after another and keeps none of them; `run` joins what was kept. `given` is the
    content of paths that are not looked for on the disk. With `Settings` configurations do not count. With a `method`
    what can be fixed is fixed, and told is the file as it is then. `jobs` processes share the work of checking; with
    None as many as pay for themselves.
    Raises ConfigError for wrong configurations, settings or rules, before any table is read.
    """

    def __init__(
        self,
        paths: Sequence[str],
        asked: Asked | Settings,
        progress: Progress = iter,
        given: Mapping[str, bytes] = _NOTHING,
        method: Method | None = None,
        jobs: int | None = 1,
    ) -> None:
        from lint_pbt.session.plan import Plan

        self.failures: list[Failure] = []
        self.left_out: list[LeftOut] = []
        self._files = list(given) or _files(paths, self.failures, self.left_out)
        self._progress, self._given, self._method = progress, given, method
        self.plan = Plan(self._files, asked)
        self._asked = asked
        # What is fixed, or given with its content, is here and nowhere else.
        alone = given or method is not None or "-" in self._files
        self._jobs = 1 if alone else jobs

    def __iter__(self) -> Iterator[Checked]:
        return map(self.plan.settled, self.unsettled())

    def unsettled(self) -> Iterator[Checked]:
        """The checks as they are before baselines are held against them."""
        check = self._check
        if self._jobs != 1 and len(self._files) > 1:
            from lint_pbt.session.sharing import Shared

            check = Shared(self._files, self._asked, self.plan, self._check, self._jobs).check
        left = len(self._files)
        for path in self._progress(self._files):
            checked = guarded(check, path, self.failures)
            left -= 1
            if not left:
                self.plan.forget()
            if checked is not None:
                yield checked

    def run(self, checked: Sequence[Checked]) -> Run:
        """What the check came to: the documents that were kept, and all that is about no single one."""
        return Run(
            tuple(checked),
            failures=tuple(self.failures),
            # What could not be read may be what they are for.
            unused_ignores=() if self.failures else self.plan.unused_ignores(),
            baselines=self.plan.compared(),
            left_out=tuple(self.left_out),
            fixing=self._method is not None,
        )

    def _check(self, path: str) -> Checked:
        reading = self.plan.reading(path)
        if self._method is None:
            return self.plan.check(laid_out(path, content(path, reading, self._given), reading))
        from lint_pbt.edits.fix.files import fix_file

        data = content(path, reading, self._given)
        return fix_file(path, data, lambda data: self.plan.check(laid_out(path, data, reading)), self._method)


def read_documents(
    paths: Sequence[str],
    failures: list[Failure],
    left_out: list[LeftOut] | None = None,
    progress: Progress = iter,
) -> Iterator[Document]:
    """The documents under the paths; what cannot be read is added to `failures`, what is no draft to `left_out`.

    Each is read with the words that its configuration adds. Raises ConfigError for a wrong configuration.
    """
    from lint_pbt.datafiles.added_words import by_vocabulary
    from lint_pbt.session.plan import Asked, Configurations, Reading

    files = _files(paths, failures, [] if left_out is None else left_out)
    configurations = Configurations(Asked())
    found = {path: configurations.of(path) for path in files}
    readings = {
        path: Reading(by_vocabulary(one.settings(one.overriding(path)).added()), one.limits) if one else Reading()
        for path, one in found.items()
    }
    for path in progress(files):
        document = guarded(lambda path: read_document(path, readings[path]), path, failures)
        if document is not None:
            yield _with_mistyped(document, readings[path])


def _with_mistyped(document: Document, reading: Reading) -> Document:
    """The document with a note on each title of which its configuration says something, where a column has nearly it:
    a configuration for many tables may state titles that are quite others.
    """
    from difflib import get_close_matches

    from msgspec.structs import replace

    from lint_pbt.layouts.tables.titles import compact
    from lint_pbt.model.document import Note

    stated = [word for name, words in reading.words.items() if name.startswith("columns.") for word in words]
    columns = [one for table in document.taken for one in table.columns if one.title]
    titles = {compact(one.title): one.title for one in columns}
    unstated = [compact(one.title) for one in columns if not one.by_title]
    notes = [
        Note(f"配置的 columns 里写的“{word}”不是这张表的列标题，是不是想写“{titles[near[0]]}”？")
        for word in stated
        if compact(word) not in titles and (near := get_close_matches(compact(word), unstated, n=1))
    ]
    return replace(document, notes=(*document.notes, *notes)) if notes else document


def read_document(path: str, reading: Reading | None = None, given: Mapping[str, bytes] = _NOTHING) -> Document:
    """The table in one file, or in the content that is given for it. Raises ReadError."""
    from lint_pbt.session.plan import Reading

    reading = reading or Reading()
    return laid_out(path, content(path, reading, given), reading)


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
