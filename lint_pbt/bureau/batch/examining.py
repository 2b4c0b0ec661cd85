"""A file that was sent in, in; what it is and what is wrong with it out: what a worker does, one file at a time."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from msgspec.structs import replace

from lint_pbt.bureau.batch.containers import opener
from lint_pbt.bureau.batch.containers.unpacking import DEEPEST, TOO_DEEP, Member, RefusedError, Room, Unpacking
from lint_pbt.bureau.batch.inbox import beside
from lint_pbt.bureau.batch.naming import of_path
from lint_pbt.bureau.batch.records import Entry, State
from lint_pbt.bureau.batch.rows import entry
from lint_pbt.errors import ReadError
from lint_pbt.readers.files import checked_size, load
from lint_pbt.session.plan import Plan
from lint_pbt.session.single import laid_out
from lint_pbt.system import stores
from lint_pbt.system.own_reports import HEAD, own_kind

if TYPE_CHECKING:
    from lint_pbt.limits import Limits
    from lint_pbt.model.run import Checked, Finding
    from lint_pbt.rulebook.loader import Settings
    from lint_pbt.session.plan import Asked

# Archives of all that a bureau got may be larger than any table.
_ARCHIVE_BYTES: Final = 512 << 20
_OWN: Final = {"report": "pbt-lint 写的报告，不是要检查的表", "copy": "pbt-lint 写的批注副本，不是要检查的表"}

_SAMPLE_NAME: Final = "样表.csv"
_SAMPLE: Final = """某市某局2026年项目支出绩效目标表
项目名称,预算数,绩效目标,一级指标,二级指标,三级指标,指标值
道路养护,10,养护道路5公里,产出指标,数量指标,养护道路里程,≥5
,,,效益指标,社会效益指标,群众出行改善情况,持续改善
,,,满意度指标,服务对象满意度指标,群众满意度,≥90%
"""


class Job(NamedTuple):
    """A file to look at.

    `path` is what it is called, `named` the path by which its configuration is found, `source` where its bytes are.
    Where they have the digest `known` nothing is to be done. What lies in it goes into `folder`, within `room`; it
    lies itself in `depth` archives or mails.
    """

    path: str
    named: str
    source: str
    stamp: str
    folder: str
    known: str | None = None
    room: Room = Room()
    depth: int = 0


class Unchanged(NamedTuple):
    """The file is as it was when it was last looked at."""


class Opened(NamedTuple):
    """The file is an archive or a mail, and these lie in it."""

    digest: str
    members: tuple[Member, ...]


_plan: Plan


def make_ready(asked: Asked | Settings) -> None:
    """Load the rules and all that a first table needs, so that no file waits for it."""
    global _plan
    _plan = Plan((), asked)
    _plan.include([_SAMPLE_NAME])
    with suppress(ReadError):
        checked = _plan.check(laid_out(_SAMPLE_NAME, _SAMPLE.encode(), _plan.reading(_SAMPLE_NAME)))
        entry(checked, _SAMPLE_NAME, "", "")


def examine(job: Job) -> Entry | Opened | Unchanged:
    """What became of a file."""
    digest = None
    try:
        _plan.include([job.named])
        reading = _plan.reading(job.named)
        data = _bytes(job.source, reading.limits)
        digest = digest_of(data)
        if digest == job.known:
            return Unchanged()
        if own := own_kind(data[:HEAD]):
            return Entry(job.path, "left out", _OWN[own], digest, job.stamp)
        if open_ := opener(job.path, data):
            if job.depth >= DEEPEST:
                return _told(job, "refused", TOO_DEEP, digest)
            stores.make_folder(job.folder)
            unpacking = Unpacking(job.folder, job.room, beside)
            open_(data, unpacking)
            return Opened(digest, tuple(unpacking.members))
        checked = _plan.check(laid_out(job.named, data, reading))
        return entry(_called(_plan.settled(checked), job.path), job.path, digest, job.stamp)
    except RefusedError as error:
        return _told(job, "refused", str(error), digest)
    except ReadError as error:
        return _told(job, "unread", str(error), digest)


def digest_of(data: bytes) -> str:
    """By which contents are known again."""
    return blake2b(data, digest_size=16).hexdigest()


def _told(job: Job, state: State, reason: str, digest: str | None) -> Entry:
    department = of_path(job.path)
    return Entry(job.path, state, reason, digest, job.stamp, department.name, department.where)


def _bytes(source: str, limits: Limits) -> bytes:
    """What stands in a file; of what begins like an archive or a mail more than of a table. Raises ReadError."""
    if stores.is_address(source):
        most = _largest(stores.read(source, HEAD), source, limits)
        return checked_size(stores.read(source, most.file_bytes + 1), most)
    head = b""
    with suppress(OSError):
        if os.path.getsize(source) > limits.file_bytes:
            with open(source, "rb") as file:
                head = file.read(HEAD)
    return load(source, _largest(head, source, limits) if head else limits)


def _largest(head: bytes, source: str, limits: Limits) -> Limits:
    """The limits for a file that begins so."""
    with suppress(ReadError):
        if opener(source, head) is None:
            return limits
    return limits._replace(file_megabytes=max(limits.file_megabytes, _ARCHIVE_BYTES >> 20))


def _called(checked: Checked, path: str) -> Checked:
    """The check of a file that is called otherwise than where it was read from."""
    # The same finding may stand in several places, and is known by itself.
    called: dict[int, Finding] = {}

    def finding(one: Finding) -> Finding:
        return called.setdefault(id(one), replace(one, path=path))

    return replace(
        checked,
        document=replace(checked.document, path=path),
        findings=tuple(map(finding, checked.findings)),
        skips=tuple([replace(one, path=path) for one in checked.skips]),
        crashes=tuple([replace(one, path=path) for one in checked.crashes]),
        ignored=tuple([replace(one, finding=finding(one.finding)) for one in checked.ignored]),
        known=tuple([replace(one, finding=finding(one.finding)) for one in checked.known]),
        stood_in=tuple(
            [replace(one, finding=finding(one.finding), by=tuple(map(finding, one.by))) for one in checked.stood_in]
        ),
    )
