"""A batch from beginning to end: every file that was sent in is looked at by a worker and put down in the journal.

What the journal knows already is not looked into again, so that a batch that was broken off goes on where it was.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from msgspec.structs import replace

from lint_pbt.bureau.batch import inbox
from lint_pbt.bureau.batch.containers.unpacking import Room
from lint_pbt.bureau.batch.departments import Corrections, settle
from lint_pbt.bureau.batch.examining import Job, Opened, Unchanged, digest_of, examine, make_ready
from lint_pbt.bureau.batch.journal import NAME, Journal, clean
from lint_pbt.bureau.batch.naming import INSIDE, of_path
from lint_pbt.bureau.batch.records import Entry, State
from lint_pbt.errors import ReadError, WriteError
from lint_pbt.session.plan import Plan
from lint_pbt.session.workers.pool import Bounds, Outcome, Pool, processors
from lint_pbt.system import stores
from lint_pbt.system.version import __version__

if TYPE_CHECKING:
    from lint_pbt.rulebook.loader import Settings
    from lint_pbt.session.plan import Asked
    from lint_pbt.session.workers.cluster import RayPool

# What is unpacked lies here while it is looked at; what a killed run has left is taken away by the next.
_UNPACKED: Final = ".正在检查"
_MOST_DIGESTED: Final = 1 << 30
_STATES: Final[dict[str, State]] = {"late": "late", "crashed": "crashed", "failed": "crashed", "refused": "refused"}
_HOLDS: Final = "里面的 {files} 个文件逐个列出"
_EMPTY: Final = "里面没有文件"
_NO_FOLDER: Final = "文件夹“{output}”建不了（{error}）。请检查权限，或者换一个 --output"


class Show(Protocol):
    """Shows how far a batch has come."""

    def found(self, files: int) -> None:
        """So many more files were found."""

    def done(self, entry: Entry | None) -> None:
        """A file is done: what became of it; None for one that is as it was."""


class Summary(NamedTuple):
    """What a batch came to.

    `states` counts all files there are by what became of them, `checked` those that were checked now, `gone` those
    that the journal had and that are no longer there. `incomplete` counts files of which something could not be
    checked; `doubts` are sentences about names of departments that were left apart.
    """

    states: Counter[State]
    checked: int
    gone: int
    incomplete: int
    errors: int
    warnings: int
    infos: int
    doubts: tuple[str, ...]


class Cluster(NamedTuple):
    """A Ray cluster; `shared` is a folder or an address that all its machines can write to (default: the output)."""

    address: str
    shared: str | None = None


class Batch:
    """The check of all that lies in some folders, put down in the journal of the folder `output`.

    Raises ConfigError, before anything is checked, for what is wrong in paths, configurations and rules and where
    another batch writes into the same folder; WriteError where nothing can be written there.
    """

    def __init__(
        self,
        paths: Sequence[str],
        output: str,
        asked: Asked | Settings,
        *,
        jobs: int | None = None,
        bounds: Bounds = Bounds(),  # noqa: B008 - immutable
        room: Room = Room(),  # noqa: B008 - immutable
        corrections: Corrections = Corrections(),  # noqa: B008 - immutable
        cluster: Cluster | None = None,
    ) -> None:
        self._asked, self._bounds, self._room, self._corrections = asked, bounds, room, corrections
        self._jobs, self._cluster = jobs, cluster
        found = inbox.found([_everywhere(one) for one in paths] if cluster else paths, os.path.realpath(output))
        self._plan = Plan([one.source for one in found if one.reason is None], asked)
        try:
            os.makedirs(output, exist_ok=True)
        except OSError as error:
            raise WriteError(_NO_FOLDER.format(output=output, error=error.strerror or error)) from error
        shared = cluster.shared if cluster and cluster.shared else os.path.abspath(output)
        self._unpacked = stores.join(shared, _UNPACKED)
        self.journal = Journal(os.path.join(output, NAME))
        stores.remove(self._unpacked)
        self._known = {one.path: one for one in self.journal.known()}
        self._inside = _descendants(self._known)
        self._found = found
        self._seen: set[str] = set()
        self._done = self._checked = 0
        self._archives: dict[str, _Archive] = {}  # those that are open, by the paths of the files that lie in them
        self._rooms: dict[str, Room] = {}
        self._waiting: deque[Job] = deque()
        self._kept: set[str] = set()
        self._numbers = count(1)  # so that no two archives are unpacked into one folder

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, *_: object) -> None:
        stores.remove(self._unpacked)
        self.journal.close()

    @property
    def left(self) -> int:
        """How many of the files that were found have not been looked at."""
        return len(self._found) - sum(clean(one.path) in self._seen for one in self._found)

    @property
    def done(self) -> int:
        """How many files have been looked at, or known to be as they were."""
        return self._done

    def run(self, show: Show) -> Summary:
        """Look at every file. What has been put down stays, however it ends."""
        self.journal.begin_round()
        show.found(len(self._found))
        for one in self._found:
            path = clean(one.path)
            if one.reason is None:
                stamp = f"{__version__} {self._plan.stamp(one.source)}"
                self._waiting.append(self._job(path, one.source, one.source, stamp, 0))
            else:
                self._put_down(_told(path, "unread" if one.closed else "left out", one.reason), show)
        with self._pool() as pool:
            for job, outcome in pool.each(self):
                self._take(job, outcome, show)
        gone = self.journal.mark_gone(path for path in self._known if path not in self._seen)
        doubts = settle(self.journal, self._corrections)
        self.journal.end_round()
        states, incomplete, errors, warnings, infos = self.journal.counts()
        return Summary(states, self._checked, gone, incomplete, errors, warnings, infos, tuple(doubts))

    def _pool(self) -> Pool[Job] | RayPool[Job]:
        given = (self._asked,)
        if self._cluster is None:
            return Pool(examine, make_ready, given, workers=self._jobs or processors(), bounds=self._bounds)
        from lint_pbt.session.workers.cluster import RayPool

        return RayPool(
            examine, make_ready, given,
            workers=self._jobs, bounds=self._bounds, address=self._cluster.address, version=__version__,
        )  # fmt: skip

    # The pool takes jobs from here; opened archives bring further ones.

    def __iter__(self) -> Batch:
        return self

    def __next__(self) -> Job:
        if not self._waiting:
            raise StopIteration
        job = self._waiting.popleft()
        return job._replace(room=self._rooms.get(_root(job.path), self._room))

    def _job(self, path: str, named: str, source: str, stamp: str, depth: int) -> Job:
        folder = stores.join(self._unpacked, str(next(self._numbers)))
        known = self._known.get(path)
        below = (self._known[one] for one in self._inside.get(path, ()))
        fresh = known is not None and all(one.holds(stamp, self._hard(stamp)) for one in (known, *below))
        return Job(path, named, source, stamp, folder, known.digest if known and fresh else None, depth=depth)

    def _hard(self, stamp: str) -> str:
        """The stamp of a file that did not stay within the bounds: with others it may."""
        return f"{stamp} {self._bounds.seconds:g} {self._bounds.megabytes}"

    def _take(self, job: Job, outcome: Outcome, show: Show) -> None:
        """Put down what became of a file."""
        found = outcome.value
        if isinstance(found, Opened):
            self._open(job, found, show)
        elif isinstance(found, Unchanged):
            self._pass(job, show)
        else:
            if not isinstance(found, Entry):
                state = _STATES[outcome.state]
                found = _told(job.path, state, outcome.reason, _digest(job.source), self._hard(job.stamp))
            elif found.state == "checked":
                self._keep_rules(job)
            self._put_down(replace(found, seconds=outcome.seconds), show)
            self._end(job.path)

    def _open(self, job: Job, opened: Opened, show: Show) -> None:
        """Have what lies in an archive or a mail looked at before anything else."""
        archive = _Archive(job, opened.digest, len(opened.members))
        room = self._rooms.get(_root(job.path), self._room)
        taken = sum(one.size for one in opened.members)
        self._rooms[_root(job.path)] = room.less(len(opened.members), taken)
        show.found(len(opened.members))
        jobs = []
        for member in opened.members:
            path = f"{job.path}{INSIDE}{clean(member.name)}"
            self._archives[path] = archive
            if member.source is not None:
                named = f"{job.named}/{clean(member.name)}"
                jobs.append(self._job(path, named, member.source, job.stamp, job.depth + 1))
            else:
                self._put_down(_told(path, member.state or "unread", member.reason), show)
                self._end(path)
        self._waiting.extendleft(reversed(jobs))
        if not opened.members:
            self._close(archive)

    def _end(self, path: str) -> None:
        """A file is done; with the last one of an archive the archive is."""
        archive = self._archives.pop(path, None)
        if archive is not None:
            archive.left -= 1
            if archive.left == 0:
                self._close(archive)

    def _close(self, archive: _Archive) -> None:
        job = archive.job
        stores.remove(job.folder)
        told = _HOLDS.format(files=archive.files) if archive.files else _EMPTY
        self._put_down(_told(job.path, "left out", told, archive.digest, job.stamp), None)
        self._end(job.path)

    def _pass(self, job: Job, show: Show) -> None:
        """What is as it was stays as it is put down, and so does all that lies in it."""
        inside = self._inside.get(job.path, ())
        self._seen.update(inside)
        self._seen.add(job.path)
        self._done += 1 + len(inside)
        show.found(len(inside))
        for _ in range(1 + len(inside)):
            show.done(None)
        self._end(job.path)

    def _put_down(self, entry: Entry, show: Show | None) -> None:
        self._seen.add(entry.path)
        self._done += 1
        known = self._known.get(entry.path)
        if known is None or not known.same(entry):
            self._checked += entry.state == "checked"
            with self.journal.together():
                self.journal.record(entry)
        if show is not None:
            show.done(entry)

    def _keep_rules(self, job: Job) -> None:
        if job.stamp not in self._kept:
            self._kept.add(job.stamp)
            root = next(one.source for one in self._found if clean(one.path) == _root(job.path))
            self.journal.keep_rules(job.stamp, self._plan.rules(root))


class _Archive:
    """An archive or a mail that was opened, and how many of its files are not done yet."""

    def __init__(self, job: Job, digest: str, files: int) -> None:
        self.job, self.digest, self.files, self.left = job, digest, files, files


def _told(path: str, state: State, reason: str | None, digest: str | None = None, stamp: str | None = None) -> Entry:
    """What is put down of a file that was not checked."""
    department = of_path(path)
    return Entry(path, state, reason, digest, stamp, department.name, department.where)


def _everywhere(path: str) -> str:
    """The path as other machines have it too."""
    return path if stores.is_address(path) else os.path.abspath(path)


def _root(path: str) -> str:
    """The file that was sent in, for a path that may lie in it."""
    return path.partition(INSIDE)[0]


def _descendants(paths: Iterable[str]) -> dict[str, list[str]]:
    """The paths that lie in each archive or mail, those in archives in it too."""
    inside: dict[str, list[str]] = defaultdict(list)
    for path in paths:
        parts = path.split(INSIDE)
        for depth in range(1, len(parts)):
            inside[INSIDE.join(parts[:depth])].append(path)
    return inside


def _digest(source: str) -> str | None:
    try:
        return digest_of(stores.read(source, _MOST_DIGESTED))
    except ReadError:
        return None
