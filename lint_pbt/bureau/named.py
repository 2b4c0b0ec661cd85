"""A file of settings that somebody names: read within bounds, or told why not."""

from __future__ import annotations

from typing import Final

from lint_pbt.errors import ConfigError

_MOST_BYTES: Final = 1_000_000


def text_of(path: str, what: str, option: str) -> str:
    """The text of the file. `what` it is and the `option` it is named by are for the sentence of the ConfigError."""
    try:
        with open(path, "rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError:
        raise ConfigError(f"{what}“{path}”打不开。请检查路径，或者去掉 {option}") from None
    if len(data) > _MOST_BYTES:
        raise ConfigError(f"{what}“{path}”太大了（超过 1 MB）。请检查 {option} 写的是不是这个文件")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{what}“{path}”不是 UTF-8 的文本。请另存为 UTF-8 再试") from None
