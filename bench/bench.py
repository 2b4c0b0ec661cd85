"""The figures of pbt-lint, measured in one run against the interpreter and its peers on the same machine.

    python bench/bench.py [SECTION...]

Sections: start, stages, forms, rows, memory, folders, jobs, growth, reports, page, words; all take about fifteen
minutes. Tables are made up (`tables.py`), and no two indicators of them are alike. Figures are seconds of the
processor, the middle one of several runs. The last table, of the figures that matter, is ready for a README.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path

from measure import FLOOR, LINT, ROOT, can_count, instructions, median, prepare, run, table
from peers import peers
from tables import inline, rows

GOOD, POOR = (str(ROOT / "examples" / name) for name in ("good.txt", "poor.txt"))
_ROUNDS = 9
_MANY = 2_000  # indicators
_PDF = 300
_ROWS = 100_000
_TEXTS = (1_000, 20_000, 100_000)
_FILES = (100, 1_000, 10_000)
_SHARED = 200  # files that workers share
# The most that a large file may take, in megabytes: so much for the program, and so much for each of the file.
_ROOM, _ROOM_EACH = 60, 12

# What is measured, the figure, and what it may be held against.
Line = tuple[str, str, str]
_FILTER = """() => { const began = performance.now(); document.querySelector('input[value=info]').click();
    document.body.getBoundingClientRect(); return performance.now() - began; }"""


def main(asked: list[str]) -> None:
    """Measure the sections that are asked for, all by default."""
    prepare()
    told: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="pbt-lint-bench-") as folder:
        for name in asked or _SECTIONS:
            place = Path(folder, name)
            place.mkdir()
            told += _SECTIONS[name](place)
    table(["量什么", "结果", "可以比的"], told)


def _start(folder: Path) -> list[Line]:
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
    return [
        (
            f"{name}，连启动",
            f"{seconds[name] * 1000:.0f} 毫秒" + (f"，{counts[name] / 1e6:,.0f} 百万条指令" if counts else ""),
            f"Python 装入它用的库：{floor * 1000:.0f} 毫秒" + (f"，{least / 1e6:,.0f} 百万条" if counts else ""),
        )
        for name in list(commands)[2:4]
    ]


def _stages(folder: Path) -> list[Line]:
    """How many indicators a second each stage does, by the form of the file."""
    stages = {
        "reading": "读文件",
        "layout": "认表",
        "engine": "检查",
        "all": "合计",
        "rich": "终端报告",
        "json": "JSON",
    }
    found, told = [], list[Line]()
    for path in _written(folder, _MANY):
        if path.suffix == ".pdf":
            continue
        command = [sys.executable, str(ROOT / "bench" / "stages.py"), str(path)]
        done = subprocess.run(command, capture_output=True, cwd=ROOT, check=True)
        rates = json.loads(done.stdout)
        found.append([path.suffix[1:], *(f"{rates[stage]:,.0f}" for stage in stages)])
        if path.suffix == ".txt":
            each = {name: 1 / rates["all"] + 1 / rates[name] for name in ("rich", "json")}
            full = f"连终端报告 {1 / each['rich']:,.0f}，连 JSON {1 / each['json']:,.0f}"
            told.append(("文字里的指标，每秒（不计启动）", f"{rates['all']:,.0f} 个", full))
    table([f"每秒指标数（{_MANY:,} 个，各不相同）", *stages.values()], found)
    return told


def _forms(folder: Path) -> list[Line]:
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
        return []
    found, told = [], list[Line]()
    for pages in (10, 60):
        book = folder / f"disclosure-{pages}.pdf"
        _apart(partial(_draw, book, pages))
        beside = []
        for name, command in [("pbt-lint -q", [*LINT, str(book), "-q"]), *peers(book)]:
            seconds = max(median(command, 3) - (start if name == "pbt-lint -q" else bare), 1e-3)
            found.append([name, str(pages), f"{seconds:.2f}", f"{seconds / pages * 1000:.0f}"])
            beside.append(f"{seconds / pages * 1000:.0f} 毫秒")
        told = [(f"PDF（{pages} 页），每页", beside[0], _named(book, beside[1:]))]
    table(["整本预算公开 PDF（三张绩效目标表）", "页", "秒", "每页毫秒"], found)
    return told


def _rows(folder: Path) -> list[Line]:
    """A workbook with as many rows as anybody sends: seconds and memory, beside peers that only read its cells."""
    if not _can_draw():
        return []
    book = folder / "rows.xlsx"
    _apart(partial(_write, book, _ROWS))
    costs = {name: run(command) for name, command in [("pbt-lint -q", [*LINT, str(book), "-q"]), *peers(book)]}
    found = [[name, f"{cost.processor:.1f}", f"{cost.memory:.0f}"] for name, cost in costs.items()]
    table([f"{_ROWS:,} 行的 xlsx", "秒", "MB"], found)
    figures = [f"{cost.processor:.1f} 秒，{cost.memory:.0f} MB" for cost in costs.values()]
    return [(f"{_ROWS:,} 行的 xlsx", figures[0], _named(book, figures[1:]))]


def _memory(folder: Path) -> list[Line]:
    """The most memory at a time of one file, with the conclusion alone and with each report."""
    found, told = [], list[Line]()
    for count in _TEXTS:
        path = folder / f"memory-{count}.txt"
        _apart(partial(_write_text, path, count))
        size = path.stat().st_size / 1e6
        memory = run([*LINT, str(path), "-q"]).memory
        most = _ROOM + _ROOM_EACH * size
        found.append([f"{count:,} 个指标的文字（{size:.1f} MB），-q", f"{memory:.0f}", f"{most:.0f}"])
        told.append((f"{size:.1f} MB 的文字，内存", f"{memory:.0f} MB", f"上限 {most:.0f} MB"))
        if count == _TEXTS[1]:
            for name in ("rich", *_REPORTS):
                memory = run([*LINT, str(path), "--format", name]).memory
                found.append([f"　同上，{name}", f"{memory:.0f}", f"{most:.0f}"])
    table(["一个文件的内存", "MB", f"{_ROOM} MB 加文件的 {_ROOM_EACH} 倍"], found)
    return told[1:]


def _folders(folder: Path) -> list[Line]:
    """The memory of a folder, which is to stay the same however many files there are."""
    found = []
    costs = []
    for count in _FILES:
        place = folder / f"files-{count}"
        place.mkdir()
        for number in range(count):
            (place / f"{number}.txt").write_text(inline(8), "utf-8")
        costs.append(run([*LINT, str(place), "-q", "--jobs", "1"]))
        found.append([f"{count:,} 个小文件", f"{costs[-1].processor:.1f}", f"{costs[-1].memory:.0f}"])
    table(["一个文件夹（一个进程）", "秒", "MB"], found)
    each = (costs[-1].memory - costs[0].memory) / (_FILES[-1] - _FILES[0]) * 1000
    beside = f"{_FILES[0]} 个时 {costs[0].memory:.0f} MB，每多一个文件 {each:.1f} KB"
    return [(f"{_FILES[-1]:,} 个文件的文件夹，内存", f"{costs[-1].memory:.0f} MB", beside)]


def _jobs(folder: Path) -> list[Line]:
    """What several processes gain on a folder, by the clock."""
    for number in range(_SHARED):
        (folder / f"{number}.txt").write_text(inline(200), "utf-8")
    counts = [one for one in (1, 2, 4, 8) if one <= (os.cpu_count() or 1)]
    seconds = [run([*LINT, str(folder), "-q", "--jobs", str(one)]).seconds for one in counts]
    found = [[str(one), f"{each:.1f}", f"{seconds[0] / each:.1f}"] for one, each in zip(counts, seconds, strict=True)]
    table([f"{_SHARED} 个文件分给几个进程", "秒（钟）", "快几倍"], found)
    return [(f"{_SHARED} 个文件，{counts[-1]} 个进程", f"{seconds[-1]:.1f} 秒", f"一个进程 {seconds[0]:.1f} 秒")]


def _named(path: Path, figures: list[str]) -> str:
    """The figures of the peers for a file, each with its name."""
    names = [name.partition("（")[0] for name, _ in peers(path)]
    return "，".join(f"{name} {figure}" for name, figure in zip(names, figures, strict=True))


def _growth(folder: Path) -> list[Line]:
    """Twice the indicators should take twice the time, whatever the form."""
    start = median([*LINT, "parse", GOOD])
    found = []
    for small, large in zip(_written(folder, _MANY), _written(folder, 2 * _MANY, "growth"), strict=True):
        once, twice = (median([*LINT, "parse", str(path)], 3) - start for path in (small, large))
        found.append([small.suffix[1:], f"{once:.2f}", f"{twice:.2f}", f"{twice / once:.2f}"])
    table(["指标多一倍（只读）", "秒", "多一倍以后", "倍数"], found)
    return []


def _reports(folder: Path) -> list[Line]:
    """What each further report adds to a run."""
    path = folder / "reports.txt"
    path.write_text(inline(_MANY), "utf-8")
    plain = median([*LINT, "-q", str(path)], 3)
    found = []
    for name in _REPORTS:
        report = folder / f"report.{name}"
        seconds = median([*LINT, "-q", "--output", f"{name}={report}", str(path)], 3) - plain
        found.append([name, f"{seconds:.2f}", f"{report.stat().st_size / 1e6:.1f}"])
    table([f"另写一份报告（{_MANY:,} 个指标）", "多用几秒", "MB"], found)
    return []


def _page(folder: Path) -> list[Line]:
    """The page in a browser: until it is there, and from a click on a filter until it is done."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None or find_spec("playwright") is None:
        print("网页在浏览器里：没有 Chromium 或 playwright，没有测\n")
        return []
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
    return [(f"网页报告（{_MANY:,} 个指标），在浏览器里", f"打开 {opened:.0f} 毫秒", f"筛选 {filtered:.0f} 毫秒")]


def _words(folder: Path) -> list[Line]:
    """What a run pays for jieba: nothing, unless two names leave open whether they say the same."""
    word = "设备完好率"
    commands = {
        "本项目的小词典": f"from lint_pbt.knowledge.segmentation import cut; cut('{word}')",
        "jieba 自带词典": f"import jieba; jieba.setLogLevel(60); list(jieba.cut('{word}'))",
    }
    bare = median([sys.executable, "-c", "import lint_pbt.knowledge.segmentation"])
    found = [[name, f"{(median([sys.executable, '-c', one]) - bare) * 1000:.0f}"] for name, one in commands.items()]
    table(["分词（只在需要时装入）", "毫秒"], found)
    return []


_REPORTS = ("json", "jsonl", "html", "xlsx", "sarif", "markdown", "github", "junit")
_SECTIONS: dict[str, Callable[[Path], list[Line]]] = {
    "start": _start, "stages": _stages, "forms": _forms, "rows": _rows, "memory": _memory, "folders": _folders,
    "jobs": _jobs, "growth": _growth, "reports": _reports, "page": _page, "words": _words,
}  # fmt: skip


def _can_draw() -> bool:
    """Whether the writers of the tests can be used; they come with the extra `dev`."""
    sys.path.insert(0, str(ROOT))
    lacking = [name for name in ("docx", "openpyxl", "reportlab", "xlwt") if find_spec(name) is None]
    if lacking:
        print(f"没有装 {'、'.join(lacking)}：只测文字和 csv\n")
    return not lacking


def _apart(work: Callable[[], object]) -> None:
    """Do in a process of its own what takes much memory.

    What a command takes is told to be no less than what this process had when it started the command.
    """
    process = get_context("fork").Process(target=work)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit("没有写成要量的文件")


def _write_text(path: Path, count: int) -> None:
    path.write_text(inline(count), "utf-8")


def _draw(path: Path, pages: int) -> None:
    from tests.disclosure import draw

    path.write_bytes(draw(pages, forms=3))


def _written(folder: Path, count: int, name: str = "table") -> list[Path]:
    """The same table in every form that can be written here; a PDF, which takes most, has fewer indicators."""
    text, grid = folder / f"{name}.txt", folder / f"{name}.csv"
    text.write_text(inline(count), "utf-8")
    with grid.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows(count))
    paths = [text, grid]
    if _can_draw():
        for suffix in (".xlsx", ".xls", ".docx", ".html", ".pdf"):
            paths.append(folder / f"{name}{suffix}")
            _apart(partial(_write, paths[-1], count * _PDF // _MANY if suffix == ".pdf" else count))
    return paths


def _write(path: Path, count: int) -> None:
    from tests.carriers import WRITERS, Sheetful

    WRITERS[path.suffix](path, [Sheetful(["云州市项目支出绩效目标表"], rows(count))])


if __name__ == "__main__":
    main(sys.argv[1:])
