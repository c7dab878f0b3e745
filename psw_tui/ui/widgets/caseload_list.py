"""The caseload as lines: only the rows on screen are asked for and drawn, whatever the number of clients."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.client import Status
from psw_tui.services.caseload import CaseloadRow
from psw_tui.signal_words import label
from psw_tui.ui.show import show

PAGE = 64
"""Rows asked for at once."""

PERMISSION_ENDS_SOON = timedelta(days=14)
SIDE_MARK = "> "


@dataclass(frozen=True)
class Column:
    """One column: its heading and its width in cells; the last one takes what is left."""

    heading: str
    width: int


COLUMNS = (
    Column(N_("Client"), 13),
    Column(N_("Last"), 7),
    Column(N_("Next due"), 13),
    Column(N_("Signal"), 14),
    Column(N_("Fresh look 1-9"), 18),
    Column(N_("Permission"), 11),
)
NARROW_COLUMNS = (
    Column(N_("Client"), 13),
    Column(N_("Last"), 7),
    Column(N_("Next due"), 13),
    Column(N_("Signal"), 14),
    Column(N_("1-9"), 9),
)
WIDE = 78
"""From this many columns on, all columns fit."""


class CaseloadList(ScrollView, can_focus=True):
    """The clients, a line each. Pages of rows are asked for by message and put in with `fill`."""

    DEFAULT_CSS = "CaseloadList { height: 1fr; scrollbar-size-vertical: 0; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"caseload--at", "caseload--over", "caseload--dim", "caseload--head"}
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
    """The marked row."""
    names_shown: reactive[bool] = reactive(False)

    @dataclass
    class Opened(Message):
        """The marked client is to be opened."""

        client: str

    @dataclass
    class Marked(Message):
        """Another row is marked now."""

        index: int

    @dataclass
    class PageWanted(Message):
        """Rows from `start` on are about to be drawn and are not here."""

        start: int

    def __init__(self, language: Language, today: Callable[[], date]) -> None:
        super().__init__()
        self._language = language
        self._today = today
        self._ids: Sequence[str] = ()
        self._rows: dict[str, CaseloadRow] = {}
        self._asked: set[int] = set()

    def order(self, ids: Sequence[str], *, keep: str = "") -> None:
        """Show these clients from now on. The mark stays on `keep`, else on the client it was on."""
        marked = keep or self.marked_id
        self._ids = ids
        self._rows.clear()
        self._asked.clear()
        self.virtual_size = Size(self.size.width, len(ids))
        self.at = ids.index(marked) if marked in ids else min(self.at, max(0, len(ids) - 1))
        self.refresh()

    def fill(self, rows: Iterable[CaseloadRow]) -> None:
        """Put rows in; those on screen appear."""
        self._rows.update({row.id: row for row in rows})
        self.refresh()

    @property
    def marked_id(self) -> str:
        """The id of the marked client; empty without clients."""
        return self._ids[self.at] if self._ids else ""

    @property
    def marked_row(self) -> CaseloadRow | None:
        """What is known of the marked client."""
        return self._rows.get(self.marked_id)

    def ids_from(self, start: int) -> Sequence[str]:
        """The ids of one page."""
        return self._ids[start : start + PAGE]

    def heading(self, width: int) -> str:
        """The line above the rows."""
        cells = [self._language.say(column.heading) for column in _columns(width)]
        return " " * len(SIDE_MARK) + _line(cells, width)

    def render_line(self, y: int) -> Strip:
        index = y + self.scroll_offset.y
        width = self.size.width
        if index >= len(self._ids):
            return Strip.blank(width, self.rich_style)
        row = self._rows.get(self._ids[index])
        if row is None:
            self._want(index)
            return Strip.blank(width, self.rich_style)
        mark = SIDE_MARK if index == self.at else " " * len(SIDE_MARK)
        text = show(mark + _line(self._cells(row, width), width - len(mark))).plain
        return Strip([Segment(text, self._style(row, index))]).adjust_cell_length(width, self.rich_style)

    def watch_at(self, before: int, now: int) -> None:
        """Only the two lines that changed are drawn again."""
        top = self.scroll_offset.y
        for index in (before, now):
            self.refresh(Region(0, index - top, self.size.width, 1))
        self._keep_in_view()
        self.post_message(self.Marked(now))

    def action_move(self, steps: int) -> None:
        """Mark the next or the previous client."""
        self._mark(self.at + steps)

    def action_page(self, pages: int) -> None:
        """Go a screenful on or back."""
        self._mark(self.at + pages * max(1, self.size.height - 1))

    def action_edge(self, last: int) -> None:
        """Go to the first or the last client."""
        self._mark(len(self._ids) - 1 if last else 0)

    def action_open(self) -> None:
        """Open the marked client."""
        if self._ids:
            self.post_message(self.Opened(self.marked_id))

    def on_click(self, event: events.Click) -> None:
        """A click marks; a second one opens."""
        index = event.y + self.scroll_offset.y
        if index == self.at:
            self.action_open()
        elif index < len(self._ids):
            self.at = index

    def _mark(self, index: int) -> None:
        if self._ids:
            self.at = max(0, min(index, len(self._ids) - 1))

    def _keep_in_view(self) -> None:
        top, height = self.scroll_offset.y, self.size.height
        if self.at < top:
            self.scroll_to(y=self.at, animate=False)
        elif self.at >= top + height:
            self.scroll_to(y=self.at - height + 1, animate=False)

    def _want(self, index: int) -> None:
        start = index - index % PAGE
        if start not in self._asked:
            self._asked.add(start)
            self.post_message(self.PageWanted(start))

    def _style(self, row: CaseloadRow, index: int) -> Style:
        style = self.rich_style
        if row.status is not Status.ACTIVE:
            style += self.get_component_rich_style("caseload--dim", partial=True)
        if row.next_due is not None and row.next_due < self._today():
            style += self.get_component_rich_style("caseload--over", partial=True)
        if index == self.at:
            style += self.get_component_rich_style("caseload--at", partial=True)
        return style

    def _cells(self, row: CaseloadRow, width: int) -> list[str]:
        today = self._today()
        code = f"{row.code} {row.goes_by}".strip() if self.names_shown else row.code
        cells = [code, self._last(row, today), self._next(row, today), self._signal(row), self._marks(row, width)]
        return cells if width < WIDE else [*cells, self._permission(row, today)]

    def _last(self, row: CaseloadRow, today: date) -> str:
        if row.status is Status.PAUSED:
            return self._language.say("paused")
        return self._language.ago(row.last_contact, today) if row.last_contact else "-"

    def _next(self, row: CaseloadRow, today: date) -> str:
        if row.next_due is None:
            return "-"
        if row.next_due < today:
            return self._language.say("over {days} d", days=(today - row.next_due).days)
        return self._language.day(row.next_due, today)

    def _signal(self, row: CaseloadRow) -> str:
        return label(row.signal, self._language) if row.in_touch else "-"

    def _marks(self, row: CaseloadRow, width: int) -> str:
        if row.fresh_look is None:
            return "-"
        marks = [row.fresh_look.steps[number].mark for number in StepNumber]
        if width < WIDE:
            return "".join(marks)
        if row.fresh_look.closed_on is not None:
            return f"{''.join(marks)} {self._language.say('closed')}"
        return " ".join(marks)

    def _permission(self, row: CaseloadRow, today: date) -> str:
        if row.permission_until is None:
            return self._language.say("none")
        left = (row.permission_until - today).days
        soon = row.permission_until - today <= PERMISSION_ENDS_SOON
        return self._language.say("{days} d left" if soon else "{days} d", days=left)


def _columns(width: int) -> tuple[Column, ...]:
    return COLUMNS if width >= WIDE else NARROW_COLUMNS


def _line(cells: Sequence[str], width: int) -> str:
    """Cells in their columns; what does not fit ends in an ellipsis, and the last one keeps to the screen."""
    fitted = [_fit(cell, column.width) for cell, column in zip(cells, _columns(width + len(SIDE_MARK)), strict=False)]
    return "".join(fitted)


def _fit(cell: str, width: int) -> str:
    content = show(cell).truncate(width - 1, ellipsis=True)
    return content.plain + " " * (width - content.cell_length)
