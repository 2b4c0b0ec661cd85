"""What is installed: a wheel holds the package, its rules, and these compiled; nothing of the tests."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lint_pbt.datafiles import compiled
from lint_pbt.datafiles.sources import COMPILED, Sources
from tests.places import ROOT
from tests.unit.cli.test_cli import ENVIRONMENT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("hatchling", reason="hatchling, which builds wheels, is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def test_holds_the_package_and_its_metadata_alone(installed: Path) -> None:
    assert {path.name.partition("-")[0] for path in installed.iterdir()} == {"lint_pbt", "pbt_lint"}
    assert not [path for path in installed.rglob("*") if "test" in path.name or path.suffix in (".pyc", ".whl")]


def test_holds_every_module_and_every_rule(installed: Path) -> None:
    for source, target in (
        (ROOT / "lint_pbt", installed / "lint_pbt"),
        (ROOT / "rules", installed / "lint_pbt" / "rules"),
    ):
        files = [path.relative_to(source) for path in source.rglob("*") if path.is_file() and path.suffix != ".pyc"]
        assert not [path for path in files if (target / path).read_bytes() != (source / path).read_bytes()]


def test_the_compiled_rules_are_those_of_the_rules_in_it(installed: Path) -> None:
    sources = Sources(str(installed / "lint_pbt" / "rules"))
    packed = (installed / "lint_pbt" / COMPILED).read_bytes()
    assert packed == sources.packed()
    assert compiled.unpack(packed, sources._key)


def test_a_check_uses_what_is_compiled_and_keeps_nothing(installed: Path, tmp_path: Path) -> None:
    program = (
        "import os, sys; sys.argv[0] = 'pbt-lint'; os._exit = sys.exit\n"
        "from lint_pbt.cli import main\n"
        "try:\n    main()\nfinally:\n    print('yaml' in sys.modules, file=sys.stderr)"
    )
    settings = {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-c", program, str(ROOT / "examples" / "good.txt")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, env=ENVIRONMENT | settings, check=False)
    assert (done.returncode, done.stderr.split()) == (0, [b"False"])
    assert not list(tmp_path.iterdir())
