"""Imported before `msgspec`: has it loaded without a library that it asks for and does as well without.

What `typing_extensions` draws in (`inspect`, `ast`, `tokenize`) takes longer than reading a table.
"""

import sys

if not {"msgspec", "typing_extensions"} & sys.modules.keys():
    sys.modules["typing_extensions"] = None  # type: ignore[assignment]  # so that importing it fails
    try:
        import msgspec  # noqa: F401
    finally:
        del sys.modules["typing_extensions"]
