"""Servers for the tests; where the extra `serve` is not installed they are skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.unit.web.serve.serving import Served, servers


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Starts servers for one test, with options and bounds."""
    with servers(tmp_path / "temporary") as start:
        yield start


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for all tests of a module, with the key at hand."""
    with servers(tmp_path_factory.mktemp("served") / "temporary") as start:
        found = start(
            bounds={"head": 2, "pause": 1, "arriving": 3, "work": (3, 512), "body": 1 << 20, "bodies": 3 << 20}
        )
        assert found.enter().status == 200
        yield found
