"""Archives of parts edited: what is put in stands there, everything else is as it was."""

from __future__ import annotations

import io
import zipfile

import pytest

from lint_pbt.edits.opc.package import Package
from lint_pbt.errors import ReadError, WriteError
from lint_pbt.limits import STANDARD
from tests.unit.readers.workbooks import book, data_of, members, with_backslashes, with_members

DIRECTORY = "xl/workbook.xml"


def infos(data: bytes) -> list[zipfile.ZipInfo]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.infolist()


def made() -> bytes:
    """An archive with a folder, a stored part, dates, rights and a comment of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number, (name, content) in enumerate({**members(data_of(book())), "xl/media/": b""}.items()):
            entry = zipfile.ZipInfo(name, (2020 + number % 5, 1, 2, 3, 4, 6))
            entry.compress_type = zipfile.ZIP_STORED if number == 1 else zipfile.ZIP_DEFLATED
            entry.external_attr, entry.extra = 0o640 << 16, b"\x01\x99\x02\x00ab"
            archive.writestr(entry, content)
        archive.comment = "预算处".encode()
    return stream.getvalue()


def test_parts_that_nobody_changes_stay_in_their_order_with_all_that_is_said_of_them() -> None:
    data = made()
    package = Package(data, STANDARD)
    package.put(DIRECTORY, b"<new/>")
    package.put("xl/comments1.xml", b"<comments/>")
    new = package.data()
    assert members(new) == {**members(data), DIRECTORY: b"<new/>", "xl/comments1.xml": b"<comments/>"}
    before, after = infos(data), infos(new)
    assert [one.filename for one in after] == [one.filename for one in before] + ["xl/comments1.xml"]
    for old, one in zip(before, after, strict=False):
        assert (one.date_time, one.compress_type, one.external_attr) == (
            old.date_time,
            old.compress_type,
            old.external_attr,
        )
    with zipfile.ZipFile(io.BytesIO(new)) as archive:
        assert archive.testzip() is None and archive.comment == "预算处".encode()
    assert package.data() == new


def test_capitals_and_backslashes_name_the_same_part() -> None:
    plain = data_of(book())
    package = Package(with_backslashes(plain), STANDARD)
    assert "XL/Workbook.xml" in package
    package.put("XL/Workbook.XML", b"<new/>")
    assert package.read(DIRECTORY) == b"<new/>"
    assert package.related("", "officeDocument") == DIRECTORY
    assert members(package.data()) == {**members(plain), DIRECTORY: b"<new/>"}


def test_relations_and_types_of_new_parts() -> None:
    package = Package(data_of(book()), STANDARD)
    sheet, kind = (
        "xl/worksheets/sheet1.xml",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
    )
    assert package.related(sheet, "comments") is None
    name = package.free_name("xl/comments{}.xml")
    package.put(name, b"<comments/>")
    assert package.free_name("xl/Comments{}.xml") == "xl/Comments2.xml"
    assert package.relate(sheet, kind, name) != package.relate(sheet, kind, name)
    package.declare("a/b", part=name)
    package.declare("a/c", part=name)
    package.declare("a/d", suffix="vml")
    again = Package(package.data(), STANDARD)
    assert again.related(sheet, "comments") == name
    types = again.read("[Content_Types].xml").decode()
    assert types.count('PartName="/xl/comments1.xml"') == 1 and 'ContentType="a/b"' in types and "a/c" not in types
    assert types.index('Extension="vml"') < types.index("Override")


def test_a_mark_stands_at_the_beginning_and_goes_with_the_next_change() -> None:
    mark = b"\x62\x70\x02\x00ab"
    marked = Package(data_of(book()), STANDARD).data(mark)
    assert infos(marked)[0].extra == mark and not any(one.extra for one in infos(marked)[1:])
    assert not any(one.extra for one in infos(Package(marked, STANDARD).data()))


def test_what_is_lacking_or_broken_is_said() -> None:
    data = data_of(book())
    package = Package(with_members(data, {"[Content_Types].xml": None}), STANDARD)
    with pytest.raises(WriteError, match=r"缺了“\[Content_Types\].xml”"):
        package.declare("a/b", suffix="vml")
    with pytest.raises(WriteError, match="读不懂"):
        Package(with_members(data, {DIRECTORY: b"<a>"}), STANDARD).tree(DIRECTORY)
    at = data.index(b"PK\x03\x04", 10) + 60  # in what the second part is packed to
    with pytest.raises(ReadError, match="损坏"):
        Package(data[:at] + b"\xff\xff\xff\xff" + data[at + 4 :], STANDARD).data()
    assert Package(with_members(data, {"_XMLSignatures/origin.sigs": b""}), STANDARD).is_signed
    assert not Package(data, STANDARD).is_signed
