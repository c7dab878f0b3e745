"""What is due, a line each: when, how late, for whom, of what kind, and what it is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual.message import Message
from textual.strip import Strip

from psw_tui.services.to_do import ToDo, what_to_do
from psw_tui.services.to_do_order import ID, ToDoOrder
from psw_tui.ui.desk import Desk
from psw_tui.ui.widgets.cutting import cut, line
from psw_tui.ui.widgets.marked_list import NO_MARK, SIDE_MARK
from psw_tui.ui.widgets.paged_list import PagedList
from psw_tui.ui.widgets.paged_rows import PackedIds, Page

GAP = 2
"""Cells between two columns."""

WITH_KIND = 72
"""Cells of the screen from which on the kind has a column of its own."""


class ToDoLines(PagedList[ToDo]):
    """The to-do list. Its columns grow with what has been seen, and never shrink: nothing jumps back and forth."""

    DEFAULT_CSS = "ToDoLines { scrollbar-size-vertical: 1; }"
    GOES_ROUND = True
    CLICK_OPENS = True

    @dataclass
    class Opened(Message):
        """What this line is about is to be opened."""

        item: ToDo

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._widths: tuple[int, ...] = (0, 0, 0, 0)
        self._is_settled = asyncio.Event()

    def put(self, order: ToDoOrder, *, stay: bool = False) -> None:
        """Show these from now on. The mark goes with its line, or stays in its place."""
        self.order(PackedIds.joined(order.ids, ID), stay=stay)
        if order.is_whole:
            self.settle()

    def settle(self) -> None:
        """What is here is all that comes: the end of it can be gone to."""
        self._is_settled.set()

    def holds(self, id_: str) -> bool:
        """Whether there is a line of this."""
        return self._rows.ids.place(id_) >= 0

    async def all_known(self) -> None:
        await self._is_settled.wait()

    def fill(self, page: Page, rows: Iterable[ToDo]) -> None:
        """Put the rows of a page in; the columns become as wide as these need."""
        rows, before = list(rows), self._widths
        for item in rows:
            widths = (most and most + GAP for most in map(cell_len, self._cells(item)))
            self._widths = tuple(map(max, self._widths, widths))
        if self._widths != before:
            self.refresh()
        super().fill(page, rows)

    def action_open(self) -> None:
        """Open what the marked line is about."""
        if self.marked_row is not None:
            self.post_message(self.Opened(self.marked_row))

    def drawn_for(self) -> tuple[object, ...]:
        return (*super().drawn_for(), self._desk.today, self._widths, self._is_wide)

    def draw(self, item: ToDo, width: int, *, is_marked: bool) -> Sequence[Strip]:
        at = ("at",) if is_marked else ()
        usual = self.style(*at)
        day, late, *others = (
            cell + " " * (most - cell_len(cell)) for cell, most in zip(self._cells(item), self._widths, strict=True)
        )
        begin = (SIDE_MARK if is_marked else NO_MARK) + day
        what = "".join(others[: 2 if self._is_wide else 1]) + line(
            what_to_do(item, self._desk.today, self._desk.language.say)
        )
        what = cut(what, width - cell_len(begin) - cell_len(late))
        pieces = [Segment(begin, usual), Segment(late, self.style("strong", *at)), Segment(what, usual)]
        return [Strip(pieces).adjust_cell_length(width, usual)]

    @property
    def _is_wide(self) -> bool:
        return self.screen.size.width >= WITH_KIND

    def _cells(self, item: ToDo) -> tuple[str, ...]:
        """What stands before the words, a column each."""
        language, today = self._desk.language, self._desk.today
        over = item.days_over(today)
        late = language.say("over {days} d", days=over) if over else ""
        return language.day(item.day, today), late, line(item.code), language.say(item.kind.label)
