"""What the linter uses of `lxml.etree`, over the standard library's expat: there is no lxml for browsers.

A part of an office file comes in, a tree of elements with their parents goes out, and back; names keep the prefixes
they had, for some attributes name these in their values. Comments and instructions are not kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from types import SimpleNamespace
from xml.parsers import expat

_XML = "http://www.w3.org/XML/1998/namespace"
_BETWEEN = "\n"  # what no namespace holds
_DEEPEST = 256  # as libxml2 has it
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_VALUE = _TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


class LxmlError(Exception):
    """Whatever is wrong with markup."""


class XMLSyntaxError(LxmlError, SyntaxError):
    """A text that is no XML."""


class QName:
    """The two halves of a name."""

    def __init__(self, element: _Element) -> None:
        self.namespace, self.localname = _halves(element.tag)


class XMLParser:
    """Takes what lxml's parser is told; none of it matters here: expat fetches nothing, and no entity is unfolded."""

    def __init__(self, **_: object) -> None: ...


class _Element:
    """An element: its name as `{namespace}name`, its attributes, and the elements within."""

    __slots__ = ("_attributes", "_children", "_parent", "nsmap", "tag", "tail", "text")

    def __init__(self, tag: str, attributes: dict[str, str], nsmap: dict[str | None, str] | None = None) -> None:
        """`nsmap` are the prefixes that are declared here."""
        self.tag = tag
        self.text: str | None = None
        self.tail: str | None = None
        self.nsmap = nsmap or {}
        self._attributes = attributes
        self._children: list[_Element] = []
        self._parent: _Element | None = None

    def __len__(self) -> int:
        return len(self._children)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[_Element]:
        return iter(self._children)

    def __getitem__(self, index: int) -> _Element:
        return self._children[index]

    def __deepcopy__(self, _: object) -> _Element:
        """Without what stands around it, but with the prefixes that are known there."""
        copy = _Element(self.tag, dict(self._attributes), dict(self.nsmap))
        copy.text, copy.tail = self.text, self.tail
        for child in self._children:
            copy.append(deepcopy(child))
        return copy

    def get(self, name: str, default: str | None = None) -> str | None:
        return self._attributes.get(name, default)

    def set(self, name: str, value: str) -> None:
        self._attributes[name] = value

    def items(self) -> list[tuple[str, str]]:
        return list(self._attributes.items())

    def getparent(self) -> _Element | None:
        return self._parent

    def iterancestors(self) -> Iterator[_Element]:
        above = self._parent
        while above is not None:
            yield above
            above = above._parent

    def getroottree(self) -> _Tree:
        return _Tree([self, *self.iterancestors()][-1])

    def index(self, child: _Element) -> int:
        return next(index for index, one in enumerate(self._children) if one is child)

    def makeelement(self, tag: str, attributes: dict[str, str] | None = None) -> _Element:
        return _Element(tag, dict(attributes or {}))

    def insert(self, index: int, child: _Element) -> None:
        if child._parent is not None:
            child._parent.remove(child)
        self._children.insert(index, child)
        child._parent = self

    def append(self, child: _Element) -> None:
        self.insert(len(self._children), child)

    def remove(self, child: _Element) -> None:
        del self._children[self.index(child)]
        child._parent = None

    def addprevious(self, other: _Element) -> None:
        assert self._parent is not None
        self._parent.insert(self._parent.index(self), other)

    def addnext(self, other: _Element) -> None:
        assert self._parent is not None
        self._parent.insert(self._parent.index(self) + 1, other)
        if self.tail:  # the text that follows stays behind both
            other.tail, self.tail = (other.tail or "") + self.tail, None

    def iter(self, *names: str) -> Iterator[_Element]:
        """This and all below in order, those of some names (`{*}name` in whatever namespace) where some are given."""
        anywhere = {name[3:] for name in names if name.startswith("{*}")}
        stack = [iter((self,))]
        while stack:
            one = next(stack[-1], None)
            if one is None:
                stack.pop()
                continue
            if not names or one.tag in names or (anywhere and one.tag.rpartition("}")[2] in anywhere):
                yield one
            if one._children:
                stack.append(iter(tuple(one._children)))

    def itertext(self) -> Iterator[str]:
        if self.text:
            yield self.text
        for child in self._children:
            yield from child.itertext()
            if child.tail:
                yield child.tail

    def iterfind(self, name: str) -> Iterator[_Element]:
        return (one for one in tuple(self._children) if one.tag == name)

    def findall(self, name: str) -> list[_Element]:
        return list(self.iterfind(name))

    def find(self, name: str) -> _Element | None:
        return next(self.iterfind(name), None)

    def findtext(self, name: str) -> str | None:
        found = self.find(name)
        return None if found is None else found.text or ""


class _Tree:
    """A whole part."""

    docinfo = SimpleNamespace(internalDTD=None)  # markup with a declaration is no part of ours, and is refused

    def __init__(self, root: _Element) -> None:
        self._root = root

    def getroot(self) -> _Element:
        return self._root


def Element(tag: str, attributes: dict[str, str] | None = None, **more: str) -> _Element:  # noqa: N802 - lxml's name
    """An element by itself."""
    return _Element(tag, {**(attributes or {}), **more})


def SubElement(  # noqa: N802 - lxml's name
    parent: _Element, tag: str, attributes: dict[str, str] | None = None, **more: str
) -> _Element:
    """A new last element of another."""
    made = Element(tag, attributes, **more)
    parent.append(made)
    return made


def fromstring(data: bytes | str, parser: XMLParser | None = None) -> _Element:
    """The root of a text. Raises XMLSyntaxError where it is no XML, declares a type, or nests beyond bounds."""
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise XMLSyntaxError(str(error)) from None
    if reader.root is None:
        raise XMLSyntaxError("no element")
    return reader.root


class _Reader:
    """Builds the elements as expat tells of them."""

    def __init__(self) -> None:
        self.root: _Element | None = None
        self._open: list[_Element] = []
        self._last: _Element | None = None  # the element that ended last, whose tail text goes to
        self._declared: dict[str | None, str] = {}
        self.parser = expat.ParserCreate(namespace_separator=_BETWEEN)
        self.parser.buffer_text = True
        self.parser.namespace_prefixes = True
        self.parser.StartNamespaceDeclHandler = self._declare
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._declared[prefix] = uri or ""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _DEEPEST:
            raise XMLSyntaxError("excessive depth")
        made = _Element(_name(name), {_name(key): value for key, value in attributes.items()}, self._declared)
        self._declared = {}
        if self._open:
            self._open[-1]._children.append(made)
            made._parent = self._open[-1]
        else:
            self.root = made
        self._open.append(made)
        self._last = None

    def _end(self, _: str) -> None:
        self._last = self._open.pop()

    def _say(self, text: str) -> None:
        if self._last is not None:
            self._last.tail = (self._last.tail or "") + text
        elif self._open:
            self._open[-1].text = (self._open[-1].text or "") + text

    def _refuse(self, *_: object) -> None:
        raise XMLSyntaxError("a document type")


def tostring(root: _Element, encoding: str = "UTF-8", xml_declaration: bool = False, standalone: bool = False) -> bytes:
    """The bytes of a tree, in UTF-8."""
    out: list[str] = []
    if xml_declaration:
        out.append(f"<?xml version='1.0' encoding='{encoding}'{' standalone=' + repr('yes') if standalone else ''}?>\n")
    _write(root, {"xml": _XML}, out)
    return "".join(out).encode(encoding)


def _write(element: _Element, known: dict[str | None, str], out: list[str]) -> None:
    """Write an element; `known` are the namespaces of the prefixes that are declared around it."""
    declared = dict(element.nsmap)
    known = {**known, **declared}

    def prefixed(name: str, *, is_attribute: bool) -> str:
        uri, bare = _halves(name)
        if uri is None:
            if not is_attribute and known.get(None):
                declared[None] = known[None] = ""
            return bare
        prefix = next((one for one, its in known.items() if its == uri and not (is_attribute and one is None)), "")
        if prefix == "":
            prefix = next(f"ns{number}" for number in range(len(known) + 1) if f"ns{number}" not in known)
            declared[prefix] = known[prefix] = uri
        return bare if prefix is None else f"{prefix}:{bare}"

    tag = prefixed(element.tag, is_attribute=False)
    attributes = [(prefixed(name, is_attribute=True), value) for name, value in element.items()]
    out.append(f"<{tag}")
    for prefix, uri in declared.items():
        out.append(f' xmlns{f":{prefix}" if prefix else ""}="{uri.translate(_VALUE)}"')
    out += (f' {name}="{value.translate(_VALUE)}"' for name, value in attributes)
    if element.text or len(element):
        out.append(f">{(element.text or '').translate(_TEXT)}")
        for child in element:
            _write(child, known, out)
            out.append((child.tail or "").translate(_TEXT))
        out.append(f"</{tag}>")
    else:
        out.append("/>")


def _halves(name: str) -> tuple[str | None, str]:
    """Namespace and bare name of `{namespace}name`."""
    if not name.startswith("{"):
        return None, name
    uri, _, bare = name[1:].partition("}")
    return uri, bare


def _name(name: str) -> str:
    """A name as expat tells it (namespace, name and prefix) as lxml does."""
    parts = name.split(_BETWEEN)
    return f"{{{parts[0]}}}{parts[1]}" if len(parts) > 1 else name
