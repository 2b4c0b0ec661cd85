"""The one door between the page and the linter: a request comes in as a message, the answer goes out as one.

`answer` is all that a worker in a browser calls, and all that a local server passes on; it keeps nothing that a later
request could not do without, so that any process may answer any request. What goes wrong is told as `error`.
"""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any

import msgspec

from lint_pbt.errors import PbtError, ReadError, WriteError
from lint_pbt.limits import STANDARD
from lint_pbt.system.version import __version__
from lint_pbt.web.page import asked as asking
from lint_pbt.web.page.checking import check, read, reading
from lint_pbt.web.page.messages import MessageError, packed, unpacked
from lint_pbt.web.page.settings import asked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lint_pbt.model.run import Run

    Answer = tuple[dict[str, Any], Sequence[bytes]]

_CRASHED = "程序出错（{error}）。请把这一行和文件报告给维护者"
_WRONG = "请求的写法不对：{error}"
_FILES = "请求里的文件数目不对"
_AS_IT_WAS = "批注写在原来的内容上：页面里改的几处没有写进这种文件"
_UNREAD = "“{name}”没有读出来：{reason}"
_REPORTS = {"html": "检查报告.html", "json": "检查报告.json", "xlsx": "审核意见.xlsx"}


def answer(request: bytes) -> bytes:
    """The answer to a request, both of them messages. Raises nothing."""
    try:
        told, files = unpacked(request)
        asked_for = msgspec.convert(told, asking.Request)
        return packed(*_ANSWERS[type(asked_for)](asked_for, files))
    except PbtError as error:
        return packed({"error": str(error)})
    except msgspec.ValidationError as error:
        return packed({"error": _WRONG.format(error=error)})
    except Exception as error:
        if os.environ.get("PBT_LINT_DEBUG"):
            raise
        return packed({"error": _CRASHED.format(error=f"{type(error).__name__}：{error}")})


def _hello(request: asking.Hello, files: Sequence[bytes]) -> Answer:
    from lint_pbt.readers import walked_suffixes
    from lint_pbt.rulebook.loader import load_profile, profile_names
    from lint_pbt.web.page.reading import roles

    return {
        "version": __version__,
        "profiles": [{"name": name, "title": load_profile(name).title} for name in profile_names()],
        "roles": roles(),
        "suffixes": list(walked_suffixes()),
        "most": STANDARD.file_bytes,
    }, ()


def _check(request: asking.Check, files: Sequence[bytes]) -> Answer:
    from lint_pbt.web.page.reading import told

    return told(_run(request.settings, [request.table], files)), ()


def _report(request: asking.Report, files: Sequence[bytes]) -> Answer:
    from lint_pbt.reporters.formats import CHECK

    found = CHECK.built_in[request.format]
    run = _run(request.settings, request.tables, files)
    return {"name": _REPORTS[request.format]}, [_written(found.report, run, binary=found.binary)]


def _open(request: asking.Open, files: Sequence[bytes]) -> Answer:
    from lint_pbt.web.page.archives import tables_in

    _expect(files, 1)
    found = tables_in(request.name, files[0])
    return {"names": list(found.tables), "left_out": found.left_out}, list(found.tables.values())


def _annotate(request: asking.Annotate, files: Sequence[bytes]) -> Answer:
    from lint_pbt.edits.annotate import annotated, path_of_copy

    _expect(files, 1)
    try:
        data, said = _typed_in(request, files[0])
    except WriteError:
        data, said = files[0], [_AS_IT_WAS]
    run = _run(request.settings, [asking.Table(request.table.name)], [data])
    _expect_read(run)
    copy, told = annotated(data, run.findings, STANDARD)
    return {"name": os.path.basename(path_of_copy(request.table.name)), "said": [*said, *told]}, [copy]


def _fix(request: asking.Fix, files: Sequence[bytes]) -> Answer:
    from lint_pbt.web.page.fixing import fixed

    _expect(files, 1)
    data, said = _typed_in(request, files[0])
    with asked(request.settings) as one:
        told, new = fixed(request.table.name, data, one)
    return {**told, "refused": [*said, *told["refused"]]}, [] if new is None else [new]


def _save(request: asking.Save, files: Sequence[bytes]) -> Answer:
    _expect(files, 1)
    data, said = _typed_in(request, files[0])
    return {"name": os.path.basename(request.table.name), "said": said}, [data]


def _compare(request: asking.Compare, files: Sequence[bytes]) -> Answer:
    from lint_pbt.compare import compare
    from lint_pbt.reporters.formats import COMPARE
    from lint_pbt.rulebook.loader import make_tools

    _expect(files, 2)
    old = _run(request.settings, [request.old], files[:1])
    new = _run(request.settings, [request.new], files[1:])
    for run in (old, new):
        _expect_read(run)
    report = COMPARE.built_in["html"].report
    return {"name": "对照报告.html"}, [_written(report, compare(old, new, make_tools()), binary=False)]


def _typed_in(request: asking.Annotate | asking.Fix | asking.Save, data: bytes) -> tuple[bytes, list[str]]:
    """The file of a request with what was edited typed in, and what could not be. Raises ReadError and WriteError."""
    table = request.table
    if not table.edits:
        return data, []
    from lint_pbt.web.page.editing import saved

    with asked(request.settings) as one:
        return saved(read(table.name, data, reading(table.name, one)), data, table.edits)


def _expect_read(run: Run) -> None:
    for failure in run.failures:
        raise ReadError(_UNREAD.format(name=failure.path, reason=failure.message))


def _run(settings: asking.Settings, tables: Sequence[asking.Table], files: Sequence[bytes]) -> Run:
    _expect(files, len(tables))
    with asked(settings) as one:
        return check(tables, files, one)


def _expect(files: Sequence[bytes], count: int) -> None:
    if len(files) != count:
        raise MessageError(_FILES)


def _written(report: Any, about: object, *, binary: bool) -> bytes:
    """What a reporter writes, as bytes."""
    if binary:
        stream = io.BytesIO()
        report(about, stream)
        return stream.getvalue()
    text = io.StringIO()
    report(about, text)
    return text.getvalue().encode("utf-8", "replace")


_ANSWERS: Mapping[type, Callable[[Any, Sequence[bytes]], Answer]] = {
    asking.Hello: _hello,
    asking.Open: _open,
    asking.Check: _check,
    asking.Report: _report,
    asking.Annotate: _annotate,
    asking.Fix: _fix,
    asking.Save: _save,
    asking.Compare: _compare,
}


def warm() -> None:
    """Load what every check needs, so that the first does not wait for it."""
    from lint_pbt import layouts  # noqa: F401
    from lint_pbt.rulebook.loader import load_rulebook

    load_rulebook()
