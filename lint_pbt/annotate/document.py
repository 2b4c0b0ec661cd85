"""Comments (批注) in a document, each on the very words it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from lint_pbt.annotate.origins import origins
from lint_pbt.annotate.package import SIGNED, SPACE, Element, Package, kinds_for, new_root
from lint_pbt.annotate.ranges import Range, range_of
from lint_pbt.annotate.wording import AUTHOR, INITIALS, paragraphs
from lint_pbt.errors import WriteError
from lint_pbt.readers.archive import open_archive
from lint_pbt.readers.word.names import local
from lint_pbt.readers.word.setup import setup_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lint_pbt.limits import Limits
    from lint_pbt.run import Finding

_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_USUAL: Final = "word/document.xml"
_NO_TEXT: Final = "文档里找不到可以加批注的文字，没有写批注。请用 Word 或 WPS 打开，另存一份再试"


def annotate_document(data: bytes, findings: Sequence[Finding], limits: Limits) -> tuple[bytes, list[str]]:
    """The document with a comment on the words of each finding, and what there is to say of it.

    Raises ReadError for a document that cannot be read, WriteError for one without text.
    """
    package = Package(data, limits)
    part = package.related("", "officeDocument") or _USUAL
    if part not in package:
        raise WriteError(_NO_TEXT)
    root = package.tree(part)
    body = next((one for one in root if local(one.tag) == "body"), None)
    if body is None:
        raise WriteError(_NO_TEXT)
    found = origins(body, limits, setup_of(open_archive(data, limits), limits, part))
    comments = _Comments(package, part, etree.QName(root).namespace or "")
    for about in _by_words(findings):
        comments.add(_spot(about[0], found.get(about[0].place.cell or ""), body), paragraphs(about))
    comments.save()
    package.put_tree(part, root)
    told = [SIGNED] if any("_xmlsignatures" in name for name in package.names) else []
    return package.data(), told


def _spot(finding: Finding, container: Element | None, body: Element) -> Range:
    """What the comment on a finding marks; what is about the whole table is marked at its beginning."""
    spot = None
    if container is not None:
        goes_on = finding.end_place.cell != finding.place.cell
        spot = range_of(container, _evidence(finding), finding.place.column - 1, goes_on=goes_on)
    if spot is None:
        whole = range_of(body, "", 0)
        if whole is None:
            raise WriteError(_NO_TEXT)
        spot = Range(whole.first, whole.first)
    return spot


def _evidence(finding: Finding) -> str:
    """The words in question: of white space the whole field, of what is no field the name."""
    if finding.field is not None:
        text = finding.field.text
        return text[finding.start : finding.end].strip() or text
    subject = finding.indicator or finding.project
    return subject.name.text if subject else ""


def _by_words(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings about the very same words together, in the order of the document."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        place = finding.place
        groups.setdefault((place.line, place.column, place.cell, finding.end - finding.start), []).append(finding)
    return [groups[key] for key in groups]


class _Comments:
    """The comments of a document, those that were there first."""

    def __init__(self, package: Package, part: str, namespace: str) -> None:
        self._package = package
        self._w = f"{{{namespace}}}"
        name = package.related(part, "comments")
        if name is None:
            name = (
                "word/comments.xml" if "word/comments.xml" not in package else package.free_name("word/comments{}.xml")
            )
            self._root = new_root("w:comments", namespace)
            package.relate(part, f"{kinds_for(namespace)}/comments", name)
            package.declare(_COMMENTS, part=name)
        else:
            self._root = package.tree(name)
        self._name = name
        taken = [one.get(f"{self._w}id", "") for one in self._root]
        self._next = max((int(one) for one in taken if one.isdecimal() and len(one) < 10), default=-1) + 1

    def add(self, spot: Range, lines: Sequence[str]) -> None:
        """Add a comment on a range."""
        w, identifier = self._w, {f"{self._w}id": str(self._next)}
        self._next += 1
        comment = etree.SubElement(self._root, f"{w}comment", identifier)
        comment.set(f"{w}author", AUTHOR)
        comment.set(f"{w}initials", INITIALS)
        for number, line in enumerate(lines):
            self._paragraph(comment, line, first=number == 0)
        spot.first.addprevious(etree.Element(f"{w}commentRangeStart", identifier))
        end = etree.Element(f"{w}commentRangeEnd", identifier)
        reference = etree.Element(f"{w}r")
        etree.SubElement(reference, f"{w}commentReference", identifier)
        spot.last.addnext(end)
        end.addnext(reference)

    def _paragraph(self, comment: Element, line: str, *, first: bool) -> None:
        w = self._w
        paragraph = etree.SubElement(comment, f"{w}p")
        if first:
            mark = etree.SubElement(paragraph, f"{w}r")
            etree.SubElement(mark, f"{w}annotationRef")
        run = etree.SubElement(paragraph, f"{w}r")
        text = etree.SubElement(run, f"{w}t")
        text.set(SPACE, "preserve")
        text.text = line

    def save(self) -> None:
        """Put the comments into the package."""
        self._package.put_tree(self._name, self._root)
