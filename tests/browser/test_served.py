"""The page from `pbt-lint serve` in a real browser: a stranger's way from the address to a report, and other pages."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from lint_pbt import lint
from tests.places import EXAMPLES, ROOT
from tests.unit.web.serve.serving import Served, address_in

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    for needed in ("starlette", "uvicorn"):
        pytest.importorskip(needed, reason=f"{needed} is not here: pip install -e '.[serve]'")
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "lint_pbt", "serve", "--no-browser"],
        cwd=ROOT, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield Served(process, tmp_path, address_in(process))
    if process.poll() is None:
        process.terminate()
        process.wait(20)
    assert process.stderr is not None
    process.stderr.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


def entered(context: BrowserContext, served: Served) -> Page:
    page = context.new_page()
    page.goto(f"{served.origin}{served.entrance}?token={served.token}")
    page.wait_for_url(served.origin + served.home)
    page.locator("#state").filter(has_text="准备好了").wait_for()
    return page


def test_from_the_address_to_an_annotated_copy(context: BrowserContext, served: Served, tmp_path: Path) -> None:
    page = entered(context, served)
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    assert urlsplit(page.url).query == "" and served.token not in page.content()
    names = ["poor.xlsx", "poor.pdf", "good.docx"]
    page.set_input_files("#files", [EXAMPLES / name for name in names])
    page.locator("#state").filter(has_text="检查完了").wait_for()
    for name, row in zip(names, page.locator("#rows tr").all(), strict=True):
        counts = lint(str(EXAMPLES / name)).count()
        assert [cell.inner_text() for cell in row.locator("td").all()[:3]] == [
            str(counts[severity]) for severity in ("error", "warning", "info")
        ]
    page.locator("#rows tr").first.locator("button, a").first.click()
    with page.expect_download() as download:
        page.locator("[data-do=annotate]").click()
    copy = tmp_path / "copy.xlsx"
    download.value.save_as(copy)
    assert download.value.suggested_filename == "poor.批注.xlsx" and copy.stat().st_size > 5000
    page.locator("#tab-report").click()
    page.locator("#report iframe").wait_for()
    assert wrong == []
    page.close()
    assert served.ended(30)[0] == 0


def test_the_page_says_when_the_program_is_gone(context: BrowserContext, served: Served) -> None:
    page = entered(context, served)
    served.process.terminate()
    assert served.ended()[0] == 0
    page.set_input_files("#files", EXAMPLES / "poor.xlsx")
    page.get_by_text("可能已经关掉了").first.wait_for()


ATTACK = """async ([home, origin]) => {
  const body = "echo", own = {credentials: "include"};
  const tried = {
    read: () => fetch(origin + home, own).then(r => r.text()),
    blind: () => fetch(origin + home, {...own, mode: "no-cors"}).then(r => r.type),
    ask: () => fetch(origin + home + "ask", {...own, method: "POST", body}).then(r => r.text()),
    blindAsk: () => fetch(origin + home + "ask", {...own, method: "POST", body, mode: "no-cors"}).then(r => r.type),
    named: () => fetch(origin + home + "ask", {...own, method: "POST", body,
                       headers: {"Content-Type": "application/octet-stream"}}).then(r => r.text()),
    frame: () => new Promise((done) => { const f = document.createElement("iframe"); f.src = origin + home;
                 f.onload = () => { try { done(f.contentDocument ? f.contentDocument.body.innerHTML : "blocked"); }
                                    catch (e) { done("blocked"); } }; document.body.append(f); }),
    script: () => new Promise((done, failed) => { const s = document.createElement("script"); s.src = origin + home;
                  s.onload = () => done("loaded"); s.onerror = failed; document.body.append(s); }),
    stream: () => new Promise((done, failed) => {
                  const s = new EventSource(origin + home + "window", {withCredentials: true});
                  s.onopen = () => done("open"); s.onerror = failed; }),
  };
  const found = {};
  for (const [name, attempt] of Object.entries(tried)) {
    try { found[name] = await attempt(); } catch (e) { found[name] = "refused"; }
  }
  return found;
}"""


class Elsewhere(BaseHTTPRequestHandler):
    """Another server of this machine, which keeps what it is sent."""

    seen: list[str]

    def do_GET(self) -> None:
        self.seen.append(f"{self.path} {self.headers}")
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><body>elsewhere")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_page_of_another_port_gets_nowhere(context: BrowserContext, served: Served, host: str) -> None:
    """Even one that knows the whole address, in the browser that has the key."""
    entered(context, served)
    Elsewhere.seen = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        elsewhere = context.new_page()
        elsewhere.goto(f"http://{host}:{server.server_port}/")
        found = elsewhere.evaluate(ATTACK, [served.home, served.origin])
        server.shutdown()
    blind = {found.pop("blind"), found.pop("blindAsk")}
    assert blind <= {"refused", "opaque"}  # sent, and refused: nothing of the answer is seen
    assert set(found.values()) <= {"refused", "blocked", ""}, found
    [first, *_] = Elsewhere.seen
    assert first.startswith("/ ") and "pbt-lint" not in first  # cookies know no ports, but they know paths


def test_a_form_of_another_page_asks_nothing(context: BrowserContext, served: Served) -> None:
    entered(context, served)
    elsewhere = context.new_page()
    elsewhere.set_content(
        f'<form method=post action="{served.origin}{served.home}ask" enctype=text/plain><input name=a>'
    )
    with elsewhere.expect_navigation() as answered:
        elsewhere.evaluate("document.forms[0].submit()")
    assert answered.value is not None and answered.value.status == 403
    assert served.process.poll() is None
