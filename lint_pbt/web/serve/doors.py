"""Who comes in: an ASGI application around another that lets nothing pass but requests of our own page.

Other pages in the same browser can send requests here, and by a name of theirs that turns to 127.0.0.1 (rebinding)
read the answers; other users of the machine can connect. So the Host must be ours, what a browser says of where a
request comes from must be our page, and the key must be there. Every answer leaves with the headers that keep the
page alone.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, NamedTuple

from starlette.requests import Request
from starlette.responses import PlainTextResponse

from lint_pbt.web.serve.keys import COOKIE, PROXY_HEADER, Key
from lint_pbt.web.serve.refusals import Refused

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from lint_pbt.web.serve.keys import GivenKey

HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "origin-agent-cluster": "?1",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "x-robots-tag": "noindex",
    "connection": "close",
}
_OTHER_NAME: Final = "这个网页只能用程序打开时给出的地址，不能用别的名字。请从 pbt-lint serve 重新打开"
_OTHER_PAGE: Final = "这个请求不是从本网页发出的，没有受理"
_NO_KEY: Final = "这个网页只给打开它的人用。请从 pbt-lint serve 重新打开；地址只能用一次，用过了的请再运行一次"
_CRASHED: Final = "程序内部出错（{name}），这次没有做完。请再试一次；还是这样的，请把这一行报告给维护者"


class Home(NamedTuple):
    """Where the page lives: its origin (`http://127.0.0.1:8123`) and the path it begins with (`/5f0c…/`)."""

    origin: str
    path: str

    @property
    def host(self) -> str:
        return self.origin.partition("://")[2]

    @property
    def address(self) -> str:
        return self.origin + self.path

    @property
    def entrance(self) -> str:
        """The path where a token is exchanged for the key."""
        return f"{self.path}enter"


class Doors:
    """The application behind closed doors. With a `Key` its cookie opens, with a `GivenKey` the proxy's header.

    Where tokens are exchanged for a `Key`, the entrance is open to all, also to a form that comes from a file.
    """

    def __init__(self, inner: ASGIApp, home: Home, key: Key | GivenKey, policy: str) -> None:
        self._inner, self._home, self._key = inner, home, key
        self._by_cookie = isinstance(key, Key)
        # A policy that a page says of itself cannot forbid that it is shown in another.
        self._headers = {**HEADERS, "content-security-policy": f"{policy}; frame-ancestors 'none'"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def send_closed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._add_headers(message)
            await send(message)

        try:
            self._check(Request(scope))
            await self._inner(scope, receive, send_closed)
        except Refused as refused:
            if not started:
                await PlainTextResponse(refused.sentence, refused.status)(scope, receive, send_closed)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - the last resort before a traceback
            if not started:
                told = _CRASHED.format(name=type(error).__name__)
                await PlainTextResponse(told, 500)(scope, receive, send_closed)

    def _check(self, request: Request) -> None:
        if request.headers.getlist("host") != [self._home.host]:
            raise Refused(421, _OTHER_NAME)
        if self._by_cookie and request.url.path == self._home.entrance:
            return
        reads = request.method in ("GET", "HEAD")
        origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
        # Pages of this host on other ports are "same-site": that is not ours. "none" is an address typed in.
        if origin != self._home.origin and (origin is not None or not reads):
            raise Refused(403, _OTHER_PAGE)
        if site not in (None, "same-origin") and not (reads and site == "none"):
            raise Refused(403, _OTHER_PAGE)
        given = _cookies(request) if self._by_cookie else request.headers.getlist(PROXY_HEADER)
        if not any(map(self._key.fits, given)):
            raise Refused(403, _NO_KEY)

    def _add_headers(self, message: Message) -> None:
        """Ours, and of the answer's own what none of ours says otherwise."""
        headers = self._headers
        own = [(name, value) for name, value in message.get("headers", ()) if name.decode("latin-1") not in headers]
        message["headers"] = [*own, *((name.encode(), value.encode()) for name, value in headers.items())]


def _cookies(request: Request) -> list[str]:
    """The values of all cookies of our name: another page of this host may have set one beside ours."""
    pairs = (one.strip().partition("=") for line in request.headers.getlist("cookie") for one in line.split(";"))
    return [value for name, _, value in pairs if name == COOKIE]
