"""The XML parts of a workbook, streamed: no tree is built, and no declaration of entities is followed.

expat of the standard library is used, for it stops where it is told, keeps nothing of what has passed, and says at
which byte it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol
from xml.parsers import expat

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD

Attributes = Mapping[str, str]

BROKEN = "文件里有一部分已经损坏（{part}），读不下去。请用 Excel 或 WPS 打开（会提示修复），另存一份再检查"
_DECLARES = "文件里有不该有的实体声明（{part}），为了安全没有读。请用 Excel 或 WPS 打开，另存一份再检查"
_TOO_MANY = "文件里的内容太多（{part}），不像绩效目标表。请用 Excel 或 WPS 打开，删掉表外多余的行列，另存一份再检查"
_NAMESPACES = (
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_TAGS = 12  # of a part, for each cell that the limits allow: a number takes four
_DEEPEST = 200  # elements in one another; those that are not read may be many
_LONGEST_MARK = 4 << 20  # bytes of one tag, comment or declaration


class Handler(Protocol):
    """What is to be done with a part. `parser` is set before the first event, names are bare (`row`, `c`), empty for
    elements that are not of workbooks."""

    parser: expat.XMLParserType

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...


def parse(
    part: str,
    pieces: Iterable[bytes],
    handler: Handler,
    most_cells: int = STANDARD.cells,
    namespaces: Sequence[str] = _NAMESPACES,
) -> None:
    """Run a handler over a part. Raises `ReadError` where that is broken, declares entities or has too many tags.

    `most_cells` is how many cells with text the limits allow, `namespaces` are those of the elements that count.
    """
    left = _TAGS * most_cells
    names: dict[str, str] = {}
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise ReadError(BROKEN.format(part=part))
        local = names.get(name)
        if local is None:
            local = names[name] = _bare(name, namespaces)
        handler.start(local, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(names[name])

    def refuse(*_: object) -> None:
        raise ReadError(_DECLARES.format(part=part))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    handler.parser = parser
    fed = 0
    try:
        for piece in pieces:
            fed += len(piece)
            left -= piece.count(b"<")
            if left < 0:
                raise ReadError(_TOO_MANY.format(part=part))
            parser.Parse(piece, False)
            if fed - parser.CurrentByteIndex > _LONGEST_MARK:
                raise ReadError(BROKEN.format(part=part))
        parser.Parse(b"", True)
    except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
        raise ReadError(BROKEN.format(part=part)) from error
    finally:
        # Each holds the other: all that was read would stay until garbage is looked for.
        del handler.parser


def _bare(name: str, namespaces: Sequence[str]) -> str:
    """The name of an element without its namespace; empty for one of others."""
    namespace, _, local = name.rpartition(" ")
    return local if namespace in namespaces else ""


def relation(attributes: Attributes) -> str:
    """The identifier of a relation among the attributes of an element, whichever edition of the standard it is in."""
    return next((value for name, value in attributes.items() if name.endswith("/relationships id")), "")


def flag(value: str | None) -> bool:
    """An attribute that is true or false."""
    return value in ("1", "true", "on")


def whole(value: str | None) -> int | None:
    """An attribute that is a whole number, None where it is none or absurd."""
    return int(value) if value and len(value) <= 9 and value.isascii() and value.isdigit() else None
