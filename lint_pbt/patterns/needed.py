"""What a text must hold for a regular expression to match in it, told from the expression as it is written.

To compile an expression takes as long as to check a small table; to read it in this way a twentieth of that. What is
not understood here needs nothing: then the expression has to be compiled to tell.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

# A text must hold a word, one of some characters, every part (a tuple) or any of several (a list); None: nothing.
Need: TypeAlias = "str | frozenset[str] | tuple[Need, ...] | list[Need] | None"

_ESCAPE = r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)"
_MEMBER: Final = re.compile(_ESCAPE + "|.", re.DOTALL)
_TOKEN: Final = re.compile(
    _ESCAPE + r"|\[\^?\]?(?:\\.|[^\]\\])*\]"  # a class
    r"|\((?:\?(?:P<\w+>|<?[=!]|:))?"  # a group begins
    r"|(?:[*+?]|\{\d*,?\d*\})[?+]?"  # how often
    r"|.",
    re.DOTALL,
)
_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
_WIDEST: Final = 200  # characters of a class that are listed
_NOWHERE: Final = frozenset("^$") | {r"\b", r"\B", r"\A", r"\Z"}


class _Unknown(Exception):  # noqa: N818 - no error: the expression is compiled then
    """The expression has something that is not understood."""


def needed(expression: str) -> Need:
    """What every text has in which the expression is found."""
    tokens = [found[0] for found in _TOKEN.finditer(expression)]
    tokens.reverse()
    try:
        need = _choice(tokens)
        return None if tokens else need
    except _Unknown:
        return None


def holds(text: str, need: Need) -> bool:
    """Whether the text has what is needed."""
    if isinstance(need, str):
        return need in text
    if isinstance(need, frozenset):
        return not need.isdisjoint(text)
    if isinstance(need, tuple):
        return all(holds(text, part) for part in need)
    return need is None or any(holds(text, part) for part in need)


def _choice(tokens: list[str]) -> Need:
    """Branches divided by |, up to the end of a group or of all; the tokens stand last first."""
    branches = [_sequence(tokens)]
    while tokens and tokens[-1] == "|":
        tokens.pop()
        branches.append(_sequence(tokens))
    if None in branches:
        return None
    return branches[0] if len(branches) == 1 else branches


def _sequence(tokens: list[str]) -> Need:
    """One branch: all that stands in it one after another."""
    parts: list[Need] = []
    word = ""
    while tokens and tokens[-1] not in ("|", ")"):
        need = _atom(tokens)
        least = _times(tokens)
        if isinstance(need, str) and len(need) == 1 and least is None:
            word += need
            continue
        if need == "" and least is None:  # a place between characters, which divides no word
            continue
        if isinstance(need, str) and least:
            word += need
        if word:
            parts.append(word)
        word = ""
        if need and not isinstance(need, str) and least != 0:
            parts.append(need)
    if word:
        parts.append(word)
    return None if not parts else parts[0] if len(parts) == 1 else tuple(parts)


def _times(tokens: list[str]) -> int | None:
    """How often at least what stands before must be there, where that is said."""
    token = tokens[-1] if tokens else ""
    if token[:1] not in ("*", "+", "?", "{") or token == "{":
        return None
    tokens.pop()
    if token[0] == "{":
        if not (token[1:2].isdigit() or token[1:2] == ","):
            raise _Unknown
        return int(token[1:].rstrip("?+}").partition(",")[0] or 0)
    return int(token[0] == "+")


def _atom(tokens: list[str]) -> Need:
    """A character, a class, a group; empty for what takes no character."""
    token = tokens.pop()
    if token[0] == "(":
        return _group(token, tokens)
    if token[0] == "[" and len(token) > 1:
        return _class(token)
    if token in _NOWHERE:
        return ""
    if token[0] == "\\":
        return _escaped(token)
    if token[0] in "*+?[" or (token[0] == "{" and len(token) > 1):
        raise _Unknown
    return None if token == "." else token


def _group(opening: str, tokens: list[str]) -> Need:
    if tokens and tokens[-1] in ("?", "??", "?+"):  # flags, conditions, comments, what was found before
        raise _Unknown
    need = _choice(tokens)
    if not tokens:
        raise _Unknown
    tokens.pop()
    if opening.endswith("!"):
        return None
    return (need,) if isinstance(need, str) else need  # what is done to a group is not done to its last character


def _escaped(token: str) -> str | None:
    kind = token[1]
    if kind in "xuU":
        return chr(int(token[2:], 16)) if len(token) > 2 else None
    if kind in _CONTROLS:
        return _CONTROLS[kind]
    if kind.isdigit() or kind == "N":
        raise _Unknown
    return None if kind.isalpha() else kind


def _class(token: str) -> Need:
    """The characters of a class, where it lists them."""
    if token.startswith("[^"):
        return None
    members = [_escaped(found) if found[0] == "\\" else found for found in _MEMBER.findall(token[1:-1])]
    found: list[str] = []
    at = 0
    while at < len(members):
        first = members[at]
        last = members[at + 2] if members[at + 1 : at + 2] == ["-"] and at + 2 < len(members) else first
        at += 1 if last is first else 3
        if first is None or last is None or ord(last) - ord(first) > _WIDEST:
            return None
        found += map(chr, range(ord(first), ord(last) + 1))
    return frozenset(found)
