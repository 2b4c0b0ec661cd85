"""How the house is built: no circle of imports, data flows one way through the rooms, and each says what it is for.

Imports within functions count too, and those for types alone: whoever reads a module follows all of them.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.places import ROOT

HOUSE = ROOT / "lint_pbt"
MOST_FLAT = 10

# The rooms from the ground up. A room uses what lies below it, and nothing of its own floor.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("errors", "limits", "model", "text"),
    ("system",),
    ("datafiles", "readers"),
    ("knowledge", "target"),
    ("checks", "layouts", "recovery", "scoring"),
    ("compare", "engine"),
    ("rulebook",),
    ("config", "presentation"),
    ("docs", "edits", "schemas", "suppression"),
    ("reporters", "session"),
    ("__init__", "bureau", "web"),
    ("cli", "action"),
    ("__main__",),
)
# Recovery puts text into cells by what the layouts know of columns, and the layouts ask it first.
NEIGHBOURS = {("layouts", "recovery"), ("recovery", "layouts")}


@cache
def modules() -> dict[str, Path]:
    """Every module of the house by its dotted name; that of a package is the package's."""
    names = {}
    for path in sorted(HOUSE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        names[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return names


def imported(path: Path) -> Iterator[str]:
    """The modules of the house that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in modules())
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are written whole"
            for name in node.names:
                whole = f"{node.module}.{name.name}"
                yield from (found for found in (whole if whole in modules() else node.module,) if found in modules())


@cache
def imports() -> dict[str, set[str]]:
    return {name: set(imported(path)) - {name} for name, path in modules().items()}


def room(module: str) -> str:
    """The folder or the single module in which a module stands, right under the house."""
    return module.split(".")[1] if "." in module else "__init__"


def test_there_is_no_circle() -> None:
    try:
        TopologicalSorter(imports()).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(reversed(error.args[1])))


def test_data_flows_one_way_through_the_rooms() -> None:
    floor = {name: number for number, names in enumerate(FLOORS) for name in names}
    assert {room(module) for module in modules()} == set(floor), "a room is not on the list of floors, or is gone"
    wrong = [
        f"{module} uses {other}"
        for module, others in imports().items()
        for other in others
        if room(module) != room(other)
        and floor[room(module)] <= floor[room(other)]
        and (room(module), room(other)) not in NEIGHBOURS
    ]
    assert wrong == []


def test_few_modules_stand_outside_a_room() -> None:
    flat = [path.stem for path in HOUSE.glob("*.py") if not path.stem.startswith("__")]
    assert len(flat) <= MOST_FLAT, flat


@pytest.mark.parametrize("name", modules())
def test_every_module_says_what_it_is_for(name: str) -> None:
    assert ast.get_docstring(ast.parse(modules()[name].read_text("utf-8")))


def test_the_tests_stand_in_rooms_of_the_same_names() -> None:
    folders = {path.name for path in (ROOT / "tests" / "unit").iterdir() if path.is_dir() and path.name[0] not in "._"}
    assert folders - {"__pycache__"} <= {room(module) for module in modules()}


def test_the_page_on_the_architecture_names_every_room() -> None:
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    for name in {room(module) for module in modules()}:
        assert name.startswith("__") or f"`{name}" in page, name
    for path in page.split("`")[1::2]:
        if path.endswith((".py", ".yaml")) and "/" in path:
            assert (ROOT / path).exists() or any(HOUSE.rglob(path)), path
