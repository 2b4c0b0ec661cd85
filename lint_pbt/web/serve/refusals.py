"""What is refused, with a status and the sentence for whoever asked."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - it says what became of a request
    """A request that is not served: the HTTP status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
