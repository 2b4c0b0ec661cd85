"""A server in a process of its own, asked through real sockets."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.places import ROOT

Fields = list[tuple[str, str]]


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Served:
    """A running server, its address, and the key once it is entered."""

    def __init__(self, process: subprocess.Popen[str], temporary: Path, told: str) -> None:
        self.process, self.temporary = process, temporary
        address = urlsplit(told)
        self.port = address.port or 0
        self.origin = f"http://127.0.0.1:{self.port}"
        self.entrance = address.path
        self.home = address.path.removesuffix("enter")
        self.token = parse_qs(address.query).get("token", [""])[0]
        self.cookie = ""

    def ask(self, method: str, path: str, fields: Fields | None = None, body: bytes | None = None) -> Answer:
        """One request with exactly these header fields; without any, those of our own page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.own(method) if fields is None else fields:
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer

    def own(self, method: str = "POST") -> Fields:
        """The header fields that a browser sends for our page."""
        fields = [("Host", f"127.0.0.1:{self.port}"), ("Sec-Fetch-Site", "same-origin")]
        if self.cookie:
            fields.append(("Cookie", self.cookie))
        return [*fields, ("Origin", self.origin)] if method == "POST" else fields

    def call(self, function: str, body: bytes = b"") -> Answer:
        return self.ask("POST", f"{self.home}ask", body=function.encode() + b"\n" + body)

    def enter(self) -> Answer:
        answer = self.ask("GET", f"{self.entrance}?token={self.token}")
        self.cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0]
        return answer

    def head(self, method: str, path: str, *more: str) -> bytes:
        """The head of a request of our own page, to be sent by hand."""
        lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in self.own(method)), *more]
        return "\r\n".join([*lines, "", ""]).encode()

    def window(self) -> socket.socket:
        """A window of the page: the request that it keeps open."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=15)
        connection.sendall(self.head("GET", f"{self.home}window"))
        assert b" 200 " in connection.recv(4096)
        return connection

    @property
    def memory(self) -> int:
        """The memory of the server's own process in MB."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE") >> 20

    @property
    def files(self) -> Path:
        """The folder with what the server's own process has open."""
        return Path(f"/proc/{self.process.pid}/fd")

    def children(self) -> list[int]:
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(child) for task in tasks for child in task.read_text().split()]

    def ended(self, seconds: float = 10) -> tuple[int, str]:
        """The exit code and what was told at the end."""
        code = self.process.wait(seconds)
        return code, self.process.stderr.read() if self.process.stderr else ""


@contextmanager
def servers(temporary: Path) -> Iterator[Callable[..., Served]]:
    """Starts servers whose temporary files go into a folder; it is empty when they have ended."""
    for needed in ("starlette", "uvicorn"):
        pytest.importorskip(needed, reason=f"{needed} is not here: pip install -e '.[serve]'")
    processes: list[subprocess.Popen[str]] = []
    temporary.mkdir(exist_ok=True)

    def start(**asked: object) -> Served:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.unit.web.serve.working",
                json.dumps({"browser": False, "workers": 1, **asked}),
            ],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(temporary), "PYTHONUTF8": "1"},
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )
        processes.append(process)
        return Served(process, temporary, address_in(process))

    yield start
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
        if process.stderr is not None:
            process.stderr.close()
    assert list(temporary.iterdir()) == []


def address_in(process: subprocess.Popen[str]) -> str:
    """The address that a server tells."""
    assert process.stderr is not None
    told = ""
    while line := process.stderr.readline():
        told += line
        if found := re.search(r"http://127[\w.:/?=-]+", line):
            return found[0]
    raise AssertionError(told)


def until(true: Callable[[], bool], seconds: float = 10) -> bool:
    """Whether something becomes true within the time."""
    end = time.monotonic() + seconds
    while not (now := true()) and time.monotonic() < end:
        time.sleep(0.05)
    return now
