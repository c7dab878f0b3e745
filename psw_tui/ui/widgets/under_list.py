"""What stands under a list: more about the marked line, and which one it is of how many."""

from __future__ import annotations

from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from psw_tui.ui.show import show
from psw_tui.ui.widgets.drawn import DrawnLines

GAP = 2
"""Cells at least between the first line and the place."""

EDGE = 1
"""Cells left free at each side."""


class UnderList(DrawnLines):
    """A few lines of fixed height: what they say changes with every key, and must not lay out the screen anew."""

    DEFAULT_CSS = "UnderList { height: 3; color: $text-muted; }"

    def __init__(self) -> None:
        super().__init__()
        self._said = ("", "", "")
        self._drawn: list[Strip] = []
        self._drawn_for: tuple[object, ...] = ()

    def tell(self, first: str, more: str = "", place: str = "") -> None:
        """Say these: one line with the place at its end, and below it as much of the rest as there is room for."""
        if (first, more, place) != self._said:
            self._said = (first, more, place)
            self.refresh()

    def drawn(self, lines: range) -> list[Strip]:
        width, height = self.size
        style = self.rich_style
        if (asked := (self._said, width, height, style)) != self._drawn_for:
            texts = list(self._lines(max(1, width - 2 * EDGE), height))
            self._drawn = [self._strip(text, width, style) for text in (texts + [""] * height)[:height]]
            self._drawn_for = asked
        return [self._drawn[y] if y < height else Strip.blank(width, style) for y in lines]

    def _strip(self, text: str, width: int, style: Style) -> Strip:
        return Strip([Segment(" " * EDGE + text, style)]).adjust_cell_length(width, style)

    def _lines(self, width: int, height: int) -> Iterator[str]:
        first, more, place = self._said
        room = max(1, width - len(place) - GAP)
        if not first and more:  # else the first line would be empty but for its end
            first = show(more).wrap(room)[0].plain.rstrip()
            more = more[len(first) :].strip()
        line = show(first).truncate(room, ellipsis=True)
        yield line.plain + " " * max(0, width - line.cell_length - len(place)) + place
        for rest in self._rest(more, width, height - 1):
            yield rest.plain

    def _rest(self, more: str, width: int, height: int) -> list[Content]:
        """The lines there is room for; the last one shows that there were more."""
        lines = show(more).wrap(width) if more and height > 0 else []
        if len(lines) <= height:
            return lines
        return [*lines[: height - 1], show(f"{lines[height - 1].plain.rstrip()} …").truncate(width, ellipsis=True)]
