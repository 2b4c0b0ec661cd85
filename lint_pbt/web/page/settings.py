"""What somebody chose on the page → the configuration by which files are checked.

A configuration that comes with a request may name nothing on the disk: it may come from anybody.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from lint_pbt.config.files import read_layer
from lint_pbt.config.shape import texts
from lint_pbt.datafiles.typed_text import Mistakes
from lint_pbt.errors import ConfigError
from lint_pbt.rulebook.loader import profile_names
from lint_pbt.session.plan import Asked

if TYPE_CHECKING:
    from lint_pbt.web.page.asked import Settings

_NAME = "pbt-lint"
_DEFAULT = ".yaml"
_OUTSIDE = "“{key}”要用到别的文件，页面里用不了。请在配置里去掉它，或者用命令行检查"


@contextmanager
def asked(settings: Settings) -> Iterator[Asked]:
    """What the settings ask for, as files in a folder that is gone afterwards. Raises ConfigError."""
    with tempfile.TemporaryDirectory(prefix="pbt-lint-") as folder:
        try:
            yield Asked(settings.profile or None, config=_written(settings, folder), configured=False)
        except ConfigError as error:  # which names the file as somebody called it
            raise ConfigError(_told_by_name(str(error), settings, folder)) from None


def _written(settings: Settings, folder: str) -> str | None:
    """The path of the configuration, None where nothing is said. Raises ConfigError."""
    said: dict[str, object] = {}
    if settings.configuration.strip():
        said["extends"] = os.path.basename(_own(settings, folder))
    if settings.columns:
        said["columns"] = settings.columns
    if not said:
        return None
    path = os.path.join(folder, f"{_NAME}.page{_DEFAULT}")
    with open(path, "wb") as file:
        file.write(msgspec.json.encode(said))  # which is YAML as well
    return path


def _own(settings: Settings, folder: str) -> str:
    """The path of the configuration somebody gave. Raises ConfigError where it is none, or needs other files."""
    suffix = os.path.splitext(settings.configuration_name)[1].lower()
    path = os.path.join(folder, _NAME + (suffix if suffix in (".yml", ".toml") else _DEFAULT))
    with open(path, "w", encoding="utf-8") as file:
        file.write(settings.configuration)
    try:
        config = read_layer(path).config
    except Mistakes as error:
        raise ConfigError(str(error)) from None
    foreign = [name for name in texts(config.extends) if name not in profile_names()]
    for key, needed in (("extends", foreign), ("rule-folders", config.rule_folders), ("baseline", config.baseline)):
        if needed:
            raise ConfigError(_OUTSIDE.format(key=key))
    return path


def _told_by_name(message: str, settings: Settings, folder: str) -> str:
    """A message in which the user's file has its own name."""
    for path in (os.path.relpath(folder), folder):
        for suffix in (".yml", ".toml", _DEFAULT):
            message = message.replace(os.path.join(path, _NAME + suffix), settings.configuration_name)
    return message
