"""The one door between the page and the linter: a request comes in as a message, the answer goes out as one.

`answer` is all that a worker in a browser calls, and all that a local server passes on; it keeps nothing that a later
request could not do without, so that any process may answer any request. What goes wrong is told as `error`.
"""

from __future__ import annotations

import io
import os
from functools import singledispatch
from typing import TYPE_CHECKING, Any

import msgspec

from lint_pbt import __version__
from lint_pbt.errors import PbtError
from lint_pbt.limits import STANDARD
from lint_pbt.page import asked as asking
from lint_pbt.page.checking import check
from lint_pbt.page.messages import MessageError, packed, unpacked
from lint_pbt.page.settings import asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint_pbt.run import Run

    Answer = tuple[dict[str, Any], Sequence[bytes]]

_CRASHED = "程序出错（{error}）。请把这一行和文件报告给维护者"
_WRONG = "请求的写法不对：{error}"
_FILES = "请求里的文件数目不对"
_UNREAD = "“{name}”没有读出来：{reason}"
_TYPES = {
    "html": ("html", "text/html"),
    "json": ("json", "application/json"),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def answer(request: bytes) -> bytes:
    """The answer to a request, both of them messages. Raises nothing."""
    try:
        told, files = unpacked(request)
        return packed(*_answered(msgspec.convert(told, asking.Request), files))
    except PbtError as error:
        return packed({"error": str(error)})
    except msgspec.ValidationError as error:
        return packed({"error": _WRONG.format(error=error)})
    except Exception as error:
        if os.environ.get("PBT_LINT_DEBUG"):
            raise
        return packed({"error": _CRASHED.format(error=f"{type(error).__name__}：{error}")})


@singledispatch
def _answered(request: object, files: Sequence[bytes]) -> Answer:
    raise MessageError(_WRONG.format(error=type(request).__name__))


@_answered.register
def _hello(request: asking.Hello, files: Sequence[bytes]) -> Answer:
    from lint_pbt.page.reading import roles
    from lint_pbt.readers import suffixes
    from lint_pbt.rulebook.loader import load_profile, profile_names

    return {
        "version": __version__,
        "profiles": [{"name": name, "title": load_profile(name).title} for name in profile_names()],
        "roles": roles(),
        "suffixes": list(suffixes()),
        "most": STANDARD.file_bytes,
    }, ()


@_answered.register
def _check(request: asking.Check, files: Sequence[bytes]) -> Answer:
    from lint_pbt.page.reading import told

    return told(_run(request.settings, [request.table], files)), ()


@_answered.register
def _report(request: asking.Report, files: Sequence[bytes]) -> Answer:
    from lint_pbt.reporters.formats import CHECK

    found = CHECK.built_in[request.format]
    run = _run(request.settings, request.tables, files)
    suffix, kind = _TYPES[request.format]
    return {"name": f"检查报告.{suffix}", "type": kind}, [_written(found.report, run, binary=found.binary)]


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


def warm() -> None:
    """Load what every check needs, so that the first does not wait for it."""
    from lint_pbt.engine import engine  # noqa: F401 - for its own sake
