"""One run of the server: what is started in which order, what the user is told, and how it ends."""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from lint_pbt.errors import ConfigError
from lint_pbt.session.workers.pool import processors
from lint_pbt.system.scratch import scratch
from lint_pbt.web.serve.application import Application
from lint_pbt.web.serve.bodies import Bodies
from lint_pbt.web.serve.bounds import STANDARD, Bounds
from lint_pbt.web.serve.calls import Calls, Work
from lint_pbt.web.serve.doors import Home
from lint_pbt.web.serve.keys import Key, read_key
from lint_pbt.web.serve.opening import Opening
from lint_pbt.web.serve.server import HERE, Server, listening
from lint_pbt.web.serve.windows import Windows

if TYPE_CHECKING:
    import socket

    from lint_pbt.web.serve.keys import GivenKey

_STARTED: Final = """{opens}
表只在这台电脑上检查，不传出去；关掉网页就结束，在这里按 Ctrl-C 也行。
  {address}"""
_OPENS: Final = "网页在浏览器里打开；没有自己打开的，把下面的地址贴进浏览器（只能用一次）。"
_TO_OPEN: Final = "网页准备好了：把下面的地址贴进浏览器打开（只能用一次）。"
_FOR_PROXY: Final = "开好了：{here}，只接受代理 {proxy} 转来的请求；按 Ctrl-C 结束"
_NO_PORT: Final = "--proxy 要同时写 --port 和 --key-file：代理要知道往哪个端口转，请求里要带上密钥（见 docs/serve.md）"
_NO_PROXY: Final = "--key-file 要和 --proxy 一起用"
_ADDRESS: Final = "--proxy 要写同事打开的地址，如 https://jixiao.example.gov.cn/"
_OPEN: Final = "提醒：--proxy 的地址不是 https，网络上经过的人能看到表的内容"
_ENDED: Final = "已经结束，临时文件都删掉了"


class Page(NamedTuple):
    """What is served: the page with its content security policy, and what answers it in a worker that is prepared."""

    html: str
    policy: str
    work: Work
    prepare: Callable[[], None] | None = None


class Options(NamedTuple):
    """What a user asks for: the port (None: a free one), whether to open the browser, to stay when the windows close,
    the address at a proxy with the file of its key, and how many workers there are (None: one a processor). Without a
    `terminal` nobody can read an address and paste it.
    """

    port: int | None = None
    browser: bool = True
    stay: bool = False
    proxy: str | None = None
    key_file: str | None = None
    workers: int | None = None
    terminal: bool = True


def run(options: Options, say: Callable[[str], None]) -> None:
    """Serve our page as `serve` does."""
    from lint_pbt.web.page import bridge, shell

    serve(Page(shell.shell("http"), shell.policy("http"), bridge.answer, bridge.warm), options, say)


def serve(page: Page, options: Options, say: Callable[[str], None], bounds: Bounds = STANDARD) -> None:
    """Serve the page till its windows are closed or the process is asked to end. Raises ConfigError, WriteError."""
    _leave_no_dumps()
    key, at_proxy = _at_proxy(options, say)
    with scratch() as folder, listening(options.port) as listener:
        here = f"http://{HERE}:{listener.getsockname()[1]}"
        home = at_proxy or Home(here, f"/{secrets.token_hex(8)}/")
        windows = Windows(bounds, stay=options.stay or at_proxy is not None)
        opening = Opening(home, key, folder) if isinstance(key, Key) else None
        with Calls(page.work, page.prepare, options.workers or processors(), bounds.work) as calls:
            calls.make_ready()
            entered = opening.entered if opening else lambda: None
            application = Application(home, key, page.html, calls, windows, Bodies(folder, bounds), entered)
            server = Server(application.behind_doors(page.policy), windows, bounds)
            asked = None
            if opening is None:
                say(_FOR_PROXY.format(here=here, proxy=home.address))
            else:
                say(_STARTED.format(opens=_OPENS if options.browser else _TO_OPEN, address=opening.address()))
                if options.browser:
                    asked = opening.open(None if options.terminal else bounds.browser)
            asyncio.run(_run(server, listener, asked))
    say(_ENDED)


async def _run(server: Server, listener: socket.socket, opening: Coroutine[None, None, None] | None) -> None:
    """Serve till the end, and have the page opened meanwhile."""
    opened = asyncio.create_task(opening) if opening is not None else None
    await server.serve([listener])
    if opened is not None:
        opened.cancel()


def _at_proxy(options: Options, say: Callable[[str], None]) -> tuple[Key | GivenKey, Home | None]:
    """The key, and where the page lives if that is at a proxy. Raises ConfigError."""
    if options.proxy is None:
        if options.key_file is not None:
            raise ConfigError(_NO_PROXY)
        return Key(), None
    if options.port is None or options.key_file is None:
        raise ConfigError(_NO_PORT)
    try:
        parts = urlsplit(options.proxy)
        wrong = parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.port == 0
    except ValueError as error:
        raise ConfigError(_ADDRESS) from error
    if wrong or parts.query or parts.fragment or not parts.path.isascii():
        raise ConfigError(_ADDRESS)
    if parts.scheme == "http":
        say(_OPEN)
    return read_key(options.key_file), Home(f"{parts.scheme}://{parts.netloc.lower()}", f"{parts.path.rstrip('/')}/")


def _leave_no_dumps() -> None:
    """Let no process of ours leave its memory, with somebody's table in it, on the disk when it crashes."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
