"""`pbt-lint.html` opened from disk in browsers besides Chromium: a table is chosen, and a proposal taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.one_file import DONE, READY
from tests.browser.others import Window, firefox, waits, webkit
from tests.places import EXAMPLES

_SAYS = "/{}/.test(document.getElementById('state').textContent)"
_FOUND = "document.querySelectorAll('#read [data-fingerprint]').length"


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def window(request: pytest.FixtureRequest, path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    started = webkit() if request.param == "webkit" else firefox(tmp_path_factory.mktemp("profile"))
    with started as window:
        window.open(path)
        waits(window, _SAYS.format(f"{READY}|没能"))
        yield window


@pytest.mark.parametrize("name", ["poor.xlsx", "poor.docx", "poor.pdf"])
def test_a_table_is_checked(window: Window, name: str) -> None:
    window.run("document.getElementById('state').textContent = ''")
    window.choose("#files", EXAMPLES / name)
    waits(window, _SAYS.format(DONE))
    said = window.run("document.getElementById('state').textContent")
    assert said.startswith("检查完了：1 个文件，错误 "), said
    assert window.run(_FOUND) > 0
    window.run("document.getElementById('clear').click()")


def test_what_is_proposed_is_taken(window: Window) -> None:
    window.choose("#files", EXAMPLES / "poor.xlsx")
    waits(window, _SAYS.format(DONE))
    before = window.run(_FOUND)
    window.run("document.querySelector('.better button').click()")
    waits(window, f"{_FOUND} < {before}")
    assert "改了 1 处" in window.run("document.getElementById('changes').textContent")
