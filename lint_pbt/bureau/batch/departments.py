"""All names that were found in, the department of each out: ways to write one name, and what a mapping file says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from lint_pbt.bureau.batch.naming import is_department, plain, words
from lint_pbt.bureau.named import text_of
from lint_pbt.config.wildcards import path_fits, squeezed
from lint_pbt.datafiles.typed_text import Mistakes, TypedPlace, line_of, load_yaml
from lint_pbt.errors import ConfigError

if TYPE_CHECKING:
    from lint_pbt.bureau.batch.journal import Journal

_SHAPE = (
    "要写成“名称或文件: 部门”，一行一个，如\n  教育局本级: 云州市教育局\n  第二批/*.xlsx: 云州市教育局\n"
    "也可以写成“部门: [它的别名、文件]”，没有别名的写“部门:”"
)


class Corrections(Struct, frozen=True):
    """What a mapping file says: the department of names, of files by pattern, and all departments it names."""

    names: Mapping[str, str] = {}
    files: tuple[tuple[str, str], ...] = ()
    departments: tuple[str, ...] = ()

    def of(self, path: str, found: str | None) -> str | None:
        """The department it says that a file, or a name found for it, belongs to; None where it says nothing."""
        for pattern, department in self.files:
            if path_fits(pattern, path.replace(" › ", "/"), ""):
                return department
        if found is None:
            return None
        return self.names.get(_key(found)) or self.names.get(_key(plain(found)))


def read_mapping(path: str) -> Corrections:
    """The mapping in a YAML file. Raises ConfigError with what is wrong in it."""
    text = text_of(path, "对照文件", "--departments")
    try:
        value = load_yaml(text, path, strict=True)
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            value = dict.fromkeys(value)
        if not isinstance(value, (dict, type(None))):
            raise Mistakes([TypedPlace(path, text).mistake(_SHAPE)])
        said = value or {}
        return _mapping(said, TypedPlace(path, text, (), line_of))
    except Mistakes as error:
        raise ConfigError(str(error)) from None


def _mapping(said: Mapping[object, object], source: TypedPlace) -> Corrections:
    names: dict[str, str] = {}
    files: list[tuple[str, str]] = []
    departments: dict[str, None] = {}
    mistakes = []

    def belongs(key: str, department: str) -> None:
        if any(sign in key for sign in "*/.›"):
            files.append((key.replace(" › ", "/").replace("›", "/"), department))
        names[_key(key)] = department

    for key, value in said.items():
        if isinstance(key, str) and isinstance(value, str):
            departments[value.strip()] = None
            belongs(key, value.strip())
        elif isinstance(key, str) and (value is None or isinstance(value, list)):
            departments[key.strip()] = None
            for other in value or ():
                if isinstance(other, str):
                    belongs(other, key.strip())
                else:
                    mistakes.append(source.at(key).mistake(f"“{key}”：{_SHAPE}"))
        else:
            mistakes.append(source.at(str(key)).mistake(f"“{key}”：{_SHAPE}"))
    if mistakes:
        raise Mistakes(mistakes)
    for department in departments:
        names.setdefault(_key(department), department)
    return Corrections(names, tuple(files), tuple(departments))


def _key(name: str) -> str:
    """By what names are compared: signs, blanks and widths do not count."""
    return re.sub(r"\W", "", squeezed(name))


def settle(journal: Journal, mapping: Corrections) -> list[str]:
    """Give every file, project and finding of a journal its department; what was left apart, in sentences."""
    database = journal.database
    asked = "SELECT found FROM files WHERE state != 'gone' UNION SELECT found FROM projects"
    found = [name for [name] in database.execute(asked) if name]
    departments, doubts = folded([*found, *mapping.departments])
    with journal.together():
        for name in found:
            said = mapping.of("", name)
            where = "'mapping'" if said else "found_from"
            department = said or departments[name]
            database.execute(f"UPDATE files SET department = ?, department_from = {where} WHERE found = ?",
                             (department, name))  # fmt: skip
            database.execute("UPDATE projects SET department = ? WHERE found = ? AND department IS NOT ?",
                             (department, name, department))  # fmt: skip
        database.execute("UPDATE projects SET department = NULL WHERE found IS NULL")
        if mapping.files:
            for file, path in database.execute("SELECT id, path FROM files").fetchall():
                if said := mapping.of(path, None):
                    update = "UPDATE files SET department = ?, department_from = 'mapping' WHERE id = ?"
                    database.execute(update, (said, file))
                    database.execute("UPDATE projects SET department = ? WHERE file = ?", (said, file))
        database.execute(
            """WITH right AS (
              SELECT findings.file AS file, findings.number AS number,
                CASE WHEN projects.file IS NULL THEN files.department ELSE projects.department END AS department
              FROM findings JOIN files ON files.id = findings.file
              LEFT JOIN projects ON projects.file = findings.file AND projects.number = findings.project)
            UPDATE findings SET department = (
              SELECT department FROM right WHERE right.file = findings.file AND right.number = findings.number)
            WHERE (file, number) IN (SELECT right.file, right.number FROM right JOIN findings AS old
              ON old.file = right.file AND old.number = right.number WHERE old.department IS NOT right.department)"""
        )
    return doubts


class _Name(NamedTuple):
    """A name in its parts: 云州 市 教育局. `place` and `level` may be empty."""

    place: str
    level: str
    core: str

    def __str__(self) -> str:
        return self.place + self.level + self.core


def folded(names: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """The department of each name, ways to write one name put together; and, in sentences, what was left apart.

    教育局, 市教育局 and 云州市教育局 are one, unless there is a 白云区教育局 too: then nobody knows whose 教育局 is.
    """
    parts = {name: _parts(plain(name)) for name in names}
    by_core: dict[str, set[_Name]] = defaultdict(set)
    for name in parts.values():
        by_core[name.core].add(name)
    wholes: dict[_Name, _Name] = {}
    doubts = []
    for variants in by_core.values():
        joined, doubtful = _joined(sorted(variants))
        wholes.update(joined)
        doubts += doubtful
    return {name: str(wholes[one]) for name, one in parts.items()}, doubts


def _joined(variants: Sequence[_Name]) -> tuple[dict[_Name, _Name], list[str]]:
    """The whole name of each of the ways to write names of one core."""
    full = [one for one in variants if one.place]
    found = {one: _longest(one, full) for one in full}
    distinct = sorted(set(found.values()))
    doubts = []
    levels = [one for one in variants if one.level and not one.place]
    for one in levels:
        fitting = [other for other in distinct if other.level == one.level]
        found[one] = fitting[0] if len(fitting) == 1 else one
        if len(fitting) > 1:
            doubts.append(_doubt(one, fitting))
    bare = [one for one in variants if not one.level]
    known = sorted(set(found.values()))
    for one in bare:
        found[one] = known[0] if len(known) == 1 else one
        if len(known) > 1:
            doubts.append(_doubt(one, known))
    return found, doubts


def _longest(name: _Name, full: Iterable[_Name]) -> _Name:
    """云州市白云区教育局 for 白云区教育局."""
    longer = [one for one in full if one.level == name.level and one.place.endswith(name.place)]
    return max(longer, key=lambda one: len(one.place))


def _doubt(name: _Name, others: Sequence[_Name]) -> str:
    told = "、".join(f"“{other}”" for other in others)
    return f"“{name}”没有和{told}算在一起，不知道是哪一个。要算在一起，请写进 --departments 文件"


def _parts(name: str) -> _Name:
    """The name cut behind the last place in it, where what is left is still the name of a department."""
    if is_department(name):
        for found in reversed(list(_levels().finditer(name))):
            core = name[found.end() :]
            if is_department(core) and not any(name.startswith(word, found.start()) for word in words().not_places):
                if any(name[: found.end()].endswith(word) for word in words().not_places):
                    continue
                return _Name(name[: found.start()], found[0], core)
    return _Name("", "", name)


@cache
def _levels() -> re.Pattern[str]:
    return re.compile(f"[{words().levels}]")
