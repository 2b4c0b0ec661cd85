"""The options about configuration and baseline, and what a run says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lint_pbt.cli.messages import misuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lint_pbt.model.run import Checked, Run
    from lint_pbt.session.plan import Asked
    from lint_pbt.suppression.baseline import Written

# Severities at or above each choice of `--fail-on`.
FAILING: Final = {
    "error": {"error"},
    "warning": {"error", "warning"},
    "info": {"error", "warning", "info"},
    "never": set[str](),
}


def asked(
    profile: str | None,
    select: Iterable[str],
    ignore: Iterable[str],
    *,
    config: str | None = None,
    no_config: bool = False,
    baseline: str | None = None,
) -> Asked:
    """What the options ask for. Raises UsageError for options that do not go together."""
    from lint_pbt.session.plan import Asked

    if config is not None and no_config:
        raise misuse("--config 和 --no-config 只能用一个")
    return Asked(profile, _rule_ids(select), _rule_ids(ignore), config, not no_config, baseline)


def _rule_ids(texts: Iterable[str]) -> tuple[str, ...]:
    """The rules that an option names, as `selection` reads them; mostly there are none."""
    if not texts:
        return ()
    from lint_pbt.cli.selection import rule_ids

    return rule_ids(texts)


def refuse_fixing() -> None:
    """Raise UsageError: a baseline is what stands before anything is fixed."""
    told = "--write-baseline 不能和 --fix、--diff 一起用：先改好，再单独运行 --write-baseline"
    raise misuse(told)


def say_written(written: Sequence[Written], *, named: bool) -> None:
    """On standard error, what each baseline holds now, and how to use it where the user has not `named` it."""
    from lint_pbt.cli.messages import say
    from lint_pbt.suppression.baseline import DEFAULT

    for one in written:
        kept = f"，另外原样保留了这次没有检查的 {one.kept} 条" if one.kept else ""
        say(f"pbt-lint: 已把 {one.findings} 条问题记入基线 {one.file}{kept}")
        if one.file == DEFAULT and not named:
            say(f"pbt-lint: 以后运行时加上 --baseline {DEFAULT}，就只看新问题；也可以写在配置里：baseline: {DEFAULT}")
    if not written:
        say("pbt-lint: 没有检查到表格，没有写基线")


def say_unused(run: Run) -> None:
    """On standard error, a line for each ignore that ignored nothing."""
    from lint_pbt.cli.messages import say
    from lint_pbt.presentation.remarks import remarks

    for remark in remarks(run):
        if remark.kind == "unused-ignore":
            say(f"pbt-lint: {remark.line()}")


def failing(checked: Checked, asked: str | None) -> bool:
    """True where a finding is at or above `--fail-on`, or what the configuration of its file says of it."""
    severities = FAILING[asked or checked.fail_on or "warning"]
    return any(finding.severity in severities for finding in checked.findings)
