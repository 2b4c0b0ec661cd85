"""A table and what somebody typed on the page → the table as it would read, or its file with the same typed in.

What belongs to which part of a table is told by keys: `0.2` is the third project of the first unit, `0.2.5` its sixth
indicator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lint_pbt.errors import WriteError
from lint_pbt.model import Field, Indicator, Passage, Place, Project

if TYPE_CHECKING:
    from lint_pbt.fix.manuscript import Edit as TextEdit
    from lint_pbt.model import Document
    from lint_pbt.page.asked import Edit

# The fields of an indicator by their names in the JSON contract.
_OF_INDICATOR = {"name": "name", "cycle_value": "cycle", "annual_value": "annual", "weight": "weight"}
_NO_PLACE = (
    "原文件里没有“{text}”的位置（这一格本来是空的，或者和别的格连在一起）。请照页面上改好的内容，在原来的软件里改"
)
_NOT_SUITED = "这种文件页面改不了，只能照着改。请点“复制改动”，在原来的软件里改"

By = Mapping[str, Mapping[str, str]]


def edited(document: Document, edits: Sequence[Edit]) -> Document:
    """The document with other texts in its fields; what belongs nowhere in it is passed over."""
    if not edits:
        return document
    by = _by_key(edits)
    units = tuple(
        replace(
            unit,
            projects=tuple(_project(project, f"{u}.{p}", by) for p, project in enumerate(unit.projects)),
        )
        for u, unit in enumerate(document.units)
    )
    return replace(document, units=units)


def _project(project: Project, key: str, by: By) -> Project:
    indicators = tuple(_indicator(one, by.get(f"{key}.{i}", {})) for i, one in enumerate(project.indicators))
    own = by.get(key, {})
    name = _field(project.name, own["name"], project.name.place()) if "name" in own else project.name
    goal = _field(project.goal, own["goal"], project.name.place()) if "goal" in own else project.goal
    return replace(project, name=name or project.name, goal=goal, indicators=indicators)


def _indicator(indicator: Indicator, texts: Mapping[str, str]) -> Indicator:
    changed = {
        _OF_INDICATOR[field]: _field(getattr(indicator, _OF_INDICATOR[field]), text, indicator.place)
        for field, text in texts.items()
        if field in _OF_INDICATOR
    }
    changed = {name: field for name, field in changed.items() if field is not None or name != "name"}
    return replace(indicator, **changed) if changed else indicator


def _field(old: Field | None, text: str, place: Place) -> Field | None:
    """A field that reads `text` where the old one stood; None for no text, as readers have it."""
    text = " ".join(text.split())
    if not text:
        return None
    return Field(text, Passage(text, (0,), (old.place() if old is not None else place,)), 0)


def _by_key(edits: Iterable[Edit]) -> By:
    by: dict[str, dict[str, str]] = defaultdict(dict)
    for edit in edits:
        by[edit.at][edit.field] = edit.text
    return by


def saved(document: Document, data: bytes, edits: Sequence[Edit]) -> bytes:
    """The bytes of a file with the edits made in it. Raises WriteError where its format or a place in it forbids."""
    from lint_pbt.fix.files import manuscript_of

    manuscript = manuscript_of(document, data)
    if manuscript is None:
        raise WriteError(_NOT_SUITED)
    made: list[TextEdit] = []
    for field, text in _changes(document, _by_key(edits)):
        found = manuscript.edits(field, 0, len(field.text), text) if field is not None else _NO_PLACE.format(text=text)
        if isinstance(found, str):
            told = f"“{field.text}”改不成“{text}”：{found}" if field is not None else found
            raise WriteError(told)
        made += found
    return manuscript.edited(made).data()


def _changes(document: Document, by: By) -> Iterator[tuple[Field | None, str]]:
    """The fields that are to read otherwise, and how."""
    for u, unit in enumerate(document.units):
        for p, project in enumerate(unit.projects):
            own = by.get(f"{u}.{p}", {})
            yield from ((getattr(project, name), own[name]) for name in ("name", "goal") if name in own)
            for i, indicator in enumerate(project.indicators):
                for name, text in by.get(f"{u}.{p}.{i}", {}).items():
                    if name in _OF_INDICATOR:
                        yield getattr(indicator, _OF_INDICATOR[name]), text
