"""A table and what somebody typed on the page → the table as it would read, or its file with the same typed in.

What belongs to which part of a table is told by keys: `0.2` is the third project of the first unit, `0.2.5` its sixth
indicator.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lint_pbt.errors import WriteError
from lint_pbt.model.document import Field, Indicator, Passage, Place, Project

if TYPE_CHECKING:
    from lint_pbt.edits.fix.manuscript import Edit as TextEdit
    from lint_pbt.edits.fix.manuscript import Rewritable
    from lint_pbt.model.document import Document
    from lint_pbt.web.page.asked import Edit

# The fields of an indicator by their names in the JSON contract.
_OF_INDICATOR = {"name": "name", "cycle_value": "cycle", "annual_value": "annual", "weight": "weight"}
_VALUES = ("cycle_value", "annual_value")
_NO_PLACE = "“{text}”在原文件里没有位置（这一格本来是空的）"
_NOT_MADE = "“{old}”没有改成“{new}”：{reason}"
_SHARED = "“计算符号”一格也是另一个值的，已经按那个值改了"
_COPY = "没有改成的，请点“复制改动”，在原来的软件里照着改"
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
    if indicator.sign is not None:
        changed |= _of_sign(indicator, indicator.sign, changed)
    # Where it begins may hang on its name.
    return replace(indicator, begins=indicator.place, **changed) if changed else indicator


def _of_sign(indicator: Indicator, sign: Field, changed: Mapping[str, Field | None]) -> dict[str, Field | None]:
    """The column of signs as a changed value has it, and the other value, which it stands in front of too."""
    values = {"annual": indicator.annual, "cycle": indicator.cycle}
    typed = ((old, new) for name, old in values.items() if old and (new := changed.get(name)))
    signs = (_sign(sign.text, old.text, new.text) for old, new in typed)
    new_sign = next((one for one in signs if one is not None), None)
    if new_sign is None:
        return {}
    return {"sign": _field(sign, new_sign, indicator.place)} | {
        name: _field(old, new_sign + old.text[len(sign.text) :], indicator.place)
        for name, old in values.items()
        if old and name not in changed and old.text.startswith(sign.text)
    }


def _field(old: Field | None, text: str, place: Place) -> Field | None:
    """A field that reads `text` where the old one stood; None for no text, as readers have it."""
    text = " ".join(text.split())
    if not text:
        return None
    return Field(text, Passage(text, (0,), (old.place() if old is not None else place,)), 0)


def _sign(sign: str, old: str, new: str) -> str | None:
    """What the column of signs says once a value with its sign in front reads otherwise; None for a value without."""
    if not old.startswith(sign):
        return None
    return sign if new.startswith(sign) else "".join(takewhile(lambda one: not one.isalnum(), new)).strip()


def _by_key(edits: Iterable[Edit]) -> By:
    by: dict[str, dict[str, str]] = defaultdict(dict)
    for edit in edits:
        by[edit.at][edit.field] = edit.text
    return by


def saved(document: Document, data: bytes, edits: Sequence[Edit]) -> tuple[bytes, list[str]]:
    """The bytes of a file with the edits made in it, and what could not be. Raises WriteError where nothing could."""
    from lint_pbt.edits.fix.files import manuscript_of

    manuscript = manuscript_of(document, data)
    if manuscript is None:
        raise WriteError(_NOT_SUITED)
    made: list[TextEdit] = []
    not_made: list[str] = []
    for field, text, sign in _changes(document, _by_key(edits)):
        found = _edits(manuscript, field, text, sign)
        if isinstance(found, str):
            not_made.append(found)
        elif field is not None and any(_clash(one, other) for one in found for other in made):
            not_made.append(_NOT_MADE.format(old=field.text, new=text, reason=_SHARED))
        else:
            made += [one for one in found if one not in made]  # two values may have one sign in front
    if not made:
        raise WriteError("；".join([*not_made, _COPY]))
    return manuscript.edited(made).data(), [*not_made, _COPY] if not_made else []


def _clash(one: TextEdit, other: TextEdit) -> bool:
    """Whether two edits say otherwise of the same characters."""
    return one != other and (one.start == other.start or (one.start < other.end and other.start < one.end))


def _edits(manuscript: Rewritable, field: Field | None, text: str, sign: str) -> list[TextEdit] | str:
    """What to do in a file so that a field reads otherwise; a sentence where it cannot be done.

    `sign` is what a column of signs says: a value that begins with it stands in two cells, each changed for itself.
    """
    from lint_pbt.text.replacing import least

    text = " ".join(text.split())
    if field is None:
        return _NO_PLACE.format(text=text)
    parts = [(0, len(field.text), text)]
    if sign and (new := _sign(sign, field.text, text)) is not None:
        parts = [(0, len(sign), new), (len(sign), len(field.text), text[len(new) :].lstrip())]
    made: list[TextEdit] = []
    for start, end, part in parts:
        if field.text[start:end].strip() == part:
            continue
        found = manuscript.edits(field, *least(field.text, start, end, part))
        if isinstance(found, str):
            return _NOT_MADE.format(old=field.text, new=text, reason=found)
        made += found
    return made


def _changes(document: Document, by: By) -> Iterator[tuple[Field | None, str, str]]:
    """The fields that are to read otherwise, how, and what a column of signs says of them."""
    for u, unit in enumerate(document.units):
        for p, project in enumerate(unit.projects):
            own = by.get(f"{u}.{p}", {})
            yield from ((getattr(project, name), own[name], "") for name in ("name", "goal") if name in own)
            for i, indicator in enumerate(project.indicators):
                for name, text in by.get(f"{u}.{p}.{i}", {}).items():
                    if name in _OF_INDICATOR:
                        sign = indicator.sign.text if indicator.sign and name in _VALUES else ""
                        yield getattr(indicator, _OF_INDICATOR[name]), text, sign
