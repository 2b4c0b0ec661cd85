"""Holds what the linter reports against the labels beside the test tables.

`python tests/scoring.py` lists every rule with what it reported wrongly and what it missed.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml

import lint_pbt
from lint_pbt.engine.causes import stand_ins
from lint_pbt.engine.engine import Engine
from lint_pbt.model.rule import Example
from lint_pbt.rulebook.examples import document_of
from lint_pbt.rulebook.loader import RuleBook, Settings, load_rulebook
from tests.places import TESTS

TABLES = TESTS / "tables"
# A single name comes without a value: it is given one that its kind would have.
_RATE = re.compile("(率|度|比例|占比|比重|性|%)[）)]?$")
SINGLE_VALUE = {"V101", "V102", "V103", "V106", "V107", "X101", "X102", "X103", "X104"}
SINGLE_NAME = {"N101", "N102", "N103", "N104"}
STAND_INS = stand_ins(load_rulebook(Settings("strict")).rules)


class Score:
    """Counts right, false and missed findings by rule, and keeps the false and missed ones by name."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.wrong: defaultdict[str, list[str]] = defaultdict(list)
        self.missed: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, reported: set[str], must: set[str], may: set[str], where: str, asked: set[str] | None = None) -> None:
        """Count what is reported of one thing, by the rules that are `asked` about (default: all).

        A rule that another one stands in for is not missed: the cause is told.
        """
        got = reported & asked if asked else reported
        self.right.update(got & must)
        for rule in got - must - may:
            self.wrong[rule].append(where)
        for rule in must - got:
            if not STAND_INS.get(rule, frozenset()) & reported:
                self.missed[rule].append(where)

    def rules(self) -> list[str]:
        return sorted({*self.right, *self.wrong, *self.missed})

    def precision(self) -> float:
        return _share(sum(self.right.values()), sum(map(len, self.wrong.values())))

    def recall(self) -> float:
        return _share(sum(self.right.values()), sum(map(len, self.missed.values())))

    def lines(self) -> Iterator[str]:
        for rule in self.rules():
            wrong, missed = self.wrong[rule], self.missed[rule]
            yield f"{rule} {self.right[rule]:4} right {len(wrong):3} false {len(missed):3} missed"
            yield from (f"        false: {where}" for where in wrong)
            yield from (f"        missed: {where}" for where in missed)
        yield f"precision {self.precision():.3f} recall {self.recall():.3f}"


def _share(right: int, other: int) -> float:
    return right / (right + other) if right + other else 1.0


def tables() -> list[Path]:
    """Every labelled table."""
    return sorted(TABLES.glob("*/*.txt"))


def score_table(path: Path, score: Score) -> None:
    """Add what the linter reports on one table."""
    labels = json.loads(path.with_suffix("").with_suffix(".labels.json").read_text("utf-8"))
    run = lint_pbt.lint([str(path)])
    got: defaultdict[object, set[str]] = defaultdict(set)
    for finding in run.findings:
        project, indicator = finding.project, finding.indicator
        if project is None or finding.rule.id == "C201":
            got["document"].add(finding.rule.id)
        elif indicator is None:
            got[project.index].add(finding.rule.id)
        else:
            got[project.index, project.indicators.index(indicator) + 1].add(finding.rule.id)
    for label in labels["indicators"]:
        where = f"{path.stem} {label['project_no']}/{label['position']} {label['name']}"
        key = (label["project_no"], label["position"])
        score.add(got[key], set(label["must"]), set(label["may"]), where)
    for label in labels["projects"]:
        where = f"{path.stem} {label['project_no']} {label['project']}"
        must = set(label["must"]) - {"C201"}
        score.add(got[label["project_no"]], must, set(label["may"]), where)
    whole = labels["document"]
    score.add(got["document"], set(whole["must"]), set(whole["may"]), path.stem)


def score_values(book: RuleBook, score: Score) -> None:
    """Add the single values and the pairs of values."""
    engine = Engine(book.active, book.tools)
    data = yaml.safe_load((TABLES / "values.yaml").read_text("utf-8"))
    for entry in data["values"]:
        example = Example(name=entry["name"], level2=_category(entry), annual=entry["value"])
        where = f"{entry['name']}: {entry['value']}"
        score.add(_rules(engine, example, book), set(entry["must"]), set(entry["may"]), where, SINGLE_VALUE)
    for entry in data["pairs"]:
        example = Example(name=entry["name"], cycle=entry["cycle"], annual=entry["annual"])
        got = _rules(engine, example, book) & {"C101"}
        verdict = entry["verdict"]
        must, may = {"C101"} if verdict == "different" else set(), {"C101"} if verdict == "arguable" else set()
        score.add(got, must, may, f"{entry['name']}: {entry['cycle']} | {entry['annual']}")


def score_names(book: RuleBook, score: Score) -> None:
    """Add the single names."""
    engine = Engine(book.active, book.tools)
    for entry in yaml.safe_load((TABLES / "names.yaml").read_text("utf-8"))["names"]:
        annual = "≥95%" if _RATE.search(entry["name"]) else "≥20个"
        example = Example(name=entry["name"], level2=_category(entry), annual=annual)
        where = f"{entry['name']} [{entry['level2']}]"
        score.add(_rules(engine, example, book), set(entry["must"]), set(entry["may"]), where, SINGLE_NAME)


def _category(entry: dict[str, str]) -> str:
    return entry["level2"].partition("-")[2] or entry["level2"]


def _rules(engine: Engine, example: Example, book: RuleBook) -> set[str]:
    run = engine.check(document_of(example, book.rules[0]))
    assert not run.crashes, run.crashes
    return {finding.rule.id for finding in run.findings}


def main() -> None:
    book = load_rulebook(Settings())
    parts = {"tables": Score(), "values": Score(), "names": Score()}
    for path in tables():
        score_table(path, parts["tables"])
    score_values(book, parts["values"])
    score_names(book, parts["names"])
    for name in sys.argv[1:] or parts:
        print(f"== {name}", *parts[name].lines(), sep="\n")


if __name__ == "__main__":
    main()
