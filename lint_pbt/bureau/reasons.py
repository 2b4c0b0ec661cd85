"""Reasons that departments gave for not changing something: a YAML file that people look at, and what it settles.

A finding whose reason is accepted counts no more and stands among what was put aside, with the reason and its author.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Final

from msgspec import Meta, Struct
from msgspec.structs import asdict

from lint_pbt.datafiles.typed_text import Mistakes, convert, listed, load_yaml
from lint_pbt.errors import ConfigError
from lint_pbt.model.rule import Text
from lint_pbt.system.saving import save

if TYPE_CHECKING:
    import sqlite3

NAME: Final = "采纳的理由.yaml"
_MOST_BYTES: Final = 50_000_000
_HEAD: Final = """\
# 各部门在审核意见表“单位反馈”一栏写明理由、没有修改的问题，一条一段。这些问题不再计数，
# 列在意见表的“已忽略”页，写明理由和谁写的。不同意的，把 accepted: true 改成 false，再运行一次就会重新列出来。
# 这个文件可以改：已有的决定不会被覆盖，新收到的理由加在后面。
"""


class Reason(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Why a finding stays as it is, who says so and where; what names the finding besides is for people to read."""

    fingerprint: Annotated[str, Meta(pattern="^[0-9a-f]{16}$")]
    department: str | None = None
    rule: str = ""
    project: str = ""
    indicator: str = ""
    problem: str = ""
    reason: Text
    author: Text
    source: str = ""
    accepted: bool

    @property
    def told(self) -> str:
        """The reason with its author, as reports show it."""
        return f"{self.author}说明理由：{self.reason}"


class _File(Struct, forbid_unknown_fields=True):
    reasons: list[Reason] = []


class Reasons:
    """The reasons in a file, none where there is no file. Raises ConfigError with all that is wrong in it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._text = _read(path)
        self._by_key: dict[tuple[str | None, str], Reason] = {}
        if self._text:
            try:
                file = convert(load_yaml(self._text, path) or {}, _File, path, self._text)
            except Mistakes as error:
                raise ConfigError(listed(error.mistakes)) from None
            for one in file.reasons:
                self._by_key[one.department, one.fingerprint] = one

    def __iter__(self) -> Iterator[Reason]:
        return iter(self._by_key.values())

    def accepted(self, department: str | None, fingerprint: str) -> Reason | None:
        """The reason that settles a finding of a department; None for none."""
        found = self._by_key.get((department, fingerprint))
        return found if found and found.accepted else None

    def add(self, reasons: Iterable[Reason]) -> int:
        """Take reasons in, and let the file hold them; how many are new. What was decided about a reason stays so."""
        new = 0
        for one in reasons:
            key = (one.department, one.fingerprint)
            old = self._by_key.get(key)
            new += old is None
            self._by_key[key] = one if old is None or old.reason != one.reason else old
        text = self._written()
        if new or (self._by_key and text != self._text):
            save(self._path, text.encode())
            self._text = text
        return new

    def settle(self, database: sqlite3.Connection) -> None:
        """Make the view `shown` of the journal's findings without those that a reason settles."""
        database.execute("DROP VIEW IF EXISTS temp.shown")
        database.execute("DROP TABLE IF EXISTS temp.settled")
        database.execute("CREATE TEMP TABLE settled(department TEXT, fingerprint TEXT)")
        rows = [(one.department, one.fingerprint) for one in self._by_key.values() if one.accepted]
        database.executemany("INSERT INTO settled VALUES (?, ?)", rows)
        database.execute("CREATE INDEX temp.settled_by_print ON settled(fingerprint)")
        database.execute(
            """CREATE TEMP VIEW shown AS SELECT * FROM findings WHERE NOT EXISTS (SELECT 1 FROM settled
            WHERE settled.fingerprint = findings.fingerprint AND settled.department IS findings.department)"""
        )

    def _written(self) -> str:
        import yaml

        rows = [asdict(one) for one in self._by_key.values()]
        return _HEAD + yaml.safe_dump({"reasons": rows}, allow_unicode=True, sort_keys=False, width=1000)


def _read(path: str) -> str:
    if not os.path.lexists(path):
        return ""
    try:
        with open(path, "rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ConfigError(f"“{path}”太大了（超过 50 MB），不像是理由的清单。请移走它再运行")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"“{path}”不是 UTF-8 的文本。请另存为 UTF-8 再运行") from None
    except OSError as error:
        raise ConfigError(f"“{path}”打不开（{error.strerror}）。请检查权限，或者移走它再运行") from None
