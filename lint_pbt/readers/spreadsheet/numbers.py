"""A number under one section of a format code."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint_pbt.readers.spreadsheet.formats import Section, Token

_DIGITS = 15  # significant ones, which a worksheet keeps
_ROUNDING = Context(prec=400, rounding=ROUND_HALF_UP)
_SCIENTIFIC = 15  # from this power of ten on the general format gives up plain digits


def general(value: float) -> str:
    """A number without a format: 20 and not 20.0, 0.3 and not 0.30000000000000004."""
    number = Decimal(f"{value:.{_DIGITS}g}")
    if not number:
        return "0"
    if abs(number.adjusted()) > _SCIENTIFIC:
        mantissa, _, exponent = f"{number.normalize():E}".partition("E")
        return f"{mantissa}E{exponent[0]}{exponent[1:]:0>2}"
    return f"{number.normalize():f}"


def number_text(section: Section, value: float) -> str | None:
    """What a number of no sign looks like under a section; None where the section is beyond this module."""
    tokens = section.tokens
    if section.has("general"):
        return "".join(general(value) if token.kind == "general" else token.text for token in tokens)
    marks = [token.text for token in tokens if token.kind == "mark"]
    if "/" in marks and section.has("digit"):
        return None  # a fraction
    number = Decimal(f"{value:.{_DIGITS}g}") * 100 ** marks.count("%")
    if section.has("exponent"):
        return _scientific(tokens, number)
    return _decimal(tokens, number)


def _decimal(tokens: Sequence[Token], number: Decimal) -> str:
    """Digits in the places for them. Without such places only the literal text is shown."""
    if not any(token.kind == "digit" for token in tokens):
        return "".join(token.text for token in tokens)
    point = next((index for index, token in enumerate(tokens) if token == ("mark", ".")), len(tokens))
    whole, rest = tokens[:point], tokens[point + 1 :]
    last = max((index for index, token in enumerate(tokens) if token.kind == "digit"), default=0)
    scale = sum(token == ("mark", ",") for token in _run_of_commas(tokens, last))
    places = sum(token.kind == "digit" for token in rest)
    rounded = (number / 1000**scale).quantize(Decimal(1).scaleb(-places), context=_ROUNDING)
    digits, _, decimals = f"{rounded:f}".partition(".")
    text = _whole(whole, digits.lstrip("0"))
    return text + _decimals(rest, decimals)


def _run_of_commas(tokens: Sequence[Token], last: int) -> list[Token]:
    """The commas right behind the last digit: each divides by a thousand."""
    found = []
    for token in tokens[last + 1 :]:
        if token != ("mark", ","):
            break
        found.append(token)
    return found


def _whole(tokens: Sequence[Token], digits: str) -> str:
    """The digits before the point, put into their places from the right; the leftmost place takes all that are left."""
    places = [index for index, token in enumerate(tokens) if token.kind == "digit"]
    first, last = (places[0], places[-1]) if places else (len(tokens), -1)
    grouped = any(token == ("mark", ",") for token in tokens[first:last])
    shown: list[str] = []
    used = 0
    for index in reversed(range(len(tokens))):
        kind, text = tokens[index]
        if kind != "digit":
            shown.append("" if (kind, text) == ("mark", ",") and index > first else text)
            continue
        for _ in range(max(len(digits) - used, 1) if index == first else 1):
            if used >= len(digits) and text != "0":
                break
            if grouped and used and used % 3 == 0:
                shown.append(",")
            shown.append(digits[-1 - used] if used < len(digits) else "0")
            used += 1
    if not places:
        shown.append(digits)
    return "".join(reversed(shown))


def _decimals(tokens: Sequence[Token], digits: str) -> str:
    """The point and the digits behind it; places marked # lose the zeros at the end.

    Excel leaves a point without digits (`20.` under `0.##`); nobody means it.
    """
    kept = len(digits)
    places = [token.text for token in tokens if token.kind == "digit"]
    while kept and digits[kept - 1] == "0" and places[kept - 1] != "0":
        kept -= 1
    shown = ["." if kept else ""]
    used = 0
    for kind, text in tokens:
        if kind == "digit":
            shown.append(digits[used] if used < kept else "")
            used += 1
        elif (kind, text) != ("mark", ","):
            shown.append(text)
    return "".join(shown)


def _scientific(tokens: Sequence[Token], number: Decimal) -> str | None:
    split = next(index for index, token in enumerate(tokens) if token.kind == "exponent")
    mantissa, rest = tokens[:split], tokens[split + 1 :]
    point = next((index for index, token in enumerate(mantissa) if token == ("mark", ".")), len(mantissa))
    if sum(token.kind == "digit" for token in mantissa[:point]) != 1:
        return None  # the exponent goes in steps of three
    places = sum(token.kind == "digit" for token in mantissa[point:])
    power = number.adjusted() if number else 0
    if number.scaleb(-power).quantize(Decimal(1).scaleb(-places), context=_ROUNDING) >= 10:
        power += 1
    sign = "-" if power < 0 else "+" if tokens[split].text[1] == "+" else ""
    return f"{_decimal(mantissa, number.scaleb(-power))}E{sign}{_whole(rest, str(abs(power)))}"
