"""The text for each department, from a template that a bureau may replace. Nothing is sent."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

from lint_pbt.bureau.named import text_of
from lint_pbt.bureau.overview.figures import DepartmentFigures
from lint_pbt.errors import ConfigError
from lint_pbt.presentation.neutral import visible

if TYPE_CHECKING:
    from datetime import datetime

    from jinja2 import Template


_MOST_WRITTEN: Final = 1_000_000  # characters
_MOST_FILES: Final = 20


class Todo(Struct, frozen=True):
    """Something for a department to do first, and how many findings it settles."""

    told: str
    count: int


_SAMPLE: Final = DepartmentFigures("某部门", 1, 1, 1, 1, 1, 1, 1, 80.0)


class Mails:
    """The mails of a template, by default our own. Raises ConfigError for a template that cannot be used."""

    def __init__(self, file: str | None, when: datetime, deadline: str | None = None) -> None:
        self._file = file or "mail.txt"
        self._common = {"日期": f"{when.year}年{when.month}月{when.day}日", "期限": deadline or ""}
        self._template = self._load(
            text_of(file, "通知的模板", "--mail")
            if file
            else files(__package__).joinpath("mail.txt").read_text("utf-8")
        )
        self.missing("某部门")  # what is wrong with a template is said before anything is checked
        self.of(_SAMPLE, [], [Todo("补上计量单位", 1)], "某部门审核意见.xlsx")

    def of(
        self, figures: DepartmentFigures, unread: Sequence[tuple[str, str]], todo: Sequence[Todo], sheet: str
    ) -> str:
        """The text for a department that has sent something.

        `unread` are the files that could not be read, each with the reason, `sheet` the name of its opinion
        sheet.
        """
        more = len(unread) - _MOST_FILES
        told = [{"名称": path, "原因": reason} for path, reason in unread[:_MOST_FILES]]
        if more > 0:
            told.append({"名称": f"另有 {more} 个文件", "原因": "见意见表的“没能检查与说明”页"})
        return self._written(
            部门=figures.name,
            未报送=False,
            文件数=figures.files + figures.unread,
            项目数=figures.projects,
            指标数=figures.indicators,
            错误=figures.errors,
            警告=figures.warnings,
            提示=figures.infos,
            没读成=told,
            先做=[{"做什么": one.told, "几处": one.count} for one in todo],
            意见表=sheet,
        )

    def missing(self, department: str) -> str:
        """The text for a department that has sent nothing yet."""
        return self._written(
            部门=department,
            未报送=True,
            文件数=0,
            项目数=0,
            指标数=0,
            错误=0,
            警告=0,
            提示=0,
            没读成=[],
            先做=[],
            意见表="",
        )

    def _load(self, text: str) -> Template:
        environment = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_harmless
        )
        try:
            return environment.from_string(text)
        except TemplateSyntaxError as error:
            raise ConfigError(f"通知的模板 {self._file} 第 {error.lineno} 行写得不对：{error.message}") from None

    def _written(self, **values: Any) -> str:
        pieces, size = [], 0
        try:
            for piece in self._template.generate({**self._common, **values}):
                pieces.append(piece)
                size += len(piece)
                if size > _MOST_WRITTEN:
                    raise ConfigError(f"通知的模板 {self._file} 写出来的字太多了（超过 100 万字）。请检查里面的循环")
        except (
            TemplateError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
            RecursionError,
        ) as error:
            can = "、".join([*self._common, *values])
            raise ConfigError(f"通知的模板 {self._file} 用不了：{error}。可以用的词：{can}") from None
        return "".join(pieces).strip() + "\n"


def _harmless(value: Any) -> Any:
    if isinstance(value, Undefined):
        return value
    return visible(value) if isinstance(value, str) else value
