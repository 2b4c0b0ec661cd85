"""The figures of pbt-lint, measured in one run against the interpreter and its peers on the same machine.

    python bench/bench.py [SECTION...]

Sections: start, stages, forms, memory, growth, reports, page. Tables are made up (`tables.py`), and no two
indicators of them are alike. Figures are seconds of the processor, the middle one of several runs; what they print is
ready for a README.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from measure import FLOOR, LINT, ROOT, can_count, instructions, median, prepare, run, table
from peers import peers
from tables import inline, rows

GOOD, POOR = (str(ROOT / "examples" / name) for name in ("good.txt", "poor.txt"))
_ROUNDS = 9
_MANY = 2_000  # indicators
_PDF = 300
_FILES = (100, 1_000)
_FILTER = """() => { const began = performance.now(); document.querySelector('input[value=info]').click();
    document.body.getBoundingClientRect(); return performance.now() - began; }"""


def main(asked: list[str]) -> None:
    """Measure the sections that are asked for, all by default."""
    prepare()
    with tempfile.TemporaryDirectory(prefix="pbt-lint-bench-") as folder:
        for name in asked or _SECTIONS:
            _SECTIONS[name](Path(folder))


def _start(folder: Path) -> None:
    """What a run costs before and besides the table, in seconds and instructions, against the floor."""
    commands = {
        "Python 装入 click、rich、yaml、regex": FLOOR,
        "pbt-lint --version": [*LINT, "--version"],
        "检查没有问题的小表（29 个指标）": [*LINT, GOOD],
        "检查有问题的小表（32 个指标）": [*LINT, POOR],
        "同上，--format json": [*LINT, POOR, "--format", "json"],
        "同上，xlsx": [*LINT, POOR.replace(".txt", ".xlsx")],
    }
    # What is compiled once for many runs is not what is measured.
    run([*LINT, GOOD])
    if can_count():
        instructions([*LINT, GOOD], folder)
    seconds = {name: median(command, _ROUNDS) for name, command in commands.items()}
    counts = {name: instructions(command, folder) for name, command in commands.items()} if can_count() else {}
    floor, least = seconds[next(iter(commands))], next(iter(counts.values()), 0)
    table(
        ["启动", "毫秒", "倍数", *(["百万条指令", "倍数"] if counts else [])],
        [
            [
                name,
                f"{seconds[name] * 1000:.0f}",
                f"{seconds[name] / floor:.1f}",
                *([f"{counts[name] / 1e6:,.0f}", f"{counts[name] / least:.1f}"] if counts else []),
            ]
            for name in commands
        ],
    )


def _stages(folder: Path) -> None:
    """How many indicators a second each stage does, by the form of the file."""
    stages = {
        "reading": "读文件",
        "layout": "认表",
        "engine": "检查",
        "all": "合计",
        "rich": "终端报告",
        "json": "JSON",
    }
    found = []
    for path in _written(folder, _MANY):
        if path.suffix == ".pdf":
            continue
        command = [sys.executable, str(ROOT / "bench" / "stages.py"), str(path)]
        done = subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
        rates = json.loads(done.stdout)
        found.append([path.suffix[1:], *(f"{rates[stage]:,.0f}" for stage in stages)])
    table([f"每秒指标数（{_MANY:,} 个，各不相同）", *stages.values()], found)


def _forms(folder: Path) -> None:
    """The same table in every form, the whole run without its start, beside peers that do part of it."""
    start = median([*LINT, GOOD, "-q"])
    bare = median([sys.executable, "-c", "pass"])
    found = []
    for path in _written(folder, _MANY):
        count = _PDF if path.suffix == ".pdf" else _MANY
        seconds = median([*LINT, str(path), "-q"], 3) - start
        found.append([f"pbt-lint -q，{path.suffix[1:]}", f"{count:,}", f"{seconds:.2f}", f"{count / seconds:,.0f}"])
        for name, command in peers(path):
            seconds = max(median(command, 3) - bare, 1e-3)
            found.append([f"　{name}", f"{count:,}", f"{seconds:.2f}", f"{count / seconds:,.0f}"])
    document = folder / "lines.yaml"
    document.write_text("".join(f"- {{name: {row[-2]}, value: '{row[-1]}'}}\n" for row in rows(_MANY)[1:]), "utf-8")
    for name, command in peers(document):
        seconds = median(command, 3) - bare
        found.append([name, f"{_MANY:,}", f"{seconds:.2f}", f"{_MANY / seconds:,.0f}"])
    table(["一张表存成各种文件（不计启动）", "指标数", "秒", "每秒指标数"], found)
    if not _can_draw():
        return
    from tests.disclosure import draw

    found = []
    for pages in (10, 60):
        book = folder / f"disclosure-{pages}.pdf"
        book.write_bytes(draw(pages, forms=3))
        for name, command in [("pbt-lint -q", [*LINT, str(book), "-q"]), *peers(book)]:
            seconds = max(median(command, 3) - (start if name == "pbt-lint -q" else bare), 1e-3)
            found.append([name, str(pages), f"{seconds:.2f}", f"{seconds / pages * 1000:.0f}"])
    table(["整本预算公开 PDF（三张绩效目标表）", "页", "秒", "每页毫秒"], found)


def _memory(folder: Path) -> None:
    """The most memory at a time: of one large file, and of a folder."""
    found = []
    for count in (1_000, 20_000):
        path = folder / f"memory-{count}.txt"
        path.write_text(inline(count), "utf-8")
        megabytes = path.stat().st_size / 1e6
        found.append([f"{count:,} 个指标的文字（{megabytes:.1f} MB）", f"{run([*LINT, str(path), '-q']).memory:.0f}"])
    for count in _FILES:
        place = folder / f"files-{count}"
        place.mkdir()
        for number in range(count):
            (place / f"{number}.txt").write_text(inline(24), "utf-8")
        cost = run([*LINT, str(place), "-q"])
        found.append([f"{count:,} 个小文件（{cost.processor:.1f} 秒）", f"{cost.memory:.0f}"])
    table(["内存", "MB"], found)


def _growth(folder: Path) -> None:
    """Twice the indicators should take twice the time, whatever the form."""
    start = median([*LINT, "parse", GOOD])
    found = []
    for small, large in zip(_written(folder, _MANY), _written(folder, 2 * _MANY, "growth"), strict=True):
        once, twice = (median([*LINT, "parse", str(path)], 3) - start for path in (small, large))
        found.append([small.suffix[1:], f"{once:.2f}", f"{twice:.2f}", f"{twice / once:.2f}"])
    table(["指标多一倍（只读）", "秒", "一倍", "倍数"], found)


def _reports(folder: Path) -> None:
    """What each further report adds to a run."""
    path = folder / "reports.txt"
    path.write_text(inline(_MANY), "utf-8")
    plain = median([*LINT, "-q", str(path)], 3)
    found = []
    for name in ("json", "jsonl", "html", "xlsx", "sarif", "markdown", "github", "junit"):
        seconds = median([*LINT, "-q", "--output", f"{name}={folder / 'report'}", str(path)], 3) - plain
        found.append([name, f"{seconds:.2f}"])
    table([f"另写一份报告（{_MANY:,} 个指标）", "多用几秒"], found)


def _page(folder: Path) -> None:
    """The page in a browser: until it is there, and from a click on a filter until it is done."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None or find_spec("playwright") is None:
        print("网页在浏览器里：没有 Chromium 或 playwright，没有测\n")
        return
    from playwright.sync_api import sync_playwright

    source, page = folder / "page.txt", folder / "page.html"
    source.write_text(inline(_MANY), "utf-8")
    run([*LINT, "-q", "--output", str(page), str(source)])
    with sync_playwright() as driver:
        window = driver.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        tab = window.new_page(viewport={"width": 1366, "height": 900})
        tab.goto(page.as_uri())
        opened = tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        filtered = tab.evaluate(_FILTER)
        window.close()
    size = page.stat().st_size / 1e6
    table(
        ["网页在浏览器里", "MB", "打开毫秒", "筛选毫秒"], [["html", f"{size:.1f}", f"{opened:.0f}", f"{filtered:.0f}"]]
    )


_SECTIONS: dict[str, Callable[[Path], None]] = {
    "start": _start, "stages": _stages, "forms": _forms, "memory": _memory, "growth": _growth, "reports": _reports,
    "page": _page,
}  # fmt: skip


def _can_draw() -> bool:
    """Whether the writers of the tests can be used; they come with the extra `dev`."""
    sys.path.insert(0, str(ROOT))
    lacking = [name for name in ("docx", "openpyxl", "reportlab", "xlwt") if find_spec(name) is None]
    if lacking:
        print(f"没有装 {'、'.join(lacking)}：只测文字和 csv\n")
    return not lacking


def _written(folder: Path, count: int, name: str = "table") -> list[Path]:
    """The same table in every form that can be written here; a PDF, which takes most, has fewer indicators."""
    text, grid = folder / f"{name}.txt", folder / f"{name}.csv"
    text.write_text(inline(count), "utf-8")
    with grid.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows(count))
    paths = [text, grid]
    if _can_draw():
        from tests.carriers import WRITERS, Sheetful

        for suffix in (".xlsx", ".xls", ".docx", ".html", ".pdf"):
            paths.append(folder / f"{name}{suffix}")
            here = count * _PDF // _MANY if suffix == ".pdf" else count
            WRITERS[suffix](paths[-1], [Sheetful(["云州市项目支出绩效目标表"], rows(here))])
    return paths


if __name__ == "__main__":
    main(sys.argv[1:])
