"""Connections that keep nobody else out: each has a time to say what it wants, answers once, and goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from lint_pbt.web.serve.bounds import Bounds

if TYPE_CHECKING:
    import asyncio


class Connection(H11Protocol):
    """uvicorn's connection with what it leaves open: a time for the head of a request, and for reading the answer.

    Every answer says `Connection: close` (see `doors`), so that there is one request to a connection and one head.
    """

    bounds: Bounds  # set by the class that `bounded` makes

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._ending = self.loop.call_later(self.bounds.head, self._head_is_late)
        if len(self.connections) > self.bounds.connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        self._ending.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._ending.cancel()
        self._ending = self.loop.call_later(self.bounds.reading, self.transport.abort)

    def _head_is_late(self) -> None:
        if self.cycle is None:
            self.transport.abort()

    def _make_room(self) -> None:
        """Give up the connection that has been silent longest, so that a flood of silent ones locks nobody out."""
        connections: list[Any] = list(self.connections)  # all of them are of this class
        silent = [one for one in connections if one.cycle is None and not one.transport.is_closing()]
        oldest = min(silent, key=lambda one: one._ending.when(), default=self)
        oldest.transport.abort()


def bounded(bounds: Bounds) -> type[Connection]:
    """The class of connections within these bounds."""
    return type("BoundedConnection", (Connection,), {"bounds": bounds})
