"""Places as JSON tells them, the same for all that stands somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lint_pbt.model import Place


def place_object(place: Place) -> dict[str, Any]:
    """The keys that say where something stands; None for those the format does not have."""
    return {
        "line": place.line,
        "column": place.column,
        "cell": place.cell,
        "sheet": place.sheet,
        "page": place.page,
        "box": place.box,
    }
