"""What the server answers: the page, the open request of each of its windows, and what it asks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route, Router

from lint_pbt.web.serve.doors import Doors
from lint_pbt.web.serve.keys import COOKIE, Key
from lint_pbt.web.serve.refusals import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from lint_pbt.web.serve.bodies import Bodies
    from lint_pbt.web.serve.calls import Calls
    from lint_pbt.web.serve.doors import Home
    from lint_pbt.web.serve.keys import GivenKey
    from lint_pbt.web.serve.windows import Windows

_USED: Final = "这个地址已经用过了，或者不是这次给出的。请到打开它的窗口里看，或者再运行一次 pbt-lint serve"
_MANY: Final = "打开的窗口太多。请先关掉几个"
_NOTHING: Final = "没有这个网页。请从 pbt-lint serve 给出的地址打开"
_TOKEN: Final = 1024  # bytes, more than a form with a token has
# The cookie is for our own pages alone: with the first request, which comes from elsewhere, it would not be sent.
_ENTERED: Final = """<!DOCTYPE html>
<html lang="zh-CN"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={path}">
<title>正在打开绩效目标表检查</title><p>正在打开……没有反应的，<a href="{path}">按这里</a>。</p></html>
"""


class Application:
    """The routes below the path of the page. `entered` is called when the key has been handed over."""

    def __init__(
        self,
        home: Home,
        key: Key | GivenKey,
        page: str,
        calls: Calls,
        windows: Windows,
        bodies: Bodies,
        entered: Callable[[], None],
    ) -> None:
        self._home, self._key, self._page, self._entered = home, key, page, entered
        self._calls, self._windows, self._bodies = calls, windows, bodies
        routes = [
            Route(home.path, self._shown, methods=["GET"]),
            Route(f"{home.path}window", self._window, methods=["GET"]),
            Route(f"{home.path}ask", self._ask, methods=["POST"]),
        ]
        if isinstance(key, Key):
            routes.append(Route(home.entrance, self._enter, methods=["GET", "POST"]))
        self._inner = Router(routes, redirect_slashes=False, default=_nothing)

    def behind_doors(self, policy: str) -> Doors:
        """The whole, closed to all but the page, which the content security policy is for."""
        return Doors(self._inner, self._home, self._key, policy)

    async def _shown(self, _: Request) -> Response:
        return HTMLResponse(self._page)

    async def _enter(self, request: Request) -> Response:
        assert isinstance(self._key, Key)
        form = request.url.query
        if request.method == "POST":
            form = (await self._bodies.small(request, _TOKEN)).decode("ascii", "replace")
        key = self._key.exchange(_token(form))
        if key is None:
            raise Refused(403, _USED)
        self._entered()
        response = HTMLResponse(_ENTERED.format(path=self._home.path))
        response.set_cookie(COOKIE, key, path=self._home.path, httponly=True, samesite="strict")
        return response

    async def _window(self, _: Request) -> Response:
        if self._windows.stay:
            return Response(status_code=204)  # which tells a browser that there is nothing to be kept open
        if self._windows.full:
            raise Refused(503, _MANY)
        return StreamingResponse(self._windows.stay_open(), media_type="text/event-stream")

    async def _ask(self, request: Request) -> Response:
        async with self._bodies.body(request) as folder:
            answer = asyncio.ensure_future(self._calls.answer(folder))
            gone = asyncio.ensure_future(_gone(request))
            try:
                await asyncio.wait((answer, gone), return_when=asyncio.FIRST_COMPLETED)
                if not answer.done():
                    return Response(status_code=204)  # nobody is there to read it
                return Response(answer.result(), media_type="application/octet-stream")
            finally:
                answer.cancel()
                gone.cancel()


def _token(form: str) -> str:
    try:
        return parse_qs(form, max_num_fields=1).get("token", [""])[0]
    except ValueError:
        return ""


async def _gone(request: Request) -> None:
    """Return when whoever asked has closed the connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _nothing(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise Refused(404, _NOTHING)
