"""Scroll bars of whole cells: their ends need no character that the font of a console may not have."""

from __future__ import annotations

from typing import ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender


class WholeBars(ScrollBarRender):
    """Textual's, without the eighths of a cell."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


def use_whole_bars() -> None:
    """From now on in every scroll bar."""
    ScrollBar.renderer = WholeBars
