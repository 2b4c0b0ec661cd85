"""The attributes of tags, those that count."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

# Of all attributes these are looked at.
_KEPT = frozenset(
    ("rowspan", "colspan", "style", "class", "hidden", "src", "width", "height", "type", "value", "checked", "selected")
)
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?:(?P<end>>)|(?P<name>=?[^\s/>=]+|=)(?:\s*=\s*(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s>]*)))?)"""
)
# Attributes as they are written nearly everywhere.
WRITTEN = r"""(?:\s+[a-z:-]{1,20}\s?=\s?(?:"[^"<>]*"|'[^'<>]*'|[\w#%.-]+))*"""
_WRITTEN_OUT = re.compile(rf"(?i)({WRITTEN})>")


@lru_cache(maxsize=512)
def of_tag(written: str) -> dict[str, str]:
    """The attributes of a tag; those of a column are alike."""
    return _attributes(f"{written}>", 0)[0]


def read_attributes(text: str, position: int) -> tuple[dict[str, str], int]:
    """The attributes that count of a tag, and where it ends."""
    plain = _WRITTEN_OUT.match(text, position)
    return (of_tag(plain[1]), plain.end()) if plain else _attributes(text, position)


def _attributes(text: str, position: int) -> tuple[dict[str, str], int]:
    """The attributes that count of a tag, and where it ends. Of two of a name the first counts."""
    found: dict[str, str] = {}
    while one := _ATTRIBUTE.match(text, position):
        position = one.end()
        if one["end"]:
            return found, position
        name = one["name"].lower()
        if name in _KEPT and name not in found:
            found[name] = unescape(one["a"] or one["b"] or one["c"] or "")
    return found, len(text)
