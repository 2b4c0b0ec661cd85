"""The review form as its YAML file states it: sections, items with their points, grades."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from lint_pbt.bureau.named import text_of
from lint_pbt.datafiles.resources import resource
from lint_pbt.datafiles.typed_text import Mistake, Mistakes, convert, line_of, listed, load_yaml
from lint_pbt.errors import ConfigError
from lint_pbt.model.rule import Dimension, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint_pbt.model.rule import Rule

_MOST_ITEMS = 40


class Item(Struct, frozen=True, forbid_unknown_fields=True):
    """An item that is reviewed, worth so many points.

    `rules` are ids of rules that speak to it, or their beginnings; one with a `dimension` takes the rules that no item
    names. `person` is what of it only a person can judge.
    """

    name: Text
    points: Annotated[float, Meta(gt=0, le=1000)]
    asks: Text
    rules: tuple[Text, ...] = ()
    dimension: Dimension | None = None
    person: str = ""

    @property
    def has_rules(self) -> bool:
        """False where only a person can judge any of it."""
        return bool(self.rules) or self.dimension is not None


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """An aspect of the review with its items."""

    name: Text
    items: Annotated[tuple[Item, ...], Meta(min_length=1)]


class Grade(Struct, frozen=True, forbid_unknown_fields=True, rename={"least": "from"}):
    """A grade, and the points from which on it is given."""

    name: Text
    least: Annotated[float, Meta(ge=0)]


class ReviewForm(Struct, frozen=True, forbid_unknown_fields=True):
    """A review form; `basis` is what its foot says of where it comes from."""

    title: Text
    grades: Annotated[tuple[Grade, ...], Meta(min_length=1)]
    sections: Annotated[tuple[Section, ...], Meta(min_length=1)]
    basis: str = ""

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple([item for section in self.sections for item in section.items])

    @property
    def total(self) -> float:
        return sum(item.points for item in self.items)

    def item_of(self, rule: Rule) -> Item | None:
        """The item that a rule speaks to: the longest name of it wins, then its dimension; None for none."""
        named = [
            (len(prefix), item) for item in self.items for prefix in item.rules if rule.id.startswith(prefix.upper())
        ]
        if named:
            return max(named, key=lambda one: one[0])[1]
        return next((item for item in self.items if item.dimension == rule.dimension), None)


def load_form(file: str | None = None) -> ReviewForm:
    """The review form of a file, by default that of `rules/review-form.yaml`.

    Raises ConfigError with all that is wrong in the file.
    """
    path = file or resource("review-form.yaml")
    text = text_of(path, "审核表", "--form")
    try:
        form = convert(load_yaml(text, path, strict=True), ReviewForm, path, text)
        wrong = list(_inconsistent(form, path, text))
        if wrong:
            raise Mistakes(wrong)
    except Mistakes as error:
        raise ConfigError(listed(error.mistakes)) from None
    return form


def _inconsistent(form: ReviewForm, file: str, text: str) -> Iterator[Mistake]:
    def at(*path: str | int) -> int:
        return line_of(text, path)

    names = [item.name for item in form.items]
    if len(names) > _MOST_ITEMS:
        yield Mistake(file, at("sections"), f"审核事项有 {len(names)} 项，最多 {_MOST_ITEMS} 项")
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        yield Mistake(file, at("sections"), f"审核事项“{twice}”写了两遍，请换一个名字")
    least = [grade.least for grade in form.grades]
    if least != sorted(set(least), reverse=True) or least[-1] != 0:
        yield Mistake(file, at("grades"), "等级要从高到低写，最后一等的 from 是 0")
    elif least[0] > form.total:
        yield Mistake(
            file, at("grades"), f"“{form.grades[0].name}”要 {least[0]:g} 分，各项加起来只有 {form.total:g} 分"
        )
    dimensions = [item.dimension for item in form.items if item.dimension]
    if len(set(dimensions)) < len(dimensions):
        yield Mistake(file, at("sections"), "一个 dimension 只能归到一项")
    rules = [prefix.upper() for item in form.items for prefix in item.rules]
    if len(set(rules)) < len(rules):
        twice = next(prefix for prefix in rules if rules.count(prefix) > 1)
        yield Mistake(file, at("sections"), f"规则 {twice} 归到了两项，只能归一项")
