"""Imported before `msgspec`: has it loaded without what it asks for at its import and nobody uses afterwards.

That takes longer than reading a table: what `typing_extensions` draws in (`inspect`, `ast`, `tokenize`), six regular
expressions of `platform`, of which only the name of the system is asked, what is written in Python in `datetime` (all
of it, up to Python 3.11) beside what it takes from there, a text compiled to see whether a newer argument is taken, and
four modules of its own, which are loaded when somebody asks them for something.
"""

import importlib
import importlib.machinery
import importlib.util
import sys
import types
import typing
from typing import Any

_LATER = frozenset(("msgspec.inspect", "msgspec.json", "msgspec.toml", "msgspec.yaml"))


class _Platform(types.ModuleType):
    """Stands in for `platform`: tells the name of the system as that does, and has the module itself tell the rest."""

    @staticmethod
    def system() -> str:
        import os

        return os.uname().sysname

    def __getattr__(self, name: str) -> Any:
        import platform

        return getattr(platform, name)


class _Later:
    """Finds those modules that are to be loaded when they are used."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> Any:
        spec = importlib.machinery.PathFinder.find_spec(name, path, target) if name in _LATER else None
        if spec is None or spec.loader is None:
            return None  # in a program of one file, say, where others find them
        spec.loader = importlib.util.LazyLoader(spec.loader)
        return spec


def _load() -> None:
    """Load `msgspec`, all as it was afterwards."""
    stand_ins: dict[str, Any] = {"typing_extensions": None}  # so that importing it fails
    if sys.platform not in ("win32", "darwin") and not {"platform", "uuid"} & sys.modules.keys():
        stand_ins["platform"] = _Platform("platform")
    if "datetime" not in sys.modules and sys.version_info < (3, 12):
        stand_ins["datetime"] = importlib.import_module("_datetime")  # whose classes are those of `datetime`
    reference = typing.ForwardRef
    sys.modules.update(stand_ins)
    sys.meta_path.insert(0, _Later)
    if (3, 11) <= sys.version_info < (3, 14):  # which take the argument
        setattr(typing, "ForwardRef", lambda *_, **__: None)  # noqa: B010
    try:
        import msgspec  # noqa: F401
    finally:
        typing.ForwardRef = reference  # type: ignore[misc]
        sys.meta_path.remove(_Later)
        for name in stand_ins:
            del sys.modules[name]


if not {"msgspec", "typing_extensions"} & sys.modules.keys():
    _load()
