"""Build `dist/pbt-lint` (on Windows `dist/pbt-lint.exe`, on macOS also `dist/pbt-lint.app`)."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def main() -> None:
    try:
        from PyInstaller.__main__ import run
    except ImportError:
        sys.exit("少了 PyInstaller。请先运行 pip install -e '.[program]'")
    places = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build" / "program")]
    run([str(HERE / "pbt-lint.spec"), "--noconfirm", "--log-level", "WARN", *places])
    for path in sorted((ROOT / "dist").glob("pbt-lint*")):
        if path.is_file() and path.suffix in ("", ".exe"):
            print(f"{path.relative_to(ROOT)}  {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
