"""Messages with their fields filled in. Only plain `{names}`: a rule file runs no code.

What stands in square brackets with a field in it is left out where the field has nothing to say: `[，如“{fitting}”]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from lint_pbt.target.definitions import SHARE
from lint_pbt.target.show import firm
from lint_pbt.target.signs import SIGNS
from lint_pbt.text.patterns.lazy import Pattern

if TYPE_CHECKING:
    from lint_pbt.checks.hints import Hint
    from lint_pbt.checks.tools import Tools
    from lint_pbt.model.run import Finding

_SLOT = Pattern(r"\{(\w+)\}")
_OPTIONAL = Pattern(r"\[([^\[\]]*\{\w+\}[^\[\]]*)\]")
_LONGEST = 40
_SHARE = "比率"
_SIGNS = f"{SIGNS}＞＜＝ "

# The words every message may use: what they say, for the documentation and for mistakes in rule files.
WORDS = {
    "value": "有问题的那一栏的原文",
    "words": "原文，前面的比较符不算",
    "found": "原文里有问题的那一段",
    "name": "指标名称",
    "ordinal": "指标序号",
    "level1": "一级指标",
    "level2": "二级指标",
    "annual": "年度指标值",
    "cycle": "实施周期指标值",
    "project": "项目名称",
    "unit": "预算单位",
    "example": "适合这个指标的示例指标值，要自己定的数写成 N",
    "known": "可以照写的指标值：另一栏写着的，或者原值看得出的；否则为空",
    "fitting": "同 known；表里看不出多少、名称看得出怎么写的，数写成 N，如“≥N座”；都看不出时为空",
    "hint": "原值这样的说法怎样改成能核对的",
    "measure": "适合这个指标的计量单位",
    "replacement": "改好以后的写法",
    "fixed": "改好以后的整个值",
}


def slots(template: str) -> list[str]:
    """The names of the fields in a template."""
    return _SLOT.findall(template)


@lru_cache(maxsize=1024)
def _pieces(template: str) -> tuple[str, ...]:
    """A template cut at its fields: text and names of fields in turn."""
    return tuple(_SLOT.split(template))


def fill(template: str, words: Mapping[str, str]) -> str:
    """The template with its fields filled in, long ones shortened."""
    if "[" in template:
        template = _OPTIONAL.sub(lambda part: part[1] if _full(part[1], words) else "", template)
    pieces = _pieces(template)
    if len(pieces) == 1:
        return template
    return "".join([_shown(one, words) if at % 2 else one for at, one in enumerate(pieces)])


def _shown(slot: str, words: Mapping[str, str]) -> str:
    word = words.get(slot, f"{{{slot}}}")
    return word if slot == "hint" else clip(word)  # a hint is ours, and no longer than it must be


def _full(part: str, words: Mapping[str, str]) -> bool:
    """True where each field of the part has something to say."""
    return all(words.get(one, "…") for one in slots(part))


def clip(text: str, longest: int = _LONGEST) -> str:
    """The text, its middle left out where it is longer than a line of a report."""
    if len(text) <= longest:
        return text
    half = (longest - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


class _Words(dict[str, str]):
    """Words looked up when a message asks for them: most messages need only two or three."""

    def __init__(self, finding: Finding, fills: Mapping[str, str], replacement: str | None, tools: Tools) -> None:
        super().__init__(fills)
        self._finding, self._replacement, self._tools = finding, replacement, tools

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
        if key not in self and key in WORDS:
            self[key] = self._look_up(key)
        return super().get(key, default)

    def _look_up(self, key: str) -> str:
        finding, replacement, indicator = self._finding, self._replacement, self._finding.indicator
        text = finding.field.text if finding.field else ""
        match key:
            case "value":
                return text
            case "words":
                return text.lstrip(_SIGNS).strip() or text
            case "found":
                return finding.evidence
            case "replacement":
                return replacement or ""
            case "fixed":
                return "" if replacement is None else text[: finding.start] + replacement + text[finding.end :]
            case "hint":
                told, fitting = self._hint(text).told, self.get("fitting")
                if not fitting or fitting in told:
                    return told
                return f"{told}；这里可以写“{fitting}”" + ("，N 按实际定" if "N" in fitting else "")
            case "project":
                return finding.project.name.text if finding.project else ""
            case "unit":
                return finding.unit.name.text if finding.unit and finding.unit.name else ""
        if indicator is None:
            return ""
        match key:
            case "name":
                return indicator.name.text
            case "ordinal":
                return str(indicator.ordinal) if indicator.ordinal is not None else ""
            case "level1":
                return indicator.level1.name.text
            case "level2":
                return indicator.level2.name.text
            case "annual":
                return indicator.annual.text if indicator.annual else ""
            case "cycle":
                return indicator.cycle.text if indicator.cycle else ""
        advice = self._tools.adviser.advice(indicator)
        if key in ("known", "fitting"):
            hint = self._hint(text)
            other = None if hint.example else self._of_the_other_value()
            # An example beside a number that the table has would be another number.
            made_up = other is None and key == "fitting" and advice.sure and not hint.change
            return hint.example or other or (advice.example if made_up else "")
        return advice.example if key == "example" else advice.unit

    def _hint(self, text: str) -> Hint:
        name, written, tools = self.get("name"), self.get("level2"), self._tools
        category = tools.framework.level2(written)
        measure = tools.knowledge.measure(name)
        dimension = tools.knowledge.dimensions.get(measure.dimension)
        counted = dimension is not None and SHARE in dimension.misfit.split()
        share = measure.dimension == _SHARE and measure.bounded
        return tools.hints.hint(text, name, category.name if category else written, counted=counted, share=share)

    def _of_the_other_value(self) -> str | None:
        """Of the values of year and cycle the one that is not in question, without hedges.

        Empty where it has a number and cannot be taken as it stands, None where nothing in it can be checked.
        """
        indicator, field = self._finding.indicator, self._finding.field
        if indicator is None or field is None or indicator.annual is None or indicator.cycle is None:
            return None
        if field is not indicator.annual and field is not indicator.cycle:
            return None
        other = indicator.cycle if field is indicator.annual else indicator.annual
        target = self._tools.value(other.text, indicator.name.text)
        if not target.measurable:
            return None
        if target.unread or not all(one.unit for one in target.quantities):
            return ""
        if target.hedges:
            return firm(target, low=self._tools.low(indicator))
        return other.text


def words_for(
    finding: Finding, fills: Mapping[str, str] | None, replacement: str | None, tools: Tools
) -> Mapping[str, str]:
    """The words the messages about this finding may use: those its check `fills` in, and those of the table."""
    return _Words(finding, fills or {}, replacement, tools)
