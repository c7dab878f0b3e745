"""The caseload as lines: only the rows on screen are asked for and drawn, whatever the number of clients."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from psw_tui.language import Language
from psw_tui.records.client import Status
from psw_tui.services.caseload import CaseloadRow
from psw_tui.ui.show import show
from psw_tui.ui.widgets.caseload_columns import RowWords, columns_for, heading_line, row_line
from psw_tui.ui.widgets.drawn import DrawnLines
from psw_tui.ui.widgets.paged_rows import Page, PagedRows

SIDE_MARK = "> "

MOST_LINES = 512
"""Drawn lines that are kept to be drawn again."""

Look = tuple[bool, bool, bool]
"""Whether a line is dim, overdue, marked."""


class CaseloadList(DrawnLines, ScrollView, can_focus=True):
    """The clients, a line each. Rows are asked for by message, page by page, before they come into sight."""

    DEFAULT_CSS = "CaseloadList { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 0; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"caseload--at", "caseload--over", "caseload--dim"}
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", show=False),
        Binding("up,k", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("enter", "open", show=False),
    ]

    at: reactive[int] = reactive(0, repaint=False)
    """The marked row. Who watches it is told before anything is painted: a message would cost a frame of its own."""
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
        self._strips: LRUCache[tuple[str, bool], tuple[CaseloadRow, Strip]] = LRUCache(MOST_LINES)
        self._strips_for = (0, False, date.min)
        """Width, whether names are shown, and the day, for which the kept lines are drawn."""
        self._words = RowWords(language, date.min, names=False)
        self._styles_of: dict[Look | None, Style] = {}

    def order(self, ids: Sequence[str], *, keep: str = "") -> None:
        """Show these clients from now on. The mark stays on `keep`, else on the client it was on."""
        marked = keep or self.marked_id
        self._rows.order(ids)
        self.virtual_size = Size(0, len(ids))
        place = self._rows.ids.place(marked)
        self.at = place if place >= 0 else min(self.at, max(0, len(ids) - 1))
        self._keep_in_view()
        self._look()
        self.refresh()

    def wanted(self) -> Page | None:
        """The page of rows that is missed most, as of now."""
        return self._rows.wanted()

    def fill(self, page: Page, rows: Iterable[CaseloadRow]) -> None:
        """Put the rows of a page in; those on screen appear."""
        if not self._rows.put(page, rows):
            return
        seen = range(max(page.start, self._top), min(page.start + len(page.ids), self._top + self.size.height))
        if seen:
            self.refresh(Region(0, seen.start - self._top, self.size.width, len(seen)))
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
        return " " * len(SIDE_MARK) + heading_line(self._language, columns_for(room, names=self.names_shown))

    def drawn(self, lines: range) -> list[Strip]:
        self._forget_other_lines()
        return [self._line(self._top + y) for y in lines]

    def notify_style_update(self) -> None:
        """Another theme: every line has other colours."""
        super().notify_style_update()
        self._styles_of.clear()
        self._strips.clear()

    def watch_at(self, before: int, now: int) -> None:
        """Only the two lines that changed are drawn again, unless it scrolls."""
        if not self._keep_in_view():
            lines = [index - self._top for index in (before, now)]
            self.refresh(*(Region(0, y, self.size.width, 1) for y in lines if 0 <= y < self.size.height))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._look()

    def on_resize(self) -> None:
        """The marked client stays on screen, however small it becomes."""
        self._keep_in_view()
        self._look()

    def action_move(self, steps: int) -> None:
        """Mark the next or the previous client."""
        self._mark(self.at + steps)

    def action_page(self, pages: int) -> None:
        """Go a screenful on or back."""
        self._mark(self.at + pages * max(1, self.size.height - 1))

    def action_edge(self, last: int) -> None:
        """Go to the first or the last client."""
        self._mark(self.count - 1 if last else 0)

    def action_open(self) -> None:
        """Open the marked client."""
        if self.count:
            self.post_message(self.Opened(self.marked_id))

    def on_click(self, event: events.Click) -> None:
        """A click marks; a second one opens."""
        index = event.y + self._top
        if index == self.at:
            self.action_open()
        elif index < self.count:
            self.at = index

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel scrolls."""
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel scrolls back."""
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, direction: int) -> None:
        """Scroll, and take the mark along where it would leave the screen: it is what the keys are about."""
        event.prevent_default()
        event.stop()
        self._scroll_top_to(self._top + direction * round(self.app.scroll_sensitivity_y))
        self._mark(max(self._top, min(self.at, self._top + self.size.height - 1)))

    def _mark(self, index: int) -> None:
        if self.count:
            self.at = max(0, min(index, self.count - 1))

    @property
    def _top(self) -> int:
        """The row in the first line."""
        return self.scroll_offset.y

    def _keep_in_view(self) -> bool:
        """Scroll as little as brings the marked row on screen. Says whether it scrolled."""
        if not self.size.height:
            return False
        return self._scroll_top_to(max(min(self._top, self.at), self.at - self.size.height + 1))

    def _scroll_top_to(self, wanted: int) -> bool:
        before = self._top
        top = max(0, min(wanted, self.count - self.size.height))
        self.scroll_to(y=top, animate=False, force=True)
        return self._top != before

    def _look(self) -> None:
        """Ask for what is missing on screen and around it."""
        self._rows.look(self._top, self.size.height)
        page = self._rows.wanted()
        if page is not None and page.in_sight:
            self.post_message(self.RowsWanted())
        elif page is not None:  # what is here is painted first: reading takes the machine from painting
            self.call_after_refresh(self.post_message, self.RowsWanted())

    def _line(self, index: int) -> Strip:
        row = self._rows.row(index) if index < self.count else None
        if row is None:
            return Strip.blank(self.size.width, self._style(None))
        is_marked = index == self.at
        row_drawn, strip = self._strips.get((row.id, is_marked)) or (None, None)
        if strip is None or row_drawn is not row:
            strip = self._draw(row, is_marked)
            self._strips[row.id, is_marked] = (row, strip)
        return strip

    def _draw(self, row: CaseloadRow, is_marked: bool) -> Strip:
        width, names, today = self._strips_for
        columns = columns_for(width - len(SIDE_MARK), names=names)
        mark = SIDE_MARK if is_marked else " " * len(SIDE_MARK)
        text = show(mark + row_line(row, self._words, columns)).plain
        is_over = row.next_due is not None and row.next_due < today
        style = self._style((row.status is not Status.ACTIVE, is_over, is_marked))
        drawn = len(SIDE_MARK) + sum(column.width for column in columns)
        if drawn > width:
            return Strip([Segment(text, style)], drawn).crop(0, width)
        return Strip([Segment(text + " " * (width - drawn), style)], width)

    def _forget_other_lines(self) -> None:
        """What is drawn of a client holds for one width, one day, and with or without names."""
        now = (self.size.width, self.names_shown, self._today())
        if now != self._strips_for:
            self._strips.clear()
            self._strips_for = now
            self._words = RowWords(self._language, self._today(), names=self.names_shown)

    def _style(self, look: Look | None) -> Style:
        if look not in self._styles_of:
            style = self.rich_style
            for name, holds in zip(("dim", "over", "at"), look or (), strict=False):
                if holds:
                    style += self.get_component_rich_style(f"caseload--{name}", partial=True)
            self._styles_of[look] = style
        return self._styles_of[look]
