"""Texts that stand in many cells, each kept once."""

_MOST = 4096  # texts that are looked back at: rows are like those right above


class Shared(dict[str, str]):
    """One text for all that say the same."""

    def __missing__(self, text: str) -> str:
        if len(self) >= _MOST:
            self.clear()
        self[text] = text
        return text
