"""The figures of the overview, worked out by the journal's database: no document is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
from msgspec import Struct

from lint_pbt.bureau.batch.records import STATES

if TYPE_CHECKING:
    import sqlite3

    from lint_pbt.bureau.batch.journal import Journal
    from lint_pbt.bureau.batch.records import RoundRow

# From which score on a project is counted in which part of the distribution; the words are those of the grades.
_BINS: Final = ((90, "90 分以上（优）"), (80, "80–90 分（良）"), (60, "60–80 分（中）"), (0, "不到 60 分（差）"))
UNKNOWN: Final = "（没有认出部门）"


class DepartmentFigures(Struct, frozen=True):
    """A department added up; `rate` is errors per 100 indicators, `before` what the round before came to."""

    name: str
    files: int
    unread: int
    projects: int
    indicators: int
    errors: int
    warnings: int
    infos: int
    score: float | None
    before: tuple[int, int] | None = None  # errors, indicators

    @property
    def rate(self) -> float:
        return 100 * self.errors / self.indicators if self.indicators else 0.0

    @property
    def rate_before(self) -> float | None:
        if self.before is None or not self.before[1]:
            return None
        return 100 * self.before[0] / self.before[1]


class UnreadFile(Struct, frozen=True):
    """A file that should have been checked and could not."""

    path: str
    department: str
    state: str
    reason: str


class ProjectFigures(Struct, frozen=True):
    """A project with its score."""

    name: str
    department: str
    file: str
    place: str
    score: float
    errors: int
    warnings: int
    indicators: int


class Fault(Struct, frozen=True):
    """What a rule found, with an example."""

    rule: str
    title: str
    severity: str
    count: int
    departments: int
    todo: str
    where: str
    value: str
    message: str
    suggestion: str


class Course(Struct, frozen=True):
    """What became of the findings that were sent out a round before."""

    before: int
    solved: int
    left: int
    new: int


class Total(Struct, frozen=True):
    """All of a round added up."""

    number: int
    files: int
    unread: int
    projects: int
    indicators: int
    errors: int
    warnings: int
    infos: int

    @property
    def rate(self) -> float:
        return 100 * self.errors / self.indicators if self.indicators else 0.0


class Figures(Struct, frozen=True):
    """All that the overview says. `missing` are departments that should have sent something and did not.

    `expected` is how many are on the list, None without one; `unlisted` are those that answered and are not on it.
    `returned` says what came of the replies, in sentences with their moods.
    """

    now: Total
    before: Total | None
    course: Course | None
    score: float | None
    settled: int
    partly: int
    left_out: int
    expected: int | None
    missing: tuple[str, ...]
    unlisted: tuple[str, ...]
    departments: tuple[DepartmentFigures, ...]
    unread: tuple[UnreadFile, ...]
    worst: tuple[ProjectFigures, ...]
    faults: tuple[Fault, ...]
    distribution: tuple[tuple[str, int], ...]
    returned: tuple[tuple[str, str], ...] = ()


Row = TypeVar("Row", bound=Struct)
_MOST_UNREAD: Final = 1000
_WORST: Final = 20
_FAULTS: Final = 15

_DEPARTMENT_COUNTS: Final = """
SELECT department, sum(severity = 'error'), sum(severity = 'warning'), sum(severity = 'info')
FROM temp.shown GROUP BY department"""
_SCORES: Final = """
SELECT department, sum(marks * size) / sum(CASE WHEN marks IS NULL THEN NULL ELSE size END) FROM (
  SELECT projects.department, max(indicators, 1) AS size, coalesce(rescored.score, projects.score) AS marks
  FROM projects LEFT JOIN temp.rescored ON rescored.file = projects.file AND rescored.number = projects.number)
GROUP BY department"""
_UNREAD: Final = """
SELECT path, coalesce(department, '') AS department, state, coalesce(reason, '') AS reason FROM files
WHERE state IN ('unread', 'crashed', 'late', 'refused') ORDER BY department IS NULL, department, path LIMIT ?"""
_MARKED: Final = """
SELECT projects.*, coalesce(rescored.score, projects.score) AS marks
FROM projects LEFT JOIN temp.rescored ON rescored.file = projects.file AND rescored.number = projects.number
WHERE marks IS NOT NULL"""
_PROJECTS: Final = f"""
SELECT name, coalesce(marked.department, '') AS department, files.path AS file, place, marks AS score,
  marked.errors, marked.warnings, marked.indicators
FROM ({_MARKED}) AS marked JOIN files ON files.id = marked.file
ORDER BY marks, marked.errors DESC, marked.warnings DESC, files.path, marked.number LIMIT ?"""
_RULES: Final = """
SELECT rule, severity, count(*) AS found, count(DISTINCT coalesce(department, '')) AS departments
FROM temp.shown GROUP BY rule, severity ORDER BY found DESC, rule LIMIT ?"""
# The shortest value shows best what is meant; one with a suggestion to copy before others.
_EXAMPLE: Final = """
SELECT shown.*, projects.name AS project_name FROM temp.shown AS shown
LEFT JOIN projects ON projects.file = shown.file AND projects.number = shown.project
WHERE rule = ? AND severity = ?
ORDER BY better IS NULL, indicator IS NULL, length(coalesce(value, '')) = 0, length(coalesce(value, '')), shown.file,
  shown.number LIMIT 1"""


def figures(
    journal: Journal, expected: Sequence[str], course: Course | None, returned: Iterable[tuple[str, str]] = ()
) -> Figures:
    """The figures of what the journal holds; `temp.shown` and `temp.rescored` are there (`reasons`, `shares`)."""
    database = journal.database
    rounds = list(journal.rounds())
    number = rounds[-1].number if rounds else 1
    last = next((one for one in reversed(rounds[:-1])), None)
    departments = _departments(journal, last.number if last else None)
    told = {one.name for one in departments if one.files or one.unread}
    listed = list(dict.fromkeys(expected))
    [(partly,)] = database.execute("SELECT count(*) FROM files WHERE state = 'checked' AND NOT complete")
    [(left_out,)] = database.execute("SELECT count(*) FROM files WHERE state = 'left out'")
    [(settled,)] = database.execute("SELECT (SELECT count(*) FROM findings) - (SELECT count(*) FROM temp.shown)")
    now = Total(
        number,
        files=sum(1 for _ in journal.files("checked")),
        unread=sum(1 for _ in journal.files("unread", "crashed", "late", "refused")),
        **{
            name: sum(getattr(one, name) for one in departments)
            for name in ("projects", "indicators", "errors", "warnings", "infos")
        },
    )
    before = _total(last) if last else None
    return Figures(
        now=now,
        before=before,
        course=course,
        score=_mean(departments),
        settled=settled,
        partly=partly,
        left_out=left_out,
        expected=len(listed) or None,
        missing=tuple([name for name in listed if name not in told]),
        unlisted=tuple([name for name in sorted(told) if listed and name not in listed and name != UNKNOWN]),
        departments=tuple(departments),
        unread=tuple(_unread(database)),
        worst=tuple(_rows(ProjectFigures, database, _PROJECTS, (_WORST,))),
        faults=tuple(_faults(database)),
        distribution=tuple(_distribution(database)),
        returned=tuple(returned),
    )


def _total(one: RoundRow) -> Total:
    return Total(one.number, one.files, one.unread, one.projects, one.indicators, one.errors, one.warnings, one.infos)


def _departments(journal: Journal, last: int | None) -> list[DepartmentFigures]:
    """The departments, the most errors per 100 indicators first."""
    database = journal.database
    counts = {name: found for name, *found in database.execute(_DEPARTMENT_COUNTS)}
    scores = dict(database.execute(_SCORES))
    before = {one.name: (one.errors, one.indicators) for one in journal.departments(last)} if last else {}
    found = []
    for one in journal.departments():
        errors, warnings, infos = counts.get(one.name, (0, 0, 0))
        found.append(
            DepartmentFigures(
                one.name or UNKNOWN,
                one.files,
                one.unread,
                one.projects,
                one.indicators,
                errors,
                warnings,
                infos,
                scores.get(one.name),
                before.get(one.name),
            )
        )
    return sorted(found, key=lambda one: (-one.rate, -one.errors, -one.warnings, one.name))


def _mean(departments: Iterable[DepartmentFigures]) -> float | None:
    scored = [(one.score, max(one.indicators, 1)) for one in departments if one.score is not None]
    size = sum(weight for _, weight in scored)
    return sum(marks * weight for marks, weight in scored) / size if size else None


def _unread(database: sqlite3.Connection) -> Iterator[UnreadFile]:
    for one in _rows(UnreadFile, database, _UNREAD, (_MOST_UNREAD,)):
        yield UnreadFile(one.path, one.department or UNKNOWN, STATES.get(one.state, one.state), one.reason)  # type: ignore[call-overload]


def _faults(database: sqlite3.Connection) -> Iterator[Fault]:
    for rule, severity, found, departments in database.execute(_RULES, (_FAULTS,)).fetchall():
        cursor = database.execute(_EXAMPLE, (rule, severity))
        names = [column[0] for column in cursor.description]
        example = dict(zip(names, cursor.fetchone(), strict=True))
        where = [example["department"] or UNKNOWN, example["project_name"] or "", example["indicator"] or ""]
        yield Fault(
            rule=rule,
            title=example["title"],
            severity=severity,
            count=found,
            departments=departments,
            todo=example["todo"],
            where="·".join(filter(None, where)),
            value=example["value"] or "",
            message=example["message"],
            suggestion=example["suggestion"],
        )


def _distribution(database: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    marks = [row[0] for row in database.execute(f"SELECT marks FROM ({_MARKED})")]
    upper = float("inf")
    for least, name in _BINS:
        yield name, sum(least <= one < upper for one in marks)
        upper = least


def _rows(kind: type[Row], database: sqlite3.Connection, asked: str, values: tuple[Any, ...] = ()) -> Iterator[Row]:
    names = kind.__struct_fields__
    for row in database.execute(asked, values):
        yield msgspec.convert(dict(zip(names, row, strict=True)), kind, strict=False)
