"""What stands in for libraries that browsers lack gives what those give: the same findings in the same words.

A process with the stand-ins in front of the libraries goes over the examples and all tables of the tests.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import openpyxl
import pytest
from lxml import etree

import lint_pbt
from lint_pbt.reporters.json.report import report
from release.page.contents import stand_ins
from tests.places import EXAMPLES, ROOT, TESTS

FOLDERS = ("shapes", "forms", "grids", "form_lines", "inline")
_CHECK = """
import io, json, sys
import lint_pbt
from lint_pbt.reporters.json.report import report
import lxml.etree, regex
assert "stand_ins" in lxml.etree.__file__ and "stand_ins" in regex.__file__
for path in sys.stdin.read().split("\\n"):
    stream = io.StringIO()
    report(lint_pbt.lint(path, lint_pbt.Settings()), stream)
    print(json.dumps([path, stream.getvalue()]))
"""
_ANNOTATE = """
import sys
import lint_pbt
from lint_pbt.edits.annotate import annotated
from lint_pbt.limits import STANDARD
path = sys.argv[1]
data = open(path, "rb").read()
copy, told = annotated(data, lint_pbt.lint(path, lint_pbt.Settings()).findings, STANDARD)
sys.stdout.buffer.write(copy)
"""


def with_stand_ins(code: str, *arguments: str, given: str = "") -> bytes:
    with TemporaryDirectory(suffix="stand_ins") as folder:
        for name, source in {"lxml/__init__.py": b"", **stand_ins()}.items():
            path = Path(folder) / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(source)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((folder, str(ROOT)))}
        command = [sys.executable, "-X", "utf8", "-c", code, *arguments]
        return subprocess.run(command, input=given.encode(), env=environment, stdout=subprocess.PIPE, check=True).stdout


def tables() -> list[Path]:
    found = [*EXAMPLES.iterdir(), *(path for folder in FOLDERS for path in (TESTS / folder).iterdir())]
    return sorted(path for path in found if path.is_file() and path.suffix not in (".out", ".py"))


def test_the_same_is_found_in_every_table() -> None:
    paths = [str(path) for path in tables()]
    lines = with_stand_ins(_CHECK, given="\n".join(paths)).decode().splitlines()
    for path, (told, other) in zip(paths, map(json.loads, lines), strict=True):
        stream = StringIO()
        report(lint_pbt.lint(path, lint_pbt.Settings()), stream)
        assert (told, other) == (path, stream.getvalue())


def test_comments_in_a_document_are_the_same() -> None:
    path = EXAMPLES / "poor.docx"
    from lint_pbt.edits.annotate import annotated
    from lint_pbt.limits import STANDARD

    own, _ = annotated(path.read_bytes(), lint_pbt.lint(str(path), lint_pbt.Settings()).findings, STANDARD)
    copy = with_stand_ins(_ANNOTATE, str(path))
    documents = [docx.Document(BytesIO(data)) for data in (own, copy)]
    bodies = [etree.tostring(one.element.body, method="c14n") for one in documents]
    assert bodies[0] == bodies[1]
    texts = [[comment.text for comment in one.comments] for one in documents]
    assert texts[0] == texts[1] and len(texts[0]) > 5


def test_comments_in_a_workbook_are_the_same() -> None:
    path = EXAMPLES / "poor.xlsx"
    copy = with_stand_ins(_ANNOTATE, str(path))
    sheet = openpyxl.load_workbook(BytesIO(copy)).worksheets[0]
    comments = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert "V102" in comments["H7"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "<a>", "<a></b>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "<a>" * 300 + "</a>" * 300),
        "<a xmlns:b='c' b:c='1' c:d='2'/>",
    ],
)
def test_what_is_no_markup_is_refused(text: str) -> None:
    code = "import sys; from lxml import etree\ntry: etree.fromstring(sys.argv[1])\nexcept etree.LxmlError: print('no')"
    assert with_stand_ins(code, text).decode().strip() == "no"


def test_markup_comes_back_as_it_was() -> None:
    text = (
        '<w:a xmlns:w="urn:w" xmlns="urn:d" xmlns:m="urn:m" m:Ignorable="w" id="1"><b x="&quot;&#10;&amp;">t&lt;<w:c/>'
        'tail</b><d xmlns="">none</d></w:a>'
    )
    code = "import sys; from lxml import etree\nsys.stdout.buffer.write(etree.tostring(etree.fromstring(sys.argv[1])))"
    assert with_stand_ins(code, text).decode() == text
