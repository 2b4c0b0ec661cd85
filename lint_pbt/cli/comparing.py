"""The command that compares two drafts, or last year's table with this year's."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final

import click

from lint_pbt.cli import options, output, writing
from lint_pbt.cli.chinese import ChineseCommand, Choice
from lint_pbt.cli.messages import say, say_unchecked

if TYPE_CHECKING:
    from lint_pbt.compare import Comparison
    from lint_pbt.model.run import Run
    from lint_pbt.session.plan import Asked

_EXAMPLES: Final = """例子：
  pbt-lint compare 初稿.xlsx 修改稿.xlsx                    改好了什么，还剩什么，新添了什么
  pbt-lint compare 第一轮/ 第二轮/ --output 对照.html        两个文件夹，另存一份网页
  pbt-lint compare 2025年.xlsx 2026年.xlsx --output 对照.xlsx  上年和今年：照搬、降低了哪些
  pbt-lint compare 初稿.xlsx 修改稿.xlsx --pairs 配对.yaml    配错了的，改这个文件再比一次

退出码：
  0  后一稿没有达到 --fail-on 级别的问题
  1  后一稿还有（没改的或新出现的）达到 --fail-on 级别的问题
  2  用法或配置不对
  3  有内容没能检查（文件读不出来、里面没有表、规则出错），或者文件写不进去"""


@click.command(
    cls=ChineseCommand,
    help="比较两稿：先说改好了什么、还没改什么、新出现什么，再逐个项目说改动。\n\n"
    "可以是两个文件、两个文件夹，也可以是上年的表和今年的表（表题里的年份不同就按上年和今年比）。",
    short_help="比较两稿，或者上年和今年的表",
    epilog=_EXAMPLES,
)
@click.argument("old", metavar="前一稿")
@click.argument("new", metavar="后一稿")
@options.comparison_options
@click.option("--pairs", metavar="文件", help="配对文件：没有就写一个，列出拿不准的配对；有就照里面改过的配")
@click.option("--last-year/--same-year", "last_year", default=None,
              help="前一个是上年的表；--same-year：是同一年的两稿（默认：看表题里的年份）")  # fmt: skip
@click.option("--profile", metavar="名称", help="规则集：recommended（默认）、strict（全部规则）、core（最基本的几条）")
@click.option("--select", multiple=True, metavar="规则", help="只用这些规则：编号、编号开头或名称，用逗号隔开")
@click.option("--ignore", multiple=True, metavar="规则", help="不用这些规则，写法同上")
@click.option("--config", metavar="文件", help="配置文件（默认：从表格所在文件夹往上找 .pbt-lint.yaml）")
@click.option("--no-config", is_flag=True, help="不看任何配置文件")
@click.option("--fail-on", type=Choice(["error", "warning", "info", "never"]), metavar="级别",
              help="后一稿从哪一级起算不通过：error、warning（默认）、info、never")  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="只显示结论和没能检查的内容")
def compare(
    old: str,
    new: str,
    form: str | None,
    outputs: tuple[str, ...],
    pairs: str | None,
    last_year: bool | None,
    profile: str | None,
    select: Any,
    ignore: Any,
    config: str | None,
    no_config: bool,
    fail_on: str | None,
    quiet: bool,
) -> int:
    from lint_pbt.cli import configuring
    from lint_pbt.reporters.formats import COMPARE

    if old == new == "-":
        raise click.UsageError("两稿不能都从标准输入读，请至少写出一个文件名", click.get_current_context())
    reports = output.destinations(COMPARE, form, outputs, (old, new, *filter(None, [pairs])))
    asked = configuring.asked(profile, select, ignore, config=config, no_config=no_config)
    before, after = _run(old, asked), _run(new, asked)
    comparison, complete = _comparison(before, after, pairs, last_year)
    complete = writing.written(reports, comparison, sys.stdout, quiet=quiet) and complete
    for run in (before, after):
        say_unchecked(run, left_out=quiet)
    code = int(any(configuring.failing(checked, fail_on) for checked in after.checked))
    return 3 if comparison.unchecked or not complete else code


def _run(path: str, asked: Asked) -> Run:
    from lint_pbt import session
    from lint_pbt.cli.progress import show_progress

    return session.check([path], asked, progress=show_progress)


def _comparison(old: Run, new: Run, pairs: str | None, last_year: bool | None) -> tuple[Comparison, bool]:
    """The comparison, with the pairs of the file where there is one; False where it could not be written."""
    from lint_pbt.compare import compare, corrections, matched
    from lint_pbt.rulebook.loader import make_tools

    stated, complete = None, True
    known = pairs is not None and corrections.exists(pairs)
    if pairs is not None and known:
        stated, remarks = corrections.read(pairs, old.documents, new.documents)
        for remark in remarks:
            say(f"pbt-lint: {remark}")
        say(f"pbt-lint: 照 {pairs} 里的配对比较；要重新生成，先删掉它")
    matching = matched(old, new, stated)
    if pairs is not None and not known:
        complete = _write(pairs, corrections.written(matching))
    return compare(old, new, make_tools(), matching, last_year=last_year), complete


def _write(path: str, text: str) -> bool:
    from lint_pbt.errors import WriteError
    from lint_pbt.system.saving import save

    try:
        save(path, text.encode("utf-8", "replace"))
    except WriteError as error:
        say(f"pbt-lint: 配对文件没有写成：{error}")
        return False
    say(f"pbt-lint: 已写好配对文件 {path}。配错了的在里面改，再用同一条命令比一次")
    return True
