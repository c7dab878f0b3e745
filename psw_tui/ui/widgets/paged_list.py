"""A list whose rows are asked for by message, page by page, before they come into sight."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence

from textual.message import Message

from psw_tui.ui.widgets.marked_list import MarkedList
from psw_tui.ui.widgets.paged_rows import PackedIds, Page, PagedRows, Row

SENT_AFTER = 0.01
"""Seconds that what is here has to reach the terminal before more is read or drawn: it holds up the thread that sends."""

Ask = Callable[[Sequence[str]], Awaitable[Sequence[Row]]]
"""Reads the rows of these ids, or says why it cannot: what it leaves out stays empty."""


class PagedList(MarkedList[Row]):
    """It knows the ids of all rows in their order, and of the rows those around the screen."""

    class MarkedKnown(Message):
        """The marked row is another one, or has come."""

    class RowsWanted(Message):
        """Rows are not here that are on screen, or may be soon. `bring` brings them."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: PagedRows[Row] = PagedRows()
        self.is_bringing = False
        """Whether pages are being asked for already."""

    def watch_at(self, before: int, now: int) -> None:
        """What is said of the marked row elsewhere follows when the mark can be seen: that answers the key."""
        super().watch_at(before, now)
        self.set_timer(SENT_AFTER, self._after_mark)

    def _after_mark(self) -> None:
        self._tell_marked()
        self.draw_marked_ahead()

    def _tell_marked(self) -> None:
        self.post_message(self.MarkedKnown())

    def order(self, ids: PackedIds, *, keep: str = "", stay: bool = False) -> None:
        """Show these from now on. The mark stays on `keep`, else on the row it was on; or in its place, if it is to."""
        marked = keep or ("" if stay else self.marked_id)
        self._rows.order(ids)
        place = ids.place(marked)
        self.show_from(place if place >= 0 else self.at)

    def wanted(self) -> Page | None:
        """The page of rows that is missed most, as of now."""
        return self._rows.wanted()

    def fill(self, page: Page, rows: Iterable[Row]) -> None:
        """Put the rows of a page in; those on screen appear."""
        if not self._rows.put(page, rows):
            return
        self.redraw(range(page.start, page.start + len(page.ids)))
        if self.marked_id in page.ids:
            self._tell_marked()

    async def bring_page(self, ask: Ask[Row]) -> bool:
        """Ask for the page that is missed most, and say whether there was one."""
        page = self.wanted()
        if page is not None:
            self.fill(page, await ask(page.ids))
        return page is not None

    async def bring(self, ask: Ask[Row]) -> None:
        """Page by page, each time the one missed most by then: where nobody is any more is not asked about."""
        if self.is_bringing:
            return
        self.is_bringing = True
        try:
            while await self.bring_page(ask):
                pass
        finally:
            self.is_bringing = False
        self.draw_ahead(self._rows.around)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows.ids)

    @property
    def marked_id(self) -> str:
        """The id of the marked row; empty without rows."""
        return self._rows.ids.at(self.at)

    @property
    def marked_row(self) -> Row | None:
        """What is known of the marked row."""
        return self._rows.row(self.at)

    def item(self, index: int) -> Row | None:
        return self._rows.row(index)

    def look(self) -> None:
        """Ask for what is missing on screen and around it."""
        self._rows.look(self.in_sight.start, self.size.height)
        page = self._rows.wanted()
        if page is not None and page.in_sight:
            self.post_message(self.RowsWanted())
        else:
            self.set_timer(SENT_AFTER, self._look_ahead)

    def _look_ahead(self) -> None:
        """Read what may be on screen next; draw it where it is here already."""
        if self._rows.wanted() is not None:
            self.post_message(self.RowsWanted())
        else:
            self.draw_ahead(self._rows.around)
