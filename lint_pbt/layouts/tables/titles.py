"""What the titles of columns mean (source: rules/vocabulary/columns.yaml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from re import Match
from string import ascii_letters, digits, whitespace
from typing import NamedTuple

from lint_pbt.layouts.words import Words, added_titles, kinds, listed, vocabulary, worded
from lint_pbt.model.sheet import Cell
from lint_pbt.text.folding import fold
from lint_pbt.text.notation import NUMBERING, NUMERALS
from lint_pbt.text.patterns.lazy import Pattern

_VOCABULARY = "columns"
_LONGEST = 40
_MONTHS = r"\d{1,2}月?[-~至到]\d{1,2}月份?"
_GOAL = "目标"
_LEVELS = ("level1", "level2", "name")
_OF_PROJECTS = ("unit", "project", "amount", "goal")
_SHORTEST_LABEL, _LONGEST_LABEL = 3, 14
_SENTENCE = Pattern(r"[,。;!\d()]")
_YEAR = Pattern(r"20\d\d")
_GAPS = " \t\r\n\u3000\u00a0)）"  # what may stand within a title and does not count: 指标（一）值
_STRIPPED = frozenset(f"{whitespace}{_GAPS}{ascii_letters}{digits}-/.'&)）*#★▲")  # what a title may have behind it
UNSURE = 1000  # the rank of titles that are not listed
_BRACKETS = Pattern(r"\(([^()]*)\)$")
_WITHIN = Pattern(r"([^()]+)\(([^()]*)\)([^()]*)")
_OF_TABLE = Pattern(r"(?:一览|明细)?表$")
_NUMBER_BEHIND = Pattern(rf"(?<=目标|指标)[\d{NUMERALS}]{{1,2}}$")  # which of several: 长期目标1
_NUMBERING = Pattern(rf"^(?:{NUMBERING}|[-—*·●○])+")
_SIGNS = (
    r"^[*★▲#]+|^20\d\d年度?(?=.)|^其中:|[*★▲#]+$"
    r"|^[【〖\[](?=[^】〗\]]+[】〗\]]$)|(?<=[^\W\da-zA-Z_])[】〗\]]$"
)
_AROUND = Pattern(_SIGNS)
# Chinese characters take as long to compile as all else of a title: only for one that ends as English does.
_ENGLISH_ENDS = frozenset("-/.'&" + ascii_letters + digits)
_AROUND_ENGLISH = Pattern(_SIGNS + r"|(?<=[\u4e00-\u9fff)])[A-Za-z][-A-Za-z0-9/.'&]*$")


class Title(NamedTuple):
    """What a title says its column holds. `rank` is its place among the titles of that role, the surest first."""

    role: str
    rank: int


@lru_cache(maxsize=1024)
def compact(text: str) -> str:
    """A short text as it is compared: folded, without white space."""
    return "".join(fold(text).split())


class Votes(NamedTuple):
    """What the titles above a column speak for: a weight for each role.

    `kind` is the block (`cycle` or `annual`) that a title above, or brackets, put the column in; `year` the year that
    a title has, `of_year` is True where a title says that it is about one, `this_year` where about the table's own.
    `surety` is how the role is known: `known`, by its `ending`, by its `group`, or not at all; `done` is True for a
    value that titles say was reached; `left` is how a column of values came not to count (`versions`), "" where it did.
    """

    weights: Mapping[str, float]
    kind: str | None
    year: int | None
    surety: str
    of_year: bool = False
    this_year: bool = False
    done: bool = False
    left: str = ""


class Titles:
    """The titles that are known: the built-in ones, and those a user adds (`columns.name: [考核内容]`)."""

    def __init__(self, added: Words) -> None:
        self.added = added
        own = added_titles(added)
        self._columns = {**_ranked(vocabulary(_VOCABULARY)["columns"]), **_ranked(own)}
        self._own = _ranked(own)
        self._below = {**self._columns, **_ranked(vocabulary(_VOCABULARY)["below"])}
        self._labels = {**self._columns, **_ranked(vocabulary(_VOCABULARY)["labels"])}
        endings = _ranked(vocabulary(_VOCABULARY)["endings"])
        self._endings = {ending: Title(found.role, UNSURE) for ending, found in endings.items()}
        self._longest_ending = max(map(len, self._endings))
        # Most cells end with characters that no title ends with.
        known = (*self._columns, *self._endings)
        self._last = frozenset([title[-2:] for title in known] + [gap + title[-1] for title in known for gap in _GAPS])
        self._worded = not any(title.isascii() for title in known)  # so that no number needs a look
        self._looked_up = lru_cache(maxsize=1024)(self._look_up)
        self._meant = lru_cache(maxsize=1024)(lambda text: self.of(text) or self.guess(text))
        self.label = lru_cache(maxsize=1024)(self._label)
        self.label_by_head = lru_cache(maxsize=1024)(self._label_by_head)
        self.votes = lru_cache(maxsize=1024)(self._votes)

    def _may_be_one(self, text: str) -> bool:
        """Whether a text ends as titles do, or with what may stand behind one."""
        ends = text[-2:] in self._last or (text[-1:] in _STRIPPED and not (self._worded and text.isascii()))
        return ends and len(text) <= _LONGEST

    def of(self, text: str, below: bool = False) -> Title | None:
        """What the title of a column means, None where it is not listed; `below` for a row under another of titles."""
        return self._looked_up(text, below) if below or self._may_be_one(text) else None

    def period(self, text: str) -> str | None:
        """`cycle` or `value` where a title only says of which time it is: 中长期, 本年度."""
        above, below = self.of(text), self.of(text, below=True)
        if below is None or (above is not None and above.role != "note"):
            return None
        return below.role if below.role == "cycle" or (below.role == "value" and time_of(text) == "annual") else None

    def _votes(self, texts: tuple[str, ...]) -> Votes:
        """What a column's titles, from the top down, speak for. The lowest says most, in the light of those above."""
        weight = vocabulary("column-evidence")["titles"]
        joined = "".join(texts)
        kind = next((kind for text in texts if (kind := _kind_of(text, self, text is texts[-1]))), None)
        years = next((some for text in reversed(texts) if (some := set(_YEAR.findall(fold(text))))), set())
        own = next((own for text in reversed(texts) if (own := self._own.get(compact(text)))), None)
        if own is not None:
            return Votes({own.role: weight["user"]}, kind, None, "known", of_year=True)
        found, surety = self._role(texts)
        role = found.role if found is not None else ""
        valued = role in ("value", "cycle")
        previous, done = _says(joined, "previous"), _says(joined, "done")
        if (previous or done) and (found is None or valued or role == "note"):
            votes = {"previous": weight["known"], "note": weight["noted"]} if previous else {"note": weight["known"]}
        elif valued and _of_part().search(compact(joined)):
            votes = {"note": weight["known"]}
        elif found is not None:
            noted = "noted" if surety == "known" else "noted_ending"
            role = "cycle" if valued and kind == "cycle" else role
            votes = {role: weight[noted if role == "note" else surety] - 0.01 * min(found.rank, 40)}
            if role == "indicators":
                votes |= {"name": weight["group"], "records": weight["group"]}
        else:
            votes = {role: weight["like"] * likeness for role, likeness in self._alike(texts[-1]).items()}
        of_year = kind == "annual" or len(years) == 1 or _says(joined, "of_year")
        year = int(*years) if len(years) == 1 else None
        return Votes(votes, kind, year, surety, of_year, _says(joined, "this_year"), previous or done)

    def _role(self, texts: tuple[str, ...]) -> tuple[Title | None, str]:
        """What the titles of a column mean, and how that is known: `known`, by its `ending`, or by its `group`."""
        *above, last = texts
        found = self.of(_headed(above[-1]) + last) if above else None
        found = found or self.of(last, below=bool(above))
        if found is not None:
            return found, "known"
        found = self.guess(last)
        groups = [self.meaning(text, below=True) for text in reversed(above)]
        valued = any(title is not None and title.role in ("value", "cycle") for title in groups)
        if found is not None and not (valued and found.role in _OF_PROJECTS):  # 数值及单位 below 年度指标值
            return found, "ending"
        roles = ("indicators", "goal", "cycle_goal")
        group = next((title for title in groups if title is not None and title.role not in roles), None)
        surety = "ending" if valued and _YEAR.match(compact(last)) else "group"
        return group, surety if group is not None else ""

    def _alike(self, text: str) -> dict[str, float]:
        """How alike a title is to the known ones of each role, from 0 to 1; only where that says something."""
        grams = _grams(_without_brackets(text))
        evidence = vocabulary("column-evidence")
        best: dict[str, float] = {}
        for title, known in self._columns.items() if grams else ():
            if known.role not in evidence["titled"]:
                other = _grams(title)
                alike = 2 * len(grams & other) / (len(grams) + len(other))
                if alike >= evidence["least_like"]:
                    best[known.role] = max(best.get(known.role, 0.0), alike)
        return best

    def _look_up(self, text: str, below: bool) -> Title | None:
        if len(text) > _LONGEST:
            return None
        written, bare, _ = _bared(text)
        known = self._below if below else self._columns
        return _listed(written, bare, known)

    def _label(self, text: str) -> str | None:
        """What the label of a cell says stands beside or below it, None where it is none."""
        if len(text) > _LONGEST:
            return None
        written, bare, _ = _bared(_NUMBERING.sub("", compact(text).rstrip(":")).rstrip("0123456789"))
        labels = self._labels
        if compact(text).rstrip(":") == _GOAL:  # as a title, or with a number behind, it is none
            return "goal"
        found = _listed(written, bare, labels) or labels.get(bare.rstrip(":")) or labels.get(written.rstrip(NUMERALS))
        if found is not None and found.role == "note":  # of a column; as a label it may name a unit
            return self._label_by_head(text) or found.role
        return found.role if found else None

    def _label_by_head(self, text: str) -> str | None:
        """What a label that is not listed says stands beside or below it, by the longest word it ends with, or None.

        A goal with a word for several years is that of the whole cycle.
        """
        written = _BRACKETS.sub("", _NUMBERING.sub("", compact(text).rstrip(":"))) if len(text) <= _LONGEST else ""
        written = _WITHIN.sub(r"\1\3", written)
        if not _SHORTEST_LABEL <= len(written) <= _LONGEST_LABEL or _SENTENCE.search(written):
            return None
        behind = next((word for word in vocabulary(_VOCABULARY)["behind"] if written.endswith("目标" + word)), "")
        written = written.removesuffix(behind)
        heads = kinds(_VOCABULARY, "heads")
        role = next((heads[written[at:]] for at in range(len(written)) if written[at:] in heads), None)
        return "cycle_goal" if role == "goal" and time_of(written) == "cycle" else role

    def meaning(self, text: str, below: bool = False) -> Title | None:
        """What the title of a column means, listed or by its ending; `below` as for `of`."""
        if below:
            return self.of(text, below=True) or self.guess(text)
        return self._meant(text) if self._may_be_one(text) else None

    def meanings(self, row: Sequence[Cell]) -> list[Title]:
        """What those cells of a row mean that are titles."""
        return [title for cell in row if (title := self.meaning(cell.text))]

    def guess(self, text: str) -> Title | None:
        """What a title that is not listed means by its longest ending: less sure than any that is."""
        title = _without_brackets(text)
        starts = range(max(len(title) - self._longest_ending, 0), len(title) - 1)
        found = next((found for start in starts if (found := self._endings.get(title[start:]))), None)
        if found is None:
            goal = {"annual": "goal", "cycle": "cycle_goal"}.get(time_of(title) or "")
            return Title(goal, UNSURE) if goal and title.endswith(_GOAL) else None
        if found.role != "value":
            return found
        if any(_says(title, key) for key in ("previous", "done", "partial")):
            return Title("note", UNSURE)
        return Title("cycle" if time_of(title) == "cycle" else "value", UNSURE)


def _kind_of(text: str, titles: Titles, lowest: bool) -> str | None:
    """The block that a title puts its column in: itself where it stands above others, or brackets behind it."""
    _, bare, inside = _bared(text)
    if lowest or (inside and block_of(inside)):
        return block_of(inside)
    title = titles.of(text)
    # 指标值 alone may stand above both.
    return time_of(bare) if title and title.role in ("value", "cycle") else block_named(text)


def time_of(text: str) -> str | None:
    """Which time a title speaks of: `annual`, the `cycle` that is longer, or None."""
    return "annual" if _says(text, "of_year") else "cycle" if _says(text, "of_cycle") else None


def _of_part() -> Pattern:
    return worded(_VOCABULARY, rf"<partial>|{_MONTHS}")


def time_alone(text: str) -> Match[str] | None:
    """The `year`, or the `part` of one, that a title speaks of, where it says nothing but what was set or reached then:
    2025年, 2024年实际完成, 上半年, 1-6月."""
    time = rf"(?P<year>20\d\d年?度?)?(?P<part>全年|<partial>|{_MONTHS})?"
    found = worded(_VOCABULARY, rf"{time}(?:<behind_year>|<done>)*(?:\([^()]{{1,6}}\))?").fullmatch(compact(text))
    return found if found is not None and (found["year"] or found["part"]) else None


def _headed(group: str) -> str:
    """What the title of a group is about: 项目 of 项目基本信息, so that 名称 below it is that of a project."""
    bare = compact(group)
    filler = next((word for word in vocabulary(_VOCABULARY)["fillers"] if bare.endswith(word)), "")
    return bare.removesuffix(filler)


def _says(title: str, key: str) -> bool:
    return any(word in title for word in vocabulary(_VOCABULARY)[key])


@lru_cache(maxsize=1024)
def _grams(text: str) -> frozenset[str]:
    """The characters of a text and its pairs of neighbours."""
    return frozenset([*text, *map("".join, pairwise(text))])


def _without_brackets(text: str) -> str:
    """A title that is not too long without signs, year and brackets; those in the middle too."""
    return _WITHIN.sub(r"\1\3", _bared(text)[0]) if len(text) <= _LONGEST else ""


def _alone(title: str) -> str:
    """A title without signs and year around it, and without what stands behind the Chinese in English."""
    return (_AROUND_ENGLISH if title[-1:] in _ENGLISH_ENDS else _AROUND).sub("", title)


def _bared(text: str) -> tuple[str, str, str]:
    """A title without signs and year, the same without brackets behind it, and what stands in those."""
    written = worded(_VOCABULARY, "(?<=.)(?:<codes>)(?:<and>)|(?:<and>)(?:<codes>)$").sub("", _alone(compact(text)))
    brackets = _BRACKETS.search(written)
    return (written, written[: brackets.start()], brackets[1]) if brackets else (written, written, "")


def _listed(written: str, bare: str, known: Mapping[str, Title]) -> Title | None:
    """What a title means that is listed as it stands, in brackets and before them, or `bare` of those."""
    return known.get(written) or _in_either(written, known) or known.get(bare)


def _in_either(written: str, known: Mapping[str, Title]) -> Title | None:
    """What a title with a word in brackets means where it stands for two: 单位(专项)名称, 全年(程)目标值.

    A column of units and projects is one of projects; 项目单位(项目名称) is such a column as well. Of two titles of
    indicators the surer counts, for the other may be of any level: 指标名称(二级指标).
    """
    match = _WITHIN.fullmatch(written) if "(" in written else None
    if match is None:
        return None
    both = known.get(match[1] + match[3]), known.get(match[2] + match[3])
    project = next((one for one in both if one and one.role == "project"), None)
    if project and {one.role for one in both if one} <= {"unit", "project"}:
        return project
    if match[3]:
        return both[0] or both[1]
    level = min((one for one in both if one and one.role in _LEVELS), key=lambda one: one.rank, default=None)
    return level if level is both[1] and both[0] and both[0].role in _LEVELS else None


def _ranked(titles: Mapping[str, Sequence[str]]) -> dict[str, Title]:
    return {
        compact(title): Title(role, rank)
        for role, some in reversed(list(titles.items()))
        for rank, title in reversed(list(enumerate(some)))
    }


@lru_cache(maxsize=1024)
def block_of(text: str) -> str | None:
    """`cycle` or `annual` where a text names the block of indicators that follows."""
    if len(text) > _LONGEST:
        return None
    written = _alone(compact(text)).rstrip(":")
    return kinds(_VOCABULARY, "blocks").get(_BRACKETS.sub("", written))


def block_named(text: str) -> str | None:
    """`cycle` or `annual` where a text names a list of indicators: 二、年度绩效指标情况, 长期绩效目标表, 长期目标1."""
    if len(text) > _LONGEST:
        return None
    written = _BRACKETS.sub("", _alone(_NUMBERING.sub("", compact(text))).rstrip(":"))
    written = _NUMBER_BEHIND.sub("", written)
    found = block_of(written)
    named = _headed(_OF_TABLE.sub("", written))
    if found is not None or len(named) > _LONGEST_LABEL or not named.endswith(("指标", _GOAL)) or _says(named, "done"):
        return found
    if _OF_TABLE.search(written) and _beyond(named):
        return None
    return time_of(named)


def _beyond(named: str) -> str:
    """What a title says beyond that it is about goals of some years: the project that its table is of."""
    words = vocabulary(_VOCABULARY)
    for word in (*words["of_year"], *words["of_cycle"], *words["of_any"]):
        named = named.replace(word, "")
    return named.strip(f"{digits}-年")


def grade_of(text: str) -> int | None:
    """The rank of a grade that a title names, 0 for the best; None where it names none."""
    grades = kinds(_VOCABULARY, "grades")
    grade = grades.get(_bared(text)[1]) if len(text) <= _LONGEST else None
    return None if grade is None else list(vocabulary(_VOCABULARY)["grades"]).index(grade)


def marks(key: str) -> frozenset[str]:
    """What the vocabulary of columns lists under a key: `blank` and `ditto` marks, words that are `no_unit`,
    or for `percent`."""
    return listed(_VOCABULARY, key)
