"""The commands. Each reads its options, calls the session, and hands the result to a reporter."""

from __future__ import annotations

import sys
from typing import Any

import click

from lint_pbt.cli import configuring, options, output, writing
from lint_pbt.cli.batching import batch
from lint_pbt.cli.chinese import Choice, Number
from lint_pbt.cli.comparing import compare
from lint_pbt.cli.messages import say_unchecked
from lint_pbt.cli.program import Program
from lint_pbt.cli.rules import rules
from lint_pbt.cli.serving import serve
from lint_pbt.cli.starting import init, schema

_SHORT_HELP = """pbt-lint 检查项目支出绩效目标表，在报送之前找出会被退回的问题。

  pbt-lint 表.txt          检查一张表
  pbt-lint explain V101    看一条规则的道理和例子

全部用法：pbt-lint --help"""

_EXIT_CODES = """退出码：
  0  没有达到 --fail-on 级别的问题
  1  有达到 --fail-on 级别的问题（用 --diff 时：有要改的地方）
  2  用法或配置不对
  3  有内容没能检查（文件读不出来、里面没有表、规则出错），或者文件写不进去"""


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from lint_pbt.system.version import __version__

        print(f"pbt-lint {__version__}")
        ctx.exit()


@click.group(
    cls=Program,
    invoke_without_command=True,
    help="检查项目支出绩效目标表，在报送之前找出会被退回的问题。\n\n"
    "命令可以省略：pbt-lint 表.txt 就是 pbt-lint check 表.txt。文件与命令同名时写成 ./文件名。",
    epilog="每个命令都有自己的说明，例如：pbt-lint check --help",
)
@click.option("--version", "-V", is_flag=True, is_eager=True, expose_value=False, help="显示版本", callback=_version)
@click.pass_context
def app(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        print(_SHORT_HELP, file=sys.stderr)
        ctx.exit(2)


_files = click.argument("paths", nargs=-1, required=True, metavar="文件...")
_profile = click.option("--profile", metavar="名称",
                        help="规则集：recommended（默认）、strict（全部规则）、core（最基本的几条）")  # fmt: skip


@app.command(
    help="检查表格，给出问题、原因和改法。\n\n文件可以写多个，也可以写文件夹；- 表示标准输入。",
    short_help="检查表格（默认命令）",
    epilog=f"{output.EXAMPLES}\n\n{_EXIT_CODES}",
)
@_files
@options.report_options
@_profile
@click.option(
    "--select", multiple=True, metavar="规则", help="只用这些规则：编号、编号开头或名称，用逗号隔开，如 V101,X1"
)
@click.option("--ignore", multiple=True, metavar="规则", help="不用这些规则，写法同上")
@options.config_options
@click.option("--fail-on", type=Choice(list(configuring.FAILING)), metavar="级别",
              help="从哪一级起算不通过：error、warning（默认）、info、never")  # fmt: skip
@click.option("--jobs", "-j", type=Number(1, 256), metavar="个数",
              help="同时用几个进程检查（默认：文件多到值得、机器又不忙的时候，有几个处理器用几个）")  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="只显示最后的结论和没能检查的内容")
@click.option("--full", is_flag=True, help="每条问题都写全：原文、原因和建议（默认一条问题一两行）")
@click.option("--statistics", is_flag=True, help="不逐条列出问题，按规则、单位和指标类别统计")
@options.annotate_option
@options.fix_options
def check(paths: tuple[str, ...], **asked: Any) -> int:
    from lint_pbt.cli import checking

    return checking.check(paths, **asked)


@app.command(
    help="显示程序从表格里读出了什么：单位、项目、金额、目标和每个指标。\n\n读错了的地方，检查也不会对。",
    short_help="显示从表格里读出的内容",
)
@_files
@options.parse_options
def parse(paths: tuple[str, ...], form: str | None, outputs: tuple[str, ...]) -> int:
    from lint_pbt import session
    from lint_pbt.model.run import Checked, Failure, Run
    from lint_pbt.model.sheet import LeftOut
    from lint_pbt.reporters.formats import PARSE
    from lint_pbt.rulebook.loader import make_tools

    reports = output.destinations(PARSE, form, outputs, paths)
    failures: list[Failure] = []
    left_out: list[LeftOut] = []
    read = tuple(map(Checked, session.read_documents(paths, failures, left_out)))
    run = Run(read, failures=tuple(failures), left_out=tuple(left_out))
    framework = make_tools().framework if any("framework" in one.format.options for one in reports) else None
    complete = writing.written(reports, run, sys.stdout, framework=framework)
    say_unchecked(run, left_out=True)
    return 3 if run.unchecked or not complete else 0


@app.command(
    help="说明一条规则：查什么、为什么、怎么改，附例子。\n\n规则可以写编号（V101，大小写不限）或名称。",
    short_help="说明一条规则",
)
@click.argument("rule", metavar="规则")
def explain(rule: str) -> None:
    from lint_pbt.cli.selection import find_rule
    from lint_pbt.docs.options import told
    from lint_pbt.presentation import rule_text

    active, book = find_rule(rule)
    options = told(active.primitive.options, active.rule.options)
    findings = rule_text.findings_of(active, book.tools)
    rule_text.explain(active.rule, findings, sys.stdout, rules=book.rules, options=options)


app.add_command(batch)
app.add_command(compare)
app.add_command(serve)
app.add_command(rules)
app.add_command(init)
app.add_command(schema)
