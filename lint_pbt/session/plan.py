"""Which rules check which file: the configuration nearest to it, and what the command line asks on top.

Files with the same settings share one set of rules. All configurations and rules are read, and all their
mistakes found, before any table is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lint_pbt.config.discovery import Discovery
from lint_pbt.engine.engine import Engine
from lint_pbt.errors import ConfigError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.rulebook.loader import Settings, load_rulebook

if TYPE_CHECKING:
    from lint_pbt.config.configuration import Configuration
    from lint_pbt.model.document import Document
    from lint_pbt.model.rule import Rule
    from lint_pbt.model.run import Checked, Compared, Run, UnusedIgnore
    from lint_pbt.suppression.baseline import Baseline, Written
    from lint_pbt.suppression.ignores import Suppression


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


class Reading(Struct, frozen=True):
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
            from lint_pbt.config.configuration import Configuration

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


def _words(settings: Settings) -> Mapping[str, tuple[str, ...]]:
    """The words that settings add to vocabularies. Raises ConfigError for vocabularies that none can be added to."""
    added = settings.added()
    if not added:
        return {}
    from lint_pbt.datafiles.added_words import by_vocabulary

    return by_vocabulary(added)


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
        self._suppressions: dict[str, Suppression] = {}
        self._baselines: dict[str, Baseline] = {}
        self._stamps: dict[int, str] = {}
        self._configurations = Configurations(self._asked)
        self.include(files)

    def check(self, document: Document) -> Checked:
        """Check one document with the rules for it, its ignored findings put aside."""
        share = self._by_file[document.path]
        checked = share.engine.check(document)
        return share.suppression.applied(checked) if share.suppression else checked

    def forget(self) -> None:
        """Let go of what is remembered for further documents: reports need room too."""
        for share in filter(None, self._shares.values()):
            share.engine.forget()

    def reading(self, file: str) -> Reading:
        """How a file is to be read."""
        return self._by_file[file].reading

    def rules(self, file: str) -> tuple[Rule, ...]:
        """The rules that a file is checked with."""
        return self._by_file[file].engine.rules

    def stamp(self, file: str) -> str:
        """A few letters that change with all by which a file is judged."""
        share = self._by_file[file]
        if id(share) not in self._stamps:
            from lint_pbt.readers import helpers
            from lint_pbt.session.stamp import stamp

            baseline = self._baseline_file(share)
            read = tuple(sorted(share.reading.words.items())), share.reading.limits, helpers()
            self._stamps[id(share)] = stamp(share.engine.rules, read, share.configuration, baseline)
        return self._stamps[id(share)]

    def settled(self, checked: Checked) -> Checked:
        """What stays of the last check of a document: without the findings of its baseline, which may then be told."""
        share = self._by_file[checked.path]
        if share.configuration and share.suppression:
            share.suppression.seen(checked, share.engine.rules)
        baseline = self._baseline(self._baseline_file(share))
        if baseline is not None:
            checked = baseline.applied(checked, share.engine.rules)
        fail_on = share.configuration.fail_on if share.configuration else None
        return replace(checked, fail_on=fail_on) if fail_on else checked

    def unused_ignores(self) -> tuple[UnusedIgnore, ...]:
        """The ignores that ignored nothing in the documents that were settled."""
        partial = bool(self._asked.select or self._asked.ignore)
        found = (one.unused(partial=partial) for one in self._suppressions.values())
        return tuple(unused for one in found for unused in one)

    def compared(self) -> tuple[Compared, ...]:
        """What the baselines come to for the documents that were settled."""
        for file in (self._asked.baseline, *map(self._baseline_file, self._by_file.values())):
            self._baseline(file)
        return tuple(one.compared() for one in self._baselines.values())

    def write_baselines(self, run: Run) -> list[Written]:
        """Write the findings of the run, each to the baseline of its file. Raises ConfigError and WriteError."""
        from lint_pbt.suppression.baseline import DEFAULT, NewBaseline

        new: dict[str, NewBaseline] = {}
        for checked in run.checked:
            share = self._by_file[checked.path]
            file = self._baseline_file(share) or DEFAULT
            new.setdefault(file, NewBaseline(file)).add(checked, share.engine.rules)
        return [one.write() for one in new.values()]

    def include(self, files: Iterable[str]) -> None:
        """Choose and load the rules for further files, as for the first."""
        problems: dict[str, None] = {}
        for file in files or ("-",):  # even without a file, what is wrong is told
            try:
                share = self._share(file, self._configurations.of(file))
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
                suppression = self._suppression(configuration)
            reading = Reading(_words(settings), configuration.limits if configuration else STANDARD)
            self._shares[key] = _Share(Engine(book.active, book.tools), configuration, suppression, reading)
        return self._shares[key]

    def _suppression(self, configuration: Configuration) -> Suppression:
        """The ignores of a configuration, one object for all files it is for."""
        if configuration.path not in self._suppressions:
            from lint_pbt.suppression.ignores import Suppression

            self._suppressions[configuration.path] = Suppression(configuration.ignores)
        return self._suppressions[configuration.path]

    def _on_top(self, settings: Settings) -> Settings:
        if self._settings is not None:
            return self._settings
        asked = self._asked
        profile = asked.profile or settings.profile
        return replace(settings, profile=profile, select=asked.select, ignore=asked.ignore)

    def _baseline_file(self, share: _Share) -> str | None:
        """The baseline of the files of a share."""
        return self._asked.baseline or (share.configuration.baseline if share.configuration else None)

    def _baseline(self, file: str | None) -> Baseline | None:
        if file is not None and file not in self._baselines:
            from lint_pbt.suppression.baseline import Baseline

            files = [path for path, share in self._by_file.items() if self._baseline_file(share) == file]
            self._baselines[file] = Baseline(file, files)
        return self._baselines[file] if file is not None else None
