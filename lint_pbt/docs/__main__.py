"""`python -m lint_pbt.docs` writes the generated pages into `docs/`; with `--check` it names those that are stale."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from lint_pbt.checks import generic, registry
from lint_pbt.checks.primitive import Primitive
from lint_pbt.datafiles.resources import rules_folder
from lint_pbt.datafiles.sources import built_in_sources
from lint_pbt.datafiles.vocabulary import built_in
from lint_pbt.docs.checks_page import checks_page
from lint_pbt.docs.index_page import GROUPS, index_page
from lint_pbt.docs.rule_page import rule_page
from lint_pbt.errors import ConfigError
from lint_pbt.model.rule import Rule
from lint_pbt.rulebook.loader import Settings, load_profile, load_rulebook, profile_names, rule_files

# The smallest profile first: it says most of a rule.
_PROFILES = ("core", "recommended", "strict")


def pages() -> Iterator[tuple[str, str]]:
    """Each generated page: its path below `docs/` and its text. Raises ConfigError for a misnamed rule file."""
    book = load_rulebook(Settings("strict"), examples=True)
    files = {os.path.splitext(os.path.basename(path))[0]: path for path in rule_files(rules_folder())}
    names = {f"{active.rule.id}-{active.rule.name}" for active in book.active}
    if misnamed := sorted(files[name] for name in files.keys() - names):
        told = "、".join(sorted(f"{name}.yaml" for name in names - files.keys()))
        raise ConfigError(f"规则文件 {'、'.join(misnamed)} 的名字和里面的 id、name 不一致，应当叫 {told}")
    profiles = [load_profile(name) for name in sorted(profile_names(), key=_PROFILES.index)]
    groups: dict[str, list[Rule]] = {group: [] for group in GROUPS}
    for active in book.active:
        name = f"{active.rule.id}-{active.rule.name}"
        file = os.path.relpath(files[name], os.path.dirname(rules_folder())).replace(os.sep, "/")
        holding = [profile.name for profile in profiles if profile.has(active.rule.id)]
        groups[file.split("/")[1]].append(active.rule)
        yield f"rules/{name}.md", rule_page(active, holding, file, book.tools, book.rules)
    yield "rules/README.md", index_page(groups, profiles)
    own = {check.name: check for check in vars(generic).values() if isinstance(check, Primitive)}
    others = {name: check for name, check in sorted(registry().items()) if name not in own}
    yield "checks.md", checks_page(own, others, dict(_vocabularies()))


def _vocabularies() -> Iterator[tuple[str, tuple[str, int]]]:
    """Title and number of words of each vocabulary, by name."""
    words = built_in()[0]
    sources = built_in_sources()
    for path in sources.under("vocabulary"):
        content = sources.value(path)
        if content["name"] in words:
            yield content["name"], (content.get("title", ""), len(words[content["name"]]))


def main(arguments: Sequence[str], folder: str | None = None) -> int:
    """Write the pages into a folder (default: `docs/` of the checkout).

    With `--check`, say instead which are missing, stale or of no rule; then 1 where there is any.
    """
    folder = folder or os.path.join(os.path.dirname(rules_folder()), "docs")
    made = dict(pages())
    stale = [page for page, text in made.items() if _read(os.path.join(folder, page)) != text]
    kept = os.path.join(folder, "rules")
    left = [f"rules/{name}" for name in sorted(os.listdir(kept))] if os.path.isdir(kept) else []
    orphans = [page for page in left if page not in made]
    if "--check" in arguments:
        for page in (*stale, *orphans):
            print(f"docs/{page} 不是最新的，请运行 python -m lint_pbt.docs", file=sys.stderr)
        return int(bool(stale or orphans))
    os.makedirs(kept, exist_ok=True)
    for page in stale:
        with open(os.path.join(folder, page), "w", encoding="utf-8", newline="\n") as stream:
            stream.write(made[page])
    for page in orphans:
        os.remove(os.path.join(folder, page))
    print(f"{len(made)} 页，写了 {len(stale)} 页，删了 {len(orphans)} 页")
    return 0


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as stream:
            return stream.read()
    except FileNotFoundError:
        return None


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ConfigError as error:
        sys.exit(str(error))
