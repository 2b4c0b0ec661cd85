"""The baseline: what was found on the day a department began, so that it sees only what is new.

A JSON file with one finding a line. Findings are matched by fingerprint, as often as it occurs, first those of
the same file, then those of files that are not being checked: a table may be renamed or moved.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from lint_pbt.errors import ConfigError
from lint_pbt.model.run import BaselineEntry, Checked, Compared, Finding, Known
from lint_pbt.system.saving import save

if TYPE_CHECKING:
    from lint_pbt.model.rule import Rule

DEFAULT = ".pbt-lint-baseline.json"
_VERSION = 1
_MOST_BYTES = 200 * 1024 * 1024
_LONGEST = 40


class _Version(Struct):
    version: int


class _File(Struct):
    version: int
    findings: list[BaselineEntry]


class Written(NamedTuple):
    """What was written: how many findings of this run, and how many entries of what was not checked now."""

    file: str
    findings: int
    kept: int


class Baseline:
    """A baseline file held against documents, one after another; `files` are all that are to be checked.

    Raises ConfigError for a file that is missing or no baseline.
    """

    def __init__(self, file: str, files: Iterable[str]) -> None:
        self._file, self._folder = file, _folder(file)
        self._entries = _Entries(load(file), {_relative(path, self._folder) for path in files})
        self._known = 0
        self._seen: dict[str, _Seen] = {}
        self._unsure: set[str] = set()  # rules that could not judge something

    def applied(self, checked: Checked, rules: Sequence[Rule]) -> Checked:
        """A check, made with these rules, with its known findings put aside; every document is given once.

        The entry of an ignored finding does not count as fixed.
        """
        path = _relative(checked.path, self._folder)
        left: list[Finding] = []
        known: list[Finding] = []
        for finding in checked.findings:
            (known if self._entries.take(finding.fingerprint, path) else left).append(finding)
        for ignored in checked.ignored:
            self._entries.take(ignored.finding.fingerprint, path)
        self._known += len(known)
        unread = any(note.unchecked for note in checked.document.notes)
        self._seen[path] = _Seen(frozenset(rule.id for rule in rules), unread)
        self._unsure |= {*(crash.rule for crash in checked.crashes), *(skip.rule for skip in checked.skips)}
        return replace(checked, findings=tuple(left), known=tuple([Known(finding, self._file) for finding in known]))

    def compared(self) -> Compared:
        """What the baseline comes to when all documents have been given.

        An entry counts as fixed where its file and rule were checked and it was not found.
        """
        fixed = [entry for entry in self._entries.left(self._seen, self._folder) if self._would_be_found(entry)]
        return Compared(self._file, self._known, tuple(fixed))

    def _would_be_found(self, entry: BaselineEntry) -> bool:
        """True where the entry would have been found, were it still there."""
        same = self._seen.get(entry.path)
        documents = [same] if same else list(self._seen.values())
        if entry.rule in self._unsure or any(one.unread for one in documents):
            return False
        return any(entry.rule in one.rules for one in documents)


class _Seen(NamedTuple):
    """Of a document that was checked: the rules that ran, and whether something of it was not read."""

    rules: frozenset[str]
    unread: bool


def load(file: str) -> list[BaselineEntry]:
    """The entries of a baseline file. Raises ConfigError with a sentence that says what to do."""
    try:
        data = _read(file)
    except FileNotFoundError:
        raise ConfigError(f"找不到基线文件“{file}”。先用 --write-baseline 生成一个，或者检查路径") from None
    return _decoded(data, file)


class NewBaseline:
    """The findings of documents, taken one after another, that a baseline file is to hold."""

    def __init__(self, file: str) -> None:
        self._file, self._folder = file, _folder(file)
        self._entries: list[BaselineEntry] = []
        self._rules: dict[str, frozenset[str]] = {}  # that ran, by the path of the document

    def add(self, checked: Checked, rules: Sequence[Rule]) -> None:
        """Take the findings of a check that was made with these rules."""
        self._entries += [_entry(finding, self._folder) for finding in checked.findings]
        self._rules[_relative(checked.path, self._folder)] = frozenset(rule.id for rule in rules)

    def write(self) -> Written:
        """Let the file hold what was taken, and of its old entries those that were not checked now.

        Raises ConfigError where the file holds something else than a baseline, WriteError where it cannot be written.
        """
        file = self._file
        try:
            old = _read(file)
        except FileNotFoundError:
            old = None
        kept = [entry for entry in _decoded(old, file) if self._unchecked(entry)] if old else []
        new = _encoded([*self._entries, *kept])
        if old is None:
            save(file, new)
        elif old != new:
            from lint_pbt.system.replacing import replace_file

            replace_file(file, old, new)
        return Written(file, len(self._entries), len(kept))

    def _unchecked(self, entry: BaselineEntry) -> bool:
        """True where this run cannot tell whether the entry still holds."""
        ran = self._rules.get(entry.path)
        return entry.rule not in ran if ran is not None else os.path.exists(os.path.join(self._folder, entry.path))


class _Entries:
    """The entries of a baseline that have not been taken yet; `here` are the paths that are to be checked."""

    def __init__(self, entries: Iterable[BaselineEntry], here: Collection[str]) -> None:
        self._here = here
        self._by_print: dict[str, list[BaselineEntry]] = defaultdict(list)
        for entry in entries:
            self._by_print[entry.fingerprint].append(entry)
        self._renamed: set[str] = set()

    def take(self, fingerprint: str, path: str) -> bool:
        """Take out an entry for a finding in a file, of this file first; False where there is none."""
        entries = self._by_print.get(fingerprint, [])
        for at, entry in enumerate(entries):
            if entry.path == path:
                entries.pop(at)
                return True
        for at, entry in enumerate(entries):
            if entry.path not in self._here:
                self._renamed.add(entry.path)
                entries.pop(at)
                return True
        return False

    def left(self, checked: Collection[str], folder: str) -> list[BaselineEntry]:
        """The entries that were not taken, of files that were checked, under these names or new ones."""
        gone = {path for path in self._renamed if not os.path.exists(os.path.join(folder, path))}
        return [
            entry
            for entries in self._by_print.values()
            for entry in entries
            if entry.path in checked or entry.path in gone
        ]


def _entry(finding: Finding, folder: str) -> BaselineEntry:
    unit, project, indicator = finding.unit, finding.project, finding.indicator
    return BaselineEntry(
        path=_relative(finding.path, folder),
        fingerprint=finding.fingerprint,
        rule=finding.rule.id,
        unit=unit.name.text if unit and unit.name else None,
        project=project.name.text if project else None,
        indicator=indicator.name.text if indicator else None,
        value=finding.field.text[:_LONGEST] if finding.field and finding.field_name != "name" else None,
    )


def _folder(file: str) -> str:
    return os.path.dirname(os.path.abspath(file))


def _relative(path: str, folder: str) -> str:
    """The path as the baseline writes it: from its own folder, the same on every system."""
    if path == "-":
        return path
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:  # another drive
        relative = os.path.abspath(path)
    return relative.replace(os.sep, "/").encode("utf-8", "replace").decode("utf-8")


def _encoded(entries: Iterable[BaselineEntry]) -> bytes:
    lines = ",\n".join("  " + msgspec.json.encode(entry).decode("utf-8") for entry in sorted(entries, key=_order))
    findings = f"[\n{lines}\n ]" if lines else "[]"
    return f'{{\n "version": {_VERSION},\n "findings": {findings}\n}}\n'.encode()


def _order(entry: BaselineEntry) -> tuple[str, ...]:
    named = (entry.path, entry.unit, entry.project, entry.indicator, entry.rule, entry.value, entry.fingerprint)
    return tuple(part or "" for part in named)


def _read(file: str) -> bytes:
    try:
        if not os.path.isfile(file) and os.path.exists(file):
            raise ConfigError(f"基线“{file}”不是文件")
        with open(file, "rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise ConfigError(f"基线文件“{file}”读不出来：{getattr(error, 'strerror', None) or error}") from None
    if len(data) > _MOST_BYTES:
        raise ConfigError(f"基线文件“{file}”太大，超过了 {_MOST_BYTES >> 20} MB")
    return data


def _decoded(data: bytes, file: str) -> list[BaselineEntry]:
    try:
        version = msgspec.json.decode(data, type=_Version).version
        if version == _VERSION:
            return msgspec.json.decode(data, type=_File).findings
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        told = f"“{file}”不是 pbt-lint 的基线文件，或者已经损坏。请检查路径；要重做，先删掉它，再用 --write-baseline"
        raise ConfigError(told) from None
    raise ConfigError(f"基线文件“{file}”是另一个版本的（{version}），请升级 pbt-lint，或者用 --write-baseline 重做")
