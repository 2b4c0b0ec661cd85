"""What a wheel holds besides the files of the repository: the rules and words, compiled for a quick start."""

from __future__ import annotations

import os
import sys
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRules(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]
    """Puts `rules.msgpack` beside the package's folder of rules; an editable installation compiles for itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from lint_pbt.datafiles.sources import COMPILED, Sources

        self._made = os.path.join(self.directory, COMPILED)
        os.makedirs(self.directory, exist_ok=True)
        with open(self._made, "wb") as file:
            file.write(Sources(os.path.join(self.root, "rules")).packed())
        build_data["force_include"][self._made] = f"lint_pbt/{COMPILED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            os.unlink(self._made)
