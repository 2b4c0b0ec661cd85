"""What to write instead: a unit and an example value that fit an indicator.

The knowledge of measures tells them by the name; where the name tells nothing, `rules/vocabulary/advice.yaml` does by
the category.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from lint_pbt.knowledge.framework import Framework
from lint_pbt.model.document import Indicator
from lint_pbt.text.patterns.lazy import Pattern

if TYPE_CHECKING:
    from lint_pbt.knowledge.files import Better
    from lint_pbt.knowledge.measure import Measure
    from lint_pbt.knowledge.reading import Knowledge


class Advice(Struct, frozen=True):
    """A unit (may be empty where the value needs none) and a whole example value, its numbers left open: ≥N座.

    `sure` is False where only the category tells, where one of many units may be meant, where the number is one for
    each, or the name a sentence: an example, but not for writing down.
    """

    unit: str
    example: str
    sure: bool = False


# A number that is made up gets copied; what is none at all or the whole is not made up.
_MADE_UP = Pattern(r"(?!0(?![\d.])|100%)\d+(?:\.\d+)?")
_OPEN_NUMBER = "N"
_CLAUSES = ",，;；。、"
_FALLBACK = Advice("", "≥95%")
_COUNTS = frozenset({"物数", "户数", "次数"})
_SHARE = "比率"
_CHANGE = "变化"
_COUNTED: dict[Better, str] = {"low": "≤2{}"}
_NUMBERS = {"次": 12, "场": 12, "期": 4, "批次": 12}
# Of these the number tells nothing without knowing the thing: an amount may be of tonnes, metres or calls.
_OPEN = frozenset({"量", "编号", "状况", "等级", ""})
# Of these the thing tells, but not which unit of many: minutes or days, yuan or ten thousand.
_MANY_UNITS = frozenset({"时长", "金额", "单价", "标准", "速度", "浓度", "长度", "面积", "体积", "质量"})


def left_open(example: str) -> str:
    """An example with N for the numbers that whoever writes the value has to know: ≥20座 becomes ≥N座."""
    return _MADE_UP.sub(lambda _: _OPEN_NUMBER, example)


class Adviser:
    """Finds the advice for an indicator by its name, else by its category."""

    def __init__(
        self,
        data: Mapping[str, Any],
        framework: Framework,
        knowledge: Callable[[], Knowledge],
        is_unit: Callable[[str], bool],
    ) -> None:
        """`data` is the file of advice, `knowledge` gives what the field knows of measures, when first asked;
        `is_unit` tells units of measure.
        """
        by_category = data["by_category"].items()
        self._by_category = {name: Advice(entry["unit"], entry["example"]) for name, entry in by_category}
        self._per_one, self._numbered = tuple(data["per_one"]), tuple(data["changes_in_numbers"])
        self._framework = framework
        self._knowledge, self._is_unit = knowledge, is_unit
        self._named = lru_cache(maxsize=1024)(self._opened)

    def advice(self, indicator: Indicator) -> Advice:
        """The advice that fits this indicator best."""
        return self._named(indicator.name.text, indicator.level2.name.text)

    def _opened(self, name: str, category: str) -> Advice:
        found = self._find(name, category)
        return Advice(found.unit, left_open(found.example), found.sure)

    def _find(self, name: str, category: str) -> Advice:
        knowledge = self._knowledge()
        measure = knowledge.measure(name)
        counter = knowledge.counter(name, self._is_unit)
        if counter and (measure.dimension in _COUNTS or (measure.source == "nothing" and self._counts(category))):
            return self._counted(counter, measure, sure=self._plain(name))
        if measure.source == "nothing" or measure.dimension in _OPEN:
            level2 = self._framework.level2(category)
            return self._by_category.get(level2.name, _FALLBACK) if level2 else _FALLBACK
        better = knowledge.better(name, category)
        # What is done is neither good nor bad by its number, but a target of it is a least one: 培训人数≥500人.
        done = better == "neutral" and measure.source == "grammar"
        kept = better == measure.better and not done
        example = measure.example if kept else knowledge.example(measure.dimension, "unknown" if done else better)
        # Of a share that need not be near the whole, or of which nobody knows which way is better, none fits: 效率.
        share = measure.dimension == _SHARE and not (measure.bounded and better != "unknown")
        vague = measure.dimension == _CHANGE and not name.endswith(self._numbered)
        sure = measure.dimension not in _MANY_UNITS and not share and not vague and self._plain(name)
        return Advice(measure.units[0] if measure.units else "", example, sure)

    def _plain(self, name: str) -> bool:
        """True for the name of one amount as a whole: neither one for each, nor a sentence."""
        return not (name.startswith(self._per_one) or any(mark in name for mark in _CLAUSES))

    def _counts(self, category: str) -> bool:
        """True for the category of plain counts."""
        level2 = self._framework.level2(category)
        return level2 is None or level2.name == "数量指标"

    @staticmethod
    def _counted(counter: str, measure: Measure, *, sure: bool) -> Advice:
        number = _NUMBERS.get(counter, 20)
        return Advice(counter, _COUNTED.get(measure.better, f"≥{number}{{}}").format(counter), sure)
