"""The elements of pages by what they do to the text within, as browsers have it."""

from __future__ import annotations

UNSEEN = frozenset(
    ("template", "object", "applet", "xml", "button", "audio", "video", "canvas", "svg", "math", "map"),
).union(("datalist",))
UNREAD_RAW = frozenset(("script", "style", "title", "noscript", "iframe", "noembed", "noframes"))
VOID = frozenset(
    ("area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link"),
).union(("meta", "param", "source", "track", "wbr"))
GROUPS = frozenset(("thead", "tbody", "tfoot"))
CELLS = ("td", "th")
ROWS = ("tr", *CELLS)
OF_TABLES = GROUPS.union(("table", "caption", "colgroup", "tr"), CELLS)
BLOCKS = OF_TABLES.union(
    ("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl"),
    ("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr"),
    ("html", "legend", "li", "listing", "main", "menu", "nav", "ol", "p", "plaintext", "pre", "section", "summary"),
    ("ul", "xmp", "textarea"),
)
PARENTS = {"tr": (*GROUPS, "table"), **dict.fromkeys(CELLS, ("tr", *GROUPS, "table"))}
# These a browser closes though blocks stand open within.
FORMATS = frozenset(("a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"))
SHIFTS = ("sup", "sub")
STRUCK = frozenset(("del", "s", "strike"))
VERBATIM = frozenset(("pre", "textarea", "listing", "plaintext", "xmp"))
