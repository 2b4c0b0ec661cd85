"""`init` writes a configuration to start from, `schema` tells where the published schemas are."""

from __future__ import annotations

import os

import click

from lint_pbt.cli.chinese import ChineseCommand, Choice


@click.command(
    cls=ChineseCommand,
    help="在当前文件夹写一份带说明的配置 .pbt-lint.yaml。\n\n已经有的文件不会覆盖，除非加上 --force。",
    short_help="写一份带说明的配置",
)
@click.option("--force", is_flag=True, help="覆盖已有的配置")
def init(force: bool) -> None:
    from lint_pbt.config.discovery import NAMES
    from lint_pbt.errors import ConfigError
    from lint_pbt.system.saving import save

    present = next((name for name in NAMES if os.path.lexists(name)), None)
    if present and not force:
        raise ConfigError(f"已经有 {present}，没有覆盖。要重写，请加上 --force")
    path = present or NAMES[0]
    save(path, template().encode())
    print(f"写好了 {path}。打开它，照里面的说明改；pbt-lint 检查这个文件夹里的表格时会用它")


def template() -> str:
    """The configuration that `init` writes, with a first line by which editors find the schema."""
    from pathlib import Path

    from lint_pbt.schemas import path_of
    from lint_pbt.system.isolation import is_program_file

    text = Path(__file__).with_name("template.yaml").read_text("utf-8")
    if is_program_file():  # its schemas are gone with it
        return text
    return f"# yaml-language-server: $schema={Path(path_of('config')).as_uri()}\n{text}"


@click.command(
    cls=ChineseCommand,
    help="显示 JSON Schema 文件的位置。编辑器照它补全和检查：config 是配置文件的，"
    "rule 是规则文件的；report、parsed、compare 是 check、parse、compare 写出的 JSON 的。",
    short_help="显示 JSON Schema 文件在哪里",
)
@click.argument(
    "name",
    type=Choice(["config", "rule", "report", "parsed", "compare"]),
    metavar="config|rule|report|parsed|compare",
)
def schema(name: str) -> None:
    from lint_pbt.schemas import path_of
    from lint_pbt.system.isolation import is_program_file

    if is_program_file():
        with open(path_of(name), encoding="utf-8") as file:
            print(file.read(), end="")
    else:
        print(path_of(name))
