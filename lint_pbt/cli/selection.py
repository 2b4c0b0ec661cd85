"""Rules as they are named on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lint_pbt.errors import ConfigError
from lint_pbt.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint_pbt.engine.engine import ActiveRule
    from lint_pbt.rulebook.loader import RuleBook

# The profile that holds every rule.
ALL = "strict"


def rule_ids(texts: Iterable[str]) -> tuple[str, ...]:
    """The ids, or beginnings of ids, in texts such as `v101,X1` or `V101、V102`, as rules write them."""
    words = (word.strip().upper() for text in texts for word in fold(text).replace("、", ",").split(","))
    return tuple(dict.fromkeys(filter(None, words)))


def find_rule(word: str) -> tuple[ActiveRule, RuleBook]:
    """The rule of this id or name, in any case. Raises ConfigError, with the nearest, where there is none."""
    from lint_pbt.rulebook.loader import load_rulebook
    from lint_pbt.session.plan import every_rule

    book = load_rulebook(every_rule(ALL), examples=True)
    known = {name: active for active in book.active for name in (active.rule.id.lower(), active.rule.name)}
    key = fold(word).strip().lower()
    if key in known:
        return known[key], book
    from difflib import get_close_matches

    near = get_close_matches(key, known, n=1)
    guess = f"，是不是 {known[near[0]].rule.id}（{known[near[0]].rule.name}）？" if near else "。"
    raise ConfigError(f"没有规则“{word}”{guess}全部规则：pbt-lint rules")
