"""Takes the pictures of a bureau's round anew: `python docs/pictures/bureau.py`.

Needs playwright, a Chromium, LibreOffice, pdftoppm and Noto's Chinese fonts. Departments and drafts are made up.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[1])]

from tests.unit.bureau.rounds import CANTEEN, DREDGING, SCANNING, Draft, check_inbox, write_draft, written  # noqa: E402

DEPARTMENTS = [
    f"云州市{name}局" for name in ("教育", "公安", "民政", "司法", "水务", "农业农村", "卫生健康", "体育", "林业")
]
LATE = ["云州市审计局", "云州市信访局"]
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")


def main() -> None:
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None:
        sys.exit(f"no browser, looked for {', '.join(_BROWSERS)}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        inbox, output = Path(folder) / "收件", Path(folder) / "审核"
        for number in (1, 2):
            fill(inbox, mended=0.5 * (number - 1))
            check_inbox(inbox, output)
            written(output, expected=[*DEPARTMENTS, *LATE], when=datetime(2026, 11, 7 * number))
        browser = driver.chromium.launch(executable_path=path, args=["--headless", "--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1200, "height": 1180})
        page.goto((output / "总览.html").as_uri())
        page.screenshot(path=str(HERE / "overview.png"))
        browser.close()
        draw_form(next((output / "审核表" / DEPARTMENTS[0]).glob("校园食堂改造.docx")), Path(folder))


def fill(inbox: Path, mended: float) -> None:
    """Drafts of the departments, a share of their faults mended."""
    for at, department in enumerate(DEPARTMENTS):
        draw = random.Random(at)
        draft: Draft = dict(CANTEEN | DREDGING | SCANNING)
        for project, rows in draft.items():
            draft[project] = [
                (kind, name, "≥95%" if kind == "质量指标" and draw.random() < 0.2 + at / 15 + mended else value)
                for kind, name, value in rows
            ]
        if at % 4:
            draft.pop("档案数字化")
        write_draft(inbox / department / "绩效目标表.csv", department, draft)
    (inbox / DEPARTMENTS[4] / "补充.xlsx").write_bytes(b"PK\x03\x04 torn")


def draw_form(form: Path, folder: Path) -> None:
    """The first page of a review form as LibreOffice prints it."""
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(form)], check=True, capture_output=True)
    drawn = [
        "pdftoppm",
        "-singlefile",
        "-r",
        "95",
        "-f",
        "1",
        "-l",
        "1",
        "-x",
        "40",
        "-y",
        "50",
        "-W",
        "705",
        "-H",
        "760",
        "-png",
    ]
    subprocess.run([*drawn, str(folder / f"{form.stem}.pdf"), str(HERE / "review-form")], check=True)


if __name__ == "__main__":
    main()
