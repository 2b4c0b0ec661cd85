"""Which rules check which file: the configuration nearest to it, and what the command line asks on top.

Files with the same settings share one set of rules. All configurations and rules are read, and all their
mistakes found, before any table is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from lint_pbt.added_words import by_vocabulary
from lint_pbt.discovery import Discovery
from lint_pbt.engine import Engine
from lint_pbt.errors import ConfigError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.loader import Settings, load_rulebook

if TYPE_CHECKING:
    from lint_pbt.baseline import Written
    from lint_pbt.config import Configuration
    from lint_pbt.model import Document
    from lint_pbt.rule import Rule
    from lint_pbt.run import Run, UnusedIgnore
    from lint_pbt.suppress import Suppression


_NO_RULE = "一条规则也不剩，什么都不会检查。请看看 --select、--ignore 和配置里的 rules 是不是把规则都关掉了"


class Asked(Struct, frozen=True):
    """What a user asks for on top of the configuration.

    `config` is a configuration for all files; without it each file's own is looked for, unless `configured` is
    False. `profile` and `baseline` take the place of the configuration's.
    """

    profile: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    config: str | None = None
    configured: bool = True
    baseline: str | None = None


class Reading(NamedTuple):
    """How the configuration of a file has it read: with the words it adds to vocabularies, within its limits."""

    words: Mapping[str, tuple[str, ...]] = {}
    limits: Limits = STANDARD


class Configurations:
    """The configurations of files, each read once."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        self._discovery = Discovery()
        self._read: dict[str, Configuration | ConfigError] = {}

    def of(self, file: str) -> Configuration | None:
        """The configuration for a file (`-`: of the current folder). Raises ConfigError with all its mistakes."""
        path = self._asked.config or (self._discovery.nearest(file) if self._asked.configured else None)
        if path is None:
            return None
        if path not in self._read:
            from lint_pbt.config import Configuration

            try:
                self._read[path] = Configuration(path)
            except ConfigError as error:
                self._read[path] = error
        found = self._read[path]
        if isinstance(found, ConfigError):
            raise found
        return found


def every_rule(profile: str) -> Settings:
    """The rules of a profile as they are written, with those and the words that the current folder's own
    configuration adds. Raises ConfigError.
    """
    configuration = Configurations(Asked()).of("-")
    if configuration is None:
        return Settings(profile)
    settings = configuration.settings()
    return Settings(profile, folders=settings.folders, vocabulary=settings.vocabulary)


class _Share(Struct, frozen=True):
    """What files of the same settings share."""

    engine: Engine
    configuration: Configuration | None
    suppression: Suppression | None
    reading: Reading


class Plan:
    """The rules for each file of a run."""

    def __init__(self, files: Iterable[str], asked: Asked | Settings) -> None:
        """Choose and load the rules; `Settings` are for every file, whatever its configuration says.

        Raises ConfigError with all that is wrong in configurations and rule files.
        """
        self._settings = asked if isinstance(asked, Settings) else None
        self._asked = asked if isinstance(asked, Asked) else Asked(configured=False)
        self._shares: dict[object, _Share | None] = {}
        self._by_file: dict[str, _Share] = {}
        self._load(files)

    def check(self, document: Document) -> Run:
        """Check one document with the rules for it, its ignored findings put aside."""
        share = self._by_file[document.path]
        run = share.engine.check([document])
        return share.suppression.applied(run) if share.suppression else run

    def reading(self, file: str) -> Reading:
        """How a file is to be read."""
        return self._by_file[file].reading

    def finished(self, run: Run) -> Run:
        """The run of all documents, with unused ignores told and findings of the baselines put aside."""
        run = self._with_unused(run)
        known: set[int] = set()
        for file, part in self._by_baseline(run):
            if file is not None:
                from lint_pbt.baseline import compared

                result, found = compared(part, file, self._rules)
                known |= found
                run = msgspec.structs.replace(run, baselines=(*run.baselines, result))
        if known:
            findings = tuple(finding for finding in run.findings if id(finding) not in known)
            run = msgspec.structs.replace(run, findings=findings)
        return run

    def write_baselines(self, run: Run) -> list[Written]:
        """Write the findings of the run, each to the baseline of its file. Raises ConfigError and WriteError."""
        from lint_pbt.baseline import DEFAULT, write

        parts = [(file or DEFAULT, part) for file, part in self._by_baseline(run) if part.documents]
        return [write(part, file, self._rules) for file, part in parts]

    def _load(self, files: Iterable[str]) -> None:
        configurations = Configurations(self._asked)
        problems: dict[str, None] = {}
        for file in files or ("-",):  # even without a file, what is wrong is told
            try:
                share = self._share(file, configurations.of(file))
            except ConfigError as error:
                problems.update(dict.fromkeys(str(error).split("\n")))
            else:
                if share is not None:
                    self._by_file[file] = share
        if problems:
            raise ConfigError("\n".join(problems))

    def _share(self, file: str, configuration: Configuration | None) -> _Share | None:
        """The share of a file; None where its settings have been found wrong before. Raises ConfigError."""
        overriding = configuration.overriding(file) if configuration else ()
        key = (configuration.path if configuration else None, overriding)
        if key not in self._shares:
            self._shares[key] = None
            settings = self._on_top(configuration.settings(overriding) if configuration else Settings())
            book = load_rulebook(settings)
            if not book.active:
                raise ConfigError(_NO_RULE)
            suppression = None
            if configuration and configuration.ignores:
                from lint_pbt.suppress import Suppression

                suppression = Suppression(configuration.ignores)
            reading = Reading(by_vocabulary(settings.added()), configuration.limits if configuration else STANDARD)
            self._shares[key] = _Share(Engine(book.active, book.tools), configuration, suppression, reading)
        return self._shares[key]

    def _on_top(self, settings: Settings) -> Settings:
        if self._settings is not None:
            return self._settings
        asked = self._asked
        profile = asked.profile or settings.profile
        return replace(settings, profile=profile, select=asked.select, ignore=asked.ignore)

    def _rules(self, path: str) -> tuple[Rule, ...]:
        return self._by_file[path].engine.rules

    def _with_unused(self, run: Run) -> Run:
        """The run with the `fail_on` of its files, and the ignores that ignored nothing."""
        by_suppression: dict[str, tuple[Suppression, set[str]]] = {}
        fail_on = {}
        for path, share in self._by_file.items():
            configuration = share.configuration
            if configuration and configuration.fail_on:
                fail_on[path] = configuration.fail_on
            if configuration and share.suppression:
                by_suppression.setdefault(configuration.path, (share.suppression, set()))[1].add(path)
        if not fail_on and not by_suppression:
            return run
        partial = bool(self._asked.select or self._asked.ignore)
        unused: list[UnusedIgnore] = []
        for suppression, paths in by_suppression.values():
            unused += suppression.unused(_part(run, paths), self._rules, partial=partial)
        return msgspec.structs.replace(run, fail_on=fail_on, unused_ignores=tuple(unused))

    def _by_baseline(self, run: Run) -> Iterator[tuple[str | None, Run]]:
        """The run in parts, by the baseline of its files."""
        if self._asked.baseline or not any(share.configuration for share in self._by_file.values()):
            yield self._asked.baseline, run
            return
        files: dict[str | None, set[str]] = {}
        for path, share in self._by_file.items():
            files.setdefault(share.configuration.baseline if share.configuration else None, set()).add(path)
        for file, paths in files.items():
            yield file, _part(run, paths)


def _part(run: Run, paths: Collection[str]) -> Run:
    """The run of some of its documents; failures stay, since they may concern any."""
    return msgspec.structs.replace(
        run,
        documents=tuple(one for one in run.documents if one.path in paths),
        findings=tuple(one for one in run.findings if one.path in paths),
        skips=tuple(one for one in run.skips if one.path in paths),
        crashes=tuple(one for one in run.crashes if one.path in paths),
        ignored=tuple(one for one in run.ignored if one.finding.path in paths),
    )
