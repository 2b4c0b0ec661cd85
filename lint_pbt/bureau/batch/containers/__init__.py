"""The bytes of an archive or a mail in, the files that lie in it out, each in a file of its own within bounds.

Whoever made them may be hostile: names never become paths, and how many and how large the files are is held against
what comes out, not what the directory says.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

from lint_pbt.bureau.batch.containers.unpacking import Unpacking
from lint_pbt.errors import ReadError
from lint_pbt.readers import kinds, suffixes

Opener = Callable[[bytes, Unpacking], None]

_MAIL_STARTS: Final = (
    b"from:", b"to:", b"received:", b"return-path:", b"delivered-to:", b"mime-version:", b"message-id:", b"subject:",
    b"date:", b"x-",
)  # fmt: skip
_MAIL_HEAD: Final = 4096
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: Final = (
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
)
_TAR_AT: Final = 257
_MSG_STREAM: Final = "__properties_version1.0".encode("utf-16-le")
_MSG: Final = "这是 Outlook 存的邮件（.msg），读不了。请在 Outlook 里打开，把附件另存到收件文件夹"


def opener(name: str, data: bytes) -> Opener | None:
    """What opens these bytes; None for a file that is no archive and no mail. Raises ReadError for one not read."""
    head = data[:_MAIL_HEAD]
    if head.startswith(b"PK"):
        # A file that is called a draft is one, however broken.
        if os.path.splitext(name)[1].lower() in suffixes() or not kinds.is_archive(data):
            return None
        from lint_pbt.bureau.batch.containers.zips import unpack

        return unpack
    if head.startswith(_OLD):
        if name.lower().endswith(".msg") or _MSG_STREAM in data:
            raise ReadError(_MSG)
        return None
    kind = next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), None)
    if kind or data[_TAR_AT : _TAR_AT + 5] == b"ustar":
        from lint_pbt.bureau.batch.containers.tools import unpacker

        return unpacker(kind or "tar", name)
    if head.startswith(b"From ") and b"\n" in head and _is_mail(head.partition(b"\n")[2]):
        from lint_pbt.bureau.batch.containers.mail import unpack_mailbox

        return unpack_mailbox
    if name.lower().endswith((".eml", ".mbox")) or (_is_mail(head) and not name.lower().endswith((".mht", ".mhtml"))):
        from lint_pbt.bureau.batch.containers.mail import unpack_mail

        return unpack_mail
    return None


def _is_mail(head: bytes) -> bool:
    """Whether a text begins with the lines of a mail: three of those that every mail has, and a sender among them."""
    lines = [line.lower() for line in head.splitlines()[:40] if line[:1] not in (b" ", b"\t")]
    found = {start for line in lines for start in _MAIL_STARTS if line.startswith(start)}
    return len(found) >= 3 and lines[0].startswith(_MAIL_STARTS) and b"from:" in found
