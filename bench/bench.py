"""The figures of pbt-lint, measured in one run against the interpreter on the same machine.

    python bench/bench.py [TABLE]

TABLE is a table of some hundreds of indicators; by default the real one in ../shared, where it is there, and
otherwise one put together from the test tables. Runs of the interpreter alone and of the linter alternate, so
that whatever else the machine is doing weighs on both.
"""

from __future__ import annotations

import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared/data/panyu-hrss-2024.txt"
FLOOR = "import click, rich, yaml, regex"
# `import rich` alone loads nothing to print with; this is what a command that prints with it loads.
PRINTING = "import click, rich.console, rich.table, yaml, regex"
ROUNDS = 15
COPIES = (1, 20, 100)
_FILTER = """() => { const began = performance.now(); document.querySelector('input[value=info]').click();
    document.body.getBoundingClientRect(); return performance.now() - began; }"""
LINT = [sys.executable, "-m", "lint_pbt"]


def main() -> None:
    table = Path(sys.argv[1]) if len(sys.argv) > 1 else REAL
    # As after an installation: an editable one may never have written its bytecode.
    compileall.compile_dir(ROOT / "lint_pbt", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        if not table.exists():
            table = _put_together(Path(folder))
        _start_up(table)
        _growth(table, Path(folder))
        _segmentation(Path(folder))
        if _can_draw():
            _forms(table, Path(folder))
            _readers(Path(folder))
            _reports(table, Path(folder))
            _page(Path(folder) / "20.txt", Path(folder))
            _disclosure(Path(folder))


def _start_up(table: Path) -> None:
    commands = {
        "解释器，装入 click、rich、yaml、regex": [sys.executable, "-c", FLOOR],
        "解释器，装入 click、rich.console、rich.table、yaml、regex": [sys.executable, "-c", PRINTING],
        "pbt-lint 表（完整报告）": [*LINT, str(table)],
        "pbt-lint 表 --format json": [*LINT, str(table), "--format", "json"],
        "pbt-lint 表 --profile core": [*LINT, str(table), "--profile", "core"],
        "pbt-lint --version": [*LINT, "--version"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for round_ in range(ROUNDS + 1):
        for name, command in commands.items():
            seconds = _run(command)
            if round_:  # the first round fills the caches
                times[name].append(seconds)
    medians = {name: statistics.median(seconds) for name, seconds in times.items()}
    bare, printing, *_ = medians.values()
    print(f"启动与一次检查（{table.name}，{ROUNDS} 次取中位数；倍数对前两行各算一次）")
    for name, median in medians.items():
        print(f"  {median * 1000:7.1f} 毫秒  {median / bare:4.2f} 倍  {median / printing:4.2f} 倍  {name}")


def _growth(table: Path, folder: Path) -> None:
    data = table.read_bytes()
    print("随文件增大（每秒指标数不计启动）")
    print("   份数  文件 MB  指标数   秒   每秒指标数  峰值内存 MB  允许 MB")
    # Start-up is what a table of a few indicators takes: imports, rules, and the first use of every pattern.
    start = statistics.median(_run([*LINT, str(ROOT / "examples/good.txt")]) for _ in range(5))
    for copies in COPIES:
        path = folder / f"x{copies}.txt"
        path.write_bytes(data * copies)
        count = _indicators(path)
        seconds, memory = _measured([*LINT, str(path)])
        megabytes = len(data) * copies / 1e6
        rate = count / max(seconds - start, 1e-9)
        allowed = 60 + 12 * megabytes
        print(f"  {copies:5} {megabytes:8.2f} {count:7} {seconds:6.2f} {rate:11,.0f} {memory:12.1f} {allowed:8.1f}")


def _segmentation(folder: Path) -> None:
    """What a run pays for jieba: nothing, unless two names leave open whether they say the same."""
    import_only = [sys.executable, "-c", f"{FLOOR}; import jieba"]
    own = [sys.executable, "-c", f"{FLOOR}; from lint_pbt.knowledge.segmentation import cut; cut('设备完好率')"]
    full = [sys.executable, "-c", f"{FLOOR}; import jieba; jieba.setLogLevel(60); list(jieba.cut('设备完好率'))"]
    floor = statistics.median(_run([sys.executable, "-c", FLOOR]) for _ in range(5))
    print("分词（只在需要时装入）")
    for name, command in {"import jieba": import_only, "本项目的小词典": own, "jieba 自带词典": full}.items():
        seconds = statistics.median(_run(command) for _ in range(5)) - floor
        print(f"  +{seconds * 1000:6.1f} 毫秒  {name}")


def _can_draw() -> bool:
    """Whether the writers of the tests can be used; they come with the extra `dev`."""
    sys.path.insert(0, str(ROOT))
    lacking = [name for name in ("docx", "openpyxl", "reportlab", "xlwt") if find_spec(name) is None]
    if lacking:
        print(f"各种文件：没有装 {'、'.join(lacking)}，没有测")
        return False
    return True


def _forms(table: Path, folder: Path) -> None:
    """The same table in each file form, one indicator a row: the whole run, and how it compares with csv."""
    import lint_pbt
    from tests.carriers import WRITERS, as_grid

    sheet = as_grid(lint_pbt.parse(str(table)))
    print("同一张表存成各种文件（一行一个指标；5 次取中位数）")
    for suffix, write in WRITERS.items():
        path = folder / f"form{suffix}"
        write(path, [sheet])
        seconds = statistics.median(_run([*LINT, str(path)]) for _ in range(5))
        print(f"  {suffix:6}{seconds * 1000:6.0f} 毫秒")


def _readers(folder: Path) -> None:
    """How the time of each reader grows: twice the indicators should take twice the time, whatever the file form."""
    from tests.carriers import WRITERS, Sheetful

    header = ["项目名称", "绩效目标", "一级指标", "二级指标", "三级指标", "年度指标值"]
    levels = ("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "社会效益"), ("满意度指标", "满意度")

    def rows(count: int) -> list[list[str]]:
        heads = (["", ""] if at % 8 else [f"项目{at}", f"完成任务{at}，改善条件。"] for at in range(count))
        return [[*head, *levels[at % 4], f"指标{at}数量", f"≥{at}个"] for at, head in enumerate(heads)]

    def run_of(count: int) -> str:
        """All indicators of one project in one run of text."""
        above = "项目支出绩效目标表\n部门名称：云溪市文化局 单位：万元\n合计 9\n云溪市图书馆 9\n    阅读活动 9\n"
        one = "{0}、1-产出指标；11-数量指标；场次{0}；实施周期指标值:≥{0}场；年度指标值:≥{0}场。"
        return above + "".join(map(one.format, range(1, count + 1)))

    print("随文件增大：指标多一倍，时间应当也只多一倍（只读，减去启动）")
    print("             指标数   秒     一倍    倍数")
    start = statistics.median(_run([*LINT, "parse", str(ROOT / "examples/good.txt")]) for _ in range(5))
    for name in (*WRITERS, "一段文字"):
        count = 500 if name == ".pdf" else 4_000 if name == ".docx" else 10_000
        seconds = []
        for size in (count, 2 * count):
            path = folder / f"growth{name if name in WRITERS else '.txt'}"
            if name in WRITERS:
                WRITERS[name](path, [Sheetful(["云溪市文化局项目支出绩效目标表"], [header, *rows(size)])])
            else:
                path.write_text(run_of(size), "utf-8")
            seconds.append(min(_run([*LINT, "parse", str(path)]) for _ in range(3)) - start)
        print(f"  {name:10}{count:7} {seconds[0]:6.2f} {seconds[1]:8.2f} {seconds[1] / seconds[0]:7.2f}")


def _reports(table: Path, folder: Path) -> None:
    """What each further report adds to a run, for the table and for 20 copies of it."""
    copies = folder / "20.txt"
    copies.write_bytes(table.read_bytes() * 20)
    print("各种报告（整次运行，秒）")
    print("              1 份   20 份")
    for name in ("json", "html", "xlsx", "sarif", "markdown", "github", "junit"):
        command = [*LINT, "-q", "--output", f"{name}={folder / 'report'}"]
        print(f"  {name:10}", *(f"{_run([*command, str(path)]):7.2f}" for path in (table, copies)))


def _page(table: Path, folder: Path) -> None:
    """The page for 20 copies in a browser: until it is there, and from a click on a filter until it is done."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None or find_spec("playwright") is None:
        print("网页在浏览器里：没有 Chromium 或 playwright，没有测")
        return
    from playwright.sync_api import sync_playwright

    page = folder / "20.html"
    _run([*LINT, "-q", "--output", str(page), str(table)])
    opened, filtered = [], []
    with sync_playwright() as driver:
        window = driver.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(3):
            tab = window.new_page(viewport={"width": 1366, "height": 900})
            tab.goto(page.as_uri())
            opened.append(tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
            filtered.append(tab.evaluate(_FILTER))
            tab.close()
        window.close()
    told = f"打开 {statistics.median(opened):.0f} 毫秒，筛选 {statistics.median(filtered):.0f} 毫秒"
    print(f"网页（20 份，{page.stat().st_size / 1e6:.0f} MB）在浏览器里：{told}")


def _disclosure(folder: Path) -> None:
    """A whole budget disclosure as a PDF, beside its allowance: 0.3 s, and 40 ms a page or 400 with a target form."""
    from tests.disclosure import draw

    print("整本预算公开 PDF（三张绩效目标表，其余是文字和别的表；文件是现画的）")
    print("   页数   秒   每页毫秒  允许秒")
    for pages in (10, 60):
        path = folder / f"{pages}.pdf"
        path.write_bytes(draw(pages, forms=3))
        seconds = statistics.median(_run([*LINT, str(path)]) for _ in range(5))
        allowed = 0.3 + 0.04 * (pages - 3) + 0.4 * 3
        print(f"  {pages:5} {seconds:6.2f} {seconds / pages * 1000:8.1f} {allowed:8.2f}")


def _put_together(folder: Path) -> Path:
    """A table of some hundreds of indicators out of the test tables."""
    path = folder / "tables.txt"
    tables = sorted((ROOT / "tests/tables/planted").glob("*.txt"))[:6]
    path.write_text("\n".join(table.read_text("utf-8") for table in tables), "utf-8")
    return path


def _run(command: Sequence[str]) -> float:
    begin = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT, check=False)
    seconds = time.perf_counter() - begin
    if done.returncode > 1:  # 1 is findings
        sys.exit(f"{' '.join(command)}: {done.stderr.decode(errors='replace')}")
    return seconds


def _measured(command: Sequence[str]) -> tuple[float, float]:
    """Seconds and peak memory in megabytes of a command."""
    begin = time.perf_counter()
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    if os.waitstatus_to_exitcode(status) > 1:
        sys.exit(f"{' '.join(command)} failed")
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return seconds, usage.ru_maxrss / scale


def _indicators(path: Path) -> int:
    """How many indicators a table has, counted in a process of its own: what this one holds counts for its children."""
    count = "import sys, lint_pbt; print(sum(len(p.indicators) for _, p in lint_pbt.parse(sys.argv[1]).projects()))"
    return int(
        subprocess.run([sys.executable, "-c", count, str(path)], capture_output=True, cwd=ROOT, check=True).stdout
    )


if __name__ == "__main__":
    main()
