"""Forms in lines: the cells that wrapped, and that programs set behind each other, are put together again."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint_pbt import recovery
from lint_pbt.errors import ReadError
from lint_pbt.layouts import inline, lay_out
from lint_pbt.model.document import Document
from lint_pbt.readers import read
from tests.drawing import examples
from tests.form_texts import Project, Style, form_of, projects
from tests.places import SHARED
from tests.unit.recovery.form_line_tables import FOLDER, described, texts, twin
from tests.variants import misplaced

CLEAN = list(projects("clean"))
PLANTED = list(projects("planted"))
REAL_TABLE = SHARED / "data" / "panyu-hrss-2024.txt"


def parse(text: str) -> Document:
    return lay_out(read("表.txt", text.encode()))


def wanted(project: Project) -> Counter[tuple[str, ...]]:
    return Counter(tuple("".join(part.split()) for part in row) for row in project.rows)


def found(document: Document) -> Counter[tuple[str, ...]]:
    return Counter(
        tuple(
            "".join(field.text.split()) if field else ""
            for field in (one.level1.name, one.level2.name, one.name, one.annual)
        )
        for _, project in document.projects()
        for one in project.indicators
    )


@pytest.mark.parametrize("path", texts(), ids=lambda path: path.stem)
def test_a_text_gives_its_twin(path: Path) -> None:
    assert described(path) == twin(path).read_text("utf-8")


@pytest.mark.parametrize(
    "path", [path for path in texts() if not path.stem.startswith("mixed-up")], ids=lambda path: path.stem
)
def test_every_character_is_in_its_place(path: Path) -> None:
    text = path.read_bytes().decode()
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    assert misplaced(parse(text), lines) == []


STYLES = st.builds(
    Style,
    level1=st.sampled_from([4, 6, 8, 10, 12]),
    level2=st.sampled_from([8, 10, 12, 20]),
    name=st.sampled_from([20, 24, 32, 40]),
    value=st.sampled_from([20, 24, 30]),
    apart=st.booleans(),
    weights=st.booleans(),
    beside=st.booleans(),
    numbered=st.booleans(),
    label_width=st.sampled_from([2, 4, 6, 20]),
)


@settings(max_examples=examples(120))
@given(st.sampled_from(CLEAN), STYLES)
def test_a_form_is_read_as_it_was_written(project: Project, style: Style) -> None:
    text = "\n".join(form_of(project, style))
    document = parse(text)
    assert found(document) == wanted(project)
    [(unit, one)] = document.projects()
    assert unit.name and unit.name.text == project.unit
    assert one.name.text == project.name and one.goal and one.goal.text == project.goal
    assert str(one.total) == project.amount and document.amount_unit == "万元"
    assert [note for note in document.notes if note.unchecked] == []
    assert misplaced(document, text) == []


@settings(max_examples=examples(60))
@given(st.sampled_from(PLANTED), STYLES)
def test_a_form_full_of_mistakes_gives_few_wrong_records(project: Project, style: Style) -> None:
    """Values that are none and names that are slogans leave doubts: what is not read is said."""
    text = "\n".join(form_of(project, style))
    try:
        document = parse(text)
    except ReadError:
        return
    right = wanted(project) & found(document)
    assert (found(document) - right).total() <= 2
    assert misplaced(document, text) == []


@settings(max_examples=examples(40))
@given(st.lists(st.sampled_from(CLEAN), min_size=2, max_size=4, unique_by=lambda one: one.name), STYLES)
def test_many_forms_in_a_file(some: list[Project], style: Style) -> None:
    pages = ["\n".join(form_of(project, style)) for project in some]
    document = parse(
        "预算公开\n目录\n" + "\n— 7 —\n".join(pages) + "\n第四部分 名词解释\n一、财政拨款：指当年拨付的资金。\n"
    )
    assert [project.name.text for _, project in document.projects()] == [project.name for project in some]
    assert found(document) == sum((wanted(project) for project in some), Counter())


@settings(max_examples=examples(100))
@given(st.text("产出指标数量一二三级值≥0123456789%米项目名称 　\n\f—年度目标：", max_size=300), st.integers(0, 40))
def test_nothing_but_a_read_error_comes_of_any_text(noise: str, at: int) -> None:
    lines = (FOLDER / "numbered-weights.txt").read_text("utf-8").split("\n")
    with suppress(ReadError):
        parse("\n".join([*lines[:at], noise, *lines[at:]]))


def test_cells_in_another_order_than_the_tables_are_refused() -> None:
    with pytest.raises(ReadError, match="先后"):
        parse((FOLDER / "mixed-up.txt").read_text("utf-8"))


def test_a_record_in_doubt_is_left_out_and_said() -> None:
    lines = (FOLDER / "part-of-a-form.txt").read_text("utf-8").split("\n")
    lines[4:6] = ["道路沿线", "绿化养护", "管护到位"]
    document = parse("\n".join(lines))
    names = [one.name.text for _, project in document.projects() for one in project.indicators]
    assert names[:2] == ["道路建设长度", "工程验收合格率"]
    told = [note for note in document.notes if note.unchecked]
    assert [note.place.line for note in told if note.place] == [5, 7]


def test_inline_tables_stay_inline() -> None:
    for path in (FOLDER.parent / "inline").glob("*.txt"):
        source = read(path.name, path.read_bytes())
        assert inline.sureness(source) >= recovery.sureness(source)
        assert lay_out(source).layout == "inline"


@pytest.mark.skipif(not REAL_TABLE.exists(), reason="the real table is not there")
def test_the_real_table_is_no_form() -> None:
    assert recovery.sureness(read("表.txt", REAL_TABLE.read_bytes())) == 0
