"""Raised and lowered figures of a marked-up text as characters of their own."""

from __future__ import annotations

_FIGURES = "0123456789+-="
_RAISED = str.maketrans(_FIGURES, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼")
_LOWERED = str.maketrans(_FIGURES, "₀₁₂₃₄₅₆₇₈₉₊₋₌")


def shifted(text: str, kind: str) -> str:
    """Superscript or subscript (`kind` is sup or sub) as characters: the 4 of 10⁴ is no digit of a hundred and four."""
    figures = text.strip()
    if not figures or figures.strip(_FIGURES):
        return text
    return figures.translate(_RAISED if kind == "sup" else _LOWERED)


def shifted_in_place(text: str, kind: str) -> str:
    """The same, where each character must stay in its place."""
    shown = shifted(text, kind) if kind else text
    return shown if len(shown) == len(text) else text
