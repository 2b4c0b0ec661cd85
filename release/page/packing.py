"""Packs: files by name as one run of bytes, which a page unpacks in a few lines.

Four bytes (big end first) say how long what follows is: a list of names and sizes in JSON. The files come behind it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping


def packed(files: Mapping[str, bytes]) -> bytes:
    head = json.dumps([[name, len(data)] for name, data in files.items()]).encode()
    return b"".join((len(head).to_bytes(4, "big"), head, *files.values()))


def unpacked(pack: bytes) -> dict[str, bytes]:
    at = 4 + int.from_bytes(pack[:4], "big")
    files = {}
    for name, size in json.loads(pack[4:at]):
        files[name] = pack[at : at + size]
        at += size
    return files
