"""The word lists of rules/vocabulary: what people of the field say, kept apart from the code.

A file has a `name`, a Chinese `title` and `words`: a list, or a text of words divided by spaces and line ends
in which a line that begins with # is a remark (long lists load four times as fast that way).
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import yaml

from lint_pbt.datafiles.resources import resource
from lint_pbt.errors import ConfigError

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_vocabulary(folder: str | None = None) -> dict[str, tuple[str, ...]]:
    """The words of every vocabulary of a folder (default: the built-in ones) by name. Raises ConfigError."""
    return (read_folder(folder) if folder else built_in())[0]


@cache
def built_in() -> tuple[dict[str, tuple[str, ...]], dict[str, dict[str, Any]]]:
    """The built-in vocabularies, as `read_folder` gives them; read once."""
    return read_folder(resource("vocabulary"))


def read_folder(folder: str) -> tuple[dict[str, tuple[str, ...]], dict[str, dict[str, Any]]]:
    """The word lists of a folder by name, and the files of another shape (no `words` of their own) by name.

    Raises ConfigError for a file that is neither.
    """
    words: dict[str, tuple[str, ...]] = {}
    others: dict[str, dict[str, Any]] = {}
    for file in sorted(os.listdir(folder)):
        if not file.endswith(".yaml"):
            continue
        path = os.path.join(folder, file)
        content = _read(path)
        if "words" in content:
            words[content["name"]] = _words(path, content["words"])
        else:
            others[content["name"]] = content
    return words, others


def _read(path: str) -> dict[str, Any]:
    try:
        with open(path, "rb") as file:
            content = yaml.load(file, Loader=_Loader)
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}：不是有效的 YAML：{error}") from None
    if not isinstance(content, dict) or not isinstance(content.get("name"), str):
        raise ConfigError(f"{path}：词表要有 name（名称）")
    return content


def _words(path: str, words: Any) -> tuple[str, ...]:
    if isinstance(words, str):
        return tuple([word for line in words.splitlines() if not line.startswith("#") for word in line.split()])
    if not isinstance(words, list):
        raise ConfigError(f"{path}：words 要是词的列表，或者一段用空格隔开的词")
    for word in words:
        if not isinstance(word, str) or not word.strip():
            raise ConfigError(f"{path}：words 里的“{word}”不是文字；数字、日期和 yes、no 要加引号")
    return tuple(words)
