"""uvicorn as it serves here: at a port of this machine alone, ended by its windows or by the process being asked to."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

import uvicorn

from lint_pbt.errors import ConfigError
from lint_pbt.web.serve.connections import bounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.types import ASGIApp

    from lint_pbt.web.serve.bounds import Bounds
    from lint_pbt.web.serve.windows import Windows

HERE: Final = "127.0.0.1"
_WAITING: Final = 128
_PORTS: Final = range(20_000, 30_000)
_TRIES: Final = 20
_ENDING: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


def listening(port: int | None) -> socket.socket:
    """A socket that listens to this machine alone, at the port asked for or at a free one. Raises ConfigError.

    What is free is tried from the same port on for each user: a browser keeps what the page remembers by its port.
    """
    if port is not None:
        return _at(port)
    # Below those that the system gives away, and another for each user of the machine.
    usual = _PORTS.start + crc32(os.path.expanduser("~").encode("utf-8", "replace")) % len(_PORTS)
    for wanted in range(usual, usual + _TRIES):
        with contextlib.suppress(ConfigError):
            return _at(wanted)
    return _at(0)


def _at(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # Windows lets another program take over a port unless it is told not to; elsewhere a port just left is free again.
    exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
    found.setsockopt(socket.SOL_SOCKET, exclusive or socket.SO_REUSEADDR, 1)
    try:
        found.bind((HERE, port))
        found.listen(_WAITING)  # at once: the address is about to be told
    except OSError as error:
        found.close()
        raise ConfigError(f"端口 {port} 用不了（{error.strerror}）。请换一个，或者不写 --port，由程序找空的") from error
    return found


class Server(uvicorn.Server):
    """uvicorn's server, which ends with the windows or when the process is asked to end, and then returns."""

    def __init__(self, application: ASGIApp, windows: Windows, bounds: Bounds) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                http=bounded(bounds),
                loop="asyncio",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_graceful_shutdown=1,
            )
        )
        self._windows = windows

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._windows.begin()

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or self._windows.ended.is_set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._windows.ended.set()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        before: dict[int, Any] = {}
        for name in _ENDING:
            if number := getattr(signal, name, None):
                before[number] = signal.signal(number, self.handle_exit)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
