"""A name without what stands around it: brackets behind, explanations behind a dash, a formula."""

from __future__ import annotations

from functools import lru_cache

from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern

_BRACKETS = Pattern(r"[(\[]([^()\[\]]{1,20})[)\]]")
_EXPLAINING = "-=:"
_EXPLAINED = Pattern(rf"(.{{2,}}?[率数量度额性比间值])\s*[{_EXPLAINING}].{{4,}}")
_TAIL = Pattern(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_SLASHED = Pattern(r"/(?:单位:?)?([^/]{1,6})$")

# The place for a number, with its sign, that forms print in front of a unit: (≥**%).
_PLACE = Pattern(r"^[≥≤<>=]{1,2}\s*[*_×○□]{0,6}\s*(?=[^\d\s])")

# What a name with a unit behind ends with; asked of every name.
MAY_CLOSE = frozenset(")）]】］〕")
_UNIT_BEHIND = Pattern(r"[(\[](?:单位:?)?([^()\[\]]{1,20}(?:\([^()]{1,4}\))?)[)\]]$")


@lru_cache(maxsize=1024)
def heads(name: str) -> tuple[str, ...]:
    """The name without brackets behind; and what stands before a dash or a formula, if that is shorter."""
    bare = fold(name).strip()
    while bare.endswith((")", "]")) and (shorter := _TAIL.sub("", bare)) != bare:
        bare = shorter
    if "-" not in bare and "=" not in bare:  # as in most names
        return (bare,)
    parts = [bare.partition(sign) for sign in "-="]
    return (bare, *(head.strip() for head, found, _ in parts if found and head))


@lru_cache(maxsize=1024)
def essence(name: str) -> str:
    """The name without brackets behind, and without an explanation or a formula behind a dash, colon or =."""
    bare = heads(name)[0]
    found = _EXPLAINED.match(bare) if any(map(bare.__contains__, _EXPLAINING)) else None
    return found[1] if found else bare


def unit_behind(name: str) -> str:
    """What stands in brackets at the end of a name, as a unit does: 万亩 of 造林面积（万亩）; folded, without 单位:.
    Empty where none do.
    """
    if name[-1:] not in MAY_CLOSE:
        return ""
    found = _UNIT_BEHIND.search(fold(name))
    return _PLACE.sub("", found[1].strip()) if found else ""


@lru_cache(maxsize=1024)
def bracketed(name: str) -> tuple[str, ...]:
    """What stands in brackets in a name or behind its slash, folded, with 单位: and a scale such as 万 taken off."""
    folded = fold(name)
    found = [*_BRACKETS.findall(folded), *_SLASHED.findall(folded)]
    return tuple([_PLACE.sub("", inner.strip()).removeprefix("单位").lstrip(":百千万亿").strip() for inner in found])
