"""Grades in Roman numerals: signs of their own or Latin letters, with and without the word that follows."""

from __future__ import annotations

import pytest

from lint_pbt.target import default_parser
from lint_pbt.target.algebra import Benchmark, Operator, Target

parse = default_parser().parse


def grades(target: Target) -> list[Operator | None]:
    return [part.operator for part in target.parts if isinstance(part, Benchmark)]


@pytest.mark.parametrize(
    "text", ["≥Ⅲ", "≥ Ⅳ", "≥ⅱ类", "≥ Ⅱ 类", "≥Ⅶ级", "≥ VI 级", "≥XII级", "不低于Ⅴ", "≥Ⅱ（地下水）", "≥Ⅱ类 稳定达标"]
)
def test_a_sign_bounds_a_grade(text: str) -> None:
    target = parse(text)
    assert target.unread is None
    assert grades(target) == [Operator.GE]


@pytest.mark.parametrize("text", ["Ⅷ级", "Ⅳ", "达到Ⅵ等", "IV 类"])
def test_a_grade_alone_is_a_target(text: str) -> None:
    assert grades(parse(text)) == [None]


@pytest.mark.parametrize("text", ["≥X", "≥XX类", "XX 类", "XXX等", "≥II", "≥I"])
def test_blanks_and_letters_alone_are_no_grades(text: str) -> None:
    target = parse(text)
    assert grades(target) == []
    assert not target.measurable
