"""What can be checked without a number: explicit none, and bounds against a named figure. Also hedges."""

from __future__ import annotations

from msgspec.structs import replace

from lint_pbt.target.algebra import Benchmark, Operator, Quantity, Span, Zero
from lint_pbt.target.patterns import is_word
from lint_pbt.target.scan import Scan, clause_end
from lint_pbt.text.patterns.lazy import Pattern

_DIGIT = Pattern("[0-9]")
# How far from its operator a named figure may stand.
_NEAR = 40
_HAPPENING = Pattern("发生|出现|事故|事件|现象|行为|案件|问题|违")
_GRADE = Pattern(
    "(?:[1-5]?[ⅠⅡⅢⅣⅤIVX甲乙丙A-E](?:[+-]|[ABCIV]){0,3}|(?:[Ⅰ-Ⅻⅰ-ⅻ]{1,2}|I{1,3}|IV|VI{0,3}|IX|XI{1,2}) ?)[类级等]"
    "(?:资质|水质|信用|标准|水)?(?P<up>[及或]?以上)?"
)
# A numeral of its own sign cannot be mistyped for anything else, and is a grade without 类 too: ≥Ⅲ.
_ROMAN = Pattern(" ?[Ⅰ-Ⅻⅰ-ⅻ]{1,2}(?= ?$| ?[,;。、()])")
# A value that is a grade as a whole: a code of a standard, a prize, or marks from which up it counts.
_WHOLE_GRADE = Pattern(
    "(?:达到|达|获得|获|取得|不低于)?(?P<grade>[A-Z]{1,4}-?[0-9]{1,4}|(?:国家|省|市|区|县|部)?级?[特一二三四]等奖"
    "|[Ⅰ-Ⅻⅰ-ⅻ]|(?:优秀|优良|良好|中等|合格)(?:等次|等级|档次)?(?=[及或]?以上))(?P<up>[及或]?以上)?(?:等次|等级|水平)?"
)
_LIMIT = Pattern("控制在([^0-9,;。、()]{1,12}?)(?:范围)?[以之]?内")
_KEPT = Pattern("达到|达|保持在?|维持在?|持平")
_YEAR_BEHIND = Pattern(
    "[^,;。、()]{0,8}?(?:(?:19|20)[0-9]{2}|[年度季月]|任务|水平|历史|同期|上期|定额|标准|执行|确定|规定)"
)
# 优于上年 alone only says better.
_LEVELS = ("平均", "水平", "均值", "标准", "同期")
REFERENCES = ("参照", "参考")
_REFERENCE = Pattern("[^0-9,;。、()]{0,6}(?:19|20)[0-9]{2}年?")


def none(scan: Scan, start: int) -> int:
    """不发生…, 无…, 没有…, 杜绝…: an explicit none takes the rest of its clause."""
    folded, words = scan.folded, scan.words
    stop = words.not_zeros.end(folded, start)
    if stop > start:
        return stop
    end = clause_end(folded, start)
    behind = words.none.end(folded, start)
    stated = _rules_out(folded, behind, end) if behind > start else _bare_none(scan, start, end)
    while scan.folded[end - 1] in '" ':
        end -= 1
    return scan.add(Zero(start, end, scan.text[start:end])) if stated else start


def _rules_out(folded: str, behind: int, end: int) -> bool:
    """不发生… says it by itself, 杜绝… only of something that happens."""
    return not folded.endswith("杜绝", 0, behind) or _HAPPENING.search(folded, behind, end) is not None


def _bare_none(scan: Scan, start: int, end: int) -> bool:
    """无… and 零…, without a number in the clause; 零起 is a number."""
    folded = scan.folded
    if folded[start] not in "无零" or _DIGIT.search(folded, start, end):
        return False
    if folded[start] == "零":
        return scan.words.units.end(folded, start + 1) < end
    return start + 1 == end or is_word(folded[start + 1])


def benchmark(scan: Scan, start: int) -> int:
    """低于全国城镇调查失业率, 不超过概算, 与上年持平; not where a number follows in the clause."""
    folded, words = scan.folded, scan.words
    limit = _LIMIT.match(folded, start)
    if limit and any(noun in limit[1] for noun in words.benchmarks):
        return scan.add(Benchmark(start, limit.end(), scan.text[start : limit.end()], Operator.LE, limit[1]))
    behind = words.operator_end(folded, start)
    kept = _KEPT.match(folded, start) if behind == start else None
    if behind == start and not kept:
        return start
    nouns, operator = words.benchmarks, words.operators.get(folded[start:behind])
    if kept:
        behind, nouns = kept.end(), words.statistics
    if folded[start + 1 : start + 2] == "于" and folded[start] in "优好":
        nouns = _LEVELS
    if kept and kept[0] == "持平":
        return _kept_level(scan, start, behind)
    return against(scan, start, behind, operator, nouns)


def grade(scan: Scan, start: int) -> int:
    """A级, Ⅲ类及以上: a grade that ends its clause; 达到 in front is part of it."""
    found = _GRADE.match(scan.folded, start)
    if not found or clause_end(scan.folded, found.end()) > found.end():
        return start
    begin = start - 2 if scan.folded.startswith("达到", start - 2) and start - 2 >= scan.clause else start
    operator = Operator.GE if found["up"] else None
    return scan.add(Benchmark(begin, found.end(), scan.text[begin : found.end()], operator, found[0]))


def whole_grade(text: str, folded: str, start: int) -> Benchmark | None:
    """C30, 省级三等奖及以上, 良好以上: a text that names a grade to be reached, and nothing else."""
    found = _WHOLE_GRADE.fullmatch(folded)
    if not found:
        return None
    return Benchmark(start, start + len(text), text, Operator.GE if found["up"] else None, found["grade"])


def _kept_level(scan: Scan, start: int, end: int) -> int:
    """…与上年持平: what it is measured against stands in front."""
    begin = max(scan.clause, start - _NEAR)
    words = scan.folded[begin:start]
    if not any(noun in words for noun in scan.words.statistics):
        return start
    return scan.add(Benchmark(begin, end, scan.text[begin:end], Operator.EQ, words.strip()))


def against(
    scan: Scan, start: int, behind: int, operator: Operator | None, nouns: tuple[str, ...] | None = None
) -> int:
    """A bound from `start`, whose words end at `behind`, against what follows, if that is a named figure or a grade."""
    folded = scan.folded
    end = clause_end(folded, behind)
    if end == behind or _DIGIT.search(folded, behind, end):
        return start
    named = folded[behind : min(end, behind + _NEAR)]
    graded = _GRADE.search(named) or _ROMAN.match(folded, behind)
    if graded or any(noun in named for noun in (nouns or scan.words.benchmarks)):
        return scan.add(Benchmark(start, end, scan.text[start:end], operator, scan.text[behind:end].strip()))
    return start


def hedge(scan: Scan, start: int) -> int:
    """A hedge word of two or more characters; 参照 only where it refers to a year or a level."""
    folded = scan.folded
    end = scan.words.hedges.end(folded, start)
    if end == start:
        return start
    other = scan.words.no_hedge.end(folded, start)
    if other > start:
        return other
    word = folded[start:end]
    if word in REFERENCES:
        if not _YEAR_BEHIND.match(folded, end):
            return end
        stop = _reference_end(scan, start, end)
        scan.hedges.append(Span(start, stop if folded[start - 1 : start] == "(" else end))
        last = scan.parts[-1] if scan.parts else None
        if isinstance(last, Quantity) and not folded[last.end : start].strip(" ("):
            scan.parts[-1] = replace(last, hedged=True)
        return stop
    scan.hedges.append(Span(start, end))
    return end


def _reference_end(scan: Scan, start: int, end: int) -> int:
    """What is referred to: to the end of the brackets, else to the end of the year."""
    folded = scan.folded
    if start and folded[start - 1] == "(":
        close = folded.find(")", end)
        return close if close >= 0 else len(folded)
    year = _REFERENCE.match(folded, end)
    return year.end() if year else end
