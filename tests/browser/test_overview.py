"""The overview for the head in a real browser: any width, light and dark, two sheets of paper, hostile words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from lint_pbt.bureau.overview.figures import (
    Course,
    DepartmentFigures,
    Fault,
    Figures,
    ProjectFigures,
    Total,
    UnreadFile,
)
from lint_pbt.bureau.overview.page import write_page
from tests.browser import hostile
from tests.browser.test_page import axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WHEN = datetime(2026, 3, 5)
Opener = Callable[..., "Page"]


def figures(
    count: int, name: str = "云州市清江区人力资源和社会保障局", text: str = "指标值没有数字也没有期限，年底无法核对"
) -> Figures:
    """An overview of so many departments, all with the same long words."""
    departments = tuple(
        DepartmentFigures(f"{name}{at}", 10, at % 3, 50, 300, count - at, 80, 7, 91.5, (count, 300))
        for at in range(count)
    )
    return Figures(
        now=Total(2, 10 * count, count, 50 * count, 300 * count, 9 * count, 80 * count, 7 * count),
        before=Total(1, 10 * count, count, 50 * count, 290 * count, 12 * count, 90 * count, 8 * count),
        course=Course(110 * count, 60 * count, 50 * count, 3),
        score=88.2,
        settled=12,
        partly=3,
        left_out=1,
        expected=count + 40,
        missing=tuple(f"{name}{at}分局" for at in range(40)),
        unlisted=(name,),
        departments=departments,
        unread=tuple(UnreadFile(f"{name}/{name}{at}.xlsx", name, "没有读成", text * 2) for at in range(count)),
        worst=tuple(ProjectFigures(f"{text}{at}", name, "a", "b", 40.5, 9, 8, 7) for at in range(20)),
        faults=tuple(
            Fault(f"V1{at:02}", text, "error", 99, 20, text, f"{name}·{text}", text, text * 2, text) for at in range(15)
        ),
        distribution=(("90 分以上（优）", 5), ("80–90 分（良）", 9), ("60–80 分（中）", 4), ("不到 60 分（差）", 2)),
        returned=((text, "fair"),),
    )


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens an overview; whatever it did beside being a page is told at the end."""
    contexts, wrong = [], list[str]()

    def open_page(of: Figures, width: int = 1366, **settings: Any) -> Page:
        path = tmp_path / f"{len(contexts)}.html"
        with path.open("wb") as stream:
            write_page(of, stream, WHEN)
        context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: wrong.append(request.url) if request.url != path.as_uri() else None)
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.mark.parametrize("width", [360, 768, 1366, 1920])
@pytest.mark.parametrize("count", [1, 20, 200])
def test_nothing_hangs_over_the_edge(count: int, width: int, opened: Opener) -> None:
    page = opened(figures(count), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("count", [1, 20, 200])
def test_it_prints_on_two_sheets(count: int, opened: Opener, tmp_path: Path) -> None:
    page = opened(figures(count))
    page.pdf(path=str(tmp_path / "page.pdf"), prefer_css_page_size=True)
    assert len(pypdfium2.PdfDocument(tmp_path / "page.pdf")) <= 2


@pytest.mark.parametrize(("scheme", "width"), [("light", 1366), ("dark", 1366), ("dark", 360)])
def test_axe_finds_nothing(scheme: str, width: int, opened: Opener) -> None:
    script = axe()
    page = opened(figures(20), width, color_scheme=scheme)
    page.evaluate(script)
    found = page.evaluate("axe.run().then(result => result.violations)")
    assert [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"][:3]] == []


def test_the_dark_page_is_dark(opened: Opener) -> None:
    shade = "getComputedStyle(document.querySelector('main')).backgroundColor"
    light, dark = (opened(figures(3), color_scheme=scheme).evaluate(shade) for scheme in ("light", "dark"))
    assert light == "rgb(255, 255, 255)" and dark != light


def test_hostile_words_stay_words(opened: Opener) -> None:
    page = opened(figures(3, hostile.TEXT, hostile.TEXT))
    assert page.evaluate("document.scripts.length") == 0
    text = page.content()
    assert not any(one in text for one in hostile.FORBIDDEN) and "49" not in page.locator("#unread").inner_text()


def test_what_the_head_asks_stands_in_this_order(opened: Opener) -> None:
    page = opened(figures(20))
    order = page.locator("main h2").evaluate_all("all => all.map(one => one.firstChild.textContent.trim())")
    assert order == [
        "结论", "和上一轮比", "还没有交的部门", "没有读成的文件", "部门排名", "最常见的问题", "得分最低的项目",
        "得分分布",
    ]  # fmt: skip
