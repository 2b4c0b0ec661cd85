"""What the page asks of the linter, and what it is told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

import lint_pbt
from lint_pbt.web.page.bridge import answer
from lint_pbt.web.page.messages import MessageError, packed, unpacked
from tests.places import EXAMPLES, TESTS
from tests.unit.web.page.asking import ask, check, edit

POOR = EXAMPLES / "poor.xlsx"


class TestMessages:
    def test_they_come_back_as_they_were(self) -> None:
        assert unpacked(packed({"call": "开"}, [b"", b"\0ab"])) == ({"call": "开"}, [b"", b"\0ab"])

    @pytest.mark.parametrize(
        "message",
        [b"", b"\0\0", b"\0\0\0\x02{}x", b"\xff\xff\xff\xff{}", packed({}, [b"abc"])[:-1],
         b'\0\0\0\x0f{"sizes":[-1,2]}a', b"\0\0\0\x02[]", b'\0\0\0\x12{"sizes":["a", 1]}'],
    )  # fmt: skip
    def test_what_is_none_is_refused(self, message: bytes) -> None:
        with pytest.raises(MessageError):
            unpacked(message)
        assert "error" in unpacked(answer(message))[0]

    @pytest.mark.parametrize(
        "told",
        [{}, {"call": "no"}, {"call": "check"}, {"call": "check", "table": {"name": ""}},
         {"call": "check", "table": {"name": "a", "other": 1}}, {"call": "report", "tables": [], "format": "html"},
         {"call": "report", "tables": [{"name": "a.txt"}], "format": "rich"},
         {"call": "check", "table": {"name": "a", "edits": [{"at": "0", "field": "place", "text": ""}]}}],
    )  # fmt: skip
    def test_a_wrong_request_is_told(self, told: dict[str, object]) -> None:
        assert set(unpacked(answer(packed(told)))[0]) == {"error"}

    def test_files_that_do_not_fit_the_request_are_told(self) -> None:
        assert "文件数目" in ask("check", table={"name": "a.txt"})[0]["error"]


class TestChecking:
    def test_it_finds_what_the_linter_finds(self) -> None:
        told = check("poor.xlsx")
        run = lint_pbt.lint(POOR.read_bytes(), lint_pbt.Settings(), name="poor.xlsx")
        assert [one["fingerprint"] for one in told["findings"]] == [one.fingerprint for one in run.findings]
        assert told["counts"] == {"error": 2, "warning": 2, "info": 2}

    def test_every_finding_is_at_its_place(self) -> None:
        told = check("poor.xlsx")
        projects = [project for unit in told["table"]["units"] for project in unit["projects"]]
        rows = {row["key"]: row for project in projects for row in project["rows"]}
        found = {one["rule"]: one for one in told["findings"]}
        assert rows[found["V102"]["at"]]["annual_value"] == "≤60"
        assert found["V102"]["better"] == "≤60件"
        assert found["W101"]["at"] == projects[0]["key"]

    def test_what_cannot_be_read_says_why(self) -> None:
        told = check("空.xlsx", data=b"PK\x03\x04")
        assert "重新下载" in told["failure"]
        assert told["unchecked"]

    def test_the_profile_counts(self) -> None:
        counts = [sum(check("poor.txt", profile=name)["counts"].values()) for name in ("core", "recommended", "strict")]
        assert counts == sorted(set(counts))
        assert "没有名为“x”的规则集" in check("poor.txt", profile="x")["error"]

    def test_an_own_configuration_counts(self) -> None:
        told = check("poor.xlsx", configuration="rules: {V102: off}")
        assert "V102" not in {one["rule"] for one in told["findings"]}

    def test_a_mistake_in_it_is_told_under_its_name(self) -> None:
        told = check("poor.xlsx", configuration="rules:\n  V999: off\n", configuration_name="我的.yaml")
        assert told["error"].startswith("我的.yaml 第 2 行")

    @pytest.mark.parametrize(
        "said", ["extends: /etc/other.yaml", "extends: ./a.toml", "rule-folders: /", "baseline: a"]
    )
    def test_it_reads_nothing_else_from_the_disk(self, said: str) -> None:
        assert "页面里用不了" in check("poor.xlsx", configuration=said)["error"]

    def test_what_somebody_says_of_a_column_counts(self) -> None:
        data = (TESTS / "shapes/contents-under-strange-titles.csv").read_bytes()
        for said, name in (({}, "清淤渠道长度"), ({"看什么": "说明", "量什么": "指标名称"}, "公里")):
            told = check("表.csv", data=data, columns=said)
            assert told["table"]["units"][0]["projects"][0]["rows"][0]["name"] == name


class TestEditing:
    def test_an_edit_changes_what_is_found(self) -> None:
        told = check("poor.xlsx")
        at = next(one["at"] for one in told["findings"] if one["rule"] == "V102")
        after = check("poor.xlsx", edits=[edit(at, "annual_value", "≤60件")])
        assert "V102" not in {one["rule"] for one in after["findings"]}
        assert len(after["findings"]) == len(told["findings"]) - 1

    def test_what_is_proposed_for_a_sign_in_a_column_of_its_own_heals(self) -> None:
        told = check("poor.xlsx")
        found = next(one for one in told["findings"] if one["rule"] == "X103")
        after = check("poor.xlsx", edits=[edit(found["at"], "annual_value", found["better"])])
        assert {one["rule"] for one in after["findings"]} == {one["rule"] for one in told["findings"]} - {"X103"}
        _, [new] = ask("save", POOR, table={"name": "poor.xlsx", "edits": [edit(found["at"], "annual_value", "≥95%")]})
        assert openpyxl.load_workbook(io.BytesIO(new)).worksheets[0]["G6"].value == "≥"

    @pytest.mark.parametrize(
        ("typed", "cells"),
        [("≥98%", "≥,98%"), ("98%", ",98%"), ("  ≤ 90 % ", "≤,90 %"), ("持续提升", ",持续提升"), ("≤95%", "≤,95%")],
    )  # fmt: skip
    def test_a_value_over_two_cells_is_saved_in_both(self, typed: str, cells: str) -> None:
        table = (
            "填报单位：云州市水务局\n项目名称,二级指标,三级指标,计算符号,年度指标值\n"
            "河道保洁,数量指标,保洁河道长度,≥,120公里\n,质量指标,断面水质达标率,≤,95%\n"
        )
        edits = [edit("0.0.0", "name", "保洁的河道长度"), edit("0.0.1", "annual_value", typed)]
        _, [new] = ask("save", table.encode(), table={"name": "a.csv", "edits": edits})
        assert new.decode() == table.replace("保洁河道", "保洁的河道").replace("≤,95%", cells)

    @pytest.mark.parametrize(
        ("cycle", "annual", "cells"),
        [("≥95%", "≥95%", "≥,95%,95%"), ("≥96%", "≥97%", "≥,96%,97%"), (None, "≥95%", "≥,95%,95%")],
    )  # fmt: skip
    def test_a_sign_of_two_values_is_written_once(self, cycle: str | None, annual: str, cells: str) -> None:
        table = (
            "填报单位：云州市水务局\n项目名称,二级指标,三级指标,计算符号,实施周期指标值,年度指标值\n"
            "河道保洁,数量指标,保洁河道长度,≥,120公里,120公里\n,质量指标,断面水质达标率,≤,95%,95%\n"
        )
        edits = [edit("0.0.1", f"{name}_value", text) for name, text in (("annual", annual), ("cycle", cycle)) if text]
        told, [new] = ask("save", table.encode(), table={"name": "a.csv", "edits": edits})
        assert (told["said"], new.decode()) == ([], table.replace("≤,95%,95%", cells))
        shown = check("a.csv", data=table.encode(), edits=edits)["table"]["units"][0]["projects"][0]["rows"]
        saved = check("a.csv", data=new)["table"]["units"][0]["projects"][0]["rows"]
        keys = ("cycle_value", "annual_value")
        assert [shown[1][key] for key in keys] == [saved[1][key] for key in keys]

    def test_one_sign_cannot_be_two(self) -> None:
        table = (
            "填报单位：云州市水务局\n项目名称,二级指标,三级指标,计算符号,实施周期指标值,年度指标值\n"
            "河道保洁,数量指标,保洁河道长度,≥,120公里,120公里\n,质量指标,断面水质达标率,≤,95%,95%\n"
        )
        edits = [edit("0.0.1", "annual_value", "≥95%"), edit("0.0.1", "cycle_value", "＞95%")]
        told, [new] = ask("save", table.encode(), table={"name": "a.csv", "edits": edits})
        assert "也是另一个值的" in told["said"][0]
        assert new.decode() == table.replace("≤,95%", "≥,95%")

    def test_what_belongs_nowhere_is_passed_over(self) -> None:
        edits = [edit("7.7.7", "name", "x"), edit("x", "goal", "y"), edit("0.0.0", "name", "")]
        assert check("poor.xlsx", edits=edits)["findings"] == check("poor.xlsx")["findings"]

    @pytest.mark.parametrize("name", ["poor.txt", "poor.csv"])
    def test_it_is_saved_in_the_file(self, name: str) -> None:
        row = check(name)["table"]["units"][0]["projects"][0]["rows"][0]
        told, [new] = ask("save", name, table={"name": name, "edits": [edit(row["key"], "name", "改过的名称")]})
        assert told["name"] == name
        assert new != (EXAMPLES / name).read_bytes()
        assert check(name, data=new)["table"]["units"][0]["projects"][0]["rows"][0]["name"] == "改过的名称"

    def test_a_workbook_keeps_all_else(self) -> None:
        _, [new] = ask("save", POOR, table={"name": "poor.xlsx", "edits": [edit("0.0.0", "name", "改过的名称")]})
        old_cells, new_cells = (
            [cell.value for row in openpyxl.load_workbook(source).worksheets[0].iter_rows() for cell in row]
            for source in (POOR, io.BytesIO(new))
        )
        assert [pair for pair in zip(old_cells, new_cells, strict=True) if pair[0] != pair[1]] == [
            ("清扫保洁道路条数", "改过的名称")
        ]

    def test_what_cannot_be_saved_is_told_and_the_rest_is(self) -> None:
        row = check("poor.xlsx")["table"]["units"][0]["projects"][0]["rows"][0]
        edits = [edit(row["key"], "name", "改过的名称"), edit(row["key"], "annual_value", "改成别的")]
        told, [new] = ask("save", POOR, table={"name": "poor.xlsx", "edits": edits})
        assert "没有改成“改成别的”" in told["said"][0]
        after = check("poor.xlsx", data=new)["table"]["units"][0]["projects"][0]["rows"][0]
        assert (after["name"], after["annual_value"]) == ("改过的名称", row["annual_value"])

    def test_where_it_cannot_be_saved_it_says_what_to_do(self) -> None:
        table = {"name": "poor.docx", "edits": [edit("0.0.0", "name", "改过的名称")]}
        assert "复制改动" in ask("save", "poor.docx", table=table)[0]["error"]


class TestCopies:
    def test_the_annotated_copy(self) -> None:
        told, [copy] = ask("annotate", "poor.xlsx", table={"name": "甲/poor.xlsx"})
        assert told["name"] == "poor.批注.xlsx"
        sheet = openpyxl.load_workbook(io.BytesIO(copy)).worksheets[0]
        assert sheet["H7"].comment is not None and "V102" in sheet["H7"].comment.text

    def test_comments_are_on_what_was_edited_where_that_can_be_saved(self) -> None:
        row = check("poor.xlsx")["table"]["units"][0]["projects"][0]["rows"][4]
        edits = [edit(row["key"], "name", "空气质量优良天数")]
        told, [copy] = ask("annotate", POOR, table={"name": "poor.xlsx", "edits": edits})
        assert told["said"] == []
        sheet = openpyxl.load_workbook(io.BytesIO(copy)).worksheets[0]
        assert sheet["F8"].value == "空气质量优良天数" and sheet["F8"].comment is None
        told, _ = ask("annotate", "poor.docx", table={"name": "poor.docx", "edits": [edit("0.0.0", "name", "x")]})
        assert "原来的内容" in told["said"][0]

    def test_a_format_without_comments_says_so(self) -> None:
        assert "加不了批注" in ask("annotate", "poor.pdf", table={"name": "poor.pdf"})[0]["error"]

    def test_what_is_fixed_is_shown_first(self) -> None:
        told, [new] = ask("fix", "poor.txt", table={"name": "poor.txt"})
        assert told["name"] == "poor.改好.txt"
        assert [(one["where"], "≥ 95 %" in one["before"], "≥95%" in one["after"]) for one in told["changes"]] == [
            ("第 51 行", True, True), ("第 52 行", True, True),
        ]  # fmt: skip
        assert "F102" not in {one["rule"] for one in check("poor.txt", data=new)["findings"]}

    def test_where_nothing_can_be_fixed_nothing_comes(self) -> None:
        told, files = ask("fix", "good.xlsx", table={"name": "good.xlsx"})
        assert (told["changes"], files) == ([], [])

    @pytest.mark.parametrize(("form", "begins"), [("html", b"\n<!DOCTYPE html>"), ("xlsx", b"PK"), ("json", b"{")])
    def test_reports_on_several(self, form: str, begins: bytes) -> None:
        tables = [{"name": "poor.xlsx"}, {"name": "good.xlsx"}]
        _, [report] = ask("report", "poor.xlsx", "good.xlsx", tables=tables, format=form)
        assert report.lstrip().startswith(begins.strip())

    def test_the_comparison(self) -> None:
        _, [page] = ask("compare", "poor.xlsx", "good.xlsx", old={"name": "poor.xlsx"}, new={"name": "good.xlsx"})
        assert "绩效目标对照报告" in page.decode()

    def test_a_draft_that_cannot_be_read_is_named(self) -> None:
        told, _ = ask("compare", b"PK\x03\x04", "good.xlsx", old={"name": "坏.xlsx"}, new={"name": "good.xlsx"})
        assert "坏.xlsx" in told["error"]


class TestArchives:
    def test_the_tables_come_out(self) -> None:
        told, files = ask(
            "open", _zip({"甲/poor.xlsx": POOR.read_bytes(), "图.png": b"1", "__MACOSX/._a.xlsx": b""}), name="稿.zip"
        )
        assert told["names"] == ["稿.zip/甲/poor.xlsx"]
        assert told["left_out"] == ["图.png"]
        assert files == [POOR.read_bytes()]

    def test_names_in_gbk(self) -> None:
        told, _ = ask("open", _zip({"ab.txt": b"1"}).replace(b"ab.txt", "表".encode("gbk") + b".txt"), name="z.zip")
        assert told["names"] == ["z.zip/表.txt"]

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"not a zip"])
    def test_broken_ones_are_told(self, data: bytes) -> None:
        assert "error" in ask("open", data, name="z.zip")[0]

    def test_one_without_tables_is_told(self) -> None:
        assert "没有能检查的表" in ask("open", _zip({"a.png": b"1"}), name="z.zip")[0]["error"]

    def test_one_that_unpacks_without_end_is_refused(self) -> None:
        told, files = ask("open", _zip({"a.txt": bytes(400 << 20)}), name="z.zip")
        assert "上限" in told["error"] and not files


def _zip(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def test_nothing_is_left_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    check("poor.xlsx", configuration="rules: {V102: off}", columns={"指标值": "说明"})
    assert list(tmp_path.iterdir()) == []
