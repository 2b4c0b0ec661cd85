"""A real browser for the tests of the page; where there is none they are skipped."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lint_pbt import lint
from lint_pbt.model.run import Run
from lint_pbt.reporters.html import report
from tests.browser.one_file import build
from tests.places import EXAMPLES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DAY = date(2026, 3, 1)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
_ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)

Opener = Callable[..., "Page"]


def written(run: Run, path: Path) -> str:
    """The address of the page of a run, which is written to the path."""
    with path.open("w", encoding="utf-8") as file:
        report(run, file, day=DAY)
    return path.as_uri()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.skip(f"no browser here, looked for {', '.join(_NAMES)}")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=_ARGUMENTS.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page in one file."""
    return build(tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="session")
def poor() -> Run:
    return lint([str(EXAMPLES / "poor.txt")])


@pytest.fixture(scope="session")
def two() -> Run:
    """Two files, one of them without findings."""
    return lint([str(EXAMPLES / "poor.txt"), str(EXAMPLES / "good.txt")])


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens the page of a run; whatever it did beside being a page is told at the end."""
    contexts, wrong = [], list[str]()

    def open_page(run: Run, hash: str = "", width: int = 1366, height: int = 800, **settings: Any) -> Page:
        uri = written(run, tmp_path / f"{len(contexts)}.html")
        context = browser.new_context(viewport={"width": width, "height": height}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: wrong.append(request.url) if request.url.split("#")[0] != uri else None)
        page.goto(uri + hash)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
