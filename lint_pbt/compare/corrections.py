"""The file of pairs that a person corrects: written after a first comparison, read by the next.

It names what is worth a look, each project and indicator by its number and name, so that whoever knows better moves
the names. What it does not name is paired as before.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from lint_pbt.compare.matching import Matching, Spot, Stated, located
from lint_pbt.compare.settings import comparing
from lint_pbt.datafiles.typed_text import Mistake, Mistakes, convert, line_of, listed, load_yaml
from lint_pbt.errors import ConfigError

if TYPE_CHECKING:
    from lint_pbt.compare.model import Located
    from lint_pbt.model.document import Document

Thing = TypeVar("Thing")
_VERSION: Final = 1
_MOST_BYTES: Final = 20 * 1024 * 1024
_HEAD: Final = """\
# pbt-lint compare 的配对：前一稿的哪个项目、哪个指标，是后一稿的哪一个。
#
# 名称和内容都没变的不列出来，只列改了名的、没有把握的和没有配上的。怎样改：
#   配错了    把“新”后面的换成对的那一个（照抄下面列出的写法：序号、点、空格、名称）
#   本不是一个  删掉“新”后面的字，这两个就不配在一起
#   漏配了    在“旧”有、“新”空着的那一条里填上“新”；原来单列“新”的那一条留着、删掉都行
# 没有列出来的，也可以照这个写法补一条。改完存盘，用同一条命令再比一次，就照这个文件配。
# “把握”只给人看。要重新生成，先删掉这个文件。
"""


class _Pair(Struct, frozen=True, rename={"old": "旧", "new": "新", "confidence": "把握"}, forbid_unknown_fields=True):
    old: str | None = None
    new: str | None = None
    confidence: str | None = None


class _Project(
    Struct,
    frozen=True,
    rename={"old": "旧", "new": "新", "confidence": "把握", "indicators": "指标"},
    forbid_unknown_fields=True,
):
    old: str | None = None
    new: str | None = None
    confidence: str | None = None
    indicators: tuple[_Pair, ...] = ()


class _File(Struct, frozen=True, rename={"version": "版本", "projects": "项目"}, forbid_unknown_fields=True):
    version: int
    projects: tuple[_Project, ...] = ()


class Corrections(NamedTuple):
    """What the file states, and sentences on what of it does not fit these drafts."""

    stated: Stated
    remarks: list[str]


class _Names:
    """The projects and indicators of one draft by the names the file gives them."""

    def __init__(self, projects: Sequence[Located]) -> None:
        self.projects = projects
        several = len({one.document.path for one in projects}) > 1
        self.of_project = [_project_name(one, several=several) for one in projects]
        self._by_name = {name: place for place, name in enumerate(self.of_project)}

    def project(self, name: str) -> int | None:
        return self._by_name.get(name.strip())

    def of_indicator(self, spot: Spot) -> str:
        project, at = spot
        return f"{at + 1}. {_flat(self.projects[project].project.indicators[at].name.text)}"

    def indicator(self, name: str, project: int | None) -> Spot | None:
        """The spot of a name: in the project, or in another that stands in front of it."""
        home, arrow, inside = name.rpartition(_IN)
        if arrow:
            project = self.project(home)
        if project is None:
            return None
        for at in range(len(self.projects[project].project.indicators)):
            if self.of_indicator((project, at)) == (inside if arrow else name).strip():
                return project, at
        return None


_IN: Final = " ＞ "


def _project_name(one: Located, *, several: bool) -> str:
    unit = f"（{_flat(one.unit.name.text)}）" if one.unit.name else ""
    file = f"{_flat(one.document.path)}｜" if several else ""
    return f"{file}{one.project.index}. {_flat(one.project.name.text)}{unit}"


def _flat(text: str) -> str:
    return " ".join(text.split())


def read(path: str, old: Sequence[Document], new: Sequence[Document]) -> Corrections:
    """What the file states of these drafts. Raises ConfigError with all that is wrong in it."""
    text = _text(path)
    try:
        file = convert(load_yaml(text, path, strict=True), _File, path, text)
    except Mistakes as error:
        raise ConfigError(listed(error.mistakes)) from None
    if file.version != _VERSION:
        raise ConfigError(f"配对文件“{path}”是另一个版本的（{file.version}）。请删掉它，重新生成")
    reader = _Reader(path, text, _Names(located(old)), _Names(located(new)))
    for at, project in enumerate(file.projects):
        reader.project(at, project)
    return reader.done()


def _text(path: str) -> str:
    try:
        with open(path, "rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"配对文件“{path}”读不出来：{error.strerror or error}") from None
    if len(data) > _MOST_BYTES:
        raise ConfigError(f"配对文件“{path}”太大，超过了 {_MOST_BYTES >> 20} MB")
    for encoding in ("utf-8-sig", "gb18030"):  # what editors on Windows save
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ConfigError(f"配对文件“{path}”不是文本文件")


class _Reader:
    """Goes through the file; a pair wins over the same thing named alone."""

    def __init__(self, path: str, text: str, old: _Names, new: _Names) -> None:
        self._path, self._text = path, text
        self._old, self._new = old, new
        self._projects: list[tuple[int | None, int | None, int]] = []
        self._indicators: list[tuple[Spot | None, Spot | None, int]] = []
        self._remarks: list[str] = []

    def project(self, at: int, entry: _Project) -> None:
        line = line_of(self._text, ("项目", at))
        old = self._found(self._old.project, entry.old, "旧", line)
        new = self._found(self._new.project, entry.new, "新", line)
        if not (old is None and new is None) and not self._lost(entry.old, old) and not self._lost(entry.new, new):
            self._projects.append((old, new, line))
        for number, pair in enumerate(entry.indicators):
            line = line_of(self._text, ("项目", at, "指标", number))
            here = self._found(lambda name: self._old.indicator(name, old), pair.old, "旧", line)
            there = self._found(lambda name: self._new.indicator(name, new), pair.new, "新", line)
            if (
                not (here is None and there is None)
                and not self._lost(pair.old, here)
                and not self._lost(pair.new, there)
            ):
                self._indicators.append((here, there, line))

    def _found(self, find: Callable[[str], Thing | None], name: str | None, side: str, line: int) -> Thing | None:
        if not name or not name.strip():
            return None
        found = find(name)
        if found is None:
            self._remarks.append(f"配对文件 {self._path} 第 {line} 行：{side}表里没有“{name.strip()}”，这一条没有用上")
        return found

    @staticmethod
    def _lost(name: str | None, found: object) -> bool:
        return bool(name and name.strip()) and found is None

    def done(self) -> Corrections:
        mistakes: list[Mistake] = []
        projects = self._settled(self._projects, mistakes)
        indicators = self._settled(self._indicators, mistakes)
        if mistakes:
            raise ConfigError(listed(mistakes))
        return Corrections(Stated(tuple(projects), tuple(indicators)), self._remarks)

    def _settled(
        self, entries: Sequence[tuple[Thing | None, Thing | None, int]], mistakes: list[Mistake]
    ) -> list[tuple[Thing | None, Thing | None]]:
        """The entries, each thing in one of them only; two pairs with the same thing are a mistake."""
        settled: list[tuple[Thing | None, Thing | None]] = []
        lines: dict[tuple[str, object], int] = {}
        for old, new, line in sorted(entries, key=lambda one: one[0] is None or one[1] is None):
            alone = old is None or new is None
            keys = [(side, thing) for side, thing in (("旧", old), ("新", new)) if thing is not None]
            taken = [key for key in keys if key in lines]
            if taken and not alone:
                told = "“{}”的这一个在第 {} 行已经配过了，一个只能配一次"
                mistakes += [Mistake(self._path, line, told.format(key[0], lines[key])) for key in taken]
            elif not taken:
                lines |= dict.fromkeys(keys, line)
                settled.append((old, new))
        return settled


def written(matching: Matching) -> str:
    """The file for a matching, with what is worth a look."""
    return _HEAD + "".join(_lines(matching))


def _lines(matching: Matching) -> Iterator[str]:
    old, new = _Names(matching.old), _Names(matching.new)
    sure = comparing().sure
    partner = {one.new: one.old for one in matching.projects if one.new is not None}
    inside: dict[tuple[int | None, int | None], list[str]] = {}
    for pair in matching.indicators:
        # An indicator that moved is listed in its old project; one without a pair in the pair of its project.
        home = (pair.old[0], None) if pair.old else _home(pair.new, partner)
        moved = bool(pair.old and pair.new and partner[pair.new[0]] != pair.old[0])
        here = old.of_indicator(pair.old) if pair.old else None
        there = new.of_indicator(pair.new) if pair.new else None
        if moved and pair.new:
            there = f"{new.of_project[pair.new[0]]}{_IN}{there}"
        if moved or pair.confidence < sure or _bare(here) != _bare(there):
            inside.setdefault(home, []).append(_entry(here, there, pair.confidence, "  "))
    entries = []
    for one in matching.projects:
        here = old.of_project[one.old] if one.old is not None else None
        there = new.of_project[one.new] if one.new is not None else None
        below = inside.get((one.old, None) if one.old is not None else (None, one.new), [])
        names = [side.projects[place].project.name.text if place is not None else None
                 for side, place in ((old, one.old), (new, one.new))]  # fmt: skip
        if below or one.confidence < sure or names[0] != names[1]:
            entries.append(
                "".join([_entry(here, there, one.confidence, ""), *(["  指标:\n"] if below else []), *below])
            )
    yield f"版本: {_VERSION}\n"
    yield "项目:\n" if entries else "项目: []\n"
    yield from entries


def _home(spot: Spot | None, partner: Mapping[int, int | None]) -> tuple[int | None, int | None]:
    """Where a new indicator without a pair is listed: by the old project of its own, else by its own."""
    assert spot is not None
    old = partner[spot[0]]
    return (old, None) if old is not None else (None, spot[0])


def _bare(name: str | None) -> str | None:
    """A name without its number."""
    return name and name.partition(". ")[2]


def _entry(old: str | None, new: str | None, confidence: float, indent: str) -> str:
    sure = ""
    if old is not None and new is not None:
        doubt = "，请核对" if confidence < comparing().check else ""
        sure = f"{indent}  把握: {confidence:.0%}{doubt}\n"
    return f"{indent}- 旧: {_quoted(old)}\n{indent}  新: {_quoted(new)}\n{sure}"


def _quoted(text: str | None) -> str:
    """A name as YAML reads it back just so."""
    return "" if text is None else msgspec.json.encode(text).decode()


def exists(path: str) -> bool:
    """True where there is a file to read."""
    return os.path.lexists(path)
