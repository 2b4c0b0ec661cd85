"""Modules of JavaScript as functions of a script."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from release.page.loader import function

_HERE = "https://here.invalid/a.mjs"


@pytest.mark.parametrize(
    ("module", "asked", "told"),
    [
        ("const a = 1, b = 2; export{a as one,b};", "f().one + f().b", "3"),
        ("function g() { return import.meta.url } export default g;", "f().default()", _HERE),
        ("var x = this; export { x };", "String(f().x)", "undefined"),
    ],
)
def test_it_gives_what_the_module_exports(module: str, asked: str, told: str) -> None:
    node = shutil.which("node") or pytest.skip("no node here")
    script = f"{function('f', module, _HERE)}console.log({asked})"
    assert subprocess.run([node, "-e", script], capture_output=True, text=True, check=True).stdout.strip() == told


@pytest.mark.parametrize(
    "module",
    ["const a = 1", "import b from 'b'; export default b;", "export{a}; export default a;", "'</script'; export{a}"],
)
def test_what_a_script_cannot_hold_is_refused(module: str) -> None:
    with pytest.raises(ValueError, match="cannot be put into a script"):
        function("f", module, _HERE)
