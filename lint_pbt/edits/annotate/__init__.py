"""Copies of workbooks and documents with the findings as comments; everything else in them stays as it is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from lint_pbt.errors import ReadError, WriteError
from lint_pbt.readers.kinds import format_of, is_encrypted
from lint_pbt.system.own_reports import HEAD, own_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint_pbt.limits import Limits
    from lint_pbt.model.run import Finding

_SUFFIX: Final = ".批注"
_UNSUITED: Final = (
    "这种文件加不了批注，只有 .xlsx 和 .docx 可以。"
    "请改用网页（--output 报告.html）或审核意见表（--output 审核意见.xlsx）"
)
_OLD: Final = "旧版的 .xls 加不了批注。请用 Excel 或 WPS 另存为 .xlsx 再运行一次"
_PROTECTED: Final = "这个文件加了保护，存下来是加密的，加不了批注。请在 Office 或 WPS 里取消保护，另存一份再运行一次"
_FOREIGN: Final = "“{path}”已经有了，而且不是本程序写的，或者写好以后有人改过，没有动它。请把它改名或移走，再运行一次"


class UnsuitedError(WriteError):
    """A file of a format that has no comments."""


def annotated(data: bytes, findings: Sequence[Finding], limits: Limits) -> tuple[bytes, list[str]]:
    """The file with the findings as comments, and what there is to say of it.

    Raises ReadError for a file that cannot be read, WriteError for one whose parts are not as they should be,
    UnsuitedError for one of another format.
    """
    kind = format_of(data)
    if kind == ".xlsx":
        from lint_pbt.edits.annotate.workbook import annotate_workbook

        return annotate_workbook(data, findings, limits)
    if kind == ".docx":
        from lint_pbt.edits.annotate.document import annotate_document

        return annotate_document(data, findings, limits)
    if is_encrypted(data):
        raise UnsuitedError(_PROTECTED)
    raise UnsuitedError(_OLD if kind == ".xls" else _UNSUITED)


def path_of_copy(path: str) -> str:
    """Where the copy of a file goes: `表.批注.xlsx` beside `表.xlsx`."""
    stem, suffix = os.path.splitext(path)
    return f"{stem}{_SUFFIX}{suffix}"


def original_of(path: str) -> str | None:
    """The file whose copy would go to a path; None for a path where no copy goes."""
    stem, suffix = os.path.splitext(path)
    return stem.removesuffix(_SUFFIX) + suffix if stem.endswith(_SUFFIX) else None


def is_ours(path: str) -> bool:
    """True for a workbook or document that this program wrote and nobody has changed since."""
    try:
        with open(path, "rb") as file:
            return own_kind(file.read(HEAD)) is not None
    except OSError:
        return False


def write_copy(path: str, findings: Sequence[Finding], limits: Limits) -> tuple[str, list[str]]:
    """Write the copy of a file with comments beside it; gives its path and what there is to say of it.

    A copy from an earlier run is replaced. Raises UnsuitedError for a file of another format, and WriteError, also
    where the file has changed so that it cannot be read any more.
    """
    from lint_pbt.readers.files import load
    from lint_pbt.system.saving import save

    try:
        copy, told = annotated(load(path, limits), findings, limits)
    except ReadError as error:
        raise WriteError(str(error)) from error
    target = path_of_copy(path)
    if os.path.lexists(target) and not is_ours(target):
        raise WriteError(_FOREIGN.format(path=target))
    save(target, copy)
    return target, told
