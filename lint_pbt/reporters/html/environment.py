"""The template with its style sheet and script, and the hashes that let a browser run these and nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from lint_pbt.presentation.neutral import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template

_STYLES: Final = ("page.css", "paper.css", "thrifty.css")
_SCRIPTS: Final = ("parts.js", "filters.js", "address.js", "events.js")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")


def template(
    package: str = __package__, styles: Sequence[str] = _STYLES, scripts: Sequence[str] = _SCRIPTS
) -> Template:
    """The template `page.html` of a package, ready to be given `page`; what it lacks is taken from here."""

    def text(name: str) -> str:
        return _text(name, package)

    environment = Environment(
        loader=FunctionLoader(text),
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Written in ASCII both are the same in a page of any encoding, and so are their hashes.
    css = _NOT_ASCII.sub(lambda found: f"\\{ord(found[0]):x} ", "".join(map(text, styles)))
    script = '(function () {\n"use strict";\n' + "".join(map(text, scripts)) + "})();\n"
    js = _NOT_ASCII.sub(lambda found: f"\\u{ord(found[0]):04x}", script)
    environment.globals.update(css=Markup(css), css_hash=_hash(css), js=Markup(js), js_hash=_hash(js))
    return environment.get_template("page.html")


def _text(name: str, package: str) -> str:
    file = files(package).joinpath(name)
    return (file if file.is_file() else files(__package__).joinpath(name)).read_text(encoding="utf-8")


def _hash(text: str) -> Markup:
    """The hash of an inline element as a content security policy writes it."""
    return Markup("sha256-" + b64encode(sha256(text.encode()).digest()).decode())


def _harmless(value: Any) -> Any:
    """What the template writes: no character in it may be unseen, turn the text around, or be none at all."""
    return visible(value) if type(value) is str else value
