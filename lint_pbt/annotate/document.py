"""Comments (批注) in a document, each on the very words it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lxml import etree

from lint_pbt.annotate.ranges import Range, Words
from lint_pbt.annotate.wording import AUTHOR, INITIALS, SIGNED, paragraphs
from lint_pbt.errors import WriteError
from lint_pbt.opc.markup import SPACE, Element, kinds_for, new_root
from lint_pbt.opc.package import Package
from lint_pbt.own import COPY_FIELD
from lint_pbt.readers.word import trace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lint_pbt.limits import Limits
    from lint_pbt.model import Place
    from lint_pbt.run import Finding

_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_COMMENTS_PART: Final = "word/comments.xml"
_NO_TEXT: Final = "文档里找不到可以加批注的文字，没有写批注。请用 Word 或 WPS 打开，另存一份再试"


def annotate_document(data: bytes, findings: Sequence[Finding], limits: Limits) -> tuple[bytes, list[str]]:
    """The document with a comment on the words of each finding, and what there is to say of it.

    Raises ReadError for a document that cannot be read, WriteError for one without text, or with broken parts.
    """
    package = Package(data, limits)
    part, body, origins = trace(data, limits)
    words = {name: Words(of) for name, of in origins.items()}
    root = body.getroottree().getroot()
    comments = _Comments(package, part, etree.QName(root).namespace or "")
    for about in _by_words(findings):
        comments.add(_range(about[0], words), paragraphs(about))
    comments.save()
    package.put_tree(part, root)
    return package.data(COPY_FIELD), [SIGNED] if package.is_signed else []


def _range(finding: Finding, words: Mapping[str, Words]) -> Range:
    """What the comment on a finding marks; what is about the whole table is marked at its beginning."""
    start, end = _span(finding)
    its = words.get(start.cell or "")
    if its is None:
        first = next(iter(words.values()), None)
        if first is None:
            raise WriteError(_NO_TEXT)
        return first.beginning()
    if end.cell == start.cell:
        return its.range(start.column - 1, end.column - 1)
    first = its.range(start.column - 1, None)
    theirs = words.get(end.cell or "")
    last = theirs.range(0, end.column - 1) if theirs else first
    # Words that go on in the next paragraph are marked to their end; in the next cell something else begins.
    return Range(first.first, last.last) if _holder(last.last) is _holder(first.first) else first


def _holder(element: Element) -> Element:
    """What holds the paragraph of an element."""
    return element.getparent().getparent()


def _span(finding: Finding) -> tuple[Place, Place]:
    """Where the words in question begin and end: of white space the whole field, of what is no field the name."""
    field, start, end = finding.field, finding.start, finding.end
    if field is None:
        subject = finding.indicator or finding.project
        if subject is None:
            return finding.place, finding.end_place
        field, start, end = subject.name, 0, len(subject.name.text)
    said = field.text[start:end]
    start, end = start + len(said) - len(said.lstrip()), start + len(said.rstrip())
    return (field.place(start), field.end_place(end)) if start < end else (field.place(), field.end_place())


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
            name = _COMMENTS_PART if _COMMENTS_PART not in package else package.free_name("word/comments{}.xml")
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
