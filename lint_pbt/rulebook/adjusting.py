"""What a configuration or the command line says of rules, applied to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from lint_pbt.checks.primitive import Primitive
from lint_pbt.datafiles.typed_text import Mistake, Mistakes, TypedPlace, convert, nearest
from lint_pbt.model.rule import Rule, RuleSetting
from lint_pbt.text.folding import fold


class Said(Struct, frozen=True):
    """A setting of the rules a word names, and where the user wrote it."""

    word: str
    setting: RuleSetting
    source: TypedPlace


def names(word: str, rule: Rule) -> bool:
    """True where a word names the rule: by its id, the beginning of its id, or its name, in any case."""
    plain = fold(word).strip()
    return bool(plain) and (rule.id.startswith(plain.upper()) or rule.name == plain.lower())


def unknown(words: Iterable[tuple[str, TypedPlace]], rules: Sequence[Rule]) -> list[Mistake]:
    """The words that name no rule."""
    return [
        source.mistake(f"没有规则“{word}”{_nearest_rule(word, rules)}")
        for word, source in words
        if not any(names(word, rule) for rule in rules)
    ]


def adjusted(
    rule: Rule, said: Sequence[Said], check: Primitive | None, *, enabled: bool
) -> tuple[bool, Rule, list[Mistake]]:
    """Whether the rule is on, the rule with its settings put in, and what is wrong with them; later ones win.

    `check` tells which options there are; without one they are not looked at.
    """
    severity, mistakes = rule.severity, list[Mistake]()
    options: dict[str, Any] = dict(rule.options)
    for one in said:
        setting, source = one.setting, one.source
        enabled = enabled if setting.enabled is None else setting.enabled
        severity = setting.severity or severity
        if setting.options and check is not None:
            at = source.at("with")
            try:
                convert({**options, **setting.options}, check.options, at.file, at.text, at.path, at.find)
                options |= setting.options
            except Mistakes as found:
                mistakes += found.mistakes
    changed = rule if not said else msgspec.structs.replace(rule, severity=severity, options=options)
    return enabled, changed, mistakes


def _nearest_rule(word: str, rules: Sequence[Rule]) -> str:
    plain = fold(word).strip()
    known = {rule.id: rule for rule in rules} | {rule.name: rule for rule in rules}
    near = nearest(plain.lower() if "-" in plain else plain.upper(), list(known))
    return near if near.endswith("？") else "；全部规则：pbt-lint rules"
