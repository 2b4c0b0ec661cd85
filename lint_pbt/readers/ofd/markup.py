"""The XML of an OFD file as elements with bare names, and the notations in their attributes.

expat of the standard library is used: it stops at a declaration of entities before anything of it is followed.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from lint_pbt.errors import ReadError

BROKEN = "这个 OFD 文件里有一部分已经损坏（{part}），读不下去。请重新下载，或者用原来的软件再导出一次"
_DECLARES = "这个 OFD 文件里有不该有的实体声明（{part}），为了安全没有读。请确认文件的来源"
_TOO_MANY = "这个 OFD 文件里的内容太多（{part}），不像绩效目标表。请只保留绩效目标表所在的页，再检查"
_DEEPEST = 100
_MOST_TAGS = 400_000  # of a part: a page of 60,000 objects has fewer
_MOST_NUMBERS = 100_000  # of one attribute


def parsed(part: str, pieces: Iterable[bytes]) -> Element:
    """The root of a part. Raises `ReadError` where that is broken, declares entities or is too large."""
    builder = TreeBuilder()
    depth = tags = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, tags
        depth, tags = depth + 1, tags + 1
        if depth > _DEEPEST:
            raise ReadError(BROKEN.format(part=part))
        if tags > _MOST_TAGS:
            raise ReadError(_TOO_MANY.format(part=part))
        builder.start(name.rpartition(" ")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name.rpartition(" ")[2])

    def refuse(*_: object) -> None:
        raise ReadError(_DECLARES.format(part=part))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = refuse
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
        raise ReadError(BROKEN.format(part=part)) from error
    return builder.close()


def children(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else element.findall(name)


def text_of(element: Element | None, name: str) -> str:
    """The text of a child, empty where there is none."""
    return ("" if element is None else element.findtext(name) or "").strip()


def number(text: str | None, default: float = 0.0) -> float:
    """A number, the default where it is none or absurd."""
    try:
        value = float(text) if text else default
    except ValueError:
        return default
    return value if abs(value) < 1e7 else default


def numbers(text: str | None) -> list[float]:
    """The numbers in a text that white space parts; what is none stands as 0."""
    return [number(word) for word in (text or "").split(maxsplit=_MOST_NUMBERS)[:_MOST_NUMBERS]]


def deltas(text: str | None, most: int) -> list[float]:
    """The steps from character to character: `g 3 5.2` stands for three of 5.2."""
    words = (text or "").split(maxsplit=_MOST_NUMBERS)
    found: list[float] = []
    at = 0
    while at < len(words) and len(found) < most:
        if words[at] == "g" and at + 2 < len(words):
            count = int(min(max(number(words[at + 1]), 0), most))
            found += [number(words[at + 2])] * count
            at += 3
        else:
            found.append(number(words[at]))
            at += 1
    return found[:most]
