"""What the page and the linter say to each other: an object in JSON and some files, as one run of bytes.

Four bytes (big end first) say how long the JSON is, which lists the sizes of the files under `sizes`; the files come
behind it. `messages.js` does the same on the other side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from lint_pbt.errors import PbtError

_HEAD = 4


class MessageError(PbtError):
    """Bytes that are no message."""


def packed(told: dict[str, Any], files: Sequence[bytes] = ()) -> bytes:
    """The bytes of a message."""
    head = msgspec.json.encode({**told, "sizes": [len(file) for file in files]})
    return b"".join((len(head).to_bytes(_HEAD, "big"), head, *files))


def unpacked(message: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """What a message says, and its files. Raises MessageError for bytes that are none."""
    at = _HEAD + int.from_bytes(message[:_HEAD], "big")
    try:
        told = msgspec.json.decode(message[_HEAD:at], type=dict[str, Any])
        sizes = msgspec.convert(told.pop("sizes", []), list[int])
    except msgspec.MsgspecError:
        raise MessageError("请求的写法不对，读不懂") from None
    if any(size < 0 for size in sizes) or at + sum(sizes) != len(message):
        raise MessageError("请求不完整，请再试一次")
    files = []
    for size in sizes:
        files.append(message[at : at + size])
        at += size
    return told, files
