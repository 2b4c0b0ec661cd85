"""Workbooks that Excel locked by itself: protecting their structure encrypts them with a password of its own.

Excel and WPS open such a file without asking. What a person locked stays locked.
"""

from __future__ import annotations

import io

_DEFAULT_PASSWORD = "VelvetSweatshop"  # published by Microsoft in [MS-OFFCRYPTO]
_MOST_SPINS = 1_000_000  # hashes to make a key; Excel takes 100,000


def unlocked(data: bytes) -> bytes | None:
    """The bytes of a workbook that Excel's own password opens, else None."""
    try:
        import msoffcrypto
    except ImportError:
        return None
    opened = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        if file.format == "ooxml":
            if getattr(file, "type", "") == "agile" and file.info["spinValue"] > _MOST_SPINS:
                return None
            file.load_key(password=_DEFAULT_PASSWORD, verify_password=True)
        else:
            file.load_key(password=_DEFAULT_PASSWORD)
        file.decrypt(opened)
    except Exception:  # noqa: BLE001 - over broken files the library raises whatever comes
        # A password that a person set is the usual reason.
        return None
    return opened.getvalue()
