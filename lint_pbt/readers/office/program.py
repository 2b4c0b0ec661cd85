"""Where LibreOffice is on this machine, if it is."""

from __future__ import annotations

import glob
import os
import sys

# Names the program, for those who have it in a place of their own; `off` where no other program may be run.
VARIABLE = "PBT_LINT_OFFICE"
_OFF = "off"
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/usr/local/lib/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
)
_MAC = (
    "/Applications/LibreOffice*.app/Contents/MacOS/soffice",
    "~/Applications/LibreOffice*.app/Contents/MacOS/soffice",
)
_WINDOWS = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "LOCALAPPDATA")


def office() -> str | None:
    """The path of the program, None where there is none or it is switched off."""
    named = os.environ.get(VARIABLE)
    if named:
        return None if named.lower() == _OFF else os.path.abspath(named) if _is_program(named) else None
    return next((path for path in _candidates() if _is_program(path)), None)


def _candidates() -> list[str]:
    if sys.platform == "win32":
        # The `.com` waits for its end; a search along PATH would begin in the folder with the tables.
        homes = [os.environ[name] for name in _WINDOWS if os.environ.get(name)]
        return [
            path
            for home in homes
            for within in ("LibreOffice*", os.path.join("Programs", "LibreOffice*"))
            for path in sorted(glob.glob(os.path.join(glob.escape(home), within, "program", "soffice.com")))
        ]
    # An entry of PATH that is no whole path is a folder that anybody may have put a program into.
    # Those of snap do not see what lies in folders for temporary files.
    folders = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if os.path.isabs(folder)]
    folders = [folder for folder in folders if not folder.startswith("/snap/")]
    along = [os.path.join(folder, name) for name in _NAMES for folder in folders]
    places = _MAC if sys.platform == "darwin" else _PLACES
    return along + [path for place in places for path in sorted(glob.glob(os.path.expanduser(place)), reverse=True)]


def _is_program(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)
