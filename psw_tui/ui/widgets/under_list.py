"""What stands under a list: more about the marked line, and which one it is of how many."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from psw_tui.ui.show import joined, show

GAP = 2
"""Cells at least between the first line and the place."""


class UnderList(Widget):
    """A few lines of fixed height: what they say changes with every key, and must not lay out the screen anew."""

    DEFAULT_CSS = "UnderList { height: 3; padding: 0 1; color: $text-muted; }"

    def __init__(self) -> None:
        super().__init__()
        self._said = ("", "", "")

    def tell(self, first: str, more: str = "", place: str = "") -> None:
        """Say these: one line with the place at its end, and below it as much of the rest as there is room for."""
        if (first, more, place) != self._said:
            self._said = (first, more, place)
            self.refresh()

    def render(self) -> Content:
        first, more, place = self._said
        width, height = self.content_size
        room = max(1, width - len(place) - GAP)
        if not first and more:  # else the first line would be empty but for its end
            first = show(more).wrap(room)[0].plain.rstrip()
            more = more[len(first) :].strip()
        line = show(first).truncate(room, ellipsis=True)
        gap = " " * max(0, width - line.cell_length - len(place))
        return Content("\n").join([joined(line, gap, place), *self._rest(more, max(1, width), height - 1)])

    def _rest(self, more: str, width: int, height: int) -> list[Content]:
        """The lines there is room for; the last one shows that there were more."""
        lines = show(more).wrap(width) if more and height > 0 else []
        if len(lines) <= height:
            return lines
        return [*lines[: height - 1], show(f"{lines[height - 1].plain.rstrip()} …").truncate(width, ellipsis=True)]
