"""What other programs and our own children are given of this process."""

from __future__ import annotations

import os
import sys

import pytest

from lint_pbt.system.isolation import environment_of_others, run_module


@pytest.mark.parametrize("before", [None, "/opt/lib"])
def test_the_libraries_of_the_program_file_are_for_itself(monkeypatch: pytest.MonkeyPatch, before: str | None) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/tmp/_MEI1")
    monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    assert environment_of_others() == dict(os.environ)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    if before is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    assert environment_of_others().get("LD_LIBRARY_PATH") == before


def test_other_arguments_are_for_the_command_line() -> None:
    for arguments in (["pbt-lint"], ["pbt-lint", "serve"], ["pbt-lint", "表.xlsx", "--isolated-module"]):
        assert not run_module(arguments)
