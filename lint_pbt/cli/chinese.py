"""Click in Chinese: help pages with the right widths, and wrong use explained in a sentence.

Click writes its own words in English and counts characters, not columns. The classes here write the
help themselves and turn click's exceptions into sentences; nothing in click is replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from lint_pbt.cli.messages import nearest
from lint_pbt.presentation.display import columns, pad, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

_TERM_COLUMNS = 24


class ChineseCommand(click.Command):
    """A command whose help is Chinese; words left over on its command line are reported in Chinese."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings.setdefault("options_metavar", "[选项]")
        settings.setdefault("add_help_option", False)
        super().__init__(*args, **settings)
        self.params.append(_help_option())
        self.allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # click's parser leaves it out for some mistakes
            raise

    def invoke(self, ctx: click.Context) -> Any:
        # A group keeps the words for its command here too; only a plain command has too many of them.
        if ctx.args and not isinstance(self, click.Group):
            raise click.UsageError(f"多了 {' '.join(ctx.args)}，不知道怎么用", ctx)
        return super().invoke(ctx)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = formatter.width
        formatter.write(usage(ctx) + "\n")
        for paragraph in (self.help or "").strip().split("\n\n"):
            formatter.write("\n")
            for line in paragraph.splitlines():
                formatter.write("".join(f"  {part}\n" for part in wrap(line.strip(), width - 2)))
        if isinstance(self, click.Group):
            commands = [(name, command.get_short_help_str(200)) for name, command in self.commands.items()]
            _write_terms(formatter, "命令", commands)
        records = (param.get_help_record(ctx) for param in self.get_params(ctx) if isinstance(param, click.Option))
        _write_terms(formatter, "选项", filter(None, records))
        if self.epilog:
            formatter.write("\n" + self.epilog.strip("\n") + "\n")


class ChineseGroup(ChineseCommand, click.Group):
    """A group of such commands, in the order they were added."""

    command_class = ChineseCommand

    def __init__(self, *args: Any, **settings: Any) -> None:
        settings.setdefault("subcommand_metavar", "[命令] ...")
        super().__init__(*args, **settings)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args[0] not in self.commands:
            raise click.UsageError(f"没有叫“{args[0]}”的命令{nearest(args[0], self.commands)}", ctx)
        return super().resolve_command(ctx, args)


class Choice(click.Choice):  # type: ignore[type-arg,unused-ignore]
    """A choice that says in Chinese what can be chosen."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            choices = [str(choice) for choice in self.choices]
            self.fail(f"不能是“{value}”，可以是 {'、'.join(choices)}{nearest(str(value), choices)}", param, ctx)


class Number(click.ParamType):  # type: ignore[type-arg,unused-ignore]
    """A whole number within bounds that says in Chinese what can be written."""

    name = "number"

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            number = int(value)
        except ValueError:
            number = self.least - 1
        if not self.least <= number <= self.most:
            self.fail(f"不能是“{value}”，要写 {self.least} 到 {self.most} 的整数", param, ctx)
        return number


def usage(ctx: click.Context) -> str:
    """The line that shows how the command is written."""
    return f"用法：{ctx.command_path} {' '.join(ctx.command.collect_usage_pieces(ctx))}"


def wrong_use(error: click.ClickException) -> str:
    """What is wrong with the command line, and where its help is, as lines for standard error."""
    lines = [f"pbt-lint: {_sentence(error)}"]
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if ctx is not None:
        lines += [usage(ctx), f"全部选项：{ctx.command_path} --help"]
    return "\n".join(lines)


def _sentence(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}{nearest(error.option_name, _options(error.ctx))}"
    if isinstance(error, click.BadOptionUsage):
        option = _options(error.ctx).get(error.option_name)
        flag = option is not None and option.is_flag
        return f"选项 {error.option_name} {'后面不带值' if flag else '后面要写一个值'}"
    if isinstance(error, click.MissingParameter) and error.param:
        return f"少写了{(error.param.metavar or error.param.name or '').rstrip('.')}"
    if isinstance(error, click.BadParameter) and error.param:
        return f"{error.param.opts[0]} {error.message}"
    return error.message


def _options(ctx: click.Context | None) -> dict[str, click.Option]:
    """The options a command and the groups above it know, by each of their names."""
    options: dict[str, click.Option] = {}
    while ctx is not None:
        for param in ctx.command.params:
            if isinstance(param, click.Option):
                options.update(dict.fromkeys(param.opts, param))
        ctx = ctx.parent
    return options


def _help_option() -> click.Option:
    def show(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted and not ctx.resilient_parsing:
            print(ctx.get_help())  # not click.echo, which takes an ASCII stream for UTF-8
            ctx.exit()

    return click.Option(
        ["--help", "-h"], is_flag=True, is_eager=True, expose_value=False, help="显示这页说明", callback=show
    )


def _write_terms(formatter: click.HelpFormatter, title: str, rows: Iterable[tuple[str, str]]) -> None:
    """A heading and under it terms with their explanations, these in one column."""
    rows = list(rows)
    if not rows:
        return
    indent = min(max(columns(term) for term, _ in rows), _TERM_COLUMNS) + 4
    formatter.write(f"\n{title}：\n")
    for term, text in rows:
        lines = wrap(text, formatter.width - indent)
        if columns(term) + 4 > indent:
            formatter.write(f"  {term}\n")
        else:
            formatter.write(f"  {pad(term, indent - 2)}{lines.pop(0)}\n")
        formatter.write("".join(f"{' ' * indent}{line}\n" for line in lines))
