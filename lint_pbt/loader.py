"""Rule files → rules ready to run. Every mistake of every file is found before any table is read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from lint_pbt.checks import registry
from lint_pbt.checks.primitive import Primitive
from lint_pbt.checks.tools import PatternError, Tools
from lint_pbt.engine import ActiveRule
from lint_pbt.errors import ConfigError
from lint_pbt.plugins import load_plugins
from lint_pbt.resources import resource, rules_folder
from lint_pbt.rule import Profile, Rule, RuleSetting
from lint_pbt.schema import Mistake, Mistakes, convert, line_of, load_yaml, nearest
from lint_pbt.selection import Selector
from lint_pbt.vocabulary import built_in
from lint_pbt.wording import WORDS, slots

_NOT_RULES = ("profiles", "scoring.yaml", "vocabulary")


@dataclass(frozen=True, slots=True)
class Settings:
    """Which rules to run, and how. `select` and `ignore` hold ids or beginnings of ids.

    `folders` are further folders with rule files; `rules` settings by rule id; `vocabulary` words that
    are added to the named lists.
    """

    profile: str = "recommended"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    rules: Mapping[str, RuleSetting] = field(default_factory=dict)
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of a run, ready, with the tools they share."""

    active: tuple[ActiveRule, ...]
    tools: Tools

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(active.rule for active in self.active)


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule with the file it stands in."""

    path: str
    text: str
    rule: Rule
    own: bool


def load_rulebook(settings: Settings = Settings(), *, examples: bool = False) -> RuleBook:  # noqa: B008 - immutable
    """The rules these settings ask for. Raises ConfigError with all that is wrong in them and in rule files.

    The examples of built-in rules are proven by the tests and read only when asked for.
    """
    profile = load_profile(settings.profile)
    files, mistakes = _read(settings, examples)
    tools = make_tools(settings.vocabulary)
    checks = registry()
    known = [file.rule.id for file in files]
    mistakes += _unknown(settings, known)
    active = []
    for file in _chosen(files, settings, profile):
        found, built = build(file.rule, checks, tools, file.path, file.text, eager=file.own)
        mistakes += found
        if built is not None:
            active.append(built)
    if mistakes:
        raise ConfigError("\n".join(map(str, mistakes)))
    return RuleBook(tuple(sorted(active, key=lambda one: one.rule.id)), tools)


def make_tools(added: Mapping[str, tuple[str, ...]] | None = None) -> Tools:
    """The shared tools, with the words that settings add to the vocabularies."""
    words, data = built_in()
    merged = dict(words)
    for name, more in (added or {}).items():
        merged[name] = (*merged.get(name, ()), *more)
    return Tools(merged, data)


def load_profile(name: str) -> Profile:
    """The built-in profile of this name. Raises ConfigError, with the nearest name, where there is none."""
    folder = resource("profiles")
    path = os.path.join(folder, f"{name}.yaml")
    known = sorted(file.removesuffix(".yaml") for file in os.listdir(folder))
    if name not in known:
        raise ConfigError(f"没有名为“{name}”的规则集{nearest(name, known)}")
    text = _text(path)
    return convert(load_yaml(text, path), Profile, path, text)


def build(
    rule: Rule, checks: Mapping[str, Primitive], tools: Tools, file: str, text: str, *, eager: bool = True
) -> tuple[list[Mistake], ActiveRule | None]:
    """The rule ready to run, or what is wrong with it. `eager` compiles its patterns now, to find mistakes."""
    mistakes: list[Mistake] = []

    def complain(message: str, *path: str | int) -> None:
        mistakes.append(Mistake(file, line_of(text, path), message))

    check = checks.get(rule.check)
    if check is None:
        complain(f"没有名为“{rule.check}”的检查{nearest(rule.check, sorted(checks))}", "check")
        return mistakes, None
    for key, template in (("message", rule.message), ("suggestion", rule.suggestion)):
        known = [*WORDS, *sorted(check.fills)]
        for slot in slots(template):
            if slot not in known:
                complain(f"“{key}”里的 {{{slot}}} 没有内容可填{nearest(slot, known)}", key)
    try:
        selector = Selector(rule.select, tools)
        if eager:
            tools.compile_patterns()
    except PatternError as error:
        complain(f"“select”：{error}", "select")
    try:
        options = convert(rule.options, check.options, file, text, ("with",))
        find = check.build(options, tools)
        if eager:
            tools.compile_patterns()
    except Mistakes as found:
        mistakes += found.mistakes
    except PatternError as error:
        complain(f"“with”：{error}", "with")
    return mistakes, None if mistakes else ActiveRule(rule, check, find, selector)


def _read(settings: Settings, examples: bool) -> tuple[list[RuleFile], list[Mistake]]:
    """The rule files the settings may need. A later folder's rule takes the place of an earlier one's."""
    found: dict[str, RuleFile] = {}
    mistakes: list[Mistake] = []
    built_in_rules = rules_folder()
    plugged = [str(folder) for _, folder in load_plugins("lint_pbt.rules")]
    for folder in [built_in_rules, *plugged, *settings.folders]:
        if not os.path.isdir(folder):
            mistakes.append(Mistake(folder, 0, "没有这个规则文件夹，请检查路径"))
            continue
        own = folder != built_in_rules
        for path in rule_files(folder):
            try:
                file = read_rule(path, own=own, examples=examples or own)
            except Mistakes as error:
                mistakes += error.mistakes
                continue
            found[file.rule.id] = file
    return [found[key] for key in sorted(found)], mistakes


def rule_files(folder: str) -> Iterator[str]:
    """The rule files of a folder and its subfolders, in order; not those of profiles and vocabularies."""
    for here, below, files in os.walk(folder):
        below.sort()
        if here == folder:
            below[:] = [name for name in below if name not in _NOT_RULES]
        for name in sorted(files):
            if name.endswith((".yaml", ".yml")) and not (here == folder and name in _NOT_RULES):
                yield os.path.join(here, name)


def read_rule(path: str, *, own: bool = True, examples: bool = True) -> RuleFile:
    """One rule file; `own` tells a user's from a built-in one. Raises Mistakes.

    Without `examples` they are not read: they are two thirds of a file, and a run has no use for them.
    """
    try:
        text = _text(path)
    except (OSError, UnicodeDecodeError) as error:
        raise Mistakes([Mistake(path, 0, f"打不开这个规则文件：{error}")]) from None
    if examples:
        return RuleFile(path, text, convert(load_yaml(text, path), Rule, path, text), own)
    content = load_yaml(text.partition("\nexamples:")[0], path)
    return RuleFile(path, text, convert({**content, "examples": _UNREAD}, Rule, path, text), own)


_UNREAD = {"good": ["（未读）"], "bad": ["（未读）"]}


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def _chosen(files: Sequence[RuleFile], settings: Settings, profile: Profile) -> Iterator[RuleFile]:
    """The files of the rules to run, with the settings' severities and options put in."""
    for file in files:
        rule = file.rule
        setting = settings.rules.get(rule.id, RuleSetting())
        wanted = profile.has(rule.id) or file.own
        wanted = wanted if setting.enabled is None else setting.enabled
        if settings.select:
            wanted = rule.id.startswith(settings.select)
        if not wanted or (settings.ignore and rule.id.startswith(settings.ignore)):
            continue
        yield replace(file, rule=_adjusted(rule, setting))


def _adjusted(rule: Rule, setting: RuleSetting) -> Rule:
    if setting.severity is None and not setting.options:
        return rule
    options: dict[str, Any] = {**rule.options, **setting.options}
    return msgspec.structs.replace(rule, severity=setting.severity or rule.severity, options=options)


def _unknown(settings: Settings, known: Sequence[str]) -> list[Mistake]:
    named = [*((word, "--select") for word in settings.select), *((word, "--ignore") for word in settings.ignore)]
    named += [(word, "rules") for word in settings.rules]
    return [
        Mistake(where, 0, f"没有规则“{word}”{nearest(word, known)}")
        for word, where in named
        if not any(rule.startswith(word) for rule in known)
    ]
