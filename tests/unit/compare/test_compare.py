"""What changed between two drafts, what became of findings, and the command with its reports and its file of pairs."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest

from lint_pbt.compare import compare, corrections, matched
from lint_pbt.compare.courses import Judge
from lint_pbt.compare.model import Comparison
from lint_pbt.errors import ConfigError
from lint_pbt.reporters.formats import COMPARE
from lint_pbt.rulebook.loader import make_tools
from lint_pbt.schemas import path_of
from lint_pbt.session import check
from lint_pbt.session.plan import Asked
from lint_pbt.system.own_reports import own_kind
from tests.places import ROOT

HEAD = """{title}
部门名称：青禾县水务局 单位：{unit}
项目名称（资金使用单位） 总计 财政拨款 财政专户拨款 其他资金 绩效目标 绩效指标
合计 {total} {total}
青禾县水务局本级 {total} {total}
"""
LEVELS = {
    "11": "1-产出指标；11-数量指标",
    "12": "1-产出指标；12-质量指标",
    "13": "1-产出指标；13-时效指标",
    "14": "1-产出指标；14-成本指标",
    "22": "2-效益指标；22-社会效益",
    "31": "3-满意度指标；31-服务对象满意度",
}
Rows = list[tuple[str, str, str]]

CANAL: Rows = [
    ("11", "渠道衬砌长度", "≥12公里"),
    ("12", "工程验收合格率", "100%"),
    ("13", "工程完工时间", "2025年10月底前"),
    ("14", "每公里衬砌成本", "≤38万元"),
    ("22", "改善灌溉条件", "明显改善"),
    ("31", "灌区农户满意度", "》90%"),
]


def table(*projects: tuple[str, str, Rows], title: str = "2025年项目支出绩效目标表", unit: str = "万元") -> str:
    """A table of projects, each with its name, amount and indicators."""
    total = f"{sum(float(amount) for _, amount, _ in projects):.2f}"
    text = HEAD.format(title=title, total=total, unit=unit)
    for name, amount, rows in projects:
        records = "".join(
            f"{number}、{LEVELS[level]}；{indicator}；实施周期指标值:{value}；年度指标值:{value}。"
            for number, (level, indicator, value) in enumerate(rows, 1)
        )
        text += f"    {name} {amount} {amount}\n完成渠道改造，保障灌溉用水。\n{records}\n"
    return text


def with_values(rows: Rows, **values: str) -> Rows:
    return [(level, name, values.get(name, value)) for level, name, value in rows]


def compared(folder: Path, old: str, new: str, **options: Any) -> Comparison:
    (folder / "旧.txt").write_text(old, "utf-8")
    (folder / "新.txt").write_text(new, "utf-8")
    runs = [check([str(folder / name)], Asked(configured=False)) for name in ("旧.txt", "新.txt")]
    return compare(runs[0], runs[1], make_tools(), **options)


def states(comparison: Comparison) -> set[tuple[str, str]]:
    return {(one.state, one.finding.rule.id) for one in comparison.findings}


@pytest.mark.parametrize(
    ("name", "category", "old", "new", "course"),
    [
        ("验收合格率", "质量指标", "≥95%", "≥90%", "lowered"),
        ("验收合格率", "质量指标", "≥90%", "≥95%", "raised"),
        ("投诉率", "质量指标", "≤2%", "≤5%", "lowered"),
        ("投诉率", "质量指标", "≤5%", "≤2%", "raised"),
        ("培训人数", "数量指标", "300人", "200人", "lowered"),
        ("培训人数", "数量指标", "0.03万人", "300人", "reworded"),
        ("培训教师（人）", "数量指标", "≥300", "≥300人", "reworded"),
        ("培训教师（人）", "数量指标", "≥300", "≥200人", "lowered"),
        ("单位成本", "成本指标", "≤38万元", "≤40万元", "lowered"),
        ("完工时间", "时效指标", "2025年6月底前", "2025年10月底前", "lowered"),
        ("完工时间", "时效指标", "2025年10月底前", "2025年6月底前", "raised"),
        ("巡查频次", "数量指标", "每月2次", "每月1次", "lowered"),
        ("巡查效果", "社会效益", "每月巡查2次", "效果良好", "lowered"),
        ("巡查效果", "社会效益", "效果良好", "≥95%", "raised"),
        ("验收合格率", "质量指标", "≥95%", "≤95%", "other"),
        ("改善环境", "生态效益", "明显改善", "持续改善", "other"),
        ("验收合格率", "质量指标", "》95%", "≥95%", "reworded"),
        ("培训人数", "数量指标", "300人", "20场", "other"),
        ("响应时间", "时效指标", "≤3天", "≤5天", "lowered"),
        ("响应时间", "时效指标", "≤2小时", "≤150分钟", "lowered"),
        ("响应时间", "时效指标", "≤2小时", "≤120分钟", "reworded"),
        ("验收合格率", "质量指标", "≥95%", "≥0.9", "other"),
        ("培训人数、场次", "数量指标", "300人，20场", "200人，30场", "lowered"),
        ("安全事故数", "社会效益", "0起", "≤2起", "lowered"),
    ],
)
def test_a_target_goes_its_own_way(name: str, category: str, old: str, new: str, course: str) -> None:
    assert Judge(make_tools()).course(name, category, old, new).course == course


def test_findings_are_followed_through_a_new_name_and_place(tmp_path: Path) -> None:
    new: Rows = [
        ("31", "灌区受益农户满意度", "≥90%"),
        ("22", "农田灌溉条件改善", "明显改善"),
        *with_values(CANAL[:4], 渠道衬砌长度="≥12"),
    ]
    comparison = compared(tmp_path, table(("东干渠改造", "80.00", CANAL)), table(("东干渠改造工程", "80.00", new)))
    found = states(comparison)
    assert ("solved", "X101") in found
    assert ("remaining", "V101") in found
    assert ("new", "V102") in found
    assert not {one for one in found if one[0] == "removed"}


def test_what_goes_with_its_indicator_is_not_solved(tmp_path: Path) -> None:
    comparison = compared(tmp_path, table(("东干渠改造", "80.00", CANAL)), table(("东干渠改造", "80.00", CANAL[:4])))
    assert ("removed", "X101") in states(comparison)
    assert ("new", "P101") in states(comparison)


def test_a_wrong_value_changed_for_another_wrong_one_remains(tmp_path: Path) -> None:
    new = with_values(CANAL, 改善灌溉条件="显著提升")
    comparison = compared(tmp_path, table(("东干渠改造", "80.00", CANAL)), table(("东干渠改造", "80.00", new)))
    (vague,) = [one for one in comparison.findings if one.finding.rule.id == "V101"]
    assert (vague.state, vague.changed) == ("remaining", True)


def test_an_unread_draft_leaves_no_finding_solved(tmp_path: Path) -> None:
    for round_, names in (("一", ("甲", "乙")), ("二", ("甲", "乙"))):
        (tmp_path / round_).mkdir()
        for name in names:
            (tmp_path / round_ / f"{name}.txt").write_text(table((f"{name}渠改造", "80.00", CANAL)), "utf-8")
    (tmp_path / "二" / "乙.txt").write_bytes(b"")
    runs = [check([str(tmp_path / round_)], Asked(configured=False)) for round_ in ("一", "二")]
    comparison = compare(runs[0], runs[1], make_tools())
    assert comparison.unchecked
    assert {one.state for one in comparison.findings} == {"remaining", "unsure"}


def test_what_the_configuration_puts_aside_is_not_solved(tmp_path: Path) -> None:
    for folder in ("一", "二"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "表.txt").write_text(table(("东干渠改造", "80.00", CANAL)), "utf-8")
    (tmp_path / "二" / ".pbt-lint.yaml").write_text("ignore:\n- {rule: X101, reason: 上级统一}\n", "utf-8")
    runs = [check([str(tmp_path / folder)], Asked()) for folder in ("一", "二")]
    comparison = compare(runs[0], runs[1], make_tools())
    assert "X101" not in {rule for _, rule in states(comparison)}
    assert "没有算作改好" in comparison.remarks[0]


def test_amounts_goals_names_and_homes(tmp_path: Path) -> None:
    other: Rows = [("11", "水质监测断面数", "≥24个"), ("12", "监测数据有效率", "≥95%"), ("31", "群众满意度", "≥85%")]
    moved: Rows = [*other, CANAL[3]]
    old = table(("东干渠改造", "80.00", CANAL), ("水质监测", "20.00", other))
    new = table(("东干渠节水改造", "90.00", [*CANAL[:3], *CANAL[4:]]), ("水质监测", "20.00", moved))
    comparison = compared(tmp_path, old, new)
    canal, water = comparison.projects
    assert canal.renamed and canal.amount_changed and str(canal.new_amount) == "9E+1"
    (one,) = [pair for pair in water.indicators if pair.moved]
    assert one.old and one.old.name.text == "每公里衬砌成本"
    assert one.old_home and one.old_home.project.name.text == "东干渠改造"
    assert not water.renamed and not water.amount_changed and not water.unchanged


def test_amounts_in_other_units_are_the_same_money(tmp_path: Path) -> None:
    comparison = compared(
        tmp_path, table(("东干渠改造", "80.00", CANAL)), table(("东干渠改造", "800000.00", CANAL), unit="元")
    )
    assert not comparison.projects[0].amount_changed


def test_last_years_table_is_told_by_its_title_and_copies_are_found(tmp_path: Path) -> None:
    other: Rows = [("11", "水质监测断面数", "≥24个"), ("12", "监测数据有效率", "≥95%"), ("31", "群众满意度", "≥85%")]
    old = table(("东干渠改造", "80.00", CANAL), ("水质监测", "20.00", other))
    new = table(
        ("东干渠改造", "80.00", with_values(CANAL, 工程完工时间="2026年10月底前")),
        ("水质监测", "20.00", with_values(other, 监测数据有效率="≥90%")),
        title="2026年项目支出绩效目标表",
    )
    comparison = compared(tmp_path, old, new)
    assert (comparison.last_year, comparison.old_year, comparison.new_year) == (True, 2025, 2026)
    assert [pair.unchanged for pair in comparison.projects] == [True, False]
    # A date left as it was is copied too.
    left = compared(tmp_path, old, old.replace("2025年项目", "2026年项目"))
    assert [pair.unchanged for pair in left.projects] == [True, True]
    same_year = compared(tmp_path, old, new, last_year=False)
    (deadline,) = [change for pair in same_year.projects[0].indicators for change in pair.changes]
    assert deadline.course == "lowered"


def test_an_impossible_value_put_right_is_not_lowered(tmp_path: Path) -> None:
    old = table(("东干渠改造", "80.00", with_values(CANAL, 工程验收合格率="≥110%")))
    comparison = compared(tmp_path, old, table(("东干渠改造", "80.00", CANAL)))
    (change,) = [change for pair in comparison.projects[0].indicators for change in pair.changes]
    assert change.course == "other"


# The file of pairs.


def _draft_runs(folder: Path, old: str, new: str) -> list[Any]:
    compared(folder, old, new)
    return [check([str(folder / name)], Asked(configured=False)) for name in ("旧.txt", "新.txt")]


def test_the_file_of_pairs_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    new: Rows = [("11", "衬砌渠道总长", "≥12公里"), *CANAL[1:4], ("11", "新建量水设施座数", "≥6座")]
    runs = _draft_runs(tmp_path, table(("东干渠改造", "80.00", CANAL)), table(("东干渠: 节水“改造”", "80.00", new)))
    matching = matched(*runs)
    file = tmp_path / "配对.yaml"
    file.write_text(corrections.written(matching), "utf-8")
    read = corrections.read(str(file), runs[0].documents, runs[1].documents)
    assert read.remarks == []
    again = matched(*runs, read.stated)
    assert {(one.old, one.new) for one in again.indicators} == {(one.old, one.new) for one in matching.indicators}
    assert {(one.old, one.new) for one in again.projects} == {(one.old, one.new) for one in matching.projects}


def test_a_corrected_pair_holds(tmp_path: Path) -> None:
    new: Rows = [*CANAL[:4], ("22", "灌溉保证率提高", "≥5%"), CANAL[5]]
    runs = _draft_runs(tmp_path, table(("东干渠改造", "80.00", CANAL)), table(("东干渠改造", "80.00", new)))
    file = tmp_path / "配对.yaml"
    text = corrections.written(matched(*runs))
    assert '旧: "5. 改善灌溉条件"\n    新: \n' in text
    file.write_text(
        text.replace('"5. 改善灌溉条件"\n    新: \n', '"5. 改善灌溉条件"\n    新: 5. 灌溉保证率提高\n'), "utf-8"
    )
    stated = corrections.read(str(file), runs[0].documents, runs[1].documents).stated
    comparison = compare(*runs, make_tools(), matched(*runs, stated))
    assert ("solved", "V101") in states(comparison)
    assert [pair.renamed for pair in comparison.projects[0].indicators if pair.how.value == "stated"] == [True]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("版本: 1\n项目:\n- 旧: 1. 东干渠改造（青禾县水务局本级）\n  新的: 1\n", "第 4 行"),
        ("版本: 2\n", "另一个版本"),
        ("- 旧", "第 1 行"),
        ("版本: 1\n项目：[]\n", "全角"),
        (
            "版本: 1\n项目:\n- 旧: 1. 东干渠改造（青禾县水务局本级）\n  新: 1. 东干渠改造（青禾县水务局本级）\n"
            "  指标:\n"
            "  - {旧: 1. 渠道衬砌长度, 新: 1. 渠道衬砌长度}\n  - {旧: 2. 工程验收合格率, 新: 1. 渠道衬砌长度}\n",
            "第 7 行",
        ),
    ],
)
def test_mistakes_in_the_file_of_pairs_are_named(tmp_path: Path, text: str, told: str) -> None:
    runs = _draft_runs(tmp_path, table(("东干渠改造", "80.00", CANAL)), table(("东干渠改造", "80.00", CANAL)))
    file = tmp_path / "配对.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=told):
        corrections.read(str(file), runs[0].documents, runs[1].documents)


def test_what_the_drafts_no_longer_have_is_said_and_passed_over(tmp_path: Path) -> None:
    runs = _draft_runs(tmp_path, table(("东干渠改造", "80.00", CANAL)), table(("东干渠改造", "80.00", CANAL)))
    file = tmp_path / "配对.yaml"
    file.write_text("版本: 1\n项目:\n- {旧: 7. 西干渠, 新: 1. 东干渠改造（青禾县水务局本级）}\n", "gb18030")
    read = corrections.read(str(file), runs[0].documents, runs[1].documents)
    assert read.stated.projects == ()
    assert "第 3 行" in read.remarks[0] and "7. 西干渠" in read.remarks[0]


# The command.


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
    command = [sys.executable, "-m", "lint_pbt", "compare", "--no-config", *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=cwd, env=environment, check=False)


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    fine = with_values(CANAL, 改善灌溉条件="新增灌溉面积≥800亩", 灌区农户满意度="≥90%")
    fine[4] = ("22", "新增灌溉面积", "≥800亩")
    (tmp_path / "初稿.txt").write_text(table(("东干渠改造", "80.00", CANAL)), "utf-8")
    (tmp_path / "修改稿.txt").write_text(table(("东干渠改造", "80.00", fine)), "utf-8")
    return tmp_path


def test_exit_codes(drafts: Path) -> None:
    good = run("初稿.txt", "修改稿.txt", cwd=drafts)
    assert (good.returncode, good.stderr) == (0, ""), good.stdout
    assert run("修改稿.txt", "初稿.txt", cwd=drafts).returncode == 1
    assert run("修改稿.txt", "初稿.txt", "--fail-on", "never", cwd=drafts).returncode == 0
    missing = run("没有.txt", "修改稿.txt", cwd=drafts)
    assert missing.returncode == 3 and "没有.txt" in missing.stderr and "没法比较" in missing.stdout
    assert run("初稿.txt", cwd=drafts).returncode == 2
    assert run("-", "-", cwd=drafts).returncode == 2
    assert run("初稿.txt", "修改稿.txt", "--output", "初稿.txt", cwd=drafts).returncode == 2


def test_the_file_of_pairs_is_written_once_and_then_read(drafts: Path) -> None:
    first = run("初稿.txt", "修改稿.txt", "--pairs", "配对.yaml", cwd=drafts)
    file = drafts / "配对.yaml"
    before = file.read_bytes()
    assert first.returncode == 0 and "已写好配对文件" in first.stderr
    second = run("初稿.txt", "修改稿.txt", "--pairs", "配对.yaml", cwd=drafts)
    assert second.returncode == 0 and "照 配对.yaml" in second.stderr
    assert file.read_bytes() == before
    file.write_text("版本: [", "utf-8")
    broken = run("初稿.txt", "修改稿.txt", "--pairs", "配对.yaml", cwd=drafts)
    assert broken.returncode == 2 and "Traceback" not in broken.stderr


def test_the_story_begins_with_what_got_better(drafts: Path) -> None:
    told = run("初稿.txt", "修改稿.txt", cwd=drafts).stdout
    places = [
        told.index(words) for words in ("改好了 ", "一、改好了的", "二、还没改的", "三、新出现的", "逐个项目的变化")
    ]
    assert places == sorted(places)


def test_all_formats_from_one_comparison(drafts: Path) -> None:
    names = ("对照.html", "对照.xlsx", "对照.json", "对照.md")
    done = run("初稿.txt", "修改稿.txt", "-q", *(f"--output={name}" for name in names), cwd=drafts)
    assert done.returncode == 0, done.stderr
    data = json.loads((drafts / "对照.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(json.loads(Path(path_of("compare")).read_text("utf-8"))).validate(data)
    assert data["version"] == 1
    assert sum(data["summary"].values()) == len(data["findings"]) > 0
    page, text = (drafts / "对照.html").read_text("utf-8"), (drafts / "对照.md").read_text("utf-8")
    assert "<script" not in page
    for name in names:
        if not name.endswith("json"):  # a folder with the drafts may hold them
            assert own_kind((drafts / name).read_bytes()) == "report", name
    book = openpyxl.load_workbook(drafts / "对照.xlsx")
    assert book.sheetnames == ["问题", "变化"]
    cells = {str(cell) for row in book["问题"].iter_rows(values_only=True) for cell in row if cell}
    for finding in data["findings"]:
        message = (finding["new"] or finding["old"])["message"]
        assert message in cells
        assert message in page
    assert f"改好了 {data['summary']['solved']} 条" in text


def test_text_of_tables_is_harmless_in_every_report(tmp_path: Path) -> None:
    nasty: Rows = [("11", "<script>alert(1)</script>", "=HYPERLINK(1)"), ("11", "场次\x1b[31m", "@all ≥20场"), *CANAL]
    comparison = compared(tmp_path, table(("东干渠<b>改造", "80.00", CANAL)), table(("东干渠<b>改造", "80.00", nasty)))
    for name, format in COMPARE.built_in.items():
        stream: Any = io.BytesIO() if format.binary else io.StringIO()
        format.report(comparison, stream)
        if name == "xlsx":
            stream.seek(0)
            book = openpyxl.load_workbook(stream)
            assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
        elif name != "json":
            assert "\x1b" not in stream.getvalue(), name
            assert name == "rich" or "<script>alert" not in stream.getvalue(), name


def test_other_commands_do_not_load_it(drafts: Path) -> None:
    code = (
        "import sys\nfrom lint_pbt.cli.guard import main\n"
        "try: main(['check', '--no-config', '-q', '修改稿.txt'])\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith(('rapidfuzz', 'lint_pbt.compare'))])"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, cwd=drafts, env=environment, check=True)
    assert done.stdout.decode("utf-8").splitlines()[-1] == "[]"


def test_the_page_shows_a_real_report() -> None:
    page = (ROOT / "docs/compare.md").read_text("utf-8")
    block = page.partition("$ pbt-lint compare examples/poor.txt examples/drafts/second.txt\n")[2].partition("\n```")[0]
    report = run("examples/poor.txt", "examples/drafts/second.txt", cwd=ROOT).stdout
    parts = [part.strip("\n") for part in block.split("……\n")]
    assert len(parts) > 3
    for part in parts:
        assert part in report


def test_what_may_be_in_an_unread_line_is_not_said_to_be_gone(tmp_path: Path) -> None:
    new = table(("东干渠改造", "80.00", CANAL)).replace("5、2-效益指标；22-社会效益；", "5、")
    comparison = compared(tmp_path, table(("东干渠改造", "80.00", CANAL)), new)
    assert comparison.unchecked
    assert ("unsure", "V101") in states(comparison)
    stream = io.StringIO()
    COMPARE.built_in["rich"].report(comparison, stream)
    assert "没有找到" in stream.getvalue() and "删去" not in stream.getvalue()


def test_a_defect_whose_cause_was_told_instead_is_not_new(tmp_path: Path) -> None:
    """`资金到位率` is a process indicator, and stands in a wrong category: N101 tells the cause, N102 is held back."""
    rows: Rows = [*CANAL, ("11", "资金到位率", "100%")]
    for folder in ("一", "二"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "表.txt").write_text(table(("东干渠改造", "80.00", rows)), "utf-8")
    (tmp_path / "二" / ".pbt-lint.yaml").write_text("ignore:\n- {rule: N101, reason: 上级要求}\n", "utf-8")
    runs = [check([str(tmp_path / folder)], Asked()) for folder in ("一", "二")]
    found = {rule: state for state, rule in states(compare(runs[0], runs[1], make_tools()))}
    assert "N101" not in found
    assert found["N102"] == "remaining"
