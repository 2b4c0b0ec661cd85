"""The baseline: what was found on the day a department began, so that it sees only what is new.

A JSON file with one finding a line. Findings are matched by fingerprint, as often as it occurs, first those of
the same file, then those of files that are not being checked: a table may be renamed or moved.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from lint_pbt.errors import ConfigError
from lint_pbt.run import Compared, Finding, Run
from lint_pbt.saving import save

if TYPE_CHECKING:
    from lint_pbt.rule import Rule

DEFAULT = ".pbt-lint-baseline.json"
_VERSION = 1
_MOST_BYTES = 200 * 1024 * 1024
_LONGEST = 40


class Entry(Struct, frozen=True, omit_defaults=True):
    """A finding as the baseline keeps it; all but path and fingerprint is for people to read."""

    path: str
    fingerprint: str
    rule: str
    unit: str | None = None
    project: str | None = None
    indicator: str | None = None
    value: str | None = None


class _Version(Struct):
    version: int


class _File(Struct):
    version: int
    findings: list[Entry]


class Written(NamedTuple):
    """What was written: how many findings of this run, and how many entries of what was not checked now."""

    file: str
    findings: int
    kept: int


RulesOf = Callable[[str], Sequence["Rule"]]


def compared(run: Run, file: str, rules: RulesOf) -> tuple[Compared, set[int]]:
    """What the baseline file knows of a run, and the `id` of each finding it knows; `rules` ran on a path.

    An entry counts as fixed where its file and rule were checked and it was not found; one of an ignored
    finding does not. Raises ConfigError for a file that is missing or no baseline.
    """
    entries = _Entries(load(file), _folder(file))
    checked = {document.path for document in run.documents}
    ignored = [one.finding for one in run.ignored]
    known = entries.take([*run.findings, *ignored], checked)
    fixed = [entry for entry in entries.left(checked) if _would_be_found(entry, run, entries.folder, rules)]
    shown = tuple(finding for finding in run.findings if id(finding) in known)
    return Compared(file, shown, tuple(fixed)), {id(finding) for finding in shown}


def load(file: str) -> list[Entry]:
    """The entries of a baseline file. Raises ConfigError with a sentence that says what to do."""
    try:
        data = _read(file)
    except FileNotFoundError:
        raise ConfigError(f"找不到基线文件“{file}”。先用 --write-baseline 生成一个，或者检查路径") from None
    return _decoded(data, file)


def write(run: Run, file: str, rules: RulesOf) -> Written:
    """Let the file hold the findings of this run, and of the old entries those that were not checked now.

    Raises ConfigError where the file holds something else than a baseline, WriteError where it cannot be written.
    """
    try:
        old = _read(file)
    except FileNotFoundError:
        old = None
    folder = _folder(file)
    findings = [_entry(finding, folder) for finding in run.findings]
    checked = {_relative(document.path, folder): document.path for document in run.documents}
    kept = [entry for entry in _decoded(old, file) if _unchecked(entry, checked, folder, rules)] if old else []
    new = _encoded([*findings, *kept])
    if old is None:
        save(file, new)
    elif old != new:
        from lint_pbt.fix.writing import replace_file

        replace_file(file, old, new)
    return Written(file, len(findings), len(kept))


class _Entries:
    """The entries of a baseline that have not been taken yet."""

    def __init__(self, entries: Iterable[Entry], folder: str) -> None:
        self.folder = folder
        self._by_print: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._by_print[entry.fingerprint].append(entry)
        self._renamed: set[str] = set()

    def take(self, findings: Sequence[Finding], checked: Collection[str]) -> set[int]:
        """The `id` of each finding that an entry stands for; every entry is taken once."""
        here = {path: _relative(path, self.folder) for path in checked}
        taken, others = set(), []
        for finding in findings:
            if self._pop(finding.fingerprint, (here[finding.path],), among=True):
                taken.add(id(finding))
            elif finding.fingerprint in self._by_print:
                others.append(finding)
        paths = set(here.values())
        for finding in others:
            entry = self._pop(finding.fingerprint, paths, among=False)
            if entry:
                self._renamed.add(entry.path)
                taken.add(id(finding))
        return taken

    def _pop(self, fingerprint: str, paths: Collection[str], *, among: bool) -> Entry | None:
        """The first entry with this fingerprint whose path is among the paths, or is not; it is taken out."""
        entries = self._by_print.get(fingerprint, [])
        for at, entry in enumerate(entries):
            if (entry.path in paths) == among:
                return entries.pop(at)
        return None

    def left(self, checked: Collection[str]) -> list[Entry]:
        """The entries that were not taken, of files that were checked, under these names or new ones."""
        paths = {_relative(path, self.folder) for path in checked}
        paths |= {path for path in self._renamed if not os.path.exists(os.path.join(self.folder, path))}
        return [entry for entries in self._by_print.values() for entry in entries if entry.path in paths]


def _would_be_found(entry: Entry, run: Run, folder: str, rules: RulesOf) -> bool:
    """True where the entry would have been found, were it still there."""
    unsure = {*(crash.rule for crash in run.crashes), *(skip.rule for skip in run.skips)}
    same = [document for document in run.documents if _relative(document.path, folder) == entry.path]
    documents = same or run.documents
    if entry.rule in unsure or any(note.unchecked for document in documents for note in document.notes):
        return False
    return any(rule.id == entry.rule for document in documents for rule in rules(document.path))


def _unchecked(entry: Entry, checked: dict[str, str], folder: str, rules: RulesOf) -> bool:
    """True where this run cannot tell whether the entry still holds."""
    if entry.path in checked:
        return all(rule.id != entry.rule for rule in rules(checked[entry.path]))
    return os.path.exists(os.path.join(folder, entry.path))


def _entry(finding: Finding, folder: str) -> Entry:
    unit, project, indicator = finding.unit, finding.project, finding.indicator
    return Entry(
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


def _encoded(entries: Iterable[Entry]) -> bytes:
    lines = ",\n".join("  " + msgspec.json.encode(entry).decode("utf-8") for entry in sorted(entries, key=_order))
    findings = f"[\n{lines}\n ]" if lines else "[]"
    return f'{{\n "version": {_VERSION},\n "findings": {findings}\n}}\n'.encode()


def _order(entry: Entry) -> tuple[str, ...]:
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


def _decoded(data: bytes, file: str) -> list[Entry]:
    try:
        version = msgspec.json.decode(data, type=_Version).version
        if version == _VERSION:
            return msgspec.json.decode(data, type=_File).findings
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        told = f"“{file}”不是 pbt-lint 的基线文件，或者已经损坏。请检查路径；要重做，先删掉它，再用 --write-baseline"
        raise ConfigError(told) from None
    raise ConfigError(f"基线文件“{file}”是另一个版本的（{version}），请升级 pbt-lint，或者用 --write-baseline 重做")
