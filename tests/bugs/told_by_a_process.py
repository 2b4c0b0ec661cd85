"""What a process of our own sees of the one that started it; for the tests."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """What it is given, a variable, the files of its folder, and whether that folder is among the places of modules."""
    given = sys.stdin.buffer.read().decode()
    here = os.getcwd()
    print(given, os.environ.get("SECRET", ""), len(os.listdir(here)), here not in sys.path, sep="|", end="")
