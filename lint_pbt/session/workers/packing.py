"""A `Checked` as bytes and back: small, and made of nothing but our own values, whoever wrote the bytes.

Reports know things by identity: a finding's indicator is the one in the document. A plain encoding would make copies,
and write the text of a passage once for each of its fields. So each struct is written once, and named by its number
where it is used again. Rules are named by their id, for all tables of a run share them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

import msgspec
from msgspec.structs import astuple

from lint_pbt.model import document as model
from lint_pbt.model import run
from lint_pbt.model.rule import Rule
from lint_pbt.model.sheet import Cell

# Every struct that a check may come to; a number in the bytes is a place in this list, so new ones stand at its end.
_STRUCTS: tuple[type[msgspec.Struct], ...] = (
    model.Field,
    model.Passage,
    model.Place,
    model.Amount,
    model.Category,
    model.Indicator,
    model.Form,
    model.Project,
    model.BudgetUnit,
    model.Note,
    model.ColumnTaken,
    model.TableTaken,
    model.Document,
    run.Fix,
    run.Finding,
    run.StoodIn,
    run.Skip,
    run.Crash,
    run.Ignored,
    run.Known,
    run.Words,
    run.Said,
    run.Checked,
    model.Row,
    model.Spot,
)
_FIELD, _FINDING, _CHECKED = 0, _STRUCTS.index(run.Finding), _STRUCTS.index(run.Checked)
_INDICATOR, _BEGINS = _STRUCTS.index(model.Indicator), model.Indicator.__struct_fields__.index("begins") + 1
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[list[Any]])


class PackingError(ValueError):
    """Bytes that are no packed check."""


def packed(checked: run.Checked) -> bytes:
    """The check as bytes. What was fixed in the file is not kept."""
    return _encoder.encode(_Packer().rows(checked))


def unpacked(data: bytes, rules: Mapping[str, Rule]) -> run.Checked:
    """The check that was packed, its rules taken from `rules` by id. Raises PackingError for other bytes."""
    try:
        return _built(_decoder.decode(data), rules)
    except Exception as error:
        # Bytes that are not ours may bring anything to where something else should be.
        raise PackingError(f"{type(error).__name__}: {error}") from error


def packed_rules(rules: Iterable[Rule]) -> bytes:
    """Rules as bytes."""
    return _encoder.encode(list(rules))


def unpacked_rules(data: bytes) -> dict[str, Rule]:
    """The rules that were packed, by id. Raises PackingError for other bytes."""
    try:
        return {rule.id: rule for rule in msgspec.msgpack.decode(data, type=list[Rule])}
    except msgspec.MsgspecError as error:
        raise PackingError(str(error)) from error


class _Part(NamedTuple):
    """A member of a struct that is not written as it is: its place in the row, and how it is written and read.

    `pack` is None where it is written as it is and only read otherwise.
    """

    at: int
    pack: Callable[[_Packer, Any], Any] | None
    unpack: Callable[[Any, list[Any], Mapping[str, Rule]], Any]


class _Packer:
    """Writes structs into rows, each behind those that it holds: the kind of struct, and its members."""

    def __init__(self) -> None:
        self._rows: list[list[Any]] = []
        self._numbers: dict[int, int] = {}
        # What has a number lives on: some is made for the packing alone, and another thing would get its identity.
        self._numbered: list[Any] = []
        self._kinds = {struct: kind for kind, struct in enumerate(_STRUCTS)} | {Cell: _FIELD}

    def rows(self, checked: run.Checked) -> list[list[Any]]:
        self.number(checked)
        return self._rows

    def number(self, value: Any) -> int | None:
        """The number of the row that a struct stands in; None for None."""
        if value is None:
            return None
        known = self._numbers.get(id(value))
        if known is not None:
            return known
        kind = self._kinds[type(value)]
        row = [kind, *astuple(value.said() if kind == _FINDING else value)]
        if kind == _INDICATOR and value.begins is not None:
            row[_BEGINS] = value.place
        for at, pack, _ in _parts()[kind]:
            if pack is not None:
                row[at] = pack(self, row[at])
        if kind == _FIELD and isinstance(source := value.source, model.Passage):
            start, size = value.start, len(value.text)
            row[1] = size if source.text[start : start + size] == value.text else row[1]  # it stands in the passage
        self._numbers[id(value)] = number = len(self._rows)
        self._numbered.append(value)
        self._rows.append(row)
        return number

    def numbers(self, values: Iterable[Any]) -> list[int | None]:
        return list(map(self.number, values))


def _built(rows: list[list[Any]], rules: Mapping[str, Rule]) -> run.Checked:
    made: list[Any] = []
    all_parts = _parts()
    for row in rows:
        kind = row[0]
        if not 0 <= kind < len(_STRUCTS):
            raise IndexError(kind)
        for at, _, unpack in all_parts[kind]:
            row[at] = unpack(row[at], made, rules)
        if kind == _FIELD and isinstance(row[1], int):
            row[1] = row[2].text[row[3] : row[3] + row[1]]
        made.append(_STRUCTS[kind](*row[1:]))
    if not made or rows[-1][0] != _CHECKED:
        raise IndexError("no check")
    checked: run.Checked = made[-1]
    return checked


@cache
def _parts() -> tuple[tuple[_Part, ...], ...]:
    """The members of each struct that are not written as they are, told by their annotations."""
    found = []
    for struct in _STRUCTS:
        hints = get_type_hints(struct)
        parts = [_part(at, hints[name]) for at, name in enumerate(struct.__struct_fields__, 1)]
        found.append(tuple([part for part in parts if part is not None]))
    return tuple(found)


def _part(at: int, hint: Any) -> _Part | None:
    held = set(_within(hint))
    several = any(get_origin(one) in (tuple, Sequence) for one in (hint, *get_args(hint)))
    if run.Repair in held:
        return _Part(at, lambda _, __: None, lambda _, __, ___: None)
    if Rule in held:
        return _Part(at, lambda _, rule: rule.id, lambda value, _, rules: rules[value])
    if Decimal in held:
        return _Part(at, lambda _, value: str(value), lambda value, _, __: Decimal(value))
    if run.Saying in held or not held.isdisjoint(_STRUCTS):
        if several:
            return _Part(at, _Packer.numbers, lambda value, made, _: tuple([made[number] for number in value]))
        return _Part(at, _Packer.number, lambda value, made, _: None if value is None else made[value])
    if several:
        pack = (lambda _, value: list(value)) if get_origin(hint) is Sequence else None  # it may be an array
        return _Part(at, pack, lambda value, _, __: None if value is None else msgspec.convert(value, hint))
    return None


def _within(hint: Any) -> Iterator[Any]:
    yield hint
    for one in get_args(hint):
        yield from _within(one)
