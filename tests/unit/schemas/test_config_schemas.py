"""The published schemas are those of the types, and everything the project ships is valid by them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from lint_pbt.datafiles.resources import rules_folder
from lint_pbt.rulebook.loader import rule_files
from lint_pbt.schemas import SCHEMAS, path_of, text_of

RULES = sorted(rule_files(rules_folder()))


def published(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(Path(path_of(name)).read_text("utf-8")))


def content(path: str) -> Any:
    return yaml.load(Path(path).read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_file_is_up_to_date(name: str) -> None:
    assert Path(path_of(name)).read_text("utf-8") == text_of(name), "run: python -m tests.regenerate"


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(published(name).schema)


@pytest.mark.parametrize("path", RULES, ids=[Path(path).stem for path in RULES])
def test_every_built_in_rule_is_valid(path: str) -> None:
    assert [error.message for error in published("rule").iter_errors(content(path))] == []


@pytest.mark.parametrize(
    ("old", "new"), [("severity", "serverity"), ("check", "chek"), ("at_least", "at_lest"), ("message", "mesage")]
)
def test_a_wrong_rule_is_not(old: str, new: str) -> None:
    path = next(path for path in RULES if "P106" in path)
    text = Path(path).read_text("utf-8").replace(f"{old}:", f"{new}:")
    assert list(published("rule").iter_errors(yaml.safe_load(text)))


def test_an_option_of_another_check_is_not_valid() -> None:
    rule = content(next(path for path in RULES if "P106" in path))
    assert list(published("rule").iter_errors({**rule, "with": {"likeness": 0.9}}))


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"extends": ["core", "公共.yaml"], "fail-on": "never"},
        {"rules": {"P106": {"severity": "info", "with": {"at_least": 4}}, "F": False, "V107": "on", "my-rule": "info"}},
        {"overrides": [{"paths": "*草稿*", "rules": {"V101": "info"}}]},
        {"ignore": [{"rule": "P101", "project": 7, "reason": "自用"}], "baseline": "基线.json"},
    ],
)
def test_valid_configurations(config: dict[str, Any]) -> None:
    assert [error.message for error in published("config").iter_errors(config)] == []


@pytest.mark.parametrize(
    "config",
    [
        {"extend": "core"},
        {"fail-on": "warn"},
        {"rules": {"V101": "of"}},
        {"rules": {"P106": {"with": {"at_lest": 4}}}},
        {"overrides": [{"rules": {"V101": "info"}}]},
        {"overrides": [{"paths": "*", "rules": {"P106": {"with": {"at_lest": 4}}}}]},
        {"ignore": [{"rule": "P101"}]},
        {"vocabulary": {"units": "钵"}},
    ],
)
def test_wrong_configurations(config: dict[str, Any]) -> None:
    assert list(published("config").iter_errors(config))


def test_editors_complete_every_built_in_rule_with_its_title_and_options() -> None:
    schema = published("config").schema
    rules = schema["$defs"]["Rules"]["properties"]
    for path in RULES:
        rule = content(path)
        assert rule["title"] in rules[rule["id"]]["description"]
        *_, settings = rules[rule["id"]]["anyOf"]
        options = schema["$defs"][settings["properties"]["with"]["$ref"].removeprefix("#/$defs/")]
        assert set(rule.get("with", {})) <= set(options.get("properties", ()))


def keys(node: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        yield from node.get("properties", {}).items()
        for below in node.values():
            yield from keys(below)
    elif isinstance(node, list):
        for below in node:
            yield from keys(below)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_explained_in_chinese_and_nothing_in_english(name: str) -> None:
    definitions = published(name).schema["$defs"]
    for title in ("Config", "Override", "Ignore", "RuleSetting", "Rule", "Basis", "Select", "NameMatch", "Example"):
        for key, schema in definitions.get(title, {}).get("properties", {}).items():
            assert any("一" <= sign <= "龥" for sign in schema.get("description", "")), f"{title}.{key}"
    for key, schema in keys(definitions):
        told = schema.get("description") if isinstance(schema, dict) else None
        assert told is None or any("一" <= sign <= "龥" for sign in told), key
