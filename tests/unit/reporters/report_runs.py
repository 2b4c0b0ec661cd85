"""Runs built by hand for the tests of reporters and of the command line."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from lint_pbt.model.document import (
    Amount,
    BudgetUnit,
    Category,
    Document,
    Field,
    Indicator,
    Note,
    Passage,
    Place,
    Project,
)
from lint_pbt.model.rule import Basis, Example, Examples, Rule
from lint_pbt.model.run import Checked, Crash, Failure, Finding, Fix, Ignored, Known, Repair, Run, Said, Skip, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WHY = {
    "V101": "没有数量、时限或可核对的标准，年底无法判断目标是否完成。评审时这类指标通常会被要求退回重填。",
    "X102": "“≤0%”只有恰好为 0 才算完成，写成区间等于没有区间。",
    "P101": "直接服务群众的项目，应当用满意度反映服务对象的评价。",
    "X101": "》《是书名号，不是比较符，汇总时读不出方向。",
}
RULES = {
    "V101": ("unmeasurable-target", "指标值无法衡量", "warning", Basis("财预〔2021〕101号", "量化易评")),
    "X102": ("impossible-bound", "只能恰好达到或永远达不到的界限", "error", None),
    "X101": ("comparison-sign", "比较符写错", "error", None),
    "P101": ("missing-satisfaction", "没有满意度指标", "warning", Basis("财预〔2021〕101号", "满意度指标")),
}

BAD_RECORD = Example(level2="时效指标", name="结案率", cycle=None, annual="》91%", at="》", fixed="≥91%")


def rule(rule_id: str, **changes: Any) -> Rule:
    name, title, severity, basis = RULES[rule_id]
    fields: dict[str, Any] = {
        "id": rule_id,
        "name": name,
        "title": title,
        "severity": severity,
        "dimension": "适当性",
        "why": WHY[rule_id],
        "check": "any",
        "message": "",
        "suggestion": "写成能核对的数字，例如 ≥95%",
        "examples": Examples(good=("≥95%",), bad=("合规", BAD_RECORD)),
        "basis": basis,
    }
    return Rule(**{**fields, **changes})


def field(text: str, line: int, column: int = 1, **place: Any) -> Field:
    return Field(text, Passage(text, (0,), (Place(line, column, **place),)), 0)


def indicator(ordinal: int | None, name: str, annual: str | None, line: int, **place: Any) -> Indicator:
    return Indicator(
        ordinal,
        Category("2", field("效益指标", line)),
        Category("22", field("社会效益", line)),
        field(name, line, 9, **place),
        field(annual, line, 30, **place) if annual is not None else None,
        field(annual, line, 50, **place) if annual is not None else None,
        Place(line, 1, **place),
    )


def finding(rule_id: str, unit: BudgetUnit, project: Project, at: Indicator | None, **changes: Any) -> Finding:
    """A finding about the annual value of an indicator, or about the project where `at` is None."""
    subject = at.annual if at else None
    told = f"“{subject}”没有可以核对的内容" if subject else "这个项目没有满意度指标"
    fields: dict[str, Any] = {
        "rule": rule(rule_id),
        "severity": RULES[rule_id][2],
        "path": "表.txt",
        "unit": unit,
        "project": project,
        "indicator": at,
        "field": subject,
        "field_name": "annual_value" if subject else None,
        "start": 0,
        "end": len(subject.text) if subject else 0,
        "fix": None,
        "saying": Said(Words(told, "写成能核对的数字，例如 ≥95%"), "0123456789abcdef"),
    }
    return replaced(Finding(**fields), **changes)


def replaced(one: Finding, **changes: Any) -> Finding:
    """The finding with other words, fingerprint or place too, which it has no members for."""
    words = {name: changes.pop(name, getattr(one, name)) for name in ("message", "suggestion", "better")}
    saying = Said(Words(**words), changes.pop("fingerprint", one.fingerprint))
    place, _ = changes.pop("place", None), changes.pop("end_place", None)
    one = replace(one, saying=saying, **changes)
    if place is None:
        return one
    if one.field is None:
        assert one.indicator
        return replace(one, indicator=replace(one.indicator, begins=place))
    text = one.field.text
    return replace(one, field=Field(text, Passage(text, (0,), (place.moved(-one.start),)), 0))


def run_of(
    documents: Sequence[Document] = (),
    findings: Sequence[Finding] = (),
    *,
    skips: Sequence[Skip] = (),
    crashes: Sequence[Crash] = (),
    ignored: Sequence[Ignored] = (),
    known: Sequence[Known] = (),
    repairs: Sequence[Repair] | None = None,
    **beside: Any,
) -> Run:
    """A run, each finding and the rest with the document of its path; what is of none is with the first."""
    paths = [document.path for document in documents]

    def of(document: Document, items: Sequence[Any], path: Callable[[Any], str]) -> tuple[Any, ...]:
        first = document is documents[0]
        return tuple(one for one in items if path(one) == document.path or (first and path(one) not in paths))

    checked = [
        Checked(
            document,
            of(document, findings, lambda one: one.path),
            of(document, skips, lambda one: one.path),
            of(document, crashes, lambda one: one.path),
            of(document, ignored, lambda one: one.finding.path),
            of(document, known, lambda one: one.finding.path),
            repair=next(iter(of(document, repairs or (), lambda one: one.path)), None),
        )
        for document in documents
    ]
    return Run(tuple(checked), fixing=repairs is not None, **beside)


def changed(run: Run, **changes: Any) -> Run:
    """A run with other documents, findings, skips, crashes, ignored or known ones."""
    parts = {name: getattr(run, name) for name in ("documents", "findings", "skips", "crashes", "ignored", "known")}
    beside = {name: getattr(run, name) for name in ("failures", "unused_ignores", "baselines", "left_out")}
    return run_of(**{**parts, **beside, **changes})


def sample_run(**changes: Any) -> Run:
    """Two units, three projects, five indicators, five findings of four rules."""
    compliance = indicator(6, "支出的合规性", "合规", 63)
    loss = indicator(4, "案件审查不严造成损失", "≤0%", 552)
    rate = indicator(5, "结案率", "》91%", 553)
    calm = indicator(1, "培训人数", "200人", 600)
    vague = indicator(None, "长期效果" * 12, "通过开展各类培训活动，持续提升劳动者的技能水平和就业能力，" * 4, 601)
    first = Project(1, field("产业人才发展专项资金", 14, 5), (), field("吸引人才", 15), (compliance,))
    second = Project(2, field("劳动监察综合执法工作经费", 538, 5), (), None, (loss, rate))
    third = Project(3, field("职业培训经费", 598, 5), (), None, (calm, vague))
    bureau = BudgetUnit(field("番禺区人力资源和社会保障局本级", 10), (_amount("12.34", 10),), (first, second))
    centre = BudgetUnit(field("就业服务中心", 590), (), (third,))
    document = Document("表.txt", "inline", (bureau, centre), amount_unit="万元", encoding="utf-8")
    findings = (
        finding("V101", bureau, first, compliance),
        finding("P101", bureau, first, None),
        finding("X102", bureau, second, loss, message="“≤0%”等于要求恰好为 0"),
        finding("X101", bureau, second, rate, end=1, message="“》”应写作“≥”", fix=Fix("≥", safe=True)),
        finding("V101", centre, third, vague, start=58, end=62, message="“通过开展”没有说提升多少"),
    )
    fields: dict[str, Any] = {"documents": (document,), "findings": findings}
    return run_of(**{**fields, **changes})


def unlucky_run() -> Run:
    """The sample with a note, skips, a crash and a failure."""
    run = sample_run()
    (document,) = run.documents
    notes = (Note("文件不是 UTF-8，按 GB18030 读出"), Note("这一行读不懂", Place(77, 3), unchecked=True))
    return sample_run(
        documents=(Document("表.txt", "inline", document.units, notes=notes),),
        skips=tuple(Skip("C101", "表.txt", Place(line), "指标值没有读懂") for line in range(100, 108)),
        crashes=(Crash("V102", "表.txt", "ValueError: 坏了"),),
        failures=(Failure("坏.txt", "文件是空的。请重新导出"),),
    )


def _amount(value: str, line: int) -> Amount:
    return Amount("总计", Decimal(value), field(value, line))
