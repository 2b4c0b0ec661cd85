"""Which kind of file some bytes are, told by the bytes and not by the name; and what to do about those not read."""

from __future__ import annotations

import re

from msgspec import Struct

from lint_pbt.system.browser import IN_BROWSER

# What to do about pictures of text.
RECOGNITION = (
    "请用文字识别软件转成文本再检查"
    if IN_BROWSER
    else '装上文字识别（pip install "pbt-lint[ocr]"）再检查，或者用别的识别软件转成文本'
)
_PICTURE = "这是一张图片（{kind}），里面没有文字可读。请找原表的电子文档；找不到的，" + RECOGNITION
_OTHER_TABLE = "这是{kind}，读不了。请用 Office 或 WPS 打开，另存为 {better} 再检查"
_CONVERTS = (
    "这是{kind}，要转换以后才能读，网页里转换不了。请用 Office 或 WPS 打开，另存为 {better} 再检查"
    if IN_BROWSER
    else "这是{kind}，要转换以后才能读，这台电脑上没有找到 LibreOffice。"
    "请用 Office 或 WPS 打开，另存为 {better} 再检查；或者装上 LibreOffice（免费），pbt-lint 会自己转换"
)
ENCRYPTED = "这个文件加了密码，打不开。请在 Office 或 WPS 里输入密码打开，去掉密码后另存，再检查"
_OLD_OFFICE = (
    "这是旧版 Office 文件，但认不出里面的内容，可能没有传完或者已经损坏。请重新下载，"
    "或者用 Office、WPS 打开，另存为 .xlsx 或 .docx 再检查"
)
_ARCHIVE = "这是压缩包（{kind}）。请先解压，再检查里面的表"
_OTHER = "这是 {kind} 文件，不是文本。请换成绩效目标表的文件再检查"

_SIGNATURES = (
    (b"\x89PNG\r\n", "PNG", _PICTURE),
    (b"\xff\xd8\xff", "JPEG", _PICTURE),
    (b"GIF8", "GIF", _PICTURE),
    (b"BM", "BMP", _PICTURE),
    (b"II*\x00", "TIFF", _PICTURE),
    (b"MM\x00*", "TIFF", _PICTURE),
    (b"Rar!\x1a\x07", "RAR", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", "7z", _ARCHIVE),
    (b"\x1f\x8b\x08", "gzip", _ARCHIVE),
    (b"SQLite format 3\x00", "数据库", _OTHER),
    (b"MZ\x90\x00", "程序", _OTHER),
    (b"\x7fELF", "程序", _OTHER),
)

# A zip archive is told by the names of what lies in it, and by the first bytes of it.
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")  # the second begins one in which nothing lies
_READ_FROM_ZIP = (
    (b"xl/workbook.xml", ".xlsx"),
    (b"word/document", ".docx"),
    (b"ofd.xml", ".ofd"),
    (b"xl/", ".xlsx"),
    (b"word/", ".docx"),
)
_SLIDES = b"ppt/"


class Convertible(Struct, frozen=True):
    """A kind of file that another program can turn into one that is read: what people call it, its suffix, and the
    suffix of what becomes of it."""

    kind: str
    suffix: str
    better: str


_OLD_WORD = Convertible("旧版 Word 文档（.doc）或者 WPS 文字（.wps）", ".doc", ".docx")
_RICH_TEXT = Convertible(" RTF 文档", ".rtf", ".docx")
_CONVERTIBLE_ZIP = (
    (b"xl/workbook.bin", Convertible(" Excel 二进制工作簿（.xlsb）", ".xlsb", ".xlsx")),
    (b"application/vnd.oasis.opendocument.spreadsheet", Convertible(" ODS 表格", ".ods", ".xlsx")),
    (b"application/vnd.oasis.opendocument.text", Convertible(" ODT 文档", ".odt", ".docx")),
)

# An OLE file is told by the names of its streams, which stand in UTF-16.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"
_WORKBOOK_STREAMS = (b"W\0o\0r\0k\0b\0o\0o\0k\0\0\0", b"B\0o\0o\0k\0\0\0")
_WORD_STREAM = b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"

_PEEK = 65536
_HEAD = 8192
_HTML = (
    rb"(?is)\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|table|meta|style|title|script|center|form|div)\b"
)

# Office files that are XML, told by what stands in their beginning. Excel and Word call theirs by the same suffix.
WORD_XML, EXCEL_XML = "Word 的 XML", "Excel 的 XML"
_READ_FROM_XML = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", EXCEL_XML),
    (b"schemas.microsoft.com/office/word/2003/wordml", WORD_XML),
    (b"schemas.microsoft.com/office/2006/xmlPackage", WORD_XML),
)
_CONVERTIBLE_XML = (
    (b"application/vnd.oasis.opendocument.spreadsheet", Convertible(" ODS 表格（.fods）", ".fods", ".xlsx")),
    (b"application/vnd.oasis.opendocument.text", Convertible(" ODT 文档（.fodt）", ".fodt", ".docx")),
)
_ARCHIVE_STARTS = (b"mime-version:", b"from:", b"content-type:", b"subject:", b"date:", b"x-")
_WEB_ARCHIVE = b"multipart/related"


def format_of(data: bytes) -> str | None:
    """The suffix of the format that the bytes are surely in, None for plain text and for what is not read."""
    head = data[:_PEEK]
    if head.startswith(_ZIP):
        names = _names_in(data)
        if _holds(names, _SLIDES) or any(_holds(names, mark) for mark, _ in _CONVERTIBLE_ZIP):
            return None
        return next((suffix for mark, suffix in _READ_FROM_ZIP if _holds(names, mark)), None)
    if head.startswith(_OLE):
        is_workbook = _ENCRYPTED_STREAM not in data and any(name in data for name in _WORKBOOK_STREAMS)
        return ".xls" if is_workbook and _WORD_STREAM not in data else None
    if b"%PDF-" in head[:1024]:
        return ".pdf"
    if b"<" in head[:4096] and re.match(_HTML, _single_bytes(head[:_HEAD])):
        return ".html"
    text = _single_bytes(head[:_HEAD])
    if text.lstrip().startswith(b"<") and (kind := next((kind for mark, kind in _READ_FROM_XML if mark in text), None)):
        return kind
    if head[:20].lstrip().lower().startswith(_ARCHIVE_STARTS) and _WEB_ARCHIVE in head[:4096].lower():
        return ".mht"
    return None


def convertible(data: bytes) -> Convertible | None:
    """What the bytes are, where another program can turn them into a format that is read."""
    if data.startswith(_ZIP):
        names = _names_in(data)
        return next((kind for mark, kind in _CONVERTIBLE_ZIP if _holds(names, mark)), None)
    if data.startswith(_OLE):
        return _OLD_WORD if _WORD_STREAM in data and _ENCRYPTED_STREAM not in data else None
    if data.startswith(b"{\\rtf"):
        return _RICH_TEXT
    head = _single_bytes(data[:_HEAD])
    if head.lstrip().startswith(b"<"):
        return next((kind for mark, kind in _CONVERTIBLE_XML if mark in head), None)
    return None


def refusal_of(kind: Convertible) -> str:
    """What to do about such a file where that program is not there."""
    return _CONVERTS.format(kind=kind.kind, better=kind.better)


def is_picture(data: bytes) -> bool:
    """Whether the bytes are a picture."""
    return _kind_of_picture(data) is not None


def _kind_of_picture(data: bytes) -> str | None:
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WebP"
    signatures = (signature for signature in _SIGNATURES if signature[2] is _PICTURE)
    return next((kind for mark, kind, _ in signatures if _begins(data, mark)), None)


def _begins(data: bytes, signature: bytes) -> bool:
    """Two letters alone could begin a text; a bitmap has zero bytes in its header."""
    return data.startswith(signature) and (len(signature) > 2 or b"\x00" in data[:16])


def is_encrypted(data: bytes) -> bool:
    """Whether the bytes are an encrypted file of the new formats."""
    return data.startswith(_OLE) and _ENCRYPTED_STREAM in data


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a zip archive of files, and no file of some format that is made as one."""
    if not data.startswith(_ZIP) or _holds(_names_in(data), _SLIDES):
        return False
    return format_of(data) is None and convertible(data) is None


def refusal(data: bytes) -> str | None:
    """Why these bytes cannot be read at all and what to do, where they begin like a known kind of file."""
    if (old := convertible(data)) is not None:
        return refusal_of(old)
    if data.startswith(_ZIP):
        if _holds(_names_in(data), _SLIDES):
            return _OTHER_TABLE.format(kind="幻灯片（.pptx）", better=".docx")
        return _ARCHIVE.format(kind="ZIP")
    if data.startswith(_OLE):
        return ENCRYPTED if _ENCRYPTED_STREAM in data else _OLD_OFFICE
    if (picture := _kind_of_picture(data)) is not None:
        return _PICTURE.format(kind=picture)
    return next((told.format(kind=kind) for mark, kind, told in _SIGNATURES if _begins(data, mark)), None)


def _names_in(data: bytes) -> bytes:
    """The names in an archive in small letters, each behind a line feed, and what the archive says it is.

    A workbook that lies in it is none of its parts, though its own names stand among the bytes.
    """
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name.encode("utf-8", "replace") for name in archive.namelist()]
    except Exception:  # noqa: BLE001 - over a hostile archive zipfile raises whatever comes
        names = [name[2] for name in re.finditer(rb"(?s)PK\x03\x04.{22}(..)..([^\x00-\x1f]{1,200})", data[:_PEEK])]
    told = re.match(rb"(?s)PK\x03\x04.{26}mimetype([\w./+-]{1,100})", data)
    names.append(told[1] if told else b"")
    return b"".join(b"\n" + name.replace(b"\\", b"/").lstrip(b"/").lower() for name in names)


def _holds(names: bytes, mark: bytes) -> bool:
    return b"\n" + mark in names


def _single_bytes(head: bytes) -> bytes:
    """The beginning of a text without its mark, and of UTF-16 the bytes that are ASCII."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf")
