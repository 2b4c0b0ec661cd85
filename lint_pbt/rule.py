"""A rule as its YAML file states it. These types are the schema: the loader converts into them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from lint_pbt.run import Severity

Dimension = Literal["完整性", "相关性", "适当性", "可行性"]
Text = Annotated[str, Meta(min_length=1)]


class Basis(Struct, frozen=True, forbid_unknown_fields=True):
    """The policy document a rule rests on, and the principle it takes from it."""

    document: Text
    principle: Text


class NameMatch(Struct, frozen=True, forbid_unknown_fields=True):
    """Which names a rule is for: by a regular expression, by words, or by a named vocabulary."""

    pattern: str | None = None
    words: tuple[str, ...] = ()
    vocabulary: str | None = None


class Select(Struct, frozen=True, forbid_unknown_fields=True):
    """Which indicators or projects a rule looks at; what is not stated is not asked.

    `level1` and `level2` hold standard names, with or without 指标. `any` holds further selections, of which
    one must fit.
    """

    level1: tuple[str, ...] = ()
    level2: tuple[str, ...] = ()
    name: NameMatch | None = None
    project: NameMatch | None = None
    any: tuple[Select, ...] = ()


class Example(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One example: an indicator, or a project with `indicators`, or a document with `units` and `projects`.

    A key that is not stated has a harmless default; `cycle: null` states that the value is missing.
    `at` is the evidence that a bad example must show, `fixed` the value after the fix.
    """

    name: str | None = None
    level1: str | None = None
    level2: str | None = None
    annual: str | None | UnsetType = UNSET
    cycle: str | None | UnsetType = UNSET
    weight: str | None = None
    direction: str | None = None
    ordinal: int | None = None
    at: str | None = None
    fixed: str | None = None
    project: str | None = None
    goal: str | None | UnsetType = UNSET
    amounts: tuple[str, ...] = ()
    indicators: tuple[str | Example, ...] | UnsetType = UNSET
    projects: tuple[Example, ...] | UnsetType = UNSET
    units: tuple[Example, ...] | UnsetType = UNSET


class Examples(Struct, frozen=True, forbid_unknown_fields=True):
    """The proof a rule carries: what it must leave alone and what it must report.

    A string stands for the annual value, or for the name where the rule looks at names.
    """

    good: Annotated[tuple[str | Example, ...], Meta(min_length=1)]
    bad: Annotated[tuple[str | Example, ...], Meta(min_length=1)]


class Rule(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"options": "with"}):
    """One rule. `options` (`with` in YAML) belong to the check and are converted by it."""

    id: Annotated[str, Meta(pattern=r"^[A-Z]{1,8}[0-9]{3}$")]
    name: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    title: Text
    severity: Severity
    dimension: Dimension
    why: Text
    check: Text
    message: Text
    suggestion: Text
    examples: Examples
    basis: Basis | None = None
    select: Select = Select()
    options: dict[str, Any] = {}
    fix: Literal["safe", "unsafe"] | None = None
    since: str | None = None


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """A named set of rules: their ids, or `all`."""

    name: Text
    title: Text
    rules: tuple[str, ...] | Literal["all"]

    def has(self, rule: str) -> bool:
        """True where the profile holds the rule of this id."""
        return self.rules == "all" or rule in self.rules


class RuleSetting(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename={"options": "with"}):
    """What a user's configuration says of a rule; what is not said stays as the rule has it."""

    enabled: bool | None = None
    severity: Severity | None = None
    options: dict[str, Any] = {}
