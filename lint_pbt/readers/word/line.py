"""The text of a paragraph, put together from its runs; text boxes that hang on it are blocks of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from lint_pbt.readers.origins import Origin, Origins
from lint_pbt.readers.raised import shifted
from lint_pbt.readers.word.names import child, is_on, local, number, shows_prompt, value, within
from lint_pbt.readers.word.styles import HIDDEN, STRUCK, Styles, said
from lint_pbt.readers.word.symbols import UNKNOWN, has_private, sign, signs_in

if TYPE_CHECKING:
    from lxml.etree import _Element

    from lint_pbt.readers.word.remarks import Seen

_IN_PARAGRAPH = frozenset(("r", "den", "sup", "sub"))
_IN_RUN = frozenset(
    ("t", "tab", "ptab", "br", "cr", "noBreakHyphen", "sym", "fldChar", "txbxContent"),
)
_PLAIN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SHIFTS = {"superscript": "sup", "subscript": "sub"}
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NOT_PRESERVED = " \t\r"  # around a text that does not ask for it; a line feed is a blank
_TICKED, _UNTICKED = "☑", "☐"


class Shown(Struct, frozen=True, gc=False):
    """What an element shows; `offset` is where that begins in its own text."""

    text: str
    element: _Element
    offset: int = 0


class LineReader:
    """Reads paragraphs; the boxes of the last one read are in `boxes`, what is struck through in it in `struck`."""

    def __init__(self, seen: Seen, styles: Styles) -> None:
        self._seen, self._styles = seen, styles
        self._style = ""  # of the paragraph
        self.boxes: list[_Element] = []
        self._struck: list[str] = []
        self._shown: list[Shown] = []

    def read(self, paragraph: _Element) -> str:
        self.boxes, self._struck = [], []
        self._style = value(child(paragraph, "pPr", "pStyle")) or ""
        self._shown = list(self._pieces(paragraph))
        return _text(self._shown)

    @property
    def struck(self) -> str:
        return "".join(self._struck)

    @property
    def origins(self) -> Origins:
        """Which element each character of the last paragraph comes from."""
        found, start = [], 0
        for shown in self._shown:
            found.append(Origin(start, start + len(shown.text), shown.element, shown.offset))
            start += len(shown.text)
        return tuple(found)

    def _pieces(self, container: _Element) -> Iterator[Shown]:
        for name, element in within(container, _IN_PARAGRAPH):
            if name == "r":
                if element.getparent() is container or not shows_prompt(element):
                    yield from self._run(element)
            elif name == "den":
                # The lower part of a fraction.
                yield Shown("/", element)
                yield from self._pieces(element)
            else:
                yield from _shifted(self._pieces(element), name, element)

    def _run(self, run: _Element) -> Iterable[Shown]:
        looks = run[0] if len(run) and local(run[0].tag) == "rPr" else None
        pieces = list(self._said(run, looks))
        text = _text(pieces)
        if not text:
            return ()
        if self._is(looks, HIDDEN, self._styles.hidden):
            self._seen.hidden += bool(text.strip())
            return ()
        if self._is(looks, STRUCK, self._styles.struck):
            self._struck.append(text)
            return ()
        shift = None if looks is None else _SHIFTS.get(value(child(looks, "vertAlign")) or "")
        return _shifted(pieces, shift, run) if shift else pieces

    def _is(self, looks: _Element | None, names: tuple[str, ...], styles: frozenset[str]) -> bool:
        """Whether a run has one of some properties: by itself, by its style, or by that of its paragraph."""
        own = None if looks is None else said(looks, names)
        if own is not None or not styles:
            return bool(own)
        return self._style in styles or (value(child(looks, "rStyle")) or "") in styles

    def _said(self, run: _Element, looks: _Element | None) -> Iterator[Shown]:
        for name, element in within(run, _IN_RUN):
            if name == "t":
                yield self._typed(element, looks)
            elif name == "sym":
                yield Shown(self._known(sign(value(element, "font"), value(element, "char"))), element)
            elif name == "fldChar":
                yield Shown(_form_field(element), element)
            elif name == "txbxContent":
                self.boxes.append(element)
            else:
                yield Shown(_PLAIN[name], element)

    def _typed(self, element: _Element, looks: _Element | None) -> Shown:
        text, offset = typed(element)
        if has_private(text):
            font = child(looks, "rFonts")
            text = self._known(signs_in(text, value(font, "ascii") or value(font, "hAnsi")))
        return Shown(text, element, offset)

    def _known(self, text: str) -> str:
        self._seen.symbols += text.count(UNKNOWN)
        return text


def typed(element: _Element) -> tuple[str, int]:
    """The text that a `t` shows, and where that begins in its own."""
    text, offset = (element.text or "").replace("\n", " "), 0
    if text and (text[0] <= " " or text[-1] <= " ") and element.get(_XML_SPACE) != "preserve":
        offset = len(text) - len(text.lstrip(NOT_PRESERVED))
        text = text.strip(NOT_PRESERVED)
    return text, offset


def _text(pieces: Iterable[Shown]) -> str:
    return "".join([piece.text for piece in pieces])


def _shifted(pieces: Iterable[Shown], shift: str, whole: _Element) -> list[Shown]:
    """Pieces raised or lowered: one piece of the element that holds them, for how it reads depends on all of it."""
    return [Shown(shifted(_text(pieces), shift), whole)]


def _form_field(element: _Element) -> str:
    """What an old form field shows that has no text of its own: a box, ticked or not, or one of a list."""
    data = child(element, "ffData")
    box, choices = child(data, "checkBox"), child(data, "ddList")
    if box is not None:
        ticked = child(box, "checked")
        return _TICKED if is_on(child(box, "default") if ticked is None else ticked) else _UNTICKED
    if choices is None:
        return ""
    entries = [value(one) or "" for one in choices if local(one.tag) == "listEntry"]
    chosen = child(choices, "result")
    index = number(child(choices, "default") if chosen is None else chosen, 0, len(entries))
    return entries[index] if index < len(entries) else ""
