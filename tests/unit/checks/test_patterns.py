"""The patterns of the built-in rules are proven: no text that is matched without a clock makes them hang."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import msgspec
import pytest

from lint_pbt.checks.selection import Selector
from lint_pbt.checks.tools import SHORT, Pattern, Tools
from lint_pbt.datafiles.vocabulary import built_in
from lint_pbt.rulebook.loader import Settings, load_rulebook
from lint_pbt.text.folding import fold


class _Listening(Tools):
    """Tools that remember every expression the checks ask for."""

    def __init__(self) -> None:
        super().__init__(*built_in())
        self.asked: list[str] = []

    def pattern(self, *expressions: str) -> Pattern:
        self.asked.append("|".join(f"(?:{one})" for one in expressions))
        return super().pattern(*expressions)


def _expressions() -> list[str]:
    tools = _Listening()
    for active in load_rulebook(Settings("strict")).active:
        Selector(active.rule.select, tools)
        active.primitive.build(msgspec.convert(active.rule.options, active.primitive.options), tools)
    return sorted(set(tools.asked))


def _hostile(expression: str) -> Iterator[str]:
    """Texts made of what the pattern itself speaks of, repeated to the longest that goes without a clock."""
    words = re.findall(r"[\u4e00-\u9fff]{1,6}|[A-Za-z]+|[^\w\s]", fold(expression))
    for word in dict.fromkeys([*words, "一", "1", " ", "资金支出", "的"]):
        for tail in ("", "！", "率"):
            yield (word * SHORT)[: SHORT - len(tail)] + tail
    joined = "".join(dict.fromkeys(words))
    yield (joined * SHORT)[:SHORT]


@contextmanager
def _guard(seconds: int) -> Iterator[None]:
    """Ends what hangs; it measures nothing."""

    def stop(_: int, __: FrameType | None) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="this system has no alarm to end a hanging pattern with")
@pytest.mark.parametrize("expression", _expressions())
def test_no_pattern_of_a_built_in_rule_hangs(expression: str) -> None:
    compiled = re.compile(fold(expression))
    with _guard(20):
        for text in _hostile(expression):
            compiled.search(text)


def test_there_are_patterns_to_prove() -> None:
    assert len(_expressions()) > 15
