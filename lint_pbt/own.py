"""How a workbook or document says that this program wrote it, and nobody since."""

from __future__ import annotations

import struct
from typing import Final

from lint_pbt.readers.files import OWN_COPY, OWN_REPORT


def _field(mark: bytes) -> bytes:
    return struct.pack("<HH", 0x7062, len(mark)) + mark


# Stands beside the name of an archive's first part, as a field that readers of archives pass over. Whoever saves
# the file again leaves it out.
REPORT_FIELD: Final = _field(OWN_REPORT)
COPY_FIELD: Final = _field(OWN_COPY)
_NEAR: Final = 1024


def is_own(data: bytes) -> bool:
    """True for an archive that is as this program wrote it."""
    return data.startswith(b"PK\x03\x04") and (REPORT_FIELD in data[:_NEAR] or COPY_FIELD in data[:_NEAR])
