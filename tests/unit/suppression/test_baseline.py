"""The baseline: what it hides, what it tells, and fingerprints that stand for the same finding in any dress."""

from __future__ import annotations

import io
import json
import os
import random
import stat
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from lint_pbt.engine.engine import Engine
from lint_pbt.errors import ConfigError, WriteError
from lint_pbt.layouts import lay_out
from lint_pbt.model.run import BaselineEntry, Run
from lint_pbt.readers import read
from lint_pbt.reporters.json.report import report as report_json
from lint_pbt.reporters.terminal import report as report_terminal
from lint_pbt.rulebook.loader import load_rulebook
from lint_pbt.scoring.score import score
from lint_pbt.session import check, write_baselines
from lint_pbt.session.plan import Asked
from lint_pbt.suppression.baseline import load
from tests.configured import configure, found, run_on, table
from tests.drawing import examples
from tests.places import TESTS
from tests.variants import Block, blocks_of, body_lines

FILE = "基线.json"
ASKED = Asked(baseline=FILE)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "表.txt").write_text(table("读书月", "古籍修复"), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def begin(*files: str, asked: Asked = ASKED) -> Run:
    """Make what is found in the files the baseline."""
    return write_baselines(files or ("表.txt",), asked)[0]


def now(*files: str, asked: Asked = ASKED) -> Run:
    return check(files or ("表.txt",), asked)


def known(run: Run) -> int:
    return len(run.known)


def fixed(run: Run) -> list[tuple[str, str | None]]:
    return sorted((entry.rule, entry.project) for one in run.baselines for entry in one.fixed)


class TestHiding:
    def test_what_is_known_is_hidden_and_counted(self, folder: Path) -> None:
        before = begin()
        run = now()
        assert before.findings
        assert run.findings == ()
        assert known(run) == len(before.findings)
        assert fixed(run) == []

    def test_what_is_new_is_shown(self, folder: Path) -> None:
        begin()
        (folder / "表.txt").write_text(table("读书月", "古籍修复", "夜间开放"), "utf-8")
        assert {project for _, project in found(now())} == {"夜间开放"}

    def test_another_value_is_a_new_finding(self, folder: Path) -> None:
        begin()
        (folder / "表.txt").write_text(table("读书月", "古籍修复", value="不断改善"), "utf-8")
        assert {rule for rule, _ in found(now())} >= {"V101"}

    def test_what_is_gone_is_told(self, folder: Path) -> None:
        begin(asked=replace(ASKED, select=("P101", "V101")))
        (folder / "表.txt").write_text(table("读书月"), "utf-8")
        assert fixed(now()) == [("P101", "古籍修复"), ("V101", "古籍修复")]

    def test_each_entry_stands_for_one_finding(self, folder: Path) -> None:
        (folder / "表.txt").write_text(table("读书月"), "utf-8")
        begin()
        (folder / "表.txt").write_text(table("读书月", "读书月"), "utf-8")
        before = now(asked=Asked())
        run = now()
        assert run.findings
        assert len(run.findings) + known(run) == len(before.findings)

    def test_ignored_findings_are_neither_known_nor_fixed(self, folder: Path) -> None:
        begin()
        configure(folder, "ignore: [{rule: P101, reason: 理由}]\n")
        run = now()
        assert len(run.ignored) == 2
        assert fixed(run) == []


class TestPartialRuns:
    def test_a_renamed_table_is_known(self, folder: Path) -> None:
        before = begin()
        (folder / "表.txt").rename(folder / "新名字.txt")
        run = now("新名字.txt")
        assert (run.findings, known(run), fixed(run)) == ((), len(before.findings), [])

    def test_a_renamed_table_that_got_better_is_told(self, folder: Path) -> None:
        begin(asked=replace(ASKED, select=("P101",)))
        (folder / "表.txt").unlink()
        (folder / "新名字.txt").write_text(table("读书月"), "utf-8")
        assert fixed(now("新名字.txt")) == [("P101", "古籍修复")]

    def test_a_moved_folder_is_known(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / "甲").mkdir()
        (folder / "表.txt").rename(folder / "甲/表.txt")
        begin("甲/表.txt", asked=Asked(baseline="甲/基线.json"))
        (folder / "甲").rename(folder / "乙")
        monkeypatch.chdir(folder / "乙")
        run = now("表.txt", asked=Asked(baseline="基线.json"))
        assert run.findings == ()

    def test_standard_input_is_known(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        begin()
        data = (folder / "表.txt").read_bytes()
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        assert now("-").findings == ()

    def test_a_table_that_was_not_checked_is_not_fixed(self, folder: Path) -> None:
        (folder / "二.txt").write_text(table("夜间开放"), "utf-8")
        begin("表.txt", "二.txt")
        assert fixed(now("表.txt")) == []

    def test_a_rule_that_did_not_run_is_not_fixed(self, folder: Path) -> None:
        begin()
        assert fixed(now(asked=replace(ASKED, select=("P101",)))) == []
        assert fixed(now(asked=replace(ASKED, profile="core"))) == []

    def test_the_same_defect_in_another_table_is_new(self, folder: Path) -> None:
        (folder / "二.txt").write_text(table("夜间开放"), "utf-8")
        begin("表.txt", "二.txt")
        (folder / "二.txt").write_text(table("读书月"), "utf-8")
        assert {one.path for one in now("表.txt", "二.txt").findings} == {"二.txt"}

    def test_updating_keeps_what_was_not_checked(self, folder: Path) -> None:
        (folder / "二.txt").write_text(table("夜间开放"), "utf-8")
        begin("表.txt", "二.txt")
        _, written = write_baselines(["二.txt"], ASKED)
        assert written[0].kept > 0
        assert now("表.txt", "二.txt").findings == ()

    def test_updating_some_rules_keeps_the_others(self, folder: Path) -> None:
        begin()
        begin(asked=replace(ASKED, select=("P101",)))
        assert now().findings == ()

    def test_updating_forgets_what_is_gone(self, folder: Path) -> None:
        (folder / "二.txt").write_text(table("夜间开放"), "utf-8")
        begin("表.txt", "二.txt")
        (folder / "二.txt").unlink()
        (folder / "表.txt").write_text(table("读书月"), "utf-8")
        begin("表.txt")
        assert {(entry.path, entry.project) for entry in load(FILE)} == {("表.txt", "读书月")}


class TestFile:
    def test_a_line_for_people_beside_each_fingerprint(self, folder: Path) -> None:
        begin(asked=replace(ASKED, select=("V101",)))
        content = json.loads((folder / FILE).read_text("utf-8"))
        assert content["version"] == 1
        first = content["findings"][0]
        assert first | {"rule": "V101", "unit": "云溪市图书馆", "project": "古籍修复", "indicator": "阅读氛围"} == first
        assert first["value"] == "持续提升"
        assert len(first["fingerprint"]) == 16
        lines = (folder / FILE).read_text("utf-8").splitlines()
        assert sum('"fingerprint"' in line for line in lines) == len(content["findings"])

    def test_the_same_findings_give_the_same_file(self, folder: Path) -> None:
        begin()
        first = (folder / FILE).read_bytes()
        begin()
        assert (folder / FILE).read_bytes() == first
        (folder / FILE).unlink()
        begin()
        assert (folder / FILE).read_bytes() == first

    def test_moved_projects_give_the_same_file(self, folder: Path) -> None:
        begin()
        first = (folder / FILE).read_bytes()
        (folder / "表.txt").write_text(table("古籍修复", "读书月"), "utf-8")
        begin()
        assert (folder / FILE).read_bytes() == first

    def test_the_configuration_may_name_it(self, folder: Path) -> None:
        configure(folder, f"baseline: {FILE}\n")
        with pytest.raises(ConfigError, match="先用 --write-baseline"):
            run_on(folder)
        begin(asked=Asked())
        assert (folder / FILE).is_file()
        assert run_on(folder).findings == ()

    def test_each_folder_has_that_of_its_configuration(self, folder: Path) -> None:
        configure(folder, f"baseline: {FILE}\n")
        configure(folder, "baseline: 乙的基线.json\n", "乙/.pbt-lint.yaml")
        (folder / "乙/表.txt").write_text(table("夜间开放"), "utf-8")
        begin("表.txt", "乙/表.txt", asked=Asked())
        assert {entry.path for entry in load(FILE)} == {"表.txt"}
        assert {entry.path for entry in load("乙/乙的基线.json")} == {"表.txt"}
        assert now("表.txt", "乙/表.txt", asked=Asked()).findings == ()

    def test_without_a_name_it_is_hidden_in_the_folder(self, folder: Path) -> None:
        _, written = write_baselines(["表.txt"], Asked())
        assert written[0].file == ".pbt-lint-baseline.json"
        assert (folder / ".pbt-lint-baseline.json").is_file()

    @pytest.mark.parametrize(
        "content", [b"{}", b"[]", b"not json", b"\xff\xfe", b'{"version": 1}', b'{"version": 1, "findings": [1]}',
                    b'{"version": "1"}', b"[" * 100_000]
    )  # fmt: skip
    def test_what_is_no_baseline_is_neither_read_nor_overwritten(self, folder: Path, content: bytes) -> None:
        (folder / FILE).write_bytes(content)
        with pytest.raises(ConfigError, match="不是 pbt-lint 的基线文件"):
            now()
        with pytest.raises(ConfigError, match="不是 pbt-lint 的基线文件"):
            begin()
        assert (folder / FILE).read_bytes() == content

    def test_an_empty_file_is_no_baseline_but_may_become_one(self, folder: Path) -> None:
        (folder / FILE).touch()
        with pytest.raises(ConfigError, match="不是 pbt-lint 的基线文件"):
            now()
        begin()
        assert now().findings == ()

    def test_the_table_itself_is_not_overwritten(self, folder: Path) -> None:
        before = (folder / "表.txt").read_bytes()
        with pytest.raises(ConfigError, match="不是 pbt-lint 的基线文件"):
            begin(asked=Asked(baseline="表.txt"))
        assert (folder / "表.txt").read_bytes() == before

    def test_another_version_is_named(self, folder: Path) -> None:
        (folder / FILE).write_text('{"version": 9, "findings": {}}', "utf-8")
        with pytest.raises(ConfigError, match="另一个版本的（9）"):
            now()

    def test_one_that_is_missing(self, folder: Path) -> None:
        with pytest.raises(ConfigError, match=r"找不到基线文件“基线\.json”"):
            now()

    def test_a_folder_in_its_place(self, folder: Path) -> None:
        (folder / FILE).mkdir()
        with pytest.raises(ConfigError, match="不是文件"):
            now()

    def test_one_in_a_folder_that_is_not_there(self, folder: Path) -> None:
        with pytest.raises(WriteError, match="写不了"):
            begin(asked=Asked(baseline="没有/基线.json"))

    def test_nothing_is_left_beside_it(self, folder: Path) -> None:
        begin()
        begin(asked=replace(ASKED, select=("P101",)))
        assert sorted(os.listdir(folder)) == [".git", FILE, "表.txt"]

    @pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
    def test_others_may_read_it_as_other_new_files(self, folder: Path) -> None:
        begin()
        (folder / "别的").write_text("")
        assert stat.S_IMODE((folder / FILE).stat().st_mode) == stat.S_IMODE((folder / "别的").stat().st_mode)

    def test_a_path_that_is_no_text_can_be_written(self, folder: Path) -> None:
        if sys.platform != "linux":
            pytest.skip("such names exist on Linux only")
        name = os.fsdecode("表\udcff.txt".encode("utf-8", "surrogateescape"))
        (folder / name).write_text(table("读书月"), "utf-8")
        begin(name)
        assert now(name).findings == ()


class TestReports:
    def test_the_terminal_says_what_is_hidden_and_what_got_better(self, folder: Path) -> None:
        begin(asked=replace(ASKED, select=("P101", "V101")))
        (folder / "表.txt").write_text(table("读书月"), "utf-8")
        stream = io.StringIO()
        report_terminal(now(asked=replace(ASKED, select=("P101", "V101"))), stream, width=100)
        assert "没有发现新的问题" in stream.getvalue()
        assert "基线里已有 2 条。" in stream.getvalue()
        assert "基线.json：基线里有 2 条已经改好，可以用 --write-baseline 更新" in stream.getvalue()

    def test_json_says_the_same(self, folder: Path) -> None:
        begin(asked=replace(ASKED, select=("P101", "V101")))
        (folder / "表.txt").write_text(table("读书月"), "utf-8")
        stream = io.StringIO()
        report_json(now(), stream)
        (told,) = json.loads(stream.getvalue())["baselines"]
        assert (told["file"], told["known"]) == (FILE, 2)
        assert sorted(one["rule"] for one in told["fixed"]) == ["P101", "V101"]
        assert {one["project"] for one in told["fixed"]} == {"古籍修复"}

    def test_without_a_baseline_json_has_no_such_key(self, folder: Path) -> None:
        stream = io.StringIO()
        report_json(now(asked=Asked()), stream)
        assert "baselines" not in json.loads(stream.getvalue())

    def test_the_score_is_that_of_the_whole_table(self, folder: Path) -> None:
        before = score(now(asked=Asked())).overall
        begin()
        assert score(now()).overall == before


BOOK = load_rulebook()
ENGINE = Engine(BOOK.active, BOOK.tools)
EDUCATION = (TESTS / "inline" / "education.txt").read_text("utf-8")
BLOCKS = blocks_of(EDUCATION)


def fingerprints(text: str, codec: str = "utf-8") -> Counter[str]:
    run = ENGINE.check(lay_out(read("表.txt", text.encode(codec))))
    assert not run.crashes
    return Counter(finding.fingerprint for finding in run.findings)


def moved(blocks: list[Block], order: random.Random) -> list[Block]:
    """The blocks with the projects of each unit in another order."""
    result: list[Block] = []
    projects: list[list[Block]] = []
    for block in [*blocks, Block("unit", "")]:
        if block.kind == "project":
            projects.append([block])
        elif block.kind in ("goal", "records"):
            projects[-1].append(block)
        else:
            order.shuffle(projects)
            result += [one for project in projects for one in project]
            projects = []
            result.append(block)
    return result[:-1]


SAME = fingerprints(EDUCATION)


class TestFingerprints:
    def test_none_stands_for_two_findings(self) -> None:
        assert SAME
        assert set(SAME.values()) == {1}

    @settings(max_examples=examples(60))
    @given(
        width=st.integers(9, 200),
        order=st.randoms(use_true_random=False),
        blank=st.booleans(),
        margin=st.sampled_from(["", "  ", "　"]),
        codec=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
        ends=st.sampled_from(["\n", "\r\n"]),
    )
    def test_they_survive_another_dress_and_moved_projects(
        self, width: int, order: random.Random, blank: bool, margin: str, codec: str, ends: str
    ) -> None:
        lines = body_lines(moved(BLOCKS, order), width, margin=margin)
        text = (ends * 2 if blank else ends).join(lines)
        assert fingerprints(text, codec) == SAME

    @pytest.mark.parametrize("width", [12, 60])
    def test_those_of_the_published_table_too(self, real_table: Path, width: int) -> None:
        text = real_table.read_text("utf-8")
        blocks = blocks_of(text)
        assert fingerprints("\n".join(body_lines(moved(blocks, random.Random(width)), width))) == fingerprints(text)

    def test_copied_sets_are_the_same_whichever_project_comes_first(self) -> None:
        indicators = "".join(
            f"{number}、1-产出指标；11-数量指标；{name}；实施周期指标值:≥20场；年度指标值:≥20场。"
            for number, name in enumerate(("讲座场次", "展览场次", "演出场次"), 1)
        )
        one, other = (f"    {name} 10.00 10.00\n开展活动。\n{indicators}\n" for name in ("甲项目", "乙项目"))
        head = table().replace("0.00", "20.00")
        assert fingerprints(head + one + other) == fingerprints(head + other + one)

    @settings(max_examples=examples(50))
    @given(st.data())
    def test_a_new_project_leaves_all_others_known(self, data: st.DataObject) -> None:
        at = data.draw(st.sampled_from([index for index, block in enumerate(BLOCKS) if block.kind == "project"]))
        new = [Block("project", "夜间开放 1.00 1.00"), Block("goal", "夜间开放。"), Block("records", _RECORD)]
        text = "\n".join(body_lines([*BLOCKS[:at], *new, *BLOCKS[at:]]))
        # Sums no longer agree: that is about the units' amounts, not about any project.
        assert not {one for one in SAME - fingerprints(text) if one not in _SUMS}


_RECORD = "1、1-产出指标；11-数量指标；开放天数；实施周期指标值:≥20天；年度指标值:≥20天。"
_SUMS = {
    finding.fingerprint
    for finding in ENGINE.check(lay_out(read("表.txt", EDUCATION.encode()))).findings
    if finding.project is None
}


def test_entries_are_read_as_they_are_written(tmp_path: Path) -> None:
    entry = BaselineEntry("表.txt", "0" * 16, "V101", None, "项目“甲”\\", None, None)
    stated = {"path": "表.txt", "fingerprint": "0" * 16, "rule": "V101", "project": "项目“甲”\\"}
    (tmp_path / FILE).write_text(json.dumps({"version": 1, "findings": [stated]}), "utf-8")
    assert load(str(tmp_path / FILE)) == [entry]
