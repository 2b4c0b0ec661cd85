"""Python processes that import nothing from where they are started, and no plug-ins either.

The folder in which somebody checks a table is full of files of others. Python looks for modules there whenever it is
started with `-m` or with an empty entry in PYTHONPATH; a `pickle.py` among the tables would then be run.
"""

from __future__ import annotations

import os
import sys

from lint_pbt.errors import ConfigError

# Without these an interpreter may not start, or not find a place for its files.
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
# By these the program file knows that it is unpacked already.
_UNPACKED = "_PYI_"
_LIBRARIES = "LD_LIBRARY_PATH"
_ISOLATED = "--isolated-module"
_START = "import sys; sys.path += sys.argv[2:]; import importlib; importlib.import_module(sys.argv[1]).main()"


def leave_folder() -> None:
    """Import nothing more from the current folder, unless this program itself lies there."""
    sys.path[:] = [path for path in sys.path if not _is_here(path)] + ([_home()] if _is_here(_home()) else [])


def keep_children_out() -> None:
    """Let the Python processes that this one starts import nothing from the current folder either.

    Raises ConfigError where that cannot be had: before 3.11, in a folder with files named as Python's own modules.
    """
    places = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path and not _is_here(path)]
    if "PYTHONPATH" in os.environ:
        os.environ["PYTHONPATH"] = os.pathsep.join(places)
    os.environ["PYTHONSAFEPATH"] = "1"
    if sys.version_info < (3, 11):
        taken = sorted(filter(_hides_module, os.listdir()))
        if taken:
            told = f"当前文件夹里的“{taken[0]}”和 Python 自带的模块同名，不能在这里同时用几个进程。请换一个文件夹运行"
            raise ConfigError(told)


def run_isolated(module: str, data: bytes, seconds: float) -> bytes:
    """What `main` of a module writes to standard output when it is given the data on standard input.

    It runs in a process of its own: without the variables of this one's environment, in an empty folder, and with the
    modules of Python before all others. Raises SubprocessError where it fails or takes longer, OSError where it cannot
    be started.
    """
    import subprocess
    import tempfile

    with tempfile.TemporaryDirectory(prefix="pbt-lint-") as folder:
        done = subprocess.run(
            _command(module),
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={name: value for name, value in os.environ.items() if name in _KEPT or name.startswith(_UNPACKED)},
            close_fds=True,
            timeout=seconds,
            check=True,
        )
    return done.stdout


def is_program_file() -> bool:
    """Whether this runs from the one program file: it holds its own Python, and is unpacked while it runs only."""
    return bool(getattr(sys, "frozen", False))


def environment_of_others() -> dict[str, str]:
    """The environment for programs of others: without the libraries that the program file brings for itself."""
    environment = dict(os.environ)
    if is_program_file():
        before = environment.pop(f"{_LIBRARIES}_ORIG", None)
        environment.pop(_LIBRARIES, None)
        if before is not None:
            environment[_LIBRARIES] = before
    return environment


def run_module(arguments: list[str]) -> bool:
    """Do in the program file what `run_isolated` asks of it; False where the arguments ask for something else."""
    if arguments[1:2] != [_ISOLATED]:
        return False
    import importlib

    importlib.import_module(arguments[2]).main()
    return True


def _command(module: str) -> list[str]:
    """The command line by which a Python process runs `main` of a module, isolated."""
    if is_program_file():  # it imports from nowhere else
        return [sys.executable, _ISOLATED, module]
    # Isolated, Python leaves out the user's own packages, this program perhaps among them.
    places = [path for path in (*sys.path, _home()) if os.path.isabs(path) and not _is_here(path)]
    return [sys.executable, "-I", "-X", "utf8", "-c", _START, module, *places, _home()]


def _hides_module(name: str) -> bool:
    """Whether Python would take a file or folder of this name for one of its own modules."""
    stem, suffix = os.path.splitext(name)
    if suffix:
        return suffix in (".py", ".pyc", ".pyd", ".so") and stem.partition(".")[0] in sys.stdlib_module_names
    return name in sys.stdlib_module_names and os.path.isfile(os.path.join(name, "__init__.py"))


def _home() -> str:
    """The folder that holds this package."""
    return os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def _is_here(path: str) -> bool:
    if not path:
        return True
    try:
        return os.path.samefile(path, os.curdir)
    except OSError:
        return False
