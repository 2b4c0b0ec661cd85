"""The command for a bureau's whole round: all drafts that were sent in, checked and summed up."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from lint_pbt.cli.bureau import bureau_options, say_written, templates
from lint_pbt.cli.chinese import ChineseCommand, Choice, Number
from lint_pbt.cli.messages import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress, TaskID

    from lint_pbt.bureau.batch.records import Entry, FileRow
    from lint_pbt.bureau.batch.running import Batch, Show, Summary

_EXAMPLES: Final = """例子：
  pbt-lint batch 收件/ --output 审核/                          文件夹、压缩包、邮件里的表全部检查
  pbt-lint batch 收件/ --output 审核/ --departments 单位.yaml    部门名称照对照文件
  pbt-lint batch 收件/ --output 审核/                          补交、改过以后再运行：只查新的和改过的

退出码：
  0    收到的表都检查了
  2    用法或配置不对
  3    有文件没能检查，或者结果写不进去
  130  中途停下；再运行一次就接着查"""
# How many files of a kind are named before the rest is only counted.
_NAMED: Final = 10
_INTERRUPTED: Final = 130


@click.command(
    cls=ChineseCommand,
    help="检查收到的全部表：文件夹、压缩包（一层套一层的也行）和存下来的邮件，每个文件都有交代。\n\n"
    "一个文件卡住或者出错，不影响别的。中途停下、断电都不要紧：再运行一次就从停下的地方接着查。",
    short_help="检查收到的全部表，汇总给财政局用",
    epilog=_EXAMPLES,
)
@click.argument("paths", nargs=-1, required=True, metavar="收件...")
@click.option("--output", "-o", "folder", metavar="文件夹", help="结果写到这个文件夹（必写；没有就新建）")
@click.option("--departments", metavar="文件", help="部门对照文件（YAML）：名称或文件算作哪个部门，应当报送的有哪些")
@bureau_options
@click.option("--jobs", "-j", type=Number(1, 256), metavar="个数",
              help="同时用几个进程检查（默认：有几个处理器用几个）")  # fmt: skip
@click.option("--timeout", type=Number(1, 86_400), default=120, metavar="秒",
              help="一个文件最多查多久（默认 120 秒），超过的停下，列在没能检查里")  # fmt: skip
@click.option("--memory", type=Number(256, 1_000_000), default=3072, metavar="MB",
              help="查一个文件最多用多少内存（默认 3072 MB）")  # fmt: skip
@click.option("--engine", type=Choice(["local", "ray"]), default="local", metavar="方式",
              help="local：这台机器（默认）；ray：Ray 集群，用法见 docs/cluster.md")  # fmt: skip
@click.option("--address", metavar="地址", help="Ray 集群的地址（默认 auto：这台机器所在的集群）")
@click.option(
    "--shared", metavar="位置", help="集群的每台机器都写得到的文件夹或地址，放解压出来的文件（默认在结果文件夹里）"
)
@click.option("--profile", metavar="名称", help="规则集：recommended（默认）、strict（全部规则）、core（最基本的几条）")
@click.option("--select", multiple=True, metavar="规则", help="只用这些规则：编号、编号开头或名称，用逗号隔开")
@click.option("--ignore", multiple=True, metavar="规则", help="不用这些规则，写法同上")
@click.option("--config", metavar="文件", help="配置文件（默认：从表格所在文件夹往上找 .pbt-lint.yaml）")
@click.option("--no-config", is_flag=True, help="不看任何配置文件")
def batch(
    paths: tuple[str, ...],
    folder: str | None,
    departments: str | None,
    jobs: int | None,
    timeout: int,
    memory: int,
    profile: str | None,
    select: Any,
    ignore: Any,
    config: str | None,
    no_config: bool,
    engine: str,
    address: str | None,
    shared: str | None,
    **outputs: Any,
) -> int:
    from lint_pbt.bureau import write
    from lint_pbt.bureau.batch.departments import Corrections, read_mapping
    from lint_pbt.bureau.batch.running import Batch, Cluster
    from lint_pbt.cli import configuring
    from lint_pbt.session.workers.pool import Bounds
    from lint_pbt.system.stores import is_address

    if folder is None:
        raise click.UsageError("少写了 --output：结果写到哪个文件夹", click.get_current_context())
    if engine != "ray" and (address or shared):
        raise click.UsageError("--address 和 --shared 要和 --engine ray 一起用", click.get_current_context())
    # Beside what lies in an object storage no configuration is looked for.
    no_config = no_config or (config is None and any(map(is_address, paths)))
    asked = configuring.asked(profile, select, ignore, config=config, no_config=no_config)
    corrections = read_mapping(departments) if departments else Corrections()
    wanted = templates(corrections.departments, **outputs)
    bounds = Bounds(timeout, memory)
    cluster = Cluster(address or "auto", shared) if engine == "ray" else None
    with Batch(paths, folder, asked, jobs=jobs, bounds=bounds, corrections=corrections, cluster=cluster) as running:
        try:
            with _shown() as show:
                summary = running.run(show)
            _tell(running, summary)
            say_written(write(running.journal, folder, wanted), folder)
        except KeyboardInterrupt:
            _say_stopped(running, folder)
            return _INTERRUPTED
    return 3 if _unread(summary) or summary.incomplete else 0


def _say_stopped(running: Batch, folder: str) -> None:
    rest = f"还有 {running.left} 个没有查" if running.left else "审核意见等没有写完"
    say(
        f"pbt-lint: 停下了。已查完的 {running.done} 个文件都记在“{folder}”里，{rest}。"
        "再运行一次同样的命令，就从这里接着做"
    )


def _unread(summary: Summary) -> int:
    return sum(summary.states[state] for state in ("unread", "crashed", "late", "refused"))


def _tell(running: Batch, summary: Summary) -> None:
    """What the batch came to: on standard output in a few lines, what was not checked on standard error."""
    from lint_pbt.bureau.batch.records import STATES

    for state in ("unread", "refused", "late", "crashed"):
        _say_files(running.journal.files(state), STATES[state])
    for doubt in summary.doubts:
        say(f"pbt-lint: {doubt}")
    if summary.incomplete:
        say(f"pbt-lint: 有 {summary.incomplete} 个文件读到了，但有内容没能检查，见审核意见")
    states = "，".join(f"{STATES[state]} {count}" for state, count in summary.states.most_common())
    again = summary.states["checked"] - summary.checked
    print(f"共 {summary.states.total()} 个文件：{states}" + (f"（{again} 个和上次一样，没有重查）" if again else ""))
    if summary.gone:
        print(f"上次有、现在不在收件里的：{summary.gone} 个")
    known = [one for one in running.journal.departments() if one.name is not None]
    print(f"{len(known)} 个部门：错误 {summary.errors}，警告 {summary.warnings}，提示 {summary.infos}")


def _say_files(files: Iterator[FileRow], what: str) -> None:
    rest = 0
    for number, one in enumerate(files):
        if number < _NAMED:
            say(f"pbt-lint: {what}：{one.path}：{one.reason}")
        else:
            rest += 1
    if rest:
        say(f"pbt-lint: {what}：另有 {rest} 个")


@contextmanager
def _shown() -> Iterator[Show]:
    """A bar with rate and time left on a terminal, a line now and then elsewhere."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("正在检查"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("还要"),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[trouble]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, refresh_per_second=4) as progress:
        yield _Bar(progress, progress.add_task("", total=0, rate="", trouble=""))


class _Bar:
    """A bar on a terminal."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task, self._total, self._trouble = progress, task, 0, 0

    def found(self, files: int) -> None:
        self._total += files
        self._progress.update(self._task, total=self._total)

    def done(self, entry: Entry | None) -> None:
        if entry is not None and entry.state in ("unread", "crashed", "late", "refused"):
            self._trouble += 1
        speed = self._progress.tasks[0].speed
        self._progress.update(
            self._task,
            advance=1,
            rate=f"每秒 {speed:.1f} 个" if speed else "",
            trouble=f"没能检查 {self._trouble}" if self._trouble else "",
        )


class _Lines:
    """A line on standard error now and then, where it is no terminal."""

    _EVERY: Final = 30  # seconds

    def __init__(self) -> None:
        from time import monotonic

        self._now = monotonic
        self._began = self._told = monotonic()
        self._total = self._done = 0

    def found(self, files: int) -> None:
        self._total += files

    def done(self, entry: Entry | None) -> None:
        self._done += 1
        now = self._now()
        if now - self._told >= self._EVERY:
            self._told = now
            rate = self._done / (now - self._began)
            left = (self._total - self._done) / rate
            say(f"pbt-lint: 已查 {self._done}/{self._total} 个，每秒 {rate:.1f} 个，还要约 {left / 60:.0f} 分钟")
