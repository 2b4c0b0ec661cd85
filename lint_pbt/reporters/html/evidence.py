"""Texts of a table as HTML, with the evidence of findings marked in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from lint_pbt.model.rule import SEVERITIES
from lint_pbt.presentation.neutral import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lint_pbt.model.rule import Severity
    from lint_pbt.model.run import Finding


def html(text: str) -> Markup:
    """The text escaped, its unseen characters made visible."""
    return escape(visible(text))


def marked(text: str, findings: Iterable[Finding]) -> Markup:
    """The text with what each finding points at in a `<mark>` of its severity, of several the worst."""
    stated = [(one.start, min(one.end, len(text)), one.severity) for one in findings]
    spans = [span for span in stated if span[0] < span[1]]
    if not spans:
        return html(text)
    pieces = ((html(text[start:end]), severity) for start, end, severity in _pieces(len(text), spans))
    return Markup("".join(_mark(piece, severity) if severity else piece for piece, severity in pieces))


def marked_gap(findings: Iterable[Finding]) -> Markup:
    """What stands in the place of a value that is missing; marked where a finding says so."""
    worst = min((one.severity for one in findings), key=SEVERITIES.index, default=None)
    return Markup(_mark("（空）", worst) if worst else '<span class="gap">（空）</span>')


def _mark(escaped: str, severity: Severity) -> str:
    return f'<mark class="{severity}">{escaped}</mark>'


def _pieces(size: int, spans: list[tuple[int, int, Severity]]) -> Iterator[tuple[int, int, Severity | None]]:
    """The text from 0 to `size` cut where the worst severity of the spans over it changes."""
    edges = sorted(
        [*((start, 1, severity) for start, _, severity in spans), *((end, -1, one) for _, end, one in spans)]
    )
    open_spans = dict.fromkeys(SEVERITIES, 0)
    begun, severity = 0, None
    for at, step, of in edges:
        open_spans[of] += step
        following = next((one for one in SEVERITIES if open_spans[one]), None)
        if following == severity:
            continue
        # Spans that touch change the severity twice at one place.
        if at > begun:
            yield begun, at, severity
        begun, severity = at, following
    if begun < size:
        yield begun, size, severity
