"""Python's loader as part of a script that is no module.

The worker of the page stands in a page from disk, whose origin is nobody's. Some browsers (those of WebKit) let such a
worker neither import a module nor read a blob, so the modules of the loader become functions in the worker's script.
"""

from __future__ import annotations

import json
import re

_NAMES = re.compile(r"export\s*\{([^{}]*)\}\s*;?")
_DEFAULT = re.compile(r"export\s+default\s+([\w$]+)\s*;?")
_IMPORTED = re.compile(r"^\s*import\b(?!\s*\()", re.MULTILINE)
_ADDRESS = "import.meta.url"


def function(name: str, module: str, address: str) -> str:
    """A function of that name which runs an ES module, as if it came from an address, and returns what it exports.

    Raises ValueError where the module imports others, or does not say what it exports in one statement.
    """
    names, default = _NAMES.findall(module), _DEFAULT.findall(module)
    if len(names) + len(default) != 1 or _IMPORTED.search(module) or "</script" in module:
        raise ValueError(f"{address}: cannot be put into a script as it is")
    exported = [_pair(one) for one in names[0].split(",")] if names else [f"default: {default[0]}"]
    body = _DEFAULT.sub("", _NAMES.sub("", module)).replace(_ADDRESS, json.dumps(address))
    return f'\nfunction {name}() {{ "use strict";\n{body}\nreturn {{ {", ".join(exported)} }}; }}\n'


def _pair(said: str) -> str:
    inner, _, outer = said.strip().partition(" as ")
    return f"{outer.strip() or inner}: {inner}"
