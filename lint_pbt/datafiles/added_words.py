"""Words that users add to vocabularies: where they may, and what the layouts and the checks get of them.

`units: [钵]` adds to a list of words; `columns.name: [考核内容]` to the titles of the columns that hold names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from lint_pbt.datafiles.typed_text import Mistake, TypedPlace, listed, nearest
from lint_pbt.datafiles.vocabulary import built_in
from lint_pbt.errors import ConfigError

VOCABULARIES = "docs/checks.md 的“词表”"  # where they are listed
_BY_COLUMN = ("columns",)  # vocabularies that sort their words by columns
_RENAMED = {"grid-columns": "columns"}  # names of earlier versions, which stand in users' files


class Added(Struct, frozen=True):
    """Words that are added to a vocabulary, and where the user wrote them."""

    vocabulary: str
    words: tuple[str, ...]
    source: TypedPlace


def by_vocabulary(added: Iterable[Added]) -> Mapping[str, tuple[str, ...]]:
    """The words by the vocabulary they are added to, with the column where it has some: `columns.name`.

    Raises ConfigError for vocabularies that nothing can be added to.
    """
    words: dict[str, tuple[str, ...]] = {}
    mistakes: list[Mistake] = []
    for one in added:
        mistakes += misplaced(one)
        key = _named_today(one.vocabulary)
        if key.partition(".")[0] in _BY_COLUMN:  # what is said last of a title counts: for some files otherwise
            for other in [other for other in words if other.partition(".")[0] in _BY_COLUMN]:
                words[other] = tuple(word for word in words[other] if word not in one.words)
        words[key] = (*words.get(key, ()), *one.words)
    if mistakes:
        raise ConfigError(listed(mistakes))
    return words


def misplaced(added: Added) -> Iterator[Mistake]:
    """What is wrong with the vocabulary that words are added to."""
    words, data = built_in()
    written = added.vocabulary
    name, _, part = _named_today(written).partition(".")
    columns: Mapping[str, str] = data["column-evidence"]["names"] if name in _BY_COLUMN else {}
    if part in columns:
        return
    if columns and (not part.isascii() or "columns" in added.source.path):
        yield added.source.mistake(f"没有“{part}”这种列{_like(part, columns)}")
    elif columns:
        yield added.source.mistake(
            f"“{written}”要写明是哪一列，如 {name}.name（指标名称）{nearest(part, sorted(columns))}"
        )
    elif written in data:
        yield added.source.mistake(f"“{written}”不是单纯的词表，不能在配置里加词")
    elif written not in words:
        known = (
            [f"{one}.{column}" for one in _BY_COLUMN for column in data["column-evidence"]["names"]]
            if part
            else sorted(words)
        )
        yield added.source.mistake(f"没有名为“{written}”的词表{nearest(written, known, '' if part else VOCABULARIES)}")


def _like(part: str, columns: Mapping[str, str]) -> str:
    """Which columns were probably meant: 指标 may be the beginning of several."""
    from difflib import get_close_matches

    known = [*(columns if part.isascii() else columns.values())]
    near = get_close_matches(part, known, n=4)
    if len(near) < 2:
        return nearest(part, known)
    return f"，是不是想写{'、'.join(f'“{one}”' for one in near)}之一？"


def _named_today(vocabulary: str) -> str:
    """The name of a vocabulary as it is now; a column may be written in Chinese, as reports name it."""
    name, dot, part = vocabulary.partition(".")
    if dot and not part.isascii():
        named = built_in()[1]["column-evidence"]["names"]
        part = next((role for role, told in named.items() if told == part), part)
    return _RENAMED.get(name, name) + dot + part
