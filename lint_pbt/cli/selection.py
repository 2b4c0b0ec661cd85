"""Which rules a run uses: a profile, narrowed by `--select` and `--ignore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lint_pbt.cli.chinese import nearest
from lint_pbt.errors import ConfigError
from lint_pbt.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lint_pbt.rule import Rule

# The profile that holds every rule.
ALL = "strict"


def select_rules(profile: str, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The rules of a profile, or those selected among all, without those ignored.

    Raises ConfigError for a word that no rule's id begins with and that is no rule's name.
    """
    from lint_pbt.loader import load_rules

    every = load_rules(ALL) if select or ignore else ()
    wanted, unwanted = _ids(select, every), _ids(ignore, every)
    rules = every if select else load_rules(profile)
    return tuple(rule for rule in rules if (not select or rule.id in wanted) and rule.id not in unwanted)


def find_rule(word: str) -> Rule:
    """The rule of this id or name, in any case. Raises ConfigError, with the nearest, where there is none."""
    from lint_pbt.loader import load_rules

    rules = load_rules(ALL)
    key = _key(word)
    for rule in rules:
        if key in (rule.id.lower(), rule.name):
            return rule
    raise ConfigError(f"没有规则“{word}”{_near(key, rules)}。全部规则：pbt-lint rules")


def _ids(words: Iterable[str], rules: Sequence[Rule]) -> set[str]:
    ids: set[str] = set()
    for word in (part for text in words for part in fold(text).replace("、", ",").split(",")):
        key = _key(word)
        if not key:
            continue
        found = {rule.id for rule in rules if rule.id.lower().startswith(key) or rule.name == key}
        if not found:
            raise ConfigError(
                f"没有以“{word.strip()}”开头或以它为名的规则{_near(key, rules)}。全部规则：pbt-lint rules"
            )
        ids |= found
    return ids


def _key(word: str) -> str:
    return fold(word).strip().lower()


def _near(key: str, rules: Sequence[Rule]) -> str:
    names = {rule.id.lower(): rule.id for rule in rules} | {rule.name: f"{rule.id}（{rule.name}）" for rule in rules}
    near = nearest(key, names)
    return next((near.replace(name, shown) for name, shown in names.items() if f" {name}？" in near), "").rstrip("。")
