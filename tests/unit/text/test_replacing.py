"""Replacements in a text."""

from __future__ import annotations

import pytest

from lint_pbt.text.replacing import Replacement, least, pieces, replaced


def test_what_stays_as_it_is_is_no_part_of_a_replacement() -> None:
    assert least("≥１２０ 家", 0, 6, "≥１２０家") == Replacement(4, 5, "")
    assert least("共五人", 1, 2, "五") == Replacement(2, 2, "")


@pytest.mark.parametrize(
    ("replacements", "after"),
    [
        ([(0, 1, "≥"), (3, 4, "")], "≥90%"),
        ([(0, 1, "≥"), (0, 1, "≥")], "≥90 %"),
        ([(0, 1, "≥"), (0, 1, "≤")], None),
        ([(0, 2, "≥9"), (1, 3, "85")], None),
        ([], "》90 %"),
    ],
)
def test_several_replacements_make_one_text_where_they_agree(
    replacements: list[tuple[int, int, str]], after: str | None
) -> None:
    assert replaced("》90 %", [Replacement(*one) for one in replacements]) == after


def test_what_stays_between_changes_is_free_for_others() -> None:
    assert pieces("》 ９０ 家", 1, 5, "９０") == [Replacement(1, 2, ""), Replacement(4, 5, "")]
