"""The word lists of rules/vocabulary: what people of the field say, kept apart from the code.

A file has a `name`, a Chinese `title` and `words`: a list, or a text of words divided by spaces and line ends
in which a line that begins with # is a remark (long lists load four times as fast that way).
"""

from __future__ import annotations

from functools import cache
from typing import Any

from lint_pbt.datafiles.sources import built_in_sources
from lint_pbt.datafiles.typed_text import Mistakes
from lint_pbt.errors import ConfigError


@cache
def built_in() -> tuple[dict[str, tuple[str, ...]], dict[str, dict[str, Any]]]:
    """The word lists by name, and the files of another shape (no `words` of their own) by name; read once.

    Raises ConfigError for a file that is neither.
    """
    words: dict[str, tuple[str, ...]] = {}
    others: dict[str, dict[str, Any]] = {}
    sources = built_in_sources()
    for path in sources.under("vocabulary"):
        try:
            content = sources.value(path)
        except Mistakes as error:
            raise ConfigError(str(error)) from None
        if not isinstance(content, dict) or not isinstance(content.get("name"), str):
            raise ConfigError(f"{path}：词表要有 name（名称）")
        if "words" in content:
            words[content["name"]] = _words(path, content["words"])
        else:
            others[content["name"]] = content
    return words, others


def _words(path: str, words: Any) -> tuple[str, ...]:
    if isinstance(words, str):
        return tuple([word for line in words.splitlines() if not line.startswith("#") for word in line.split()])
    if not isinstance(words, list):
        raise ConfigError(f"{path}：words 要是词的列表，或者一段用空格隔开的词")
    for word in words:
        if not isinstance(word, str) or not word.strip():
            raise ConfigError(f"{path}：words 里的“{word}”不是文字；数字、日期和 yes、no 要加引号")
    return tuple(words)
