"""What a configuration file can say. These types are its schema."""

from __future__ import annotations

import os
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

from lint_pbt.rule import RuleSetting, Text
from lint_pbt.schema import Source

FailOn = Literal["error", "warning", "info", "never"]
Switch = Literal["on", "off", "error", "warning", "info"]
Rules = dict[str, bool | Switch | RuleSetting]
Texts = Text | tuple[Text, ...]
Filled = Annotated[str, Meta(pattern=r"\S")]

class Override(Struct, frozen=True, forbid_unknown_fields=True):
    """Other settings for the files under some paths."""

    paths: Texts
    rules: Rules


class Ignore(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Findings that are not to be reported, and why. What is not stated is not asked."""

    rule: Filled
    reason: Filled
    project: Filled | int | None = None
    indicator: Filled | int | None = None
    unit: Filled | None = None
    paths: Texts = ()


class Config(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """One configuration file."""

    extends: Texts = ()
    fail_on: FailOn | None = None
    rules: Rules = {}
    rule_folders: Texts = ()
    vocabulary: dict[str, tuple[Text, ...]] = {}
    overrides: tuple[Override, ...] = ()
    ignore: tuple[Ignore, ...] = ()
    baseline: Text | None = None


class Layer(NamedTuple):
    """A configuration file with what it says; paths in it start at `folder`."""

    source: Source
    folder: str
    config: Config

    def resolve(self, path: str) -> str:
        return os.path.normpath(os.path.join(self.folder, os.path.expanduser(path)))


def texts(value: Texts) -> tuple[str, ...]:
    """One text or several, as several."""
    return (value,) if isinstance(value, str) else value
