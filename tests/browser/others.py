"""Browsers besides Chromium, as they are installed on a system: Firefox and WebKit (which Safari is made of)."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import pytest

SECONDS = 120
_WEBKIT = "WebKitWebDriver"
_FIREFOX = ("firefox", "firefox-esr")


class Window(Protocol):
    """A browser with one page in it."""

    def open(self, path: Path) -> None: ...

    def run(self, script: str) -> Any:
        """What an expression comes to, as JSON has it."""

    def choose(self, selector: str, path: Path) -> None:
        """Choose a file in the field that a selector names."""


def waits(window: Window, script: str) -> Any:
    """What an expression comes to as soon as that is true."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := window.run(script):
            return found
        time.sleep(0.2)
    raise AssertionError(f"after {SECONDS} s still not: {script}; the page says {window.run('state.textContent')!r}")


@contextmanager
def webkit() -> Iterator[Window]:
    """WebKit by its own driver; without a display in one that nobody sees."""
    selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    binary = next(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"), None)
    if not (driver := shutil.which(_WEBKIT)) or binary is None or not shutil.which("Xvfb"):
        pytest.skip(f"no WebKit here, looked for {_WEBKIT}, MiniBrowser and Xvfb")
    display, number = _display()
    try:
        options = selenium.webkitgtk.options.Options()
        options.binary_location = str(binary)
        options.add_argument("--automation")
        service = selenium.webkitgtk.service.Service(driver, env={"DISPLAY": f":{number}", "HOME": "/tmp"})
        started = selenium.WebKitGTK(options=options, service=service)
        try:
            yield _WebKit(started)
        finally:
            started.quit()
    finally:
        display.terminate()
        display.wait()


def _display() -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-nolisten", "tcp"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


class _WebKit:
    def __init__(self, driver: Any) -> None:
        self._driver = driver

    def open(self, path: Path) -> None:
        self._driver.get(path.as_uri())

    def run(self, script: str) -> Any:
        return self._driver.execute_script(f"return {script}")

    def choose(self, selector: str, path: Path) -> None:
        self._driver.find_element("css selector", selector).send_keys(str(path))


@contextmanager
def firefox(profile: Path) -> Iterator[Window]:
    """Firefox by WebDriver BiDi, which it speaks without a driver beside it."""
    websocket = pytest.importorskip("websocket", reason="websocket-client is not installed")
    if not (binary := next(filter(None, map(shutil.which, _FIREFOX)), None)):
        pytest.skip(f"no Firefox here, looked for {', '.join(_FIREFOX)}")
    command = [binary, "--headless", "--profile", str(profile), "--remote-debugging-port", "0", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = (re.search(r"ws://\S+", line) for line in process.stderr)
        address = next(filter(None, said)).group()
        window = _Firefox(websocket.create_connection(f"{address}/session", suppress_origin=True, timeout=SECONDS))
        try:
            yield window
        finally:
            window.ask("browser.close")
            process.communicate(timeout=SECONDS)


class _Firefox:
    def __init__(self, connection: Any) -> None:
        self._connection, self._last = connection, 0
        self.ask("session.new", capabilities={})
        self._page = {"context": self.ask("browsingContext.getTree")["contexts"][0]["context"]}

    def ask(self, method: str, **parameters: object) -> Any:
        self._last += 1
        self._connection.send(json.dumps({"id": self._last, "method": method, "params": parameters}))
        while (answer := json.loads(self._connection.recv())).get("id") != self._last:
            pass
        assert answer["type"] == "success", answer
        return answer["result"]

    def open(self, path: Path) -> None:
        self.ask("browsingContext.navigate", url=path.as_uri(), wait="complete", **self._page)

    def run(self, script: str) -> Any:
        told = self.ask(
            "script.evaluate", expression=f"JSON.stringify({script})", target=self._page, awaitPromise=False
        )
        assert told["type"] == "success", told
        return json.loads(told["result"].get("value", "null"))

    def choose(self, selector: str, path: Path) -> None:
        found = self.ask("browsingContext.locateNodes", locator={"type": "css", "value": selector}, **self._page)
        field = {"sharedId": found["nodes"][0]["sharedId"]}
        self.ask("input.setFiles", element=field, files=[str(path)], **self._page)
