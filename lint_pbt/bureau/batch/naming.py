"""Names in, departments out: what a table, a sheet, a folder or a file says of whose it is.

Nothing is decided here about different ways to write one name; `departments` does so when all names are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec import Struct

from lint_pbt.bureau.batch.records import From
from lint_pbt.datafiles.resources import resource
from lint_pbt.datafiles.typed_text import convert, load_yaml
from lint_pbt.text.folding import fold

if TYPE_CHECKING:
    from lint_pbt.model.document import BudgetUnit, Document, Project

# Between an archive or a mail and what lies in it.
INSIDE: Final = " › "
_CODE: Final = re.compile(r"^[\dA-Za-z][\dA-Za-z._-]*[-_—\s]*(?=[㐀-鿿])|[-_—\s]*\d+$")
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_APPLICANT: Final = re.compile(r"(?:填报|申报|编制|填表)(?:单位|部门)(?:名称)?\s*[::]?\s*$")
# What stands behind a name on the same line.
_NEXT_LABEL: Final = re.compile(r"\s+[^\s:]{1,10}\s*:")
_WORDS: Final = re.compile(r"[㐀-鿿]+")
# A name has so many characters at least: 教育局 is one, 全部 is none.
_SHORTEST: Final = 3
_LONGEST: Final = 40


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of `rules/departments.yaml`."""

    departments: tuple[str, ...]
    units: tuple[str, ...]
    headquarters: tuple[str, ...]
    stamps: tuple[str, ...]
    besides: tuple[str, ...]
    not_names: frozenset[str]
    not_places: tuple[str, ...]
    levels: str


class Found(NamedTuple):
    """The name of a department as it was found, and where; None where none was."""

    name: str | None
    where: From


_NOBODY: Final = Found(None, "none")


@cache
def words() -> Words:
    """The words by which departments are known."""
    path = resource("departments.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    return convert(load_yaml(text, path), Words, path, text)


def plain(name: str) -> str:
    """The name without what is no part of it: blanks, codes, stamps and the words for its headquarters."""
    text = _CODE.sub("", _BRACKETS.sub("", "".join(fold(name).split())))
    before = None
    while text != before:
        before = text
        for end in words().headquarters:
            text = text.removesuffix(end) if len(text) - len(end) >= _SHORTEST else text
    return text or "".join(fold(name).split())


def is_department(name: str) -> bool:
    """Whether a name is that of a department and not of a unit below one."""
    return _ends(name, words().departments)


def of_path(path: str) -> Found:
    """The department that the folders (nearest first; archives and mails too) or the file of a path are named for."""
    parts = [part for piece in path.split(INSIDE) for part in piece.split("/")]
    for folder in reversed(parts[:-1]):
        if name := _in_name(folder):
            return Found(name, "folder")
    name = _in_name(parts[-1])
    return Found(name, "file") if name else _NOBODY


def of_projects(document: Document, path: str) -> list[Found]:
    """The department of each project of a document, in their order; of the document itself where it has none."""
    projects = list(document.projects())
    count = max(len(projects), 1)
    said = document.department
    named = _NEXT_LABEL.split(fold(said.text))[0] if said is not None else ""
    if said is not None and _usable(named):
        before = said.passage.text[max(said.start - 20, 0) : said.start]
        return [Found(_short(named), "label" if _APPLICANT.search(fold(before)) else "table")] * count
    around = of_path(path)
    units = list(dict.fromkeys(unit.name.text for unit, _ in projects if unit.name and _usable(unit.name.text)))
    return [_of_project(unit, project, units, around) for unit, project in projects] or [around]


def _of_project(unit: BudgetUnit, project: Project, named: Sequence[str], around: Found) -> Found:
    own = unit.name.text if unit.name is not None and unit.name.text in named else None
    if own is None:
        sheet = _in_name(project.name.place().sheet or "")
        return Found(sheet, "sheet") if sheet else around
    if len(named) == 1:
        return Found(_short(own), "table")
    bare = plain(own)
    above = [plain(other) for other in named if plain(other) != bare and is_department(plain(other))]
    if longest := max((name for name in above if bare.startswith(name)), key=len, default=None):
        return Found(longest, "table")
    if is_department(bare):
        return Found(_short(own), "table")
    # Of the units of one table, the one whose headquarters it lists is above the others.
    heads = [name for name in above if any(name != fold(one) and plain(one) == name for one in named)]
    if len(set(heads)) == 1:
        return Found(heads[0], "table")
    return around if around.name else Found(_short(own), "table")


def _in_name(text: str) -> str | None:
    """The name of a department or unit in that of a file, a folder or a sheet."""
    known = words()
    text = _BRACKETS.sub(" ", fold(re.sub(r"\.[A-Za-z0-9]{1,5}$", "", text)))
    pieces = _WORDS.findall(_besides().sub(" ", text))
    for ends in (known.departments, known.units):
        for piece in pieces:
            name = _until_last(piece, ends)
            if name and name not in known.not_names:
                return plain(name)
    return None


@cache
def _besides() -> re.Pattern[str]:
    longest_first = sorted(words().besides, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def _until_last(piece: str, ends: Iterable[str]) -> str | None:
    """The piece up to the last of its endings, so that 市政府办公室 is not cut behind 政府."""
    at = max((piece.rfind(end) + len(end) for end in ends if end in piece), default=0)
    return piece[:at] if at >= _SHORTEST else None


def _ends(name: str, ends: tuple[str, ...]) -> bool:
    return len(name) >= _SHORTEST and name.endswith(ends)


def _usable(text: str) -> bool:
    """Whether what stands where a name should is one: not empty, not a number, not a whole sentence."""
    bare = plain(text)
    return bool(_WORDS.search(bare)) and len(bare) <= _LONGEST and bare not in words().not_names


def _short(text: str) -> str:
    return "".join(fold(text).split())
