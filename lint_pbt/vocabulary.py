"""The word lists of rules/vocabulary: what people of the field say, kept apart from the code.

A file has a `name`, a Chinese `title` and `words`: a list, or a text of words divided by spaces and line ends
in which a line that begins with # is a remark (long lists load four times as fast that way).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from lint_pbt.errors import ConfigError
from lint_pbt.resources import rules_folder

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_vocabulary(folder: Path | None = None) -> dict[str, tuple[str, ...]]:
    """The words of every vocabulary of a folder (default: the built-in ones) by name. Raises ConfigError."""
    return read_folder(folder)[0]


def read_folder(folder: Path | None = None) -> tuple[dict[str, tuple[str, ...]], dict[str, dict[str, Any]]]:
    """The word lists of a folder by name, and the files of another shape (no `words` of their own) by name.

    Raises ConfigError for a file that is neither.
    """
    words: dict[str, tuple[str, ...]] = {}
    others: dict[str, dict[str, Any]] = {}
    for path in sorted((folder or rules_folder() / "vocabulary").glob("*.yaml")):
        content = _read(path)
        if "words" in content:
            words[content["name"]] = _words(path, content["words"])
        else:
            others[content["name"]] = content
    return words, others


def _read(path: Path) -> dict[str, Any]:
    try:
        content = yaml.load(path.read_bytes(), Loader=_Loader)
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}：不是有效的 YAML：{error}") from None
    if not isinstance(content, dict) or not isinstance(content.get("name"), str):
        raise ConfigError(f"{path}：词表要有 name（名称）")
    return content


def _words(path: Path, words: Any) -> tuple[str, ...]:
    if isinstance(words, str):
        return tuple([word for line in words.splitlines() if not line.startswith("#") for word in line.split()])
    if not isinstance(words, list):
        raise ConfigError(f"{path}：words 要是词的列表，或者一段用空格隔开的词")
    for word in words:
        if not isinstance(word, str) or not word.strip():
            raise ConfigError(f"{path}：words 里的“{word}”不是文字；数字、日期和 yes、no 要加引号")
    return tuple(words)
