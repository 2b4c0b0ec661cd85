"""How many instructions some runs take, held against the numbers kept in `counts.yaml`.

    python bench/counts.py                   print them, and what has changed
    python bench/counts.py --check           the same; exit code 1 where one has grown by more than 5 %
    python bench/counts.py --write REASON    keep the new numbers of those that changed, with the reason

Instructions repeat where seconds do not. They depend on how Python was built, though, so they are compared by a
yardstick: a run of the interpreter alone, counted beside. With another version of Python nothing is compared.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import yaml
from measure import FLOOR, LINT, ROOT, can_count, instructions, prepare
from tables import inline, rows

KEPT = Path(__file__).with_name("counts.yaml")
MOST_GROWTH = 0.05
# What repeats of the same run may differ by.
NOISE = 0.01
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
YARDSTICK = [
    sys.executable, "-I", "-S", "-c",
    "import re\n"
    "words = {f'{one}{other}': one * other for one in range(200) for other in range(200)}\n"
    "text = ' '.join(sorted(words))\n"
    "sum(len(found) for found in re.findall('[0-9]+', text))\n",
]  # fmt: skip
_HEAD = """\
# 几种运行各执行多少条指令（单位：条）。.ci/run 用 python bench/counts.py --check 量，比这里多 5% 以上就不通过。
# 不要手改；确实应当变的，用 python bench/counts.py --write "为什么"，原因写在数的旁边。
"""


def main() -> int:
    """Count, compare, and keep where that is asked for; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--write", metavar="REASON")
    asked = parser.parse_args()
    if not can_count():
        print("没有装 valgrind，指令数没有量")
        return 0
    kept = yaml.safe_load(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    if asked.check and kept.get("python") != PYTHON:
        print(f"记下的是 Python {kept.get('python')} 的指令数，这里是 {PYTHON}，不能比，没有量")
        return 0
    found = _counted()
    known = _on_this_yardstick(kept, found["yardstick"]) if kept.get("python") == PYTHON else {}
    grown = _compared(found, known)
    if asked.write:
        _keep(found, known, kept.get("counts", {}), asked.write)
    if asked.check and known and abs(found["floor"] / known["floor"] - 1) > MOST_GROWTH / 2:
        # Nothing of it is ours: libraries, or the machine, are others than those the numbers were kept on.
        print("只装载几个库的指令数就和记下的不一样（库或者机器不同），不能比")
        return 0
    if grown and asked.check:
        print(f"比记下的多 {MOST_GROWTH:.0%} 以上：{'、'.join(grown)}。改快，或者用 --write 写明为什么该多")
    return int(asked.check and bool(grown))


def _counted() -> dict[str, int]:
    """The counts by name, that of the yardstick among them."""
    prepare()
    with tempfile.TemporaryDirectory(prefix="pbt-lint-counts-") as folder:
        place = Path(folder)
        cache = place / "cache"
        cache.mkdir()
        runs = _runs(place)
        instructions(runs["clean"], cache)  # compiles the rules for all that follow
        return {name: instructions(command, cache) for name, command in {"yardstick": YARDSTICK, **runs}.items()}


def _runs(folder: Path) -> dict[str, list[str]]:
    text, more, grid = folder / "400.txt", folder / "800.txt", folder / "400.csv"
    text.write_text(inline(400), "utf-8")
    more.write_text(inline(800), "utf-8")
    grid.write_text("\n".join(map(",".join, rows(400))), "utf-8")
    examples = ROOT / "examples"
    return {
        "floor": FLOOR,
        "version": [*LINT, "--version"],
        "clean": [*LINT, str(examples / "good.txt")],
        "poor": [*LINT, str(examples / "poor.txt")],
        "workbook": [*LINT, str(examples / "poor.xlsx")],
        "json": [*LINT, str(examples / "poor.txt"), "--format", "json"],
        "grid-400": [*LINT, str(grid), "-q"],
        "text-400": [*LINT, str(text), "-q"],
        "text-800": [*LINT, str(more), "-q"],
    }


def _on_this_yardstick(kept: dict[str, Any], yardstick: int) -> dict[str, float]:
    """The kept counts as they would be with this Python."""
    scale = yardstick / kept["yardstick"]
    return {name: one["instructions"] * scale for name, one in kept["counts"].items()}


def _compared(found: dict[str, int], known: dict[str, float]) -> list[str]:
    """Print each count beside the one that is known; the names of those that have grown too much."""
    grown = []
    print(f"指令数（百万），Python {PYTHON}")
    for name, count in found.items():
        told = "" if name not in known else f"{count / known[name] - 1:+8.1%}"
        print(f"  {name:10} {count / 1e6:9.1f} {count / found['floor']:6.2f} 倍 {told}")
        if name != "floor" and name in known and count > known[name] * (1 + MOST_GROWTH):
            grown.append(name)
    return grown


def _keep(found: dict[str, int], known: dict[str, float], kept: dict[str, Any], reason: str) -> None:
    """Write the counts; those that have not changed keep their numbers, put on this yardstick, and their reasons."""
    lines = [_HEAD, f'python: "{PYTHON}"\n', f"yardstick: {found['yardstick']}\n", "counts:\n"]
    for name, count in found.items():
        if name == "yardstick":
            continue
        same = name in known and abs(count / known[name] - 1) <= NOISE
        told = kept[name]["reason"] if same else reason
        shown = yaml.safe_dump(told, allow_unicode=True, width=1000).splitlines()[0]
        lines.append(f"  {name}: {{instructions: {round(known[name]) if same else count}, reason: {shown}}}\n")
    KEPT.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
