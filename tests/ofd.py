"""OFD files (GB/T 33190) for tests, put together by the structure of the standard.

`OfdCanvas` takes what `tests.paper` draws, so that the same table comes as PDF and as OFD; `packed` makes a file of
pages whose objects are given as they are.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import IO
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics

MILLIMETRES = 25.4 / 72  # a point
SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def packed(
    pages: Sequence[str],
    *,
    size: tuple[float, float] = (210, 297),
    template: str = "",
    units: Mapping[str, str] | None = None,
    extra: Mapping[str, bytes] | None = None,
) -> bytes:
    """A file with pages of the given objects, all upon a template's, and drawings that they may refer to."""
    listed = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(len(pages))
    )
    box = f"<ofd:PhysicalBox>0 0 {size[0]:g} {size[1]:g}</ofd:PhysicalBox>"
    drawings = "".join(
        f'<ofd:CompositeGraphicUnit ID="{key}" Width="210" Height="297"><ofd:Content>{objects}</ofd:Content>'
        "</ofd:CompositeGraphicUnit>"
        for key, objects in (units or {}).items()
    )
    parts: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {SPACE} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID>'
        "</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID><ofd:PageArea>"
        f"{box}</ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
        '<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/PublicRes.xml": f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="宋体"/>'
        f"</ofd:Fonts><ofd:CompositeGraphicUnits>{drawings}</ofd:CompositeGraphicUnits></ofd:Res>",
        "Doc_0/Tpls/Tpl_0/Content.xml": _page(template, ""),
    }
    for number, objects in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = _page(objects, '<ofd:Template TemplateID="7"/>')
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in {**parts, **(extra or {})}.items():
            declared = '<?xml version="1.0" encoding="UTF-8"?>\n' + part if isinstance(part, str) else part
            archive.writestr(name, declared)
    return file.getvalue()


def _page(objects: str, under: str) -> str:
    layer = f'<ofd:Content><ofd:Layer ID="10" Type="Body">{objects}</ofd:Layer></ofd:Content>'
    return f"<ofd:Page {SPACE}>{under}{layer}</ofd:Page>"


def text(
    words: str, x: float, y: float, size: float, steps: Sequence[float], *, attributes: str = "", inside: str = ""
) -> str:
    """A text object: its base line begins at x and y, in millimetres; `steps` go from character to character."""
    told = f' DeltaX="{" ".join(f"{step:g}" for step in steps)}"' if steps else ""
    box = f"{x:g} {y - size:g} {sum(steps) + size:g} {1.3 * size:g}"
    return (
        f'<ofd:TextObject ID="11" Font="3" Size="{size:g}" Boundary="{box}"'
        f"{attributes}>{inside}"
        f'<ofd:TextCode X="0" Y="{size:g}"{told}>{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def line(x0: float, y0: float, x1: float, y1: float, *, attributes: str = "", inside: str = "") -> str:
    """A path object of one straight line, in millimetres."""
    left, top = min(x0, x1), min(y0, y1)
    box = f"{left:g} {top:g} {abs(x1 - x0) + 1:g} {abs(y1 - y0) + 1:g}"
    return (
        f'<ofd:PathObject ID="12" LineWidth="0.25" Boundary="{box}"'
        f"{attributes}>{inside}<ofd:AbbreviatedData>M {x0 - left:g} {y0 - top:g} L {x1 - left:g} {y1 - top:g}"
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )


class OfdCanvas:
    """As much of reportlab's canvas as `tests.paper` asks for; `save` writes the file."""

    def __init__(self, file: IO[bytes], pagesize: tuple[float, float]) -> None:
        self._file, (self._width, self._height) = file, pagesize
        self._pages: list[str] = []
        self._objects: list[str] = []
        self._font, self._size = "", 10.0

    def setFont(self, font: str, size: float) -> None:  # noqa: N802
        self._font, self._size = font, size

    def drawString(self, x: float, y: float, words: str) -> None:  # noqa: N802
        if words:
            steps = [pdfmetrics.stringWidth(sign, self._font, self._size) * MILLIMETRES for sign in words[:-1]]
            at = x * MILLIMETRES, (self._height - y) * MILLIMETRES
            self._objects.append(text(words, *at, self._size * MILLIMETRES, steps))

    def drawCentredString(self, x: float, y: float, words: str) -> None:  # noqa: N802
        self.drawString(x - pdfmetrics.stringWidth(words, self._font, self._size) / 2, y, words)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        ends = (x0, self._height - y0, x1, self._height - y1)
        self._objects.append(line(*(end * MILLIMETRES for end in ends)))

    def showPage(self) -> None:  # noqa: N802
        self._pages.append("".join(self._objects))
        self._objects = []

    def save(self) -> None:
        self.showPage()
        self._file.write(packed(self._pages, size=(self._width * MILLIMETRES, self._height * MILLIMETRES)))
