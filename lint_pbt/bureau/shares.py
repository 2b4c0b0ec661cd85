"""The checks in the journal, one after another, as the share of one department: its projects and their findings.

What a reason settles is put aside on the way, and scores that this changes are put down for the figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from lint_pbt.model.run import Checked, Ignored, Run
from lint_pbt.scoring.score import score
from lint_pbt.scoring.settings import load_scoring

if TYPE_CHECKING:
    from lint_pbt.bureau.batch.journal import Journal
    from lint_pbt.bureau.reasons import Reasons
    from lint_pbt.model.run import Finding

# Where several departments share a file it stands once for each; one without projects is that of its own.
_FILES: Final = """
CREATE TEMP TABLE of_department AS SELECT department, file FROM projects UNION SELECT department, file FROM findings
UNION SELECT department, id FROM files WHERE state = 'checked' AND id NOT IN (SELECT file FROM projects)"""
_OF: Final = """
SELECT file FROM temp.of_department JOIN files ON files.id = file
WHERE of_department.department IS ? AND state = 'checked' ORDER BY path"""


class Shares:
    """The shares of departments in what was checked. `journal.database` holds `rescored` for what reasons change."""

    def __init__(self, journal: Journal, reasons: Reasons) -> None:
        self._journal, self._reasons = journal, reasons
        self._scoring = load_scoring()
        self._database = journal.database
        for table in ("rescored", "of_department"):
            self._database.execute(f"DROP TABLE IF EXISTS temp.{table}")
        self._database.execute(
            "CREATE TEMP TABLE rescored(file INT, number INT, score REAL, PRIMARY KEY(file, number))"
        )

        self._database.execute(_FILES)
        self._database.execute("CREATE INDEX temp.by_department ON of_department(department)")

    def of(self, department: str | None) -> Iterator[Checked]:
        """What was checked of a department, by the names of the files."""
        for (file,) in self._database.execute(_OF, (department,)).fetchall():
            checked = self._journal.checked(file)
            owners = {one.number: one.department for one in self._journal.projects(file=file)}
            row = self._database.execute("SELECT department FROM files WHERE id = ?", (file,)).fetchone()
            share = self._settled(_share(checked, owners, row[0], department), department)
            if share.ignored != checked.ignored:
                self._rescore(file, share)
            yield share

    def _settled(self, checked: Checked, department: str | None) -> Checked:
        left: list[Finding] = []
        aside = list(checked.ignored)
        for finding in checked.findings:
            reason = self._reasons.accepted(department, finding.fingerprint)
            if reason is None:
                left.append(finding)
            else:
                aside.append(Ignored(finding, reason.told, ()))
        if len(left) == len(checked.findings):
            return checked
        return replace(checked, findings=tuple(left), ignored=tuple(aside))

    def _rescore(self, file: int, share: Checked) -> None:
        scores = score(Run((share,)), self._scoring)
        rows = [(file, one.project.index, float(one.score.total)) for one in scores.projects]
        self._database.executemany("INSERT OR REPLACE INTO rescored VALUES (?, ?, ?)", rows)


def _share(checked: Checked, owners: dict[int, str | None], of_file: str | None, department: str | None) -> Checked:
    """The projects of a department with their findings; what is about more than a project is that of the file's own."""
    if all(owner == department for owner in owners.values()) and of_file == department:
        return checked
    document = checked.document
    units = {}
    for unit in document.units:
        projects = tuple([one for one in unit.projects if owners.get(one.index) == department])
        if projects:
            units[id(unit)] = unit if projects == unit.projects else replace(unit, projects=projects)

    def kept(finding: Finding) -> Finding | None:
        if department != (of_file if finding.project is None else owners.get(finding.project.index)):
            return None
        unit = units.get(id(finding.unit))
        return finding if unit is None or unit is finding.unit else replace(finding, unit=unit)

    return replace(
        checked,
        document=replace(document, units=tuple(units.values())),
        findings=tuple(filter(None, map(kept, checked.findings))),
        ignored=tuple([one for one in checked.ignored if kept(one.finding)]),
        known=tuple([one for one in checked.known if kept(one.finding)]),
        stood_in=(),
    )
