"""The key of a running server, and how it is handed to the browser: once, and never in an address that stays.

The browser opens a file of this user that sends a token as a form; or the user pastes an address with a token. Each
token is taken once, for a cookie that holds the key. Cookies know no ports: another server on this machine would be
sent it too, so the cookie is for a path that only this browser knows.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
from contextlib import suppress
from html import escape
from typing import Final

from lint_pbt.errors import ConfigError

COOKIE: Final = "pbt-lint"
PROXY_HEADER: Final = "x-pbt-lint-key"
_SHORTEST: Final = 32  # characters of the key that a proxy sends
_LONGEST: Final = 4096
_FILE: Final = "open.html"
_PAGE: Final = """<!DOCTYPE html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<title>正在打开绩效目标表检查</title>
<form method="post" action="{address}"><input type="hidden" name="token" value="{token}">
<p>正在打开……没有反应的，请按这里：<button>打开</button></p></form>
<script>document.forms[0].submit()</script></html>
"""


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


def write_hand_over(folder: str, address: str, token: str) -> str:
    """Write the page that sends the token to an address, for this user's eyes only; gives its path."""
    path = os.path.join(folder, _FILE)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(_PAGE.format(address=escape(address), token=escape(token)))
    return path


def remove_hand_over(folder: str) -> None:
    """Take the page away once it was used."""
    with suppress(FileNotFoundError):
        os.unlink(os.path.join(folder, _FILE))


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
