"""The named primitives that rules are made of: what a rule looks at comes in, hits go out, each with its field."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from lint_pbt.checks.primitive import Primitive


def registry(*, own_rules: bool = True) -> Mapping[str, Primitive]:
    """All checks by name; without `own_rules`, not those that only users' own rules are made of.

    Raises ConfigError for a plug-in that gives something else than a check.
    """
    from lint_pbt.checks import (
        bounds,
        columns,
        consistency,
        dates,
        deeds,
        discrimination,
        fit,
        funds,
        goal,
        money,
        multiplicity,
        naming,
        placing,
        project,
        record,
        repetition,
        scale,
        sums,
        tasks,
        value,
        works,
        writing,
    )
    from lint_pbt.system.plugins import load_plugins

    modules = [
        bounds, columns, consistency, dates, deeds, discrimination, fit, funds, goal, money, multiplicity, naming,
        placing, project, record, repetition, scale, sums, tasks, value, works, writing,
    ]  # fmt: skip
    if own_rules:
        from lint_pbt.checks import generic

        modules.append(generic)
    found = {check.name: check for module in modules for check in _in(module)}
    for name, given in load_plugins("lint_pbt.checks"):
        checks = [given] if isinstance(given, Primitive) else _in(given) if isinstance(given, ModuleType) else []
        if not checks:
            from lint_pbt.errors import ConfigError

            raise ConfigError(f"插件“{name}”没有给出检查：它应当指向一个用 @primitive 写成的函数，或装着这种函数的模块")
        found.update({check.name: check for check in checks})
    return found


def _in(module: ModuleType) -> list[Primitive]:
    return [value for value in vars(module).values() if isinstance(value, Primitive)]
