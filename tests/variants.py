"""The same table set in other ways: other widths, indentations, page furniture, punctuation and encodings.

A table is a list of blocks, each a paragraph of its own: the lines above it, then headings (a name and its
amounts), goals and runs of records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from lint_pbt.model.document import Document, Field

HALF_WIDTH = str.maketrans("；：。、，（）％＞＜", ";:.,,()%><")


class Block(NamedTuple):
    """A paragraph of a table: `kind` is above, header, unit, project, goal or records."""

    kind: str
    text: str


def half_width(blocks: Iterable[Block]) -> list[Block]:
    """The table with half-width punctuation."""
    return [Block(kind, text.translate(HALF_WIDTH)) for kind, text in blocks]


def wrap(text: str, width: int | Callable[[], int]) -> list[str]:
    """Cut a text into lines anywhere; no character is lost."""
    lines = []
    while text:
        size = width if isinstance(width, int) else width()
        lines.append(text[:size])
        text = text[size:]
    return lines


def body_lines(
    blocks: Sequence[Block], width: int | Callable[[], int] = 34, indent: str = "    ", margin: str = ""
) -> list[str]:
    """The table as lines: projects indented by `indent`, every line by `margin`."""
    lines = []
    for kind, text in blocks:
        paragraph = (indent if kind == "project" else "") + text
        lines += [margin + line for line in wrap(paragraph, width)]
    return lines


def with_pages(
    lines: Sequence[str], every: int, foot: Callable[[int, int], list[str]], head: Sequence[str]
) -> list[str]:
    """The lines with page furniture after each `every` of them: a foot with the page number, then a head."""
    pages = [list(lines[start : start + every]) for start in range(0, len(lines), every)]
    result: list[str] = []
    for number, page in enumerate(pages, 1):
        result += [*(head if number > 1 else ()), *page, *foot(number, len(pages))]
    return result


PAGE_FEET: dict[str, Callable[[int, int], list[str]]] = {
    "none": lambda page, pages: [],
    "bare": lambda page, pages: [f"{page}"],
    "dashes": lambda page, pages: [f"— {page} —"],
    "chinese": lambda page, pages: [f"第 {page} 页 共 {pages} 页"],
    "slash": lambda page, pages: [f"{page}/{pages}"],
    "hyphens": lambda page, pages: [f"        - {page} -"],
}


def signature(document: Document, flat: Callable[[str], str] = str) -> list[object]:
    """What a document says, for comparison: white space in goals does not count, `flat` is put over all texts."""
    rows: list[object] = [[str(amount.value) for amount in document.amounts]]
    for unit in document.units:
        rows.append(("unit", unit.name and flat(unit.name.text), [str(amount.value) for amount in unit.amounts]))
        for project in unit.projects:
            goal = project.goal and "".join(flat(project.goal.text).split())
            amounts = [str(amount.value) for amount in project.amounts]
            rows.append(("project", project.index, flat(project.name.text), amounts, goal, project.complete))
            for row in project.indicators:
                texts = [
                    field and flat(field.text)
                    for field in (row.level1.name, row.level2.name, row.name, row.cycle, row.annual, *row.leftover)
                ]
                rows.append((row.ordinal, row.level1.code, row.level2.code, *texts))
    return rows


def fields(document: Document) -> Iterator[Field]:
    """Every field of a document."""
    for unit in document.units:
        yield from filter(None, (unit.name, *(amount.field for amount in unit.amounts)))
        for project in unit.projects:
            yield from filter(None, (project.name, project.goal, *(amount.field for amount in project.amounts)))
            for row in project.indicators:
                yield from (row.level1.name, row.level2.name, row.name)
                yield from filter(None, (row.cycle, row.annual, *row.leftover))


def misplaced(document: Document, text: str) -> list[str]:
    """The fields whose characters do not stand where their places say."""
    lines = re.split("\r\n|\r|\n", text)
    wrong = []
    for field in fields(document):
        for offset, character in enumerate(field.text):
            place = field.place(offset)
            line, column = place.line, place.column
            if lines[line - 1][column - 1] != character:
                wrong.append(f"{field.text} {offset} {line}:{column}")
                break
    return wrong


_AMOUNTS = re.compile(r"[\d,]+\.\d\d(?: [\d,]+\.\d\d)+$")


def blocks_of(text: str) -> list[Block]:
    """The blocks of a table set like the published one, told by its own simple rules.

    The header row repeats, projects begin with four spaces or with 广州追加, runs of records begin with `1、`.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    header = next(index for index, line in enumerate(lines) if line.startswith("项目名称（"))
    blocks = [Block("above", line) for line in lines[:header]] + [Block("header", lines[header])]
    rest = [line for line in lines[header + 1 :] if line.strip() != lines[header]]
    open_kind, parts = "name", list[str]()
    for index, line in enumerate(rest):
        following = rest[index + 1] if index + 1 < len(rest) else ""
        if open_kind == "goal" and re.match(r"1、\d-", line):
            blocks.append(Block("goal", "".join(parts).strip()))
            open_kind, parts = "records", []
        parts.append(line if open_kind != "name" or parts else line.rstrip())
        if open_kind == "name" and _AMOUNTS.search(line):
            kind = "project" if re.match("    |广州追加", parts[0]) else "unit"
            glue = "" if len(parts) > 1 and not _AMOUNTS.fullmatch(line) else " "
            name = "".join(part.strip() for part in parts[:-1])
            blocks.append(Block(kind, (name + glue + line.strip()).strip()))
            open_kind, parts = ("name" if kind == "unit" else "goal"), []
        elif open_kind == "records" and line.endswith("。") and not re.match(r"\d+、", following):
            blocks.append(Block("records", "".join(parts)))
            open_kind, parts = "name", []
    assert not parts, parts
    return blocks
