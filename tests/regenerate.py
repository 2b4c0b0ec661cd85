"""Everything that is generated, by one command: `python -m tests.regenerate`; read the difference before you commit it.

With `--check` it names what is stale and ends with 1. Generated are the pages of the rules and checks, the published
schemas, what the pages on rules and the README show of the program, the reports beside the examples, and the twins
beside the tables of the tests.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from lint_pbt.docs import __main__ as pages
from lint_pbt.errors import ConfigError
from lint_pbt.schemas import SCHEMAS, path_of, text_of
from tests import test_writing_rules
from tests.places import EXAMPLES, ROOT
from tests.unit.layouts import grids, shapes
from tests.unit.recovery import form_line_tables

DOCS = ROOT / "docs"
FORMS = (".txt", ".csv", ".xlsx", ".docx", ".pdf")
DRAFTS = sorted(path for path in EXAMPLES.iterdir() if path.suffix in FORMS)
SHOWN = "$ pbt-lint examples/poor.txt\n"  # above the report that the README shows


def generated() -> Iterator[tuple[Path, str]]:
    """Each generated file with the text it should have."""
    for page, text in pages.pages():
        yield DOCS / page, text
    for name in SCHEMAS:
        yield Path(path_of(name)), text_of(name)
    for path in DRAFTS:
        yield expected(path), report(path)[0]
    yield ROOT / "README.md", readme(report(ROOT / "examples/poor.txt")[0])
    for page in test_writing_rules.PAGES:
        with TemporaryDirectory() as place:
            yield page, test_writing_rules.retold(page.read_text("utf-8"), Path(place))
    for folder in (grids.GRIDS, grids.FORMS):
        for table in grids.tables(folder):
            yield grids.twin(table), grids.described(table)
    for shape in shapes.shapes():
        yield shapes.twin(shape), shapes.described(shape)
    for form in form_line_tables.texts():
        yield form_line_tables.twin(form), form_line_tables.described(form)


def orphans(made: set[Path]) -> list[Path]:
    """Pages of rules that are gone, and reports beside files that are gone."""
    folders = {path.parent for path in made if path.suffix == ".out"}
    found = [path for folder in folders for path in folder.glob("*.out")]
    return sorted({*found, *(DOCS / "rules").iterdir()} - made)


def expected(path: Path) -> Path:
    """Where the report stands that an example must give."""
    return path.with_name(path.name + ".out")


def report(path: Path) -> tuple[str, int]:
    """What the command prints on an example, in a pipe of 80 columns, and how it ends."""
    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "lint_pbt", "check", "--no-config", f"examples/{path.name}"],
        capture_output=True, cwd=ROOT, env=environment,
    )  # fmt: skip
    if done.returncode not in (0, 1):
        raise ConfigError(f"{path.name}: {done.stderr.decode('utf-8')}")
    return done.stdout.decode("utf-8"), done.returncode


def readme(report: str) -> str:
    """The README with what it shows of a report."""
    before, command, rest = (ROOT / "README.md").read_text("utf-8").partition(SHOWN)
    _, fence, after = rest.partition("\n```")
    return before + command + _shown(report) + fence + after


def _shown(report: str) -> str:
    """What the README shows of a report: the beginning, a project, the heads of the tables at the end, the verdict."""
    pieces = (
        ("", "项目 2  "),
        ("项目 3  ", "【云州市清江区农业技术推广中心】"),
        ("规则  级别", "\n", "\n"),
        ("总分  完整性", "先做这几件事"),
    )
    parts = []
    for begin, *ends in pieces:
        start = end = report.index(begin) if begin else 0
        for stop in ends:
            end = report.index(stop, end + 1)
        parts.append(report[start:end].strip("\n"))
    return "\n\n……\n\n".join(parts)


def main(arguments: Sequence[str]) -> int:
    made = dict(generated())
    stale = [path for path, text in made.items() if not path.exists() or path.read_bytes() != text.encode()]
    left = orphans(set(made))
    if "--check" in arguments:
        for path in (*stale, *left):
            print(f"{path.relative_to(ROOT)} 不是最新的，请运行 python -m tests.regenerate", file=sys.stderr)
        return int(bool(stale or left))
    for path in stale:
        path.write_bytes(made[path].encode())
    for path in left:
        path.unlink()
    print(f"{len(made)} 个文件，写了 {len(stale)} 个，删了 {len(left)} 个")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ConfigError as error:
        sys.exit(str(error))
