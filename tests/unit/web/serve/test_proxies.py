"""The proxies that docs/serve.md shows, as they stand there, in front of a server; skipped where they are missing."""

from __future__ import annotations

import base64
import http.client
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.unit.web.serve.serving import Served, until

KEY = "0123456789abcdef" * 4
HOST = "jixiao.example.gov.cn"
ORIGIN = f"https://{HOST}"
_BASIC = base64.b64encode(b"tongshi:mima").decode()


def shown(language: str) -> str:
    """The configuration that the page shows."""
    page = (ROOT / "docs/serve.md").read_text("utf-8")
    [found] = re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)
    return str(found)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def replaced(text: str, **by: str) -> str:
    """The text with parts of it in the test's own way; each part must be there."""
    for old, new in by.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def nginx(folder: Path, port: int, behind: int) -> list[str]:
    users = folder / "users"
    users.write_text("tongshi:{PLAIN}mima\n")
    server = replaced(
        shown("nginx"),
        **{
            "listen 443 ssl;": f"listen 127.0.0.1:{port};",
            "127.0.0.1:8700": f"127.0.0.1:{behind}",
            "钥匙文件里的那一行": KEY,
            "/etc/nginx/pbt-lint.users": str(users),
        },
    )
    server = re.sub(r"\n *ssl_\w+ .*", "", server)
    kinds = "\n".join(f"{kind}_temp_path {folder};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.geteuid() == 0 else ""  # only so that it may enter the folder of this test
    own = f"{user} pid {folder}/pid; error_log {folder}/errors; daemon off; events {{}}"
    (folder / "nginx.conf").write_text(f"{own}\nhttp {{ access_log off; {kinds}\n{server} }}")
    return ["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]


def caddy(folder: Path, port: int, behind: int) -> list[str]:
    hashed = subprocess.run(
        ["caddy", "hash-password", "--plaintext", "mima"], capture_output=True, text=True, check=True
    )
    site = replaced(
        shown("caddy"),
        **{
            HOST: f"http://{HOST}:{port}",
            "$2a$14$……": hashed.stdout.strip(),
            "127.0.0.1:8700": f"127.0.0.1:{behind}",
        },
    )
    (folder / "Caddyfile").write_text(f"{{\n admin off\n auto_https off\n default_bind 127.0.0.1\n}}\n{site}")
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


@pytest.fixture(params=[nginx, caddy], ids=["nginx", "caddy"])
def port(request: pytest.FixtureRequest, start: Callable[..., Served], tmp_path: Path) -> Iterator[int]:
    """The port of a proxy in front of a server."""
    name = request.param.__name__
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not here")
    key, folder = tmp_path / "key", tmp_path / "proxy"
    key.write_text(KEY)
    key.chmod(0o600)
    folder.mkdir()
    served = start(port=free_port(), proxy=f"{ORIGIN}/", key_file=str(key))
    port = free_port()
    environment = {**os.environ, "PBT_LINT_KEY": KEY, "HOME": str(folder)}
    command = request.param(folder, port, served.port)
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert until(lambda: ask(port, "GET", "/")[0] != 0, 20)
    yield port
    process.terminate()
    process.wait(20)


def ask(port: int, method: str, path: str, body: bytes | None = None, **fields: str) -> tuple[int, bytes]:
    """Status and body of the answer; 0 where nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    sent = {"Host": HOST, "Authorization": f"Basic {_BASIC}"} | {k.replace("_", "-"): v for k, v in fields.items()}
    try:
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        return response.status, response.read()
    except ConnectionRefusedError:
        return 0, b""
    finally:
        connection.close()


def test_whoever_is_known_to_the_proxy_comes_in(port: int) -> None:
    assert ask(port, "GET", "/")[0] == 200
    assert ask(port, "GET", "/", Authorization="")[0] == 401
    assert ask(port, "POST", "/ask", b"echo\nhello", Origin=ORIGIN) == (200, b"hello")
    assert ask(port, "POST", "/ask", b"echo\nhello", Origin=ORIGIN, X_Pbt_Lint_Key="guessed") == (200, b"hello")
    assert ask(port, "POST", "/ask", b"echo\nhello", Origin="https://evil.example")[0] == 403
    large = bytes(50 << 20)
    assert ask(port, "POST", "/ask", b"length\n" + large, Origin=ORIGIN) == (200, str(len(large)).encode())


def test_no_window_keeps_a_connection_of_the_proxy(port: int) -> None:
    assert ask(port, "GET", "/window")[0] == 204
