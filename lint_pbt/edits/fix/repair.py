"""Fixing one file in memory: change, read again, compare, and go on until nothing is left to fix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from lint_pbt.edits.fix.plan import Change, fixable, plan
from lint_pbt.edits.fix.proof import hopeless, objection
from lint_pbt.errors import ReadError, WriteError
from lint_pbt.model.run import Checked, Refusal

if TYPE_CHECKING:
    from lint_pbt.edits.fix.manuscript import Rewritable

# Reads and checks the bytes of the file. Raises ReadError.
Check = Callable[[bytes], Checked]

# Each pass makes every change that does not touch another: more passes than this mean a rule undoes another's fix.
_PASSES = 10

_ENDLESS = f"改了 {_PASSES} 遍还没有改完，规则之间可能互相矛盾，所以没有改写。请用 --select 一次改一条规则"
# Where changes cannot be made together, the harmful ones are looked for, each time with a check of the whole file.
_TRIALS = 60
_TOO_MANY = "同一个文件里改不了的地方太多，没有一一试过"
_UNREADABLE = "改了以后，文件会读不出来"


class Repaired(NamedTuple):
    """A file as it reads after its fixes, and the check of it; `places` counts the places changed by rule."""

    manuscript: Rewritable
    checked: Checked
    places: Counter[str]
    refusals: tuple[Refusal, ...]


def repair(manuscript: Rewritable, checked: Checked, check: Check, *, unsafe: bool = False) -> Repaired:
    """Fix what can be fixed in a file that was checked. Nothing is written.

    The result is final: repaired again it stays as it is. Raises WriteError where no end is found or the
    encoding lacks a character.
    """
    places: Counter[str] = Counter()
    refused: dict[str, Refusal] = {}
    passes = 0
    while True:
        open_ = [one for one in checked.findings if fixable(one, unsafe) and one.fingerprint not in refused]
        changes = plan(open_, manuscript)
        if not changes:
            return Repaired(manuscript, checked, places, tuple(refused.values()))
        attempt = _Attempt(manuscript, checked, check)
        attempt.make(changes)
        refused |= {refusal.finding.fingerprint: refusal for refusal in attempt.refusals}
        if attempt.made:
            passes += 1
            if passes > _PASSES:
                raise WriteError(_ENDLESS)
            manuscript, checked = attempt.manuscript, attempt.checked
            for change in attempt.made:
                places[change.findings[0].rule.id] += len({spot.field.place(spot.start) for spot in change.spots})
            refused = {}  # what stood in a fix's way may be gone


class _Attempt:
    """One pass over a file. `manuscript` and `checked` are the file with the changes made so far."""

    def __init__(self, manuscript: Rewritable, checked: Checked, check: Check) -> None:
        self._before, self._checked_before, self._check = manuscript, checked, check
        self.manuscript, self.checked = manuscript, checked
        self.made: list[Change] = []
        self.refusals: list[Refusal] = []
        self._trials = 0

    def make(self, changes: list[Change]) -> None:
        """Make the changes that can be made."""
        hopeful = []
        for change in changes:
            reason = change.obstacle or hopeless(change.spots)
            if reason is None:
                hopeful.append(change)
            else:
                self._refuse([change], reason)
        if hopeful:
            self._make(hopeful)

    def _make(self, changes: list[Change]) -> None:
        """Make the changes all at once where nothing speaks against it, else in halves."""
        self._trials += 1
        reason = self._try(changes) if self._trials <= _TRIALS else _TOO_MANY
        if reason is None:
            return
        if len(changes) == 1 or self._trials > _TRIALS:
            self._refuse(changes, reason)
            return
        half = len(changes) // 2
        self._make(changes[:half])
        self._make(changes[half:])

    def _refuse(self, changes: list[Change], reason: str) -> None:
        self.refusals += [Refusal(finding, reason) for change in changes for finding in change.findings]

    def _try(self, changes: list[Change]) -> str | None:
        """Make the changes together with those made before, or tell why not."""
        together = [*self.made, *changes]
        manuscript = self._before.edited(edit for change in together for edit in change.edits)
        try:
            checked = self._check(manuscript.data())
        except ReadError:
            return _UNREADABLE
        reason = objection(self._checked_before, checked, [spot for change in together for spot in change.spots])
        if reason is None:
            self.made, self.manuscript, self.checked = together, manuscript, checked
        return reason
