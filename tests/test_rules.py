"""Every built-in rule proves itself: its examples hold, its texts can be filled in, its file is where it belongs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lint_pbt.checks.wording import WORDS, slots
from lint_pbt.datafiles.resources import rules_folder
from lint_pbt.engine.engine import ActiveRule
from lint_pbt.presentation.rule_text import findings_of
from lint_pbt.rulebook.examples import verify
from lint_pbt.rulebook.loader import Settings, load_profile, load_rulebook, profile_names, rule_files
from lint_pbt.rulebook.proving import ENOUGH

BOOK = load_rulebook(Settings("strict"), examples=True)
FILES = {Path(path).stem: Path(path) for path in rule_files(rules_folder())}
# The folder of each group of rules, by the letter its ids begin with.
GROUPS = {
    "S": "structure",
    "V": "value",
    "X": "suspicious",
    "C": "consistency",
    "P": "project",
    "N": "naming",
    "W": "weight",
    "F": "format",
}

every_rule = pytest.mark.parametrize("active", BOOK.active, ids=lambda active: active.rule.id)


@every_rule
def test_its_examples_hold(active: ActiveRule) -> None:
    assert list(verify(active, BOOK.tools)) == []


@every_rule
def test_it_has_enough_examples_of_both_kinds(active: ActiveRule) -> None:
    examples = active.rule.examples
    assert len(examples.good) >= ENOUGH
    assert len(examples.bad) >= ENOUGH
    assert not set(map(str, examples.good)) & set(map(str, examples.bad))


@every_rule
def test_its_file_is_named_after_it_and_stands_in_its_group(active: ActiveRule) -> None:
    rule = active.rule
    name = f"{rule.id}-{rule.name}"
    assert name in FILES, f"规则 {rule.id} 的文件应当叫 {name}.yaml"
    assert rule.id[0] in GROUPS, f"没有以 {rule.id[0]} 开头的一组规则，有 {'、'.join(GROUPS)}"
    folder = GROUPS[rule.id[0]]
    assert FILES[name].parent.name == folder, f"{name}.yaml 应当放在 rules/{folder}/"


@every_rule
def test_its_texts_are_there_and_can_be_filled_in(active: ActiveRule) -> None:
    rule = active.rule
    # `todo` stands in a list of things to do, and behind the reason: a short imperative without a stop.
    assert rule.todo and len(rule.todo) <= 20 and not rule.todo.endswith("。")
    for text in (rule.title, rule.why, rule.message, rule.suggestion):
        assert text.strip()
    known = {*WORDS, *active.primitive.fills}
    assert set(slots(rule.message) + slots(rule.suggestion) + slots(rule.better or "")) <= known
    for finding in findings_of(active, BOOK.tools):
        assert finding is not None
        for text in (finding.message, finding.suggestion):
            assert text.strip()
            assert not re.search(r"\{\w+\}|“”", text), text


@every_rule
def test_what_it_fixes_has_an_example_of_the_fixed_value(active: ActiveRule) -> None:
    fixed = [example for example in active.rule.examples.bad if getattr(example, "fixed", None)]
    assert bool(fixed) == bool(active.rule.fix)


@every_rule
def test_its_basis_is_a_document_and_a_principle_and_no_quotation(active: ActiveRule) -> None:
    basis = active.rule.basis
    if basis is not None:
        assert re.fullmatch(r"财预〔20\d\d〕\d+号", basis.document)
        assert len(basis.principle) <= 40


def test_names_are_used_once() -> None:
    names = [rule.name for rule in BOOK.rules]
    assert len(set(names)) == len(names) == len(FILES)


@pytest.mark.parametrize("name", profile_names())
def test_profiles_name_rules_there_are(name: str) -> None:
    profile = load_profile(name)
    named = {*profile.without, *(() if profile.rules == "all" else profile.rules)}
    assert named <= {rule.id for rule in BOOK.rules}
