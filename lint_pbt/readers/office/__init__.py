"""Files of old programs (.doc, .wps, .rtf, .ods, .xlsb …): the bytes → the `Source` of what LibreOffice makes of them.

What came out is held against the words of the file itself, for a conversion may lose a table without a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from lint_pbt.errors import ReadError
from lint_pbt.limits import STANDARD, Limits
from lint_pbt.model.document import Note
from lint_pbt.readers.kinds import ENCRYPTED, refusal_of
from lint_pbt.readers.office.conversion import converted
from lint_pbt.readers.office.program import office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint_pbt.model.sheet import Source
    from lint_pbt.readers.kinds import Convertible

_CONVERTED = {
    ".xlsx": "这是{kind}，已用 LibreOffice 转换成 .xlsx 读入，单元格的位置和原来一样",
    ".docx": "这是{kind}，已用 LibreOffice 转换成 .docx 读入，第几个表第几行是按转换后的文件数的",
}
_NOT_COMPARED = "转换以后没能和原来的文件核对，不敢说读全了。请用 Office 或 WPS 打开，另存为 {better} 再检查"


def read(path: str, data: bytes, convertible: Convertible, limits: Limits = STANDARD) -> Source:
    """The tables and the text of a file of an old kind.

    Raises `ReadError` where it cannot be read, and where LibreOffice is not on this machine.
    """
    program = office()
    if program is None:
        raise ReadError(refusal_of(convertible))
    kind, suffix, better = convertible.kind, convertible.suffix, convertible.better
    if suffix == ".doc":
        from lint_pbt.readers.office.word97 import is_encrypted

        if is_encrypted(data):
            raise ReadError(ENCRYPTED)
    new = converted(program, data, suffix, better, limits)
    if better == ".docx":
        from lint_pbt.readers.word import read as read_new
    else:
        from lint_pbt.readers.workbook import read as read_new
    source = read_new(path, new, limits)
    notes = (Note(_CONVERTED[better].format(kind=kind)), *_held_against(data, new, convertible, limits))
    return replace(source, notes=(*notes, *source.notes))


def _held_against(data: bytes, new: bytes, convertible: Convertible, limits: Limits) -> Iterator[Note]:
    """What there is to say of the new file beside the words of the old one."""
    from lint_pbt.readers.office.loss import losses
    from lint_pbt.readers.office.original import pieces_of

    try:
        before = pieces_of(convertible.suffix, data, limits)
        after = pieces_of(convertible.better, new, limits)
    except Exception:  # noqa: BLE001 - a file that another program could read may be broken in any way
        before = after = []
    if any(piece.text.strip() for piece in before):
        yield from losses(before, after, convertible.better)
    else:
        yield Note(_NOT_COMPARED.format(better=convertible.better), unchecked=True)
