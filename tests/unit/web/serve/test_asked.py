"""The page's own requests through the server, and those of somebody who is not the page."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lint_pbt import lint
from lint_pbt.web.page.messages import packed, unpacked
from tests.places import EXAMPLES, ROOT
from tests.unit.web.serve.serving import Served, address_in, until

# A worker that tells every file it opens for writing and every program it starts (see `folder_of_pages`).
TELLING = """
import os, sys

def tell(event, arguments):
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        told = f"wrote {arguments[0]}"
    elif event == "os.remove" and arguments[1] != -1:
        return  # a folder is taken away, of which `os.mkdir` has told
    elif event in ("subprocess.Popen", "os.system", "socket.connect", "os.remove", "os.rename", "os.mkdir"):
        told = f"{event} {arguments[0]}"
    elif event == "open":
        told = f"read {arguments[0]}"
    else:
        return
    os.write(log, f"{told}\\n".encode("utf-8", "replace"))

log = os.open(os.environ["TELL"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
sys.addaudithook(tell)
"""


class Told:
    """What the server's processes did, as the audit hooks of Python tell it."""

    def __init__(self, served: Served, log: Path) -> None:
        self.served, self._log = served, log

    def ask(self, told: dict[str, Any], *files: bytes) -> tuple[dict[str, Any], list[bytes]]:
        answer = self.served.ask("POST", f"{self.served.home}ask", body=packed(told, files))
        assert answer.status == 200, answer.text
        return unpacked(answer.body)

    def lines(self) -> list[str]:
        return self._log.read_text("utf-8").splitlines()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    for needed in ("starlette", "uvicorn"):
        pytest.importorskip(needed, reason=f"{needed} is not here: pip install -e '.[serve]'")
    folder = tmp_path_factory.mktemp("asked")
    (folder / "sitecustomize.py").write_text(TELLING)
    temporary, home = folder / "temporary", folder / "home"
    temporary.mkdir()
    home.mkdir()
    own = {"PYTHONPATH": str(folder), "TELL": str(folder / "log"), "TMPDIR": str(temporary), "HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", "lint_pbt", "serve", "--no-browser", "--jobs", "1"],
        cwd=ROOT, env={**os.environ, **own, "XDG_CACHE_HOME": str(home)}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    served = Served(process, temporary, address_in(process))
    assert served.enter().status == 200
    yield Told(served, folder / "log")
    process.terminate()
    assert served.ended()[0] == 0
    assert list(temporary.iterdir()) == []
    # The rules, compiled, are all that may be kept: of an installation from a wheel not even they.
    assert {path.suffix for path in home.rglob("*") if path.is_file()} <= {".msgpack"}


@pytest.mark.parametrize("name", ["poor.xlsx", "poor.docx", "poor.pdf", "poor.csv", "good.txt"])
def test_what_is_found_is_what_the_program_finds(told: Told, name: str) -> None:
    path = EXAMPLES / name
    answer, _ = told.ask({"call": "check", "table": {"name": name}}, path.read_bytes())
    run = lint(path.read_bytes(), name=name)
    assert [one["fingerprint"] for one in answer["findings"]] == [one.fingerprint for one in run.findings]


HOSTILE = [
    "../../../../etc/passwd", "/etc/passwd", "C:\\windows\\win.ini", "表/../../x.xlsx", "\\\\server\\share\\x.xlsx",
    "/proc/self/environ", "/dev/stdin", "-", "x\0y.xlsx", "\u202exslx.exe", "a" * 900, "con.xlsx", "file:///etc/passwd",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_a_name_and_opens_nothing(told: Told, name: str) -> None:
    data = (EXAMPLES / "poor.xlsx").read_bytes()
    before = len(told.lines())
    for call in ("check", "annotate", "fix", "save"):
        told.ask({"call": call, "table": {"name": name}}, data)
    told.ask({"call": "report", "tables": [{"name": name}], "format": "html"}, data)
    told.ask({"call": "compare", "old": {"name": name}, "new": {"name": name}}, data, data)
    told.ask({"call": "open", "name": name}, data)
    [folder] = told.served.temporary.iterdir()
    for line in told.lines()[before:]:
        did, _, what = line.partition(" ")
        assert did != "read" or not what.endswith(name), line
        assert did == "read" or Path(what).is_relative_to(folder), line


def test_a_configuration_reaches_nothing_on_the_disk(told: Told, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("rules: {P101: off}\n")
    data = (EXAMPLES / "poor.xlsx").read_bytes()
    for text in (
        f"extends: {secret}", f"rule-folders: [{tmp_path}]", f"baseline: {secret}", "extends: ../../../../etc/passwd",
        f"extends: [recommended, {secret}]", "a: &a [*a]", "!!python/object/apply:os.system [id]", "x: " + "[" * 5000,
    ):  # fmt: skip
        settings = {"configuration": text}
        answer, _ = told.ask({"call": "check", "table": {"name": "表.xlsx"}, "settings": settings}, data)
        assert "error" in answer, text
    assert not [line for line in told.lines() if str(secret) in line]


@pytest.mark.parametrize(
    "body",
    [b"", b"\0", b"\xff" * 100, b"\0\0\0\2{}", b"\0\0\0\x02[]", b"\xff\xff\xff\xff{}", packed({"call": "nothing"}),
     packed({"call": "check"}), packed({"call": ["check"]}), b"\0\0\0\x20" + b'{"call":"hello","sizes":[-1,1]} ',
     b"\0\0\0\x33" + b'{"call":"hello","sizes":[9999999999999999999999999]}', packed({"call": "open", "name": "x"}),
     b"\0\1\0\0" + b"[" * 65536],
)  # fmt: skip
def test_what_is_no_request_is_told(told: Told, body: bytes) -> None:
    answer = told.served.ask("POST", f"{told.served.home}ask", body=body)
    assert answer.status == 200 and "Traceback" not in answer.body.decode("utf-8", "replace")
    assert "error" in unpacked(answer.body)[0]
    assert "version" in told.ask({"call": "hello"})[0]


def test_many_files_at_once(told: Told) -> None:
    from concurrent.futures import ThreadPoolExecutor

    data = (EXAMPLES / "poor.xlsx").read_bytes()
    asked = [{"call": "check", "table": {"name": f"{number}.xlsx"}} for number in range(200)]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda one: told.ask(one, data)[0]["counts"], asked))
    assert all(answer == answers[0] for answer in answers)
    assert until(lambda: told.served.memory < 100)
