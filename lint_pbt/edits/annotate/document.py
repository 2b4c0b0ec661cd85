"""Comments (批注) in a document, each on the very words it is about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from copy import deepcopy
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lxml import etree

from lint_pbt.edits.annotate.comment_text import AUTHOR, INITIALS, SIGNED, paragraphs
from lint_pbt.edits.opc.markup import SPACE, Element, kinds_for, new_root
from lint_pbt.edits.opc.package import Package
from lint_pbt.errors import WriteError
from lint_pbt.readers.origins import Origin
from lint_pbt.readers.word import trace
from lint_pbt.readers.word.line import NOT_PRESERVED
from lint_pbt.readers.word.names import local
from lint_pbt.system.own_reports import COPY_FIELD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lint_pbt.limits import Limits
    from lint_pbt.model.run import Finding
    from lint_pbt.readers.origins import Origins

_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_COMMENTS_PART: Final = "word/comments.xml"
_NO_TEXT: Final = "文档里找不到可以加批注的文字，没有写批注。请用 Word 或 WPS 打开，另存一份再试"


def annotate_document(data: bytes, findings: Sequence[Finding], limits: Limits) -> tuple[bytes, list[str]]:
    """The document with a comment on the words of each finding, and what there is to say of it.

    Raises ReadError for a document that cannot be read, WriteError for one without text, or with broken parts.
    """
    package = Package(data, limits)
    part, body, origins = trace(data, limits)
    by_spans: dict[tuple[_Span, ...], list[Finding]] = {}
    for finding in findings:
        by_spans.setdefault(_spans(finding), []).append(finding)
    edges: dict[str | None, set[int]] = {}
    for span in chain.from_iterable(by_spans):
        edges.setdefault(span.cell, set()).update((span.start, span.end))
    words = {name: _Words(of, edges.get(name, ())) for name, of in origins.items()}
    following = dict(pairwise(words))
    root = body.getroottree().getroot()
    comments = _Comments(package, part, etree.QName(root).namespace or "")
    for spans, about in by_spans.items():
        comments.add(_range(spans, words, following), paragraphs(about))
    comments.save()
    package.put_tree(part, root)
    return package.data(COPY_FIELD), [SIGNED] if package.is_signed else []


class _Span(NamedTuple):
    """Characters of a cell or paragraph."""

    cell: str | None
    start: int
    end: int


def _spans(finding: Finding) -> tuple[_Span, ...]:
    """The words in question, a span a cell: of white space the whole field, of what is no field the name."""
    field, start, end = finding.field, finding.start, finding.end
    if field is None:
        subject = finding.indicator or finding.project
        if subject is None:
            return (_Span(finding.place.cell, finding.place.column - 1, finding.end_place.column - 1),)
        field, start, end = subject.name, 0, len(subject.name.text)
    said = field.text[start:end]
    start, end = start + len(said) - len(said.lstrip()), start + len(said.rstrip())
    if start >= end:
        start, end = 0, len(field.text)
    spans: dict[str | None, _Span] = {}
    for low, high in field.pieces(start, end):
        place = field.place(low)
        begin = spans[place.cell].start if place.cell in spans else place.column - 1
        spans[place.cell] = _Span(place.cell, begin, place.column - 1 + high - low)
    return tuple(spans.values())


def _range(spans: Sequence[_Span], words: Mapping[str, _Words], following: Mapping[str, str]) -> _Range:
    """What a comment marks; what is about the whole table is marked at its beginning.

    Words that go on in the very next paragraphs are marked as far as they do; in the next cell something else begins.
    """
    its = words.get(spans[0].cell or "")
    if its is None:
        first = next(iter(words.values()), None)
        if first is None:
            raise WriteError(_NO_TEXT)
        return first.beginning()
    marked = its.range(spans[0].start, spans[0].end)
    for before, span in pairwise(spans):
        if span.cell is None or following.get(before.cell or "") != span.cell:
            break
        more = words[span.cell].range(span.start, span.end)
        if _holder(more.first) is not _holder(marked.first):
            break
        marked = _Range(marked.first, more.last)
    return marked


def _holder(element: Element) -> Element:
    """What holds the paragraph of an element."""
    return element.getparent().getparent()


class _Range(NamedTuple):
    """From the first to the last element, each a child of a paragraph; the same one where there is but one."""

    first: Element
    last: Element


class _Words:
    """The text of a cell or paragraph in the elements that its reader took it from.

    Its runs are split at the edges of ranges, all at once: each split takes a copy of the text behind it.
    """

    def __init__(self, origins: Origins, edges: Iterable[int]) -> None:
        # What holds no character counts only where nothing does.
        whole = [one for one in origins if one.start < one.end] or origins[:1]
        points = sorted(edges)
        self._origins = [
            piece
            for one in whole
            for piece in _split(one, points[bisect_left(points, one.start) : bisect_right(points, one.end)])
        ]
        self._starts = [one.start for one in self._origins]

    def range(self, start: int, end: int) -> _Range:
        """The range of the characters from `start` to `end`."""
        first = self._index(start)
        if self._origins[first].end <= start and first + 1 < len(self._origins):
            first += 1  # what the document itself says begins later: a number that Word puts there is none of it
        last = max(first, self._index(end - 1))
        return _Range(*(_child_of_paragraph(self._origins[index].source) for index in (first, last)))

    def beginning(self) -> _Range:
        """The range of what comes first."""
        first = _child_of_paragraph(self._origins[0].source)
        return _Range(first, first)

    def _index(self, at: int) -> int:
        """The index of the origin of the character `at`, or of one before it."""
        return max(bisect_right(self._starts, at) - 1, 0)


def _split(origin: Origin, points: Sequence[int]) -> list[Origin]:
    """What an origin becomes when its run is split before some characters; itself where that holds more than text."""
    text: Any = origin.source
    run = text.getparent()
    if not points or local(text.tag) != "t" or [one for one in run if local(one.tag) != "rPr"] != [text]:
        return [origin]
    held, begin = text.text, origin.offset
    if text.get(SPACE) != "preserve":  # it will be asked for: what did not show must not show then
        begin -= len(held) - len(held.lstrip(NOT_PRESERVED))
        held = held.strip(NOT_PRESERVED)
    end = begin + origin.end - origin.start
    cuts = [cut for cut in (begin + point - origin.start for point in points) if 0 < cut < len(held)]
    if not cuts:
        return [origin]
    text.text = ""
    text.set(SPACE, "preserve")
    model, pieces = deepcopy(run), []
    model.tail = None
    for low, high in zip([0, *cuts], [*cuts, len(held)], strict=True):
        if low:
            other = deepcopy(model)
            run.addnext(other)
            run, text = other, next(one for one in other if local(one.tag) == "t")
        text.text = held[low:high]
        start, stop = max(low, begin), min(high, end)
        if start < stop:
            pieces.append(Origin(origin.start + start - begin, origin.start + stop - begin, text, start - low))
    return pieces


def _child_of_paragraph(source: Any) -> Element:
    """What holds an element in its paragraph; of a box in a paragraph, what holds the box."""
    if local(source.tag) == "p":  # empty, so that a run without text is put into it
        run = source.makeelement("".join(source.tag.rpartition("}")[:2]) + "r")
        source.append(run)
        source = run
    held, element = source, source
    for above in source.iterancestors():
        if local(above.tag) == "p":
            held = element
        element = above
    return held


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

    def add(self, marked: _Range, lines: Sequence[str]) -> None:
        """Add a comment on a range."""
        w, identifier = self._w, {f"{self._w}id": str(self._next)}
        self._next += 1
        comment = etree.SubElement(self._root, f"{w}comment", identifier)
        comment.set(f"{w}author", AUTHOR)
        comment.set(f"{w}initials", INITIALS)
        for number, line in enumerate(lines):
            self._paragraph(comment, line, first=number == 0)
        marked.first.addprevious(etree.Element(f"{w}commentRangeStart", identifier))
        end = etree.Element(f"{w}commentRangeEnd", identifier)
        reference = etree.Element(f"{w}r")
        etree.SubElement(reference, f"{w}commentReference", identifier)
        marked.last.addnext(end)
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
