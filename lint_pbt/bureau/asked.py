"""What a user asks of the outputs of a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import datetime


class Asked(Struct, frozen=True, kw_only=True):
    """`expected` are the departments that should send drafts; `form`, `mail` files in place of our own templates.

    `replies` are files and folders with opinion sheets that came back, `deadline` a day as mails are to have it.
    `forms` says whether review forms are written, `data` where Parquet is (a folder, or an address); `when` is the date
    of all (that of the check).
    """

    expected: tuple[str, ...] = ()
    form: str | None = None
    mail: str | None = None
    replies: tuple[str, ...] = ()
    deadline: str | None = None
    forms: bool = True
    data: str | None = None
    when: datetime | None = None
