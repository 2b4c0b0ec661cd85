"""Comments (批注) in the cells of a workbook.

Only comments, their boxes and the reference to these in a worksheet are written; openpyxl would have to write the
whole workbook anew, without what it does not know: results of formulas, controls, some drawings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from lint_pbt.edits.annotate.boxes import add_boxes, new_boxes
from lint_pbt.edits.annotate.comment_text import AUTHOR, SIGNED, paragraphs
from lint_pbt.edits.annotate.worksheet import Frame, frame_of, spliced
from lint_pbt.edits.opc.markup import SPACE, Element, kinds_for, new_root
from lint_pbt.edits.opc.package import Package
from lint_pbt.errors import WriteError
from lint_pbt.presentation.neutral import cell_text, literal
from lint_pbt.readers.workbook import contents_of
from lint_pbt.system.own_reports import COPY_FIELD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lint_pbt.limits import Limits
    from lint_pbt.model.run import Finding

_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
# Where findings about the whole table go.
_FIRST_CELL: Final = "A1"
_THREADED: Final = (
    "工作表“{sheet}”的 {cells} 原有会话式批注，新版 Excel 里只看得到会话；这些格的意见请看网页或审核意见表"
)
_NO_SHEET: Final = "文件里没有可以加批注的工作表"


def annotate_workbook(data: bytes, findings: Sequence[Finding], limits: Limits) -> tuple[bytes, list[str]]:
    """The workbook with a comment in each cell with findings, and what there is to say of it.

    Raises ReadError for a workbook that cannot be read, WriteError for one whose parts are not as they should be.
    """
    package = Package(data, limits)
    tabs = contents_of(package.archive).tabs
    if not tabs:
        raise WriteError(_NO_SHEET)
    parts = {tab.name: tab.part for tab in tabs}
    first = next((tab for tab in tabs if not tab.hidden), tabs[0]).name
    told = [SIGNED] if package.is_signed else []
    by_sheet: dict[str, dict[str, list[Finding]]] = {}
    for finding in findings:
        place = finding.place
        known = place.cell is not None and place.sheet in parts
        sheet, cell = (place.sheet, place.cell) if known else (first, _FIRST_CELL)
        by_sheet.setdefault(sheet or first, {}).setdefault(cell or _FIRST_CELL, []).append(finding)
    for sheet, cells in by_sheet.items():
        told += _annotate_sheet(package, sheet, parts[sheet], cells)
    return package.data(COPY_FIELD), told


def _annotate_sheet(package: Package, sheet: str, part: str, cells: dict[str, list[Finding]]) -> list[str]:
    frame = frame_of(package.read(part), part)
    texts = {cell: "\n".join(paragraphs(about)) for cell, about in cells.items()}
    whole = _write_comments(package, part, frame, texts)
    _write_boxes(package, part, frame, whole)
    threaded = _threaded(package, part) & set(cells)
    return [_THREADED.format(sheet=sheet, cells="、".join(sorted(threaded)))] if threaded else []


def _write_comments(package: Package, part: str, frame: Frame, texts: dict[str, str]) -> dict[str, str]:
    """Write the comments of a worksheet; gives the whole text of those in question, with what they said before."""
    name = package.related(part, "comments")
    namespace = f"{{{frame.namespace}}}"
    if name is None:
        name = package.free_name("xl/comments{}.xml")
        root = new_root("comments", frame.namespace)
        package.relate(part, f"{kinds_for(frame.namespace)}/comments", name)
        package.declare(_COMMENTS, part=name)
    else:
        root = package.tree(name)
        namespace = f"{{{etree.QName(root).namespace}}}"
    authors = _child(root, f"{namespace}authors", 0)
    comments = _child(root, f"{namespace}commentList", 1)
    author = _author(authors, namespace)
    there = {one.get("ref"): one for one in comments.iterfind(f"{namespace}comment")}
    whole = {}
    for cell, text in texts.items():
        comment = there.get(cell)
        if comment is None:
            comment = etree.SubElement(comments, f"{namespace}comment", ref=cell, authorId=author)
        body = _child(comment, f"{namespace}text", 0)
        before = "".join(body.itertext())
        _add_runs(body, namespace, ("\n\n" if before else "") + cell_text(text), body.find(f"{namespace}t"))
        whole[cell] = f"{before}\n\n{text}" if before else text
    package.put_tree(name, root)
    return whole


def _child(parent: Element, tag: str, index: int) -> Element:
    """The child of this name, made at its place where there is none."""
    found = parent.find(tag)
    if found is None:
        found = etree.Element(tag)
        parent.insert(index, found)
    return found


def _author(authors: Element, namespace: str) -> str:
    """The number of our name among the authors, where it stands from now on."""
    names = [one.text for one in authors.iterfind(f"{namespace}author")]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{namespace}author").text = AUTHOR
        names.append(AUTHOR)
    return str(names.index(AUTHOR))


def _add_runs(body: Element, namespace: str, text: str, plain: Element | None) -> None:
    """Add the text behind what is there; a text without runs becomes one, since both together are not allowed."""
    if plain is not None:
        body.remove(plain)
        run = etree.Element(f"{namespace}r")
        run.append(plain)
        plain.set(SPACE, "preserve")
        body.insert(0, run)
    run = etree.Element(f"{namespace}r")
    looks = etree.SubElement(run, f"{namespace}rPr")
    etree.SubElement(looks, f"{namespace}sz", val="9")
    etree.SubElement(looks, f"{namespace}rFont", val="宋体")
    etree.SubElement(looks, f"{namespace}charset", val="134")
    typed = etree.SubElement(run, f"{namespace}t")
    typed.set(SPACE, "preserve")
    typed.text = literal(text)
    runs = body.findall(f"{namespace}r")
    body.insert(body.index(runs[-1]) + 1 if runs else 0, run)  # phonetic text stands behind all runs


def _write_boxes(package: Package, part: str, frame: Frame, texts: dict[str, str]) -> None:
    """Write the boxes in which a worksheet shows comments: without them nobody sees the texts."""
    name = package.related(part, "vmlDrawing") if frame.legacy else None
    if name is None:
        name = package.free_name("xl/drawings/vmlDrawing{}.vml")
        boxes = new_boxes()
        identifier = package.relate(part, f"{kinds_for(frame.namespace)}/vmlDrawing", name)
        package.declare(_VML, suffix="vml")
        if not frame.legacy:
            package.put(part, spliced(package.read(part), frame, identifier, kinds_for(frame.namespace)))
    else:
        boxes = package.read(name)
    package.put(name, add_boxes(boxes, texts, frame.geometry, name))


def _threaded(package: Package, part: str) -> set[str]:
    """The cells of a worksheet with a conversation, which new versions show in the place of the comment."""
    name = package.related(part, "threadedComment")
    if name is None:
        return set()
    elements: Iterable[Element] = package.tree(name).iter("{*}threadedComment")
    return {one.get("ref", "") for one in elements}
