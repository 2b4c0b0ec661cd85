"""Rule files → rules ready to run. Every mistake of every file is found before any table is read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from lint_pbt.checks import registry
from lint_pbt.checks.primitive import Options, Primitive
from lint_pbt.checks.selection import Selector, beyond
from lint_pbt.checks.tools import PatternError, Tools
from lint_pbt.checks.wording import WORDS, slots
from lint_pbt.datafiles.sources import Sources, built_in_sources, files, mistyped, text_of
from lint_pbt.datafiles.typed_text import Mistake, Mistakes, TypedPlace, convert, listed, load_yaml, nearest
from lint_pbt.datafiles.vocabulary import built_in
from lint_pbt.engine.engine import ActiveRule
from lint_pbt.errors import ConfigError
from lint_pbt.model.rule import Profile, Rule, RuleSetting
from lint_pbt.rulebook.adjusting import Said, adjusted, names, unknown
from lint_pbt.rulebook.proven import UNREAD, as_typed, profile_of, rule_of
from lint_pbt.system.plugins import load_plugins

if TYPE_CHECKING:
    from lint_pbt.datafiles.added_words import Added

_SETTINGS = ("comparing.yaml", "departments.yaml", "replies.yaml", "review-form.yaml", "scoring.yaml")
_NOT_RULES = (*_SETTINGS, "knowledge", "profiles", "vocabulary")
_LOOKS_AT = {"project": "整个项目", "document": "整张表"}


class Settings(Struct, frozen=True):
    """Which rules to run, and how. `select` and `ignore` name rules by id, beginning of id, or name.

    `folders` are further folders with rule files; `rules` settings of rules, of which a later one wins;
    `vocabulary` words that are added to the named lists; `named` rules that are named elsewhere and must exist.
    A program states `rules` and `vocabulary` as mappings; a configuration adds where it says each.
    """

    profile: str = "recommended"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    rules: Mapping[str, RuleSetting] | tuple[Said, ...] = ()
    vocabulary: Mapping[str, tuple[str, ...]] | tuple[Added, ...] = ()
    named: tuple[tuple[str, TypedPlace], ...] = ()

    def said(self) -> Sequence[Said]:
        """What is said of rules, and where."""
        if isinstance(self.rules, Mapping):
            return [Said(word, setting, TypedPlace("rules", "")) for word, setting in self.rules.items()]
        return self.rules

    def added(self) -> Sequence[Added]:
        """The words added to vocabularies, and where."""
        if isinstance(self.vocabulary, Mapping):
            from lint_pbt.datafiles.added_words import Added

            return [Added(name, words, TypedPlace("vocabulary", "")) for name, words in self.vocabulary.items()]
        return self.vocabulary


class RuleBook(Struct, frozen=True):
    """The rules of a run, ready, with the tools they share."""

    active: tuple[ActiveRule, ...]
    tools: Tools

    @property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(active.rule for active in self.active)


class RuleFile(Struct, frozen=True):
    """A rule with the file it stands in; `options_at` is where a user gave it other options."""

    path: str
    text: str
    rule: Rule
    own: bool
    options_at: TypedPlace | None = None


def load_rulebook(settings: Settings = Settings(), *, examples: bool = False) -> RuleBook:  # noqa: B008 - immutable
    """The rules these settings ask for. Raises ConfigError with all that is wrong in them and in rule files.

    The examples of built-in rules are proven by the tests and read only when asked for.
    """
    profile = load_profile(settings.profile)
    files, mistakes = _read(settings, examples)
    mistakes += _misplaced(settings.added())
    tools = make_tools(settings.added(), knowledge_folders(settings.folders))
    mistakes += knowledge_mistakes(tools)
    checks = registry(own_rules=any(file.own for file in files))
    mistakes += unknown(_words(settings), [file.rule for file in files])
    by_id = {file.rule.id: file.rule for file in files}
    mistakes += [mistake for file in files for mistake in _misled(file, by_id)]
    active = []
    for file in files:
        chosen, found = _chosen(file, settings, profile, checks)
        mistakes += found
        if chosen is None:
            continue
        found, built = build(chosen, checks, tools)
        mistakes += found
        if built is not None:
            active.append(built)
    if mistakes:
        raise ConfigError(listed(mistakes))
    return RuleBook(tuple(sorted(active, key=lambda one: one.rule.id)), tools)


def _misplaced(added: Sequence[Added]) -> list[Mistake]:
    """What is wrong with the vocabularies that words are added to."""
    if not added:
        return []
    from lint_pbt.datafiles.added_words import misplaced

    return [mistake for one in added for mistake in misplaced(one)]


def _misled(file: RuleFile, rules: Mapping[str, Rule]) -> Iterator[Mistake]:
    """What is wrong with the rules that a rule stands in for: each must exist, and none may stand in for it."""
    at = TypedPlace(file.path, file.text).at("instead_of")
    for other in file.rule.instead_of:
        if other not in rules:
            yield at.mistake(f"“instead_of”：没有规则 {other}{nearest(other, sorted(rules), 'pbt-lint rules')}")
        elif file.rule.id in _behind(other, rules):
            yield at.mistake(f"“instead_of”：{file.rule.id} 和 {other} 互相顶替，这样两条都不会报")


def _behind(rule: str, rules: Mapping[str, Rule]) -> set[str]:
    """The rule and all that it stands in for, at first or at second hand."""
    found, waiting = set[str](), [rule]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += rules[one].instead_of if one in rules else ()
    return found


def knowledge_folders(folders: Iterable[str]) -> tuple[str, ...]:
    """The folders beside users' own rules that hold what they know of measures."""
    plugged = [str(folder) for _, folder in load_plugins("lint_pbt.rules")]
    beside = (os.path.join(folder, "knowledge") for folder in [*plugged, *folders])
    return tuple(folder for folder in beside if os.path.isdir(folder))


def knowledge_mistakes(tools: Tools) -> Sequence[Mistake]:
    """What is wrong in users' files of knowledge."""
    try:
        if tools.own_knowledge:
            tools.knowledge  # noqa: B018 - read now, so that mistakes are told before any table is
    except Mistakes as error:
        return error.mistakes
    return ()


def make_tools(added: Iterable[Added] = (), knowledge: tuple[str, ...] = ()) -> Tools:
    """The shared tools, with the words that settings add to the vocabularies and with users' own knowledge."""
    words, data = built_in()
    merged = dict(words)
    for one in added:
        merged[one.vocabulary] = (*merged.get(one.vocabulary, ()), *one.words)
    return Tools(merged, data, knowledge)


def profile_names() -> list[str]:
    """The names of the built-in profiles."""
    return sorted(os.path.basename(path).removesuffix(".yaml") for path in built_in_sources().under("profiles"))


def load_profile(name: str) -> Profile:
    """The built-in profile of this name. Raises ConfigError, with the nearest name, where there is none."""
    known = profile_names()
    if name not in known:
        raise ConfigError(f"没有名为“{name}”的规则集{nearest(name, known)}")
    sources = built_in_sources()
    path = os.path.join(sources.folder, "profiles", f"{name}.yaml")
    try:
        return profile_of(sources.value(path)) or sources.typed(path, Profile)
    except Mistakes as error:
        raise ConfigError(listed(error.mistakes)) from None


def build(file: RuleFile, checks: Mapping[str, Primitive], tools: Tools) -> tuple[list[Mistake], ActiveRule | None]:
    """The rule of a file ready to run, or what is wrong with it. An own rule's patterns are compiled, as a proof."""
    rule, source = file.rule, TypedPlace(file.path, file.text)
    mistakes: list[Mistake] = []

    def complain(message: str, at: TypedPlace) -> None:
        mistakes.append(at.mistake(message))

    check = checks.get(rule.check)
    if check is None:
        near = nearest(rule.check, sorted(checks), "docs/checks.md")
        complain(f"没有名为“{rule.check}”的检查{near}", source.at("check"))
        return mistakes, None
    for key, template in (("message", rule.message), ("suggestion", rule.suggestion), ("better", rule.better or "")):
        known = [*WORDS, *sorted(check.fills)]
        for slot in slots(template):
            if slot not in known:
                complain(f"“{key}”里的 {{{slot}}} 没有内容可填{nearest(slot, known)}", source.at(key))
    for path in beyond(rule.select, check.scope):
        beside = f"；{path[-1]} 写在 with 里" if path[-1] in check.options.__struct_fields__ else ""
        told = f"“select”：检查 {check.name} 看的是{_LOOKS_AT[check.scope]}，不能按 {path[-1]} 选{beside}"
        complain(told, source.at("select", *path))
    tools.proven = not (file.own or file.options_at)
    try:
        selector = Selector(rule.select, tools)
        if file.own:
            tools.compile_patterns()
    except PatternError as error:
        complain(f"“select”：{error}", source.at("select"))
    try:
        options = _options(file, check)
        sieve = check.sieve(options, tools)
        if file.own or file.options_at:
            tools.compile_patterns()
    except Mistakes as found:
        mistakes += found.mistakes
    except PatternError as error:
        complain(f"“with”：{error}", file.options_at or source.at("with"))
    tools.proven = False
    return mistakes, None if mistakes else ActiveRule(rule, check, sieve, selector, check.hangs_on(options))


def _options(file: RuleFile, check: Primitive) -> Options:
    """The options of a rule, as its check has them.

    What a built-in rule states is proven by the tests to be of the right types; to convert it again would first have to
    learn these.
    """
    stated = file.rule.options
    if not stated or not (file.own or file.options_at):
        with suppress(TypeError):  # some must be stated, or are stated by another name or in another shape
            parts = check.options.made_of
            return check.options(**{key: as_typed(value, parts.get(key)) for key, value in stated.items()})
    return convert(stated, check.options, file.path, file.text, ("with",))


def _read(settings: Settings, examples: bool) -> tuple[list[RuleFile], list[Mistake]]:
    """The rule files the settings may need. A later folder's rule takes the place of an earlier one's."""
    found = {file.rule.id: file for file in built_in_rules(examples=examples)}
    mistakes: list[Mistake] = []
    plugged = [str(folder) for _, folder in load_plugins("lint_pbt.rules")]
    for folder in (*plugged, *settings.folders):
        if not os.path.isdir(folder):
            mistakes.append(Mistake(folder, 0, "没有这个规则文件夹，请检查路径"))
            continue
        mistakes += mistyped(folder)
        sources = Sources(folder, without=_NOT_RULES, strict=True)
        for path in sources.paths:
            try:
                file = _rule_file(path, sources.text(path), sources.value(path), own=True)
            except Mistakes as error:
                mistakes += error.mistakes
                continue
            found[file.rule.id] = file
    return [found[key] for key in sorted(found)], mistakes


def built_in_rules(*, examples: bool) -> Iterator[RuleFile]:
    """The built-in rules. Without `examples` theirs stay unread: a run has no use for them.

    Raises ConfigError with what is wrong in one of them.
    """
    sources = built_in_sources()
    for path in sources.outside(_NOT_RULES):
        try:
            rule = None if examples else rule_of(sources.value(path, without="examples"))
            text = sources.text(path)
            yield RuleFile(path, text, rule or convert(sources.value(path), Rule, path, text), own=False)
        except Mistakes as error:
            raise ConfigError(listed(error.mistakes)) from None


def rule_files(folder: str) -> Iterator[str]:
    """The rule files of a folder and its subfolders, in order; not those of profiles and vocabularies."""
    return files(folder, without=_NOT_RULES)


def read_rule(path: str) -> RuleFile:
    """A user's rule file by itself. Raises Mistakes."""
    text = text_of(path)
    return _rule_file(path, text, load_yaml(text, path, strict=True), own=True)


def _rule_file(path: str, text: str, value: Any, *, own: bool) -> RuleFile:
    return RuleFile(path, text, convert(value, Rule, path, text), own)


def with_examples(rules: Iterable[Rule]) -> list[Rule]:
    """The rules with their examples, where a run has left those of built-in ones unread."""
    asked = list(rules)
    if all(rule.examples != UNREAD for rule in asked):
        return asked
    read = {file.rule.id: file.rule.examples for file in built_in_rules(examples=True)}
    return [replace(rule, examples=read.get(rule.id, UNREAD)) if rule.examples == UNREAD else rule for rule in asked]


def _chosen(
    file: RuleFile, settings: Settings, profile: Profile, checks: Mapping[str, Primitive]
) -> tuple[RuleFile | None, list[Mistake]]:
    """The file with the settings put into its rule, None where it is not to run; and what is wrong with them."""
    rule, mistakes = file.rule, list[Mistake]()
    wanted = profile.has(rule.id) or file.own
    said = [one for one in settings.said() if names(one.word, rule)]
    if said:
        wanted, rule, mistakes = adjusted(rule, said, checks.get(rule.check), enabled=wanted)
    if settings.select:
        wanted = any(names(word, rule) for word in settings.select)
    if not wanted or any(names(word, rule) for word in settings.ignore):
        return None, mistakes
    if said:
        options_at = next((one.source.at("with") for one in reversed(said) if one.setting.options), None)
        file = replace(file, rule=rule, options_at=options_at)
    return file, mistakes


def _words(settings: Settings) -> Iterator[tuple[str, TypedPlace]]:
    """Every word that should name a rule, with where the user wrote it."""
    for option, words in (("--select", settings.select), ("--ignore", settings.ignore)):
        for word in words:
            yield word, TypedPlace(option, "")
    for said in settings.said():
        yield said.word, said.source
    yield from settings.named
