"""`pbt-lint.html` as an officer meets it: opened from disk, without a network; and what it finds, byte for byte."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest

import lint_pbt
from lint_pbt.reporters.json.report import report
from tests.browser.one_file import choose, opened, says
from tests.places import EXAMPLES, ROOT, TESTS
from tests.unit.web.page.test_stand_ins import tables

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Download, Page

AXE = ROOT / "release/page/node_modules/axe-core/axe.min.js"
MOST_MEGABYTES = 20
_REPORT = """async ([name, data, format]) => {
    const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
    const [, [report]] = await pbtLint.ask({call: "report", tables: [{name}], format}, [bytes]);
    return new TextDecoder().decode(report);
}"""


# Ways to begin a connection, as promises.
_BEGINNINGS = (
    "fetch('{}')",
    "import('{}')",
    "new Promise((d, f) => {{ const x = new WebSocket('ws://127.0.0.1:9/'); x.onerror = f; x.onopen = d; }})",
    "new Promise((d, f) => {{ const i = new Image(); i.onerror = f; i.onload = d; i.src = '{}'; }})",
)
_VIOLATIONS = """axe.run(document, {iframes: false})
    .then(told => told.violations.map(one => [one.id, one.nodes.map(node => node.html)]))"""


@pytest.fixture(scope="module")
def one(browser: Browser, path: Path) -> Iterator[Page]:
    """The page, opened once for all tests here."""
    wrong: list[str] = []
    with opened(browser, path, wrong) as page:
        yield page
    assert wrong == []


@pytest.fixture
def page(one: Page) -> Iterator[Page]:
    yield one
    if one.locator("dialog[open]").count():
        one.keyboard.press("Escape")
    if one.locator("#clear").is_visible():
        one.click("#clear")


def in_the_page(page: Page, path: Path) -> str:
    import base64

    data = base64.b64encode(path.read_bytes()).decode()
    told: str = page.evaluate(_REPORT, [str(path), data, "json"])
    return told


def here(path: Path) -> str:
    stream = StringIO()
    report(lint_pbt.lint(str(path), lint_pbt.Settings()), stream)
    return stream.getvalue()


class TestFindings:
    @pytest.mark.parametrize("path_of", tables(), ids=lambda path: f"{path.parent.name}-{path.name}")
    def test_they_are_those_of_the_linter_byte_for_byte(self, page: Page, path_of: Path) -> None:
        assert in_the_page(page, path_of) == here(path_of)

    def test_old_workbooks_and_web_pages(self, page: Page, tmp_path: Path) -> None:
        from tests.carriers import WRITERS, as_sheetful

        for suffix in (".xls", ".html", ".md", ".docx"):
            path = tmp_path / f"表{suffix}"
            WRITERS[suffix](path, [as_sheetful(EXAMPLES / "poor.csv")])
            assert in_the_page(page, path) == here(path)


class TestAlone:
    def test_it_is_small_enough(self, path: Path) -> None:
        assert path.stat().st_size <= MOST_MEGABYTES * 1_000_000

    def test_it_says_that_it_connects_to_nothing(self, page: Page) -> None:
        assert "不连任何网络" in (page.text_content(".promise") or "")

    @pytest.mark.parametrize("begin", _BEGINNINGS)
    def test_nothing_can_connect_from_it(self, browser: Browser, path: Path, begin: str) -> None:
        refused: list[str] = []
        context = browser.new_context()  # a network there is
        page = context.new_page()
        page.on("console", lambda message: refused.append(message.text))
        page.goto(path.as_uri())
        address = "http://127.0.0.1:9/x"
        assert page.evaluate(f"Promise.resolve().then(() => {begin.format(address)}).then(() => 1, () => 0)") == 0
        assert any("Content Security Policy" in text for text in refused)
        context.close()


class TestFiles:
    def test_several_with_their_totals(self, page: Page) -> None:
        choose(page, EXAMPLES / "poor.xlsx", EXAMPLES / "poor.txt", EXAMPLES / "good.docx")
        assert page.locator("#rows tr").count() == 3
        assert page.inner_text("#totals").split("\t")[1:4] == ["8", "17", "9"]
        assert page.inner_text("#one-title") == "poor.xlsx"

    def test_a_zip(self, page: Page, tmp_path: Path) -> None:
        path = tmp_path / "稿.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(EXAMPLES / "poor.xlsx", "甲/表.xlsx")
            archive.writestr("图.png", b"x")
        choose(page, path)
        assert "稿.zip/甲/表.xlsx" in page.inner_text("#rows")
        assert "图.png" in page.inner_text("#left-out")

    def test_a_folder(self, page: Page, tmp_path: Path) -> None:
        for name in ("甲/表.csv", "甲/图.png", "甲/.~表.csv", "乙/表.csv"):
            path = tmp_path / "稿" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes((EXAMPLES / "poor.csv").read_bytes())
        page.set_input_files("#folder", str(tmp_path / "稿"))
        page.wait_for_selector("#totals:has-text('合计 2 个文件')")
        says(page, "检查完了")
        assert sorted(page.locator("#rows th").all_inner_texts()) == ["稿/乙/表.csv", "稿/甲/表.csv"]
        assert page.inner_text("#left-out") == "另有 1 个文件不是表格，没有检查：稿/甲/图.png"

    def test_a_file_that_is_dropped(self, page: Page) -> None:
        page.evaluate(
            """([name, text]) => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([text], name));
                document.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, cancelable: true }));
            }""",
            ["拖来的.csv", (EXAMPLES / "poor.csv").read_text("utf-8")],
        )
        says(page, "检查完了")
        assert page.inner_text("#one-title") == "拖来的.csv"

    @pytest.mark.parametrize(
        "data", [b"", b"PK\x03\x04", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(99)]
    )
    def test_broken_ones_say_why(self, page: Page, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "坏.xlsx"
        path.write_bytes(data)
        choose(page, path)
        assert len(page.inner_text("#verdict")) > 10
        assert "Traceback" not in page.inner_text("main")

    def test_one_that_takes_too_long_costs_only_itself(self, page: Page) -> None:
        told = page.evaluate(
            """async () => {
                const asked = pbtLint.ask({call: "hello"}, []).then(() => "answered", (error) => error.message);
                await new Promise((done) => setTimeout(done));
                pbtLint.end(pbtLint.last, "太久了");
                return asked;
            }"""
        )
        assert told == "太久了"
        choose(page, EXAMPLES / "poor.xlsx")
        assert "错误 2" in page.inner_text("#verdict")

    def test_texts_of_a_table_are_texts(self, page: Page, tmp_path: Path) -> None:
        path = tmp_path / "a<img src=x onerror=alert(1)>.csv"
        text = (EXAMPLES / "poor.csv").read_text("utf-8")
        path.write_text(
            text.replace("清扫保洁道路条数", "<img src=x onerror=alert(1)><script>alert(2)</script>"), "utf-8"
        )
        choose(page, path)
        assert "<img src=x" in page.inner_text("#read")
        assert page.locator("main img, main script").count() == 0


class TestOneFile:
    def test_every_finding_is_shown(self, page: Page) -> None:
        choose(page, EXAMPLES / "poor.txt")
        run = lint_pbt.lint(str(EXAMPLES / "poor.txt"), lint_pbt.Settings())
        shown = page.locator("#read [data-fingerprint]").evaluate_all("all => all.map(one => one.dataset.fingerprint)")
        assert sorted(shown) == sorted(finding.fingerprint for finding in run.findings)

    def test_an_edit_changes_what_is_found_at_once(self, page: Page) -> None:
        choose(page, EXAMPLES / "poor.xlsx")
        before = page.locator("#read [data-fingerprint]").count()
        cell = page.get_by_role("button", name="市容环境有效投诉件数，指标值：≤60。按一下修改")
        cell.focus()
        page.keyboard.press("Enter")
        page.keyboard.type("≤60件")
        page.keyboard.press("Enter")
        page.wait_for_selector("#changed:not([hidden])")
        assert page.locator("#read [data-fingerprint]").count() == before - 1
        assert "改了 1 处" in page.inner_text("#changes")
        page.click("#restore")
        page.wait_for_selector("#changed", state="hidden")
        assert page.locator("#read [data-fingerprint]").count() == before

    def test_what_is_proposed_is_taken_with_a_button_and_saved(self, page: Page) -> None:
        choose(page, EXAMPLES / "poor.txt")
        page.locator(".better button").first.click()
        page.wait_for_selector("#changed:not([hidden])")
        said, data = downloaded(page, "#save")
        assert said == "poor.改过.txt"
        assert data != (EXAMPLES / "poor.txt").read_bytes()
        page.click("#restore")
        page.wait_for_selector("#changed", state="hidden")

    def test_a_proposal_holds_for_both_values_that_read_alike(self, page: Page) -> None:
        choose(page, EXAMPLES / "poor.txt")
        before = page.locator("#read [data-fingerprint]").count()
        page.get_by_role("button", name="把“≤0起”改成“0起”").click()
        page.wait_for_selector("#changed:not([hidden])")
        assert "改了 2 处" in page.inner_text("#changes")
        assert page.locator("#read [data-fingerprint]").count() == before - 1
        page.click("#restore")
        page.wait_for_selector("#changed", state="hidden")

    def test_doubtful_columns_are_asked_once(self, page: Page) -> None:
        table = TESTS / "shapes/contents-under-strange-titles.csv"
        choose(page, table)
        assert "“看什么”这一列（第 3 列）是指标名称吗？" in page.inner_text(".question")
        page.get_by_role("button", name="都对").click()
        page.wait_for_selector(".question", state="detached")
        page.click("#clear")
        choose(page, table)
        assert page.locator(".question").count() == 0
        page.click("#settings summary")
        page.click("#forget")
        page.wait_for_selector(".question")
        page.click("#settings summary")

    def test_the_report_is_the_linter_s_own(self, page: Page) -> None:
        choose(page, EXAMPLES / "poor.xlsx")
        page.click("#tab-report")
        frame = page.wait_for_selector("#report iframe")
        assert frame is not None
        inside = frame.content_frame()
        assert inside is not None
        inside.wait_for_selector("h1")
        assert inside.locator("li.f").count() == 6
        inside.click("li.f a[href='#rule-V102']")
        inside.wait_for_selector("#rule-V102:target")
        inside.select_option("select[name=rule]", "V102")
        assert "显示 1 条问题" in inside.inner_text("#count")
        page.evaluate(
            "() => { document.querySelector('#report iframe').contentWindow.print = () => { window.printed = 1; }; }"
        )
        page.click("[data-do=print]")
        says(page, "检查完了")
        assert page.evaluate("window.printed") == 1
        page.click("#tab-read")

    def test_the_copies(self, page: Page) -> None:
        choose(page, EXAMPLES / "poor.docx")
        name, data = downloaded(page, "[data-do=annotate]")
        assert name == "poor.批注.docx"
        assert len(list(docx.Document(BytesIO(data)).comments)) > 5
        name, data = downloaded(page, "[data-do=opinions]")
        assert name == "poor.审核意见.xlsx"
        assert openpyxl.load_workbook(BytesIO(data)).worksheets
        name, data = downloaded(page, "[data-do=report]")
        assert "绩效目标检查报告" in data.decode()

    def test_what_is_fixed_is_shown_before(self, page: Page) -> None:
        choose(page, EXAMPLES / "poor.txt")
        page.click("[data-do=fix]")
        page.wait_for_selector("dialog[open]")
        assert "会改 2 处" in page.inner_text("dialog")
        name, data = downloaded(page, "dialog button.main")
        assert name == "poor.改好.txt"
        assert "≥ 95 %" not in data.decode()

    def test_the_comparison_with_an_earlier_draft(self, page: Page) -> None:
        choose(page, EXAMPLES / "good.xlsx")
        page.click("[data-do=compare]")
        page.set_input_files("#old-draft", str(EXAMPLES / "poor.xlsx"))
        page.click("dialog button.main")
        frame = page.wait_for_selector("#compared iframe", timeout=60000)
        assert frame is not None
        inside = frame.content_frame()
        assert inside is not None
        inside.wait_for_selector("h1")
        assert "绩效目标对照报告" in inside.inner_text("h1")

    def test_a_configuration_of_its_own(self, page: Page, tmp_path: Path) -> None:
        path = tmp_path / "我的.yaml"
        path.write_text("rules: {V102: off}", "utf-8")
        choose(page, EXAMPLES / "poor.xlsx")
        page.click("#settings summary")
        page.set_input_files("#configuration", str(path))
        page.wait_for_selector("#read:not(:has-text('V102'))")
        path.write_text("rules: {V999: off}", "utf-8")
        page.set_input_files("#configuration", str(path))
        page.wait_for_selector("#verdict:has-text('我的.yaml 第 1 行')")
        page.get_by_role("button", name="不用它").click()
        page.wait_for_selector("#read:has-text('V102')")
        page.click("#settings summary")


def downloaded(page: Page, button: str) -> tuple[str, bytes]:
    """Name and content of what a button hands over."""
    with page.expect_download(timeout=60000) as waiting:
        page.click(button)
    download: Download = waiting.value
    return download.suggested_filename, Path(download.path()).read_bytes()


class TestForEverybody:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [1366, 390])
    def test_axe_finds_nothing(self, browser: Browser, path: Path, scheme: str, width: int) -> None:
        if not AXE.is_file():
            pytest.skip("axe-core has not been fetched: npm ci in release/page/")
        wrong: list[str] = []
        with opened(browser, path, wrong, color_scheme=scheme, viewport={"width": width, "height": 800}) as page:
            assert self._violations(page) == []
            choose(page, EXAMPLES / "poor.xlsx", TESTS / "shapes/contents-under-strange-titles.csv")
            page.click("#settings summary")
            page.get_by_role("button", name="contents-under-strange-titles.csv").click()
            assert self._violations(page) == []
            page.get_by_role("button", name="poor.xlsx", exact=True).click()
            page.locator("[data-key$=annual_value]").first.click()
            assert self._violations(page) == []
            page.keyboard.type("1")
            page.keyboard.press("Enter")
            page.wait_for_selector("#changed:not([hidden])")
            page.click("[data-do=compare]")
            assert self._violations(page) == []
            page.keyboard.press("Escape")
            page.click("#tab-report")
            page.wait_for_selector("#report iframe")
            assert self._violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert wrong == []

    def _violations(self, page: Page) -> list[object]:
        found: list[object] = []
        for frame in page.frames:
            frame.evaluate(AXE.read_text("utf-8") + ";0")
            found += frame.evaluate(_VIOLATIONS)
        return found

    def test_the_keyboard_alone_does(self, page: Page) -> None:
        choose(page, EXAMPLES / "poor.xlsx")
        assert page.evaluate("document.activeElement.id") == "one-title"
        page.focus("#tab-read")
        page.keyboard.press("ArrowRight")
        page.wait_for_selector("#report iframe")
        assert page.get_attribute("#tab-report", "aria-selected") == "true"
        page.keyboard.press("ArrowLeft")
        assert page.get_attribute("#tab-read", "aria-selected") == "true"


@pytest.mark.slow
def test_two_hundred_files(page: Page, tmp_path: Path) -> None:
    text = (EXAMPLES / "poor.csv").read_bytes()
    paths = [tmp_path / f"{number:03}.csv" for number in range(200)]
    for path in paths:
        path.write_bytes(text)
    choose(page, *paths)
    assert page.locator("#rows tr").count() == 200
    assert "合计 200 个文件" in page.inner_text("#totals")
