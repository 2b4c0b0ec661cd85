"""What checks share: vocabularies, the framework, the target parser and timed patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from lint_pbt.errors import PbtError
from lint_pbt.knowledge.framework import Framework
from lint_pbt.text.folding import Lengths, Sizes, fold, fold_all, lengths
from lint_pbt.text.patterns.lazy import Pattern as Quick

if TYPE_CHECKING:
    from lint_pbt.checks.hints import Hints
    from lint_pbt.knowledge.advice import Adviser
    from lint_pbt.knowledge.reading import Knowledge
    from lint_pbt.model.document import Indicator
    from lint_pbt.target import Target, TargetParser

PATTERN_SECONDS = 0.2
_MOST_OVERRUNS = 10
_OUT_OF_TIME = "正则表达式 {expression} 太费时间（超过 {seconds} 秒），没有查完。请把它写得简单些"
# How long a text may be for a proven pattern to be matched without a clock.
SHORT = 1000
# How many texts a pattern remembers its answer for: names and values of a table repeat.
REMEMBERED = 1024
_FOUND = 512


class Unjudged(Exception):  # noqa: N818 - it is no error of the user's
    """A check could not judge a subject; the engine records a skip, never a pass.

    With `told` the reader of the file has said already that this is not checked.
    """

    def __init__(self, reason: str, *, told: bool = False) -> None:
        super().__init__(reason)
        self.told = told


class OutOfTimeError(Unjudged):
    """A pattern ran out of time, and what it should have checked was not: the user has to mend the pattern."""


class PatternError(PbtError):
    """A regular expression that does not compile, or a name no vocabulary has."""


# What the library says of a wrong expression, by how it begins.
_FAULTS = {
    "missing )": "少了右边的括号",
    "unbalanced parenthesis": "多了一个右边的括号",
    "unterminated character set": "少了右边的方括号",
    "nothing to repeat": "这里的 *、+、? 前面没有可以重复的字，要当文字请在它前面加 \\",
    "multiple repeat": "*、+、? 不能这样连着写",
    "bad escape": "\\ 后面不能是这个字",
    "bad character range": "方括号里的范围前后颠倒",
    "unknown extension": "“(?”后面不能这样写",
}


def _told(error: Any) -> str:
    """What is wrong with an expression, and after how many characters."""
    fault = next((told for begins, told in _FAULTS.items() if error.msg.startswith(begins)), "看不懂")
    return f"{fault}（第 {error.pos} 个字之后）" if error.pos else fault


class Pattern:
    """A regular expression from a rule file: matched on folded text, under a time limit.

    It is compiled when it is first needed, or by `compile` where mistakes are looked for. One that is `proven`
    (the built-in rules' are, by a test with hostile texts) is matched by `re` on short texts, which compiles in
    a third of the time; on long ones the clock runs for it too.
    """

    __slots__ = ("_compiled", "_expression", "_overruns", "_proven", "_quick", "_seen")

    def __init__(self, expression: str, *, proven: bool = False) -> None:
        self._expression = fold(expression)
        self._compiled: Any = None
        self._proven = proven
        self._quick: Any = None
        self._overruns = 0
        self._seen: dict[str, tuple[int, int] | None] = {}

    def compile(self) -> Any:
        """The compiled expression. Raises PatternError where it is written wrongly."""
        if self._compiled is None:
            import regex  # takes longer than most tables, and short texts do without

            try:
                self._compiled = regex.compile(self._expression)
            except regex.error as error:
                raise PatternError(f"正则表达式“{self._expression}”写错了：{_told(error)}") from None
        return self._compiled

    def find(self, text: str) -> tuple[int, int] | None:
        """The first non-empty match in the text, as offsets. Raises OutOfTimeError when the time runs out."""
        seen = self._seen
        if text in seen:
            return seen[text]
        folded = fold(text)
        quick = self._quick
        found = quick.search(folded) if quick is not None and len(folded) <= SHORT else self._search(folded)
        span = found.span() if found and found.group() else None
        if len(seen) >= REMEMBERED:
            seen.clear()
        seen[text] = span
        return span

    def _search(self, folded: str) -> Any:
        if self._proven and len(folded) <= SHORT:
            if self._quick is None:
                self._quick = Quick(self._expression)
            return self._quick.search(folded)
        # A table of thousands of values must not cost as many times the limit.
        if self._overruns < _MOST_OVERRUNS:
            try:
                return self.compile().search(folded, timeout=PATTERN_SECONDS)
            except TimeoutError:
                self._overruns += 1
        raise OutOfTimeError(_OUT_OF_TIME.format(expression=self._expression, seconds=PATTERN_SECONDS))


class Words:
    """A set of words, looked for in folded text. The longest is found where several fit."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)
        # The first of the words in a text, as offsets; the same titles and names are asked for again and again.
        self.find = lru_cache(maxsize=_FOUND)(self._find)

    @cached_property
    def _set(self) -> frozenset[str]:
        return fold_all(self._words)

    @cached_property
    def _first(self) -> Sizes:
        return Sizes(self._set, 0)

    @cached_property
    def _last(self) -> Sizes:
        return Sizes(self._set, -1)

    @cached_property
    def _lengths(self) -> Lengths:
        """How long the words may be that begin with a character."""
        return lengths(self._set, 0)

    def _find(self, text: str) -> tuple[int, int] | None:
        folded, words, lengths_of = fold(text), self._set, self._lengths.get
        if self._lengths.keys().isdisjoint(folded):  # most texts have no character that any of the words begins with
            return None
        for start, character in enumerate(folded):
            for length in lengths_of(character, ()):
                if folded[start : start + length] in words:
                    return start, min(start + length, len(folded))
        return None

    def __contains__(self, text: str) -> bool:
        return fold(text) in self._set

    def starting(self, text: str) -> str | None:
        """The longest of the words that the text begins with."""
        sizes = self._first.of(fold(text[:1]))
        if not sizes:
            return None
        folded, words = fold(text[: sizes[0]]), self._set
        for length in sizes:
            if folded[:length] in words:
                return folded[:length]
        return None

    def ending(self, text: str) -> str | None:
        """The longest of the words that the text ends with."""
        sizes = self._last.of(fold(text[-1:]))
        if not sizes:
            return None
        folded, words = fold(text[-sizes[0] :]), self._set
        for length in sizes:
            if folded[-length:] in words:
                return folded[-length:]
        return None


class _Units(dict[str, str]):
    """What names give for a unit; looking one up that is known costs no call."""

    def __init__(self, told: Callable[[str], str]) -> None:
        super().__init__()
        self._told = told

    def __missing__(self, name: str) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        found = self[name] = self._told(name)
        return found


class Tools:
    """The shared pieces of one run, each built when it is first asked for."""

    def __init__(
        self,
        vocabulary: Mapping[str, tuple[str, ...]],
        data: Mapping[str, Mapping[str, Any]],
        knowledge: tuple[str, ...] = (),
    ) -> None:
        """`vocabulary` holds the word lists by name, `data` the files of another shape: framework, advice and hints;
        `knowledge` are users' folders with what they know of measures.
        """
        self.own_knowledge = knowledge
        self._vocabulary = vocabulary
        self._words: dict[str, Words] = {}
        self._patterns: list[Pattern] = []
        # Set by the loader while it builds the built-in rules, whose patterns the tests prove harmless.
        self.proven = False
        self.framework = Framework(data["framework"])
        self._data = data

    @cached_property
    def adviser(self) -> Adviser:
        from lint_pbt.knowledge.advice import Adviser

        return Adviser(
            self._data["advice"], self.framework, lambda: self.knowledge, lambda word: self.parser.units.is_unit(word)
        )

    @cached_property
    def hints(self) -> Hints:
        from lint_pbt.checks.hints import Hints

        return Hints(self._data["vague-values"])

    @cached_property
    def parser(self) -> TargetParser:
        from lint_pbt.target import TargetParser

        return TargetParser(self._vocabulary)

    @cached_property
    def knowledge(self) -> Knowledge:
        """What the field knows of measures; read when a check first asks. Raises Mistakes for users' files."""
        from lint_pbt.knowledge.reading import load_knowledge

        return load_knowledge(self.own_knowledge)

    @cached_property
    def unit_of(self) -> dict[str, str]:
        """The unit in brackets behind the name of an indicator, by the name: 家 of 培育家庭农场（家）. Mostly empty."""
        from lint_pbt.knowledge.names import unit_behind

        return _Units(lambda name: self.parser.unit_of(behind) if (behind := unit_behind(name)) else "")

    def value(self, text: str, name: str) -> Target:
        """The target that a value states of an indicator, in the unit that its name gives where it has none."""
        return self.parser.parse_in(self.unit_of[name], text)

    def low(self, indicator: Indicator | None) -> bool:
        """True for what should be little: complaints, costs, time to wait."""
        if indicator is None:
            return False
        return self.knowledge.better(indicator.name.text, indicator.level2.name.text) == "low"

    def forget(self) -> None:
        """Let go of what is remembered of values and names: it is found again where somebody asks."""
        if "parser" in self.__dict__:
            self.parser.forget()
        if "unit_of" in self.__dict__:
            self.unit_of.clear()
        if "knowledge" in self.__dict__:
            self.knowledge.forget()

    def pattern(self, *expressions: str) -> Pattern:
        """A pattern that matches where any of the expressions does."""
        joined = expressions[0] if len(expressions) == 1 else "|".join(f"(?:{one})" for one in expressions)
        pattern = Pattern(joined, proven=self.proven)
        self._patterns.append(pattern)
        return pattern

    def first_of(self, *expressions: str) -> Callable[[str], tuple[int, int] | None]:
        """A function that gives the first match of any of the expressions, as offsets; of none, never one."""
        return self.pattern(*expressions).find if expressions else lambda _: None

    def compile_patterns(self) -> None:
        """Compile the patterns handed out since the last call. Raises PatternError for a wrong one."""
        patterns, self._patterns = self._patterns, []
        for pattern in patterns:
            pattern.compile()

    def words(self, *vocabularies: str | None, extra: Iterable[str] = ()) -> Words:
        """The words of named vocabularies and some more. Raises PatternError for an unknown name."""
        named = [name for name in vocabularies if name]
        if not extra and len(named) == 1:
            if named[0] not in self._words:
                self._words[named[0]] = Words(self.listed(named[0]))
            return self._words[named[0]]
        return Words([*extra, *(word for name in named for word in self.listed(name))])

    def listed(self, name: str) -> tuple[str, ...]:
        """The words of a named vocabulary, as written. Raises PatternError for an unknown name."""
        try:
            return self._vocabulary[name]
        except KeyError:
            from lint_pbt.datafiles.added_words import VOCABULARIES
            from lint_pbt.datafiles.typed_text import nearest

            near = nearest(name, sorted(self._vocabulary), VOCABULARIES)
            raise PatternError(f"没有名为“{name}”的词表{near}") from None
