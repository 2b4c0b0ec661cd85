"""All that a run says besides its findings, one remark a thing, for reports that programs read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from lint_pbt.reporters.words import line_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint_pbt.model import Place
    from lint_pbt.run import Run

Kind = Literal["failure", "crash", "note", "skip", "unused-ignore", "baseline"]

# What each kind of remark is about, in a few words.
TITLES: dict[Kind, str] = {
    "failure": "文件没有读成",
    "crash": "规则出错",
    "note": "读表说明",
    "skip": "没有判断",
    "unused-ignore": "忽略没有用上",
    "baseline": "基线可以更新",
}


class Remark(NamedTuple):
    """One thing to know about a run; `unchecked` is True where something could not be checked because of it.

    `path` is that of the table or of the configuration it is about, `rule` the id of the rule it is about.
    """

    kind: Kind
    message: str
    unchecked: bool
    path: str
    place: Place | None = None
    rule: str | None = None

    @property
    def text(self) -> str:
        """The message with the rule, as a sentence that stands alone."""
        if self.kind == "crash":
            return f"规则 {self.rule} 出错，没有查完（{self.message}）。请报告给维护者"
        if self.kind == "skip":
            return f"规则 {self.rule} 没有判断：{self.message}"
        return self.message


def remarks(run: Run) -> Iterator[Remark]:
    """The remarks of a run, those about what was not checked first."""
    for failure in run.failures:
        yield Remark("failure", failure.message, True, failure.path)
    for crash in run.crashes:
        yield Remark("crash", crash.reason, True, crash.path, rule=crash.rule)
    notes = [(document.path, note) for document in run.documents for note in document.notes]
    for path, note in sorted(notes, key=lambda one: not one[1].unchecked):
        yield Remark("note", note.message, note.unchecked, path, note.place)
    for skip in run.skips:
        yield Remark("skip", skip.reason, skip.unchecked, skip.path, skip.place, skip.rule)
    for one in run.left_out:
        yield Remark("note", f"这是{one.kind}，没有检查", False, one.path)
    for unused in run.unused_ignores:
        where = f"第 {unused.line} 行：{unused.message}"
        yield Remark("unused-ignore", where, False, unused.file, rule=unused.rule)
    for compared in run.baselines:
        if compared.fixed:
            told = f"基线里有 {len(compared.fixed)} 条已经改好，可以用 --write-baseline 更新"
            yield Remark("baseline", told, False, compared.file)


def place_of(remark: Remark) -> str:
    """Where it is, in words; empty for what is about a whole file."""
    return line_text(remark.place) if remark.place else ""
