"""Patterns that are not compiled find what they would find if they were: nothing."""

from __future__ import annotations

import importlib
import pkgutil
import re
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lint_pbt
from lint_pbt.datafiles.sources import built_in_sources
from lint_pbt.rulebook.loader import built_in_rules
from lint_pbt.text.folding import fold
from lint_pbt.text.patterns.lazy import Pattern
from lint_pbt.text.patterns.needed import Any, Need, holds, needed
from tests.places import TESTS


def chars(characters: str, *words: str, others: tuple[Need, ...] = ()) -> Any:
    by_first = {word[0]: [other for other in words if other[0] == word[0]] for word in words}
    return Any(frozenset(characters), by_first, others)


@pytest.mark.parametrize(
    ("expression", "need"),
    [
        ("满意", "满意"),
        ("满意(度|率)$", ("满意", chars("度率"))),
        ("合格率|通过率|率", chars("率", "合格率", "通过率")),
        ("每年?", "每"),
        ("每年+次", ("每年", "次")),
        ("每(?:年度)?次", ("每", "次")),
        ("每(?:年)+次", ("每", ("年",), "次")),
        ("(?:年|月){2}底", (chars("年月"), "底")),
        ("年{0,3}底", "底"),
        ("年{,3}底", "底"),
        ("年{3}底", ("年", "底")),
        ("[0-2]月", (chars("012"), "月")),
        ("[-a]", chars("-a")),
        ("[a-]", chars("-a")),
        (r"[\]x]", chars("]x")),
        ("[]x]", chars("]x")),
        ("[^月]日", "日"),
        (r"\d+月", (Any(digit=True), "月")),
        (r"[\dx]月", (Any(frozenset("x"), digit=True), "月")),
        (r"\d|年", Any(frozenset("年"), digit=True)),
        (r"\d?月", "月"),
        (r"\(单位\)", "(单位)"),
        (r"\u6708", "月"),
        ("a.b", ("a", "b")),
        ("年(?!底)末", ("年", "末")),
        ("年(?=底)", ("年", ("底",))),
        ("(?<=年)底", (("年",), "底")),
        ("(?P<y>20)年", (("20",), "年")),
        ("^年$", "年"),
        ("a|", None),
        ("a*", None),
        ("a{}", None),
        ("(?:a|.*)", None),
        ("(?i)abc", None),
        (r"(a)\1", None),
        ("(?P<x>a)(?P=x)", None),
        ("(a)?(?(1)b|c)", None),
        ("(?#remark)a", None),
        ("(?>a)", None),
        ("(a", None),
        ("a)", None),
        ("*a", None),
        ("", None),
    ],
)
def test_what_every_match_has_is_read_out_of_the_expression(expression: str, need: Need) -> None:
    assert needed(expression) == need


@cache
def expressions() -> list[str]:
    """Every expression of the house and of its rules."""
    found = set[str]()
    for module in pkgutil.walk_packages(lint_pbt.__path__, "lint_pbt.", onerror=lambda _: None):
        if module.name.endswith("__main__"):
            continue
        with suppress(ModuleNotFoundError):  # what an extra is for
            values = vars(importlib.import_module(module.name)).values()
            found |= {value.pattern for value in values if isinstance(value, Pattern)}
    for rule in (file.rule for file in built_in_rules(examples=False)):
        pairs = [(key, value) for case in [rule.options, *rule.options.get("cases", ())] for key, value in case.items()]
        lists = [value for key, value in pairs if key in ("patterns", "unless", "elsewhere", "parts", "partly")]
        found |= {fold(one) for values in lists for one in values if isinstance(one, str)}
        if rule.select.name and rule.select.name.pattern:
            found.add(fold(rule.select.name.pattern))
    return sorted(filter(_compiles, found))


def _compiles(expression: str) -> bool:
    """Whether a text among the options of a rule is an expression: some are words."""
    try:
        re.compile(expression)
    except re.error:
        return False
    return True


@cache
def texts() -> list[str]:
    """Names, values and lines as tables have them."""
    lines = {line.strip() for path in (TESTS / "tables").rglob("*.txt") for line in path.read_text("utf-8").split("\n")}
    parts = {part for line in lines for part in re.split("[；;：:。]", line)}
    words = {word for path in built_in_sources().under("vocabulary") for word in built_in_sources().text(path).split()}
    return sorted(fold(one) for one in lines | parts | words if len(one) < 80)[::7]


def test_there_are_many() -> None:
    assert len(expressions()) > 100
    assert len(texts()) > 500


def test_what_lacks_something_needed_has_no_match() -> None:
    for expression in expressions():
        need, compiled = needed(expression), re.compile(expression)
        for text in texts():
            assert holds(text, need) or compiled.search(text) is None, (expression, text)


@given(st.data())
def test_what_matches_has_what_is_needed(data: st.DataObject) -> None:
    for expression in data.draw(st.lists(st.sampled_from(expressions()), min_size=5, max_size=5)):
        text = data.draw(st.from_regex(expression))
        assert holds(text, needed(expression)), (expression, text)


@pytest.mark.parametrize("text", ["服务对象满意度", "其他", "满意" * 200, "x" * 300, "满意率和满意度"])
def test_all_methods_give_what_the_compiled_ones_give(text: str) -> None:
    compiled = re.compile("(满意)(度|率)")

    def spans(found: re.Match[str] | None) -> tuple[int, int] | None:
        return found.span() if found else None

    for bounds in ((), (1,), (4,), (2, 6)):
        for name in ("search", "match", "fullmatch"):
            assert spans(getattr(Pattern("(满意)(度|率)"), name)(text, *bounds)) == spans(
                getattr(compiled, name)(text, *bounds)
            )
        assert [one.span() for one in Pattern("(满意)(度|率)").finditer(text, *bounds)] == [
            one.span() for one in compiled.finditer(text, *bounds)
        ]
        assert Pattern("(满意)(度|率)").findall(text, *bounds) == compiled.findall(text, *bounds)
    assert Pattern("(满意)(度|率)").sub(r"\2", text) == compiled.sub(r"\2", text)
    assert Pattern("(满意)(度|率)").sub("", text, 1) == compiled.sub("", text, count=1)
    assert Pattern("(满意)(度|率)").subn("", text) == compiled.subn("", text)
    assert Pattern("(满意)(度|率)").split(text) == compiled.split(text)


def test_many_texts_or_a_long_one_are_worth_compiling() -> None:
    pattern = Pattern("满意度")
    for _ in range(400):
        assert pattern.search("其他") is None
    assert isinstance(pattern.search.__self__, re.Pattern)  # type: ignore[attr-defined]
    long = Pattern("满意度")
    assert long.search("其他" * 500) is None
    assert isinstance(long.search.__self__, re.Pattern)  # type: ignore[attr-defined]
