"""Lines joined to one text without line breaks, which remembers where each line began."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from lint_pbt.model import Passage, Place
from lint_pbt.sheet import Line
from lint_pbt.text import fold


class Joined(NamedTuple):
    """A text put together from lines. Offsets are those of `passage.text`.

    `folded` is the same text folded, `broken` the folded text with a line feed where each further line
    begins. `breaks` are the offsets of line starts; `fresh` those that look like the start of a paragraph.
    """

    passage: Passage
    folded: str
    broken: str
    breaks: list[int]
    fresh: frozenset[int]


def join(lines: Sequence[Line], pieces: Sequence[tuple[int, int, int]]) -> tuple[Joined, list[int]]:
    """Join pieces (line index, start, end) of the lines, without their indentation.

    Also returns where each piece begins in the joined text, and where the last one ends.

    A single space at the start of a line is content where lines have a common indentation: the break fell
    before it. More is the indentation of a paragraph. Spaces at line ends are content unless most lines
    have them.
    """
    texts = [lines[index].text[start:end] for index, start, end in pieces]
    bare = [text.lstrip() for text in texts]
    indents = [text[: len(text) - len(rest)] for text, rest in zip(texts, bare, strict=True)]
    common, count = Counter(indents).most_common(1)[0] if indents else ("", 0)
    broken_off = common + " " if count * 2 > len(texts) else None
    padded = sum(text[-1:].isspace() for text in texts) * 2 > len(texts)
    blank_before = [index > 0 and not lines[index - 1].text.strip() for index, _, _ in pieces]
    spaced = sum(blank_before) < len(pieces) * 0.4

    parts: list[str] = []
    breaks: list[int] = []
    places: list[Place] = []
    fresh: list[int] = []
    offsets: list[int] = []
    offset = 0
    for number, (index, start, _) in enumerate(pieces):
        offsets.append(offset)
        indent, text = indents[number], bare[number]
        skipped = start + len(indent)
        if indent == broken_off:
            text, skipped = " " + text, skipped - 1
        elif indent != common or (spaced and blank_before[number]):
            fresh.append(offset)
        if padded:
            text = text.rstrip()
        if not text:
            continue
        breaks.append(offset)
        places.append(lines[index].place.moved(skipped))
        parts.append(text)
        offset += len(text)
    broken = fold("\n".join(parts))
    passage = Passage("".join(parts), tuple(breaks), tuple(places))
    return Joined(passage, broken.replace("\n", ""), broken, breaks, frozenset(fresh)), [*offsets, offset]
