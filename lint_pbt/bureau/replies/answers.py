"""What a department wrote beside a finding: that it is mended, why it stays, or something else."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal, NamedTuple

from msgspec import Struct

from lint_pbt.datafiles.resources import resource
from lint_pbt.datafiles.typed_text import Mistakes, convert, load_yaml
from lint_pbt.errors import ConfigError
from lint_pbt.text.folding import fold

Kind = Literal["fixed", "reason", "bare", "other", "none"]
_BEFORE: Final = " \t\n\r\u3000:：,，。;；、-—（("
_MARKS: Final = re.compile(r"[\s\W_]+")


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    """See the comments in `rules/replies.yaml`."""

    fixed: tuple[str, ...]
    refused: tuple[str, ...]
    leads: tuple[str, ...]
    least: int


class Answer(NamedTuple):
    """An answer: `bare` refuses without a reason, `other` says neither; `reason` is the reason alone."""

    kind: Kind
    reason: str = ""


@cache
def _words() -> _Words:
    path = resource("replies.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    try:
        return convert(load_yaml(text, path), _Words, path, text)
    except Mistakes as error:
        raise ConfigError(str(error)) from None


def answer(text: str) -> Answer:
    """What the text of a cell says."""
    bare = _MARKS.sub("", fold(text))
    if not bare:
        return Answer("none")
    words = _words()
    # The longest beginning wins: 不需要修改 and 不修改 both begin with 不.
    beginnings = [(len(word), kind, word) for kind in ("fixed", "refused") for word in getattr(words, kind)]
    found = max((one for one in beginnings if bare.startswith(one[2])), default=None)
    if found is None:
        return Answer("other")
    if found[1] == "fixed":
        return Answer("fixed")
    reason = _behind(text, found[2])
    for lead in words.leads:
        if _MARKS.sub("", fold(reason)).startswith(lead):
            reason = _behind(reason, lead)
            break
    return Answer("reason", reason) if len(_MARKS.sub("", reason)) >= words.least else Answer("bare")


def _behind(text: str, word: str) -> str:
    """The text behind a word at its beginning, whatever marks stand in and after it."""
    left = len(word)
    for at, character in enumerate(fold(text)):
        if not left:
            rest = text[at:].strip().lstrip(_BEFORE)
            # A bracket around all that follows is gone at its beginning, and has no business at its end.
            return rest[:-1] if rest.endswith(("）", ")")) and "（" not in rest and "(" not in rest else rest
        left -= not _MARKS.match(character)
    return ""
