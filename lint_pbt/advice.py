"""What to write instead: a unit and an example value that fit an indicator.

The knowledge of measures tells them by the name; where the name tells nothing, `rules/vocabulary/advice.yaml` does by
the category.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.framework import Framework
from lint_pbt.model import Indicator

if TYPE_CHECKING:
    from lint_pbt.knowledge import Better, Knowledge, Measure


class Advice(NamedTuple):
    """A unit (may be empty where the value needs none, or none is sure) and a whole example value.

    `sure` is False where only the category tells: an example, but not for writing down.
    """

    unit: str
    example: str
    sure: bool = False


_FALLBACK = Advice("", "≥95%")
_COUNTS = frozenset({"物数", "户数", "次数"})
_COUNTED: dict[Better, str] = {"low": "≤2{}"}
_NUMBERS = {"次": 12, "场": 12, "期": 4, "批次": 12}
# Of these the number tells nothing without knowing the thing: an amount may be of tonnes, metres or calls.
_OPEN = frozenset({"量", "编号", "状况", ""})
_MANY_UNITS = frozenset({"时长", "金额", "单价", "标准", "速度", "浓度", "长度", "面积", "体积", "质量"})


class Adviser:
    """Finds the advice for an indicator by its name, else by its category."""

    def __init__(
        self,
        by_category: Mapping[str, Mapping[str, str]],
        framework: Framework,
        knowledge: Callable[[], Knowledge],
        is_unit: Callable[[str], bool],
    ) -> None:
        """`knowledge` gives what the field knows of measures, when first asked; `is_unit` tells units of measure."""
        self._by_category = {name: Advice(entry["unit"], entry["example"]) for name, entry in by_category.items()}
        self._framework = framework
        self._knowledge, self._is_unit = knowledge, is_unit
        self._named = lru_cache(maxsize=4096)(self._find)

    def advice(self, indicator: Indicator) -> Advice:
        """The advice that fits this indicator best."""
        return self._named(indicator.name.text, indicator.level2.name.text)

    def _find(self, name: str, category: str) -> Advice:
        knowledge = self._knowledge()
        measure = knowledge.measure(name)
        counter = knowledge.counter(name, self._is_unit)
        if counter and (measure.dimension in _COUNTS or (measure.source == "nothing" and self._counts(category))):
            return self._counted(counter, measure)
        if measure.source == "nothing" or measure.dimension in _OPEN:
            level2 = self._framework.level2(category)
            return self._by_category.get(level2.name, _FALLBACK) if level2 else _FALLBACK
        better = knowledge.better(name, category)
        example = measure.example if better == measure.better else knowledge.example(measure.dimension, better)
        sure = measure.source in ("entry", "grammar") or measure.dimension in ("人数", "人次", "户数", "比率")
        unit = measure.units[0] if measure.units and measure.dimension not in _MANY_UNITS else ""
        return Advice(unit, example, sure)

    def _counts(self, category: str) -> bool:
        """True for the category of plain counts."""
        level2 = self._framework.level2(category)
        return level2 is None or level2.name == "数量指标"

    @staticmethod
    def _counted(counter: str, measure: Measure) -> Advice:
        number = _NUMBERS.get(counter, 20)
        return Advice(counter, _COUNTED.get(measure.better, f"≥{number}{{}}").format(counter), True)
