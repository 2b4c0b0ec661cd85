"""Where the product's own YAML lies: beside the package in a checkout, inside it in a wheel.

Paths are strings here and in all that runs at every start: `pathlib` costs more than what it is used for.
"""

from __future__ import annotations

from os import path

_PACKAGE = path.dirname(path.dirname(path.abspath(__file__)))


def rules_folder() -> str:
    """The folder with the built-in rules, profiles and vocabularies."""
    packaged = path.join(_PACKAGE, "rules")
    return packaged if path.isdir(packaged) else path.join(path.dirname(_PACKAGE), "rules")


def resource(*parts: str) -> str:
    """A file or folder below the rules folder."""
    return path.join(rules_folder(), *parts)
