"""What a fix must not do, and how it is told."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from lint_pbt import session
from lint_pbt.edits.fix.manuscript import Manuscript
from lint_pbt.edits.fix.plan import Spot
from lint_pbt.edits.fix.proof import hopeless, objection
from lint_pbt.edits.fix.repair import repair
from lint_pbt.errors import ReadError, WriteError
from lint_pbt.model.document import Field, Passage, Place
from lint_pbt.model.run import Checked, Crash, Fix
from lint_pbt.rulebook.loader import Settings
from tests.unit.edits.fix.test_fix import BAD, GOOD, TABLE

PLAIN = TABLE.format(visits="20场", rate="≥95%", happy="≥90%")


def checked(folder: Path, text: str) -> Checked:
    path = folder / "表.txt"
    path.write_text(text, "utf-8")
    (only,) = session.check([str(path)], Settings("strict")).checked
    return only


def check(data: bytes) -> Checked:
    from lint_pbt.engine.engine import Engine
    from lint_pbt.layouts import lay_out
    from lint_pbt.readers import read
    from lint_pbt.rulebook.loader import load_rulebook

    book = load_rulebook(Settings("strict", select=("V104", "F101", "F102", "X101")))
    return Engine(book.active, book.tools).check(lay_out(read("表.txt", data)))


def crashing(data: bytes) -> Checked:
    run = check(data)
    return msgspec.structs.replace(run, crashes=(Crash("Z999", "表.txt", "ZeroDivisionError"),))


def spots(checked: Checked, texts: dict[str, str]) -> list[Spot]:
    """The values of a table that are to read otherwise, whole."""
    indicators = [one for _, project in checked.document.projects() for one in project.indicators]
    values = [value for one in indicators for value in (one.cycle, one.annual)]
    return [Spot(value, 0, len(value.text), texts[value.text]) for value in values if value and value.text in texts]


def cell(text: str, *starts: int) -> Field:
    """A field out of cells of one row that begin at these offsets."""
    places = tuple(Place(1, start + 1, cell=f"{'ABC'[index]}1") for index, start in enumerate(starts))
    return Field(text, Passage(text, starts, places), 0)


def test_what_was_meant_may_be_written(tmp_path: Path) -> None:
    before = checked(tmp_path, PLAIN)
    after = checked(tmp_path, PLAIN.replace("20场", "30场"))
    assert objection(before, after, spots(before, {"20场": "30场"})) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("读书活动场次", "读书会场次"),
        ("藏书完好率；实施周期指标值:≥95%", "藏书完好率；实施周期指标值:≥96%"),
        ("3、3-满意度", "4、3-满意度"),
        ("12-质量", "13-质量"),
        ("120.00 120.00\n 举办", "130.00 120.00\n 举办"),
        ("举办读书活动", "举办活动"),
        ("；年度指标值:≥95%", ""),
        ("单位：万元", "单位：元"),
    ],
)
def test_nothing_else_may_change(tmp_path: Path, old: str, new: str) -> None:
    assert PLAIN.count(old) == 1
    before = checked(tmp_path, PLAIN)
    after = checked(tmp_path, PLAIN.replace(old, new).replace("20场", "30场"))
    assert "别的内容" in str(objection(before, after, spots(before, {"20场": "30场"})))


def test_no_new_error_may_come(tmp_path: Path) -> None:
    before = checked(tmp_path, PLAIN)
    after = checked(tmp_path, PLAIN.replace("≥95%", "＞100%"))
    assert "X102" in str(objection(before, after, spots(before, {"≥95%": "＞100%"})))
    assert objection(after, before, spots(after, {"＞100%": "≥95%"})) is None


def test_a_rule_that_always_fails_does_not_keep_others_from_fixing() -> None:
    repaired = repair(Manuscript(BAD, "utf-8"), crashing(BAD.encode()), crashing)
    assert repaired.manuscript.text == GOOD
    assert repaired.checked.crashes


def test_what_would_do_harm_is_left_out_and_the_rest_is_made() -> None:
    def touchy(data: bytes) -> Checked:
        if "\n20场".encode() in data:
            raise ReadError("…")
        return check(data)

    once = repair(Manuscript(BAD, "utf-8"), touchy(BAD.encode()), touchy)
    assert "读不出来" in once.refusals[0].reason
    assert once.manuscript.text.replace("\n２０场", "\n20场") == GOOD
    twice = repair(once.manuscript, once.checked, touchy)
    assert twice.manuscript.text == once.manuscript.text
    assert [refusal.finding.rule.id for refusal in twice.refusals] == ["F101"]


def test_rules_that_undo_each_other_s_fixes_end_with_a_sentence() -> None:
    def restless(data: bytes) -> Checked:
        run = check(data)
        finding = next(finding for finding in check(BAD.encode()).findings if finding.rule.id == "F102")
        field = next(run.document.projects())[1].indicators[1].annual
        other = Fix("≥95%" if " " in str(field) else "≥ 95%", safe=True)
        changed = msgspec.structs.replace(finding, indicator=None, field=field, start=0, end=len(str(field)), fix=other)
        return msgspec.structs.replace(run, findings=(changed,))

    with pytest.raises(WriteError, match="互相矛盾"):
        repair(Manuscript(BAD, "utf-8"), restless(BAD.encode()), restless)


@pytest.mark.parametrize(
    ("field", "start", "end", "text", "told"),
    [
        (cell("标准：", 0), 0, 3, "", "空了"),
        (cell("标准：=100%", 0), 0, 3, "", "公式"),
        (cell("≤0%", 0), 0, 1, "=", "公式"),
        (cell("≤0%", 0, 1, 2), 0, 1, "=", None),  # a sign in a cell of its own is no formula
        (cell("=> 95%", 0), 2, 3, "", None),
        (Field("标准：=100%", Passage("标准：=100%", (0,), (Place(1),)), 0), 0, 3, "", None),
    ],
)
def test_a_cell_is_neither_emptied_nor_made_a_formula(
    field: Field, start: int, end: int, text: str, told: str | None
) -> None:
    reason = hopeless([Spot(field, start, end, text)])
    assert reason is None if told is None else told in str(reason)
