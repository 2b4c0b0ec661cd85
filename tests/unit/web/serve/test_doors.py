"""Who comes in: our own page with its key, and nobody else however they ask."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable

import pytest

from tests.unit.web.serve.serving import Served

PATHS = ["", "window", "ask", "nothing"]
STRICT = {
    "content-security-policy": "default-src 'none'; .*frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def method_of(path: str) -> str:
    return "POST" if path == "ask" else "GET"


def asked(served: Served, path: str, *fields: tuple[str, str], without: tuple[str, ...] = ()) -> int:
    """The status for a request with header fields instead of those of our page that have the same name."""
    method = method_of(path)
    gone = {*(name for name, _ in fields), *without}
    kept = [(name, value) for name, value in served.own(method) if name not in gone]
    return served.ask(method, served.home + path, [*kept, *fields], b"" if method == "POST" else None).status


def test_a_token_is_worth_the_key_once(start: Callable[..., Served]) -> None:
    served = start()
    assert served.ask("GET", served.home).status == 403
    entered = served.enter()
    assert entered.status == 200
    cookie = entered.headers["Set-Cookie"]
    assert {"HttpOnly", f"Path={served.home}", "SameSite=strict"} <= set(cookie.split("; "))
    assert served.cookie.partition("=")[2] not in entered.text and served.token not in entered.text
    assert served.ask("GET", served.home).text.startswith("<!DOCTYPE html>")
    assert served.call("echo", b"hello").body == b"hello"
    again = served.ask("GET", f"{served.entrance}?token={served.token}")
    assert (again.status, again.headers["Set-Cookie"]) == (403, None)
    assert "用过" in again.text


def test_a_file_hands_the_token_over_as_a_form(start: Callable[..., Served]) -> None:
    served = start()
    fields = [("Host", f"127.0.0.1:{served.port}"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site")]
    assert served.ask("POST", served.entrance, fields, b"token=" + b"x" * 43).status == 403
    assert served.ask("POST", served.entrance, fields, b"token=" + b"x" * 5000).status == 413
    answer = served.ask("POST", served.entrance, fields, f"token={served.token}".encode())
    assert answer.status == 200 and "Set-Cookie" in answer.headers


@pytest.mark.parametrize("query", ["", "token=", "token", "token=%C3%A9", "token=%00%ff", "&" * 9, "token=a&token=b"])
def test_what_is_no_token_opens_nothing(served: Served, query: str) -> None:
    answer = served.ask("GET", f"{served.entrance}?{query}")
    assert (answer.status, answer.headers["Set-Cookie"]) == (403, None)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("cookie", ["", "pbt-lint=", "pbt-lint=guessed", "other={}", "pbt-lint={}x", "PBT-LINT={}"])
def test_without_the_key_nothing_is_told(served: Served, path: str, cookie: str) -> None:
    key = served.cookie.partition("=")[2]
    assert asked(served, path, ("Cookie", cookie.format(key))) == 403


def test_a_cookie_of_another_page_of_this_host_keeps_nobody_out(served: Served) -> None:
    assert asked(served, "", ("Cookie", f"pbt-lint=theirs; {served.cookie}; pbt-lint=theirs")) == 200


@pytest.mark.parametrize("path", ["", "ask", "enter"])
@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{}", "localhost:{}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{}.evil.example",
     "127.0.0.1:{}@evil.example", "[::1]:{}", "0.0.0.0:{}", "2130706433:{}", "127.0.0.1:{},evil.example", "127.1:{}"],
)  # fmt: skip
def test_a_name_that_turns_to_this_machine_is_refused(served: Served, host: str, path: str) -> None:
    assert asked(served, path, ("Host", host.format(served.port))) == 421


def test_a_request_has_one_host(served: Served) -> None:
    host = f"127.0.0.1:{served.port}"
    assert asked(served, "", ("Host", host), ("Host", "evil.example")) == 400
    assert asked(served, "", without=("Host",)) == 400
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as old:
        old.sendall(f"GET {served.home} HTTP/1.0\r\nCookie: {served.cookie}\r\n\r\n".encode())
        assert old.recv(100).startswith(b"HTTP/1.1 421")


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://127.0.0.1", "http://127.0.0.1:1", "https://127.0.0.1:{}",
     "http://localhost:{}", "", "file://"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["", "window", "ask"])
def test_another_origin_is_refused(served: Served, origin: str, path: str) -> None:
    assert asked(served, path, ("Origin", origin.format(served.port))) == 403


def test_a_call_says_where_it_comes_from(served: Served) -> None:
    assert asked(served, "ask", without=("Origin",)) == 403
    assert asked(served, "ask", without=("Sec-Fetch-Site",)) == 200  # a browser too old to say so


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
@pytest.mark.parametrize("path", ["", "window", "ask"])
def test_a_request_from_another_site_is_refused(served: Served, site: str, path: str) -> None:
    assert asked(served, path, ("Sec-Fetch-Site", site)) == 403


def test_an_address_typed_in_opens_the_page_and_calls_nothing(served: Served) -> None:
    assert asked(served, "", ("Sec-Fetch-Site", "none")) == 200
    assert asked(served, "ask", ("Sec-Fetch-Site", "none")) == 403


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "CONNECT"])
def test_other_methods_do_nothing_and_allow_nothing(served: Served, method: str) -> None:
    fields = [
        *served.own(),
        ("Access-Control-Request-Method", "POST"),
        ("Access-Control-Request-Private-Network", "true"),
    ]
    answer = served.ask(method, f"{served.home}ask", fields)
    assert answer.status in (400, 404, 405)
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize(
    "path",
    ["../../../../etc/passwd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "..\\..\\win.ini",
     "/etc/passwd", "//etc/passwd", "ask/", "ask%00", "./ask", "window/../ask", "ask/../../ask",
     "ask/__import__", "%61sk/x", "//ask", "window/", "enter/", "ASK", "ask;x", "x" * 5000],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_path_leads_to_what_is_served_or_nowhere(served: Served, path: str, method: str) -> None:
    answer = served.ask(method, served.home + path, body=b"" if method == "POST" else None)
    assert answer.status in (404, 405)
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "target", ["http://evil.example/", "http://127.0.0.1:{0}{1}", "*", "//evil.example{1}", "/", "{1}?", "{1}#"]
)
def test_other_targets_are_no_way_in(served: Served, target: str) -> None:
    answer = served.ask("GET", target.format(served.port, served.home))
    assert answer.status == (200 if target == "{1}?" else 404)
    assert "location" not in answer.headers


@pytest.mark.parametrize("path", [*PATHS, "enter"])
@pytest.mark.parametrize("key", [True, False])
def test_every_answer_keeps_the_page_alone(served: Served, path: str, key: bool) -> None:
    if path == "window" and key:
        pytest.skip("it does not end; the browser shows its head")
    method = method_of(path)
    fields = served.own(method) if key else [("Host", f"127.0.0.1:{served.port}")]
    answer = served.ask(method, served.home + path, fields, b"" if method == "POST" else None)
    for name, pattern in STRICT.items():
        assert answer.headers.get_all(name) and re.fullmatch(pattern, answer.headers[name]), name
    assert answer.headers.get_all("Connection") == ["close"]
    assert "Server" not in answer.headers and "Traceback" not in answer.text


def test_only_this_machine_is_listened_to(served: Served) -> None:
    for other in ("127.0.0.2", socket.gethostbyname(socket.gethostname())):
        if other != "127.0.0.1":
            with socket.socket() as knocking:
                knocking.settimeout(2)
                assert knocking.connect_ex((other, served.port)) != 0
