"""All that a run says besides its findings, worded once for every report, the command line and the page.

That is: what could not be read or checked, notes on the files, values no rule could judge, what was fixed, ignores
and baselines that have no more use, and findings that are put aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from lint_pbt.presentation.words import line_text, path_text

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from lint_pbt.model.document import Place
    from lint_pbt.model.run import Checked, Finding, Ignored, Known, Repair, Run

Kind = Literal["failure", "crash", "note", "skip", "fixed", "unfixed", "left-out", "unused-ignore", "baseline"]

# What each kind of remark is about, in a few words.
TITLES: Final[dict[Kind, str]] = {
    "failure": "文件没有读成",
    "crash": "规则出错",
    "note": "读表说明",
    "skip": "没有判断",
    "fixed": "已经改好",
    "unfixed": "没有改",
    "left-out": "文件没有检查",
    "unused-ignore": "忽略没有用上",
    "baseline": "基线可以更新",
}
# The order of the kinds; notes on what was not read stand before the others.
_RANKS: Final[dict[Kind, int]] = {
    "failure": 0,
    "crash": 1,
    "note": 2,
    "skip": 4,
    "fixed": 5,
    "unfixed": 5,
    "left-out": 6,
    "unused-ignore": 7,
    "baseline": 8,
}
# How many places are named before the rest is only counted.
_NAMED: Final = 5


class Remark(Struct, frozen=True):
    """One thing to know about a run; `unchecked` is True where something could not be checked because of it.

    `path` is that of the table or of the configuration it is about, `rule` the id of the rule it is about; `places`
    are several only where `gathered` has put like remarks together.
    """

    kind: Kind
    message: str
    unchecked: bool
    path: str
    places: tuple[Place, ...] = ()
    rule: str | None = None

    @property
    def place(self) -> Place | None:
        return self.places[0] if self.places else None

    @property
    def text(self) -> str:
        """The message with the rule, as a sentence that stands alone."""
        if self.kind == "crash":
            return f"规则 {self.rule} 出错，没有查完（{self.message}）。请报告给维护者"
        if self.kind == "skip":
            times = f"有 {len(self.places)} 处" if len(self.places) > 1 else ""
            return f"规则 {self.rule} {times}没有判断：{self.message}"
        return self.message

    def line(self, *, with_path: bool = True) -> str:
        """File, place and what is said, on a line."""
        path = f"{path_text(self.path)}：" if with_path else ""
        if self.kind == "skip":
            return f"{path}{self.text}（{place_of(self)}）"
        where = place_of(self)
        return f"{path}{where}：{self.text}" if where else path + self.text


def remarks(run: Run) -> list[Remark]:
    """The remarks of a run, those about what was not checked first."""
    found = [remark for checked in run.checked for remark in remarks_about(checked)]
    return sorted([*found, *remarks_beside(run)], key=rank)


def remarks_about(checked: Checked) -> Iterator[Remark]:
    """What is said of one document."""
    path = checked.path
    for crash in checked.crashes:
        yield Remark("crash", crash.reason, True, path, rule=crash.rule)
    for note in checked.document.notes:
        yield Remark("note", note.message, note.unchecked, path, (note.place,) if note.place else ())
    for skip in checked.skips:
        yield Remark("skip", skip.reason, skip.unchecked, path, (skip.place,), skip.rule)
    if checked.repair is not None:
        yield from _of_repair(checked.repair)


def remarks_beside(run: Run) -> Iterator[Remark]:
    """What is said of a run that is about no single document."""
    for failure in run.failures:
        yield Remark("failure", failure.message, True, failure.path)
    for left in run.left_out:
        yield Remark("left-out", f"这是{left.kind}，没有检查", False, left.path)
    for unused in run.unused_ignores:
        where = f"第 {unused.line} 行：{unused.message}"
        yield Remark("unused-ignore", where, False, unused.file, rule=unused.rule)
    for compared in run.baselines:
        if compared.fixed:
            told = f"基线里有 {len(compared.fixed)} 条已经改好，可以用 --write-baseline 更新"
            yield Remark("baseline", told, False, compared.file)


def rank(remark: Remark) -> int:
    """Where a remark stands among those of a run: all of a kind together, what was not read first."""
    return _RANKS[remark.kind] + (remark.kind == "note" and not remark.unchecked)


def gathered(run: Run) -> list[Remark]:
    """The remarks for people: what could not be judged for one reason is said once, with all rules and places of it."""
    found: dict[object, Remark] = {}
    for number, remark in enumerate(remarks(run)):
        key: object = (remark.rule, remark.path, remark.message) if remark.kind == "skip" else number
        known = found.get(key)
        found[key] = replace(known, places=(*known.places, *remark.places)) if known else remark
    of_places: dict[object, Remark] = {}
    for number, remark in enumerate(found.values()):
        key = (remark.path, remark.message, remark.places) if remark.kind == "skip" else number
        known = of_places.get(key)
        of_places[key] = replace(known, rule=f"{known.rule}、{remark.rule}") if known else remark
    return list(of_places.values())


def place_of(remark: Remark, *, most: int | None = _NAMED) -> str:
    """Where it is, in words, of many places the first `most`; empty for what is about a whole file."""
    named = "、".join(dict.fromkeys(line_text(place) for place in remark.places[:most]))
    return named + ("等" if most is not None and len(remark.places) > most else "")


def _of_repair(repair: Repair) -> Iterator[Remark]:
    """What was fixed in a file, what could not be, and why."""
    if repair.places:
        told = f"改好了 {repair.places.total()} 处（{places_text(repair.places)}）"
        yield Remark("fixed", told, False, repair.path)
    for failed in (repair.error, repair.remark):
        if failed:
            yield Remark("unfixed", failed, False, repair.path)
    reasons: dict[str, list[str]] = {}
    for one in repair.refusals:
        reasons.setdefault(one.reason, []).append(f"{line_text(one.finding.place)} {one.finding.rule.id}")
    for reason, places in reasons.items():
        listed = "、".join(places[:_NAMED]) + ("等" if len(places) > _NAMED else "")
        told = f"有 {len(places)} 处没有改（{listed}）：{reason}。请对照报告自己改"
        yield Remark("unfixed", told, False, repair.path)


def places_text(places: Counter[str]) -> str:
    """`V104 10 处，F101 2 处`, the most frequent rule first."""
    return "，".join(f"{rule} {count} 处" for rule, count in sorted(places.items(), key=lambda row: (-row[1], row[0])))


def put_aside(run: Run) -> Iterator[tuple[Finding, str]]:
    """The findings that are not shown among the others, each with why."""
    for ignored in run.ignored:
        yield ignored.finding, why_ignored(ignored)
    for known in run.known:
        yield known.finding, why_known(known)


def why_ignored(ignored: Ignored) -> str:
    return f"配置里忽略：{ignored.reason}"


def why_known(known: Known) -> str:
    return f"基线 {known.file} 里已有"


def put_aside_text(ignored: int, known: int) -> str:
    """How many findings are not shown, and why; empty where all are."""
    return (f"另有 {ignored} 条按配置忽略。" if ignored else "") + (f"基线里已有 {known} 条。" if known else "")
