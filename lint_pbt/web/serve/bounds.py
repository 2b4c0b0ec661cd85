"""How much the server takes and how long it waits, whoever asks."""

from __future__ import annotations

from typing import NamedTuple

from lint_pbt.limits import STANDARD as FILES
from lint_pbt.session.workers.child import Bounds as Work


class Bounds(NamedTuple):
    """What the server accepts. Sizes are in bytes, times in seconds.

    `connections` are open at once, and `head` is the time each has to say what it wants. `body` is the size of one
    request, which may hold two files and settings; `bodies` that of all that are worked on, and `turn` how long a
    request waits until its body has room. A body comes within `arriving`, and no pause in it is longer than `pause`;
    an answer is read within `reading`. `work` is what a worker may take for one request.
    `browser` is the time in which a browser opens a file if it can, `opening` the time the first window has to open,
    and `closed` how long after the last has gone the server ends.
    """

    connections: int = 100
    head: float = 10
    body: int = 2 * FILES.file_bytes + (4 << 20)
    bodies: int = 3 * FILES.file_bytes
    turn: float = 30
    arriving: float = 120
    pause: float = 15
    reading: float = 60
    work: Work = Work(seconds=180)
    browser: float = 8
    opening: float = 600
    closed: float = 10


STANDARD = Bounds()
