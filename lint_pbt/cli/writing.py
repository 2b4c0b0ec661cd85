"""Reports written: each from the whole run, or while the documents are being checked."""

from __future__ import annotations

import io
import os
from functools import partial
from typing import TYPE_CHECKING, Any

from lint_pbt.cli.messages import say
from lint_pbt.cli.output import STANDARD_OUTPUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO

    from lint_pbt.cli.output import Destination
    from lint_pbt.model.run import Checked, Run
    from lint_pbt.reporters.formats import Format
    from lint_pbt.reporters.sections import DocumentWriter


def write(destination: Destination, content: object, stream: IO[str], **options: Any) -> None:
    """Write one report, to `stream` or into its file. Raises WriteError where the file cannot be written."""
    from lint_pbt.reporters.formats import arguments

    given = arguments(destination.format, options)
    if destination.path != STANDARD_OUTPUT:
        from lint_pbt.system.saving import save

        save(destination.path, _rendered(destination.format, content, given))
    elif destination.format.binary:
        stream.flush()
        raw: IO[bytes] = stream.buffer  # type: ignore[attr-defined]
        raw.write(_rendered(destination.format, content, given))
        raw.flush()
    else:
        _prepare(destination.format, stream)
        destination.format.report(content, stream, **given)


def _prepare(format: Format, stream: IO[str]) -> None:
    if format.declares and not stream.isatty() and isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")


def _rendered(format: Format, content: object, options: dict[str, Any]) -> bytes:
    if format.binary:
        file = io.BytesIO()
        format.report(content, file, **options)
        return file.getvalue()
    text = io.StringIO()
    format.report(content, text, **options)
    # A file name that is no text holds lone surrogates, which no file of UTF-8 can.
    return text.getvalue().encode("utf-8", "replace")


def written(reports: Iterable[Destination], content: object, stream: IO[str], **options: Any) -> bool:
    """Write the reports; False, and a line on standard error for each, where some could not be written."""
    wrote = [_guarded(destination, partial(write, destination, content, stream, **options)) for destination in reports]
    return all(wrote)


class Streamed:
    """A report that is written while documents are being checked."""

    def __init__(self, destination: Destination, stream: IO[str], **options: Any) -> None:
        self._target, self._stdout, self._options = destination, stream, options
        # What goes to standard output as text is written there, all else into its place when it is complete.
        self._file: Any = None
        self._opened: DocumentWriter | None = None
        self.complete = True

    def add(self, checked: Checked) -> None:
        """Write what there is to write of a document."""
        self.complete = self.complete and _guarded(self._target, lambda: self._writer.add(checked))

    def finish(self, run: Run) -> None:
        """Write what is left, and put the file into its place; `complete` is False where that failed."""
        self.complete = self.complete and _guarded(self._target, lambda: self._finish(run))

    @property
    def _writer(self) -> DocumentWriter:
        if self._opened is None:
            self._opened = self._open()
        return self._opened

    def _open(self) -> DocumentWriter:
        from lint_pbt.reporters.formats import arguments

        format = self._target.format
        options = arguments(format, self._options)
        if self._target.path == STANDARD_OUTPUT and not format.binary:
            _prepare(format, self._stdout)
            return format.writer(self._stdout, **options)
        from tempfile import TemporaryFile

        text: dict[str, Any] = {} if format.binary else {"encoding": "utf-8", "errors": "replace", "newline": "\n"}
        self._file = TemporaryFile("w+b" if format.binary else "w+", **text)  # noqa: SIM115 - see `_finish`
        return format.writer(self._file, **options)

    def _finish(self, run: Run) -> None:
        self._writer.finish(run)
        if self._file is None:
            return
        with self._file as file:
            file.flush()
            data = getattr(file, "buffer", file)
            data.seek(0)
            if self._target.path != STANDARD_OUTPUT:
                from lint_pbt.system.saving import save

                save(self._target.path, data)
            else:
                from shutil import copyfileobj

                self._stdout.flush()
                copyfileobj(data, self._stdout.buffer)  # type: ignore[attr-defined]
                self._stdout.buffer.flush()  # type: ignore[attr-defined]


def _guarded(destination: Destination, work: Callable[[], None]) -> bool:
    from lint_pbt.errors import WriteError

    try:
        work()
    except WriteError as error:
        say(f"pbt-lint: 报告没有写成：{error}")
    except OSError:
        raise  # standard output is closed or full
    except (Exception, SystemExit) as error:
        # One format that fails, a plug-in's perhaps, must not take the others with it.
        if os.environ.get("PBT_LINT_DEBUG"):
            raise
        told = f"{type(error).__name__}：{error}"
        say(f"pbt-lint: {destination.name} 格式的报告没有写成，程序出错（{told}）。请把这一行报告给维护者")
    else:
        return True
    return False
