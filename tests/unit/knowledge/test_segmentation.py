"""A text is cut into words of the field's dictionary, in the likeliest of all ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint_pbt.datafiles.resources import resource
from lint_pbt.knowledge.segmentation import DICTIONARY, cut


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("设备完好率", ("设备", "完好率")),
        ("", ()),
        ("龘靐", ("龘", "靐")),  # what no dictionary has comes out as single characters
        ("GDP增速", ("GDP", "增速")),
        ("5G设备", ("5G", "设备")),
        ("Ⅱ类", ("Ⅱ", "类")),
        ("é5", ("é", "5")),
    ],
)
def test_a_text_is_cut_into_known_words(text: str, words: tuple[str, ...]) -> None:
    assert cut(text) == words


def test_nothing_of_a_text_is_lost() -> None:
    text = "培训人员、及格率 100%（含A级设备_2-3）\r\n完好率"
    assert "".join(cut(text)) == text


def test_the_dictionary_has_each_word_once_with_how_often_it_is_said() -> None:
    lines = [line.split(" ") for line in Path(resource("vocabulary", DICTIONARY)).read_text("utf-8").splitlines()]
    assert all(len(line) == 2 and int(line[1]) > 0 for line in lines)
    assert len({word for word, _ in lines}) == len(lines)
