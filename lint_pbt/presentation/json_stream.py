"""JSON written to a stream piece by piece."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO

    Encode = Callable[[Any], str]

_ENCODE: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_ENCODE_ASCII: Final = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode


class Encoded(NamedTuple):
    """An array whose items are JSON already; as a member of the whole object it has an item a line."""

    items: Iterable[str]


def encoder(stream: IO[str]) -> Encode:
    """A function that gives the JSON of a value for a stream: on one that is not UTF-8 all but ASCII is escaped."""
    utf8 = (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").replace("_", "") == "utf8"
    return _ENCODE if utf8 else _ENCODE_ASCII


def write_object(stream: IO[str], members: dict[str, Any]) -> None:
    """Write a JSON object to a stream, iterators among its members, and those of JSON, as arrays of one item a line.

    The text is valid for every reader: lone surrogates (an undecodable file name holds them) are escaped everywhere.
    """
    for text in _pieces(members, encoder(stream)):
        stream.write(valid(text))
    stream.flush()


def write_line(stream: IO[str], members: dict[str, Any]) -> None:
    """Write a JSON object to a stream on one line, what is `Encoded` among its members an item at a time."""
    for text in _inner(members, encoder(stream)):
        stream.write(valid(text))
    stream.write("\n")
    stream.flush()


def valid(text: str) -> str:
    """The text with each lone surrogate as `\\udXXX`, which is what JSON calls it."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def _pieces(members: dict[str, Any], encode: Encode) -> Iterator[str]:
    lead = "{"
    for key, value in members.items():
        yield f'{lead}"{key}": '
        lead = ",\n "
        if isinstance(value, Encoded):
            yield from _array([item] for item in value.items)
        elif isinstance(value, (dict, list, str, int, float, type(None))):
            yield from _inner(value, encode)
        else:
            yield from _array(_inner(item, encode) for item in value)
    yield "}\n"


def _array(items: Iterable[Iterable[str]]) -> Iterator[str]:
    """An array with an item a line, each given in pieces."""
    lead = "["
    for item in items:
        yield lead + "\n  "
        yield from item
        lead = ","
    yield "[]" if lead == "[" else "\n ]"


def _inner(value: Any, encode: Encode) -> Iterator[str]:
    """A value on one line; only what holds something `Encoded` is put together here."""
    if isinstance(value, Encoded):
        lead = "["
        for text in value.items:
            yield lead + text
            lead = ", "
        yield "[]" if lead == "[" else "]"
    elif isinstance(value, dict) and any(map(_holds_encoded, value.values())):
        lead = "{"
        for key, member in value.items():
            yield f"{lead}{encode(key)}: "
            yield from _inner(member, encode)
            lead = ", "
        yield "}"
    elif isinstance(value, list) and any(map(_holds_encoded, value)):
        lead = "["
        for item in value:
            yield lead
            yield from _inner(item, encode)
            lead = ", "
        yield "]"
    else:
        yield encode(value)


def _holds_encoded(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_encoded, value.values()))
    return isinstance(value, Encoded) or (isinstance(value, list) and any(map(_holds_encoded, value)))
