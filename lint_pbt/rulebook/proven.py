"""What the built-in files state → rules, options and profiles, built without first learning what types these may hold.

The tests prove that every built-in file converts; what is not plainly of the right shape is left to the conversion,
which tells what is wrong.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from lint_pbt.model.rule import SEVERITIES, Basis, Examples, NameMatch, Profile, Rule, Select

# Stands for the examples, which a run has no use for.
UNREAD = Examples(good=("（未读）",), bad=("（未读）",))
_SELECTIONS = ("any", "unless")


def rule_of(value: Any) -> Rule | None:
    """The rule without its examples; None where it is not plainly one."""
    try:
        return _rule(value)
    except (AttributeError, KeyError, TypeError):
        return None


def profile_of(value: Any) -> Profile | None:
    """The profile; None where it is not plainly one."""
    try:
        named = {key: _text(value[key]) for key in ("name", "title")}
        rules = value["rules"]
        profile = Profile(
            **named, rules="all" if rules == "all" else _texts(rules), without=_texts(value.get("without", []))
        )
    except (AttributeError, KeyError, TypeError):
        return None
    return profile if value.keys() <= set(profile.__struct_fields__) else None


def as_typed(value: Any, kind: type[Struct] | None = None) -> Any:
    """An option as its type has it: a plain value or none, texts, or a list of structs of a kind.

    Raises TypeError for one that is not plainly that.
    """
    if isinstance(value, list):
        if kind is not None:
            return tuple([kind(**{key: as_typed(part) for key, part in one.items()}) for one in value])
        return _texts(value)
    if value is not None and not isinstance(value, (str, bool, int, float)):
        raise TypeError(f"not plain: {value!r}")
    return value


def _rule(value: dict[str, Any]) -> Rule:
    held = {"basis", "select", "with", "instead_of", "examples"}
    plain = {key: _text(one) for key, one in value.items() if key not in held}
    if plain["severity"] not in SEVERITIES:
        raise TypeError("no severity")
    stated = value.get("with", {})
    if not isinstance(stated, dict):
        raise TypeError("no options")
    basis = value.get("basis")
    return Rule(
        **plain,
        examples=UNREAD,
        basis=None if basis is None else Basis(**{key: _text(one) for key, one in basis.items()}),
        select=_selection(value.get("select", {})),
        options=stated,
        instead_of=_texts(value.get("instead_of", [])),
    )


def _selection(stated: dict[str, Any]) -> Select:
    return Select(**{key: _part(key, one) for key, one in stated.items()})


def _part(key: str, stated: Any) -> Any:
    """One of the conditions of a selection."""
    if key in _SELECTIONS:
        return tuple(map(_selection, stated))
    if isinstance(stated, dict):
        named: dict[str, Any] = {name: _texts(one) if name == "words" else _text(one) for name, one in stated.items()}
        return NameMatch(**named)
    return _texts(stated)


def _text(value: Any) -> Any:
    """A text, or nothing where nothing is stated. Raises TypeError for anything else."""
    if value is not None and not (isinstance(value, str) and value):
        raise TypeError(f"no text: {value!r}")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    """Texts in a list. Raises TypeError for anything else."""
    if not isinstance(value, list):
        raise TypeError(f"no list: {value!r}")
    return tuple(map(_text, value))
