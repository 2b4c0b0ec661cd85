"""The knowledge of measures: its files hold together, and names nobody listed are judged as people judged them."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint_pbt.datafiles.resources import resource
from lint_pbt.datafiles.typed_text import Mistakes
from lint_pbt.engine.engine import Engine
from lint_pbt.knowledge.files import exceptions, read_folder
from lint_pbt.knowledge.measure import Measure
from lint_pbt.knowledge.reading import Knowledge, load_knowledge
from lint_pbt.model.rule import Example
from lint_pbt.rulebook.examples import document_of
from lint_pbt.rulebook.loader import Settings, load_rulebook

KNOWLEDGE = load_knowledge()
BOOK = load_rulebook(Settings(profile="strict"))
JUDGED = [
    line.split()
    for line in (Path(__file__).parent / "measures.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
OPPOSITE = {"high", "low"}


def facts(measure: Measure) -> tuple[object, ...]:
    return measure.better, measure.dimension, measure.bounded, measure.signed, measure.small


def counts(measure: Measure) -> bool:
    """Whether it may stand among numbers of things: a share of how many are reached may, others are misplaced there."""
    return "数量指标" in measure.categories


def first_heads(knowledge: Knowledge) -> list[str]:
    """The heads without those that are another one's synonyms."""
    return [head for head in knowledge.entries if knowledge.usual(head) == head]


class TestFiles:
    def test_no_head_is_stated_twice_and_every_dimension_is_defined(self) -> None:
        assert read_folder(resource("knowledge"))

    def test_no_entry_repeats_what_a_shorter_head_or_the_grammar_says(self) -> None:
        stated = {group.heads for group in KNOWLEDGE.entries.values()}
        with_synonyms = {item.split("=")[0].lstrip("!") for heads in stated for item in heads.split() if "=" in item}
        repeating = [
            head
            for head in first_heads(KNOWLEDGE)
            if head not in with_synonyms
            and (without := KNOWLEDGE.without(head)).better != "unknown"
            and facts(without) == facts(KNOWLEDGE.measure(head))
            and counts(without) == counts(KNOWLEDGE.measure(head))
            and not KNOWLEDGE.entries[head].units
            and not KNOWLEDGE.entries[head].example
        ]
        assert repeating == []

    def test_an_entry_opposite_to_its_shorter_head_is_marked_and_no_other(self) -> None:
        marked = {
            one
            for file in read_folder(resource("knowledge"))
            for group in file.measures
            for one in exceptions(group.heads)
        }
        opposite = {
            head
            for head in KNOWLEDGE.entries
            if {KNOWLEDGE.measure(head).better, KNOWLEDGE.without(head).better} == OPPOSITE
        }
        assert opposite - marked == set(), "write ! before these, or correct them"
        assert marked - opposite == set(), "these contradict nothing"

    def test_synonyms_are_judged_alike(self) -> None:
        for head in KNOWLEDGE.entries:
            assert KNOWLEDGE.measure(head).better == KNOWLEDGE.measure(KNOWLEDGE.usual(head)).better, head

    def test_every_entry_has_a_category_and_an_example_that_passes_every_rule(self) -> None:
        engine = Engine(BOOK.active, BOOK.tools)
        complaints = {}
        for head in KNOWLEDGE.entries:
            measure = KNOWLEDGE.measure(head)
            assert measure.categories, head
            assert measure.example or measure.better in ("neutral", "unknown"), head
            if not measure.example:
                continue
            example = Example(name=head, level2=measure.categories[0], annual=measure.example, cycle=measure.example)
            run = engine.check(document_of(example, BOOK.rules[0]))
            assert not run.crashes
            found = [(one.rule.id, one.message) for one in run.findings if one.indicator is not None]
            if found:
                complaints[head] = found
        assert complaints == {}


class TestNames:
    def test_names_are_judged_as_people_judged_them_and_none_the_other_way_round(self) -> None:
        said = {name: KNOWLEDGE.better(name) for name, _ in JUDGED}
        shown = {name: "none" if way in ("neutral", "unknown") else way for name, way in said.items()}
        reversed_ = [name for name, way in JUDGED if {shown[name], way} == OPPOSITE]
        assert reversed_ == []
        wrong = [(name, way, shown[name]) for name, way in JUDGED if shown[name] not in (way, "none")]
        assert len(wrong) <= 3, wrong
        assert sum(shown[name] == way for name, way in JUDGED) >= 0.95 * len(JUDGED)

    @pytest.mark.parametrize(
        ("name", "better"),
        [
            ("投诉率", "low"),
            ("投诉处理率", "high"),
            ("无投诉天数", "high"),
            ("未办结件数", "low"),
            ("不合格率", "low"),
            ("能耗下降率", "high"),
            ("合格率下降幅度", "low"),
            ("群众安全感提升幅度", "high"),
            ("成本增长率", "low"),
            ("平均等候时间", "low"),
            ("开放时间", "high"),
            ("拥堵持续时间", "low"),
            ("声屏障插入损失", "high"),
            ("产后损失率", "low"),
            ("查处违法案件数", "neutral"),
            ("调解纠纷件数", "neutral"),
            ("审核差错率", "low"),
            ("违规倾倒次数", "low"),
            ("逾期结题率", "low"),
            ("蓝藻覆盖率", "low"),
            ("培训人次", "neutral"),
            ("新馆面积", "unknown"),
            ("降低能耗", "neutral"),
            ("节约成本", "high"),
            ("PM2.5年平均浓度", "low"),
        ],
    )
    def test_what_the_grammar_puts_together(self, name: str, better: str) -> None:
        assert KNOWLEDGE.better(name) == better

    def test_money_spent_should_be_little_under_costs_and_is_not_judged_elsewhere(self) -> None:
        assert KNOWLEDGE.better("宣传费用", "成本指标") == "low"
        assert KNOWLEDGE.better("宣传费用", "经济效益") == "unknown"
        assert KNOWLEDGE.better("困难群众生活补助费用", "成本指标") == "unknown"
        assert KNOWLEDGE.better("补助标准", "成本指标") == "neutral"

    @pytest.mark.parametrize("name", ["水质达标率-按断面数计算", "水质达标率（%）", "水质达标率=达标断面÷全部断面"])
    def test_brackets_and_explanations_are_no_part_of_a_name(self, name: str) -> None:
        assert KNOWLEDGE.measure(name).head == "达标率"

    @pytest.mark.parametrize(
        ("name", "counter"), [("投诉件数", "件"), ("公务用车数量", "辆"), ("修缮面积", ""), ("电影放映场次", "场次")]
    )
    def test_what_counts_a_thing(self, name: str, counter: str) -> None:
        assert KNOWLEDGE.counter(name, BOOK.tools.parser.units.is_unit) == counter


class TestOwn:
    FILE = "name: own\ntitle: 本单位\nmeasures:\n  - better: low\n    categories: 质量指标\n    heads: 摇摆率\n"

    def test_a_folder_of_own_rules_may_hold_knowledge(self, tmp_path: Path) -> None:
        (tmp_path / "knowledge").mkdir()
        (tmp_path / "knowledge/own.yaml").write_text(self.FILE, "utf-8")
        assert load_knowledge().better("船舶摇摆率") == "unknown"
        assert load_rulebook(Settings(folders=(str(tmp_path),))).tools.knowledge.better("船舶摇摆率") == "low"

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("name: own\ntitle: 本单位\nmeasures:\n  - beter: low\n    heads: 摇摆率\n", "没有“beter”这个键"),
            ("name: own\ntitle: 本单位\nmeasures:\n  - better: 高\n    heads: 摇摆率\n", "better"),
            ("name: own\ntitle: 本单位\nmeasures:\n  - dimension: 比例\n    heads: 摇摆率\n", "没有“比例”这种量纲"),
            (FILE + "  - better: high\n    heads: 摇摆率\n", "“摇摆率”写了两遍"),
        ],
    )
    def test_mistakes_name_file_and_line_in_chinese(self, tmp_path: Path, text: str, told: str) -> None:
        path = tmp_path / "own.yaml"
        path.write_text(text, "utf-8")
        with pytest.raises(Mistakes) as found:
            read_folder(str(tmp_path), known=["比率"])
        (mistake,) = found.value.mistakes
        assert mistake.file == str(path)
        assert mistake.line > 0
        assert told in mistake.message
