"""What is no more than information though its rule is severer is nothing to do first."""

from __future__ import annotations

from msgspec.structs import replace

from lint_pbt.model.rule import Severity
from lint_pbt.presentation.verdict import Row, Summary
from lint_pbt.rulebook.loader import Settings, load_rulebook

RULES = {one.id: one for one in load_rulebook(Settings()).rules}


def _rules(*rows: tuple[str, Severity]) -> list[str]:
    found = [Row(replace(RULES[rule]), severity, 1, "") for rule, severity in rows]
    return [one.rule.id for one in Summary().todo(found)]


def test_what_a_form_prints_is_nothing_to_do_first() -> None:
    assert _rules(("V101", "warning"), ("S104", "info"), ("N103", "info")) == ["V101", "N103"]
    assert _rules(("S104", "warning"), ("S104", "info")) == ["S104"]
