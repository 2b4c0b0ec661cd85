"""`rules` lists rules, `rules test` tries those of a user on their own examples."""

from __future__ import annotations

import sys

import click

from lint_pbt.cli.chinese import ChineseGroup, Choice

_EXIT_CODES = """退出码：
  0  全部通过
  1  有规则的例子对不上，或编号、名称与别的规则重了
  2  有规则文件写错了，读不成规则"""


@click.group(
    cls=ChineseGroup,
    invoke_without_command=True,
    help="列出规则：编号、级别和查什么。\n\n自己写的规则用 pbt-lint rules test 文件夹 试一试。",
    short_help="列出规则；rules test 试自己写的规则",
    epilog="自己写规则，见 docs/writing-rules.md",
)
@click.option("--format", "form", type=Choice(["rich", "json"]), default="rich", metavar="格式",
              help="rich：给人看的列表（默认）；json：给程序读的数据")  # fmt: skip
@click.option("--profile", default="strict", metavar="名称",
              help="哪个规则集：strict（全部规则，默认）、recommended、core")  # fmt: skip
@click.pass_context
def rules(ctx: click.Context, form: str, profile: str) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from lint_pbt.presentation import rule_text
    from lint_pbt.rulebook.loader import load_rulebook
    from lint_pbt.session.plan import every_rule

    listed = load_rulebook(every_rule(profile)).rules
    if form == "json":
        rule_text.list_json(listed, sys.stdout)
    else:
        rule_text.list_terminal(listed, sys.stdout)


@rules.command(
    "test",
    help="用规则自带的例子试规则：好例子不能报，坏例子必须报。\n\n可以写文件夹，也可以写一个规则文件。",
    short_help="试自己写的规则",
    epilog=_EXIT_CODES,
)
@click.argument("paths", nargs=-1, required=True, metavar="文件夹...")
def test(paths: tuple[str, ...]) -> int:
    from lint_pbt.reporters.proofs import report
    from lint_pbt.rulebook.proving import prove

    proofs = prove(paths)
    report(proofs, sys.stdout)
    if any(proof.mistakes for proof in proofs):
        return 2
    return int(not all(proof.passed for proof in proofs))
