"""`python -m release.page.build` writes `dist/pbt-lint.html`: with node, npm, and the network for what is not here."""

from __future__ import annotations

import argparse
import base64
import gzip
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from release.page import contents, loader
from release.page.packing import packed, unpacked

_HERE = Path(__file__).parent
_WORK = contents.ROOT / "dist" / ".page"
_INTERPRETER = ("pyodide.asm.wasm", "pyodide-lock.json")
_LOADERS = {"loader": "pyodide.mjs", "machine": "pyodide.asm.mjs"}
_STANDARD = "python_stdlib.zip"
_PLATFORM = ("--python-version", "3.14", "--implementation", "cp", "--platform", "pyemscripten_2026_0_wasm32")


def main() -> None:
    """Build the page."""
    parser = argparse.ArgumentParser(prog="python -m release.page.build", description=main.__doc__)
    parser.add_argument("--output", type=Path, default=contents.ROOT / "dist" / "pbt-lint.html")
    output: Path = parser.parse_args().output
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(built(), "utf-8")
    print(f"{output}: {output.stat().st_size / 1e6:.1f} MB")


def built() -> str:
    """The page as text."""
    from lint_pbt.web.page.shell import shell

    pyodide = _pyodide()
    always, for_pdf = contents.wheels(_wheels())
    core = _compiled({**contents.linter(), **contents.libraries(), **always})
    python = {name: (pyodide / name).read_bytes() for name in _INTERPRETER}
    python[_STANDARD] = _zipped(_compiled(contents.standard_library(pyodide / _STANDARD)))
    blocks = {"python": packed(python), "linter": packed(core), "pdf": packed(_compiled(for_pdf))}
    told = {name: base64.b64encode(gzip.compress(data, 9, mtime=0)).decode() for name, data in blocks.items()}
    for name, data in blocks.items():
        print(f"  {name}: {len(data) / 1e6:.1f} MB, {len(told[name]) / 1e6:.1f} MB in the page", file=sys.stderr)
    return shell("worker", {"worker": _worker(pyodide), **told})


def _worker(pyodide: Path) -> str:
    """The script of the worker, with Python's loader behind it."""
    modules = {name: (pyodide / file).read_text("utf-8") for name, file in _LOADERS.items()}
    loaders = [
        loader.function(name, text, f"https://pbt-lint.invalid/{_LOADERS[name]}") for name, text in modules.items()
    ]
    return "".join(((_HERE / "worker.js").read_text("utf-8"), *loaders))


def _pyodide() -> Path:
    folder = _HERE / "node_modules" / "pyodide"
    if not folder.is_dir():
        npm = shutil.which("npm") or sys.exit("npm is missing: install Node.js first")
        subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=_HERE, check=True)
    return folder


def _wheels() -> Path:
    """The folder with the wheels for browsers, fetched once for each list of them."""
    wanted = (_HERE / "wheels.txt").read_text("utf-8")
    folder = _WORK / "wheels"
    mark = folder / "fetched.txt"
    if not mark.is_file() or mark.read_text("utf-8") != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        download = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *_PLATFORM]
        subprocess.run([*download, "--dest", str(folder), "-r", str(_HERE / "wheels.txt")], check=True)
        mark.write_text(wanted, "utf-8")
    return folder


def _compiled(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files with the modules among them compiled for the interpreter of the page."""
    node = shutil.which("node") or sys.exit("node is missing: install Node.js first")
    packing = (_HERE / "packing.py").read_text("utf-8")
    done = subprocess.run(
        [node, str(_HERE / "compiling.mjs")],
        input=packed(files),
        stdout=subprocess.PIPE,
        env={**os.environ, "PACKING": packing},
        cwd=_HERE,
        check=True,
    )
    return unpacked(done.stdout)


def _zipped(files: dict[str, bytes]) -> bytes:
    """An archive that is not packed, for all of it will be."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return made.getvalue()


if __name__ == "__main__":
    main()
