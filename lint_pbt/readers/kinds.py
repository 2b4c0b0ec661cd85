"""Files that are not text, told by their first bytes, with what their owner can do about it."""

from __future__ import annotations

_PICTURE = "这是一张图片（{kind}），里面没有文字可读。请找原表的电子文档，或者用文字识别软件转成文本，再检查"
_TABLE = "这是 {kind} 文件，现在还读不了。请打开它，把表格内容复制出来，存成文本文件（.txt）再检查"
_ARCHIVE = "这是压缩包（{kind}）。请先解压，再检查里面的表"
_OTHER = "这是 {kind} 文件，不是文本。请换成绩效目标表的文本文件（.txt）再检查"

_SIGNATURES = (
    (b"\x89PNG\r\n", "PNG", _PICTURE),
    (b"\xff\xd8\xff", "JPEG", _PICTURE),
    (b"GIF8", "GIF", _PICTURE),
    (b"BM", "BMP", _PICTURE),
    (b"II*\x00", "TIFF", _PICTURE),
    (b"MM\x00*", "TIFF", _PICTURE),
    (b"%PDF-", "PDF", _TABLE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office 或 WPS（.doc、.xls、.wps、.et）", _TABLE),
    (b"{\\rtf", "RTF", _TABLE),
    (b"Rar!\x1a\x07", "RAR", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", "7z", _ARCHIVE),
    (b"\x1f\x8b\x08", "gzip", _ARCHIVE),
    (b"SQLite format 3\x00", "数据库", _OTHER),
    (b"MZ\x90\x00", "程序", _OTHER),
    (b"\x7fELF", "程序", _OTHER),
)

# A zip archive is told by what lies in it.
_IN_ZIP = (
    (b"xl/", "Excel 工作簿（.xlsx）"),
    (b"word/", "Word 文档（.docx）"),
    (b"ppt/", "PowerPoint（.pptx）"),
    (b"opendocument.spreadsheet", "ODS 表格"),
    (b"opendocument.text", "ODT 文档"),
    (b"OFD.xml", "OFD 版式"),
)
_PEEK = 4096


def refusal(data: bytes) -> str | None:
    """Why these bytes cannot be read as text and what to do, where they begin like a known kind of file."""
    if data.startswith(b"PK\x03\x04"):
        ends = data[:_PEEK] + data[-_PEEK:]
        kind = next((kind for mark, kind in _IN_ZIP if mark in ends), None)
        return _TABLE.format(kind=kind) if kind else _ARCHIVE.format(kind="ZIP")
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _PICTURE.format(kind="WebP")
    for signature, kind, sentence in _SIGNATURES:
        # Two letters alone could begin a text; a bitmap has zero bytes in its header.
        if data.startswith(signature) and (len(signature) > 2 or b"\x00" in data[:16]):
            return sentence.format(kind=kind)
    return None
