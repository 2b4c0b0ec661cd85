"""What a comparison has to tell, in words and in order: what got better, what is still wrong, what is new, then all
changes project by project. Every report tells this story and no other.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from lint_pbt.compare.model import How
from lint_pbt.compare.settings import comparing
from lint_pbt.presentation.remarks import gathered
from lint_pbt.presentation.words import category_text, counts_text, line_text, path_text
from lint_pbt.target.show import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lint_pbt.compare.model import Comparison, Followed, IndicatorPair, Located, ProjectPair, State, ValueChange
    from lint_pbt.model.document import Indicator
    from lint_pbt.model.rule import Severity
    from lint_pbt.model.run import Run

Kind = Literal[
    "lowered", "raised", "other", "reworded", "added", "removed", "renamed", "moved", "category", "amount", "goal",
    "weight", "missing", "unchanged",
]  # fmt: skip

KINDS: Final[dict[Kind, str]] = {
    "lowered": "目标降低",
    "raised": "目标提高",
    "other": "指标值改动",
    "reworded": "换了写法",
    "added": "新增",
    "removed": "删去",
    "renamed": "改名",
    "moved": "挪动",
    "category": "换类别",
    "amount": "金额变动",
    "goal": "绩效目标改动",
    "weight": "权重改动",
    "missing": "没有找到",
    "unchanged": "没有改动",
}
# What a reviewer asks about, whether the linter finds fault with it or not.
ASKED_ABOUT: Final[tuple[Kind, ...]] = ("lowered", "amount", "removed")
_ORDER: Final[tuple[Kind, ...]] = tuple(KINDS)
_FIELDS: Final = {"cycle_value": "实施周期", "weight": "权重"}
_LONGEST: Final = 200


class Told(NamedTuple):
    """A finding as it is told: about what, where, and what became of it. `change` is the old and the new text."""

    state: State
    severity: Severity
    rule: str
    title: str
    subject: str
    where: str
    message: str
    suggestion: str
    change: tuple[str, str] | None


class Change(NamedTuple):
    """A change in a project: of what kind, of what, from what to what, and what is to be said of it."""

    kind: Kind
    subject: str
    old: str = ""
    new: str = ""
    why: str = ""
    sure: str = ""


class Group(NamedTuple):
    """The findings of one project, or of what is larger."""

    heading: str
    findings: list[Told]


class Section(NamedTuple):
    """Findings of one state, by project."""

    key: str
    title: str
    gloss: str
    found: int
    groups: list[Group]


class ProjectStory(NamedTuple):
    """A project with its changes; `state` is changed, added, removed or unchanged."""

    heading: str
    unit: str
    where: str
    state: str
    changes: list[Change]


class Story(NamedTuple):
    """All that a report of a comparison tells."""

    old_name: str
    new_name: str
    drafts: tuple[tuple[str, str], tuple[str, str]]
    verdict: list[tuple[str, str]]
    sections: list[Section]
    projects: list[ProjectStory]
    kinds: Counter[Kind]
    unpaired: str
    unchecked: list[str]
    remarks: list[str]


def story(comparison: Comparison) -> Story:
    """The story of a comparison."""
    last_year = comparison.last_year
    old_name, new_name = _names(comparison)
    readable = bool(comparison.old.documents and comparison.new.documents)
    projects = [_project(pair, comparison) for pair in comparison.projects] if readable else []
    kinds: Counter[Kind] = Counter(change.kind for one in projects for change in one.changes)
    sections = [*_sections(comparison, old_name, new_name)] if readable else []
    return Story(
        old_name,
        new_name,
        ((old_name, _extent(comparison.old)), (new_name, _extent(comparison.new))),
        list(_verdict(comparison, projects, kinds)),
        sections,
        projects,
        kinds,
        _doubtful(comparison),
        [*_unchecked(comparison.old, old_name), *_unchecked(comparison.new, new_name)],
        [*_about_years(comparison, last_year=last_year), *comparison.remarks],
    )


def _names(comparison: Comparison) -> tuple[str, str]:
    if not comparison.last_year:
        return "前一稿", "后一稿"
    old, new = comparison.old_year, comparison.new_year
    return f"上年（{old}年）" if old else "上年", f"今年（{new}年）" if new else "今年"


def _extent(run: Run) -> str:
    files = list(dict.fromkeys(path_text(document.path) for document in run.documents))
    named = files[0] if len(files) == 1 else f"{len(files)} 个文件" if files else "没有读出表格"
    projects = [project for document in run.documents for _, project in document.projects()]
    indicators = sum(len(project.indicators) for project in projects)
    return f"{named}：{len(projects)} 个项目、{indicators} 个指标，{counts_text(run.count())}"


def _verdict(
    comparison: Comparison, projects: Sequence[ProjectStory], kinds: Counter[Kind]
) -> Iterator[tuple[str, str]]:
    """The sentences a reader needs, each with a mood: good, bad or plain."""
    counts = Counter(one.state for one in comparison.findings)
    if not comparison.old.documents or not comparison.new.documents:
        yield "有一边没有读出表格，没法比较。", "bad"
        return
    new_name = _names(comparison)[1]
    if comparison.last_year:
        yield f"上年有、今年没有了的问题 {counts['solved']} 条；", "good" if counts["solved"] else "plain"
        yield f"上年就有、今年还有的 {counts['remaining']} 条；", "bad" if counts["remaining"] else "good"
        yield f"今年新出现 {counts['new']} 条。", "bad" if counts["new"] else "good"
    else:
        yield f"改好了 {counts['solved']} 条；", "good" if counts["solved"] else "plain"
        yield f"还没改的 {counts['remaining']} 条；", "bad" if counts["remaining"] else "good"
        yield f"新出现 {counts['new']} 条。", "bad" if counts["new"] else "good"
    if counts["removed"]:
        yield f"另有 {counts['removed']} 条随项目或指标删去，不是改好的。", "plain"
    if counts["unsure"]:
        yield f"还有 {counts['unsure']} 条因为{new_name}没有读全，不知道改了没有。", "bad"
    asked = [f"{KINDS[kind]} {kinds[kind]} 处" for kind in ASKED_ABOUT if kinds[kind]]
    if asked:
        yield f"要问一句的：{'，'.join(asked)}。", "bad" if kinds["lowered"] else "plain"
    if comparison.last_year:
        copied = sum(one.state == "unchanged" for one in projects)
        if copied:
            paired = sum(one.state in ("unchanged", "changed") for one in projects)
            yield f"照搬上年、一字未改的项目 {copied} 个（两年都有的 {paired} 个）。", "bad"


def _sections(comparison: Comparison, old_name: str, new_name: str) -> Iterator[Section]:
    order = _Order(comparison)
    last_year = comparison.last_year
    plan: tuple[tuple[str, str, str, tuple[State, ...]], ...] = (
        ("solved", "今年没有了的" if last_year else "改好了的", "", ("solved",)),
        ("remaining", "今年还有的" if last_year else "还没改的", "", ("remaining",)),
        ("new", "今年新出现的" if last_year else "新出现的", f"{old_name}没有，{new_name}才有", ("new",)),
        ("removed", "随项目或指标删去的", "不是改好的：项目或指标没有了", ("removed",)),
        ("unsure", "不知道改了没有的", f"{new_name}有内容没能检查", ("unsure",)),
    )
    for key, title, gloss, states in plan:
        found = comparison.of(*states)
        if found or key in ("solved", "remaining", "new"):
            yield Section(key, title, gloss, len(found), order.groups(found))


class _Order:
    """Findings by project, in the order of the pairs."""

    def __init__(self, comparison: Comparison) -> None:
        self._several = _several_files(comparison)
        self._ranks: dict[int, tuple[int, int]] = {}
        self._pairs: dict[int, ProjectPair] = {}
        self._partners: dict[int, IndicatorPair] = {}
        for place, pair in enumerate(comparison.projects):
            for side in (pair.old, pair.new):
                if side:
                    self._ranks[id(side.project)] = (place, 0)
                    self._pairs[id(side.project)] = pair
            for at, one in enumerate(pair.indicators, 1):
                for indicator in filter(None, (one.old, one.new)):
                    self._ranks[id(indicator)] = (place, at)
                    self._partners[id(indicator)] = one

    def groups(self, found: Iterable[Followed]) -> list[Group]:
        groups: dict[object, Group] = {}
        for one in sorted(found, key=self._rank):
            finding = one.finding
            pair = self._pairs.get(id(finding.project)) if finding.project else None
            key: object = id(pair) if pair else (finding.path, id(finding.unit))
            if key not in groups:
                groups[key] = Group(self._heading(one, pair), [])
            groups[key].findings.append(self._told(one))
        return list(groups.values())

    def _rank(self, one: Followed) -> tuple[int, int]:
        finding = one.finding
        return self._ranks.get(id(finding.indicator or finding.project), (-1, 0))

    def _heading(self, one: Followed, pair: ProjectPair | None) -> str:
        if pair is not None:
            return project_heading(pair, several=self._several)
        finding = one.finding
        name = finding.unit.name.text if finding.unit and finding.unit.name else "整张表"
        return f"{name}（{path_text(finding.path)}）" if self._several else name

    def _told(self, one: Followed) -> Told:
        finding = one.finding
        subject = _named(finding.indicator) if finding.indicator else ""
        return Told(
            one.state,
            finding.severity,
            finding.rule.id,
            finding.rule.title,
            subject,
            line_text(finding.place),
            finding.message,
            finding.suggestion,
            self._change(one),
        )

    def _change(self, one: Followed) -> tuple[str, str] | None:
        """The text in question as it was and as it is, where it changed."""
        old, new = one.old, one.new
        if old is None or old.field is None:
            return None
        if new is not None:
            return (_short(old.field.text), _short(new.field.text)) if one.changed and new.field else None
        after = self._now(one)
        return (_short(old.field.text), _short(after)) if after is not None and after != old.field.text else None

    def _now(self, one: Followed) -> str | None:
        """What the new draft has in the field of an old finding."""
        finding = one.finding
        partner = self._partners.get(id(finding.indicator)) if finding.indicator else None
        if partner is not None and partner.new is not None:
            attribute = {"annual_value": "annual", "cycle_value": "cycle"}.get(
                finding.field_name or "", finding.field_name or ""
            )
            if attribute in ("level1", "level2"):
                return getattr(partner.new, attribute).name.text  # type: ignore[no-any-return]
            found = getattr(partner.new, attribute, None)
            return getattr(found, "text", None)
        pair = self._pairs.get(id(finding.project)) if finding.project and not finding.indicator else None
        if pair is not None and pair.new is not None and finding.field_name in ("goal", "name"):
            field = pair.new.project.goal if finding.field_name == "goal" else pair.new.project.name
            return field.text if field else None
        return None


def project_heading(pair: ProjectPair, *, several: bool) -> str:
    """`项目 3 高标准农田建设项目`, with the file where there are several."""
    shown = pair.new or pair.old
    assert shown is not None
    file = f"（{path_text(shown.document.path)}）" if several else ""
    return f"项目 {shown.project.index} {shown.project.name.text}{file}"


def _named(indicator: Indicator) -> str:
    number = "指标" if indicator.ordinal is None else f"指标 {indicator.ordinal}"
    return f"{number} {indicator.name.text}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _several_files(comparison: Comparison) -> bool:
    return max(len({one.path for one in run.documents}) for run in (comparison.old, comparison.new)) > 1


def _project(pair: ProjectPair, comparison: Comparison) -> ProjectStory:
    shown = pair.new or pair.old
    assert shown is not None
    heading = project_heading(pair, several=_several_files(comparison))
    unit = shown.unit.name.text if shown.unit.name else ""
    where = line_text(shown.project.name.place())
    old_name, new_name = _names(comparison)
    if pair.old is None or pair.new is None:
        kind: Kind = "added" if pair.old is None else "removed"
        count = sum((one.new if pair.new else one.old) is not None for one in pair.indicators)
        here, there = (new_name, old_name) if pair.new else (old_name, new_name)
        why = f"{here}才有的项目，{count} 个指标"
        if _unread_other(pair, comparison):
            kind, why = "missing", f"{why}；{there}有内容没能读出，可能在里面"
        moved = [change for one in pair.indicators if one.moved for change in _of_indicator(one, pair)]
        state = "added" if pair.old is None else "removed"
        return ProjectStory(heading, unit, where, state, [Change(kind, "整个项目", why=why), *moved])
    changes = [*_of_project(pair, pair.old, pair.new)]
    changes += [change for one in pair.indicators for change in _of_indicator(one, pair)]
    changes.sort(key=lambda change: _ORDER.index(change.kind) if change.subject else -1)
    if changes:
        return ProjectStory(heading, unit, where, "changed", changes)
    why = "指标、指标值和绩效目标都与上年相同（只差年份的算相同）" if comparison.last_year else ""
    return ProjectStory(heading, unit, where, "unchanged", [Change("unchanged", "整个项目", why=why)])


def _unread_other(pair: ProjectPair, comparison: Comparison) -> bool:
    other = comparison.old if pair.old is None else comparison.new
    return other.unchecked


def _of_project(pair: ProjectPair, old: Located, new: Located) -> Iterator[Change]:
    sure = sureness(pair.confidence, pair.how, always=pair.renamed or pair.moved)
    if pair.renamed:
        yield Change("renamed", "项目名称", old.project.name.text, new.project.name.text, sure=sure)
    if pair.moved:
        names = [one.unit.name.text if one.unit.name else "没有写单位" for one in (old, new)]
        yield Change("moved", "所在单位", names[0], names[1], sure="" if pair.renamed else sure)
    if pair.amount_changed and pair.old_amount is not None and pair.new_amount is not None:
        unit = new.document.amount_unit or old.document.amount_unit
        word = "万元" if unit else ""
        yield Change(
            "amount", "项目金额", f"{money(pair.old_amount)}{word}", f"{money(pair.new_amount)}{word}", _by(pair, word)
        )
    if pair.goal_changed:
        texts = [one.project.goal.text if one.project.goal else "没有写" for one in (old, new)]
        yield Change("goal", "绩效目标", *map(_short, texts))


def _by(pair: ProjectPair, unit: str) -> str:
    """By how much an amount changed, and that targets went down all the same, where they did."""
    assert pair.old_amount is not None and pair.new_amount is not None
    step = pair.new_amount - pair.old_amount
    share = f"（{abs(step) / pair.old_amount:.0%}）" if pair.old_amount > 0 else ""
    told = f"{'增加' if step > 0 else '减少'} {money(abs(step))}{unit}{share}"
    lowered = sum(change.course == "lowered" for one in pair.indicators for change in one.changes)
    if step > 0 and lowered:
        told += f"；钱多了，目标却降低 {lowered} 处"
    return told


def money(amount: Decimal) -> str:
    """An amount without zeros behind."""
    return plain(amount)


def _of_indicator(one: IndicatorPair, pair: ProjectPair) -> Iterator[Change]:
    if one.new is None:
        assert one.old is not None
        if pair.new is not None and any(note.unchecked for note in pair.new.document.notes):
            yield Change("missing", _named(one.old), old=_value(one.old), why="文件里有内容没能读出，可能在里面")
        else:
            yield Change("removed", _named(one.old), old=_value(one.old))
        return
    subject = _named(one.new)
    if one.old is None:
        yield Change("added", subject, new=_value(one.new))
        return
    sure = sureness(one.confidence, one.how, always=one.renamed or one.moved)
    if one.renamed:
        yield Change("renamed", subject, one.old.name.text, one.new.name.text, sure=sure)
    if one.moved and one.old_home and one.new_home:
        names = (one.old_home.project.name.text, one.new_home.project.name.text)
        yield Change("moved", subject, names[0], names[1], sure="" if one.renamed else sure)
    if one.recategorised:
        yield Change("category", subject, _categories(one.old), _categories(one.new))
    for change in one.changes:
        yield _of_value(change, subject, "" if one.renamed or one.moved else sure)


def _of_value(change: ValueChange, subject: str, sure: str) -> Change:
    kind: Kind = "weight" if change.field == "weight" else change.course
    field = _FIELDS.get(change.field, "")
    about = f"{subject}（{field}）" if field and kind != "weight" else subject
    return Change(kind, about, change.old or "没有填", change.new or "没有填", change.why, sure)


def _value(indicator: Indicator) -> str:
    field = indicator.annual or indicator.cycle
    return field.text if field else ""


def _categories(indicator: Indicator) -> str:
    return f"{category_text(indicator.level1)} / {category_text(indicator.level2)}"


def sureness(confidence: float, how: How, *, always: bool = False) -> str:
    """How sure a pair is: where a reader should know, or `always`."""
    settings = comparing()
    if how is How.STATED:
        return "按配对文件"
    if confidence >= settings.sure and not always:
        return ""
    return f"把握 {confidence:.0%}" + ("，请核对" if confidence < settings.check else "")


def _doubtful(comparison: Comparison) -> str:
    """A sentence on pairs that a person should look at; empty where there are none."""
    least = comparing().check
    pairs = [pair for pair in comparison.projects if pair.old and pair.new and pair.how is How.MATCHED]
    projects = sum(pair.confidence < least for pair in pairs)
    indicators = sum(
        one.confidence < least and one.how is How.MATCHED
        for pair in comparison.projects for one in pair.indicators if one.old and one.new
    )  # fmt: skip
    if not projects and not indicators:
        return ""
    parts = [f"项目 {projects} 对"] * bool(projects) + [f"指标 {indicators} 对"] * bool(indicators)
    return f"有{'、'.join(parts)}配得没有把握（标着“请核对”）。配错了的，用 --pairs 配对.yaml 写成文件，改好再比一次。"


def _unchecked(run: Run, name: str) -> Iterator[str]:
    """What of a draft could not be read or checked."""
    for remark in gathered(run):
        if remark.unchecked:
            yield f"{name} {remark.line()}"


def _about_years(comparison: Comparison, *, last_year: bool) -> Iterator[str]:
    if last_year:
        old, new = comparison.old_year, comparison.new_year
        if old and new and new > old:
            yield f"按上年和今年的表比较（{old}年、{new}年），只差年份的算没有改。是同一年的两稿，请加 --same-year"
        else:
            yield "按上年和今年的表比较。表题里没有看出两个年份，日期里的年份照原样比较"
