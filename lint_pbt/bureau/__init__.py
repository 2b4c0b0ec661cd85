"""The journal of a checked inbox in, everything a bureau sends and keeps out: opinions, overview, forms, mails, data.

templates = Templates(asked)          # says what is wrong with them before anything is checked
written = write(journal, "审核", templates)
"""

from __future__ import annotations

import os
import posixpath
from collections import defaultdict
from datetime import datetime
from functools import partial
from typing import IO, TYPE_CHECKING, Final

from msgspec import Struct

from lint_pbt.bureau import export, parquet, sent
from lint_pbt.bureau.batch.records import STATES
from lint_pbt.bureau.forms.document import write_document
from lint_pbt.bureau.forms.filled import filled_forms
from lint_pbt.bureau.forms.items import load_form
from lint_pbt.bureau.forms.workbook import write_workbook
from lint_pbt.bureau.mail import Mails, Todo
from lint_pbt.bureau.opinions import FOLDER as OPINIONS
from lint_pbt.bureau.opinions import write_archive, write_opinion
from lint_pbt.bureau.outputs import Names, Outputs, source_of
from lint_pbt.bureau.overview.figures import UNKNOWN, figures
from lint_pbt.bureau.overview.page import write_page
from lint_pbt.bureau.overview.story import returned
from lint_pbt.bureau.overview.workbook import write_workbook as write_overview
from lint_pbt.bureau.reasons import NAME as REASONS
from lint_pbt.bureau.reasons import Reasons
from lint_pbt.bureau.replies.judging import judge
from lint_pbt.bureau.replies.workbook import NAME as REPLIES
from lint_pbt.bureau.replies.workbook import write_workbook as write_replies
from lint_pbt.bureau.shares import Shares
from lint_pbt.errors import ConfigError
from lint_pbt.reporters.workbook import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lint_pbt.bureau.asked import Asked
    from lint_pbt.bureau.batch.journal import Journal
    from lint_pbt.bureau.batch.records import RoundRow
    from lint_pbt.bureau.overview.figures import Figures
    from lint_pbt.model.run import Checked

PAGE: Final = "总览.html"
WORKBOOK: Final = "总览.xlsx"
FORMS: Final = "审核表"
MAILS: Final = "通知"
_MOST_THINGS: Final = 5
_TODO: Final = """
SELECT department, todo, count(*) AS found FROM temp.shown WHERE severity != 'info'
GROUP BY department, rule ORDER BY sum(severity = 'error') DESC, found DESC, rule"""


class Templates:
    """What is asked for, with its templates read.

    Raises ConfigError with all that is wrong in one of them, and for what is not there.
    """

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.form = load_form(asked.form)
        self.mails = Mails(asked.mail, asked.when or moment(), asked.deadline)
        if asked.data is not None:
            parquet.check_installed()
        for path in asked.replies:
            if not os.path.exists(path):
                raise ConfigError(f"找不到收回的意见表“{path}”。请检查 --replies 写的路径")


class Written(Struct, frozen=True):
    """What was written: paths in the folder by kind, and what the user should know of it."""

    page: str
    opinions: int
    forms: int
    mails: int
    remarks: tuple[str, ...]
    figures: Figures
    data: str | None = None


def write(journal: Journal, folder: str, templates: Templates) -> Written:
    """Write all outputs of a round into a folder; one document is held at a time.

    Raises ConfigError for a file of reasons that cannot be read, WriteError where something cannot be written.
    """
    return _Writing(journal, folder, templates).written()


class _Writing:
    def __init__(self, journal: Journal, folder: str, templates: Templates) -> None:
        self._journal, self._folder, self._templates = journal, folder, templates
        self._database = journal.database
        self._asked = templates.asked
        rounds = list(journal.rounds())
        self._round = rounds[-1].number if rounds else 1
        self._when = self._asked.when or (_day(rounds[-1]) if rounds else moment())
        self._reasons = Reasons(f"{folder}/{REASONS}")
        self._outputs = Outputs(folder, self._database, self._round)
        self._sheets: dict[str, str] = {}  # paths by department
        self._unread: dict[str | None, list[tuple[str, str]]] = defaultdict(list)  # files and why, by department
        self._forms = 0
        sent.prepare(self._database)

    def written(self) -> Written:
        self._reasons.settle(self._database)
        told_back = self._take_replies() if self._asked.replies else ()
        shares = Shares(self._journal, self._reasons)
        names = Names()
        of_file = {name: names.of(name or UNKNOWN) for name in self._departments()}
        for one in self._journal.files("unread", "crashed", "late", "refused"):
            self._unread[one.department].append((one.path, one.reason or STATES[one.state]))
        for department, name in of_file.items():
            self._write_department(department, name, shares)
        told = figures(self._journal, self._asked.expected, sent.course(self._database, self._round), told_back)
        mails = self._write_mails(told, of_file)
        write_archive(self._outputs, self._sheets.values(), self._when)
        page = self._outputs.write(PAGE, lambda stream: write_page(told, stream, self._when))
        self._outputs.write(WORKBOOK, lambda stream: write_overview(told, self._journal, stream, self._when))
        self._outputs.sweep(OPINIONS, MAILS, *([FORMS] if self._asked.forms else []))
        sent.record(self._database, self._round)
        export.write_sqlite(self._journal, self._folder)
        if self._asked.data is not None:
            parquet.write_parquet(self._journal, self._asked.data)
        return Written(page, len(self._sheets), self._forms, mails, tuple(self._remarks()), told, self._asked.data)

    def _take_replies(self) -> tuple[tuple[str, str], ...]:
        """Hold the replies against the drafts and keep their reasons; what came of them, in sentences."""
        replies = judge(self._asked.replies, self._database)
        self._reasons.add(replies.reasons())
        self._reasons.settle(self._database)
        self._outputs.write(REPLIES, lambda stream: write_replies(replies, stream, self._when))
        return tuple(returned(replies))

    def _departments(self) -> list[str | None]:
        return [one.name for one in self._journal.departments()]

    def _write_department(self, department: str | None, name: str, shares: Shares) -> None:
        """The opinion sheet and the review forms of a department, in one pass over its documents."""
        checks = shares.of(department)
        if self._asked.forms:
            checks = self._with_forms(checks, department or UNKNOWN, f"{FORMS}/{name}")
        path = write_opinion(name, checks, self._unread[department], self._outputs, self._when)
        self._sheets[department or UNKNOWN] = path

    def _with_forms(self, checks: Iterator[Checked], department: str, folder: str) -> Iterator[Checked]:
        """The checks, the forms of each written before it is handed on."""
        titles = Names()
        for checked in checks:
            self._write_forms(checked, department, folder, titles)
            yield checked

    def _write_forms(self, checked: Checked, department: str, folder: str, titles: Names) -> None:
        for filled in filled_forms(checked, self._templates.form, department):
            title, source = titles.of(filled.project), source_of(filled)
            for ending, writer in (("docx", write_document), ("xlsx", write_workbook)):
                self._outputs.write(f"{folder}/{title}.{ending}", partial(writer, filled, when=self._when), source)
            self._forms += 1

    def _write_mails(self, told: Figures, names: Mapping[str | None, str]) -> int:
        """A text for each department that sent something, and for each that should have."""
        mails = self._templates.mails
        known = {one.name: one for one in told.departments}
        things: dict[str | None, list[Todo]] = defaultdict(list)
        for department, todo, found in self._database.execute(_TODO):
            things[department].append(Todo(todo, found))
        texts = {}
        for department, name in names.items():
            if department is not None:
                sheet = posixpath.basename(self._sheets[department])
                unread, todo = self._unread[department], things[department][:_MOST_THINGS]
                texts[name] = mails.of(known[department], unread, todo, sheet)
        late = Names()
        for department in told.missing:
            texts[f"催报 {late.of(department)}"] = mails.missing(department)
        for name, text in texts.items():
            self._outputs.write(f"{MAILS}/{name}.txt", partial(_write_text, text))
        return len(texts)

    def _remarks(self) -> Iterator[str]:
        for path, free in self._outputs.kept:
            yield f"“{path}”有人改过，没有覆盖；新的写在“{free}”"


def _day(round: RoundRow) -> datetime:
    """When the drafts were checked: what is written again of the same round has the same bytes."""
    return datetime.fromisoformat(round.ended or round.started).replace(tzinfo=None)


def _write_text(text: str, stream: IO[bytes]) -> None:
    """Write the text so that the editor of Windows knows its encoding."""
    stream.write(text.encode("utf-8-sig"))
