"""A folder's YAML files → their texts, and the values these state.

Every file is read each time, so that no edit is ever missed; only what YAML makes of the same contents is remembered
(`compiled`), beside the package in a wheel and otherwise in the user's cache folder.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from functools import cache, cached_property
from typing import Any, TypeVar

from lint_pbt.datafiles import compiled
from lint_pbt.datafiles.cache import fetch, keep
from lint_pbt.datafiles.resources import rules_folder
from lint_pbt.datafiles.typed_text import Mistake, Mistakes, convert, load_yaml
from lint_pbt.errors import ConfigError

T = TypeVar("T")
_SUFFIXES = (".yaml", ".yml")
_MISTYPED = tuple(suffix + ".txt" for suffix in _SUFFIXES)
_BLOCK = 1 << 16
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# The compiled values of the product itself: a file beside the folder of rules, where there is one.
COMPILED = "rules.msgpack"


class Sources:
    """The YAML files in and below a folder.

    `without` are names right in the folder that are left out. `beside` is a file with the compiled values, which is
    used where it fits; `strict` refuses repeated keys, as a user's own files need it: the last would silently win.
    """

    def __init__(
        self, folder: str, *, without: Collection[str] = (), beside: str | None = None, strict: bool = False
    ) -> None:
        self.folder = folder
        self._start = len(os.path.join(folder, ""))
        self._contents = {path: _content(path) for path in files(folder, without=without)}
        self._beside, self._strict = beside, strict

    @property
    def paths(self) -> list[str]:
        """The files, those of a folder before those below it."""
        return list(self._contents)

    def under(self, *parts: str) -> list[str]:
        """The files in and below a folder of this one."""
        start = os.path.join(self.folder, *parts, "")
        return [path for path in self._contents if path.startswith(start)]

    def outside(self, names: Collection[str]) -> list[str]:
        """The files but those that have one of these names right in the folder, and those below such a folder."""
        return [path for path in self._contents if self._name(path).partition("/")[0] not in names]

    def text(self, path: str) -> str:
        """What stands in a file. Raises Mistakes where it cannot be read."""
        return text_of(path, self._contents.get(path))

    def value(self, path: str, *, without: str | None = None) -> Any:
        """What a file states; with `without` the value of this key may be anything.

        Raises Mistakes where it cannot be read or is no YAML.
        """
        encoded = self._values.get(self._name(path))
        if encoded is None:
            return load_yaml(self.text(path), path, strict=self._strict)
        return compiled.value(encoded, without)

    def typed(self, path: str, kind: type[T]) -> T:
        """What a file states, as a type. Raises Mistakes with all that is wrong."""
        encoded = self._values.get(self._name(path))
        found = None if encoded is None else compiled.typed(encoded, kind)
        return convert(self.value(path), kind, path, self.text(path)) if found is None else found

    def packed(self) -> bytes:
        """What the files state, compiled; those with mistakes are left out, to be told by whoever asks for them."""
        stated = {}
        for path in self._contents:
            try:
                stated[self._name(path)] = load_yaml(self.text(path), path, strict=self._strict)
            except Mistakes:
                continue
        return compiled.pack(self._key, stated)

    @cached_property
    def _key(self) -> str:
        return compiled.key({self._name(path): content for path, content in self._contents.items()})

    @cached_property
    def _values(self) -> compiled.Values:
        found = compiled.unpack(_content(self._beside), self._key) if self._beside else None
        if found is None:
            found = compiled.unpack(fetch(self._key), self._key)
        if found is None:
            made = self.packed()
            keep(self._key, made)
            found = compiled.unpack(made, self._key)
        return found or {}

    def _name(self, path: str) -> str:
        """The name of a file within the folder, the same on every system."""
        return path[self._start :].replace(os.sep, "/")


def text_of(path: str, content: bytes | None = None) -> str:
    """The text in a file, with plain line ends, from what has been read of it. Raises Mistakes where there is none."""
    try:
        text = (_read(path) if content is None else content).decode("utf-8")
    except UnicodeDecodeError:
        raise Mistakes([Mistake(path, 0, "不是 UTF-8 编码的文字：用记事本打开，另存为，编码选 UTF-8")]) from None
    except OSError as error:
        raise Mistakes([Mistake(path, 0, f"打不开这个文件：{error}")]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def mistyped(folder: str, *, without: Collection[str] = ()) -> Iterator[Mistake]:
    """The files in and below a folder that an editor has given another name than was meant: they count for nothing."""
    for path in files(folder, without=without, suffixes=_MISTYPED):
        yield Mistake(path, 0, "名字要以 .yaml 结尾，这样不起作用：请改名，去掉后面的 .txt")


def files(folder: str, *, without: Collection[str] = (), suffixes: tuple[str, ...] = _SUFFIXES) -> Iterator[str]:
    """The paths of the YAML files in and below a folder, in order: first those in it. Links to folders are left."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            continue
        if here == folder:
            found = [entry for entry in found if entry.name not in without]
        yield from (entry.path for entry in found if entry.name.endswith(suffixes) and not entry.is_dir())
        waiting += [entry.path for entry in reversed(found) if entry.is_dir(follow_symlinks=False)]


@cache
def built_in_sources() -> Sources:
    """Those of the product itself."""
    folder = rules_folder()
    return Sources(folder, beside=os.path.join(os.path.dirname(folder), COMPILED))


def built_in(kind: type[T], *parts: str) -> T:
    """A file of the product itself, as a type. Raises ConfigError with all that is wrong in it."""
    sources = built_in_sources()
    try:
        return sources.typed(os.path.join(sources.folder, *parts), kind)
    except Mistakes as error:
        raise ConfigError(str(error)) from None


def _content(path: str) -> bytes | None:
    """What stands in a file; None where it cannot be read, or is a pipe or the like, at which a run would wait."""
    try:
        return _read(path)
    except OSError:
        return None


def _read(path: str) -> bytes:
    file = os.open(path, _FLAGS)  # there are more than a hundred at every start: an object for each takes longer
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise OSError("它不是文件")
        content = os.read(file, status.st_size + 1)
        while more := os.read(file, _BLOCK) if len(content) != status.st_size else b"":
            content += more
        return content
    finally:
        os.close(file)
