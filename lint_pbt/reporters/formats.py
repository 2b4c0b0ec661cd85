"""The formats of reports by name. The module of a format is imported when somebody asks for it.

Such a module has `report(run, stream)`, with a stream of text or, for binary formats, of bytes; it is a pure function
of the run. Those of `check` have a `Writer` too (`sections.py`), which takes a document at a time. A package adds a
format with the entry point `lint_pbt.reporters`: its name is that of the format, its object the function, which has an
attribute `binary = True` where it writes bytes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import IO

    from lint_pbt.reporters.sections import DocumentWriter

    Report = Callable[..., None]


class Format(Struct, frozen=True):
    """How a report is written: by `report` of a module or of a plug-in.

    `options` are the keyword arguments it takes besides run and stream; `streams` is True where the module has a
    `Writer`, which takes a document at a time; `declares` is True where the text says of
    itself, or its readers take for granted, that it is UTF-8.
    """

    module: str = ""
    binary: bool = False
    options: tuple[str, ...] = ()
    declares: bool = True
    streams: bool = False
    plugin: Report | None = None

    @property
    def report(self) -> Report:
        """The function that writes the report."""
        if self.plugin is not None:
            return self.plugin
        report: Report = import_module(self.module).report
        return report

    def writer(self, stream: IO[str] | IO[bytes], **options: Any) -> DocumentWriter:
        """What writes the report a document at a time, where the format `streams`."""
        writer: DocumentWriter = import_module(self.module).Writer(stream, **options)
        return writer


class Formats(Struct, frozen=True):
    """The formats a command can write, by name, and the name for each suffix of a file."""

    built_in: Mapping[str, Format]
    by_suffix: Mapping[str, str]
    plugin_group: str | None = None

    def names(self) -> list[str]:
        """All names, those of plug-ins last."""
        return [*self.built_in, *(name for name in self._plugins() if name not in self.built_in)]

    def get(self, name: str) -> Format | None:
        """The format of this name. Raises ConfigError for a plug-in that cannot be loaded."""
        return self.built_in.get(name) or self._plugins().get(name)

    def of_file(self, path: str) -> str | None:
        """The name of the format that a file of this name is in."""
        lower = path.lower()
        return next((name for suffix, name in self.by_suffix.items() if lower.endswith(suffix)), None)

    def _plugins(self) -> dict[str, Format]:
        if self.plugin_group is None:
            return {}
        from lint_pbt.system.plugins import load_plugins

        return {
            name: Format(plugin=report, binary=bool(getattr(report, "binary", False)))
            for name, report in load_plugins(self.plugin_group)
        }


CHECK: Final = Formats(
    {
        "rich": Format(
            "lint_pbt.reporters.terminal", options=("quiet", "statistics", "full"), declares=False, streams=True
        ),
        "json": Format("lint_pbt.reporters.json.report", options=("statistics",), declares=False, streams=True),
        "html": Format("lint_pbt.reporters.html", streams=True),
        "xlsx": Format("lint_pbt.reporters.opinion", binary=True, streams=True),
        "markdown": Format("lint_pbt.reporters.markdown", streams=True),
        "sarif": Format("lint_pbt.reporters.sarif", streams=True),
        "github": Format("lint_pbt.reporters.github", streams=True),
        "junit": Format("lint_pbt.reporters.junit", streams=True),
        "jsonl": Format("lint_pbt.reporters.json.lines", streams=True),
    },
    {
        ".html": "html",
        ".htm": "html",
        ".xlsx": "xlsx",
        ".md": "markdown",
        ".sarif": "sarif",
        ".sarif.json": "sarif",
        ".json": "json",
        ".jsonl": "jsonl",
        ".xml": "junit",
    },
    "lint_pbt.reporters",
)

PARSE: Final = Formats(
    {
        "rich": Format("lint_pbt.reporters.parsed.terminal", declares=False),
        "json": Format("lint_pbt.reporters.parsed.json_object", options=("framework",), declares=False),
        "csv": Format("lint_pbt.reporters.parsed.csv_table", options=("framework",)),
        "xlsx": Format("lint_pbt.reporters.parsed.workbook", binary=True, options=("framework",)),
    },
    {".csv": "csv", ".xlsx": "xlsx", ".json": "json"},
)

COMPARE: Final = Formats(
    {
        "rich": Format("lint_pbt.reporters.compared.terminal", options=("quiet",), declares=False),
        "json": Format("lint_pbt.reporters.compared.json_report", declares=False),
        "html": Format("lint_pbt.reporters.compared.html"),
        "xlsx": Format("lint_pbt.reporters.compared.workbook", binary=True),
        "markdown": Format("lint_pbt.reporters.compared.markdown"),
    },
    {".html": "html", ".htm": "html", ".xlsx": "xlsx", ".md": "markdown", ".json": "json"},
)


def arguments(format: Format, options: dict[str, Any]) -> dict[str, Any]:
    """Of the options of a command those that the report takes."""
    return {name: options[name] for name in format.options}
