"""Fixing one file: what came of it, whether or not anything was written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from lint_pbt.edits.fix.manuscript import Manuscript
from lint_pbt.edits.fix.plan import fixable
from lint_pbt.edits.fix.repair import repair
from lint_pbt.errors import WriteError
from lint_pbt.model.run import Repair

if TYPE_CHECKING:
    from lint_pbt.edits.fix.manuscript import Rewritable
    from lint_pbt.edits.fix.repair import Check
    from lint_pbt.model.document import Document
    from lint_pbt.model.run import Checked

# Files whose places are lines and columns of their decoded text; what has no suffix is read as text.
_TEXTS = ("", ".txt", ".text", ".md", ".markdown", ".csv", ".tsv", ".tab")
_NOT_REWRITTEN = "这种文件只检查，不改写。请按报告在原来的软件里改，或者另存为 .xlsx、.csv 或文本再改"


class Method(NamedTuple):
    """How to fix: with those fixes that somebody should look at, whether to write, and to keep the old file."""

    unsafe: bool = False
    write: bool = True
    backup: bool = False


def fix_file(path: str, data: bytes, check: Check, method: Method) -> Checked:
    """Check a file and fix it; told is the file as it stands now (or would, where nothing is written).

    Raises ReadError.
    """
    from lint_pbt.readers.files import STDIN
    from lint_pbt.system.saving import sweep

    checked = check(data)
    if method.write and path != STDIN:
        sweep(os.path.dirname(path) or os.curdir)
    if not any(fixable(finding, method.unsafe) for finding in checked.findings):
        return replace(checked, repair=Repair(path, data))
    try:
        manuscript = manuscript_of(checked.document, data)
        if manuscript is None:
            return replace(checked, repair=Repair(path, data, remark=_NOT_REWRITTEN))
        repaired = repair(manuscript, checked, check, unsafe=method.unsafe)
        new, backup = repaired.manuscript.data(), None
        if method.write and path != STDIN and new != data:
            from lint_pbt.system.replacing import replace_file

            backup = replace_file(path, data, new, backup=method.backup)
    except WriteError as error:
        return replace(checked, repair=Repair(path, data, error=str(error)))
    texts, cells = (manuscript.text, repaired.manuscript.text), repaired.manuscript.changed_cells
    told = Repair(path, new, *texts, cells, repaired.places, repaired.refusals, backup)
    return replace(repaired.checked, repair=told)


def manuscript_of(document: Document, data: bytes) -> Rewritable | None:
    """The file of a document as it can be written in, None where files of its kind are not. Raises WriteError."""
    from lint_pbt.readers.kinds import format_of

    if format_of(data) == ".xlsx":
        from lint_pbt.edits.fix.workbook.book import WorkbookManuscript

        return WorkbookManuscript.of(data)
    is_text = os.path.splitext(document.path)[1].lower() in _TEXTS and document.encoding is not None
    return Manuscript.of(data) if is_text else None
