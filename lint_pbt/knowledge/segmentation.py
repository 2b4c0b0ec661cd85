"""Words of a text, by jieba with a small dictionary of the field.

jieba's own dictionary costs more at start-up than all the rest together, and it writes a cache into a shared
folder. The field's words number some hundreds: they load in milliseconds and need no cache.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from lint_pbt.datafiles.resources import resource

if TYPE_CHECKING:
    from types import ModuleType

    import jieba

DICTIONARY = "segmentation.txt"


@lru_cache(maxsize=1024)
def cut(text: str) -> tuple[str, ...]:
    """The words of a text, in order. Words that the dictionary does not have come out as single characters."""
    return tuple(_tokenizer().cut(text, HMM=False))


@cache
def _tokenizer() -> jieba.Tokenizer:
    import logging

    library = _library()
    library.setLogLevel(logging.WARNING)
    path = resource("vocabulary", DICTIONARY)
    tokenizer = library.Tokenizer(dictionary=path)
    # What `initialize` does, without its cache in a folder that others can write to.
    with open(path, "rb") as file:
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(file)
    tokenizer.initialized = True
    return tokenizer


def _library() -> ModuleType:
    """jieba, loaded without `pkg_resources`.

    Where that is installed jieba loads it, to find files that it finds as well without, and it takes twice as long as
    jieba itself. A module that is None is one that cannot be imported.
    """
    import sys
    import warnings

    hidden: dict[str, ModuleType | None] = sys.modules  # type: ignore[assignment]
    absent = hidden.setdefault("pkg_resources", None) is None
    try:
        with warnings.catch_warnings():
            # Newer Pythons complain of jieba's own source where they compile it; that is nothing to a user.
            warnings.simplefilter("ignore")
            import jieba
    finally:
        if absent:
            del hidden["pkg_resources"]
    library: ModuleType = jieba
    return library
