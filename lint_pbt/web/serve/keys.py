"""The key of a running server, and the tokens for which it is handed out: each is taken once (see `opening`).

A cookie holds the key, so that no address does. Cookies know no ports: another server on this machine would be sent
it too, so the cookie is for a path that only this browser knows.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
from typing import Final

from lint_pbt.errors import ConfigError

COOKIE: Final = "pbt-lint"
PROXY_HEADER: Final = "x-pbt-lint-key"
_SHORTEST: Final = 32  # characters of the key that a proxy sends
_LONGEST: Final = 4096


class Key:
    """The key, and the tokens that are exchanged for it."""

    def __init__(self) -> None:
        self._key = secrets.token_urlsafe(32)
        self._tokens: list[str] = []

    def token(self) -> str:
        """A new token that is worth the key once."""
        self._tokens.append(secrets.token_urlsafe(32))
        return self._tokens[-1]

    def exchange(self, token: str) -> str | None:
        """The key for a token that was not used yet."""
        found = [one for one in self._tokens if same(one, token)]
        for one in found:
            self._tokens.remove(one)
        return self._key if found else None

    def fits(self, key: str) -> bool:
        return same(self._key, key)


class GivenKey:
    """A key that a proxy sends with each request; nothing is handed over."""

    def __init__(self, key: str) -> None:
        self._key = key

    def fits(self, key: str) -> bool:
        return same(self._key, key)


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing of them."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))


def read_key(path: str) -> GivenKey:
    """The key in a file. Raises ConfigError where it cannot be read, others can read it, or it is short."""
    try:
        with open(path, "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            key = file.read(_LONGEST + 1).decode("ascii").strip()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "要是一行英文字母和数字"
        raise ConfigError(f"--key-file {path} 读不出来（{reason}）。请检查路径和权限") from error
    if os.name == "posix" and (not stat.S_ISREG(mode) or mode & (stat.S_IROTH | stat.S_IWOTH)):
        raise ConfigError(f"--key-file {path} 别的用户也能读。请先运行 chmod 640 {path}")
    if not _SHORTEST <= len(key) <= _LONGEST or len(key.split()) != 1:
        raise ConfigError(
            f"--key-file {path} 里要写一行至少 {_SHORTEST} 个字符、没有空格的密钥，例如 openssl rand -hex 32 的结果"
        )
    return GivenKey(key)
