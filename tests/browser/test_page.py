"""The page in a real browser: filters, links, keyboard, widths, paper, and texts that are meant to do harm."""

from __future__ import annotations

import os
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lint_pbt import lint
from lint_pbt.model.run import Run
from tests.browser import hostile
from tests.browser.conftest import EXAMPLES, Opener, written

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDTHS = (360, 768, 1366, 1920)


def visible(page: Page) -> list[str]:
    """The fingerprints of the findings that can be seen (or scrolled to)."""
    found: list[str] = page.eval_on_selector_all(
        "li.f", "all => all.filter(one => !one.closest('[hidden]')).map(one => one.dataset.fingerprint)"
    )
    return found


def fingerprints(run: Run, **asked: str) -> Counter[str]:
    return Counter(
        one.fingerprint
        for one in run.findings
        if asked.get("severity", one.severity) == one.severity and asked.get("rule", one.rule.id) == one.rule.id
    )


def count(page: Page) -> str:
    return page.inner_text("#count")


def wait_for_count(page: Page, text: str) -> None:
    from playwright.sync_api import expect

    expect(page.locator("#count")).to_contain_text(text)


class TestFilters:
    def test_everything_is_shown_at_first(self, poor: Run, opened: Opener) -> None:
        page = opened(poor)
        assert Counter(visible(page)) == fingerprints(poor)
        assert count(page) == f"共 {len(poor.findings)} 条问题，涉及 5 个项目"

    def test_by_severity(self, poor: Run, opened: Opener) -> None:
        page = opened(poor)
        page.locator("input[value=warning]").uncheck()
        page.locator("input[value=info]").uncheck()
        wanted = fingerprints(poor, severity="error")
        assert Counter(visible(page)) == wanted
        assert f"显示 {wanted.total()} 条问题（共 {len(poor.findings)} 条）" in count(page)
        assert page.url.endswith("#?severity=error")

    @pytest.mark.parametrize("chosen", ["select", "bar", "table", "explanation"])
    def test_by_rule(self, chosen: str, poor: Run, opened: Opener) -> None:
        page = opened(poor)
        if chosen == "select":
            page.select_option("[name=rule]", "V101")
        elif chosen == "bar":
            page.locator("g.bar[data-choice=V101]").click()
        elif chosen == "table":
            page.locator("figure[data-filter=rule] summary").click()
            page.locator("figure a[data-choice=V101]").click()
        else:
            page.locator("#rule-V101 h3 a").click()
        assert Counter(visible(page)) == fingerprints(poor, rule="V101")
        assert page.url.endswith("#?rule=V101")
        assert page.input_value("[name=rule]") == "V101"
        if chosen != "select":
            page.wait_for_timeout(100)
            place = page.locator("#tables").bounding_box()
            assert place and 0 <= place["y"] < 300

    def test_by_unit(self, poor: Run, opened: Opener) -> None:
        page = opened(poor)
        page.select_option("[name=unit]", "d1-u2")
        unit = poor.documents[0].units[1]
        assert Counter(visible(page)) == Counter(one.fingerprint for one in poor.findings if one.unit is unit)
        assert page.locator("article.project:visible").count() == len(unit.projects)
        assert page.locator("#contents li:visible").count() == 1 + len(unit.projects)

    def test_by_file_and_only_projects_with_findings(self, two: Run, opened: Opener) -> None:
        page = opened(two)
        everything = page.locator("article.project:visible").count()
        page.locator("[name=only]").check()
        assert page.locator("article.project:visible").count() == 5 < everything
        page.select_option("[name=file]", "d2")
        assert count(page) == "没有符合条件的内容"
        page.locator("[name=only]").uncheck()
        assert page.locator("article.project:visible").count() == everything - 5
        assert not visible(page)

    @pytest.mark.parametrize(
        ("words", "project", "row"),
        [
            ("强制免疫", "动物疫病强制免疫补助", "免疫畜禽数量"),  # a project
            ("农业农村局 免疫", "动物疫病强制免疫补助", "免疫畜禽数量"),  # a unit and a project
            ("畜禽 数量", "动物疫病强制免疫补助", "免疫畜禽数量"),  # an indicator, two words
            ("约８５万羽", "动物疫病强制免疫补助", "免疫畜禽数量"),  # a value, full width
            ("》应写作≥", "动物疫病强制免疫补助", None),  # nothing: this is said of another project
        ],
    )
    def test_by_words(self, words: str, project: str, row: str | None, poor: Run, opened: Opener) -> None:
        page = opened(poor)
        page.fill("[name=words]", words)
        page.wait_for_url("**words=**")
        shown = page.locator("article.project:visible").all_text_contents()
        assert any(project in text and row in text for text in shown) if row else all(project not in t for t in shown)

    def test_words_of_a_message_show_that_finding_alone(self, poor: Run, opened: Opener) -> None:
        page = opened(poor)
        message = next(one.message for one in poor.findings if one.rule.id == "X104")
        page.fill("[name=words]", message[:12])
        wait_for_count(page, "显示")
        wanted = {one.fingerprint for one in poor.findings if message[:12] in one.message}
        assert set(visible(page)) == wanted

    def test_reset(self, poor: Run, opened: Opener) -> None:
        page = opened(poor, "#?severity=error&rule=X104&words=%E5%B7%A5%E7%A8%8B&only=1")
        assert len(visible(page)) == 1
        page.click("button[type=reset]")
        assert Counter(visible(page)) == fingerprints(poor)
        assert "#" not in page.url
        assert page.input_value("[name=words]") == ""

    def test_a_link_holds_the_state(self, two: Run, opened: Opener) -> None:
        page = opened(two)
        page.locator("input[value=info]").uncheck()
        page.select_option("[name=unit]", "d1-u1")
        page.fill("[name=words]", "数量 & #?=")
        page.fill("[name=words]", "数量")
        page.wait_for_url("**words=**")
        again = opened(two, page.url[page.url.index("#") :])
        assert visible(again) == visible(page)
        assert count(again) == count(page)
        assert again.input_value("[name=words]") == "数量"

    def test_a_wrong_link_filters_nothing(self, poor: Run, opened: Opener) -> None:
        page = opened(poor, "#?rule=Z999&unit=%E0%A4%A&nothing&=&severity=error,warning,info")
        assert Counter(visible(page)) == fingerprints(poor)

    def test_the_link_can_be_copied(self, poor: Run, opened: Opener) -> None:
        page = opened(poor, "#?rule=V101", permissions=["clipboard-read", "clipboard-write"])
        page.click("[name=copy]")
        wait_for_count(page, "链接已复制")
        assert page.evaluate("navigator.clipboard.readText()") == page.url


class TestLinks:
    def test_a_rule_leads_to_its_explanation(self, poor: Run, opened: Opener) -> None:
        page = opened(poor)
        page.locator("li.f a", has_text="V103").first.click()
        explanation = page.locator("#rule-V103")
        assert explanation.bounding_box()["y"] < 400  # type: ignore[index]
        text = explanation.inner_text()
        for part in ("为什么", "依据", "财预〔2015〕88号", "怎么改", "这样写会被指出", "这样写可以", "≥"):
            assert part in text
        assert "（未读）" not in text

    def test_the_contents_lead_to_a_project_behind_others(self, poor: Run, opened: Opener) -> None:
        page = opened(poor)
        page.locator("#contents a", has_text="农作物病虫害监测预警").click()
        page.wait_for_timeout(200)
        place = page.locator("#d1-u2-p2").bounding_box()
        assert place and 0 <= place["y"] < 400

    def test_a_link_to_what_is_filtered_out_shows_it(self, poor: Run, opened: Opener) -> None:
        page = opened(poor, "#?unit=d1-u1")
        assert not page.locator("#d1-u2-p1").is_visible()
        page.evaluate("location.hash = '#d1-u2-p1'")
        page.locator("#d1-u2-p1").wait_for(state="visible")

    def test_every_link_has_its_target(self, poor: Run, opened: Opener) -> None:
        page = opened(poor, java_script_enabled=False)
        assert page.locator("a").count() > 50
        missing = page.locator("a").evaluate_all(
            "all => all.map(one => one.getAttribute('href')).filter(to => !document.getElementById(to.slice(1)))"
        )
        assert missing == []
        twice = page.locator("[id]").evaluate_all("all => all.length - new Set(all.map(one => one.id)).size")
        assert twice == 0


class TestKeyboard:
    def test_the_first_stop_skips_to_the_findings(self, poor: Run, opened: Opener) -> None:
        page = opened(poor)
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        assert skip.evaluate("one => one === document.activeElement && one.getBoundingClientRect().left >= 0")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "tables"

    def test_filters_are_operated_and_show_the_focus(self, poor: Run, opened: Opener) -> None:
        page = opened(poor)
        page.focus("input[value=info]")
        page.keyboard.press("Space")
        assert len(visible(page)) == len(poor.findings) - fingerprints(poor, severity="info").total()
        outline = page.eval_on_selector("input[value=info] + span", "one => getComputedStyle(one).outlineStyle")
        assert outline == "solid"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == "rule"
        page.focus("[name=words]")
        page.keyboard.type("免疫")
        page.keyboard.press("Enter")
        assert "words=" in page.url
        assert "免疫" in (page.locator("article.project:visible").first.text_content() or "")


class TestLooks:
    @pytest.mark.parametrize("which", ["poor", "hostile"])
    def test_nothing_is_wider_than_the_screen(self, which: str, poor: Run, opened: Opener) -> None:
        page = opened(poor if which == "poor" else hostile.run())
        self._shown_in_full(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert self._overflowing(page) == []

    def test_nothing_is_wider_than_paper(self, poor: Run, opened: Opener) -> None:
        page = opened(poor, width=794, height=1123)
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= 794
        assert self._overflowing(page) == []
        for hidden in ("#filters", "nav", ".skip"):
            assert not page.locator(hidden).is_visible()

    def test_paper_has_a_line_a_finding_and_the_reasons_once(self, poor: Run, opened: Opener) -> None:
        sheets = self._printed(opened(poor))
        assert len(sheets) <= 3
        told = "".join(sheets)
        for finding in poor.findings:
            assert "".join(finding.message.split()) in told
            assert finding.better is None or f"可写“{''.join(finding.better.split())}”" in told
        for rule in {finding.rule.id: finding.rule for finding in poor.findings}.values():
            assert told.count("".join(rule.why.split())) == 1
        assert "打印时连表和图一起印" in told

    def test_on_paper_everything_is_open_where_the_whole_is_wanted(self, poor: Run, opened: Opener) -> None:
        page = opened(poor)
        page.get_by_label("打印时连表和图一起印").check()
        told = "".join(self._printed(page))
        for finding in poor.findings:
            assert "".join(finding.message.split()) in told
        # The table of a chart, which is folded on the screen.
        assert "占比扣分" in told
        # The head of a table over a page break stands on both pages: printed large, a table breaks.
        told = "".join(self._printed(page, scale=2))
        assert told.count("一级指标二级指标指标名称") > sum(len(unit.projects) for unit in poor.documents[0].units)

    def _printed(self, page: Page, scale: float = 1) -> list[str]:
        """The text of each sheet, without white space."""
        import pypdfium2

        document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True, scale=scale))
        return ["".join(sheet.get_textpage().get_text_bounded().split()) for sheet in document]

    def test_what_is_printed_of_a_filtered_page_says_so(self, poor: Run, opened: Opener) -> None:
        page = opened(poor, "#?rule=V101")
        page.emulate_media(media="print")
        told = page.inner_text("#printed")
        assert told.startswith("只印出了筛选后的部分：V101 指标值无法衡量")

    def _shown_in_full(self, page: Page) -> None:
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        page.locator(".project, .rule").evaluate_all(
            "all => all.forEach(one => one.style.contentVisibility = 'visible')"
        )

    def _overflowing(self, page: Page) -> list[str]:
        """What sticks out of the page, but for what scrolls in a box of its own."""
        found: list[str] = page.evaluate(
            """() => [...document.querySelectorAll('body *')]
                .filter(one => !one.closest('.scroll, svg, .unseen, .skip, thead, [hidden]'))
                .filter(one => one.getClientRects().length)
                .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                .map(one => one.tagName + '.' + one.className)"""
        )
        return found


class TestWithoutScript:
    def test_everything_is_there(self, poor: Run, opened: Opener) -> None:
        page = opened(poor, java_script_enabled=False)
        assert page.locator("li.f:visible").count() == len(poor.findings)
        assert not page.locator("#filters").is_visible()
        for finding in poor.findings:
            told = page.locator(f"#f-{finding.fingerprint}").text_content() or ""
            assert finding.message in told
            assert (finding.better or "") in told
        for rule in {finding.rule.id: finding.rule for finding in poor.findings}.values():
            assert rule.why.strip() in (page.locator(f"#rule-{rule.id}").text_content() or "")


class TestHostileTexts:
    def test_they_are_texts(self, opened: Opener) -> None:
        run = hostile.run()
        page = opened(run)
        assert Counter(visible(page)) == fingerprints(run)
        elements = "script, style, title, img, iframe, object, embed, link, base, form, svg"
        found = Counter(page.locator(elements).evaluate_all("all => all.map(one => one.tagName)"))
        assert found == {"SCRIPT": 1, "STYLE": 1, "TITLE": 1, "FORM": 1, "svg": 3, "title": 3}
        attributes = page.evaluate(
            "[...document.querySelectorAll('head *, body, body *')].flatMap(one => one.getAttributeNames())"
            ".filter(name => name.startsWith('on') || name === 'style' || name === 'src')"
        )
        assert attributes == []
        told = page.text_content("#f-0000000000000001") or ""
        assert hostile.MARKUP in told
        assert hostile.TEMPLATE in told
        assert "⟨U+202E⟩" in told

    def test_filters_and_search_work_on_them(self, opened: Opener) -> None:
        page = opened(hostile.run())
        page.fill("[name=words]", "<script>alert(1)</script>")
        page.wait_for_url("**words=**")
        assert visible(page)
        page.fill("[name=words]", "<b>不在这里</b>")
        wait_for_count(page, "没有符合条件的内容")

    def test_the_policy_lets_nothing_else_run(self, browser: Browser, tmp_path: Path, poor: Run) -> None:
        page = browser.new_page()
        page.goto(written(poor, tmp_path / "page.html"))
        page.evaluate(
            "() => new Promise(done => { const one = document.createElement('script');"
            "one.textContent = 'window.broken = 1';"
            "window.addEventListener('securitypolicyviolation', done); document.body.append(one); })"
        )
        assert page.evaluate("window.broken") is None
        page.close()


class TestAccessibility:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize(("which", "width"), [("poor", 360), ("poor", 1366), ("hostile", 360), ("unlucky", 1366)])
    def test_axe_finds_nothing(self, which: str, width: int, scheme: str, poor: Run, opened: Opener) -> None:
        from tests.unit.reporters.report_runs import unlucky_run

        script = axe()
        run = {"poor": lambda: poor, "hostile": hostile.run, "unlucky": unlucky_run}[which]()
        page = opened(run, width=width, color_scheme=scheme)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        page.evaluate(script)
        found = page.evaluate("axe.run().then(result => result.violations)")
        told = [f"{one['id']}: {one['help']}: {node['html'][:200]}" for one in found for node in one["nodes"][:3]]
        assert told == []

    def test_headings_are_in_order_and_one_is_first(self, two: Run, opened: Opener) -> None:
        page = opened(two)
        levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def axe() -> str:
    """axe-core, wherever npm has put it."""
    here = [os.environ.get("AXE_CORE"), "node_modules/axe-core/axe.min.js"]
    path = next((Path(one) for one in here if one and Path(one).is_file()), None)
    if path is None:
        pytest.skip("axe-core is not here: npm install axe-core, or name its file in AXE_CORE")
    return path.read_text(encoding="utf-8")


class TestThousands:
    def test_twenty_copies_of_the_real_table(self, real_table: Path, opened: Opener, tmp_path: Path) -> None:
        for number in range(20):
            (tmp_path / f"{number:02}.txt").write_bytes(real_table.read_bytes())
        run = lint([str(tmp_path)])
        page = opened(run)
        page.locator("input[value=info]").click()
        assert len(visible(page)) == len(run.findings) - run.count()["info"]


@pytest.mark.parametrize("name", ["good.txt", "good.csv", "poor.csv"])
def test_other_tables_open_too(name: str, opened: Opener) -> None:
    run = lint([str(EXAMPLES / name)])
    page = opened(run)
    assert Counter(visible(page)) == fingerprints(run)
    assert "指标名称" in page.locator("article thead").first.inner_text()


def test_a_run_without_a_table(opened: Opener) -> None:
    run = lint([str(EXAMPLES / "no-such-file.txt")])
    page = opened(run)
    assert "没有检查任何表格" in page.inner_text(".verdict")
    assert "no-such-file.txt" in page.inner_text("#unchecked")
