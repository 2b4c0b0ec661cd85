"""The program as a group of commands of which one is the default."""

from __future__ import annotations

import os
from typing import Any

import click

from lint_pbt.cli.chinese import ChineseGroup
from lint_pbt.cli.messages import nearest


class OutputClosed(Exception):  # noqa: N818 - it is no error of the user's
    """Whoever read the output has stopped reading."""


class Program(ChineseGroup):
    """Takes what is no command's name for a file, and checks it."""

    default_command = "check"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = args[0] if args else ""
        own = [name for param in self.params for name in param.opts]
        if first and first not in own and first not in self.commands:
            near = "" if "." in first or os.path.exists(first) else nearest(first, self.commands)
            if near:
                raise click.UsageError(f"没有叫“{first}”的命令或文件{near}", ctx)
            args = [self.default_command, *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            # Click would end the process with 1, which says here that there are findings.
            raise OutputClosed from error
