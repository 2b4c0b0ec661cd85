"""One file: its bytes, the document that it holds, and what is told where it cannot be read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypeVar

from lint_pbt.errors import ConfigError, PoolError, ReadError
from lint_pbt.model.run import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lint_pbt.model.document import Document
    from lint_pbt.session.plan import Reading

Result = TypeVar("Result")


# Bytes: of files that are larger it is worth a few milliseconds to keep little.
_LARGE = 1 << 20


def content(path: str, reading: Reading, given: Mapping[str, bytes]) -> bytes:
    """What stands in a file, or is given for it. Raises ReadError."""
    from lint_pbt.readers.files import checked_size, load

    data = checked_size(given[path], reading.limits) if path in given else load(path, reading.limits)
    if len(data) > _LARGE:
        from lint_pbt.system.memory import give_back_large_pieces

        give_back_large_pieces()
    return data


def laid_out(path: str, data: bytes, reading: Reading) -> Document:
    """The table that a file with these bytes holds. Raises ReadError."""
    from lint_pbt.layouts import lay_out
    from lint_pbt.layouts.coverage import covered
    from lint_pbt.readers import read

    source = read(path, data, reading.limits)
    del data  # all that counts of it is in the source: a large file need not be kept twice
    return covered(source, lay_out(source, reading.words))


def guarded(work: Callable[[str], Result], path: str, failures: list[Failure]) -> Result | None:
    """What the work on a file comes to; None, and one more of the failures, where it cannot be read."""
    try:
        return work(path)
    except ReadError as error:
        failures.append(Failure(path, str(error)))
    except (ConfigError, PoolError):
        raise
    except (Exception, SystemExit) as error:
        # A defect of ours on one file must not keep the others from being checked.
        if os.environ.get("PBT_LINT_DEBUG"):
            raise
        told = f"程序读这个文件时出错（{type(error).__name__}：{error}）。请把这一行和文件报告给维护者"
        failures.append(Failure(path, told))
    return None
