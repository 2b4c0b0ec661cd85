"""How long the server lives: as long as a window of the page is open.

Each window keeps one request open (Server-Sent Events). A browser closes it with the window, however that ends, and
opens it again after a reload; unlike timers in the page it is not slowed down in the background.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Final

from lint_pbt.web.serve.bounds import Bounds

_BEAT: Final = 15  # seconds between two signs of life, by which a connection that was cut is noticed
MOST: Final = 50


class Windows:
    """The windows that are open, where the server does not `stay` whatever they do.

    `ended` is set when the server is to end, for whatever reason.
    """

    def __init__(self, bounds: Bounds, *, stay: bool) -> None:
        self.stay = stay
        self.ended = asyncio.Event()
        self._bounds = bounds
        self._open = 0
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Wait for the first window."""
        self._wait(self._bounds.opening)

    @property
    def full(self) -> bool:
        return self._open >= MOST

    async def stay_open(self) -> AsyncIterator[bytes]:
        """The stream for one window, till it closes or the server ends."""
        self._open += 1
        if self._timer is not None:
            self._timer.cancel()
        try:
            while not self.ended.is_set():
                yield b": \n\n"
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self.ended.wait(), _BEAT)
        finally:
            self._open -= 1
            if not self._open:
                self._wait(self._bounds.closed)

    def _wait(self, seconds: float) -> None:
        if not self.stay:
            self._timer = asyncio.get_running_loop().call_later(seconds, self.ended.set)
