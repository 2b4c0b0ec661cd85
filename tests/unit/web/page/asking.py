"""Asks the linter what the page asks, over the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lint_pbt.web.page.bridge import answer
from lint_pbt.web.page.messages import packed, unpacked
from tests.places import EXAMPLES


def ask(call: str, *files: Path | bytes | str, **told: Any) -> tuple[dict[str, Any], list[bytes]]:
    """The answer to a call; files are bytes, paths, or names of examples."""
    return unpacked(answer(packed({"call": call, **told}, [_data(file) for file in files])))


def check(name: str, *, data: bytes | None = None, edits: list[dict[str, str]] | None = None, **settings: Any) -> Any:
    """What is told of an example, or of other content under a name."""
    table = {"name": name, "edits": edits or []}
    return ask("check", name if data is None else data, table=table, settings=settings)[0]


def edit(at: str, field: str, text: str) -> dict[str, str]:
    return {"at": at, "field": field, "text": text}


def _data(file: Path | bytes | str) -> bytes:
    if isinstance(file, bytes):
        return file
    return (EXAMPLES / file if isinstance(file, str) else file).read_bytes()
