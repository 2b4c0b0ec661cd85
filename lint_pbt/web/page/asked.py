"""What the page asks: the shapes of its requests."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Text = Annotated[str, Meta(max_length=100_000)]
Name = Annotated[str, Meta(min_length=1, max_length=1_000)]


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """How to check: a profile (empty: that of the configuration), a user's configuration as text under its name, and
    what the columns with some titles are.
    """

    profile: Text = ""
    configuration: Text = ""
    configuration_name: Name = ".pbt-lint.yaml"
    columns: dict[Text, Text] = {}


class Edit(Struct, frozen=True, forbid_unknown_fields=True):
    """Another text for a field of a table: `at` is the key of what it belongs to, as `read` gives it."""

    at: Text
    field: Literal["name", "cycle_value", "annual_value", "weight", "goal"]
    text: Text


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """A file as somebody named it, and what was edited in it on the page."""

    name: Name
    edits: tuple[Edit, ...] = ()


class Hello(Struct, frozen=True, tag_field="call", tag="hello"):
    """What is there to choose from, and which files may hold tables? No files."""


class Open(Struct, frozen=True, tag_field="call", tag="open"):
    """Which tables does an archive hold? One file; they come back as files."""

    name: Name


class Check(Struct, frozen=True, tag_field="call", tag="check"):
    """What does a table say, and what is found in it? One file."""

    table: Table
    settings: Settings = Settings()


class Report(Struct, frozen=True, tag_field="call", tag="report"):
    """The report on some tables, in a format that `check` can write. A file a table; one comes back."""

    tables: Annotated[tuple[Table, ...], Meta(min_length=1)]
    format: Literal["html", "xlsx", "json"]
    settings: Settings = Settings()


class Annotate(Struct, frozen=True, tag_field="call", tag="annotate"):
    """The file with the findings as comments. One file; one comes back."""

    table: Table
    settings: Settings = Settings()


class Fix(Struct, frozen=True, tag_field="call", tag="fix"):
    """What can be fixed safely, and the file with it fixed. One file; one comes back where something changes."""

    table: Table
    settings: Settings = Settings()


class Save(Struct, frozen=True, tag_field="call", tag="save"):
    """The file with the edits made. One file; one comes back."""

    table: Table
    settings: Settings = Settings()


class Compare(Struct, frozen=True, tag_field="call", tag="compare"):
    """The comparison of two drafts. Two files, the older first; one comes back."""

    old: Table
    new: Table
    settings: Settings = Settings()


Request = Hello | Open | Check | Report | Annotate | Fix | Save | Compare
