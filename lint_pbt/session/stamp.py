"""All by which a file is judged in, a few letters out: as long as they are the same, so is what is found."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from lint_pbt.datafiles.resources import rules_folder
from lint_pbt.session.workers.packing import packed_rules

if TYPE_CHECKING:
    from lint_pbt.config.configuration import Configuration
    from lint_pbt.model.rule import Rule


def stamp(
    rules: Sequence[Rule], reading: tuple[object, ...], configuration: Configuration | None, baseline: str | None
) -> str:
    """The stamp of rules with their configuration and baseline, but for the version of this program.

    `reading` is how files are read: anything that is written out the same as long as it is.
    """
    digest = blake2b(digest_size=16)
    for part in _parts(rules, reading, configuration, baseline):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def _parts(
    rules: Sequence[Rule], reading: tuple[object, ...], configuration: Configuration | None, baseline: str | None
) -> Iterator[bytes]:
    yield _own_data()
    yield packed_rules(rules)
    yield repr(reading).encode("utf-8", "backslashreplace")
    if configuration is not None:
        for layer in configuration.layers:
            yield layer.source.text.encode("utf-8", "backslashreplace")
        yield from _contents(configuration.settings().folders)
    if baseline is not None:
        yield _content(baseline)


@cache
def _own_data() -> bytes:
    """What the program's own rules, vocabularies and knowledge hold."""
    digest = blake2b()
    for content in _contents([rules_folder()]):
        digest.update(content)
    return digest.digest()


def _contents(folders: Iterable[str]) -> Iterator[bytes]:
    for folder in folders:
        for here, below, files in os.walk(folder):
            below.sort()
            for name in sorted(files):
                if name.endswith((".yaml", ".yml", ".txt")):
                    yield name.encode("utf-8", "backslashreplace")
                    yield _content(os.path.join(here, name))


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
