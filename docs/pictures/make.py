"""Takes the pictures in this folder anew from the examples: `python docs/pictures/make.py`.

Needs playwright, a Chromium and Noto's Chinese fonts; the pictures are of what the commands really write.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TABLE = "examples/poor.txt"
BUILT = ROOT / "dist" / "pbt-lint.html"
COLUMNS = 100
# Of the report on a terminal its beginning and its end, so many lines of each.
FIRST, LAST = 31, 8
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
_ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


def main() -> None:
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None:
        sys.exit(f"no browser, looked for {', '.join(_BROWSERS)}")
    with sync_playwright() as driver, tempfile.TemporaryDirectory() as folder:
        browser = driver.chromium.launch(executable_path=path, args=_ARGUMENTS.split())
        take_page(browser, Path(folder))
        take_terminal(browser)
        take_offline_page(browser)
        browser.close()
    take_opinion()


def take_opinion() -> None:
    """The first page of the review opinion sheet, where LibreOffice is there to print it."""
    if shutil.which("soffice"):
        subprocess.run(["sh", HERE / "opinion.sh"], env={**os.environ, "PYTHON": sys.executable}, check=True)


def take_page(browser: Browser, folder: Path) -> None:
    """The head of the page and a project on a wide screen, and the same project on a phone."""
    page = folder / "page.html"
    page.write_text(output("--format", "html", SOURCE_DATE_EPOCH="1772323200"), encoding="utf-8")
    wide = browser.new_page(viewport={"width": 1280, "height": 1000})
    wide.goto(page.as_uri())
    wide.screenshot(path=HERE / "page.png")
    wide.evaluate("document.getElementById('d1-u1').scrollIntoView()")
    wide.wait_for_timeout(300)
    wide.screenshot(path=HERE / "page-project.png")
    phone = browser.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=1.5)
    phone.goto(page.as_uri())
    phone.evaluate("document.getElementById('d1-u1-p1').scrollIntoView()")
    phone.wait_for_timeout(300)
    phone.screenshot(path=HERE / "page-phone.png")


def take_offline_page(browser: Browser) -> None:
    """The page that needs no installation, with two files dropped on it, where it has been built."""
    if not BUILT.is_file():
        print(f"no {BUILT.name}: python -m release.page.build")
        return
    context = browser.new_context(offline=True, viewport={"width": 1180, "height": 1180})
    page = context.new_page()
    page.goto(BUILT.as_uri())
    page.wait_for_selector("#state:text-matches('准备好了')", timeout=120_000)
    page.set_input_files("#files", [str(ROOT / "examples" / name) for name in ("poor.xlsx", "poor.docx", "good.csv")])
    page.wait_for_selector("#state:text-matches('检查完了')", timeout=120_000)
    page.get_by_role("button", name="≤60件").click()
    page.wait_for_selector("#changed:not([hidden])")
    page.evaluate("scrollTo(0, 250)")
    page.screenshot(path=HERE / "offline.png")
    context.close()


def take_terminal(browser: Browser) -> None:
    """The report on a terminal, as rich sets it into a page."""
    lines = output(FORCE_COLOR="1", TERM="xterm-256color").rstrip("\n").split("\n")
    shown = "\n".join([*lines[:FIRST], "", "……", "", *lines[-LAST:]])
    console = Console(record=True, file=StringIO(), width=COLUMNS)
    console.print(Text.from_ansi(shown))
    font = "'Noto Sans Mono CJK SC', monospace"
    html = console.export_html(
        theme=MONOKAI,
        inline_styles=True,
        code_format="<!DOCTYPE html><meta charset=utf-8><body style='margin:0;background:#1b1b1b'>"
        f'<pre style="margin:0;padding:18px 22px;color:#e6e6e6;font:14px/1.5 {font};width:max-content">{{code}}</pre>',
    )
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.set_content(html)
    page.locator("pre").screenshot(path=HERE / "terminal.png")


def output(*arguments: str, **variables: str) -> str:
    """What the command writes about the example."""
    command = [sys.executable, "-m", "lint_pbt", TABLE, "--no-config", *arguments]
    environment = {**os.environ, "COLUMNS": str(COLUMNS), **variables}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    return done.stdout.decode("utf-8")


if __name__ == "__main__":
    main()
