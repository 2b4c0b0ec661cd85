"""Texts are cut into the words of the field's dictionary."""

from __future__ import annotations

import pytest

from lint_pbt.knowledge.segmentation import cut


@pytest.mark.parametrize("words", ["设备 完好率", "鑫 淼 培训人数", "A3 培训人数 2b", "上访率", ""])
def test_a_text_is_cut_into_known_words_characters_and_runs_of_letters(words: str) -> None:
    parts = tuple(words.split())
    assert cut("".join(parts)) == parts
