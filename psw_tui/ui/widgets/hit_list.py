"""What was found, two lines for each place: where it is, and the words around what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from psw_tui.kind_words import kind_of
from psw_tui.language import Language
from psw_tui.services.find import Hit
from psw_tui.ui.widgets.cutting import cut, line
from psw_tui.ui.widgets.marked_list import NO_MARK, SIDE_MARK, MarkedList

INDENT = " " * 4
"""Before the words of a hit."""

LEAST_AFTER = 12
"""Cells kept for what follows the words found, where there is too little room for all."""


class HitList(MarkedList[Hit]):
    """The hits of a search. The cursor stays in the box above it."""

    DEFAULT_CSS = "HitList { scrollbar-size-vertical: 1; }"
    LINES = 2
    GOES_ROUND = True
    CLICK_OPENS = True

    @dataclass
    class Opened(Message):
        """The place of a hit is to be gone to."""

        hit: Hit

    def __init__(self, language: Language, today: Callable[[], date]) -> None:
        super().__init__()
        self.can_focus = False
        self._language = language
        self._today = today
        self._hits: Sequence[Hit] = ()

    def put(self, hits: Sequence[Hit]) -> None:
        """Show these, with the mark on the first."""
        self._hits = hits
        self.show_from(0)

    @property
    def count(self) -> int:
        """How many hits there are."""
        return len(self._hits)

    def action_open(self) -> None:
        """Go to the marked place."""
        if self._hits:
            self.post_message(self.Opened(self._hits[self.at]))

    def item(self, index: int) -> Hit | None:
        return self._hits[index]

    def drawn_for(self) -> tuple[object, ...]:
        return (*super().drawn_for(), self._today())

    def draw(self, item: Hit, width: int, *, is_marked: bool) -> Sequence[Strip]:
        at = ("at",) if is_marked else ()
        usual = self.style(*at)
        day = self._language.day(item.day, self._today()) if item.day else ""
        about = "  ".join(filter(None, (item.code, kind_of(item.entity, self._language), day)))
        room = width - len(INDENT)
        before, words, after = around(*(line(part) for part in item.snippet), room=room)
        mark = SIDE_MARK if is_marked else NO_MARK
        place = [Segment(mark, usual), Segment(cut(line(about), width - len(mark)), self.style("strong", *at))]
        found = [Segment(INDENT + before, usual), Segment(words, self.style("found", *at)), Segment(after, usual)]
        return [Strip(pieces).adjust_cell_length(width, usual) for pieces in (place, found)]


def around(before: str, words: str, after: str, *, room: int) -> tuple[str, str, str]:
    """A snippet that fits into so many cells. What stands around the words is cut first, and at its far ends."""
    for_before = room - cell_len(words) - min(LEAST_AFTER, cell_len(after))
    while before and cell_len(before) > for_before:
        kept = before.removeprefix("… ").partition(" ")[2]
        before = "… " + kept if kept else ""
    words = cut(words, room - cell_len(before))
    return before, words, cut(after, room - cell_len(before) - cell_len(words))
