"""The command line as a user runs it: a process of its own, with its output, errors and exit code."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lint_pbt.cli.guard import main
from lint_pbt.presentation import rule_text
from lint_pbt.presentation.display import columns
from lint_pbt.rulebook.loader import Settings, load_rulebook
from tests.places import ROOT

TABLE = """
项目支出绩效目标表
部门名称：云溪市文化局 单位：万元
项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标
合计 120.00 120.00
云溪市图书馆 120.00 120.00
    全民阅读活动经费 120.00 120.00
 举办读书活动，培养阅读习惯。
1、1-产出指标；11-数量指标；读书活动场次；实施周期指标值:≥20场；年度指标值:≥20场。2、2-效益指标；22-社会效益；全
民阅读氛围；实施周期指标值:{vague}；年度指标值:{vague}。3、3-满意度指标；31-服务对象满意度；读者满意度；实施周
期指标值:≥90%；年度指标值:{sign}90%。
"""
BAD = TABLE.format(vague="持续提升", sign="》")
CLEAN = TABLE.format(vague="参与读者≥3000人次", sign="≥")
# Nothing of the caller's terminal or locale may decide a test.
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": str(ROOT),
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONIOENCODING": "utf-8",
    "LC_ALL": "C.UTF-8",
    "HOME": "/nonexistent",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "表.txt").write_text(BAD, "utf-8")
    (tmp_path / "好.txt").write_text(CLEAN, "utf-8")
    (tmp_path / "空.txt").write_text("", "utf-8")
    return tmp_path


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "lint_pbt", *arguments]


def run(folder: Path, *arguments: str, data: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(*arguments), cwd=folder, input=data, capture_output=True, env=ENVIRONMENT | environment, check=False
    )


def says(folder: Path, *arguments: str, **settings: Any) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of a run that must not show a traceback."""
    done = run(folder, *arguments, **settings)
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in out + err
    return done.returncode, out, err


class TestCheck:
    def test_is_the_default_command(self, folder: Path) -> None:
        assert says(folder, "表.txt") == says(folder, "check", "表.txt")

    def test_reports_findings_and_exits_1(self, folder: Path) -> None:
        code, out, err = says(folder, "表.txt")
        assert (code, err) == (1, "")
        assert "【云溪市图书馆】" in out
        assert "项目 1  全民阅读活动经费（第 7 行）" in out
        assert "警告 V101" in out
        assert "错误 X101" in out
        assert "“》”不是比较符号，应写“≥”，可改成“≥90%”" in out
        assert out.splitlines()[-1].startswith("检查了 1 个文件、1 个项目、3 个指标：错误 1，警告 1")
        assert all(columns(line) <= 80 for line in out.splitlines())

    def test_a_clean_table_exits_0(self, folder: Path) -> None:
        code, out, err = says(folder, "好.txt")
        assert (code, err) == (0, "")
        assert out.endswith("\n检查了 1 个文件、1 个项目、3 个指标：没有发现问题，得分 100。\n")
        assert "  项目 1  " in out

    def test_quiet_prints_the_verdict_alone(self, folder: Path) -> None:
        code, out, err = says(folder, "-q", "表.txt")
        assert (code, err) == (1, "")
        assert re.fullmatch(r"检查了 .+：错误 1，警告 1，提示 0，得分 [\d.]+。\n报送前请先改错误。\n", out)

    def test_statistics_count_instead_of_listing(self, folder: Path) -> None:
        code, out, err = says(folder, "--statistics", "表.txt")
        assert (code, err) == (1, "")
        assert "指标类别" in out
        assert "建议" not in out
        report = json.loads(says(folder, "--statistics", "--format", "json", "表.txt")[1])
        assert sum(row["count"] for row in report["statistics"]["rules"]) == len(report["findings"])

    @pytest.mark.parametrize(("level", "code"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0)])
    def test_fail_on(self, folder: Path, level: str, code: int) -> None:
        assert says(folder, "--fail-on", level, "表.txt")[0] == code

    def test_fail_on_ignores_what_is_below(self, folder: Path) -> None:
        assert says(folder, "--fail-on", "error", "--select", "V101", "表.txt")[0] == 0
        assert says(folder, "--fail-on", "warning", "--select", "V101", "表.txt")[0] == 1

    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            (["--select", "v101"], {"V101"}),
            (["--select", "V,X1"], {"V101", "X101"}),
            (["--select", "V、X1", "--ignore", "X"], {"V101"}),
            (["--ignore", "Ｖ101"], {"X101"}),
        ],
    )
    def test_select_and_ignore(self, folder: Path, arguments: list[str], expected: set[str]) -> None:
        _, out, _ = says(folder, "--format", "json", *arguments, "表.txt")
        assert {finding["rule"] for finding in json.loads(out)["findings"]} == expected

    def test_standard_input(self, folder: Path) -> None:
        code, out, _ = says(folder, "-", "--format", "json", data=BAD.encode())
        report = json.loads(out)
        assert code == 1
        assert {finding["path"] for finding in report["findings"]} == {"-"}
        assert report["documents"][0]["path"] == "-"
        assert "文件 标准输入" in says(folder, "-", data=BAD.encode())[1]

    def test_a_file_named_like_a_command(self, folder: Path) -> None:
        (folder / "check").write_text(BAD, "utf-8")
        assert says(folder, "./check")[0] == 1
        assert says(folder, "check", "check")[0] == 1

    def test_folders_are_walked_and_the_rest_is_checked(self, folder: Path) -> None:
        code, out, err = says(folder, ".")
        assert code == 3
        assert "警告 V101" in out
        assert "检查了 2 个文件、2 个项目、6 个指标" in out
        assert "有内容没能检查" in out
        assert err.startswith("pbt-lint: ./空.txt：文件是空的")
        assert err.count("\n") == 1

    def test_json_has_what_the_terminal_has(self, folder: Path) -> None:
        code, out, err = says(folder, "--format", "json", "表.txt", "空.txt", "没有.txt")
        report = json.loads(out)
        assert code == 3
        assert [failure["path"] for failure in report["failures"]] == ["空.txt", "没有.txt"]
        assert err.count("\n") == 2
        members = "version documents findings failures crashes skips ignored unused_ignores summary scores"
        assert set(report) == set(members.split())
        assert report["summary"]["error"] == 1

    def test_json_pays_for_no_console(self, folder: Path) -> None:
        code = (
            "import sys\n"
            "from lint_pbt.cli import main\n"
            "try: main(['--format', 'json', '表.txt'])\n"
            "finally: print('rich.console' in sys.modules, 'rich.table' in sys.modules, file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=folder, env=ENVIRONMENT, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (1, b"False False\n")


class TestWrongUse:
    def test_no_arguments_show_how_to_begin(self, folder: Path) -> None:
        code, out, err = says(folder)
        assert (code, out) == (2, "")
        assert "pbt-lint 表.txt" in err
        assert "pbt-lint explain V101" in err

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["check"], "少写了文件\n"),
            (["explain"], "少写了规则\n"),
            (["--fromat", "json", "表.txt"], "没有选项 --fromat，是不是 --format？"),
            (["表.txt", "--format"], "选项 --format 后面要写一个值"),
            (["表.txt", "--quiet=1"], "选项 --quiet 后面不带值"),
            (["--format", "jsn", "表.txt"], "--format 不能是“jsn”，可以是 rich、json、html、"),
            (["--fail-on", "errors", "表.txt"], "是不是 error？"),
            (["explain", "V101", "V102"], "多了 V102"),
            (["rules", "V101"], "没有叫“V101”的命令"),
            (["expalin", "V101"], "没有叫“expalin”的命令或文件，是不是 explain？"),
            (["explain", "V1001"], "没有规则“V1001”，是不是 V101（unmeasurable-target）？"),
            (["explain", "unmeasurable-targets"], "是不是 V101"),
            (["--select", "Q9", "表.txt"], "Q9"),
            (["--profile", "srtict", "表.txt"], "strict"),
            (["表.txt", "--select", "V101", "--ignore", "V101"], "一条规则也不剩"),
        ],
    )
    def test_is_told_in_chinese_with_exit_code_2(self, folder: Path, arguments: list[str], told: str) -> None:
        code, out, err = says(folder, *arguments)
        assert (code, out) == (2, "")
        assert err.startswith("pbt-lint: ")
        assert told in err
        assert not any(word in err for word in ("Usage", "Error", "Try", "Missing", "No such", "Invalid"))

    @pytest.mark.parametrize("arguments", [[], ["check"], ["parse"], ["explain"], ["rules"]])
    def test_help_is_chinese_and_fits(self, folder: Path, arguments: list[str]) -> None:
        code, out, err = says(folder, *arguments, "--help")
        assert (code, err) == (0, "")
        assert out.startswith("用法：pbt-lint")
        assert "选项：" in out
        assert not any(word in out for word in ("Usage", "Options", "Show", "default:"))
        assert all(columns(line) <= 80 for line in out.splitlines())
        assert out == says(folder, *arguments, "-h")[1]

    def test_version(self, folder: Path) -> None:
        code, out, _ = says(folder, "--version")
        assert code == 0
        assert out.startswith("pbt-lint")


class TestOtherCommands:
    def test_explain_finds_a_rule_by_id_and_by_name_in_any_case(self, folder: Path) -> None:
        code, out, err = says(folder, "explain", "v101")
        assert (code, err) == (0, "")
        assert out.startswith("V101  ")
        assert out == says(folder, "explain", "Unmeasurable-Target")[1] == says(folder, "explain", "Ｖ１０１")[1]
        assert all(columns(line) <= 80 for line in out.splitlines())

    def test_explain_tells_the_options_and_what_they_are(self, folder: Path) -> None:
        _, out, _ = says(folder, "explain", "P106")
        assert "rules: {P106: {with: {选项: 值}}}" in out
        assert "    at_least：至少要有几条（现在是 3）\n" in out
        assert "    level1：算数的一级指标（没有写）\n" in out
        assert "vocabulary" not in out
        assert "vocabulary: {词表的名字: [新词一, 新词二]}" in says(folder, "explain", "S104")[1]

    def test_explain_works_for_every_rule(self) -> None:
        book = load_rulebook(Settings(profile="strict"))
        assert {"V101", "V102", "C101", "X101", "P101"} <= {rule.id for rule in book.rules}
        for active in book.active:
            stream = io.StringIO()
            rule_text.explain(active.rule, rule_text.findings_of(active, book.tools), stream, width=80)
            text = stream.getvalue()
            assert text.startswith(f"{active.rule.id}  {active.rule.title}\n")
            assert "{" not in text
            assert all(columns(line) <= 80 for line in text.splitlines())

    def test_rules_are_listed(self, folder: Path) -> None:
        code, out, _ = says(folder, "rules")
        assert code == 0
        assert "V101  警告" in out

    def test_parse_json(self, folder: Path) -> None:
        code, out, err = says(folder, "parse", "--format", "json", "表.txt")
        assert (code, err) == (0, "")
        (document,) = json.loads(out)["documents"]
        assert (document["layout"], document["total"], document["amount_unit"]) == ("inline", 120.0, "万元")
        (unit,) = document["units"]
        (project,) = unit["projects"]
        assert (unit["name"], project["index"], project["line"]) == ("云溪市图书馆", 1, 7)
        assert project["goal"] == "举办读书活动，培养阅读习惯。"
        places = project["indicators"][1].pop("places")
        for place in places.values():
            assert set(place) == {"line", "column", "cell", "sheet", "page", "box"}
        for part in ("cycle_value", "annual_value"):
            line = BAD.splitlines()[places[part]["line"] - 1]
            assert line[places[part]["column"] - 1 :].startswith("持续提升")
        assert project["indicators"][1] == {
            "ordinal": 2,
            "level1": {"code": "2", "name": "效益指标"},
            "level2": {"code": "22", "name": "社会效益"},
            "name": "全民阅读氛围",
            "cycle_value": "持续提升",
            "annual_value": "持续提升",
            "weight": None,
            "direction": None,
            "line": 9,
            "column": BAD.splitlines()[8].index("2、") + 1,
            "cell": None,
            "sheet": None,
            "page": None,
        }

    def test_parse_for_people(self, folder: Path) -> None:
        code, out, _ = says(folder, "parse", "表.txt")
        assert code == 0
        assert "【云溪市图书馆】  120.00 万元" in out
        assert "项目 1  全民阅读活动经费（第 7 行）" in out
        assert "3 个指标" in out
        assert all(columns(line) <= 80 for line in out.splitlines())

    def test_parse_of_a_bad_file_exits_3(self, folder: Path) -> None:
        code, _, err = says(folder, "parse", "空.txt", "表.txt")
        assert code == 3
        assert "空.txt：文件是空的" in err


class TestStreams:
    @pytest.mark.parametrize(
        ("encoding", "arguments"),
        [
            *(
                ("gbk", arguments)
                for arguments in (["表.txt"], ["explain", "V101"], ["--help"], ["空.txt"], ["--wrong"])
            ),
            *((encoding, ["表.txt"]) for encoding in ("cp936", "gb18030", "big5", "ascii", "latin-1", "utf-16")),
            ("ascii", ["--help"]),
            ("ascii", ["--wrong"]),
        ],
    )
    def test_no_console_makes_it_crash(self, folder: Path, encoding: str, arguments: list[str]) -> None:
        done = run(folder, *arguments, PYTHONIOENCODING=encoding)
        out, err = done.stdout.decode(encoding), done.stderr.decode(encoding)
        assert "Traceback" not in out + err
        usual = run(folder, *arguments)
        assert done.returncode == usual.returncode
        assert out == usual.stdout.decode().encode(encoding, "replace").decode(encoding)
        if encoding in ("gbk", "cp936"):
            assert "?" not in out

    def test_the_c_locale(self, folder: Path) -> None:
        settings = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}
        done = run(folder, str(folder / "表.txt"), **settings)
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr

    @pytest.mark.parametrize("encoding", ["utf-8", "gbk", "ascii"])
    def test_json_can_be_read_whatever_the_encoding(self, folder: Path, encoding: str) -> None:
        done = run(folder, "--format", "json", "表.txt", PYTHONIOENCODING=encoding)
        assert json.loads(done.stdout.decode("utf-8"))["documents"][0]["path"] == "表.txt"

    def test_a_reader_that_stops_reading(self, folder: Path) -> None:
        (folder / "多.txt").write_text(BAD * 400, "utf-8")
        for form in ("rich", "json"):
            process = subprocess.Popen(
                command("多.txt", "--format", form),
                cwd=folder,
                env=ENVIRONMENT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(10)
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait() == 141
            process.stderr.close()

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
    @pytest.mark.parametrize("form", ["rich", "json"])
    def test_a_full_disk(self, folder: Path, form: str) -> None:
        with open("/dev/full", "w") as full:
            done = subprocess.run(
                command("表.txt", "--format", form), cwd=folder, env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE
            )
        assert done.returncode == 3
        err = done.stderr.decode()
        assert err.startswith("pbt-lint: 结果写不出去")
        assert err.count("\n") == 1

    def test_closed_streams(self, folder: Path) -> None:
        for closing in (">&-", "2>&-", ">&- 2>&-"):
            line = f"exec {sys.executable} -m lint_pbt 表.txt 没有.txt {closing}"
            done = subprocess.run(["sh", "-c", line], cwd=folder, env=ENVIRONMENT, capture_output=True, check=False)
            assert done.returncode == 3
            assert b"Traceback" not in done.stdout + done.stderr

    def test_an_interrupt_is_quiet(self, folder: Path) -> None:
        # The signal comes when the program waits for its input, however long it took to start.
        program = """
import sys
from lint_pbt.cli import main

class Told:
    buffer, closed = property(lambda self: self), False

    def read(self, size):
        print("reading", flush=True)
        return stream.read(size)

stream, sys.stdin = sys.stdin.buffer, Told()
main(["-"])
"""
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=folder,
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout
        assert process.stdout.readline() == b"reading\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
        assert (process.returncode, out, err.strip()) == (130, b"", b"")

    def test_an_undecodable_file_name(self, folder: Path) -> None:
        name = os.fsencode(folder) + b"/\xff.txt"
        with open(name, "wb") as file:
            file.write(BAD.encode())
        done = subprocess.run([*command(), name], capture_output=True, env=ENVIRONMENT, check=False)
        assert (done.returncode, done.stderr) == (1, b"")
        done = subprocess.run([*command("--format", "json"), name], capture_output=True, env=ENVIRONMENT, check=False)
        assert os.fsencode(json.loads(done.stdout)["documents"][0]["path"]) == name


class TestDefects:
    def test_a_defect_of_ours_is_a_sentence(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("lint_pbt.session.Checking", lambda *_, **__: 1 // 0)
        with pytest.raises(SystemExit) as exit_:
            main([str(folder / "表.txt")])
        assert exit_.value.code == 3
        out, err = capsys.readouterr()
        assert out == ""
        assert "ZeroDivisionError" in err
        assert err.startswith("pbt-lint: 程序内部出错")
        assert err.count("\n") == 1

    def test_a_defect_on_one_file_spares_the_others(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        from lint_pbt import session

        read = session.laid_out
        monkeypatch.setattr(
            session, "laid_out", lambda path, *words: 1 // 0 if path.endswith("好.txt") else read(path, *words)
        )
        with pytest.raises(SystemExit) as exit_:
            main([str(folder / "好.txt"), str(folder / "表.txt")])
        assert exit_.value.code == 3
        out, err = capsys.readouterr()
        assert "警告 V101" in out
        assert "好.txt：程序读这个文件时出错（ZeroDivisionError" in err
