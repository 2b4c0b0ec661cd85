"""An old file turned into a new one by LibreOffice, which is given nothing to do harm with.

Each file has a folder of its own that holds all the program reads and writes, its profile included, and is wiped. The
profile forbids macros, links to what lies elsewhere, and all but a proxy that is not there.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lint_pbt.errors import ReadError
from lint_pbt.system.bounded import run_bounded
from lint_pbt.system.isolation import environment_of_others

if TYPE_CHECKING:
    from lint_pbt.limits import Limits

_SECONDS = 90
_MEGABYTES = 3_000  # of address space; a small file takes 1,500
_PREFIX = "pbt-lint-office-"
_FORGOTTEN = 3_600  # seconds after which a folder is that of a run that was killed
_KEPT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "PROGRAMFILES", "LANG", "LC_ALL", "LD_LIBRARY_PATH")

_ENDLESS = "用 LibreOffice 转换这个文件超过了 {seconds} 秒，已停止。请用 Office 或 WPS 打开，另存为 {better} 再检查"
_NOT_CONVERTED = (
    "LibreOffice 打不开这个文件：可能没有传完、已经损坏，或者加了密码。"
    "请用 Office 或 WPS 打开（有密码的先去掉），另存为 {better} 再检查"
)
_TOO_LARGE = "这个文件转换以后超过了 {most} MB 的上限，绩效目标表不会这么大。请确认选对了文件"
_NOT_STARTED = "LibreOffice 启动不了（{reason}）。请用 Office 或 WPS 打开，另存为 {better} 再检查"

_COMMON, _INTERNET = "/org.openoffice.Office.Common/Security/Scripting", "/org.openoffice.Inet/Settings"
_SETTINGS = (
    (_COMMON, "MacroSecurityLevel", "3"),
    (_COMMON, "DisableMacrosExecution", "true"),
    (_COMMON, "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),
    (_INTERNET, "ooInetProxyType", "2"),
    (_INTERNET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPProxyPort", "9"),
    (_INTERNET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INTERNET, "ooInetHTTPSProxyPort", "9"),
)


def converted(program: str, data: bytes, suffix: str, better: str, limits: Limits) -> bytes:
    """The bytes of a file with one suffix as those of one with a `better`.

    Raises `ReadError` where nothing came of it within the bounds.
    """
    _sweep()
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        folder = Path(name).resolve()
        given, result = folder / f"table{suffix}", folder / "new" / f"table{better}"
        given.write_bytes(data)
        _write_profile(folder / "profile")
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--invisible", "--norestore", "--nologo", "--nolockcheck", "--nodefault"),
            *("--convert-to", better[1:], "--outdir", str(result.parent), str(given)),
        ]
        try:
            run_bounded(
                command,
                name,
                _environment(name),
                seconds=_SECONDS,
                megabytes=_MEGABYTES,
                written=limits.unpacked_bytes,
            )
        except subprocess.TimeoutExpired as error:
            raise ReadError(_ENDLESS.format(seconds=_SECONDS, better=better)) from error
        except OSError as error:
            raise ReadError(_NOT_STARTED.format(reason=error.strerror or error, better=better)) from error
        if not result.is_file():
            raise ReadError(_NOT_CONVERTED.format(better=better))
        if result.stat().st_size > limits.unpacked_bytes:
            raise ReadError(_TOO_LARGE.format(most=limits.unpacked_megabytes))
        return result.read_bytes()


def _environment(folder: str) -> dict[str, str]:
    """Little of this process's own; `svp` draws nowhere, and waits for no screen."""
    kept = {name: value for name, value in environment_of_others().items() if name.upper() in _KEPT}
    own = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP"), folder)
    return {**kept, **own, "SAL_USE_VCLPLUGIN": "svp"}


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}'
        "</oor:items>",
        "utf-8",
    )


def _sweep() -> None:
    """Wipe the folders that runs left behind which were killed."""
    now = time.time()
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            forgotten = now - folder.stat().st_mtime > _FORGOTTEN
        except OSError:
            continue
        if forgotten and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)
