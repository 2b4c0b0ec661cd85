"""What a target value (指标值) says, as types. All offsets are into the text as written.

A `Target` holds the parts of one value in their order. What can be checked is a `Quantity`, a `Deadline`,
a `Frequency`, a `Zero` or a `Benchmark`; a value with none of them is one `Phrase`. A part that looks like
a number or a comparison and cannot be read is an `Unread`, never a guess.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from msgspec import Struct

from lint_pbt.target.definitions import Meaning


class Operator(str, Enum):
    """A comparison, as the sign to write for it."""

    GE = "≥"
    GT = "＞"
    LE = "≤"
    LT = "＜"
    EQ = "="


class Span(Struct, frozen=True, gc=False):
    """A piece of the value, by its offsets."""

    start: int
    end: int


class Sign(Struct, frozen=True, gc=False):
    """A mistyped comparison sign and the operator it stands for; `sure` where only one reading is possible."""

    start: int
    end: int
    text: str
    meant: Operator
    sure: bool


class Quantity(Struct, frozen=True, gc=False, kw_only=True):
    """A number with its bound, unit and qualifiers.

    `value` and `upper` (of a range) are exact and hold the scale: 0.36万 is 3600 with the scale 万. `unit` is as
    written without the scale, `measure` the same unit under its usual name (㎡ is 平方米), `meaning` what
    it measures and how it converts. `fraction` holds
    numerator and denominator of 2/3, of which `value` is the nearest decimal; `base` is what it is a share of.
    `ratio` is the second term of 1:1.5. `reached` tells of 达到, which leaves open whether more is meant.
    `label` names the measured thing in front, `tail` is the text behind, both within the clause.
    `number_start` to `number_end` holds the digits, ranges and the scale.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    unit_start: int | None = None
    unit_end: int | None = None
    value: Decimal
    upper: Decimal | None = None
    operator: Operator | None = None
    unit: str | None = None
    measure: str | None = None
    meaning: Meaning | None = None
    scale: str = ""
    fraction: tuple[int, int] | None = None
    ratio: Decimal | None = None
    base: str = ""
    hedged: bool = False
    reached: bool = False
    label: str = ""
    tail: str = ""

    @property
    def plain_ratio(self) -> bool:
        """True where no unit is wanting, because one number is set against another: 1:1.5, 2/3."""
        return self.ratio is not None or self.fraction is not None


class Deadline(Struct, frozen=True, gc=False):
    """A date or a period to be done by. `year`, `month` and `day` as far as the words tell; 年底 is 12-31.

    Of a period (1月至6月, 9:00-17:00) they are its end; `since` is its begin.
    """

    start: int
    end: int
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    since: tuple[int | None, int | None, int | None] | None = None


class Frequency(Struct, frozen=True, gc=False):
    """How often: every `every` of `period` (每5年 is 5 and 年), and how many times, where that is said."""

    start: int
    end: int
    text: str
    period: str
    every: Decimal
    times: Quantity | None = None


class Zero(Struct, frozen=True, gc=False):
    """An explicit none: 零投诉, 不发生…, 无事故."""

    start: int
    end: int
    text: str


class Benchmark(Struct, frozen=True, gc=False):
    """A bound against a named figure from outside or from earlier; `operator` is None where it is to be kept."""

    start: int
    end: int
    text: str
    operator: Operator | None
    against: str


class Phrase(Struct, frozen=True, gc=False):
    """Words with nothing to check."""

    start: int
    end: int
    text: str


class Blank(Struct, frozen=True, gc=False):
    """What nobody filled in: a template's blank, or the error of a formula."""

    start: int
    end: int
    text: str


class Unread(Struct, frozen=True, gc=False):
    """A piece that holds a sign or digits and cannot be read; `reason` is a Chinese clause for the user.

    `told` is True where the reader of the file has said so already. `remedy` is another such clause: what to do, where
    that can be told.
    """

    start: int
    end: int
    text: str
    reason: str
    told: bool = False
    remedy: str = ""


Part = Quantity | Deadline | Frequency | Zero | Benchmark | Phrase | Blank | Unread
CHECKABLE = (Quantity, Deadline, Frequency, Zero, Benchmark)


class Target(Struct, frozen=True, gc=False):
    """One target value, read. `prefix` is the template's 标准： where the value begins with it.

    Of the parts, `quantities` are the numbers that are targets, in their order, and `unread` is the first piece
    that could not be read; `blank` is True where nobody filled it in, `measurable` where anything in the value can
    be checked. Every rule asks for these, so they are told once and for all.
    """

    text: str
    prefix: Span | None
    parts: tuple[Part, ...]
    hedges: tuple[Span, ...] = ()
    wrong_signs: tuple[Sign, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    measurable: bool = False
    blank: bool = False
    unread: Unread | None = None
