"""Memory of large files: what is let go of them goes back to the system at once."""

from __future__ import annotations

import sys
from typing import Final

# From so many bytes on a piece is asked of the system by itself, and can be given back by itself.
_LARGE: Final = 1 << 18
# `M_MMAP_THRESHOLD` in malloc.h of the GNU C library.
_THRESHOLD: Final = -3


def give_back_large_pieces() -> None:
    """Have large pieces of memory given back to the system when they are freed, where it is the GNU C library's.

    By itself it stops doing so with the first that is freed: it keeps the room of all that is not larger for what may
    come, and between smaller things that live on, that room is never given back. A text of 9 MB leaves 40 MB behind.
    """
    if sys.platform != "linux":
        return
    import ctypes

    try:
        ctypes.CDLL(None).mallopt(_THRESHOLD, _LARGE)
    except (OSError, AttributeError):
        return  # another library, which has its own ways
