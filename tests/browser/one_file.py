"""The page in one file, built once and opened from disk in a browser without a network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.places import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FETCHED = (ROOT / "release/page/node_modules/pyodide", ROOT / "dist/.page/wheels/fetched.txt")
READY, DONE = "准备好了", "检查完了|没有能检查"
SECONDS = 120


def build(folder: Path) -> Path:
    """The page, or a skip where what it is made of is not here."""
    if shutil.which("node") is None:
        pytest.skip("no node here, which the page is built with")
    if not all(path.exists() for path in FETCHED):
        pytest.skip("what the page is built from has not been fetched: python -m release.page.build")
    from release.page.build import built

    path = folder / "pbt-lint.html"
    path.write_text(built(), "utf-8")
    return path


@contextmanager
def opened(browser: Browser, path: Path, wrong: list[str], **settings: object) -> Iterator[Page]:
    """The page, ready; what it does that it should not is added to `wrong`."""
    context = browser.new_context(offline=True, accept_downloads=True, **settings)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("console", lambda message: wrong.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("request", lambda request: wrong.append(request.url) if not _is_own(request.url, path) else None)
    page.goto(path.as_uri())
    says(page, f"{READY}|没能")
    assert READY in (page.text_content("#state") or "")
    yield page
    context.close()


def _is_own(url: str, path: Path) -> bool:
    return url == path.as_uri() or url.startswith("blob:null/")


def says(page: Page, pattern: str) -> None:
    """Wait until the page says something."""
    page.wait_for_selector(f"#state:text-matches('{pattern}')", timeout=SECONDS * 1000)


def choose(page: Page, *paths: Path) -> None:
    """Choose files and wait until they are checked."""
    page.evaluate("document.getElementById('state').textContent = ''")  # what it says comes after this
    page.set_input_files("#files", [str(path) for path in paths])
    says(page, DONE)
