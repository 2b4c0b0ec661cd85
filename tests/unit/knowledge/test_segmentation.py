"""Names divided into words."""

from __future__ import annotations

import pytest

from lint_pbt.datafiles.resources import resource
from lint_pbt.knowledge.segmentation import DICTIONARY, cut


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("支出勤率", "支出 勤 率"),  # where a word begins a character does not stand alone
        ("科错数家长治久安", "科 错 数 家长 治 久 安"),
        ("2日益完善研发生量", "2 日益完善 研发 生 量"),
        ("PM25年αβ", "PM25 年 α β"),
        ("修建激发生起数", "修建 激发 生 起数"),
    ],
)
def test_the_likeliest_words(text: str, words: str) -> None:
    assert cut(text) == tuple(words.split())


def test_nothing_is_lost() -> None:
    with open(resource("vocabulary", DICTIONARY), encoding="utf-8") as file:
        text = "".join(line.split()[0] for line in file)
    assert "".join(cut(text)) == text


def test_the_dictionary_names_each_word_once() -> None:
    with open(resource("vocabulary", DICTIONARY), encoding="utf-8") as file:
        words = [line.split()[0] for line in file]
    assert len(set(words)) == len(words)
