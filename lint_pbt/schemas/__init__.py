"""The JSON Schemas of configuration and rule files, from which editors complete and explain, and of what is written.

They are made from the types that read those files, and from `shapes` (`python -m lint_pbt.schemas` writes them).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import Any

from lint_pbt.datafiles.typed_text import json_schema

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def path_of(name: str) -> str:
    """The path of the published schema of this name."""
    return os.path.join(os.path.dirname(__file__), f"{name}.schema.json")


def config_schema() -> dict[str, Any]:
    """The schema of `.pbt-lint.yaml`. Every built-in rule is a key with its title and options."""
    from lint_pbt.config.shape import Config
    from lint_pbt.rulebook.loader import built_in_rules

    schema = _published(Config, "pbt-lint 的配置文件 .pbt-lint.yaml")
    definitions, options = schema["$defs"], _options(required=False)
    definitions |= options.definitions
    rules = {}
    for rule in (file.rule for file in built_in_rules(examples=False)):
        rules[rule.id] = {
            "description": f"{rule.title}（{rule.severity}，{rule.name}）",
            "anyOf": [*definitions["Config"]["properties"]["rules"]["additionalProperties"]["anyOf"][:-1],
                      _setting(definitions["RuleSetting"], options.references[rule.check])],
        }  # fmt: skip
    definitions["Rules"] = {
        "type": "object",
        "properties": dict(sorted(rules.items())),
        "additionalProperties": definitions["Config"]["properties"]["rules"]["additionalProperties"],
    }
    for place in ("Config", "Override"):
        stated = definitions[place]["properties"]["rules"]
        definitions[place]["properties"]["rules"] = {"description": stated["description"], "$ref": "#/$defs/Rules"}
    return schema


def rule_schema() -> dict[str, Any]:
    """The schema of a rule file. Which options there are depends on the check."""
    from lint_pbt.model.rule import Rule

    schema = _published(Rule, "pbt-lint 的规则文件")
    options = _options(required=True)
    schema["$defs"] |= options.definitions
    rule = schema["$defs"]["Rule"]
    rule["properties"]["check"] = {
        **rule["properties"]["check"],
        "anyOf": [
            *({"const": name, "description": title} for name, title in options.titles.items()),
            {"description": "插件带来的检查"},
        ],
    }
    rule["allOf"] = [
        {
            "if": {"properties": {"check": {"const": name}}, "required": ["check"]},
            "then": {"properties": {"with": reference}},
        }
        for name, reference in options.references.items()
    ]
    return schema


def report_schema() -> dict[str, Any]:
    """The schema of the JSON that `check` writes."""
    from lint_pbt.schemas.shapes import Report

    return _published(Report, "pbt-lint check --format json 写出的检查结果")


def lines_schema() -> dict[str, Any]:
    """The schema of each line of the JSON lines that `check` writes."""
    from lint_pbt.schemas.shapes import CheckedLine, RunLine

    schema, last = _published(CheckedLine, "pbt-lint check --format jsonl 写出的一行"), _published(RunLine, "")
    either = {"anyOf": [{"$ref": schema["$ref"]}, {"$ref": last["$ref"]}]}
    return {"$schema": _DIALECT, "title": schema["title"], **either, "$defs": schema["$defs"] | last["$defs"]}


def parsed_schema() -> dict[str, Any]:
    """The schema of the JSON that `parse` writes."""
    from lint_pbt.schemas.shapes import Parsed

    return _published(Parsed, "pbt-lint parse --format json 写出的表格内容")


def compare_schema() -> dict[str, Any]:
    """The schema of the JSON that `compare` writes."""
    from lint_pbt.schemas.compared import Report

    return _published(Report, "pbt-lint compare --format json 写出的两稿对照")


SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "config": config_schema,
    "rule": rule_schema,
    "report": report_schema,
    "lines": lines_schema,
    "parsed": parsed_schema,
    "compare": compare_schema,
}


def text_of(name: str) -> str:
    """The text that the published schema should have."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=1) + "\n"


class _Options:
    """The schemas of the options of all checks: definitions, and a reference to one for each check."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}
        self.references: dict[str, dict[str, str]] = {}
        self.titles: dict[str, str] = {}


def _options(*, required: bool) -> _Options:
    """The options of built-in checks; where none is `required`, a rule has them and a user changes some."""
    from lint_pbt.checks import registry

    options = _Options()
    for name, check in sorted(registry().items()):
        if not check.build.__module__.startswith("lint_pbt."):
            continue  # of a plug-in, which not everybody has
        schema = json_schema(check.options)
        for title, definition in schema["$defs"].items():
            # Two checks may call different types by one name.
            options.definitions[f"{name}.{title}"] = _own_words(definition, {"#/$defs/": f"#/$defs/{name}."})
        top = options.definitions[f"{name}.{check.options.__name__}"]
        if not required:
            top["required"] = []
        options.references[name] = {"$ref": f"#/$defs/{name}.{check.options.__name__}"}
        options.titles[name] = check.title
    return options


def _setting(general: dict[str, Any], options: dict[str, str]) -> dict[str, Any]:
    """The schema of a rule's settings with the options of its check."""
    keys = general["properties"]
    return {**general, "properties": {**keys, "with": {"description": keys["with"]["description"], **options}}}


def _published(kind: Any, title: str) -> dict[str, Any]:
    schema = json_schema(kind)
    definitions = {name: _own_words(definition, {}) for name, definition in schema["$defs"].items()}
    return {"$schema": _DIALECT, "title": title, "$ref": schema["$ref"], "$defs": definitions}


def _own_words(definition: dict[str, Any], references: Mapping[str, str]) -> dict[str, Any]:
    """A definition without the words meant for developers, its references renamed."""
    text = json.dumps({key: value for key, value in definition.items() if key not in ("title", "description")})
    for old, new in references.items():
        text = text.replace(f'"{old}', f'"{new}')
    made: dict[str, Any] = json.loads(text)
    return made
