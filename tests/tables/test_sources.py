"""The committed tables are what their sources give, and no label contradicts another."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent


def test_tables_are_what_their_sources_give() -> None:
    check = subprocess.run([sys.executable, HERE / "make.py", "--check"], capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout + check.stderr


@pytest.mark.parametrize("path", sorted(HERE.glob("*/*.labels.json")), ids=lambda path: path.stem)
def test_nothing_is_both_required_and_optional(path: Path) -> None:
    labels = json.loads(path.read_text("utf-8"))
    both = [e for e in [*labels["indicators"], *labels["projects"]] if set(e["must"]) & set(e["may"])]
    assert not both


@pytest.mark.parametrize(
    ("file", "rules"),
    [
        ("values.yaml", {"V101", "V102", "V103", "V106", "V107", "X101", "X102", "X103", "X104"}),
        ("names.yaml", {"N101", "N102", "N103", "N104"}),
    ],
)
def test_single_cases_are_labelled_with_known_rules_and_only_once(file: str, rules: set[str]) -> None:
    entries = yaml.safe_load((HERE / file).read_text("utf-8"))[file.removesuffix(".yaml")]
    assert len(entries) >= 300
    keys = [(e["name"], e["level2"], e.get("value")) for e in entries]
    assert len(keys) == len(set(keys))
    for entry in entries:
        assert set(entry["must"]) | set(entry["may"]) <= rules, entry
        assert not set(entry["must"]) & set(entry["may"]), entry
