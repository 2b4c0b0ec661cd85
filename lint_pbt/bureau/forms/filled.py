"""The review form of a project filled in: findings at their items, a proposed deduction for each with its reason.

The points are those of the quality score (`scoring.score`), told by item instead of by dimension: what the items lose
adds up to what the score loses, unless more was lost at an item than it is worth.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from lint_pbt.model.rule import SEVERITIES
from lint_pbt.model.run import Run
from lint_pbt.presentation.words import SEVERITY, line_text, message_text, path_text, points_text
from lint_pbt.scoring.score import score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint_pbt.bureau.forms.items import Item, ReviewForm
    from lint_pbt.model.run import Checked, Finding
    from lint_pbt.scoring.score import Deduction, ProjectScore

_TENTH: Final = Decimal("0.1")
_HUNDRED: Final = Decimal(100)
# So many places of a rule are told in a form; the opinion sheet has all.
_TOLD: Final = 3
_LONGEST: Final = 90


class FoundLine(Struct, frozen=True):
    """What one rule found: `reason` says how often and what it costs, `places` the first of them in words."""

    rule: str
    title: str
    severity: str
    reason: str
    places: tuple[str, ...]


class FilledItem(Struct, frozen=True):
    """An item: the section it begins (None for one that goes on), the proposed deduction, and what it is made of.

    `deduction` is None where nothing of the item can be judged by a machine.
    """

    section: str
    begins: bool
    item: Item
    deduction: Decimal | None
    found: tuple[FoundLine, ...]

    @property
    def verdict(self) -> str:
        """What stands in the form where no finding does."""
        if self.deduction is None:
            return "机器看不出，须人工判断。"
        return "没有查出问题。" if not self.found else ""


class FilledForm(Struct, frozen=True):
    """The form of one project; `facts` are label and value of its head, `remarks` stand below its table."""

    form: ReviewForm
    number: int
    project: str
    facts: tuple[tuple[str, str], ...]
    items: tuple[FilledItem, ...]
    proposed: Decimal
    remarks: tuple[str, ...]


def filled_forms(checked: Checked, form: ReviewForm, department: str) -> Iterator[FilledForm]:
    """The forms of all projects of a document, in the order of the table."""
    by_project: dict[int, list[Finding]] = defaultdict(list)
    above: list[Finding] = []
    for finding in checked.findings:
        if finding.project is None:
            above.append(finding)
        else:
            by_project[finding.project.index].append(finding)
    for one in score(Run((checked,))).projects:
        yield _filled(one, by_project[one.project.index], above, checked, form, department)


def _filled(
    scored: ProjectScore,
    findings: Sequence[Finding],
    above: Sequence[Finding],
    checked: Checked,
    form: ReviewForm,
    department: str,
) -> FilledForm:
    rules = {finding.rule.id: finding.rule for finding in findings}
    of_item: dict[str, list[Finding]] = defaultdict(list)
    astray: list[Finding] = []
    for finding in findings:
        item = form.item_of(finding.rule)
        (of_item[item.name] if item else astray).append(finding)
    lost: dict[str, Decimal] = defaultdict(Decimal)
    costs: dict[str, Decimal] = defaultdict(Decimal)
    for one in scored.score.deductions:
        cost = _exact_cost(one, form)
        costs[one.rule] += cost
        item = form.item_of(rules[one.rule]) if one.rule in rules else None
        if item:
            lost[item.name] += cost
    deductions = _tenths({name: min(cost, _decimal(_named(form, name).points)) for name, cost in lost.items()})
    items = tuple(_items(form, of_item, deductions, costs))
    proposed = sum(deductions.values(), Decimal(0))
    return FilledForm(
        form=form,
        number=scored.project.index,
        project=scored.project.name.text,
        facts=tuple(_facts(scored, checked, department)),
        items=items,
        proposed=proposed,
        remarks=tuple(_remarks(scored, form, proposed, above, astray)),
    )


def _exact_cost(one: Deduction, form: ReviewForm) -> Decimal:
    """What a rule costs of the form's points: the score counts of a hundred."""
    return one.of_total * _decimal(form.total) / _HUNDRED


def _tenths(exact: dict[str, Decimal]) -> dict[str, Decimal]:
    """The figures to a tenth so that they add up to their sum as the score has it: the largest remainders go up."""
    rounded = {name: one.quantize(_TENTH, ROUND_FLOOR) for name, one in exact.items()}
    short = sum(exact.values(), Decimal(0)).quantize(_TENTH, ROUND_HALF_DOWN) - sum(rounded.values(), Decimal(0))
    by_remainder = sorted(exact, key=lambda name: rounded[name] - exact[name])
    for name in by_remainder[: int(short / _TENTH)]:
        rounded[name] += _TENTH
    return rounded


def _items(
    form: ReviewForm,
    of_item: dict[str, list[Finding]],
    deductions: dict[str, Decimal],
    costs: dict[str, Decimal],
) -> Iterator[FilledItem]:
    for section in form.sections:
        for number, item in enumerate(section.items):
            deduction = deductions.get(item.name, Decimal(0)) if item.has_rules else None
            found = tuple(_lines(of_item.get(item.name, []), costs))
            yield FilledItem(section.name, not number, item, deduction, found)


def _lines(findings: Sequence[Finding], costs: dict[str, Decimal]) -> Iterator[FoundLine]:
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted(findings, key=lambda one: (SEVERITIES.index(one.severity), one.rule.id)):
        by_rule[finding.rule.id].append(finding)
    for rule, found in sorted(by_rule.items(), key=lambda one: -costs[one[0]]):
        cost = costs[rule].quantize(_TENTH, ROUND_HALF_UP)
        charge = f"扣 {cost} 分" if cost else "不到 0.1 分"
        first = found[0]
        yield FoundLine(
            rule=rule,
            title=first.rule.title,
            severity=SEVERITY[first.severity],
            reason=f"{len(found)} 处，{charge}",
            places=tuple([_told(one) for one in found[:_TOLD]])
            + ((f"另有 {len(found) - _TOLD} 处，见审核意见表",) if len(found) > _TOLD else ()),
        )


def _told(finding: Finding) -> str:
    name = finding.indicator.name.text if finding.indicator else ""
    told = f"{name}：{message_text(finding)}" if name else message_text(finding)
    return f"{told if len(told) <= _LONGEST else told[: _LONGEST - 1] + '…'}（{line_text(finding.place)}）"


def _facts(scored: ProjectScore, checked: Checked, department: str) -> Iterator[tuple[str, str]]:
    document, project, unit = checked.document, scored.project, scored.unit
    yield "项目名称", project.name.text
    yield "主管部门", department
    yield "预算单位", unit.name.text if unit.name else ""
    amount = project.amounts[0].field.text if project.amounts else ""
    yield "项目金额", f"{amount}{document.amount_unit or ''}" if amount else ""
    yield "指标条数", str(len(project.indicators))
    yield "所在文件", f"{path_text(checked.path)} {line_text(project.name.place())}"


def _remarks(
    scored: ProjectScore, form: ReviewForm, proposed: Decimal, above: Sequence[Finding], astray: Sequence[Finding]
) -> Iterator[str]:
    quality, total = scored.score.total, _decimal(form.total)
    told = f"建议扣分合计 {proposed} 分，和质量得分 {points_text(quality)} 分用的是同一套扣分"
    left = total - proposed - quality * total / _HUNDRED
    if left >= _TENTH:
        told += f"；一项扣完为止（没有归处的也不扣），所以少扣了 {left.quantize(_TENTH)} 分"
    yield told + "。建议扣分只供参考，得分由审核人填写；机器看不出的方面，建议扣分里没有算。"
    if astray:
        yield f"这张表里没有归处的规则：{'、'.join(sorted({one.rule.id for one in astray}))}，没有建议扣分。"
    if above:
        told = "；".join(f"{one.rule.id} {message_text(one)}" for one in above[:_TOLD])
        more = f"等 {len(above)} 处" if len(above) > _TOLD else ""
        yield f"整个单位或整张表的问题（不在本项目扣分）：{told}{more}。"
    if not scored.project.complete:
        yield "这个项目没有读全，可能还有内容没有读到。"
    if form.basis:
        yield form.basis.strip()


def _named(form: ReviewForm, name: str) -> Item:
    return next(item for item in form.items if item.name == name)


def _decimal(points: float) -> Decimal:
    return Decimal(f"{points:.15g}")
