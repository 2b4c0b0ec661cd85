"""The words in front of a number: sign, operator, hedge, 达到, what it is a share of, and what it measures."""

from __future__ import annotations

from msgspec import Struct

from lint_pbt.target.algebra import Operator, Span
from lint_pbt.target.patterns import is_word
from lint_pbt.target.scan import Scan
from lint_pbt.text.patterns.lazy import Pattern

_APART = Pattern("至少|最少|最多|至多|起码|不(?:得|应|能)?(?:少于|低于|小于|超过|高于|大于|多于)")
_ANYWHERE = frozenset(("至少", "最少", "最多", "至多", "起码"))
_BEFORE_MINUS = " :<>≥≤=率幅速比"
# 由92%提高到95%: the first number is where it starts from.
_ORIGINS = ("由", "从")


class Lead(Struct):
    """What stands in front of a number; `start` is where the quantity begins, `minus` is "-", "±" or empty."""

    start: int
    minus: str = ""
    operator: Operator | None = None
    hedged: bool = False
    reached: bool = False
    base: str = ""
    label: str = ""
    origin: bool = False


def read_lead(scan: Scan, start: int, *, share: bool, signed: bool) -> Lead:
    """Read backwards from `start`.

    `share` tells that the number may be a share of something (…的2/3), `signed` that it may have a minus.
    """
    lead = Lead(start)
    if signed:
        _minus(scan, lead)
    bare = _words(scan, lead)
    folded, clause, start = scan.folded, scan.clause, lead.start
    end = bare
    if start > clause and folded[start - 1] in _ORIGINS:
        lead.origin = True
        scan.origin = start - 1
    elif share and start > clause and folded[start - 1] == "的":
        end = _share(scan, lead)
    elif lead.operator is None and start - clause > 2:
        end = _apart(scan, lead, end)
    if scan.origin >= clause:
        end = scan.origin
    lead.label = scan.text[clause:end].strip(" :：　/").rstrip("“")
    return lead


def _minus(scan: Scan, lead: Lead) -> None:
    """-5, ±5, 负5, 零下5. A dash between words is no sign."""
    folded, start = scan.folded, lead.start
    before = folded[start - 1] if start > scan.clause else ""
    if not before:
        return
    if before == "-":
        if start - 1 == scan.clause or folded[start - 2] in _BEFORE_MINUS or follows_lead(scan, start - 1):
            lead.start, lead.minus = start - 1, "-"
    elif before == "±":
        lead.start, lead.minus = start - 1, "±"
    elif before == "+":
        lead.start = start - 1
    elif before == "负":
        both = folded[start - 2 : start] == "正负"
        lead.start, lead.minus = (start - 2, "±") if both else (start - 1, "-")
    elif folded[start - 2 : start] == "零下":
        lead.start, lead.minus = start - 2, "-"


def follows_lead(scan: Scan, end: int) -> bool:
    """True where an operator, a hedge or the like ends at `end`: 不低于-18℃."""
    longest = min(scan.words.longest_lead, end - scan.clause)
    return any(scan.folded[end - size : end] in scan.words.lead for size in range(1, longest + 1))


def _words(scan: Scan, lead: Lead) -> int:
    """Take operators, hedges, 达到 and fillers off the words directly in front. Gives where the rest ends."""
    folded, clause, words = scan.folded, scan.clause, scan.words
    known, longest = words.lead, words.longest_lead
    end = lead.start
    while True:
        while end > clause and folded[end - 1] in " :":
            end -= 1
        if scan.pending and scan.pending[1] == end:
            end, _, lead.operator = scan.pending
            lead.start, scan.pending = end, None
            continue
        for size in range(min(longest, end - clause), 0, -1):
            kind = known.get(folded[end - size : end])
            if kind is not None:
                break
        else:
            return end
        if size == 1 and kind == "hedge" and folded[end - 2 : end] in words.not_hedges:
            return end
        end -= size
        if kind == "":
            continue
        lead.start = end
        if kind == "hedge":
            lead.hedged = True
            if size == 1:
                scan.hedges.append(Span(end, end + 1))
        elif kind == "reached":
            lead.reached = True
        elif lead.operator is None:
            lead.operator = kind  # type: ignore[assignment]


def _share(scan: Scan, lead: Lead) -> int:
    """不超过缴费额度的2/3: the operator stands in front of what the number is a share of. Gives the label's end."""
    folded, words, end = scan.folded, scan.words, lead.start - 1
    begin = behind = scan.clause
    operator, reached = lead.operator, lead.reached
    if scan.pending and begin <= scan.pending[0]:
        begin, behind, operator = scan.pending
    for place in range(behind, end):
        word = words.operator_end(folded, place)
        if word > place or folded.startswith("达到", place):
            begin, behind = min(begin, place) if operator else place, max(word, place + 2)
            operator = operator or words.operators.get(folded[place:word])
            reached = reached or word == place
            break
    base = folded[behind:end].lstrip(" 约占")
    if not base or not all(is_word(character) or character.isalpha() for character in base):
        return lead.start
    lead.start, lead.base, lead.operator, lead.reached = begin, base, operator, reached
    return begin


def _apart(scan: Scan, lead: Lead, end: int) -> int:
    """至少开展2次, 不超过概算2350万元: an operator with words between it and its number. Gives the label's end."""
    folded = scan.folded
    found = _APART.search(folded, scan.clause, lead.start)
    if not found:
        return end
    between = folded[found.end() : lead.start]
    named = len(between) <= 8 and any(noun in between for noun in scan.words.benchmarks)
    if found[0] not in _ANYWHERE and not between.startswith("每") and not named:
        return end
    lead.operator = scan.words.operators[found[0]]
    return found.start()
