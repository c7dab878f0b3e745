"""The caseload as lines: only the rows on screen are asked for and drawn, whatever the number of clients."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rich.segment import Segment
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from psw_tui.language import Language
from psw_tui.records.client import Status
from psw_tui.services.caseload import CaseloadRow
from psw_tui.ui.show import show
from psw_tui.ui.widgets.caseload_columns import RowWords, columns_for, heading_line, row_line
from psw_tui.ui.widgets.marked_list import NO_MARK, SIDE_MARK, MarkedList
from psw_tui.ui.widgets.paged_rows import Page, PagedRows


class CaseloadList(MarkedList[CaseloadRow]):
    """The clients, a line each. Rows are asked for by message, page by page, before they come into sight."""

    names_shown: reactive[bool] = reactive(False)

    @dataclass
    class Opened(Message):
        """The marked client is to be opened."""

        client: str

    class MarkedKnown(Message):
        """The row of the marked client has come."""

    class RowsWanted(Message):
        """Rows are not here that are on screen, or may be soon. `wanted` says which."""

    def __init__(self, language: Language, today: Callable[[], date]) -> None:
        super().__init__()
        self._language = language
        self._today = today
        self._rows = PagedRows()

    def order(self, ids: Sequence[str], *, keep: str = "") -> None:
        """Show these clients from now on. The mark stays on `keep`, else on the client it was on."""
        marked = keep or self.marked_id
        self._rows.order(ids)
        place = self._rows.ids.place(marked)
        self.show_from(place if place >= 0 else self.at)

    def wanted(self) -> Page | None:
        """The page of rows that is missed most, as of now."""
        return self._rows.wanted()

    def fill(self, page: Page, rows: Iterable[CaseloadRow]) -> None:
        """Put the rows of a page in; those on screen appear."""
        if not self._rows.put(page, rows):
            return
        self.redraw(range(page.start, page.start + len(page.ids)))
        if self.marked_id in page.ids:
            self.post_message(self.MarkedKnown())

    @property
    def count(self) -> int:
        """How many clients there are."""
        return len(self._rows.ids)

    @property
    def marked_id(self) -> str:
        """The id of the marked client; empty without clients."""
        return self._rows.ids.at(self.at)

    @property
    def marked_row(self) -> CaseloadRow | None:
        """What is known of the marked client."""
        return self._rows.row(self.at)

    def heading(self, width: int) -> str:
        """The line above the rows."""
        room = width - len(SIDE_MARK)
        return NO_MARK + heading_line(self._language, columns_for(room, names=self.names_shown))

    def action_open(self) -> None:
        """Open the marked client."""
        if self.count:
            self.post_message(self.Opened(self.marked_id))

    def look(self) -> None:
        """Ask for what is missing on screen and around it."""
        self._rows.look(self.in_sight.start, self.size.height)
        page = self._rows.wanted()
        if page is not None and page.in_sight:
            self.post_message(self.RowsWanted())
        elif page is not None:  # what is here is painted first: reading takes the machine from painting
            self.call_after_refresh(self.post_message, self.RowsWanted())

    def item(self, index: int) -> CaseloadRow | None:
        return self._rows.row(index)

    def drawn_for(self) -> tuple[object, ...]:
        """What is drawn of a client holds for one width, one day, and with or without names."""
        return (*super().drawn_for(), self.names_shown, self._today())

    def draw(self, item: CaseloadRow, width: int, *, is_marked: bool) -> Sequence[Strip]:
        today = self._today()
        columns = columns_for(width - len(SIDE_MARK), names=self.names_shown)
        words = RowWords(self._language, today, names=self.names_shown)
        text = show((SIDE_MARK if is_marked else NO_MARK) + row_line(item, words, columns)).plain
        is_over = item.next_due is not None and item.next_due < today
        looks = {"soft": item.status is not Status.ACTIVE, "strong": is_over, "at": is_marked}
        style = self.style(*(look for look, holds in looks.items() if holds))
        drawn = len(SIDE_MARK) + sum(column.width for column in columns)
        if drawn > width:
            return [Strip([Segment(text, style)], drawn).crop(0, width)]
        return [Strip([Segment(text + " " * (width - drawn), style)], width)]
