"""Letters and mails with an outline in them: who signs is no indicator."""

import pytest

from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.readers import read

OUTLINE = """项目名称：校舍加固
一、产出指标
数量指标
（1）加固面积：≥3000平方米
质量指标
（1）验收合格率：≥98%
二、满意度指标
服务对象满意度指标
（1）学生满意度：≥95%
"""
NAMES = ["加固面积", "验收合格率", "学生满意度"]


def document(below: str) -> Document:
    return lay_out(read("表.txt", (OUTLINE + below).encode()))


def names(found: Document) -> list[str]:
    return [one.name.text for _, project in found.projects() for one in project.indicators]


def told(found: Document) -> list[int]:
    return [note.place.line for note in found.notes if note.unchecked and note.place and note.place.line]


@pytest.mark.parametrize(
    "below",
    [
        "附件：校舍加固项目绩效目标表.xlsx\n甲县教育局\n2025年3月27日\n",
        "\n此致\n敬礼\n甲县教育局\n二〇二五年三月二十七日\n",
        "甲县教育局\n2025.3.27\n联系电话：0900-1234567\n",
        "\n老陈\n2025年3月27日\n",
    ],
)
def test_a_signature_is_not_read(below: str) -> None:
    found = document(below)
    assert names(found) == NAMES
    assert not told(found)


def test_a_quoted_mail_is_told_once() -> None:
    found = document(
        "\n  其他没变。老陈\n  2025.11.24\n\n-------- 原始邮件 --------\n发件人：财政局\n主题：校舍加固绩效指标\n"
        "  没有成本指标，请修改后发回。\n"
    )
    assert names(found) == NAMES
    assert told(found) == [11]


def test_indicators_below_a_rule_or_another_project_are_read() -> None:
    assert names(document("----------\n（2）家长满意度：≥91%\n"))[-1] == "家长满意度"
    second = document("甲县教育局\n2025年3月27日\n\n" + OUTLINE.replace("加固", "修缮"))
    assert names(second) == [*NAMES, "修缮面积", *NAMES[1:]]
    assert not told(second)
