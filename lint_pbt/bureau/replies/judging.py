"""Answers held against what was sent and what the drafts say now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from lint_pbt.bureau.overview.figures import UNKNOWN
from lint_pbt.bureau.reasons import Reason
from lint_pbt.bureau.replies.answers import answer
from lint_pbt.bureau.replies.sheets import Reply, Unusable, read_replies, reply_files
from lint_pbt.text import fold

if TYPE_CHECKING:
    import sqlite3

Outcome = Literal["fixed", "unchanged", "still", "gone", "waiting", "reason", "bare", "other", "none", "unknown"]

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


_THERE: Final = "SELECT message FROM findings WHERE department IS ? AND fingerprint = ?"
_PROJECT: Final = "SELECT 1 FROM projects WHERE department IS ? AND name = ?"
_SAME: Final = """
SELECT message, fingerprint FROM findings LEFT JOIN projects ON projects.file = findings.file
  AND projects.number = findings.project
WHERE findings.department IS ? AND rule = ? AND coalesce(indicator, '') = ? AND coalesce(projects.name, '') = ?"""
_NOW: Final = """
SELECT fingerprint, rule, coalesce(projects.name, ''), coalesce(indicator, ''), message, shown.place
FROM temp.shown AS shown LEFT JOIN projects ON projects.file = shown.file AND projects.number = shown.project
WHERE shown.department IS ? ORDER BY shown.file, shown.number"""


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
    """Read the replies under the paths and hold them against the journal. Raises ReadError for a path not there.

    The database has `temp.shown` and `temp.settled` (`reasons`).
    """
    judging = _Judging(database)
    unusable: list[Unusable] = []
    judged: list[Judged] = []
    files = 0
    for path, name in reply_files(paths):
        found = read_replies(path, name)
        if isinstance(found, Unusable):
            unusable.append(found)
        else:
            files += 1
            judged += judging.of_sheet(found)
    return Replies(
        files, tuple(_once(judged)), tuple(unusable), tuple(judging.lost(judged)), tuple(judging.new(judged))
    )


def _once(judged: Iterable[Judged]) -> Iterator[Judged]:
    """Each finding once: of two answers to the same the one that says more, of two that say as much the later."""
    kept: dict[object, Judged] = {}
    for number, one in enumerate(judged):
        key = (one.department, one.reply.fingerprint) if one.outcome != "unknown" else number
        if key not in kept or one.outcome != "none":
            kept[key] = one
    yield from kept.values()


class _Judging:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        names = ", ".join(_Sent.__struct_fields__)
        self._sent: dict[str | None, dict[str, _Sent]] = defaultdict(dict)
        for row in database.execute(f"SELECT {names} FROM sent ORDER BY round"):
            one = _Sent(*row)
            self._sent[one.department][one.fingerprint] = one
        self._owners: dict[str, list[str | None]] = defaultdict(list)
        for department, prints in self._sent.items():
            for fingerprint in prints:
                self._owners[fingerprint].append(department)
        self._changed: set[tuple[str | None, str]] = set()  # findings now, in the place of some that were sent
        self._drafts = dict(database.execute("SELECT department, max(round) FROM files GROUP BY department"))
        self._drafts |= dict(
            database.execute(
                "SELECT projects.department, max(round) FROM projects JOIN files ON files.id = file GROUP BY 1"
            )
        )

    def of_sheet(self, replies: Sequence[Reply]) -> Iterator[Judged]:
        """What came of the answers in one sheet, which is that of one department."""
        department, known = self._department(replies)
        sent = self._sent[department] if known else {}
        for reply in replies:
            found = sent.get(reply.fingerprint) or _by_words(reply, sent.values())
            if found is None:
                yield Judged(reply, department if known else None, "unknown")
            else:
                reply = reply._replace(fingerprint=found.fingerprint)
                yield Judged(reply, department, *self._outcome(reply, found))

    def _department(self, replies: Sequence[Reply]) -> tuple[str | None, bool]:
        """Whose sheet it is: to whom most of its rows were sent, of several the one the file is named after."""
        votes: Counter[str | None] = Counter()
        for reply in replies:
            votes.update(self._owners.get(reply.fingerprint, ()))
        if not votes:  # the fingerprints are lost: the words must tell
            for department, sent in self._sent.items():
                votes[department] = sum(_by_words(reply, sent.values()) is not None for reply in replies[:50])
        most = max(votes.values(), default=0)
        if not most:
            return None, False
        best = [one for one, count in votes.items() if count == most]
        named = [one for one in best if one and one in replies[0].file]
        return (named or best)[0], True

    def _outcome(self, reply: Reply, sent: _Sent) -> tuple[Outcome, str]:
        said = answer(reply.answer)
        there = self._database.execute(_THERE, (sent.department, sent.fingerprint)).fetchone()
        if there is None:
            return self._mended(sent)
        if said.kind == "reason":
            return "reason", there[0]
        if said.kind == "fixed":
            newer = (self._drafts.get(sent.department) or 0) > sent.round
            return ("unchanged" if newer else "waiting"), there[0]
        return said.kind, there[0]

    def _mended(self, sent: _Sent) -> tuple[Outcome, str]:
        """What became of a finding that is no longer there, whatever was answered."""
        department, project = sent.department, sent.project
        if project and not self._database.execute(_PROJECT, (department, project)).fetchone():
            return "gone", ""
        # The same rule may speak of the indicator elsewhere: only what was not sent before is of the change.
        for message, fingerprint in self._database.execute(_SAME, (department, sent.rule, sent.indicator, project)):
            if fingerprint not in self._sent[department]:
                self._changed.add((department, fingerprint))
                return "still", message
        return "fixed", ""

    def lost(self, judged: Iterable[Judged]) -> Iterator[Found]:
        """What was sent to departments whose sheets came back, and is in none of these."""
        back: dict[str | None, set[str]] = defaultdict(set)
        for one in judged:
            if one.outcome != "unknown":
                back[one.department].add(one.reply.fingerprint)
        for department, prints in back.items():
            sent = self._sent[department].values()
            # Two rounds may be kept; the sheet is one of that round of which most came back.
            of_round = Counter(row.round for row in sent if row.fingerprint in prints)
            size = Counter(row.round for row in sent)
            round = max(of_round, key=lambda number: (of_round[number] / size[number], -number))
            for row in sent:
                if row.round == round and row.fingerprint not in prints and not self._is_settled(row):
                    yield Found(department, row.rule, row.project, row.indicator, row.message, row.place)

    def _is_settled(self, sent: _Sent) -> bool:
        asked = "SELECT 1 FROM temp.settled WHERE fingerprint = ? AND department IS ?"
        return self._database.execute(asked, (sent.fingerprint, sent.department)).fetchone() is not None

    def new(self, judged: Iterable[Judged]) -> Iterator[Found]:
        """What the drafts of departments whose sheets came back have now and was not sent to them."""
        for department in dict.fromkeys(one.department for one in judged if one.outcome != "unknown"):
            for fingerprint, *row in self._database.execute(_NOW, (department,)):
                if fingerprint not in self._sent[department] and (department, fingerprint) not in self._changed:
                    yield Found(department, *row)


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
