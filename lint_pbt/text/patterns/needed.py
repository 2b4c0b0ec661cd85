"""What a text must hold for a regular expression to match in it, told from the expression as it is written.

To compile an expression takes as long as to check a small table; to read it in this way a twentieth of that. What is
not understood here needs nothing: then the expression has to be compiled to tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from msgspec import Struct


class Any(Struct, frozen=True):
    """One of several things: one of some characters, of some words by their first, or what one of the others says;
    with `digit` a digit of any script.
    """

    characters: frozenset[str] = frozenset()
    words: dict[str, list[str]] = {}
    others: tuple[Need, ...] = ()
    digit: bool = False


# A text must hold a word, one of several things, or every part; None: nothing.
Need: TypeAlias = "str | Any | tuple[Need, ...] | None"

_ESCAPE: Final = r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)"
_PLAIN: Final = r"[^\\\[()|*+?{.^$]+"
# A token, and how often it must be there where that is said.
_TOKEN: Final = re.compile(
    rf"(\((?:\?:)?{_PLAIN}(?:\|{_PLAIN})+\)"  # words of which one must be there: most groups are no more than that
    rf"|{_PLAIN}(?![*+?{{])"  # characters that stand for themselves, all but one whose number is said
    rf"|{_ESCAPE}"
    r"|\[\^?\]?(?:\\.|[^\]\\])*\]"  # a class
    r"|\((?:\?(?:P<\w+>|<?[=!]|:))?"  # a group begins
    r"|.)"
    r"((?:(?:[*+?]|\{\d*,?\d*\})[?+]?)?)",
    re.DOTALL,
)
_Tokens: TypeAlias = list[tuple[str, str]]
_CONTROLS: Final = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
_ANY_DIGIT: Final = r"\d"
_DIGIT: Final = Any(digit=True)
_WIDEST: Final = 200  # characters of a class that are listed
_ESCAPED: Final = {"x": 4, "u": 6, "U": 10}  # characters of an escape that gives the code of a character
_HEXADECIMAL: Final = frozenset("0123456789abcdefABCDEF")
_NOWHERE: Final = frozenset("^$") | {r"\b", r"\B", r"\A", r"\Z"}
_SPECIAL: Final = frozenset("([\\.^$*+?")


class _Unknown(Exception):  # noqa: N818 - no error: the expression is compiled then
    """The expression has something that is not understood."""


def needed(expression: str) -> Need:
    """What every text has in which the expression is found."""
    tokens = _TOKEN.findall(expression)
    tokens.reverse()
    try:
        need = _choice(tokens)
        return None if tokens else need
    except _Unknown:
        return None


def holds(text: str, need: Need) -> bool:
    """Whether the text has what is needed."""
    return need is None or _holds(text, _characters(text), need)


# Many expressions ask of the same text, and one character after another is dear.
_characters: Final[Callable[[str], frozenset[str]]] = lru_cache(maxsize=128)(frozenset)


def _holds(text: str, characters: frozenset[str], need: Need) -> bool:
    if need is None:
        return True
    if isinstance(need, str):
        return need in text
    if isinstance(need, tuple):
        for part in need:  # noqa: SIM110 - `all` takes as long again
            if not _holds(text, characters, part):
                return False
        return True
    if not need.characters.isdisjoint(characters):
        return True
    if need.digit and any(map(str.isdecimal, characters)):
        return True
    if not characters.isdisjoint(need.words):
        beginning = need.words.get
        for first in characters:
            for word in beginning(first, ()):
                if word in text:
                    return True
    for part in need.others:  # noqa: SIM110
        if _holds(text, characters, part):
            return True
    return False


def _choice(tokens: _Tokens) -> Need:
    """Branches divided by |, up to the end of a group or of all; the tokens stand last first."""
    branches = [_sequence(tokens)]
    while tokens and tokens[-1][0] == "|":
        tokens.pop()
        branches.append(_sequence(tokens))
    return branches[0] if len(branches) == 1 else _any(branches)


def _any(branches: Sequence[Need]) -> Need:
    """What is needed where one of several branches must be there."""
    characters, words, others, digit = set[str](), dict[str, list[str]](), list[Need](), False
    for branch in branches:
        if branch is None:
            return None
        if isinstance(branch, str):
            if len(branch) == 1:
                characters.add(branch)
            elif branch:
                words.setdefault(branch[0], []).append(branch)
            else:
                return None
        elif isinstance(branch, Any):
            characters |= branch.characters
            for first, found in branch.words.items():
                words.setdefault(first, []).extend(found)
            others += branch.others
            digit = digit or branch.digit
        else:
            others.append(branch)
    return Any(frozenset(characters), words, tuple(others), digit)


def _sequence(tokens: _Tokens) -> Need:
    """One branch: all that stands in it one after another."""
    parts: list[Need] = []
    word = ""
    while tokens and tokens[-1][0] not in ("|", ")"):
        token, repeated = tokens.pop()
        if token[0] == "(" and token[-1] != ")":
            need, repeated = _group(token, repeated, tokens)
        else:
            need = _atom(token)
        if isinstance(need, str) and not repeated:  # a word goes on; it does behind what takes no character
            word += need
            continue
        least = _least(repeated) if repeated else 1
        if isinstance(need, str) and least:
            word += need
        if word:
            parts.append(word)
            word = ""
        if need and not isinstance(need, str) and least:
            parts.append(need)
    if word:
        parts.append(word)
    return None if not parts else parts[0] if len(parts) == 1 else tuple(parts)


def _least(repeated: str) -> int:
    """How often at least what stands before must be there."""
    if repeated[0] != "{":
        return int(repeated[0] == "+")
    if repeated.startswith("{}"):
        raise _Unknown
    return int(repeated[1 : repeated.index("}")].partition(",")[0] or 0)


def _atom(token: str) -> Need:
    """Characters or a class; no character where there is but a place, None where any will do."""
    kind = token[0]
    if kind not in _SPECIAL:
        return token
    if kind == "(":
        return _words(token[1:-1].removeprefix("?:"))
    if kind == "[" and len(token) > 1:
        return _class(token)
    if token in _NOWHERE:
        return ""
    if kind == "\\":
        return _DIGIT if token == _ANY_DIGIT else _escaped(token)
    if kind != ".":
        raise _Unknown
    return None


def _words(choices: str) -> Any:
    """One of several words divided by |."""
    words = dict[str, list[str]]()
    characters = set[str]()
    for word in choices.split("|"):
        if len(word) == 1:
            characters.add(word)
        else:
            words.setdefault(word[0], []).append(word)
    return Any(frozenset(characters), words)


def _group(opening: str, repeated: str, tokens: _Tokens) -> tuple[Need, str]:
    """What a group needs, and how often it must be there."""
    if repeated:  # flags, conditions, comments, what was found before
        raise _Unknown
    need = _choice(tokens)
    if not tokens:
        raise _Unknown
    _, repeated = tokens.pop()
    if opening.endswith("!"):
        need = None
    # How often a group comes is not said of its last character.
    return ((need,) if isinstance(need, str) else need), repeated


def _escaped(token: str) -> str | None:
    kind = token[1:2]
    if kind in _CONTROLS:
        return _CONTROLS[kind]
    if len(token) > 2:
        return chr(int(token[2:], 16))
    if not kind or kind.isdigit() or kind == "N":
        raise _Unknown
    return None if kind.isalpha() else kind


def _members(written: str) -> Iterator[str]:
    """The members of a class one by one, escaped ones with what belongs to their escape."""
    at = 0
    while at < len(written):
        size = 1 if written[at] != "\\" else _ESCAPED.get(written[at + 1], 2)
        if size > len(written) - at or not _HEXADECIMAL.issuperset(written[at + 2 : at + size]):
            size = 2
        yield written[at : at + size]
        at += size


@lru_cache(maxsize=512)
def _class(token: str) -> Need:
    """The characters of a class, where it lists them."""
    if token.startswith("[^"):
        return None
    if "-" not in token and "\\" not in token:
        return Any(frozenset(token[1:-1]))
    written = list(_members(token[1:-1]))
    members = [_escaped(one) if one[0] == "\\" else one for one in written if one != _ANY_DIGIT]
    digit = len(members) < len(written)
    found = set[str]()
    while members:
        first = last = members.pop(0)
        if members[:1] == ["-"] and len(members) > 1:
            last = members[1]
            del members[:2]
        if first is None or last is None or ord(last) - ord(first) > _WIDEST:
            return None
        found.update(map(chr, range(ord(first), ord(last) + 1)))
    return Any(frozenset(found), digit=digit)
