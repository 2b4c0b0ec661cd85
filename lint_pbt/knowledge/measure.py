"""What is known of a measure."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from lint_pbt.knowledge.files import Better

Source = Literal["entry", "grammar", "tail", "nothing"]


class Measure(Struct, frozen=True, gc=False):
    """What a name measures.

    `dimension` is the kind of quantity (empty: not known), `better` the way that is better, `bounded` True where it
    lies between 0 and 100%, `signed` where it may be below zero, `small` where it is a few per cent by nature.
    `head` is the ending of the name that told, and `source` what it is: an entry of its own, words put together,
    a mere tail, or nothing.
    """

    dimension: str = ""
    better: Better = "unknown"
    bounded: bool = False
    signed: bool = False
    small: bool = False
    categories: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    example: str = ""
    head: str = ""
    source: Source = "nothing"
