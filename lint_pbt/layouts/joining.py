"""Lines joined to one text without line breaks, which remembers where each line began."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from lint_pbt.model.document import Passage, Place
from lint_pbt.model.sheet import Line


class Joined(Struct, frozen=True):
    """A text put together from lines. Offsets are those of `passage.text`.

    `folded` is the same text folded, `broken` the folded text with a line feed where each further line
    begins. `fresh` are the line starts that look like the start of a paragraph, `set_off` those of them that follow a
    blank line where not most lines do.
    """

    passage: Passage
    folded: str
    broken: str
    fresh: frozenset[int]
    set_off: frozenset[int]

    @property
    def breaks(self) -> tuple[int, ...]:
        """Where the lines begin."""
        return self.passage.starts

    def starts_line(self, offset: int) -> bool:
        """Whether a line of the source begins at the offset."""
        breaks = self.passage.starts
        index = bisect_left(breaks, offset)
        return index < len(breaks) and breaks[index] == offset

    def lines_between(self, start: int, end: int) -> tuple[int, ...]:
        """The line starts between two offsets, both excluded."""
        breaks = self.passage.starts
        return breaks[bisect_right(breaks, start) : bisect_left(breaks, end)]


def join(
    lines: Sequence[Line], folded: Sequence[str], pieces: Sequence[tuple[int, int, int]]
) -> tuple[Joined, list[int]]:
    """Join pieces (line index, start, end) of the lines, without their indentation; `folded` are the lines folded.

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
    plain: list[str] = []
    breaks: list[int] = []
    places: list[Place] = []
    fresh: list[int] = []
    set_off: list[int] = []
    offsets: list[int] = []
    offset = 0
    for number, (index, start, _) in enumerate(pieces):
        offsets.append(offset)
        indent, text = indents[number], bare[number]
        skipped = start + len(indent)
        if indent == broken_off:
            text, skipped = indent[-1] + text, skipped - 1
        elif indent != common or (spaced and blank_before[number]):
            fresh.append(offset)
        if spaced and blank_before[number]:
            set_off.append(offset)
        if padded:
            text = text.rstrip()
        if not text:
            continue
        breaks.append(offset)
        places.append(lines[index].place.moved(skipped))
        parts.append(text)
        plain.append(folded[index][skipped : skipped + len(text)])
        offset += len(text)
    broken = "\n".join(plain)
    passage = Passage("".join(parts), tuple(breaks), tuple(places))
    joined = Joined(passage, broken.replace("\n", ""), broken, frozenset(fresh), frozenset(set_off))
    return joined, [*offsets, offset]


def last_sign(text: str, start: int, end: int) -> str:
    """The last character between two offsets that is no white space, or "" where there is none."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return text[end - 1 : end] if end > start else ""
