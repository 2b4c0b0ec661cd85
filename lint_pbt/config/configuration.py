"""The configuration of a file: what its configuration file says on top of those it extends."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import asdict

from lint_pbt.config.files import read_layer, shown_path
from lint_pbt.config.shape import FailOn, Ignore, Layer, Rules, Switch, Texts, texts
from lint_pbt.config.wildcards import path_fits
from lint_pbt.datafiles.added_words import Added
from lint_pbt.datafiles.typed_text import Mistake, Mistakes, TypedPlace, listed, nearest
from lint_pbt.errors import ConfigError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.rule import RuleSetting
from lint_pbt.rulebook.adjusting import Said
from lint_pbt.rulebook.loader import Settings, profile_names

_MOST_FILES = 50
_SUFFIXES = (".yaml", ".yml", ".toml")


class PlacedIgnore(NamedTuple):
    """An ignore with the layer it stands in and its number there."""

    ignore: Ignore
    layer: Layer
    number: int

    @property
    def source(self) -> TypedPlace:
        return self.layer.source.at("ignore", self.number)

    def covers(self, path: str) -> bool:
        """True where the ignore is for this file."""
        paths = texts(self.ignore.paths)
        return not paths or any(path_fits(pattern, path, self.layer.folder) for pattern in paths)


class Configuration:
    """A configuration file with all it extends, ready to be asked."""

    def __init__(self, path: str) -> None:
        """Read the file and those it extends. Raises ConfigError with all that is wrong in them."""
        self.path = path
        self.profile: str | None = None
        self.layers: list[Layer] = []
        self._mistakes: list[Mistake] = []
        self._extend(path, (), None)
        for layer in self.layers:
            self._mistakes += _wrong(layer)
        if self._mistakes:
            raise ConfigError(listed(self._mistakes))
        self.ignores = [
            PlacedIgnore(ignore, layer, number)
            for layer in self.layers
            for number, ignore in enumerate(layer.config.ignore)
        ]

    @property
    def fail_on(self) -> FailOn | None:
        return next((layer.config.fail_on for layer in reversed(self.layers) if layer.config.fail_on), None)

    @property
    def baseline(self) -> str | None:
        """The path of the baseline file."""
        stated = ((layer, layer.config.baseline) for layer in reversed(self.layers))
        return next((shown_path(layer.resolve(path)) for layer, path in stated if path), None)

    @property
    def limits(self) -> Limits:
        """How large a file may be."""
        limits = STANDARD
        for layer in self.layers:
            stated = asdict(layer.config.limits)
            limits = limits._replace(**{name: most for name, most in stated.items() if most is not None})
        return limits

    def overriding(self, path: str) -> tuple[tuple[int, int], ...]:
        """Which overrides are for this file: number of the layer and number in it."""
        return tuple(
            (at, number)
            for at, layer in enumerate(self.layers)
            for number, override in enumerate(layer.config.overrides)
            if any(path_fits(pattern, path, layer.folder) for pattern in texts(override.paths))
        )

    def settings(self, overriding: Sequence[tuple[int, int]] = ()) -> Settings:
        """What the files say together, for the files these overrides are for."""
        said: list[Said] = []
        for at, layer in enumerate(self.layers):
            said += _said(layer.config.rules, layer.source.at("rules"))
            for where, number in overriding:
                if where == at:
                    override = layer.config.overrides[number]
                    said += _said(override.rules, layer.source.at("overrides", number, "rules"))
        return Settings(
            profile=self.profile or Settings().profile,
            folders=tuple(dict.fromkeys(map(os.path.realpath, self._folders()))),
            rules=tuple(said),
            vocabulary=tuple(self._added(overriding)),
            named=tuple(self._named()),
        )

    def _added(self, overriding: Sequence[tuple[int, int]]) -> Iterator[Added]:
        """The words that the files add, and what they say of columns, for the files these overrides are for."""
        for at, layer in enumerate(self.layers):
            for name, words in layer.config.vocabulary.items():
                yield Added(name, words, layer.source.at("vocabulary", name))
            own = [layer.config.overrides[number] for where, number in overriding if where == at]
            places = [layer.source.at("overrides", number, "columns") for where, number in overriding if where == at]
            stated = [(layer.config.columns, layer.source.at("columns"))]
            stated += [(one.columns, place) for one, place in zip(own, places, strict=True)]
            for columns, source in stated:
                for title, role in columns.items():
                    yield Added(f"columns.{role}", (title,), source.at(title))

    def _named(self) -> Iterator[tuple[str, TypedPlace]]:
        """The rules named in ignores, and in all overrides, whichever files they are for."""
        for one in self.ignores:
            yield one.ignore.rule, one.source.at("rule")
        for layer in self.layers:
            for number, override in enumerate(layer.config.overrides):
                source = layer.source.at("overrides", number, "rules")
                yield from ((word, source.at(word)) for word in override.rules)

    def _folders(self) -> Iterator[str]:
        for layer in self.layers:
            yield from map(layer.resolve, texts(layer.config.rule_folders))

    def _extend(self, path: str, above: tuple[str, ...], named_at: TypedPlace | None) -> None:
        """Read a file that the files `above` lead to, those it extends first."""
        chain = (*above, os.path.realpath(path))
        mistake = _chain_mistake(chain, len(self.layers))
        try:
            if mistake and named_at:
                raise Mistakes([named_at.mistake(mistake)])
            layer = read_layer(path, named_at)
        except Mistakes as error:
            self._mistakes += error.mistakes
            return
        stated = layer.config.extends
        for number, name in enumerate(texts(stated)):
            source = layer.source.at("extends") if isinstance(stated, str) else layer.source.at("extends", number)
            if "://" in name:
                self._mistakes.append(source.mistake(f"“{name}”：不能从网上取配置，请存成文件再写它的路径"))
            elif name.lower().endswith(_SUFFIXES) or "/" in name or "\\" in name:
                self._extend(layer.resolve(name), chain, source)
            else:
                self._profile(name, source)
        self.layers.append(layer)

    def _profile(self, name: str, source: TypedPlace) -> None:
        known = profile_names()
        if name in known:
            self.profile = name
        elif set(name) & set("“”"):
            self._mistakes.append(source.mistake(f'{name}：引号要用半角的 ""'))
        else:
            near = nearest(name, known)
            near += "" if near.endswith("？") else "。"
            self._mistakes.append(
                source.mistake(f"没有名为“{name}”的规则集{near}如果是文件，请连扩展名一起写，如 {name}.yaml")
            )


def _chain_mistake(chain: tuple[str, ...], files: int) -> str | None:
    told = " → ".join(map(shown_path, chain))
    if chain[-1] in chain[:-1]:
        return f"extends 绕回了自己：{told}"
    if len(chain) > _MOST_FILES or files >= _MOST_FILES:
        return f"extends 引用的文件太多，超过了 {_MOST_FILES} 个"
    return None


def _said(rules: Rules, source: TypedPlace) -> list[Said]:
    """What a mapping says of rules; that of a whole group (P) before that of a single rule (P101)."""
    order = sorted(rules, key=len)
    return [Said(word, _setting(rules[word]), source.at(word)) for word in order]


def _setting(stated: bool | Switch | RuleSetting) -> RuleSetting:
    """A rule that is mentioned is on, unless it is said to be off."""
    if isinstance(stated, RuleSetting):
        enabled = stated.enabled is not False
        return RuleSetting(enabled=enabled, severity=stated.severity, options=stated.options)
    if isinstance(stated, bool) or stated == "on" or stated == "off":
        return RuleSetting(enabled=stated is True or stated == "on")
    return RuleSetting(enabled=True, severity=stated)


def _wrong(layer: Layer) -> Iterator[Mistake]:
    """What the types cannot tell of a file."""
    config, source = layer.config, layer.source
    for number, name in enumerate(texts(config.rule_folders)):
        if not os.path.isdir(layer.resolve(name)):
            yield source.at("rule-folders", number).mistake(f"没有“{name}”这个文件夹（从配置文件所在的文件夹算起）")
    for name, words in config.vocabulary.items():
        for number, word in enumerate(words):
            if not word.strip() or set(word) & set("，、；“”"):
                told = f"“{word}”：词之间要用半角的逗号隔开，引号也要用半角的"
                yield source.at("vocabulary", name, number).mistake(told)
    patterned: list[tuple[str, int, Texts]] = [("overrides", at, one.paths) for at, one in enumerate(config.overrides)]
    patterned += [("ignore", at, one.paths) for at, one in enumerate(config.ignore)]
    for key, at, patterns in patterned:
        for number, pattern in enumerate(texts(patterns)):
            if set(pattern) & set("“”"):
                yield source.at(key, at, "paths", number).mistake(f'{pattern}：引号要用半角的 ""')
    if config.baseline:
        inside = os.path.relpath(layer.resolve(config.baseline), layer.folder)
        if inside.startswith("..") or os.path.isabs(inside):
            told = f"基线文件“{config.baseline}”要放在配置文件所在的文件夹里（别处的用 --baseline 指定）"
            yield source.at("baseline").mistake(told)
