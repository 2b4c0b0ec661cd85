"""What the overview says in words: the verdict, and the bars beside its tables. Page and workbook share it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lint_pbt.bureau.replies.judging import OUTCOMES

if TYPE_CHECKING:
    from lint_pbt.bureau.overview.figures import DepartmentFigures, Figures
    from lint_pbt.bureau.replies.judging import Replies


def verdict(figures: Figures) -> Iterator[tuple[str, str]]:
    """The sentences of the verdict, each with its mood: `bad`, `fair`, `good` or empty."""
    now = figures.now
    if figures.expected:
        came = figures.expected - len(figures.missing)
        yield f"应交 {figures.expected} 个部门，已交 {came} 个。", "bad" if figures.missing else "good"
    else:
        known = sum(1 for one in figures.departments if one.files)
        yield f"收到 {known} 个部门的表。", ""
    read = f"检查了 {now.files} 个文件、{now.projects} 个项目、{now.indicators} 条指标"
    yield f"{read}：错误 {now.errors}，警告 {now.warnings}，提示 {now.infos}。", ""
    if now.unread:
        yield f"有 {now.unread} 个文件没有读成，下面的数里没有它们。", "bad"
    if figures.partly:
        yield f"有 {figures.partly} 个文件只读出一部分，意见表里写明了是哪些内容。", "fair"
    if figures.settled:
        yield f"部门说明理由后不再计的问题 {figures.settled} 处。", ""
    if now.indicators and not now.errors:
        yield "没有错误。", "good"


def change(figures: Figures) -> Iterator[tuple[str, str]]:
    """What has changed since the round before; nothing where there was none."""
    now, before, course = figures.now, figures.before, figures.course
    if before is None:
        yield from figures.returned
        return
    delta = now.rate - before.rate
    mood = "good" if delta < 0 else "bad" if delta > 0 else ""
    way = "降" if delta < 0 else "升"
    yield (
        f"每百条指标的错误由 {before.rate:.1f} {way}到 {now.rate:.1f}。" if round(delta, 1) else
        f"每百条指标的错误仍是 {now.rate:.1f}。"
    ), mood  # fmt: skip
    yield f"错误 {before.errors} → {now.errors}，警告 {before.warnings} → {now.warnings}。", ""
    yield f"指标 {before.indicators} → {now.indicators}，没有读成的文件 {before.unread} → {now.unread}。", ""
    if course is not None and course.before:
        share = 100 * course.solved / course.before
        yield (
            (
                f"上一轮发出去的 {course.before} 条意见，已解决 {course.solved} 条（{share:.0f}%），"
                f"还在的 {course.left} 条；新出现 {course.new} 条。"
            ),
            "good" if share >= 50 else "fair",
        )
    yield from figures.returned


def returned(replies: Replies) -> Iterator[tuple[str, str]]:
    """What came of the opinion sheets that came back."""
    if not replies.judged:
        yield "收回的文件里没有审核意见表。", "bad"
        return
    counts: Counter[str] = Counter(one.outcome for one in replies.judged)
    departments = len({one.department for one in replies.judged if one.outcome != "unknown"})
    told = "，".join(f"{words} {counts[key]} 条" for key, words in reversed(OUTCOMES.items()) if counts[key])
    yield f"收回 {departments} 个部门的意见表，{len(replies.judged)} 条：{told}。", ""
    if replies.lost:
        yield f"发出去的意见有 {len(replies.lost)} 条没有收回（行被删掉了）。", "fair"
    if replies.new:
        yield f"这些部门的新稿里新出现 {len(replies.new)} 处问题。", "fair"
    if replies.unusable:
        yield f"收回的文件有 {len(replies.unusable)} 个没有用上。", "bad"


def widths(departments: tuple[DepartmentFigures, ...]) -> dict[str, str]:
    """How long the bar of each department is, in percent of the longest."""
    most = max((one.rate for one in departments), default=0) or 1
    return {one.name: f"{100 * one.rate / most:.1f}" for one in departments}
