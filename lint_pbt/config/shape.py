"""What a configuration file can say. These types are its schema."""

from __future__ import annotations

import os
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta, Struct

from lint_pbt.datafiles.typed_text import TypedPlace
from lint_pbt.model.rule import RuleSetting, Text

FailOn = Literal["error", "warning", "info", "never"]
Switch = Literal["on", "off", "error", "warning", "info"]
Rules = dict[str, bool | Switch | RuleSetting]
Texts = Text | tuple[Text, ...]
Columns = dict[str, Text]
Filled = Annotated[str, Meta(pattern=r"\S")]
_SETTINGS = (
    "规则编号（如 V101）、编号开头（如 F）或名称: 设置。设置可以是 off（关）、on（开）、"
    "error / warning / info（改级别），或 {severity: 级别, with: {选项: 值}}"
)


class Override(Struct, frozen=True, forbid_unknown_fields=True):
    """Other settings for the files under some paths."""

    paths: Annotated[
        Texts,
        Meta(
            description="哪些文件。* 代表任意一段文字，** 代表任意几层文件夹；"
            "没有 / 的写法在哪一层都算，有 / 的从配置文件所在的文件夹算起"
        ),
    ]
    rules: Annotated[Rules, Meta(description="对这些文件另外的规则设置，写法同上面的 rules")] = {}
    columns: Annotated[Columns, Meta(description="这些文件里的列各是什么，写法同上面的 columns")] = {}


class Ignore(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Findings that are not to be reported, and why. What is not stated is not asked."""

    rule: Annotated[Filled, Meta(description="规则编号（如 P101）、编号开头或名称")]
    reason: Annotated[Filled, Meta(description="为什么不用改（必填），给以后看的人")]
    project: Annotated[
        Filled | int | None,
        Meta(description="项目名称，可以用 * 代表任意文字；或者表里第几个项目（数字）。不写就是所有项目"),
    ] = None
    indicator: Annotated[
        Filled | int | None,
        Meta(description="指标名称，可以用 * 代表任意文字；或者指标的序号（数字）。不写就是所有指标"),
    ] = None
    unit: Annotated[Filled | None, Meta(description="预算单位名称，可以用 * 代表任意文字。不写就是所有单位")] = None
    paths: Annotated[Texts, Meta(description="哪些文件，写法同 overrides 的 paths。不写就是所有文件")] = ()


Most = Annotated[int, Meta(ge=1, le=1_000_000_000)]


class LimitsSetting(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """Other limits than the standard ones; what is not stated stays."""

    file_megabytes: Annotated[Most | None, Meta(description="一个文件最大多少 MB，默认 50")] = None
    unpacked_megabytes: Annotated[
        Most | None, Meta(description="工作簿、文档解压后最大多少 MB，默认 300；防止压缩炸弹")
    ] = None
    rows: Annotated[Most | None, Meta(description="一个文件里的表最多多少行，默认 200000")] = None
    cells: Annotated[Most | None, Meta(description="一个文件里最多多少个有字的单元格，默认 1000000")] = None
    cell_characters: Annotated[Most | None, Meta(description="一个单元格最多多少个字，默认 131072")] = None
    pages: Annotated[Most | None, Meta(description="一个文件最多多少页，默认 2000")] = None
    depth: Annotated[Most | None, Meta(description="表里套表最多多少层，默认 100")] = None


class Config(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """One configuration file."""

    extends: Annotated[
        Texts,
        Meta(
            description="规则集（core、recommended、strict），或另一个配置文件的路径，或它们的列表；后写的为准，本文件里写的最为准"
        ),
    ] = ()
    fail_on: Annotated[FailOn | None, Meta(description="从哪一级起算不通过（退出码 1），默认 warning")] = None
    rules: Annotated[Rules, Meta(description=_SETTINGS)] = {}
    rule_folders: Annotated[Texts, Meta(description="放自己写的规则的文件夹，从配置文件所在的文件夹算起")] = ()
    vocabulary: Annotated[
        dict[str, tuple[Text, ...]], Meta(description="往内置词表里加词，写成“词表名: [词, 词]”，如 units: [钵, 穴盘]")
    ] = {}
    columns: Annotated[
        Columns,
        Meta(description="表里的列各是什么，写成“列标题: 是什么”，如 考核内容: name；报告说看不准的列这样写明"),
    ] = {}
    overrides: Annotated[tuple[Override, ...], Meta(description="对某些文件另作设置")] = ()
    ignore: Annotated[tuple[Ignore, ...], Meta(description="已经看过、不用改的问题：不再报，但要写明理由")] = ()
    baseline: Annotated[
        Text | None, Meta(description="基线文件：里面记下的老问题不再报，只看新的。用 --write-baseline 生成和更新")
    ] = None
    limits: Annotated[LimitsSetting, Meta(description="文件超过多大就不读：防止坏文件占满内存。写成“名称: 数”")] = (
        LimitsSetting()
    )


class Layer(NamedTuple):
    """A configuration file with what it says; paths in it start at `folder`."""

    source: TypedPlace
    folder: str
    config: Config

    def resolve(self, path: str) -> str:
        return os.path.normpath(os.path.join(self.folder, os.path.expanduser(path)))


def texts(value: Texts) -> tuple[str, ...]:
    """One text or several, as several."""
    return (value,) if isinstance(value, str) else value
