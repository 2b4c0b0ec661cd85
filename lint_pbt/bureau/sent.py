"""What was sent out in each round, put down in the journal, for replies and second drafts to be held against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lint_pbt.bureau.overview.figures import Course

if TYPE_CHECKING:
    import sqlite3

_TABLE: Final = """
CREATE TABLE IF NOT EXISTS sent(
  round INT NOT NULL, department TEXT, fingerprint TEXT NOT NULL, rule TEXT NOT NULL, severity TEXT NOT NULL,
  project TEXT NOT NULL, indicator TEXT NOT NULL, message TEXT NOT NULL, place TEXT NOT NULL)"""
_INDEX: Final = "CREATE INDEX IF NOT EXISTS sent_by_round ON sent(round, fingerprint)"
_RECORD: Final = """
INSERT INTO sent SELECT :round, findings.department, fingerprint, rule, severity, coalesce(projects.name, ''),
  coalesce(indicator, ''), message, findings.place
FROM findings LEFT JOIN projects ON projects.file = findings.file AND projects.number = findings.project"""
# Held against each other are departments of which drafts are there both times: a draft that is gone solves nothing.
# What a reason settles is neither solved nor left.
_COURSE: Final = """
WITH both AS (SELECT DISTINCT department FROM projects INTERSECT SELECT department FROM sent WHERE round = :last),
  old AS (SELECT sent.department, fingerprint FROM sent JOIN both ON both.department IS sent.department
    WHERE round = :last EXCEPT SELECT department, fingerprint FROM temp.settled),
  now AS (SELECT DISTINCT shown.department, fingerprint FROM temp.shown AS shown
    JOIN both ON both.department IS shown.department)
SELECT (SELECT count(*) FROM old), (SELECT count(*) FROM now),
  (SELECT count(*) FROM (SELECT * FROM old INTERSECT SELECT * FROM now))"""


def prepare(database: sqlite3.Connection) -> None:
    """Make room for what is sent, where there is none yet."""
    database.execute(_TABLE)
    database.execute(_INDEX)


def last_round(database: sqlite3.Connection, before: int) -> int | None:
    """The last round before another in which something was sent; None for none."""
    row: tuple[int | None] = database.execute("SELECT max(round) FROM sent WHERE round < ?", (before,)).fetchone()
    return row[0]


def course(database: sqlite3.Connection, round: int) -> Course | None:
    """What became of the findings of the round before this one, by fingerprint; None where nothing was sent then."""
    last = last_round(database, round)
    if last is None:
        return None
    old, now, left = database.execute(_COURSE, {"last": last}).fetchone()
    return Course(old, old - left, left, now - left)


def record(database: sqlite3.Connection, round: int) -> None:
    """Put down what is sent in a round, in place of what was put down of it before; of rounds long gone nothing."""
    database.execute("BEGIN")
    try:
        database.execute("DELETE FROM sent WHERE round = ? OR round < ?", (round, round - 1))
        database.execute(_RECORD, {"round": round})
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")
