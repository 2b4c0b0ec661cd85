"""The page itself: its template with style sheets and scripts set in, for one of the two backends.

What comes in besides are blocks that only the backend knows; what goes out is HTML that fetches nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Literal

from lint_pbt.reporters.compared.html import page_template as comparison_template
from lint_pbt.reporters.html.environment import template
from lint_pbt.system.version import __version__

if TYPE_CHECKING:
    from jinja2 import Template

Backend = Literal["worker", "http"]

_STYLES: Final = ("app.css",)
_SCRIPTS: Final = (
    *("messages.js", "backend.js", "parts.js", "memory.js", "files.js", "checking.js", "table.js", "views.js"),
    *("actions.js", "start.js"),
)
# Python in the browser is compiled where it runs, in a worker whose script comes out of the page itself.
_MORE: Final = {
    "worker": {"script-src": "'wasm-unsafe-eval'", "worker-src": "blob:"},
    "http": {"connect-src": "'self'"},
}


def shell(backend: Backend, blocks: Mapping[str, str] | None = None) -> str:
    """The page; for `worker` with the blocks of text that it asks for by name (see `backend.js`)."""
    made = _template()
    return made.render(backend=backend, version=__version__, policy=_policy(backend, made), blocks=blocks or {})


def policy(backend: Backend) -> str:
    """The content security policy of the page, for a server that says it too: only what the page holds runs, and it
    connects to nothing but that server.
    """
    return _policy(backend, _template())


def _template() -> Template:
    return template(__package__, _STYLES, _SCRIPTS)


def _policy(backend: Backend, made: Template) -> str:
    # Reports are shown in a frame, for which the policy of the page holds as well.
    said = [made.globals, template().globals, comparison_template().globals]
    allowed = {
        "default-src": "'none'",
        "script-src": " ".join(f"'{one['js_hash']}'" for one in said[:2]),
        "style-src": " ".join(f"'{one['css_hash']}'" for one in said),
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    for name, more in _MORE[backend].items():
        allowed[name] = f"{allowed.get(name, '')} {more}".strip()
    return "; ".join(f"{name} {values}" for name, values in allowed.items())
