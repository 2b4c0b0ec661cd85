"""Compiled values: what was written comes back the same, and anything else is nothing."""

from __future__ import annotations

import datetime
import pickle
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint_pbt.datafiles import compiled

CONTENTS = {"a.yaml": b"a: 1", "b/c.yaml": b"- x"}
KEY = compiled.key(CONTENTS)
VALUES = {"a.yaml": {"a": 1, "词": ["次", None, True, 0.5]}, "b/c.yaml": ["x"]}
PIECE = compiled.pack(KEY, VALUES)


def unpacked(data: bytes | None, key: str = KEY) -> dict[str, Any] | None:
    found = compiled.unpack(data, key)
    return None if found is None else {name: compiled.value(encoded) for name, encoded in found.items()}


def test_values_come_back_as_they_were() -> None:
    assert unpacked(PIECE) == VALUES


@pytest.mark.parametrize(
    "other",
    [
        {"a.yaml": b"a: 2", "b/c.yaml": b"- x"},
        {"a.yaml": b"a: 1"},
        {"a.yml": b"a: 1", "b/c.yaml": b"- x"},
        {"b/c.yaml": b"- x", "a.yaml": b"a: 1"},  # of two rules of one id the later counts
        {"a.yaml": b"a: 1", "b/c.yaml": None},
        {"a.yaml": b"a: 1\0b/c.yaml\x003\0- x"},
        {},
    ],
)
def test_other_contents_have_another_key(other: dict[str, bytes | None]) -> None:
    assert compiled.key(other) != KEY
    assert unpacked(PIECE, compiled.key(other)) is None


def test_another_version_has_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "__version__", "9.9.9")
    assert compiled.key(CONTENTS) != KEY


@given(at=st.integers(0, len(PIECE) - 1), byte=st.integers(0, 255))
def test_a_damaged_piece_is_nothing(at: int, byte: int) -> None:
    damaged = PIECE[:at] + bytes([byte]) + PIECE[at + 1 :]
    assert unpacked(damaged) in (None, VALUES)


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_nothing(data: bytes) -> None:
    assert unpacked(data) is None
    assert unpacked(PIECE[: len(data)]) is None


@pytest.mark.parametrize(
    "data",
    [
        None,
        b"",
        pickle.dumps(VALUES),
        b"\x93" * 100_000,  # lists within lists
        b"\xdf\xff\xff\xff\xff",  # a mapping of four thousand million
        msgspec.msgpack.encode([KEY, b"seal", b"body"]),
        msgspec.msgpack.encode({"key": KEY}),
        msgspec.msgpack.encode([KEY, b"seal", msgspec.msgpack.Ext(1, b"x")]),
    ],
)
def test_hostile_bytes_are_nothing(data: bytes | None) -> None:
    assert unpacked(data) is None


@pytest.mark.parametrize(
    "value",
    [{"since": datetime.date(2026, 1, 1)}, [b"bytes"], {"x": {1, 2}}, 1 << 70, "\ud800", datetime.datetime.now()],
)
def test_what_would_come_back_as_something_else_is_left_out(value: Any) -> None:
    assert unpacked(compiled.pack(KEY, {"odd.yaml": value, "a.yaml": "plain"})) == {"a.yaml": "plain"}
