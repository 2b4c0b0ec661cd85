"""Who asks too much, too slowly or too often gets a sentence or a closed door, and the others are still served."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from lint_pbt.web.serve.windows import MOST
from tests.unit.web.serve.serving import Served, until

MEGABYTE = 1 << 20


@pytest.fixture(autouse=True)
def still_served(served: Served) -> Iterator[None]:
    """After each test the server works as before, and holds nothing of what came."""
    yield
    assert served.call("echo", b"still here").body == b"still here"
    assert served.memory < 60


def connect(served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), timeout=15)


def answer(connection: socket.socket) -> bytes:
    """All that comes till the connection is closed."""
    parts = b""
    try:
        while part := connection.recv(65536):
            parts += part
    except ConnectionResetError:
        pass
    return parts


def test_a_body_that_is_too_large_is_refused_in_words(served: Served) -> None:
    found = served.call("length", bytes(MEGABYTE + 1))
    assert found.status == 413 and "最多收 1 MB" in found.text
    assert served.call("length", bytes(MEGABYTE - 7)).body == str(MEGABYTE - 7).encode()


@pytest.mark.parametrize("length", ["99999999999999999999999", "-1", "1e3", "٣", "0x10", "1, 2"])
def test_a_length_that_is_none_is_refused(served: Served, length: str) -> None:
    with connect(served) as connection:
        head = served.head("POST", f"{served.home}ask")[:-2]
        connection.sendall(head + f"Content-Length: {length}\r\n\r\n".encode() + b"x" * 100)
        connection.shutdown(socket.SHUT_WR)
        assert answer(connection).split(b" ")[1] in (b"400", b"411", b"413")


def test_a_body_without_a_length_is_refused(served: Served) -> None:
    with connect(served) as connection:
        connection.sendall(served.head("POST", f"{served.home}ask", "Transfer-Encoding: chunked"))
        connection.sendall(b"5\r\nhello\r\n0\r\n\r\n")
        assert b" 411 " in answer(connection)


def test_two_lengths_and_hidden_requests_come_to_nothing(served: Served) -> None:
    hidden = served.head("POST", f"{served.home}ask", "Content-Length: 9") + b"echo\nevil"
    for more in (("Content-Length: 4", "Content-Length: 5"), ("Content-Length: 4", "Transfer-Encoding: chunked")):
        with connect(served) as connection:
            connection.sendall(served.head("POST", f"{served.home}ask", *more) + b"0\r\n\r\n" + hidden)
            found = answer(connection)
            assert found.count(b"HTTP/1.1") == 1 and b"evil" not in found and b" 200 " not in found
    with connect(served) as connection:  # one after another on one connection: the second is not answered
        connection.sendall(served.head("POST", f"{served.home}ask", "Content-Length: 9") + b"echo\nonce" + hidden)
        found = answer(connection)
        assert b"once" in found and b"evil" not in found


def test_a_slow_head_is_not_waited_for(served: Served) -> None:
    with connect(served) as connection:
        began = time.monotonic()
        connection.sendall(b"GET / HTTP/1.1\r\n")
        try:
            while time.monotonic() - began < 10:
                connection.sendall(b"X: y\r\n")
                time.sleep(0.2)
        except OSError:
            pass
        assert time.monotonic() - began < 6  # the bound is 2


def test_a_slow_body_is_not_waited_for(served: Served) -> None:
    head = served.head("POST", f"{served.home}ask", f"Content-Length: {MEGABYTE}")
    with connect(served) as pausing, connect(served) as dripping:
        pausing.sendall(head + b"x")
        dripping.sendall(head)
        began = time.monotonic()
        assert b" 408 " in answer(pausing)
        try:
            while time.monotonic() - began < 15:
                dripping.sendall(b"x")
                time.sleep(0.2)
        except OSError:
            pass
        assert time.monotonic() - began < 10  # the bound is 3


def test_a_body_that_is_cut_off_is_left(served: Served) -> None:
    for _ in range(20):
        with connect(served) as connection:
            connection.sendall(served.head("POST", f"{served.home}ask", f"Content-Length: {MEGABYTE}") + b"x" * 999)


def test_a_large_head_is_refused(served: Served) -> None:
    with connect(served) as connection:
        try:
            connection.sendall(b"GET / HTTP/1.1\r\n")
            for number in range(2000):
                connection.sendall(f"X-{number}: {'x' * 500}\r\n".encode())
        except OSError:
            pass
        assert answer(connection)[:12] in (b"HTTP/1.1 400", b"")


def test_silent_connections_keep_nobody_out(served: Served) -> None:
    with ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(connect(served))
        for _ in range(3):
            assert served.call("echo", b"hello").body == b"hello"
        assert len(list((served.files).iterdir())) < 150


def test_nonsense_is_no_request(served: Served) -> None:
    for nonsense in (
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 50,
        b"\0" * 4096,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ):
        with connect(served) as connection:
            connection.sendall(nonsense)
            assert answer(connection)[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 421", b"")


def test_bodies_wait_for_room(served: Served) -> None:
    body = bytes(MEGABYTE - 7)
    with ThreadPoolExecutor(24) as pool:
        found = list(pool.map(lambda _: served.call("length", body).status, range(48)))
    assert set(found) == {200}


def test_a_call_that_does_not_end_is_ended(served: Served) -> None:
    found = served.call("hang")
    assert found.status == 504 and "3 秒" in found.text


def test_a_call_that_ends_its_worker_costs_itself(served: Served) -> None:
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(served.call, name, b"x") for name in ("crash", "echo", "crash", "echo")]
        assert [job.result().status for job in jobs] == [500, 200, 500, 200]
    assert "意外退出" in jobs[0].result().text


def test_a_call_that_takes_all_memory_costs_itself(served: Served) -> None:
    found = served.call("grow")
    assert found.status == 507 and "内存" in found.text


def test_whoever_goes_away_is_not_worked_for(served: Served) -> None:
    with connect(served) as connection:
        connection.sendall(served.head("POST", f"{served.home}ask", "Content-Length: 5") + b"hang\n")
        time.sleep(0.5)
    began = time.monotonic()
    assert served.call("echo", b"x").status == 200
    assert time.monotonic() - began < 3  # there is one worker, and the bound is 3


def test_windows_are_counted(start: Callable[..., Served]) -> None:
    served = start()
    served.enter()
    with ExitStack() as stack:
        for _ in range(MOST):
            window = stack.enter_context(connect(served))
            window.sendall(served.head("GET", f"{served.home}window"))
            assert b" 200 " in window.recv(15)
        assert served.ask("GET", f"{served.home}window").status == 503
    assert until(lambda: served.ask("GET", served.home).status == 200)


def test_an_answer_nobody_reads_is_given_up(start: Callable[..., Served]) -> None:
    served = start(bounds={"reading": 1})
    served.enter()
    body = b"echo\n" + bytes(30 * MEGABYTE)
    with connect(served) as connection:
        connection.sendall(served.head("POST", f"{served.home}ask", f"Content-Length: {len(body)}") + body)
        assert until(lambda: served.memory > 50)
        assert until(lambda: served.memory < 50)


def test_whoever_has_no_key_cannot_fill_the_memory(served: Served) -> None:
    with connect(served) as connection:
        connection.sendall(f"POST {served.entrance} HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n".encode())
        connection.sendall(b"Transfer-Encoding: chunked\r\n\r\n")
        try:
            for _ in range(500):
                connection.sendall(b"40000\r\n" + bytes(0x40000) + b"\r\n")
        except OSError:
            pass
        assert served.memory < 60
