"""The formats of reports by name. The module of a format is imported when somebody asks for it.

Such a module has `report(run, stream)`, with a stream of text or, for binary formats, of bytes; it is a pure function
of the run. A package adds a format with the entry point `lint_pbt.reporters`: its name is that of the format, its
object the function, which has an attribute `binary = True` where it writes bytes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Report = Callable[..., None]


class Format(Struct, frozen=True):
    """How a report is written: by `report` of a module or of a plug-in.

    `options` are the keyword arguments it takes besides run and stream; `declares` is True where the text says of
    itself, or its readers take for granted, that it is UTF-8.
    """

    module: str = ""
    binary: bool = False
    options: tuple[str, ...] = ()
    declares: bool = True
    plugin: Report | None = None

    @property
    def report(self) -> Report:
        """The function that writes the report."""
        if self.plugin is not None:
            return self.plugin
        report: Report = import_module(self.module).report
        return report


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
        from lint_pbt.plugins import load_plugins

        return {
            name: Format(plugin=report, binary=bool(getattr(report, "binary", False)))
            for name, report in load_plugins(self.plugin_group)
        }


_HERE: Final = "lint_pbt.reporters"

CHECK: Final = Formats(
    {
        "rich": Format(f"{_HERE}.terminal", options=("quiet", "statistics", "full"), declares=False),
        "json": Format(f"{_HERE}.json_report", options=("statistics",), declares=False),
        "html": Format(f"{_HERE}.html"),
        "xlsx": Format(f"{_HERE}.opinion", binary=True),
        "markdown": Format(f"{_HERE}.markdown"),
        "sarif": Format(f"{_HERE}.sarif"),
        "github": Format(f"{_HERE}.github"),
        "junit": Format(f"{_HERE}.junit"),
    },
    {
        ".html": "html",
        ".htm": "html",
        ".xlsx": "xlsx",
        ".md": "markdown",
        ".sarif": "sarif",
        ".sarif.json": "sarif",
        ".json": "json",
        ".xml": "junit",
    },
    "lint_pbt.reporters",
)

PARSE: Final = Formats(
    {
        "rich": Format(f"{_HERE}.parsed_terminal", declares=False),
        "json": Format(f"{_HERE}.parsed_json", options=("framework",), declares=False),
        "csv": Format(f"{_HERE}.parsed_csv", options=("framework",)),
        "xlsx": Format(f"{_HERE}.parsed_workbook", binary=True, options=("framework",)),
    },
    {".csv": "csv", ".xlsx": "xlsx", ".json": "json"},
)

COMPARE: Final = Formats(
    {
        "rich": Format(f"{_HERE}.compared.terminal", options=("quiet",), declares=False),
        "json": Format(f"{_HERE}.compared.json_report", declares=False),
        "html": Format(f"{_HERE}.compared.html"),
        "xlsx": Format(f"{_HERE}.compared.workbook", binary=True),
        "markdown": Format(f"{_HERE}.compared.markdown"),
    },
    {".html": "html", ".htm": "html", ".xlsx": "xlsx", ".md": "markdown", ".json": "json"},
)


def arguments(format: Format, options: dict[str, Any]) -> dict[str, Any]:
    """Of the options of a command those that the report takes."""
    return {name: options[name] for name in format.options}
