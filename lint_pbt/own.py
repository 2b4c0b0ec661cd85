"""How a workbook or document says that this program wrote it, and nobody since."""

from __future__ import annotations

import struct
from typing import Final

from lint_pbt.readers.files import OWN_REPORT

# Stands beside the name of an archive's first part, as a field that readers of archives pass over. Whoever saves
# the file again leaves it out.
OWN_FIELD: Final = struct.pack("<HH", 0x7062, len(OWN_REPORT)) + OWN_REPORT
_NEAR: Final = 1024


def is_own(data: bytes) -> bool:
    """True for an archive that is as this program wrote it."""
    return data.startswith(b"PK\x03\x04") and OWN_FIELD in data[:_NEAR]
