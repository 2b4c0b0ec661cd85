"""Users' own rules held against their own examples: what `rules test` finds out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from lint_pbt.checks import registry
from lint_pbt.datafiles.resources import rules_folder
from lint_pbt.datafiles.sources import mistyped
from lint_pbt.datafiles.typed_text import Mistake, Mistakes, convert, listed, load_yaml, nearest
from lint_pbt.errors import ConfigError
from lint_pbt.knowledge.files import FOLDER
from lint_pbt.knowledge.framework import bare
from lint_pbt.rulebook.examples import verify
from lint_pbt.rulebook.loader import (
    build,
    built_in_rules,
    knowledge_folders,
    knowledge_mistakes,
    make_tools,
    read_rule,
    rule_files,
)

if TYPE_CHECKING:
    from lint_pbt.checks.primitive import Primitive
    from lint_pbt.checks.tools import Tools
    from lint_pbt.knowledge.framework import Framework
    from lint_pbt.model.rule import Rule, Select

# So few examples on each side leave most mistakes unseen.
ENOUGH = 3
_USERS_ONLY = "检查 {check} 只给用户自己的规则用，自带的规则请换一种（docs/checks.md 的“自带规则用的”）"


class Proof(Struct, frozen=True):
    """What came of one rule file.

    `mistakes` are why it cannot be read as a rule (then `rule` is None, or it cannot run); `failures` are
    examples that do not hold and names that are taken; `hints` do not fail it.
    """

    path: str
    rule: Rule | None
    mistakes: tuple[Mistake, ...] = ()
    failures: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.mistakes and not self.failures


def prove(paths: Sequence[str]) -> list[Proof]:
    """A proof for each rule file of the folders, or for the files named; none where there is only knowledge.

    Raises ConfigError where there is nothing at all, or where the knowledge beside the rules is wrong.
    """
    files = [file for path in paths for file in _files(path)]
    checks, tools = registry(), make_tools(knowledge=knowledge_folders(paths))
    taken = _Taken(_built_in())
    proofs = []
    unknown = knowledge_mistakes(tools)
    if unknown:  # they belong to no rule
        raise ConfigError(listed(unknown))
    for path in files:
        try:
            file = read_rule(path)
        except Mistakes as error:
            proofs.append(Proof(path, None, (*error.mistakes, *_in_options(path, checks))))
            continue
        mistakes, active = build(file, checks, tools)
        failures = list(taken.conflicts(file.rule, path))
        if file.rule.check in checks and _is_built_in(path) and file.rule.check not in registry(own_rules=False):
            failures.append(_USERS_ONLY.format(check=file.rule.check))
        if active is not None:
            failures += dict.fromkeys(verify(active, tools))
        hints = tuple(_hints(file.rule, path, tools)) + tuple(taken.replaced(file.rule, path))
        proofs.append(Proof(path, file.rule, tuple(mistakes), tuple(failures), hints))
    return proofs


def _in_options(path: str, checks: Mapping[str, Primitive]) -> tuple[Mistake, ...]:
    """What is wrong with the options in a file that is no rule for other reasons: all is told at once."""
    try:
        with open(path, encoding="utf-8") as stream:
            text = stream.read()
        content = load_yaml(text, path)
    except (OSError, UnicodeDecodeError, Mistakes):
        return ()  # told already
    check = checks.get(str(content.get("check"))) if isinstance(content, dict) else None
    if check is None:
        return ()
    if not isinstance(content.get("with", {}), dict):
        return ()  # told already
    try:
        convert(content.get("with", {}), check.options, path, text, ("with",))
    except Mistakes as error:
        return error.mistakes
    return ()


def _files(path: str) -> list[str]:
    if os.path.isfile(path):
        return [path]
    if not os.path.isdir(path):
        raise ConfigError(f"没有“{path}”这个文件夹或文件，请检查路径")
    odd = list(mistyped(path))
    if odd:
        raise ConfigError(listed(odd))
    files = list(rule_files(path))
    if not files and not os.path.isdir(os.path.join(path, FOLDER)):
        raise ConfigError(f"“{path}”里没有规则文件：规则文件的名字要以 .yaml 结尾")
    return files


def _built_in() -> dict[str, Rule]:
    rules = (file.rule for file in built_in_rules(examples=False))
    return {rule.id: rule for rule in rules}


class _Taken:
    """Ids and names that are taken: by built-in rules, and by the files seen so far."""

    def __init__(self, built_in: Mapping[str, Rule]) -> None:
        self._built_in = built_in
        self._names = {rule.name: rule.id for rule in built_in.values()}
        self._seen: dict[str, str] = {}

    def conflicts(self, rule: Rule, path: str) -> Iterator[str]:
        """Why this rule's id or name cannot stand beside the others; the rule counts as seen from now on."""
        built_in = self._built_in.get(rule.id)
        if built_in is not None and built_in.name != rule.name:
            yield f"编号 {rule.id} 是自带规则“{built_in.title}”的，请换一个，例如自带规则没用的 U 开头：U001"
        elif self._names.get(rule.name, rule.id) != rule.id:
            yield f"名称 {rule.name} 是自带规则 {self._names[rule.name]} 的，请换一个"
        for key in (rule.id, rule.name):
            if self._seen.setdefault(key, path) != path:
                yield f"{key} 在 {self._seen[key]} 里用过了，请换一个"

    def replaced(self, rule: Rule, path: str) -> Iterator[str]:
        """What to know of a rule that has both the id and the name of a built-in one."""
        built_in = self._built_in.get(rule.id)
        if built_in is not None and built_in.name == rule.name and not _is_built_in(path):
            yield f"编号和名称都与自带规则 {rule.id} 相同：启用后会顶替它"


def _is_built_in(path: str) -> bool:
    """Whether a file stands among the rules that come with the program."""
    return os.path.realpath(path).startswith(os.path.realpath(rules_folder()) + os.sep)


def _hints(rule: Rule, path: str, tools: Tools) -> Iterator[str]:
    wanted = f"{rule.id}-{rule.name}"
    if os.path.splitext(os.path.basename(path))[0] != wanted:
        yield f"文件名最好是 {wanted}.yaml，看到文件名就知道是哪条规则"
    for word in _listed_words(rule):
        if "，" in word or "、" in word:
            yield f"“{word}”是一个词还是几个？列表里的词要用英文逗号“,”隔开，用了中文标点就成了一个词"
    yield from dict.fromkeys(_odd_levels(rule.select, tools.framework))
    few = [
        f"{word}例子只有 {len(given)} 个"
        for word, given in (("好", rule.examples.good), ("坏", rule.examples.bad))
        if len(given) < ENOUGH
    ]
    if few:
        yield f"{'，'.join(few)}，最好各有 {ENOUGH} 个以上：边上的情形最容易报错或漏报"


def _odd_levels(select: Select, framework: Framework) -> Iterator[str]:
    """What to know of categories that are no standard ones: they may be a place's own, or typed wrongly."""
    for names, look_up, known in (
        (select.level1, framework.level1, framework.names()[0]),
        (select.level2, framework.level2, framework.names()[1]),
    ):
        for name in names:
            if look_up(name) is None:
                near = nearest(bare(name), known)
                yield f"“{name}”不是标准的类别，按本地自己的类别选{near if near.endswith('？') else ''}"
    for one in (*select.any, *select.unless):
        yield from _odd_levels(one, framework)


def _listed_words(rule: Rule) -> Iterator[str]:
    """The words a rule lists, as against its patterns and messages."""
    for match in (rule.select.name, rule.select.project):
        yield from match.words if match else ()
    for key in ("words", "units", "name_words"):
        words = rule.options.get(key)
        yield from (word for word in words if isinstance(word, str)) if isinstance(words, list) else ()
