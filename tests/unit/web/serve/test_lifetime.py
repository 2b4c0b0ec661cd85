"""How a server ends: with its windows or when it is asked to, and that nothing of it stays, however it ends."""

from __future__ import annotations

import json
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.unit.web.serve.serving import Served, until

Start = Callable[..., Served]


def running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_it_ends_with_the_last_window(start: Start) -> None:
    served = start(bounds={"closed": 1})
    served.enter()
    first, second = served.window(), served.window()
    first.close()
    time.sleep(1.5)
    assert served.process.poll() is None
    second.close()
    code, told = served.ended()
    assert code == 0 and "已经结束" in told


def test_a_window_that_is_loaded_anew_is_the_same_window(start: Start) -> None:
    served = start(bounds={"closed": 2})
    served.enter()
    for _ in range(3):
        served.window().close()
        time.sleep(1)
    with served.window():
        time.sleep(2.5)
        assert served.process.poll() is None


def test_without_any_window_it_ends_too(start: Start) -> None:
    served = start(bounds={"opening": 1})
    assert served.ended()[0] == 0


def test_it_stays_when_asked_to(start: Start) -> None:
    served = start(stay=True, bounds={"opening": 0.5, "closed": 0.5})
    served.enter()
    assert served.ask("GET", f"{served.home}window").status == 204
    time.sleep(1.5)
    assert served.call("echo", b"still").body == b"still"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end_it_does_in_the_middle_of_everything(start: Start, number: int) -> None:
    served = start(workers=2)
    served.enter()
    with served.window() as open_window, socket.create_connection(("127.0.0.1", served.port)) as call:
        call.sendall(served.head("POST", f"{served.home}ask", "Content-Length: 5") + b"hang\n")
        assert until(lambda: len(served.children()) >= 2)
        children = served.children()
        time.sleep(0.5)
        served.process.send_signal(number)
        code, told = served.ended()
        open_window.settimeout(5)
        while open_window.recv(4096):  # till it is closed
            pass
    assert code == 0 and told.strip().endswith("临时文件都删掉了"), told
    assert until(lambda: not any(map(running, children)))


def test_what_a_call_leaves_is_gone_with_it(start: Start) -> None:
    served = start()
    served.enter()
    [folder] = served.temporary.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    left = Path(json.loads(served.call("where", b"confidential").body)["file"])
    assert folder in left.parents and not left.exists()
    served.call("crash", b"confidential")
    assert until(lambda: [path.name for path in folder.iterdir()] == ["lock"])


def test_what_a_killed_server_leaves_is_swept(start: Start) -> None:
    served = start()
    served.enter()
    [folder] = served.temporary.iterdir()
    with socket.create_connection(("127.0.0.1", served.port)) as call:
        call.sendall(served.head("POST", f"{served.home}ask", "Content-Length: 17") + b"hang\nconfidential")
        assert until(lambda: any(path.read_bytes() == b"hang\nconfidential" for path in folder.glob("*/body")))
        children = served.children()
        served.process.kill()
        served.process.wait()
    assert until(lambda: not any(map(running, children)))  # the workers do not go on alone
    assert folder.exists()
    other = start()
    assert not folder.exists()
    assert len(list(other.temporary.iterdir())) == 1
    start()
    assert len(list(other.temporary.iterdir())) == 2  # the folder of one that runs is left alone


def test_nothing_is_written_elsewhere(start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(home))
    served = start()
    served.enter()
    for function in ("echo", "where", "crash", "length"):
        served.call(function, b"confidential")
    assert list(home.iterdir()) == []
    assert not list(Path("/dev/shm").glob("pbt*"))


def test_a_port_that_is_taken_is_told(start: Start) -> None:
    served = start()
    asked = json.dumps({"port": served.port, "browser": False})
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.web.serve.working", asked],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert f"端口 {served.port} 用不了" in done.stderr


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with the addresses that the browser was asked to open."""
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/opened\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(browser))
    return tmp_path / "opened"


def test_the_hand_over_file_is_for_this_user_and_goes_when_it_was_used(start: Start, opened: Path) -> None:
    served = start(browser=True, bounds={"browser": 0.1})
    assert until(opened.exists)
    time.sleep(0.5)
    address = opened.read_text().strip()
    assert address.startswith("file://") and "token" not in address
    file = Path(address.removeprefix("file://"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert served.token not in file.read_text()  # one of its own
    served.enter()
    assert not file.exists()


def test_a_browser_that_stays_keeps_nothing_open(start: Start, opened: Path) -> None:
    with (opened.parent / "browser").open("a") as browser:
        browser.write("sleep 30\n")
    served = start(browser=True, bounds={"closed": 0.5})
    assert until(opened.exists)
    served.enter()
    served.window().close()
    assert served.ended(5)[0] == 0


def test_without_a_terminal_a_browser_that_cannot_read_the_file_is_given_the_address(
    start: Start, opened: Path
) -> None:
    served = start(browser=True, terminal=False, bounds={"browser": 0.5})
    assert until(lambda: opened.exists() and len(opened.read_text().split()) == 2)
    file, address = opened.read_text().split()
    assert file.startswith("file://") and address.startswith(f"{served.origin}{served.entrance}?token=")
    assert served.ask("GET", address.removeprefix(served.origin)).status == 200
    assert served.ask("GET", address.removeprefix(served.origin)).status == 403


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class TestBehindAProxy:
    KEY = "k" * 40

    @pytest.fixture
    def proxied(self, start: Start, tmp_path: Path) -> Served:
        key = tmp_path / "key"
        key.write_text(f"{self.KEY}\n")
        key.chmod(0o600)
        served = start(port=free_port(), proxy="https://Jixiao.example.gov.cn/tool", key_file=str(key))
        served.origin, served.home = "https://jixiao.example.gov.cn", "/tool/"
        return served

    def ask(self, served: Served, *fields: tuple[str, str], path: str = "", method: str = "GET") -> int:
        host = [("Host", "jixiao.example.gov.cn")]
        return served.ask(method, f"/tool/{path}", host + list(fields), b"" if method == "POST" else None).status

    def test_its_key_opens(self, proxied: Served) -> None:
        key = ("X-Pbt-Lint-Key", self.KEY)
        assert self.ask(proxied, key) == 200
        assert self.ask(proxied, key, ("Origin", proxied.origin), path="ask", method="POST") == 200
        assert self.ask(proxied) == 403
        assert self.ask(proxied, ("X-Pbt-Lint-Key", "guessed")) == 403
        assert self.ask(proxied, ("Cookie", f"pbt-lint={self.KEY}")) == 403
        assert self.ask(proxied, key, ("Origin", "https://evil.example"), path="ask", method="POST") == 403
        assert self.ask(proxied, key, path="enter?token=x") == 404
        own = [("Host", f"127.0.0.1:{proxied.port}"), key]
        assert proxied.ask("GET", "/tool/", own).status == 421

    @pytest.mark.parametrize(
        ("asked", "told"),
        [
            ({"proxy": "https://a.example"}, "--port"),
            ({"proxy": "https://a.example", "port": 1234}, "--key-file"),
            ({"key_file": "key"}, "--proxy"),
            ({"proxy": "a.example", "port": 1234, "key_file": "key"}, "--proxy 要写"),
            ({"proxy": "https://u:p@a.example", "port": 1234, "key_file": "key"}, "--proxy 要写"),
            ({"proxy": "https://a.example:x", "port": 1234, "key_file": "key"}, "--proxy 要写"),
            ({"proxy": "https://a.example", "port": 1234, "key_file": "open"}, "chmod"),
            ({"proxy": "https://a.example", "port": 1234, "key_file": "short"}, "至少 32"),
            ({"proxy": "https://a.example", "port": 1234, "key_file": "none"}, "读不出来"),
            ({"proxy": "https://a.example", "port": 1234, "key_file": "."}, "读不出来"),
        ],
    )
    def test_what_is_missing_is_told(self, tmp_path: Path, asked: dict[str, object], told: str) -> None:
        from lint_pbt.errors import ConfigError

        running = pytest.importorskip("lint_pbt.web.serve.running", reason="the extra serve is not installed")
        for name, text, mode in (("key", "k" * 40, 0o600), ("open", "k" * 40, 0o644), ("short", "k", 0o600)):
            (tmp_path / name).write_text(text)
            (tmp_path / name).chmod(mode)
        if "key_file" in asked:
            asked = {**asked, "key_file": str(tmp_path / str(asked["key_file"]))}
        with pytest.raises(ConfigError, match=told):
            running.serve(running.Page("", "", bytes), running.Options(**asked), print)
