"""What `rules test` shows: each rule with whether its examples hold, and what to mend."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final

from lint_pbt.presentation import paper as ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lint_pbt.rulebook.proving import Proof

_INDENT: Final = 8


def report(proofs: Sequence[Proof], stream: IO[str], *, width: int | None = None) -> None:
    """Write the proofs to a stream, and a sentence on all of them."""
    paper = ink.Paper(stream, width)
    for proof in proofs:
        _write(proof, paper)
    failed = sum(not proof.passed for proof in proofs)
    if proofs:
        paper.line()
    if not proofs:
        paper.block("没有规则要试；指标知识没有写错。", ink.GOOD)
    elif failed:
        paper.block(f"{len(proofs)} 条规则：通过 {len(proofs) - failed}，不通过 {failed}。改好再测一次。", ink.BAD)
    else:
        paper.block(f"{len(proofs)} 条规则全部通过。", ink.GOOD)
    paper.flush()


def _write(proof: Proof, paper: ink.Paper) -> None:
    paper.write("通过    " if proof.passed else "不通过  ", ink.GOOD if proof.passed else ink.BAD)
    rule = proof.rule
    if rule is not None:
        examples = f"好例子 {len(rule.examples.good)} 个，坏例子 {len(rule.examples.bad)} 个"
        paper.block(f"{rule.id} {rule.title}（{examples}）", indent=_INDENT, taken=_INDENT)
    if rule is None:
        paper.block(proof.path, indent=_INDENT, taken=_INDENT)
    elif not proof.passed:
        paper.block(proof.path, ink.QUIET, indent=_INDENT)
    lines = [f"第 {one.line} 行：{one.message}" if one.line else one.message for one in proof.mistakes]
    _items([*lines, *proof.failures], "错误", ink.BAD, paper)
    _items(proof.hints, "提示", ink.SEVERITY["info"], paper)


def _items(texts: Iterable[str], word: str, style: str, paper: ink.Paper) -> None:
    for text in texts:
        paper.write(f"{' ' * _INDENT}{word}  ", style)
        paper.block(text, indent=_INDENT + 6, taken=_INDENT + 6)
