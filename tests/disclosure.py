"""A whole budget disclosure as a PDF: dozens of pages of text and other tables around a few target forms."""

from __future__ import annotations

from tests.paper import Box, Paper, Row, sentences

_SUBJECTS = ["行政运行", "一般行政管理事务", "社会保障和就业支出", "住房公积金", "事业单位医疗", "机关服务", "其他支出"]
_INDICATORS = [
    ("产出指标", "数量指标", "举办培训场次", "≥", "12", "场次"),
    ("产出指标", "数量指标", "培训基层工作人员人次", "≥", "1500", "人次"),
    ("产出指标", "质量指标", "参训人员考核合格率", "≥", "95", "%"),
    ("产出指标", "时效指标", "培训计划按期完成率", "=", "100", "%"),
    ("产出指标", "成本指标", "人均培训成本", "≤", "450", "元"),
    ("效益指标", "社会效益指标", "基层经办业务一次办结率", "≥", "90", "%"),
    ("效益指标", "可持续影响指标", "培训教材和课程沿用年限", "≥", "3", "年"),
    ("满意度指标", "服务对象满意度指标", "参训人员满意度", "≥", "92", "%"),
]


def draw(pages: int = 60, forms: int = 3) -> bytes:
    """As many pages, the forms spread among the others."""
    paper = Paper(header="某市人力资源和社会保障局2024年部门预算", numbers="- {} -")
    paper.text("2024年部门预算公开", centred=True)
    every = (pages - 1) // (forms + 1)
    for number in range(1, pages):
        paper.new_page()
        if number % every == 0 and number <= every * forms:
            form(paper, f"基层业务培训项目（第{number // every}期）")
        elif number % 2:
            paper.text("\n".join(f"　　{sentence}" for sentence in sentences(24, f"第{number}部分")))
        else:
            _amounts(paper, number)
    return paper.data()


def form(paper: Paper, project: str) -> None:
    """The target form of one project: labels and values above a grid of indicators."""
    paper.text("项目支出绩效目标表", centred=True)
    paper.text("（2024年度）", centred=True)
    goal = "通过举办业务培训，提高基层工作人员的政策水平和经办能力，让群众办事更加方便。" * 3
    rows: list[Row] = [
        ["项目名称", Box(project, columns=6), *[None] * 5],
        [
            "主管部门",
            Box("某市人力资源和社会保障局", columns=3),
            None,
            None,
            "实施单位",
            Box("某市培训中心", columns=2),
            None,
        ],
        ["项目资金（万元）", Box("年度资金总额", columns=3), None, None, Box("86.50", columns=3), None, None],
        ["年度总体目标", Box(goal, columns=6), *[None] * 5],
    ]
    heads = ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"]
    rows.append([Box("绩效指标", rows=len(_INDICATORS) + 1), *heads])
    for index, (level1, *rest) in enumerate(_INDICATORS):
        first = not index or _INDICATORS[index - 1][0] != level1
        span = sum(indicator[0] == level1 for indicator in _INDICATORS)
        rows.append([None, Box(level1, rows=span) if first else None, *rest])
    paper.table(rows, [70, 60, 80, 140, 50, 50, 45])


def _amounts(paper: Paper, number: int) -> None:
    """A table of amounts, as most pages of a disclosure are."""
    paper.text(f"表{number + 1} 一般公共预算支出情况表", centred=True)
    paper.text("单位：万元")
    rows: list[Row] = [["科目编码", "科目名称", "合计", "基本支出", "项目支出", "上年数", "增减"]]
    for row in range(36):
        amounts = (f"{(row + 1) * (column + 3) * 17.31:,.2f}" for column in range(5))
        rows.append([f"20{80 + row % 9}{row:02}", _SUBJECTS[row % len(_SUBJECTS)], *amounts])
    paper.table(rows, [60, 125, 62, 62, 62, 62, 62])
