"""The caseload as lines: only the rows on screen are asked for and drawn, whatever the number of clients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from psw_tui.language import Language
from psw_tui.records.client import Status
from psw_tui.services.caseload import CaseloadRow
from psw_tui.ui.show import show
from psw_tui.ui.widgets.caseload_columns import RowWords, columns_for, heading_line, row_line
from psw_tui.ui.widgets.marked_list import NO_MARK, SIDE_MARK
from psw_tui.ui.widgets.paged_list import PagedList

SHARED = "+"
"""Stands before the code of a client whose record the team reads; below the list it is said in words."""


class CaseloadList(PagedList[CaseloadRow]):
    """The clients, a line each."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
    ]

    names_shown: reactive[bool] = reactive(False)

    @dataclass
    class Opened(Message):
        """The marked client is to be opened."""

        client: str

    def __init__(self, language: Language, today: Callable[[], date]) -> None:
        super().__init__()
        self._language = language
        self._today = today

    def heading(self, width: int) -> str:
        """The line above the rows."""
        room = width - len(SIDE_MARK)
        return NO_MARK + heading_line(self._language, columns_for(room, names=self.names_shown))

    def action_open(self) -> None:
        """Open the marked client."""
        if self.count:
            self.post_message(self.Opened(self.marked_id))

    def drawn_for(self) -> tuple[object, ...]:
        """What is drawn of a client holds for one width, one day, and with or without names."""
        return (*super().drawn_for(), self.names_shown, self._today())

    def draw(self, item: CaseloadRow, width: int, *, is_marked: bool) -> Sequence[Strip]:
        today = self._today()
        columns = columns_for(width - len(SIDE_MARK), names=self.names_shown)
        words = RowWords(self._language, today, names=self.names_shown)
        mark = SIDE_MARK if is_marked else NO_MARK
        side = mark[:-1] + SHARED if item.shared else mark
        text = show(side + row_line(item, words, columns)).plain
        is_over = item.next_due is not None and item.next_due < today
        looks = {"soft": item.status is not Status.ACTIVE, "strong": is_over, "at": is_marked}
        style = self.style(*(look for look, holds in looks.items() if holds))
        drawn = len(SIDE_MARK) + sum(column.width for column in columns)
        if drawn > width:
            return [Strip([Segment(text, style)], drawn).crop(0, width)]
        return [Strip([Segment(text + " " * (width - drawn), style)], width)]
