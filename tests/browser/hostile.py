"""A run in which every text that a user or a file may supply is meant to do harm."""

from __future__ import annotations

from lint_pbt.model.document import BudgetUnit, Document, Field, Note, Place, Project
from lint_pbt.model.rule import Basis, Examples
from lint_pbt.model.run import (
    BaselineEntry,
    Compared,
    Crash,
    Failure,
    Finding,
    Fix,
    Ignored,
    Known,
    Run,
    Skip,
    UnusedIgnore,
)
from tests.unit.reporters.report_runs import field, indicator, replaced, rule, run_of, sample_run

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>'\"><svg onload=alert(3)></style></title><!--"
TEMPLATE = "{{ 7*7 }}{% raw %}${alert(4)}`"
UNSEEN = "a\x00b\x1b[31mc\u202ed\u2066e\ud800f\u2028g"
LONG = "无" * 600 + "x" * 900
TEXT = f"{MARKUP}{TEMPLATE}{UNSEEN}&amp;&#60;javascript:alert(5)"
# Must not stand in the file as they are: they turn the text around, end a line, or are no characters.
FORBIDDEN = "\x00\x1b\u202e\u2066\ud800\u2028"


def run() -> Run:
    """One table with findings at every level, and everything else that a run may hold."""
    bad = indicator(1, TEXT, TEXT, 5, sheet=TEXT, cell=TEXT)
    long = indicator(2, LONG, LONG, 6)
    project = Project(1, field(TEXT, 4), (), field(TEXT + LONG, 4), (bad, long))
    unit = BudgetUnit(field(TEXT, 3), (), (project,))
    document = Document(
        TEXT,
        TEXT,
        (unit,),
        title=field(TEXT, 1),
        department=field(TEXT, 2),
        amount_unit=TEXT,
        notes=(Note(TEXT, Place(1), unchecked=True), Note(TEXT)),
    )
    wicked = rule("V101", why=TEXT, title=TEXT, basis=Basis(TEXT, TEXT), examples=Examples(good=(TEXT,), bad=(TEXT,)))
    calm = sample_run().findings[0]

    def finding(number: int, subject: Field | None, **owner: object) -> Finding:
        told = {"rule": wicked, "message": TEXT, "suggestion": TEXT, "path": TEXT, "fingerprint": f"{number:016x}"}
        fix = Fix(TEXT, safe=True) if subject else None
        about = {"unit": None, "project": None, "indicator": None, **owner}
        return replaced(calm, **{**told, "field": subject, "start": 3, "end": 40, "fix": fix, **about})

    other = Field(TEXT, bad.name.passage, 0)
    findings = (
        finding(1, bad.annual, unit=unit, project=project, indicator=bad),
        finding(2, bad.name, unit=unit, project=project, indicator=bad),
        finding(3, long.annual, unit=unit, project=project, indicator=long),
        finding(4, other, unit=unit, project=project),
        finding(5, None, unit=unit),
        finding(6, document.title),
        finding(7, None, path="elsewhere"),
    )
    aside = finding(8, bad.annual, unit=unit, project=project, indicator=bad)
    return run_of(
        documents=(document,),
        findings=findings,
        skips=(Skip(TEXT, TEXT, Place(1), TEXT),),
        crashes=(Crash(TEXT, TEXT, TEXT),),
        failures=(Failure(TEXT, TEXT),),
        ignored=(Ignored(aside, TEXT, ()),),
        unused_ignores=(UnusedIgnore(TEXT, 1, TEXT, TEXT),),
        known=(Known(aside, TEXT),),
        baselines=(Compared(TEXT, 1, (BaselineEntry(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT),)),),
    )
