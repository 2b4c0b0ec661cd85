"""The bodies of requests, read within bounds: of size, of time, and of what all together may take.

They go into files, each in a folder of its own that is gone with its request: the server itself stays small, and what
passes between it and the workers is a path.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from lint_pbt.web.serve.bounds import Bounds
from lint_pbt.web.serve.refusals import Refused

if TYPE_CHECKING:
    from starlette.requests import Request

_NO_LENGTH: Final = "请求没有写明长度，没有收。请用浏览器打开这个网页再试"
_TOO_LARGE: Final = "文件太大：一次最多收 {most} MB。绩效目标表不会这么大，请确认选对了文件，或者拆成几个再检查"
_TOO_LONG: Final = "请求太长，没有受理"
_FULL: Final = "现在同时检查的文件太多。请等一会儿再试"
_SLOW: Final = "文件传得太慢，没有收完。请再试一次"
_CUT_OFF: Final = "文件没有传完就断了。请再试一次"
_NO_SPACE: Final = "放临时文件的磁盘满了，或者写不了。请腾出地方再试一次"
BODY: Final = "body"
# Seconds in which what is refused for its size is read and thrown away: a browser sees the answer only then.
_DRAINED: Final = 10


class Bodies:
    """Reads bodies while there is room for them; a request keeps its room until it is answered."""

    def __init__(self, folder: str, bounds: Bounds) -> None:
        self._folder, self._bounds = folder, bounds
        self._free = bounds.bodies
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def body(self, request: Request) -> AsyncIterator[str]:
        """A folder that holds the whole body, in the file BODY, while the context lasts. Raises Refused."""
        length = request.headers.get("content-length", "")
        # Where both are given, h11 reads on to the end of the chunks, however many they are.
        if not (length.isascii() and length.isdigit()) or "transfer-encoding" in request.headers:
            raise Refused(411, _NO_LENGTH)
        if len(length) > 18 or int(length) > self._bounds.body:
            await _drain(request)
            raise Refused(413, _TOO_LARGE.format(most=self._bounds.body >> 20))
        size = int(length)
        await self._take(size)
        try:
            with TemporaryDirectory(dir=self._folder, ignore_cleanup_errors=True) as folder:
                await self._read(request, os.path.join(folder, BODY))
                yield folder
        finally:
            self._give_back(size)

    async def small(self, request: Request, most: int) -> bytes:
        """A body of at most so many bytes, which needs no room. Raises Refused."""
        parts = bytearray()
        try:
            while True:
                message = await asyncio.wait_for(request.receive(), self._bounds.pause)
                parts += message.get("body", b"")
                if len(parts) > most:
                    raise Refused(413, _TOO_LONG)
                if not message.get("more_body", False):
                    return bytes(parts)
        except asyncio.TimeoutError:
            raise Refused(408, _SLOW) from None

    async def _read(self, request: Request, path: str) -> None:
        try:
            await asyncio.wait_for(self._collect(request, path), self._bounds.arriving)
        except asyncio.TimeoutError:
            raise Refused(408, _SLOW) from None
        except OSError:
            raise Refused(507, _NO_SPACE) from None

    async def _collect(self, request: Request, path: str) -> None:
        # h11 holds the body to the length that was stated.
        with open(path, "xb") as file:
            while True:
                message = await asyncio.wait_for(request.receive(), self._bounds.pause)
                if message["type"] == "http.disconnect":
                    raise Refused(400, _CUT_OFF)
                file.write(message.get("body", b""))
                if not message.get("more_body", False):
                    return

    async def _take(self, size: int) -> None:
        """Wait for room, each in its turn."""
        if not self._waiting and size <= self._free:
            self._free -= size
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        place = (size, turn)
        self._waiting.append(place)
        try:
            await asyncio.wait_for(asyncio.shield(turn), self._bounds.turn)
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self._give_back(size)  # its turn came in the moment it gave up
            else:
                self._waiting.remove(place)
                self._call()
            if isinstance(error, asyncio.TimeoutError):
                raise Refused(503, _FULL) from None
            raise

    def _give_back(self, size: int) -> None:
        self._free += size
        self._call()

    def _call(self) -> None:
        while self._waiting and self._waiting[0][0] <= self._free:
            size, turn = self._waiting.popleft()
            self._free -= size
            turn.set_result(None)


async def _drain(request: Request) -> None:
    async def read() -> None:
        while (message := await request.receive())["type"] == "http.request" and message.get("more_body", False):
            pass

    with suppress(asyncio.TimeoutError):
        await asyncio.wait_for(read(), _DRAINED)
