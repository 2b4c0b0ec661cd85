"""The best assignment of rows to columns over few candidate pairs: what is worth most all together.

Hungarian method by shortest augmenting paths (Jonker and Volgenant), on sparse candidates: a row may stay without a
column, for which it has a column of its own that is worth nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from heapq import heappop, heappush
from typing import Final, NamedTuple

# Steps that paths may take in all before the rows left are given the best of the columns left: a hostile table must
# not hold up a run. An honest one takes some ten steps a row.
_MOST_STEPS: Final = 3_000_000


class Candidate(NamedTuple):
    """A row and a column that may belong together, and what it would be worth (more than 0)."""

    row: int
    column: int
    worth: float


def best_assignment(candidates: Iterable[Candidate], most_steps: int = _MOST_STEPS) -> dict[int, int]:
    """The column of each row that gets one, each column given once, so that the sum of worth is largest."""
    of_row: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for row, column, worth in candidates:
        if worth > 0:
            of_row[row].append((column, -worth))
    if not of_row:
        return {}
    solver = _Solver(of_row, most_steps)
    for row in sorted(of_row):
        solver.insert(row)
    return {row: column for column, row in solver.row_of.items() if column >= 0}


class _Solver:
    """Rows are inserted one by one; duals keep every reduced cost at 0 or more."""

    def __init__(self, of_row: dict[int, list[tuple[int, float]]], most_steps: int) -> None:
        self._of_row = of_row
        self._steps = most_steps
        self._row_dual: dict[int, float] = {row: min(cost for _, cost in edges) for row, edges in of_row.items()}
        self._column_dual: dict[int, float] = defaultdict(float)
        self.row_of: dict[int, int] = {}

    def insert(self, row: int) -> None:
        """Give the row a column, or leave one of those in its way without."""
        if self._steps <= 0:
            self._insert_greedily(row)
            return
        distance: dict[int, float] = {}
        before: dict[int, int] = {}  # the row from which a column was reached
        settled: list[int] = []
        done: set[int] = set()
        heap: list[tuple[float, int]] = []
        here, reached = row, 0.0
        while True:
            self._relax(here, reached, distance, before, done, heap)
            while True:
                reached, column = heappop(heap)
                if column not in done:
                    break
            done.add(column)
            if column not in self.row_of:
                break
            settled.append(column)
            here = self.row_of[column]
        self._row_dual[row] += reached
        for one in settled:
            change = reached - distance[one]
            self._column_dual[one] -= change
            self._row_dual[self.row_of[one]] += change
        column_of = {self.row_of[one]: one for one in settled}
        while True:  # back along the path, each column to the row that reached it
            here = before[column]
            self.row_of[column] = here
            if here == row:
                return
            column = column_of[here]

    def _relax(
        self,
        row: int,
        reached: float,
        distance: dict[int, float],
        before: dict[int, int],
        done: set[int],
        heap: list[tuple[float, int]],
    ) -> None:
        dual = self._row_dual[row]
        # Columns below 0 are those that rows have to themselves; staying without costs nothing.
        for column, cost in (*self._of_row[row], (-1 - row, 0.0)):
            self._steps -= 1
            length = reached + cost - dual - self._column_dual[column]
            if column not in done and length < distance.get(column, float("inf")):
                distance[column], before[column] = length, row
                heappush(heap, (length, column))

    def _insert_greedily(self, row: int) -> None:
        free = [(cost, column) for column, cost in self._of_row[row] if column not in self.row_of]
        self.row_of[min(free)[1] if free else -1 - row] = row
