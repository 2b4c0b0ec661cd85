"""`pbt-lint serve` where it does not come to serving."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from lint_pbt.cli.guard import main


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        main(["serve", *arguments])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out + err


def test_without_its_libraries_it_says_what_to_install(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec

    def nothing(name: str, *more: Any) -> Any:
        return None if name == "uvicorn" else find(name, *more)

    monkeypatch.setattr(importlib.util, "find_spec", nothing)
    code, text = told(capsys)
    assert code == 2 and "uvicorn" in text and "pip install 'pbt-lint[serve]'" in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "0"], "--port 不能是“0”，要写 1 到 65535 的整数"),
        (["--port", "eighty"], "--port 不能是“eighty”，要写 1 到 65535 的整数"),
        (["--jobs", "-1"], "--jobs 不能是“-1”"),
        (["表.xlsx"], "多了 表.xlsx"),
        (["--prot", "1"], "是不是 --port？"),
    ],
)
def test_wrong_use_is_told(capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str) -> None:
    code, text = told(capsys, *arguments)
    assert code == 2 and sentence in text


def test_its_help_says_where_the_files_stay(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = told(capsys, "--help")
    assert code == 0
    assert "不传出去" in text and "--proxy" in text and "--desktop" not in text
