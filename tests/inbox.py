"""What a bureau gets in a round: drafts of many departments in every file form, in folders, archives and mails.

The names and numbers are made up. What truly is in each file is told, so that tests can hold the journal against it.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import NamedTuple

from tests.carriers import WRITERS, Sheetful

DEPARTMENTS = tuple(
    f"云州市{name}局"
    for name in (
        "教育", "公安", "民政", "司法", "财政", "交通运输", "水务", "农业农村", "商务", "文化广电旅游", "卫生健康",
        "退役军人事务", "应急管理", "审计", "市场监督管理", "体育", "统计", "医疗保障", "城市管理", "林业",
    )
)  # fmt: skip
_WORKS = (
    "老旧管网改造",
    "基层站所维修",
    "骨干人员培训",
    "公共服务设施运行",
    "信息系统运维",
    "专项检查",
    "困难群众补助",
    "宣传活动",
)
_SITES = (
    "东门",
    "西门",
    "南湖",
    "北岭",
    "清江",
    "石桥",
    "云台",
    "青山",
    "长堤",
    "松林",
    "白沙",
    "枫溪",
    "龙泉",
    "金坪",
)
_HEADER = ["项目名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值", "度量单位", "权重"]
# (first level, second level, name, values that are sound, values that are not, unit)
_INDICATORS = (
    ("产出指标", "数量指标", "完成{work}处数", ("≥{n}",), ("若干",), "处"),
    ("产出指标", "质量指标", "验收合格率", ("≥98", "=100"), ("合格",), "%"),
    ("产出指标", "时效指标", "{site}工程按期完成率", ("≥95",), ("按时完成",), "%"),
    ("产出指标", "成本指标", "单位{work}成本", ("≤{n}",), ("节约",), "万元"),
    ("效益指标", "社会效益指标", "受益群众人数", ("≥{n}00",), ("持续提升",), "人"),
    ("满意度指标", "服务对象满意度指标", "{site}居民满意度", ("≥90", "≥92"), ("较满意",), "%"),
)
FORMS = (".xlsx", ".xls", ".csv", ".docx", ".html", ".md", ".pdf", ".txt", ".zip", ".eml")


class Sent(NamedTuple):
    """A draft: what it is called in the journal, whose it is, and how many projects and indicators it has."""

    path: str
    department: str
    projects: int
    indicators: int


def sheet(department: str, number: int, *, faults: float = 0.3, projects: int = 2) -> Sheetful:
    """A draft of a department; drafts of other numbers have other projects and values."""
    draw = random.Random(f"{department} {number}")
    rows: list[list[str]] = [_HEADER]
    for at in range(projects):
        work, site = draw.choice(_WORKS), draw.choice(_SITES)
        head = [
            f"{site}{work}（{number}-{at + 1}）",
            f"{draw.randint(20, 900)}.00",
            f"完成{site}{work}，保障正常运行。",
        ]
        for level1, level2, name, sound, faulty, unit in _INDICATORS:
            bad = draw.random() < faults
            value = draw.choice(faulty if bad else sound).format(n=draw.randint(3, 60))
            named = name.format(work=work, site=site)
            rows.append([*head, level1, level2, named, value, "" if bad else unit, "15"])
            head = ["", "", ""]
    return Sheetful([f"{department}2026年项目支出绩效目标表", "单位：万元"], rows)


def fill(folder: Path, count: int = 200, departments: Sequence[str] = DEPARTMENTS) -> list[Sent]:
    """Put drafts into a folder, each department's in a folder of its own, in ten forms."""
    sent = []
    for number in range(count):
        department = departments[number % len(departments)]
        form = FORMS[number // len(departments) % len(FORMS)]
        draft = sheet(department, number)
        here = folder / department
        here.mkdir(parents=True, exist_ok=True)
        name = f"绩效目标表{number}"
        if form in WRITERS:
            WRITERS[form](here / f"{name}{form}", [draft])
            path = f"{department}/{name}{form}"
        else:
            data = content(".xlsx", draft, folder)
            packed = (
                gbk_zip({f"附件/{name}.xlsx": data}) if form == ".zip" else mail("报送绩效目标", {f"{name}.xlsx": data})
            )
            (here / f"{name}{form}").write_bytes(packed)
            inside = f"附件/{name}.xlsx" if form == ".zip" else f"{name}.xlsx"
            path = f"{department}/{name}{form} › {inside}"
        sent.append(Sent(path, department, 2, 2 * len(_INDICATORS)))
    return sent


def content(form: str, draft: Sheetful, folder: Path) -> bytes:
    """The bytes of a draft in a form of files; the folder is for what is on the way there."""
    path = folder / f".draft{form}"
    WRITERS[form](path, [draft])
    data = path.read_bytes()
    path.unlink()
    return data


def gbk_zip(files: dict[str, bytes]) -> bytes:
    """An archive as Windows makes it: names in GBK, and nothing that says so."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(_GbkInfo(name), data)
    return stream.getvalue()


class _GbkInfo(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - as zipfile calls it
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800

    def __init__(self, name: str) -> None:
        super().__init__(name, (2026, 9, 1, 8, 0, 0))
        self.compress_type = zipfile.ZIP_DEFLATED


def mail(subject: str, files: dict[str, bytes], html: str | None = None) -> bytes:
    """A mail with attachments, as mail programs save it."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", subject
    message["Date"] = "Tue, 01 Sep 2026 08:00:00 +0800"
    message.set_content("请查收。")
    if html is not None:
        message.add_alternative(html, subtype="html")
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def mailbox(mails: Sequence[bytes]) -> bytes:
    """A folder of mails as Thunderbird keeps it."""
    return b"".join(b"From - Tue Sep 01 08:00:00 2026\r\n" + one + b"\r\n" for one in mails)


def nested(data: bytes, depth: int) -> bytes:
    """A draft in an archive in an archive, so many in all."""
    for level in range(depth):
        data = gbk_zip({f"第{level}层.zip" if level else "表.txt": data})
    return data
