"""Tables of the page → what their check came to, edits included."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from lint_pbt.errors import ReadError
from lint_pbt.model.run import Checked, Failure, Run
from lint_pbt.session import read_document
from lint_pbt.session.plan import Plan
from lint_pbt.web.page.editing import edited

if TYPE_CHECKING:
    from lint_pbt.model.document import Document
    from lint_pbt.session.plan import Asked, Reading
    from lint_pbt.web.page.asked import Table

# A table that is edited is checked again with each edit, and reading it is most of the work.
_REMEMBERED = 4
_documents: OrderedDict[tuple[object, ...], Document] = OrderedDict()


def check(tables: Sequence[Table], files: Sequence[bytes], asked: Asked) -> Run:
    """Check tables, each with its file. Raises ConfigError."""
    plan = Plan([table.name for table in tables], asked)
    checked: list[Checked] = []
    failures: list[Failure] = []
    for table, data in zip(tables, files, strict=True):
        try:
            document = edited(read(table.name, data, plan.reading(table.name)), table.edits)
            checked.append(plan.settled(plan.check(document)))
        except ReadError as error:
            failures.append(Failure(table.name, str(error)))
    unused = () if failures else plan.unused_ignores()
    return Run(tuple(checked), tuple(failures), unused_ignores=unused, baselines=plan.compared())


def reading(name: str, asked: Asked) -> Reading:
    """How a file is to be read. Raises ConfigError."""
    return Plan([name], asked).reading(name)


def read(name: str, data: bytes, reading: Reading) -> Document:
    """The table in a file as it is, remembered for the next time. Raises ReadError."""
    key = (name, sha256(data).digest(), _sorted(reading.words), reading.limits)
    found = _documents.pop(key, None)
    if found is None:
        found = read_document(name, reading, {name: data})
    _documents[key] = found
    while len(_documents) > _REMEMBERED:
        _documents.popitem(last=False)
    return found


def _sorted(words: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted(words.items()))
