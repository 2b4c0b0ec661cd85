"""The generated pages are fresh, show what the rules really report, and none of their links is dead."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from lint_pbt.docs.__main__ import main, pages
from lint_pbt.errors import ConfigError
from lint_pbt.presentation.markdown_text import code, marked, plain, table
from lint_pbt.rulebook.loader import Settings, load_rulebook
from tests.places import ROOT

DOCS = ROOT / "docs"
PAGES = dict(pages())


def test_the_pages_in_the_repository_are_fresh(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--check"])
    assert code == 0, capsys.readouterr().err


def test_stale_missing_and_left_over_pages_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], str(tmp_path)) == 0
    assert main(["--check"], str(tmp_path)) == 0
    capsys.readouterr()
    (tmp_path / "checks.md").write_text("旧", "utf-8")
    (tmp_path / "rules/V101-unmeasurable-target.md").unlink()
    (tmp_path / "rules/V999-gone.md").write_text("", "utf-8")
    assert main(["--check"], str(tmp_path)) == 1
    named = re.findall(r"docs/(\S+) 不是最新的", capsys.readouterr().err)
    assert named == ["rules/V101-unmeasurable-target.md", "checks.md", "rules/V999-gone.md"]
    assert main([], str(tmp_path)) == 0
    assert main(["--check"], str(tmp_path)) == 0


def test_there_is_a_page_for_every_rule_and_the_index_links_to_all() -> None:
    index = PAGES["rules/README.md"]
    for rule in load_rulebook(Settings("strict")).rules:
        page = f"{rule.id}-{rule.name}.md"
        assert PAGES[f"rules/{page}"].startswith(f"# {rule.id} ")
        assert f"[{rule.id}]({page})" in index


def test_a_page_shows_what_is_reported_and_where() -> None:
    page = PAGES["rules/V104-template-prefix.md"]
    assert "标出：<b>标准：</b>100%<br>改后：100%" in page
    assert "- 标准化校舍3所" in page


@pytest.mark.parametrize("page", [*PAGES, *(path.name for path in DOCS.glob("*.md") if path.name not in PAGES)])
def test_links_lead_somewhere(page: str) -> None:
    text = PAGES.get(page) or (DOCS / page).read_text("utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL))
    for target in targets:
        if "://" not in target:
            assert (DOCS / page).parent.joinpath(target).exists(), target
    headings = {heading.lower() for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= headings


@pytest.mark.parametrize("page", PAGES)
def test_its_yaml_is_yaml_and_its_tables_are_even(page: str) -> None:
    for block in re.findall(r"```yaml\n(.*?)```", PAGES[page], re.DOTALL):
        assert yaml.safe_load(block)
    widths = []
    for line in PAGES[page].splitlines():
        if line.startswith("| "):
            widths.append(len(re.findall(r"(?<!\\)\|", line)))
        else:
            assert len(set(widths)) <= 1, page
            widths = []


def test_markdown_shows_texts_as_they_are() -> None:
    assert plain("a_b*c|<d>[e]") == r"a\_b\*c\|\<d\>\[e\]"
    assert marked("≥95%左右", 4, 6) == "≥95%<b>左右</b>"
    assert marked("合规", 1, 1) == "合规"
    assert code("a|b") == r"`a\|b`"
    assert code("a`b") == "``a`b``"
    assert table(["甲", "乙"], [["1\n2", "3"]]) == ["| 甲 | 乙 |", "| --- | --- |", "| 1<br>2 | 3 |"]


def test_a_misnamed_rule_file_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    one = next((tmp_path / "rules" / "value").glob("V107-*.yaml"))
    one.rename(one.with_name("V107-otherwise.yaml"))
    monkeypatch.setattr("lint_pbt.docs.__main__.rules_folder", lambda: str(tmp_path / "rules"))
    with pytest.raises(ConfigError, match=f"V107-otherwise.yaml .*应当叫 {one.name}"):
        dict(pages())


def test_the_readme_counts_the_rules() -> None:
    told = re.search(r"共 (\d+) 条规则", (ROOT / "README.md").read_text("utf-8"))
    assert told is not None and int(told[1]) == len(list(ROOT.glob("rules/*/[A-Z][0-9]*.yaml")))
