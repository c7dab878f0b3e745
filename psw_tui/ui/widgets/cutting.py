"""Text that must fit into one line of so many cells."""

from __future__ import annotations

from rich.cells import cell_len

from psw_tui.ui.show import show


def line(text: str) -> str:
    """As `show` lets it be seen; a line that holds another one would tear the screen."""
    return show(text).plain.replace("\n", " ")


def cut(text: str, room: int) -> str:
    """As much of the text as fits into so many cells; an ellipsis says that there is more."""
    return text if cell_len(text) <= room else show(text).truncate(room, ellipsis=True).plain
