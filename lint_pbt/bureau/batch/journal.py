"""The journal of a batch: an SQLite file with what became of every file that was sent in, and all that was found.

    journal = Journal("审核/审核记录.sqlite")
    for file in journal.files("unread", "late"):
        print(file.path, file.reason)
    checked = journal.checked(file.id)

Everything is read row by row, so that ten thousand drafts need the memory of one. What is put down of a file is put
down whole or not at all, and is there after a kill. One process at a time has the journal open: another is told so.
Its tables are for people too, who may ask them with any SQLite program when no run is going on.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec
from msgspec import Struct

from lint_pbt.bureau.batch.records import (
    DepartmentRow,
    Entry,
    FileRow,
    FindingRow,
    KnownFile,
    ProjectRow,
    RemarkRow,
    RoundRow,
    State,
)
from lint_pbt.errors import ConfigError, WriteError
from lint_pbt.session.workers.packing import PackingError, packed_rules, unpacked, unpacked_rules

if TYPE_CHECKING:
    from types import TracebackType

    from lint_pbt.model.rule import Rule
    from lint_pbt.model.run import Checked

NAME: Final = "审核记录.sqlite"
# It grows when a table or column changes its meaning; a journal of another version is not touched.
VERSION: Final = 1
# "PBTL": what tells our journals from other databases.
_APPLICATION: Final = 0x5042544C
# So many bytes the check of one file may unpack to.
_MOST_UNPACKED: Final = 1 << 30

_SCHEMA: Final = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE files(
  id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL, digest TEXT, stamp TEXT, state TEXT NOT NULL, reason TEXT,
  department TEXT, department_from TEXT NOT NULL, seconds REAL NOT NULL, score REAL, projects INT NOT NULL,
  indicators INT NOT NULL, errors INT NOT NULL, warnings INT NOT NULL, infos INT NOT NULL, complete INT NOT NULL,
  round INT NOT NULL, found TEXT, found_from TEXT NOT NULL);
CREATE TABLE projects(
  file INT NOT NULL, number INT NOT NULL, name TEXT NOT NULL, unit TEXT, place TEXT NOT NULL, indicators INT NOT NULL,
  errors INT NOT NULL, warnings INT NOT NULL, infos INT NOT NULL, score REAL, amount TEXT, department TEXT,
  amount_unit TEXT, found TEXT, PRIMARY KEY(file, number)) WITHOUT ROWID;
CREATE TABLE findings(
  file INT NOT NULL, number INT NOT NULL, project INT, rule TEXT NOT NULL, severity TEXT NOT NULL,
  dimension TEXT NOT NULL, indicator TEXT, field TEXT, value TEXT, place TEXT NOT NULL, message TEXT NOT NULL,
  suggestion TEXT NOT NULL, better TEXT, todo TEXT NOT NULL, fingerprint TEXT NOT NULL, department TEXT,
  title TEXT NOT NULL, PRIMARY KEY(file, number)) WITHOUT ROWID;
CREATE TABLE remarks(file INT NOT NULL, text TEXT NOT NULL, unchecked INT NOT NULL);
CREATE INDEX remarks_of_file ON remarks(file);
CREATE TABLE checked(file INTEGER PRIMARY KEY, blob BLOB NOT NULL);
CREATE TABLE rules(stamp TEXT PRIMARY KEY, blob BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE rounds(
  number INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, checked INT NOT NULL, files INT NOT NULL,
  unread INT NOT NULL, departments INT NOT NULL, projects INT NOT NULL, indicators INT NOT NULL, errors INT NOT NULL,
  warnings INT NOT NULL, infos INT NOT NULL);
CREATE TABLE round_departments(
  round INT NOT NULL, name TEXT, files INT NOT NULL, unread INT NOT NULL, projects INT NOT NULL,
  indicators INT NOT NULL, errors INT NOT NULL, warnings INT NOT NULL, infos INT NOT NULL, score REAL);
"""
# The files that should have been checked and could not.
_UNREAD: Final = ("unread", "crashed", "late", "refused")

# A file with several departments counts in each of them; one without projects in that of the file itself.
_DEPARTMENTS: Final = f"""
WITH parts AS (
  SELECT file, department FROM projects GROUP BY file, department
  UNION SELECT id, department FROM files WHERE state != 'gone' AND state != 'left out'
    AND id NOT IN (SELECT file FROM projects)),
counted AS (
  SELECT parts.department AS name, sum(files.state = 'checked') AS files,
    sum(files.state IN {_UNREAD!r}) AS unread FROM parts JOIN files ON files.id = parts.file
  GROUP BY parts.department),
sized AS (
  SELECT department AS name, count(*) AS projects, sum(indicators) AS indicators,
    sum(score * max(indicators, 1)) / sum(CASE WHEN score IS NULL THEN NULL ELSE max(indicators, 1) END) AS score
  FROM projects GROUP BY department),
faults AS (
  SELECT department AS name, sum(severity = 'error') AS errors, sum(severity = 'warning') AS warnings,
    sum(severity = 'info') AS infos FROM findings GROUP BY department)
SELECT counted.name, counted.files, counted.unread, coalesce(sized.projects, 0), coalesce(sized.indicators, 0),
  coalesce(faults.errors, 0), coalesce(faults.warnings, 0), coalesce(faults.infos, 0), sized.score
FROM counted LEFT JOIN sized ON sized.name IS counted.name LEFT JOIN faults ON faults.name IS counted.name
ORDER BY counted.name IS NULL, counted.name"""

_OTHER: Final = "“{path}”不是 pbt-lint 的审核记录，没有动它。请换一个 --output 文件夹，或者把它移走"
_OTHER_VERSION: Final = (
    "“{path}”是另一个版本的 pbt-lint 写的审核记录（格式 {found}，本版是 {version}）。"
    "请用原来的版本，或者换一个 --output 文件夹从头检查"
)
_BUSY: Final = "另一个 pbt-lint 正在用“{path}”。请等它结束；两次检查要同时进行，请用不同的 --output 文件夹"
_BROKEN: Final = "审核记录“{path}”读写不了（{error}）。请检查磁盘空间和文件夹的权限；记录坏了的，移走它，从头检查"

_OF_FILE: Final = ("projects", "findings", "remarks", "checked")
_STATES: Final = "SELECT state, count(*) FROM files WHERE state != 'gone' GROUP BY state"

Row = TypeVar("Row", bound=Struct)


class _StateCount(Struct):
    state: State
    files: int


class Journal:
    """The journal at a path, made where there is none unless `create` is False.

    Raises ConfigError for a file that is none of ours and while another process has it open, WriteError where it
    cannot be read or written; so do all methods.
    """

    def __init__(self, path: str, *, create: bool = True) -> None:
        self.path = path
        self._rules: dict[str, dict[str, Rule]] = {}
        if not create and not os.path.isfile(path):
            raise ConfigError(f"找不到审核记录“{path}”。请先运行 pbt-lint batch，或者检查路径")
        with self._told():
            # Whoever writes Parquet takes rows in a thread of its own while the one that asked waits.
            self.database = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
            try:
                self._open()
            except BaseException:
                self.database.close()
                raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave one whole file, which others may open."""
        with suppress(sqlite3.Error):
            self.database.execute("PRAGMA journal_mode=DELETE")
        self.database.close()

    # What is asked.

    def files(self, *states: State) -> Iterator[FileRow]:
        """The files in these states, of all states where none is named, by path."""
        which = f"WHERE state IN ({', '.join('?' * len(states))})" if states else ""
        return self._rows(FileRow, f"FROM files {which} ORDER BY path", states)

    def file(self, path: str) -> FileRow | None:
        """The file of this path, as `FileRow` has it."""
        return next(self._rows(FileRow, "FROM files WHERE path = ?", (path,)), None)

    def projects(self, department: str | None = None, *, file: int | None = None) -> Iterator[ProjectRow]:
        """The projects of a department or a file, by file and number; all where neither is named."""
        which, values = _of(department, file)
        return self._rows(ProjectRow, f"FROM projects {which} ORDER BY file, number", values)

    def findings(self, department: str | None = None, *, file: int | None = None) -> Iterator[FindingRow]:
        """The findings of a department or a file, by file and number; all where neither is named."""
        which, values = _of(department, file)
        return self._rows(FindingRow, f"FROM findings {which} ORDER BY file, number", values)

    def remarks(self, file: int | None = None) -> Iterator[RemarkRow]:
        """What else is said of a file, or of all."""
        which, values = _of(None, file)
        return self._rows(RemarkRow, f"FROM remarks {which} ORDER BY file, rowid", values)

    def departments(self, round: int | None = None) -> Iterator[DepartmentRow]:
        """The departments by name, all their files added up; with a round, as they were at its end."""
        if round is None:
            return self._query(DepartmentRow, _DEPARTMENTS)
        columns = ", ".join(DepartmentRow.__struct_fields__)
        asked = f"SELECT {columns} FROM round_departments WHERE round = ? ORDER BY name IS NULL, name"
        return self._query(DepartmentRow, asked, (round,))

    def rounds(self) -> Iterator[RoundRow]:
        """The rounds, the first one first."""
        return self._rows(RoundRow, "FROM rounds ORDER BY number")

    def checked(self, file: int) -> Checked:
        """The whole check of a file. Raises KeyError for one that was not checked."""
        with self._told():
            asked = "SELECT blob, stamp FROM checked JOIN files ON files.id = checked.file WHERE file = ?"
            row = self.database.execute(asked, (file,)).fetchone()
            if row is None:
                raise KeyError(file)
            blob, stamp = row
            if stamp not in self._rules:
                found = self.database.execute("SELECT blob FROM rules WHERE stamp = ?", (stamp,)).fetchone()
                self._rules[stamp] = unpacked_rules(found[0] if found else b"")
            return unpacked(zlib.decompressobj().decompress(blob, _MOST_UNPACKED), self._rules[stamp])

    def known(self) -> Iterator[KnownFile]:
        """What is put down of each file that is still there, in a few words."""
        return self._rows(KnownFile, "FROM files WHERE state != 'gone'")

    def counts(self) -> tuple[Counter[State], int, int, int, int]:
        """How many files there are in each state, of how many not everything was checked, and findings by severity."""
        states = Counter({one.state: one.files for one in self._query(_StateCount, _STATES)})
        asked = "SELECT count(*) FROM files WHERE NOT complete AND state = 'checked'"
        with self._told():
            [incomplete] = self.database.execute(asked).fetchone()
            found = dict(self.database.execute("SELECT severity, count(*) FROM findings GROUP BY severity"))
        return states, incomplete, found.get("error", 0), found.get("warning", 0), found.get("info", 0)

    def meta(self, key: str) -> str | None:
        """What was put down under a key."""
        with self._told():
            row = self.database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    # What is put down.

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is put down within is there whole or not at all, and is written to the disk once."""
        with self._told():
            self.database.execute("BEGIN")
            try:
                yield
            except BaseException:
                self.database.execute("ROLLBACK")
                raise
            self.database.execute("COMMIT")

    def set_meta(self, key: str, value: str) -> None:
        with self._told():
            self.database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def keep_rules(self, stamp: str, rules: Iterable[Rule]) -> None:
        """The rules that files of this stamp are checked with."""
        with self._told():
            self.database.execute("INSERT OR REPLACE INTO rules VALUES (?, ?)", (stamp, packed_rules(rules)))
        self._rules.pop(stamp, None)

    def record(self, entry: Entry) -> int:
        """Put down what became of a file, in place of what was known of it; its id, the same for the same path."""
        count = [sum(one.severity == severity for one in entry.findings) for severity in ("error", "warning", "info")]
        values = {
            "path": entry.path,
            "digest": entry.digest,
            "stamp": entry.stamp,
            "state": entry.state,
            "reason": entry.reason,
            "department": entry.found,
            "department_from": entry.found_from,
            "seconds": entry.seconds,
            "score": entry.score,
            "projects": len(entry.projects),
            "indicators": sum(one.indicators for one in entry.projects),
            **dict(zip(("errors", "warnings", "infos"), count, strict=True)),
            "complete": entry.complete,
            "round": self._round(),
            "found": entry.found,
            "found_from": entry.found_from,
        }
        with self._told():
            known = self.database.execute("SELECT id FROM files WHERE path = ?", (clean(entry.path),)).fetchone()
            if known:
                for table in _OF_FILE:
                    self.database.execute(f"DELETE FROM {table} WHERE file = ?", known)
                changes = ", ".join(f"{name} = :{name}" for name in values)
                self.database.execute(f"UPDATE files SET {changes} WHERE path = :path", _cleaned(values))
                file = known[0]
            else:
                names = ", ".join(values)
                slots = ", ".join(f":{name}" for name in values)
                self.database.execute(f"INSERT INTO files({names}) VALUES ({slots})", _cleaned(values))
                file = self.database.execute("SELECT last_insert_rowid()").fetchone()[0]
            own = {one.number: one.department or entry.found for one in entry.projects}
            self._insert("projects", file, entry.projects, entry.found, own)
            self._insert("findings", file, entry.findings, entry.found, own)
            self._insert("remarks", file, entry.remarks, None, {})
            if entry.checked is not None:
                self.database.execute("INSERT INTO checked VALUES (?, ?)", (file, entry.checked))
        return int(file)

    def mark_gone(self, paths: Iterable[str]) -> int:
        """Put down that these files are no longer there, with nothing found in them; how many they are."""
        number, count = self._round(), 0
        with self.together():
            for path in paths:
                file = self.database.execute("SELECT id FROM files WHERE path = ?", (path,)).fetchone()
                for table in _OF_FILE:
                    self.database.execute(f"DELETE FROM {table} WHERE file = ?", file)
                update = """UPDATE files SET state = 'gone', reason = NULL, digest = NULL, stamp = NULL, score = NULL,
                    projects = 0, indicators = 0, errors = 0, warnings = 0, infos = 0, round = ? WHERE id = ?"""
                self.database.execute(update, (number, *file))
                count += 1
        return count

    def _insert(
        self, table: str, file: int, rows: Iterable[Any], found: str | None, own: Mapping[int, str | None]
    ) -> None:
        values = []
        for row in rows:
            told = {**msgspec.structs.asdict(row), "file": file}
            if table == "projects":
                told["department"] = told["found"] = own[row.number]
            elif table == "findings":
                told["department"] = own.get(row.project, found)
            values.append(_cleaned(told))
        if values:
            names = ", ".join(values[0])
            slots = ", ".join(f":{name}" for name in values[0])
            self.database.executemany(f"INSERT INTO {table}({names}) VALUES ({slots})", values)

    # Rounds.

    def begin_round(self) -> int:
        """The round that is going on; a new one where the last has ended."""
        with self._told():
            row = self.database.execute("SELECT number FROM rounds WHERE ended IS NULL").fetchone()
            if row is None:
                asked = "INSERT INTO rounds SELECT coalesce(max(number), 0) + 1, ?, NULL, 0,0,0,0,0,0,0,0,0 FROM rounds"
                self.database.execute(asked, (_now(),))
                row = self.database.execute("SELECT max(number) FROM rounds").fetchone()
        return int(row[0])

    def end_round(self) -> None:
        """Put down what the round came to; one in which nothing was checked and nothing went is forgotten."""
        number = self._round()
        with self.together():
            [touched] = self.database.execute("SELECT count(*) FROM files WHERE round = ?", (number,)).fetchone()
            if not touched and number > 1:
                self.database.execute("DELETE FROM rounds WHERE number = ?", (number,))
                return
            columns = ", ".join(DepartmentRow.__struct_fields__)
            self.database.execute("DELETE FROM round_departments WHERE round = ?", (number,))
            self.database.execute(
                f"INSERT INTO round_departments(round, {columns}) SELECT ?, * FROM ({_DEPARTMENTS})", (number,)
            )
            self.database.execute(
                f"""UPDATE rounds SET ended = ?,
                checked = (SELECT count(*) FROM files WHERE state = 'checked' AND round = number),
                files = (SELECT count(*) FROM files WHERE state = 'checked'),
                unread = (SELECT count(*) FROM files WHERE state IN {_UNREAD!r}),
                departments = (SELECT count(*) FROM round_departments WHERE round = number AND name IS NOT NULL),
                projects = (SELECT count(*) FROM projects),
                indicators = (SELECT coalesce(sum(indicators), 0) FROM projects),
                errors = (SELECT count(*) FROM findings WHERE severity = 'error'),
                warnings = (SELECT count(*) FROM findings WHERE severity = 'warning'),
                infos = (SELECT count(*) FROM findings WHERE severity = 'info')
                WHERE number = ?""",
                (_now(), number),
            )

    def _round(self) -> int:
        with self._told():
            row = self.database.execute("SELECT max(number) FROM rounds WHERE ended IS NULL").fetchone()
        return int(row[0] or 0)

    # How it is opened and asked.

    def _open(self) -> None:
        self.database.execute("PRAGMA trusted_schema=OFF")
        # Together they keep others out without a file of shared memory, which a folder on a server may not give.
        self.database.execute("PRAGMA locking_mode=EXCLUSIVE")
        [application] = self.database.execute("PRAGMA application_id").fetchone()
        [version] = self.database.execute("PRAGMA user_version").fetchone()
        new = not self.database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not new and application != _APPLICATION:
            raise ConfigError(_OTHER.format(path=self.path))
        if not new and version != VERSION:
            raise ConfigError(_OTHER_VERSION.format(path=self.path, found=version, version=VERSION))
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=NORMAL")
        self.database.execute("BEGIN EXCLUSIVE")
        if new:
            for statement in _SCHEMA.split(";"):
                self.database.execute(statement)
            self.database.execute(f"PRAGMA application_id={_APPLICATION}")
            self.database.execute(f"PRAGMA user_version={VERSION}")
        self.database.execute("INSERT OR REPLACE INTO meta VALUES ('opened', ?)", (_now(),))
        self.database.execute("COMMIT")

    def _rows(self, struct: type[Row], rest: str, values: Iterable[Any] = ()) -> Iterator[Row]:
        return self._query(struct, f"SELECT {', '.join(struct.__struct_fields__)} {rest}", values)

    def _query(self, struct: type[Row], asked: str, values: Iterable[Any] = ()) -> Iterator[Row]:
        names = struct.__struct_fields__
        with self._told():
            for row in self.database.execute(asked, tuple(values)):
                # A number stands for a truth value, and whoever wrote into the file may have put anything there.
                yield msgspec.convert(dict(zip(names, row, strict=True)), struct, strict=False)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise ConfigError(_BUSY.format(path=self.path)) from error
            raise WriteError(_BROKEN.format(path=self.path, error=error)) from error
        except sqlite3.DatabaseError as error:
            if "not a database" in str(error):
                raise ConfigError(_OTHER.format(path=self.path)) from error
            raise WriteError(_BROKEN.format(path=self.path, error=error)) from error
        except (msgspec.ValidationError, PackingError, zlib.error) as error:
            raise WriteError(_BROKEN.format(path=self.path, error=error)) from error


def clean(text: str) -> str:
    """The text with what no file of UTF-8 can hold (half a character in a file's name) spelt out."""
    return text.encode("utf-8", "backslashreplace").decode()


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}


def _of(department: str | None, file: int | None) -> tuple[str, tuple[Any, ...]]:
    if file is not None:
        return "WHERE file = ?", (file,)
    return ("WHERE department = ?", (department,)) if department is not None else ("", ())


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
