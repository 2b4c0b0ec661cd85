"""Answers held against what was sent and what the drafts say now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from lint_pbt.bureau.overview.figures import UNKNOWN
from lint_pbt.bureau.reasons import Reason
from lint_pbt.bureau.replies.answers import answer
from lint_pbt.bureau.replies.sheets import Reply, Unusable, replies_in
from lint_pbt.text.folding import fold

if TYPE_CHECKING:
    import sqlite3

Outcome = Literal["fixed", "unchanged", "still", "gone", "waiting", "reason", "bare", "other", "none", "unknown"]

# So many rows of a sheet without fingerprints tell whose it is.
_TRIED: Final = 50
# What came of an answer, for people; in the order of what needs attention.
OUTCOMES: Final[dict[Outcome, str]] = {
    "unchanged": "说已修改，新稿里没有改",
    "still": "改过，还有同样的问题",
    "bare": "不修改，没有写理由",
    "other": "看不出改没改",
    "none": "没有答复",
    "unknown": "对不上发出去的意见",
    "gone": "项目已不在新稿里",
    "waiting": "说已修改，还没有收到新稿",
    "reason": "说明了理由，不再计",
    "fixed": "已修改，核对无误",
}


# What the drafts say now, by department; `settled` where a reason holds already.
_NOW: Final = """
CREATE TEMP TABLE now AS SELECT findings.department, fingerprint, rule, coalesce(projects.name, '') AS project,
  coalesce(indicator, '') AS indicator, message, findings.place, EXISTS (SELECT 1 FROM temp.settled
  WHERE settled.fingerprint = findings.fingerprint AND settled.department IS findings.department) AS settled
FROM findings LEFT JOIN projects ON projects.file = findings.file AND projects.number = findings.project
ORDER BY findings.file, findings.number"""


class Judged(Struct, frozen=True):
    """An answer and what came of it; `now` is what the new draft says at the same place, empty for nothing."""

    reply: Reply
    department: str | None
    outcome: Outcome
    now: str = ""


class Found(Struct, frozen=True):
    """A finding: one that is new, or one that was sent and whose row did not come back."""

    department: str | None
    rule: str
    project: str
    indicator: str
    message: str
    place: str


class Replies(Struct, frozen=True):
    """What came of all replies. `lost` are rows that were sent and did not come back with their sheet."""

    files: int
    judged: tuple[Judged, ...]
    unusable: tuple[Unusable, ...]
    lost: tuple[Found, ...]
    new: tuple[Found, ...]

    @property
    def departments(self) -> dict[str | None, Counter[str]]:
        """The outcomes counted by department, with `lost` and `new`."""
        counts: dict[str | None, Counter[str]] = defaultdict(Counter)
        for one in self.judged:
            counts[one.department][one.outcome] += 1
        for name, rows in (("lost", self.lost), ("new", self.new)):
            for row in rows:
                counts[row.department][name] += 1
        return counts

    def reasons(self) -> Iterator[Reason]:
        """The reasons that were given, as they are kept."""
        for one in self.judged:
            if one.outcome == "reason":
                reply = one.reply
                yield Reason(
                    fingerprint=reply.fingerprint,
                    department=one.department,
                    rule=reply.rule,
                    project=reply.project,
                    indicator="" if reply.indicator.startswith("（") else reply.indicator.split("\n")[0],
                    problem=reply.problem,
                    reason=answer(reply.answer).reason,
                    author=one.department or UNKNOWN,
                    source=f"{reply.file} {reply.place}",
                    accepted=True,
                )


_Round = tuple["str | None", int]  # a department, and a round in which something was sent to it


class _Sent(Struct, frozen=True):
    """A finding as it was sent."""

    round: int
    department: str | None
    fingerprint: str
    rule: str
    project: str
    indicator: str
    message: str
    place: str


def judge(paths: Sequence[str], database: sqlite3.Connection) -> Replies:
    """Read the replies under the paths and hold them against the journal, which has `temp.settled` (`reasons`)."""
    judging = _Judging(database)
    unusable: list[Unusable] = []
    judged: list[Judged] = []
    files = 0
    for found in replies_in(paths):
        if isinstance(found, Unusable):
            unusable.append(found)
        else:
            files += 1
            judged += judging.of_sheet(found)
    return Replies(files, tuple(_once(judged)), tuple(unusable), tuple(judging.lost()), tuple(judging.new()))


def _once(judged: Iterable[Judged]) -> Iterator[Judged]:
    """Each finding once: of two answers to the same the one that says more, of two that say as much the later."""
    kept: dict[object, Judged] = {}
    for number, one in enumerate(judged):
        key = (one.department, one.reply.fingerprint) if one.outcome != "unknown" else number
        if key not in kept or one.outcome != "none":
            kept[key] = one
    yield from kept.values()


class _Now:
    """What the drafts of one department say now."""

    def __init__(self, database: sqlite3.Connection, department: str | None) -> None:
        names = ", ".join(Found.__struct_fields__)
        asked = f"SELECT fingerprint, settled, {names} FROM temp.now WHERE department IS ?"
        self.found: dict[str, Found] = {}
        self.settled: set[str] = set()
        self._at: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for fingerprint, settled, *row in database.execute(asked, (department,)):
            one = Found(*row)
            self.found[fingerprint] = one
            self._at[one.rule, one.project, one.indicator].append(fingerprint)
            if settled:
                self.settled.add(fingerprint)
        asked = "SELECT DISTINCT name FROM projects WHERE department IS ?"
        self.projects = {name for (name,) in database.execute(asked, (department,))}

    def instead(self, sent: _Sent, known: Container[str]) -> str | None:
        """The finding that stands where another was: of its rule and place, and not one that was known."""
        there = self._at[sent.rule, sent.project, sent.indicator]
        return next((fingerprint for fingerprint in there if fingerprint not in known), None)


class _Judging:
    """Holds one sheet after another against what was sent, in `round` by round, and what the drafts say now."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        names = ", ".join(_Sent.__struct_fields__)
        # By department and round, then by fingerprint.
        self._sent: dict[_Round, dict[str, _Sent]] = defaultdict(dict)
        self._owners: dict[str, list[_Round]] = defaultdict(list)
        for row in database.execute(f"SELECT {names} FROM sent ORDER BY round"):
            one = _Sent(*row)
            self._sent[one.department, one.round][one.fingerprint] = one
            self._owners[one.fingerprint].append((one.department, one.round))
        drafts = "SELECT department, max(round) FROM files GROUP BY department"
        shared = "SELECT projects.department, max(round) FROM projects JOIN files ON files.id = file GROUP BY 1"
        self._drafts = {**dict(database.execute(drafts)), **dict(database.execute(shared))}
        database.execute("DROP TABLE IF EXISTS temp.now")
        database.execute(_NOW)
        database.execute("CREATE INDEX temp.now_by_department ON now(department)")
        self._now: dict[str | None, _Now] = {}
        self._back: dict[_Round, set[str]] = defaultdict(set)  # the fingerprints that came back
        self._changed: set[tuple[str | None, str]] = set()  # findings now, in the place of some that were sent

    def of_sheet(self, replies: Sequence[Reply]) -> Iterator[Judged]:
        """What came of the answers in one sheet, which is that of one department and round."""
        whose = self._whose(replies)
        for reply in replies:
            found = None
            if whose is not None:
                sent = self._sent[whose]
                found = sent.get(reply.fingerprint) or _by_words(reply, sent.values())
            if whose is None or found is None:
                yield Judged(reply, whose[0] if whose else None, "unknown")
            else:
                self._back[whose].add(found.fingerprint)
                yield Judged(reply._replace(fingerprint=found.fingerprint), whose[0], *self._outcome(reply, found))

    def _whose(self, replies: Sequence[Reply]) -> _Round | None:
        """The department and round that a sheet was sent to: of which most of its rows are; None for none.

        Of departments that are alike it is the one that the file is named after, of rounds the one of which the most
        came back.
        """
        votes: Counter[_Round] = Counter()
        for reply in replies:
            votes.update(self._owners.get(reply.fingerprint, ()))
        if not votes:  # the fingerprints are lost: the words must tell
            for one, sent in self._sent.items():
                votes[one] = sum(_by_words(reply, sent.values()) is not None for reply in replies[:_TRIED])
        of_department: Counter[str | None] = Counter()
        for (department, _), count in votes.items():
            of_department[department] = max(of_department[department], count)
        most = max(of_department.values(), default=0)
        if not most:
            return None
        best = [one for one, count in of_department.items() if count == most]
        department = next((one for one in best if one and one in replies[0].file), best[0])
        rounds = [one for one in votes if one[0] == department]
        return max(rounds, key=lambda one: (votes[one] / len(self._sent[one]), -one[1]))

    def _outcome(self, reply: Reply, sent: _Sent) -> tuple[Outcome, str]:
        said, now = answer(reply.answer), self._drafts_of(sent.department)
        there = now.found.get(sent.fingerprint)
        if there is None:
            return self._mended(sent, now)
        if said.kind == "fixed":
            newer = (self._drafts.get(sent.department) or 0) > sent.round
            return ("unchanged" if newer else "waiting"), there.message
        return said.kind, there.message

    def _mended(self, sent: _Sent, now: _Now) -> tuple[Outcome, str]:
        """What became of a finding that is no longer there, whatever was answered."""
        if sent.project and sent.project not in now.projects:
            return "gone", ""
        instead = now.instead(sent, self._sent[sent.department, sent.round])
        if instead is None:
            return "fixed", ""
        self._changed.add((sent.department, instead))
        return "still", now.found[instead].message

    def _drafts_of(self, department: str | None) -> _Now:
        if department not in self._now:
            self._now[department] = _Now(self._database, department)
        return self._now[department]

    def lost(self) -> Iterator[Found]:
        """What was sent to departments whose sheets came back, and is in none of these."""
        for whose, back in self._back.items():
            settled = self._drafts_of(whose[0]).settled
            for fingerprint, one in self._sent[whose].items():
                if fingerprint not in back and fingerprint not in settled:
                    yield Found(one.department, one.rule, one.project, one.indicator, one.message, one.place)

    def new(self) -> Iterator[Found]:
        """What the drafts of departments whose sheets came back have now, and was not sent to them."""
        for department in dict.fromkeys(department for department, _ in self._back):
            round = max(number for one, number in self._back if one == department)
            sent, now = self._sent[department, round], self._drafts_of(department)
            for fingerprint, one in now.found.items():
                known = fingerprint in sent or fingerprint in now.settled
                if not known and (department, fingerprint) not in self._changed:
                    yield one


def _by_words(reply: Reply, sent: Iterable[_Sent]) -> _Sent | None:
    """The one finding that a row without its fingerprint speaks of; None where there is none or more than one."""
    if reply.fingerprint:
        return None
    project, indicator, problem = map(_squeezed, (reply.project, reply.indicator, reply.problem))
    found = [
        one
        for one in sent
        if one.rule == reply.rule
        and _squeezed(one.project) in ("", project)
        and _squeezed(one.indicator) in indicator
        and problem.startswith(_squeezed(one.message))
    ]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1 << 16)
def _squeezed(text: str) -> str:
    return "".join(fold(text).split())
