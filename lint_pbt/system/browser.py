"""Whether Python runs in a browser: there are no other processes, no users and no other programs, and nothing lasts.

The page runs it in a worker of its own, and ends that when it takes too long or too much.
"""

from __future__ import annotations

import sys
from typing import Final

IN_BROWSER: Final = sys.platform == "emscripten"
