"""Mails as they are saved (.eml) and folders of mails (mbox): their attachments, and a table in the text itself."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Final

from lint_pbt.bureau.batch.containers.unpacking import RefusedError, Unpacking
from lint_pbt.errors import ReadError

_MOST_PARTS: Final = 1_000
_BETWEEN: Final = re.compile(rb"(?m)^From [^\r\n]*\r?\n")
_TABLE: Final = re.compile(rb"(?i)<table\b")
_RAW_NAME: Final = re.compile(r'(?i)name\s*=\s*"?([^";\r\n]+)')
_BODY: Final = "正文.html"
_TNEF: Final = "Outlook 打包的附件（winmail.dat），读不了。请对方用“纯文本”或“HTML”格式重新发送，或者单独发来附件"
_PARTS: Final = f"这封邮件分成了 {_MOST_PARTS} 个以上的部分，正常的邮件不会这样，没有打开"
_BROKEN: Final = "这封邮件读不出来，可能没有存完整。请在邮箱里重新另存为 .eml，或者把附件存下来"


def unpack_mail(data: bytes, unpacking: Unpacking) -> None:
    """Take the attachments of a mail. Raises ReadError where it cannot be read."""
    try:
        message = message_from_bytes(data, policy=default)
        attached = list(_attached(message))
    except ReadError:
        raise
    except Exception as error:
        # A header that breaks the rules makes the parser raise whatever comes.
        raise ReadError(_BROKEN) from error
    for name, content in attached:
        if name.lower() == "winmail.dat":
            unpacking.refuse(name, "unread", _TNEF)
        else:
            unpacking.add(name, [content])


def unpack_mailbox(data: bytes, unpacking: Unpacking) -> None:
    """Take the mails of a folder of mails, each as a file. Raises ReadError where there are too many."""
    starts = list(_BETWEEN.finditer(data))
    for number, start in enumerate(starts, 1):
        end = starts[number].start() if number < len(starts) else len(data)
        mail = data[start.end() : end]
        unpacking.add(f"第 {number} 封{_subject(mail)}.eml", [mail])


def _attached(message: EmailMessage) -> list[tuple[str, bytes]]:
    """The name and content of what is attached."""
    found: list[tuple[str, bytes]] = []
    waiting: list[EmailMessage] = [message]
    parts = 0
    while waiting:
        part = waiting.pop(0)
        parts += 1
        if parts > _MOST_PARTS:
            raise RefusedError(_PARTS)
        name = _name(part)
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            held = inner[0] if isinstance(inner, list) and inner else None
            if isinstance(held, EmailMessage):
                found.append((_mail_name(name, held), held.as_bytes()))
        elif part.is_multipart():
            waiting[:0] = [one for one in part.iter_parts() if isinstance(one, EmailMessage)]
        elif name:
            found.append((name, _content(part)))
        elif part.get_content_type() == "text/html" and _TABLE.search(content := _content(part)):
            found.append((_BODY, content))
    return found


def _content(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _name(part: EmailMessage) -> str | None:
    name = part.get_filename()
    # Programs that know no better put the bytes of their own encoding into the header.
    raw = [value for key, value in part.raw_items() if key.lower() in ("content-disposition", "content-type")]
    odd = next((found[1] for value in raw if (found := _RAW_NAME.search(value)) and not found[1].isascii()), None)
    for encoding in ("utf-8", "gb18030") if odd else ():
        try:
            return str(odd).encode("utf-8", "surrogateescape").decode(encoding)
        except UnicodeError:
            continue
    return name or None


def _mail_name(name: str | None, mail: EmailMessage) -> str:
    if name:
        return name if name.lower().endswith(".eml") else f"{name}.eml"
    return f"{_clean(str(mail.get('subject', ''))) or '转发的邮件'}.eml"


def _subject(mail: bytes) -> str:
    """The subject of a mail behind a blank; empty where it cannot be read."""
    try:
        subject = _clean(str(message_from_bytes(mail[: 1 << 16], policy=default).get("subject", "")))
    except Exception:  # noqa: BLE001 - the mail itself is read later, and said to be broken
        return ""
    return f" {subject}" if subject else ""


def _clean(subject: str) -> str:
    return re.sub(r'[\s/\\:*?"<>|]+', " ", subject).strip()[:60]
