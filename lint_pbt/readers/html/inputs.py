"""What fields of web forms show."""

from __future__ import annotations

_TYPED_INPUTS = ("", "text", "number", "date", "search", "tel", "email", "url")
_MARKED_INPUTS = ("checkbox", "radio")


class Choice:
    """A list to choose from, of which a page shows one entry."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.entries: list[list[str]] = []  # in pieces
        self.chosen: list[int] = []

    @property
    def shown(self) -> str:
        chosen = [self.entries[index] for index in self.chosen] or self.entries[:1]
        return " ".join(" ".join("".join(one).split()) for one in chosen)


def typed(attributes: dict[str, str]) -> str:
    """What stands in a field of a web form."""
    kind = attributes.get("type", "").lower()
    if kind in _MARKED_INPUTS:
        return "☑" if "checked" in attributes else "☐"
    return attributes.get("value", "") if kind in _TYPED_INPUTS else ""
