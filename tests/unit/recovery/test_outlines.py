"""Text with a category and its indicators in one line, as paragraphs of a document have them."""

import pytest

from lint_pbt.errors import ReadError
from lint_pbt.layouts import lay_out
from lint_pbt.model.document import Document
from lint_pbt.readers import read


def document(*texts: str) -> Document:
    return lay_out(read("表.txt", "\n".join(texts).encode()))


def indicators(found: Document) -> list[tuple[str, str, str, str | None]]:
    return [
        (project.name.text, one.level2.name.text, one.name.text, one.annual and one.annual.text)
        for _, project in found.projects()
        for one in project.indicators
    ]


def test_one_indicator_a_line_behind_its_category() -> None:
    found = document(
        "项目名称：校舍加固",
        "预算单位：甲县教育局",
        "绩效目标：加固校舍，消除隐患。",
        "数量指标：加固面积≥3000平方米",
        "质量指标：验收合格率100%；",
        "时效指标：完工时间2026年8月底前",
        "社会效益指标：惠及学生≥900人",
    )
    assert indicators(found) == [
        ("校舍加固", "数量指标", "加固面积", "≥3000平方米"),
        ("校舍加固", "质量指标", "验收合格率", "100%"),
        ("校舍加固", "时效指标", "完工时间", "2026年8月底前"),
        ("校舍加固", "社会效益指标", "惠及学生", "≥900人"),
    ]
    [(_, project)] = found.projects()
    assert project.goal and project.goal.text.startswith("加固校舍") and project.complete


def test_two_indicators_are_enough() -> None:
    found = document("项目名称：校舍加固", "数量指标：加固面积≥3000平方米", "满意度指标：师生满意度≥90%")
    assert indicators(found) == [
        ("校舍加固", "数量指标", "加固面积", "≥3000平方米"),
        ("校舍加固", "满意度指标", "师生满意度", "≥90%"),
    ]


def test_sentences_below_numbered_projects() -> None:
    found = document(
        "甲县教育局项目绩效目标",
        "（一）校舍加固项目",
        "数量指标：加固面积≥3000平方米，更换门窗≥80樘。质量指标：验收合格率≥98%。",
        "社会效益指标：惠及学生≥900人",
        "（二）教师培训项目",
        "数量指标：培训教师≥120人次。社会效益指标：受益学校≥15所。",
    )
    assert [(project, name) for project, _, name, _ in indicators(found)] == [
        ("校舍加固项目", "加固面积"),
        ("校舍加固项目", "更换门窗"),
        ("校舍加固项目", "验收合格率"),
        ("校舍加固项目", "惠及学生"),
        ("教师培训项目", "培训教师"),
        ("教师培训项目", "受益学校"),
    ]


def test_what_is_no_pair_for_sure_is_left_out_and_told() -> None:
    found = document(
        "项目名称：校舍加固",
        "数量指标：加固面积≥3000平方米，实际完成3100平方米",
        "质量指标：验收合格率≥98%",
        "社会效益指标：惠及学生≥900人",
        "生态效益指标：节约用电≥2万度",
    )
    assert [name for _, _, name, _ in indicators(found)] == ["验收合格率", "惠及学生", "节约用电"]
    [(_, project)] = found.projects()
    assert any(note.unchecked and "加固面积" in note.message for note in found.notes) and not project.complete


@pytest.mark.parametrize(
    "texts",
    [
        (
            "填报指南",
            "数量指标：反映产品数量，如培训300人。",
            "质量指标：反映标准。",
            "时效指标：反映时间，如2026年底。",
        ),
        (
            "自评报告",
            "数量指标：目标30公里，实际完成31公里。",
            "质量指标：目标95%，实际96%。",
            "时效指标：目标6月，实际5月。",
        ),
        (
            "工作要点",
            "数量指标：全年接待群众约300人左右就可以。",
            "质量指标：要好于2025年。",
            "时效指标：按2026年计划。",
        ),
    ],
)
def test_prose_about_indicators_is_no_table(texts: tuple[str, ...]) -> None:
    with pytest.raises(ReadError):
        document(*texts)


def test_sentences_go_on_below_the_category_of_the_first() -> None:
    found = document(
        "项目名称：校舍加固",
        "一、产出指标",
        "数量指标：加固校舍≥9栋；更换门窗≥80樘；",
        "质量指标：验收合格率≥98%；",
        "二、效益指标",
        "经济效益指标：节约能耗≥6万元；减少租金≥3万元。",
        "可持续影响指标：校舍安全保障能力有所提高。",
    )
    assert [(two, name, value) for _, two, name, value in indicators(found)] == [
        ("数量指标", "加固校舍", "≥9栋"),
        ("数量指标", "更换门窗", "≥80樘"),
        ("质量指标", "验收合格率", "≥98%"),
        ("经济效益指标", "节约能耗", "≥6万元"),
        ("经济效益指标", "减少租金", "≥3万元"),
    ]
    [told] = [note for note in found.notes if note.unchecked]
    assert "校舍安全" in told.message and told.place and told.place.line == 7
