"""A check as bytes: what comes back is the same to every report, and other bytes make nothing."""

from __future__ import annotations

import io
from collections.abc import Sequence

import msgspec
import pytest

from lint_pbt.model import document
from lint_pbt.model.rule import Rule
from lint_pbt.model.run import Checked, Run
from lint_pbt.reporters.json.report import report as write_json
from lint_pbt.scoring.score import score
from lint_pbt.session import Checking
from lint_pbt.session.plan import Asked
from lint_pbt.session.workers.packing import PackingError, packed, packed_rules, unpacked, unpacked_rules
from tests.places import ROOT

TABLES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in (".xlsx", ".docx", ".txt", ".pdf"))


@pytest.fixture(scope="module")
def checks() -> tuple[Sequence[Checked], dict[str, Rule]]:
    checking = Checking([str(path) for path in TABLES], Asked(configured=False))
    found = list(checking)
    return found, {rule.id: rule for path in TABLES for rule in checking.plan.rules(str(path))}


def _told(checked: Checked) -> tuple[str, str]:
    stream = io.StringIO()
    write_json(Run((checked,)), stream)
    return stream.getvalue(), repr(score(Run((checked,))).documents[0].score.deductions)


def test_what_comes_back_reads_the_same_in_a_report_and_scores_the_same(
    checks: tuple[Sequence[Checked], dict[str, Rule]],
) -> None:
    for checked in checks[0]:
        assert _told(unpacked(packed(checked), checks[1])) == _told(checked)


def test_what_was_one_thing_is_one_thing_again(checks: tuple[Sequence[Checked], dict[str, Rule]]) -> None:
    for checked in checks[0]:
        back = unpacked(packed(checked), checks[1])
        projects = {id(project) for _, project in back.document.projects()}
        assert all(one.project is None or id(one.project) in projects for one in back.findings)
        assert all(one.rule is checks[1][one.rule.id] for one in back.findings)


def test_places_in_little_room_come_back_the_same(
    checks: tuple[Sequence[Checked], dict[str, Rule]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "_MANY", 2)
    text = next(path for path in TABLES if path.name == "poor.txt")
    [checked] = Checking([str(text)], Asked(configured=False))
    [known] = [one for one in checks[0] if one.path == str(text)]
    _, project = next(checked.document.projects())
    assert isinstance(project.name.passage.places, document.LinePlaces)
    assert _told(checked) == _told(known)
    assert _told(unpacked(packed(checked), checks[1])) == _told(known)


def test_rules_come_back_as_they_were(checks: tuple[Sequence[Checked], dict[str, Rule]]) -> None:
    assert unpacked_rules(packed_rules(checks[1].values())) == checks[1]


@pytest.mark.parametrize(
    "data",
    [b"", b"\x80", b"\x90", msgspec.msgpack.encode([[99, 1]]), msgspec.msgpack.encode([[0, 1, 2, 3]]),
     msgspec.msgpack.encode([[-1]]), msgspec.msgpack.encode([[2, 1]]), b"\xdd\xff\xff\xff\xff"],
)  # fmt: skip
def test_other_bytes_make_nothing(data: bytes) -> None:
    with pytest.raises(PackingError):
        unpacked(data, {})


def test_a_broken_check_makes_nothing(checks: tuple[Sequence[Checked], dict[str, Rule]]) -> None:
    data = packed(checks[0][0])
    for at in range(0, len(data), 97):
        broken = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
        try:
            unpacked(broken, checks[1])
        except PackingError:
            continue
