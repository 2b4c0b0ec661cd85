"""How many examples a property test draws: few in every run, all of them where somebody asks for it."""

from __future__ import annotations

import os

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
_PART, _LEAST = 8, 10


def examples(number: int) -> int:
    """Of so many examples those that are drawn now; HYPOTHESIS_PROFILE=thorough draws them all, and anew each time."""
    return number if THOROUGH else max(number // _PART, _LEAST)
