"""The key is handed to the user's browser: once, and never in an address that stays.

The browser opens a file of this user, which sends a token as a form. Or somebody opens an address with a token, which
is used up with that.
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress
from html import escape
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lint_pbt.web.serve.doors import Home
    from lint_pbt.web.serve.keys import Key

_FILE: Final = "open.html"
_PAGE: Final = """<!DOCTYPE html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<title>正在打开绩效目标表检查</title>
<form method="post" action="{address}"><input type="hidden" name="token" value="{token}">
<p>正在打开……没有反应的，请按这里：<button>打开</button></p></form>
<script>document.forms[0].submit()</script></html>
"""


class Opening:
    """How the page at a home is opened; the file for it lies in a folder that only this user can enter."""

    def __init__(self, home: Home, key: Key, folder: str) -> None:
        self._entrance, self._key = home.origin + home.entrance, key
        self._file = Path(folder, _FILE)
        self._entered = asyncio.Event()

    def address(self) -> str:
        """An address that opens the page once."""
        return f"{self._entrance}?token={self._key.token()}"

    def entered(self) -> None:
        """The page was opened: what was written for it goes."""
        self._entered.set()
        with suppress(FileNotFoundError):
            self._file.unlink()

    async def open(self, patience: float | None) -> None:
        """Have the browser open the file; where it has not after so many seconds, the address itself.

        Command lines can be read by all users of a machine, so the address is the second choice, and none with a
        `patience` of None: it is for a browser in a cage of its own, which cannot read the file, where there is no
        terminal from which to paste.
        """
        self._write()
        _show(self._file.as_uri())
        if patience is None:
            return
        try:
            await asyncio.wait_for(self._entered.wait(), patience)
        except asyncio.TimeoutError:
            _show(self.address())

    def _write(self) -> None:
        descriptor = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(_PAGE.format(address=escape(self._entrance), token=escape(self._key.token())))


def _show(address: str) -> None:
    """Have an address opened in the user's browser, if there is one that has a window."""
    import webbrowser

    if sys.platform in ("win32", "darwin") or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))):
        # Some browsers are waited for till they end, which is no reason not to end ourselves.
        Thread(target=webbrowser.open, args=(address,), daemon=True).start()
