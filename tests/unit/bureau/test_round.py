"""The whole round on the command line: drafts in, opinions out, answers and second drafts in, what changed out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.unit.bureau.rounds import CANTEEN, EDUCATION, changed, write_draft, write_inbox
from tests.unit.bureau.test_outputs import opinions, rows
from tests.unit.bureau.test_replies import ANSWERS, filled


def batch(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lint_pbt", "batch", "收件", "--output", "审核", "--jobs", "1", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_round_from_the_inbox_to_the_second_draft(tmp_path: Path) -> None:
    write_inbox(tmp_path / "收件")
    (tmp_path / "单位.yaml").write_text("- 市教育局\n- 市水务局\n- 市档案馆\n- 市审计局\n", "utf-8")
    done = batch(tmp_path, "--departments", "单位.yaml", "--deadline", "12月10日")
    assert done.returncode == 3, "a file could not be read"
    assert "审核意见/  3 份意见表" in done.stderr and "审核表/  4 个项目" in done.stderr
    folder = tmp_path / "审核"
    assert "最迟12月10日前" in (folder / "通知" / "催报 市审计局.txt").read_text("utf-8-sig")
    (tmp_path / "回收").mkdir()
    filled(folder, EDUCATION, ANSWERS)[0].save(tmp_path / "回收" / "反馈.xlsx")
    write_draft(
        tmp_path / "收件" / EDUCATION / "目标表.csv", EDUCATION, changed(CANTEEN, "校园食堂改造", "验收合格率", "≥95%")
    )
    done = batch(tmp_path, "--departments", "单位.yaml", "--replies", "回收")
    assert "第 2 轮" in done.stderr and "已修改，核对无误" in done.stderr
    found = {(str(row["规则"]), str(row["结果"])) for row in rows(folder / "反馈核对.xlsx", "逐条核对")}
    assert {("X101", "已修改，核对无误"), ("V101", "说明了理由，不再计")} <= found
    assert not {"X101", "V101"} & {str(row["规则"]) for row in opinions(folder, EDUCATION)}
    assert "和上一轮比" in (folder / "总览.html").read_text("utf-8")


def test_what_is_wrong_with_the_options_is_told_before_anything_is_checked(tmp_path: Path) -> None:
    write_inbox(tmp_path / "收件")
    for option in ("--replies", "--form", "--mail"):
        done = batch(tmp_path, option, "没有这个")
        assert done.returncode == 2 and "没有这个" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "审核").exists()
