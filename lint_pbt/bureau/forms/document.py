"""The review form as a Word document: `document.xml` is its template, sum and grade are fields."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import IO, TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jinja2 import Environment, StrictUndefined

from lint_pbt.bureau.forms.workbook import SIGNATURE
from lint_pbt.presentation.neutral import visible
from lint_pbt.system.own_reports import REPORT_FIELD

if TYPE_CHECKING:
    from datetime import datetime

    from jinja2 import Template

    from lint_pbt.bureau.forms.filled import FilledForm

# In twentieths of a point; together as wide as A4 within its margins.
_WIDTHS: Final = (2150, 620, 3900, 760, 860, 1688)
_FACT_WIDTHS: Final = (1200, 3789, 1200, 3789)
_TITLES: Final = ("审核要点", "分值", "查出的问题和扣分理由", "建议\n扣分", "审核\n得分", "审核意见")
_CLOSING: Final = (
    "在 Word 里填好“审核得分”，全选（Ctrl+A）再按 F9，右边的合计和等级会自己算；别的程序里请用 Excel 那一份。"
)
_PENDING: Final = "待评"
_EARLIEST, _LATEST = 1980, 2107

_TYPES: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/word/document.xml" ContentType=\
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>\
<Override PartName="/word/styles.xml" ContentType=\
"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>"""
_RELATIONS: Final = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" \
Target="{target}"/></Relationships>"""
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS: Final = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>' for side in _SIDES)
_STYLES: Final = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>\
<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/>\
<w:sz w:val="18"/><w:szCs w:val="18"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>\
<w:pPrDefault/></w:docDefaults>\
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>\
<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders>\
<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>\
</w:styles>"""


def write_document(filled: FilledForm, stream: IO[bytes], when: datetime) -> None:
    """Write the form to a stream, its parts dated `when`."""
    body = _template().render(
        filled=filled,
        widths=_WIDTHS,
        fact_widths=_FACT_WIDTHS,
        titles=_TITLES,
        scores=f"E2:E{len(filled.items) + 1}",
        closing=_CLOSING,
        pending=_PENDING,
        signature=SIGNATURE,
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(kind="officeDocument", target="word/document.xml"),
        "word/_rels/document.xml.rels": _RELATIONS.format(kind="styles", target="styles.xml"),
        "word/document.xml": body.lstrip(),
        "word/styles.xml": _STYLES,
    }
    date = (min(max(when.year, _EARLIEST), _LATEST), when.month, when.day, when.hour, when.minute, when.second)
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for number, (name, text) in enumerate(parts.items()):
            part = ZipInfo(name, date)
            part.create_system = 0
            part.extra = b"" if number else REPORT_FIELD
            archive.writestr(part, text.encode("utf-8"), ZIP_DEFLATED)


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(autoescape=True, finalize=_harmless, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(files(__package__).joinpath("document.xml").read_text(encoding="utf-8"))


def _harmless(value: Any) -> Any:
    return visible(value) if type(value) is str else value
