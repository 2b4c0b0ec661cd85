"""The pages on own rules and forms done literally: their files written, their commands run, their outputs compared.

`python -m tests.regenerate` writes the outputs anew.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

PAGES = [ROOT / "docs/writing-rules.md", ROOT / "docs/province.md"]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$|^<!-- 改: (.*?) => (.*?) -->$", re.DOTALL | re.MULTILINE)
RULE = Path("我的规则/U001-training-hours.yaml")
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": str(ROOT),
    "PYTHONIOENCODING": "utf-8",
    "LC_ALL": "C.UTF-8",
    "COLUMNS": "80",
}


def retold(text: str, folder: Path) -> str:
    """The page with every output as the program gives it now, its steps done one after another in a folder."""
    shutil.copy(ROOT / "examples/poor.txt", folder / "表.txt")

    def step(found: re.Match[str]) -> str:
        language, content, old, new = found.groups()
        if old is not None:
            path = folder / RULE
            changed = path.read_text("utf-8").replace(old, new)
            assert changed != path.read_text("utf-8"), old
            path.write_text(changed, "utf-8")
        elif language == "yaml":
            path = folder / content.partition("\n")[0].removeprefix("# ")
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, "utf-8")
        elif language == "csv":
            (folder / "表.csv").write_text(content, "utf-8")
        elif content.startswith("$ "):
            commands = re.findall(r"^\$ (.+)$", content, re.MULTILINE)
            return f"```text\n{''.join(output(command, folder) for command in commands)}```"
        return found[0]

    return BLOCK.sub(step, text)


def output(command: str, folder: Path) -> str:
    program, *arguments = command.split()
    assert program == "pbt-lint"
    done = subprocess.run(
        [sys.executable, "-m", "lint_pbt", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return f"$ {command}\n{done.stdout.decode().rstrip()}\n"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_following_the_page_gives_what_it_shows(page: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    assert retold(text, tmp_path) == text
