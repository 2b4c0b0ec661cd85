"""Write the published schemas anew: `python -m lint_pbt.schemas`."""

from __future__ import annotations

from lint_pbt.schemas import SCHEMAS, path_of, text_of

for name in SCHEMAS:
    with open(path_of(name), "w", encoding="utf-8", newline="\n") as file:
        file.write(text_of(name))
    print(path_of(name))
