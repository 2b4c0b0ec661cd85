"""Which rules may have anything to say of an indicator: a bit for each, told by its words alone.

Most rules find nothing in most indicators. Each tells by a cheap test of the value, and by one of the name, where it
need not be asked; what the tests say of the same words is remembered. A rule without tests is always asked, and so is
one whose test fails: then its check fails too, and that is put down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from lint_pbt.checks.primitive import Sieve, Subject, Test
from lint_pbt.checks.selection import Selector
from lint_pbt.model.document import Indicator

Key = tuple[str | None, ...]
_Words = TypeVar("_Words")
_Known = TypeVar("_Known")
# For how many wordings something is remembered: with 20,000 a large file takes 10 MB more, and no less time.
_REMEMBERED = 2048


def of_value(indicator: Indicator, unit_of: Mapping[str, str]) -> Key:
    """All that what a check says of a value may hang on; its unit may stand behind the name,
    as `unit_of` tells by the name.
    """
    cycle, annual, sign, previous = indicator.cycle, indicator.annual, indicator.sign, indicator.previous
    return (
        cycle.text if cycle else None,
        annual.text if annual else None,
        sign.text if sign else None,
        previous.text if previous else None,
        unit_of[indicator.name.text],
    )


def of_name(indicator: Indicator) -> Key:
    """All that what a check says of a name may hang on."""
    direction = indicator.direction
    return (
        indicator.name.text,
        indicator.level1.name.text,
        indicator.level2.name.text,
        direction.text if direction else None,
    )


class Memory(dict[_Words, _Known]):
    """What is known of words. It is emptied when it is full: a folder of any length needs no more room."""

    def keep(self, key: _Words, known: _Known) -> _Known:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[key] = known
        return known


class _Asked(Struct, gc=False):
    """Of a name, the bits of the rules that were asked about it, and of those that can have nothing to say of it."""

    asked: int = 0
    refused: int = 0


class Screen:
    """The tests of some rules of indicators, with their bits: of values, and of names, by which rules select too."""

    def __init__(self, rules: Iterable[tuple[int, Sieve, Selector]]) -> None:
        rules = list(rules)
        self._by_value = [(bit, sieve.value) for bit, sieve, _ in rules if sieve.value]
        self._by_name = [(bit, test) for bit, sieve, selector in rules if (test := _of_name(sieve, selector))]
        self._values: Memory[Key, int] = Memory()
        self._names: Memory[Key, _Asked] = Memory()
        # By the bits of the rules that are settled: the tests of names that are left, and their bits.
        self._left: Memory[int, tuple[Sequence[tuple[int, Test]], int]] = Memory()

    def passed_by(self, subject: Subject, value: Key, name: Key) -> int:
        """The bits of the rules that can have nothing to say of an indicator with these words."""
        refused = self._values.get(value)
        if refused is None:
            refused = self._values.keep(value, _refused(self._by_value, subject))
        known = self._names.get(name)
        if known is None:
            known = self._names.keep(name, _Asked())
        # What the value rules out already need not be asked of the name.
        settled = refused | known.asked
        left = self._left.get(settled)
        if left is None:
            unsettled = [one for one in self._by_name if not one[0] & settled]
            left = self._left.keep(settled, (unsettled, sum([bit for bit, _ in unsettled])))
        tests, bits = left
        if tests:
            known.refused |= _refused(tests, subject)
            known.asked |= bits
        return refused | known.refused

    def forget(self) -> None:
        """Let go of what the tests said of words."""
        self._values.clear()
        self._names.clear()


def _of_name(sieve: Sieve, selector: Selector) -> Test | None:
    """What a rule asks of a name: that it is selected, and its own test."""
    selects = selector.asks and not selector.asks_project
    own = sieve.name
    if own is not None and selects:
        return lambda subject: selector.admits(subject) and own(subject)
    return selector.admits if selects else own


def _refused(tests: Sequence[tuple[int, Test]], subject: Subject) -> int:
    refused = 0
    for bit, test in tests:
        try:
            if not test(subject):
                refused |= bit
        except (Exception, SystemExit):  # noqa: BLE001 - the check will fail in the same way, and be put down
            continue
    return refused
