"""Every format carries every finding and everything else that a run says; none lets a table's text act."""

from __future__ import annotations

import html
import importlib.util
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lint_pbt.model.document import Note, Place
from lint_pbt.model.run import Failure, Ignored, Run, Skip
from lint_pbt.presentation.remarks import remarks
from lint_pbt.reporters import github
from lint_pbt.reporters.formats import CHECK
from lint_pbt.system.own_reports import HEAD, own_kind
from tests.drawing import examples
from tests.unit.reporters.full_run import HOSTILE, full_run, hostile_run
from tests.unit.reporters.report_runs import changed, replaced, sample_run

PRINT = re.compile(r"\b[0-9a-f]{16}\b")


def written(name: str, run: Run) -> bytes:
    """The report in a format, as its file holds it."""
    chosen = CHECK.built_in[name]
    if importlib.util.find_spec(chosen.module) is None:
        pytest.skip(f"{chosen.module} is not there")
    if chosen.binary:
        data = io.BytesIO()
        chosen.report(run, data)
        return data.getvalue()
    text = io.StringIO()
    chosen.report(run, text)
    return text.getvalue().encode("utf-8", "replace")


def _json(data: bytes) -> list[str]:
    return [finding["fingerprint"] for finding in json.loads(data)["findings"]]


def _jsonl(data: bytes) -> list[str]:
    lines = map(json.loads, data.decode().split("\n")[:-1])
    return [finding["fingerprint"] for line in lines for finding in line.get("findings", ())]


def _sarif(data: bytes) -> list[str]:
    results = json.loads(data)["runs"][0]["results"]
    return [
        result["partialFingerprints"]["pbtLintFingerprint/v1"] for result in results if "suppressions" not in result
    ]


def _github(data: bytes) -> list[str]:
    return re.findall(r"^::(?:error|warning|notice) [^:]*,fingerprint=([0-9a-f]{16})::", data.decode(), re.M)


def _junit(data: bytes) -> list[str]:
    cases = [case for case in ET.fromstring(data).iter("testcase") if case.find("failure") is not None]
    return [one.get("value", "") for case in cases for one in case.iter("property")]


def _markdown(data: bytes) -> list[str]:
    return re.findall(r"<!-- ([0-9a-f]{16}) -->", data.decode())


def _html(data: bytes) -> list[str]:
    return list(set(PRINT.findall(data.decode())))


def _xlsx(data: bytes) -> list[str]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    return [str(cell) for sheet in book for row in sheet.values for cell in row if PRINT.fullmatch(str(cell))]


PRINTS: dict[str, Callable[[bytes], list[str]]] = {
    "json": _json,
    "jsonl": _jsonl,
    "sarif": _sarif,
    "github": _github,
    "junit": _junit,
    "markdown": _markdown,
    "html": _html,
    "xlsx": _xlsx,
}


def shown_text(name: str, data: bytes) -> str:
    """All text of a report, unescaped, without white space: what a reader can find in it."""
    if name == "xlsx":
        import openpyxl

        book = openpyxl.load_workbook(io.BytesIO(data))
        text = "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None)
    else:
        text = data.decode()
    if name in ("json", "jsonl", "sarif"):
        lines = text.split("\n")[:-1] if name == "jsonl" else [text]
        text = "\n".join(json.dumps(json.loads(line), ensure_ascii=False) for line in lines)
    if name == "github":
        text = text.replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
    if name in ("html", "junit", "markdown"):
        text = html.unescape(re.sub(r"</?b>|<mark[^>]*>|</mark>", "", text))
    return "".join(text.split())


def test_all_formats_but_the_terminal_are_compared() -> None:
    assert set(PRINTS) == set(CHECK.built_in) - {"rich"}


@pytest.mark.parametrize("name", PRINTS)
def test_every_finding_is_there_by_its_fingerprint(name: str) -> None:
    run = full_run()
    found = Counter(PRINTS[name](written(name, run)))
    shown = Counter(finding.fingerprint for finding in run.findings)
    aside = {one.finding.fingerprint for one in (*run.ignored, *run.known)} | {
        one.fingerprint for baseline in run.baselines for one in baseline.fixed
    }
    assert shown <= found
    assert set(found) <= set(shown) | aside


@pytest.mark.parametrize("name", [*PRINTS, "rich"])
def test_everything_else_a_run_says_is_there(name: str) -> None:
    run = full_run()
    text = shown_text(name, written(name, run))
    # The terminal tells of failures on standard error, with the other things that could not be checked.
    told = [remark for remark in remarks(run) if not (name == "rich" and remark.kind == "failure")]
    assert {remark.kind for remark in remarks(run)} == {"failure", "crash", "note", "skip", "unused-ignore", "baseline"}
    for remark in told:
        wanted = remark.message.split("：")[-1] if remark.kind == "unused-ignore" else remark.message
        if remark.kind == "baseline":
            wanted = '"known":1' if name in ("json", "jsonl") else "1条已经改好"
        assert "".join(wanted.split()) in text, remark


@pytest.mark.parametrize("name", [*PRINTS, "rich"])
def test_a_run_over_nothing_can_be_written(name: str) -> None:
    for run in (Run(), sample_run(findings=())):
        assert bool(written(name, run)) == (name != "github")


@pytest.mark.parametrize("name", [*PRINTS, "rich"])
def test_hostile_text_is_only_text(name: str) -> None:
    data = written(name, hostile_run())
    if name == "xlsx":
        content = b"".join(
            zipfile.ZipFile(io.BytesIO(data)).read(part) for part in zipfile.ZipFile(io.BytesIO(data)).namelist()
        )
    else:
        content = data
    text = content.decode("utf-8")
    assert "\x00" not in text and "\x1b" not in text
    if name not in ("json", "jsonl"):
        assert not set(text) & set("\u202e\x9b\u2028")
    if name in ("html", "junit", "markdown", "xlsx"):
        assert "<script>alert" not in text
    if name == "xlsx":
        assert "<f>" not in text


def test_markdown_is_shown_as_it_was_written() -> None:
    """Read by a parser of Markdown: the text of the table makes no links, pictures, HTML or mentions."""
    from markdown_it import MarkdownIt

    source = written("markdown", hostile_run()).decode()
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    inner = [token for one in tokens for token in (one.children or [])]
    kinds = {token.type for token in [*tokens, *inner]}
    assert not kinds & {
        "link_open",
        "image",
        "code_inline",
        "code_block",
        "fence",
        "em_open",
        "s_open",
        "blockquote_open",
    }
    markup = {token.content for token in [*tokens, *inner] if token.type in ("html_block", "html_inline")}
    assert all(re.fullmatch(r"</?b>|<br>|<!-- [\w -]+ -->\n?", one) for one in markup), markup
    shown = "".join(token.content for token in inner if token.type == "text")
    assert "@octocat #1 |单元|" in shown
    assert not re.search(r"@octocat|#1|https?://|www\.", re.sub(r"&#\d+;", "", source))


def test_commands_for_github_are_one_a_line_and_escaped() -> None:
    lines = written("github", hostile_run()).decode().splitlines()
    run = hostile_run()
    assert len(lines) == len(run.findings) + len(list(remarks(run)))
    pattern = r"::(error|warning|notice) ((?:\w+=[^:,\r\n]+)(?:,\w+=[^:,\r\n]+)*)::[^\r\n]*"
    for line in lines:
        parsed = re.fullmatch(pattern, line)
        assert parsed, line
        names = [one.partition("=")[0] for one in parsed[2].split(",")]
        assert set(names) <= {"file", "line", "endLine", "col", "endColumn", "title", "fingerprint"}
        assert not re.search("%(?!25|0A|0D|3A|2C)", line)


def test_annotations_come_severest_first_and_tell_the_cell() -> None:
    lines = written("github", full_run()).decode().splitlines()
    levels = [line.split()[0] for line in lines if "fingerprint=" in line]
    assert levels == sorted(levels, key=["::error", "::warning", "::notice"].index)
    in_cell = next(line for line in lines if "表 二.xlsx" in line)
    assert "line=7," in in_cell or "line=8," in in_cell
    assert re.search("title=[^:]*工作表“绩效”G7 单元格", in_cell)
    assert "col=" not in in_cell


def test_paths_are_those_of_the_repository(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    found = replace(sample_run().findings[0], path=f"{tmp_path}/草案/表.txt")
    text = io.StringIO()
    github.report(sample_run(findings=(found,)), text)
    assert "file=草案/表.txt," in text.getvalue()


def test_junit_counts_what_it_holds() -> None:
    root = ET.fromstring(written("junit", full_run()))
    for suite in [*root, root]:
        cases = list(suite.iter("testcase"))
        assert int(suite.get("tests", "")) == len(cases)
        for kind, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(kind, "")) == sum(case.find(tag) is not None for case in cases)
    assert [suite.get("name") for suite in root] == [
        "表.txt",
        "数据/表 二.xlsx",
        "表三.pdf",
        "坏.txt",
        ".pbt-lint.yaml",
        "基线.json",
    ]
    skipped = [one.get("message", "") for one in root.iter("skipped")]
    assert [told.split("：")[0] for told in skipped] == ["配置里忽略", "基线 基线.json 里已有"]


def test_a_clean_file_passes_in_junit() -> None:
    root = ET.fromstring(written("junit", sample_run(findings=())))
    assert (root.get("tests"), root.get("failures")) == ("1", "0")


def test_a_summary_is_bounded_and_says_what_is_left_out() -> None:
    run = sample_run()
    many = tuple(replaced(run.findings[0], fingerprint=f"{number:016x}", message="甲" * 200) for number in range(3000))
    data = written("markdown", sample_run(findings=many))
    shown = len(_markdown(data))
    assert len(data) < 1024 * 1024
    assert 0 < shown < 3000
    assert f"还有 {3000 - shown} 条没有列出**（共 3000 条）".encode() in data


def test_a_summary_shows_the_verdict_and_the_counts() -> None:
    text = written("markdown", full_run()).decode()
    assert "检查了 3 个文件" in text
    assert "| 🔴 错误 | X102 | 1 | 只能恰好达到或永远达不到的界限 |" in text
    assert text.index("### 没能检查的") < text.index("### 表.txt") < text.index("### 说明")


@pytest.mark.parametrize("name", ["html", "xlsx", "markdown"])
def test_reports_in_formats_that_are_read_too_are_marked(name: str) -> None:
    data = written(name, sample_run())
    assert own_kind(data[:HEAD]) == "report"
    assert own_kind(b" " + data[:HEAD]) is None


def test_json_tells_the_place_of_everything_in_full() -> None:
    cell, page = Place(7, 2, sheet="绩效", cell="G7"), Place(9, page=3)
    run = sample_run(skips=(Skip("V101", "表.xlsx", cell, "读不懂"),))
    (document,) = run.documents
    noted = replace(document, notes=(Note("不清楚", page),))
    put_aside = Ignored(replaced(run.findings[0], place=cell), "理由", ())
    told = json.loads(written("json", changed(run, documents=(noted,), ignored=(put_aside,))))
    for one in (*told["skips"], *told["ignored"]):
        assert (one["line"], one["column"], one["sheet"], one["cell"]) == (7, 2, "绩效", "G7")
    assert told["documents"][0]["notes"][0]["page"] == 3


def test_hostile_text_stands_whole_in_json() -> None:
    (found,) = json.loads(written("json", hostile_run()))["findings"]
    assert found["value"] == HOSTILE


@settings(max_examples=examples(60))
@given(st.text(st.characters(), max_size=40))
@example("]]>")
@example("\r\n\u2028\x85")
@example("\ud800")
def test_no_text_breaks_the_formats_that_programs_read(text: str) -> None:
    run = sample_run()
    found = replaced(run.findings[0], message=text, suggestion=text, path=text or "-", severity="error")
    altered = sample_run(findings=(found, run.findings[1]), failures=(Failure(text or "-", text),))
    for name in ("junit", "github", "markdown", "sarif", "json", "jsonl"):
        assert PRINTS[name](written(name, altered)) == [one.fingerprint for one in altered.findings], name
