"""Where PyYAML comes without libyaml its own loader reads the same; and no advice hangs on a library's wording."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from lint_pbt.datafiles import typed_text, yaml_text
from lint_pbt.datafiles.typed_text import Mistakes, load_yaml
from tests.places import ROOT

FILES = sorted([*ROOT.glob("rules/**/*.yaml"), ROOT / "lint_pbt/cli/template.yaml"])


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="this PyYAML has no libyaml: there is nothing to compare")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_both_loaders_read_the_same(path: Path) -> None:
    text = path.read_text("utf-8")
    assert yaml.load(text, Loader=yaml.SafeLoader) == yaml.load(text, Loader=yaml.CSafeLoader)


@pytest.mark.parametrize("text", ["[" * 200 + "]" * 200, "[" * 5000, "- " * 3000 + "a", "{a: " * 400])
@pytest.mark.parametrize("loader", ["SafeLoader", "CSafeLoader"])
def test_what_nests_too_deeply_is_told_so(text: str, loader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing(getattr(yaml, loader, yaml.SafeLoader)):  # type: ignore[misc]
        """As a library that has a bound of its own, and its own words for it."""

        def get_single_node(self) -> object:
            raise yaml.YAMLError("too many levels, says the library")

    monkeypatch.setattr(typed_text, "_loader", lambda: Refusing)
    monkeypatch.setattr(yaml_text, "_LOADER", getattr(yaml, loader, yaml.SafeLoader))
    with pytest.raises(Mistakes) as caught:
        load_yaml(text, "规则.yaml")
    assert "套得太深" in str(caught.value)
