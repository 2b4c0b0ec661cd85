"""One configuration file, YAML or TOML, from its bytes to what it says."""

from __future__ import annotations

import os
import stat
from itertools import takewhile
from typing import Any

from lint_pbt.config.discovery import MOST_BYTES, TOML
from lint_pbt.config.shape import Config, Layer
from lint_pbt.datafiles.typed_text import Mistake, Mistakes, TypedPlace, convert, line_of, load_yaml


def read_layer(path: str, named_at: TypedPlace | None = None) -> Layer:
    """One configuration file. Raises Mistakes, those of a file that cannot be read where it is named."""
    shown = shown_path(path)
    try:
        data = _bytes(path)
    except (OSError, ValueError) as error:
        reason = "没有这个文件" if isinstance(error, FileNotFoundError) else getattr(error, "strerror", None) or error
        told = f"配置文件“{shown}”读不出来：{reason}"
        raise Mistakes([named_at.mistake(told) if named_at else Mistake("", 0, told)]) from None
    toml = path.lower().endswith(".toml")
    value, source = (_from_toml if toml else _from_yaml)(data, shown)
    if not isinstance(value, dict):
        raise Mistakes([source.mistake("配置要写成“键: 值”的形式，例如 extends: recommended")])
    config = convert(value, Config, shown, source.text, source.path, source.find)
    return Layer(source, os.path.dirname(os.path.abspath(path)), config)


def shown_path(path: str) -> str:
    """The path as messages show it: from the current folder where the file lies in or below it."""
    try:
        relative = os.path.relpath(path)
    except ValueError:
        return path
    return path if relative.startswith("..") else relative


def _bytes(path: str) -> bytes:
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise ValueError("它不是文件")
    with open(path, "rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError(f"超过了 {MOST_BYTES >> 20} MB，配置文件不会这么大，请确认选对了文件")
    return data


def _from_yaml(data: bytes, shown: str) -> tuple[Any, TypedPlace]:
    text = _decoded(data, shown)
    value = load_yaml(text, shown, strict=True)
    return {} if value is None else value, TypedPlace(shown, text, (), line_of)


def _decoded(data: bytes, shown: str) -> str:
    # Notepad writes any of these; GB18030 last, since nearly everything passes for it.
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    marked = next((encoding for mark, encoding in marks.items() if data.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Mistakes([Mistake(shown, 0, "读不出文字，请用 UTF-8 编码另存")])


def _from_toml(data: bytes, shown: str) -> tuple[Any, TypedPlace]:
    from lint_pbt.datafiles import toml_text

    try:
        text = data.decode("utf-8")
        value: Any = toml_text.load(text)
    except UnicodeDecodeError:
        raise Mistakes([Mistake(shown, 0, "不是 UTF-8 编码，请另存为 UTF-8")]) from None
    except ValueError as error:
        told, _, place = str(error).partition(" (at line ")
        line = int("".join(takewhile(str.isdigit, place)) or 0)
        raise Mistakes([Mistake(shown, line, f"不是合法的 TOML（{told}），文字要加引号")]) from None
    root: tuple[str, ...] = ()
    if os.path.basename(shown) == TOML:
        root = ("tool", "pbt-lint")
        tools = value.get("tool")
        value = tools.get("pbt-lint") if isinstance(tools, dict) else None
        if value is None:
            raise Mistakes([Mistake(shown, 0, "里面没有 [tool.pbt-lint] 这一节")])
    return value, TypedPlace(shown, text, root, toml_text.line_of)
