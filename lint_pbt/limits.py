"""How large a file may be before it is refused: bounds on time and memory, which a configuration may move.

Annotations of named tuples are no texts: each would be compiled at every start.
"""

from typing import NamedTuple


class Limits(NamedTuple):
    """What readers accept, per file. `unpacked_megabytes` is for all that lies in an archive such as a workbook.

    `rows` counts rows of tables and `cells` their cells that are not empty, `cell_characters` the characters of
    one cell, `pages` the pages of a document, `depth` how deep tables and elements may nest.
    """

    file_megabytes: int = 50
    unpacked_megabytes: int = 300
    rows: int = 200_000
    cells: int = 1_000_000
    cell_characters: int = 131_072
    pages: int = 2_000
    depth: int = 100

    @property
    def file_bytes(self) -> int:
        return self.file_megabytes << 20

    @property
    def unpacked_bytes(self) -> int:
        return self.unpacked_megabytes << 20


STANDARD = Limits()
