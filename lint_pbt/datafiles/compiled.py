"""The values of many YAML files as one piece of msgpack, valid for exactly those contents and this version.

It is made when a wheel is built, and kept in the user's cache folder for what else is read. What it holds is plain
data: lists, mappings, texts, numbers. Whatever is not what was written is taken for nothing.

Annotations are no texts here: a text must be compiled at every start.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from lint_pbt.system.version import __version__

try:
    # The same function; `hashlib` first loads OpenSSL, which takes longer than all that is read here.
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - a Python without it
    from hashlib import blake2b

# It grows when the values of the same files become others.
_FORMAT = 2
_SIZE = 20  # bytes of a digest
Values = dict[str, msgspec.Raw]
T = TypeVar("T")


class _Piece(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """`key` is of the contents, `seal` of the body."""

    key: str
    seal: bytes
    body: bytes


def key(contents: Mapping[str, bytes | None]) -> str:
    """What tells these contents, by names, from all others; None is a file that could not be read."""
    digest = blake2b(f"{_FORMAT} {__version__}".encode(), digest_size=_SIZE)
    for name, content in contents.items():
        told = -1 if content is None else len(content)
        digest.update(f"\0{name}\0{told}\0".encode("utf-8", "surrogateescape"))
        digest.update(content or b"")
    return digest.hexdigest()


def pack(of: str, values: Mapping[str, Any]) -> bytes:
    """The values as a piece; those that msgpack would give back as something else are left out."""
    body = {}
    for name, value in values.items():
        try:
            if _is_plain(value):
                body[name] = msgspec.Raw(msgspec.msgpack.encode(value))
        except (ValueError, OverflowError, RecursionError):
            continue
    encoded = msgspec.msgpack.encode(body)
    return msgspec.msgpack.encode(_Piece(of, _seal(encoded), encoded))


def unpack(data: bytes | None, wanted: str) -> Values | None:
    """The values in a piece, each still encoded; None where it is none, is damaged, or of other contents."""
    if not data:
        return None
    try:
        piece = msgspec.msgpack.decode(data, type=_Piece)
        if piece.key != wanted or piece.seal != _seal(piece.body):
            return None
        return msgspec.msgpack.decode(piece.body, type=Values)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


def value(encoded: msgspec.Raw, without: str | None = None) -> Any:
    """One of the values of a piece; of a mapping, `without` names a key whose value is left undecoded."""
    if without is None:
        return msgspec.msgpack.decode(encoded)
    parts = msgspec.msgpack.decode(encoded, type=dict[str, msgspec.Raw])
    return {key: part if key == without else msgspec.msgpack.decode(part) for key, part in parts.items()}


def typed(encoded: msgspec.Raw, kind: type[T]) -> T | None:
    """One of the values of a piece, as a type; None where it does not fit."""
    try:
        return msgspec.msgpack.decode(encoded, type=kind)
    except msgspec.ValidationError:
        return None


def _seal(body: bytes) -> bytes:
    return blake2b(body, digest_size=_SIZE).digest()


def _is_plain(value: Any) -> bool:
    """Whether msgpack gives a value back as it was: a date would come back as a text."""
    if isinstance(value, dict):
        return all(_is_plain(one) for pair in value.items() for one in pair)
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, (str, bool, int, float))
