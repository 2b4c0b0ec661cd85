"""Texts of a table as HTML, with the evidence of findings marked in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from lint_pbt.reporters.neutral import visible
from lint_pbt.run import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lint_pbt.run import Finding, Severity


def html(text: str) -> Markup:
    """The text escaped, its unseen characters made visible."""
    return escape(visible(text))


def marked(text: str, findings: Iterable[Finding]) -> Markup:
    """The text with what each finding points at in a `<mark>` of its severity, of several the worst."""
    spans = [(one.start, min(one.end, len(text)), one.severity) for one in findings if one.start < one.end]
    if not spans:
        return html(text)
    return Markup("").join(
        _mark(html(text[start:end]), severity) if severity else html(text[start:end])
        for start, end, severity in _pieces(len(text), spans)
    )


def marked_gap(findings: Iterable[Finding]) -> Markup:
    """What stands in the place of a value that is missing; marked where a finding says so."""
    worst = min((one.severity for one in findings), key=SEVERITIES.index, default=None)
    return _mark(Markup("（空）"), worst) if worst else Markup('<span class="gap">（空）</span>')


def _mark(inner: Markup, severity: Severity) -> Markup:
    return Markup(f'<mark class="{severity}">') + inner + Markup("</mark>")


def _pieces(size: int, spans: list[tuple[int, int, Severity]]) -> Iterator[tuple[int, int, Severity | None]]:
    """The text from 0 to `size` cut where a span begins or ends, pieces alike in severity joined again."""
    cuts = sorted({0, size, *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    begun, severity = 0, _worst(0, spans)
    for cut in cuts[1:]:
        following = _worst(cut, spans) if cut < size else None
        if following != severity or cut == size:
            yield begun, cut, severity
            begun, severity = cut, following


def _worst(offset: int, spans: list[tuple[int, int, Severity]]) -> Severity | None:
    return min(
        (severity for start, end, severity in spans if start <= offset < end), key=SEVERITIES.index, default=None
    )
