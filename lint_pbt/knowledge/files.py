"""The files of rules/knowledge → typed facts. One shape for all: a file may hold measures, tails, dimensions and words.

Facts are stated by groups, heads in a text divided by spaces and line ends, synonyms joined by `=`: a person adds a
word to a line, and two thousand of them load in milliseconds. A head that begins with ! contradicts its own shorter
ending on purpose (插入损失 is a gain, 损失 is not).

Annotations are no texts here: a text must be compiled at every start.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct

from lint_pbt.datafiles.sources import Sources, built_in_sources
from lint_pbt.datafiles.typed_text import Mistake, Mistakes, nearest

Better = Literal["high", "low", "neutral", "unknown"]
FOLDER = "knowledge"
EXCEPTION = "!"
WordRole = Literal[
    "bad", "faults", "done", "waiting", "lasting", "saving", "sparing", "reducing", "growing", "improving", "negating",
    "carriers", "handling", "paid", "adverbs", "spreading", "holding", "curbed", "spent",
]  # fmt: skip
Spaced = Annotated[str, Meta(description="词之间用空格或换行隔开")]


class Group(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Measures that share their facts; what is not stated follows from the tail of each."""

    heads: Spaced
    better: Better | None = None
    dimension: str | None = None
    bounded: bool | None = None
    signed: bool | None = None
    small: bool = False
    categories: Spaced | None = None
    units: Spaced | None = None
    example: str | None = None


class Dimension(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A kind of quantity: its units, an example for each way, and the kinds of units that cannot be meant.

    `usual` is the way an example takes where nothing tells which is better; no finding rests on it.
    """

    units: Spaced
    examples: dict[Literal["high", "low", "neutral"], str]
    usual: Literal["high", "low", "neutral"] = "neutral"
    unitless: bool = False
    misfit: Spaced = ""


class KnowledgeFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one file states."""

    name: str
    title: str
    measures: tuple[Group, ...] = ()
    tails: tuple[Group, ...] = ()
    dimensions: dict[str, Dimension] = {}
    counters: dict[str, Spaced] = {}
    words: dict[WordRole, Spaced] = {}


class Read(Struct, frozen=True):
    """A file with its text, to name lines in mistakes."""

    path: str
    text: str
    content: KnowledgeFile


def built_in_files() -> Iterator[KnowledgeFile]:
    """What the product itself knows; the tests prove it. Raises Mistakes."""
    sources = built_in_sources()
    for path in sources.under(FOLDER):
        yield sources.typed(path, KnowledgeFile)


def read_folder(folder: str, *, known: Iterable[str] = ()) -> list[KnowledgeFile]:
    """The files of a user's folder, in order. Raises Mistakes with all that is wrong in any of them.

    `known` are dimensions stated elsewhere.
    """
    sources = Sources(folder, strict=True)
    found: list[Read] = []
    mistakes: list[Mistake] = []
    for path in sources.paths:
        try:
            found.append(Read(path, sources.text(path), sources.typed(path, KnowledgeFile)))
        except Mistakes as error:
            mistakes += error.mistakes
    mistakes += _mistakes(found, known)
    if mistakes:
        raise Mistakes(mistakes)
    return [file.content for file in found]


def _mistakes(files: Sequence[Read], known: Iterable[str]) -> Iterator[Mistake]:
    """What is wrong between files: a head stated twice, a dimension nobody defines."""
    dimensions = {*known, *(name for file in files for name in file.content.dimensions)}
    seen: dict[tuple[str, str], str] = {}
    for file in files:
        for section, groups in (("measures", file.content.measures), ("tails", file.content.tails)):
            for group in groups:
                if group.dimension is not None and group.dimension not in dimensions:
                    told = f"没有“{group.dimension}”这种量纲{nearest(group.dimension, sorted(dimensions))}"
                    yield Mistake(file.path, _line(file.text, f"dimension: {group.dimension}"), told)
                for word in (word for words in synonyms(group.heads) for word in words):
                    before = seen.get((section, word))
                    if before is not None:
                        told = "同一文件" if before == file.path else os.path.basename(before)
                        yield Mistake(file.path, _line(file.text, word), f"“{word}”写了两遍，另一处在{told}")
                    seen[section, word] = file.path


def synonyms(heads: str) -> Iterator[list[str]]:
    """The heads of a group, each with its synonyms, without the mark of an exception."""
    for item in heads.split():
        yield [word.lstrip(EXCEPTION) for word in item.split("=")]


def exceptions(heads: str) -> Iterator[str]:
    """The heads of a group that are marked as exceptions."""
    for item in heads.split():
        for word in item.split("="):
            if word.startswith(EXCEPTION):
                yield word.lstrip(EXCEPTION)


def _line(text: str, word: str) -> int:
    """The line of the last place where a word stands by itself."""
    lines = [
        number
        for number, line in enumerate(text.split("\n"), 1)
        if word in line.replace("=", " ").replace(EXCEPTION, "").split() or word == line.strip(" -")
    ]
    return lines[-1] if lines else 0
