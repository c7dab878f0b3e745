"""A long list with a mark: it draws only the lines that are on screen, and its own mark, keys and wheel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.cache import LRUCache
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from psw_tui.ui.widgets.drawn import DrawnLines

SIDE_MARK = "> "
NO_MARK = " " * len(SIDE_MARK)

MOST_KEPT = 512
"""Drawn items that are kept to be drawn again."""

Item = TypeVar("Item")


class MarkedList(DrawnLines, ScrollView, Generic[Item], can_focus=True):
    """Items of so many lines each, one of them marked. Who inherits says what they are and how they look."""

    DEFAULT_CSS = """
    MarkedList { height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 0; }
    MarkedList > .list--at {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: $block-cursor-text-style;
    }
    MarkedList > .list--strong { text-style: bold; }
    MarkedList > .list--found { text-style: underline; }
    MarkedList > .list--soft { color: $text-muted; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--at", "list--strong", "list--found", "list--soft"}
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "edge(0)", show=False),
        Binding("end", "edge(1)", show=False),
        Binding("enter", "open", show=False),
    ]
    LINES: ClassVar[int] = 1
    """Of each item."""
    GOES_ROUND: ClassVar[bool] = False
    """Whether a step past one end leads to the other."""
    CLICK_OPENS: ClassVar[bool] = False
    """Whether the first click opens; else the second does."""

    at: reactive[int] = reactive(0, repaint=False)
    """The marked item."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: LRUCache[tuple[int, bool], tuple[Item, Sequence[Strip]]] = LRUCache(MOST_KEPT)
        """By the identity of the item, which is kept with its lines so that no other takes that identity."""
        self._kept_for: tuple[object, ...] = ()
        self._styles_of: dict[tuple[str, ...], Style] = {}

    @property
    def count(self) -> int:
        """How many items there are."""
        raise NotImplementedError

    def item(self, index: int) -> Item | None:
        """What is known of the item in this place; None leaves its lines empty."""
        raise NotImplementedError

    def draw(self, item: Item, width: int, *, is_marked: bool) -> Sequence[Strip]:
        """Its lines, so many cells wide."""
        raise NotImplementedError

    def action_open(self) -> None:
        """Open the marked item."""
        raise NotImplementedError

    def drawn_for(self) -> tuple[object, ...]:
        """What all lines depend on: when it changes, they are drawn anew."""
        return (self.size.width,)

    def look(self) -> None:
        """Be told that other lines are on screen."""

    def show_from(self, at: int) -> None:
        """Other items from now on, with the mark on this one or as near to it as there are any."""
        self.virtual_size = Size(0, self.count * self.LINES)
        self.at = max(0, min(at, self.count - 1))
        self._keep_in_view()
        self.look()
        self.refresh()

    def redraw(self, items: range) -> None:
        """Draw these again, as far as they are on screen."""
        first, end = items.start * self.LINES - self._top, items.stop * self.LINES - self._top
        lines = range(max(0, first), min(self.size.height, end))
        if lines:
            self.refresh(Region(0, lines.start, self.size.width, len(lines)))

    def draw_ahead(self, items: range) -> None:
        """Draw these before they come on screen, as far as they are known, down to what the terminal is sent."""
        if self.drawn_for() == self._kept_for:
            for index in items:
                self._send_ready(index, is_marked=False)
            self.draw_marked_ahead()

    def draw_marked_ahead(self) -> None:
        """The same for what the next arrow or page will mark."""
        if self.drawn_for() == self._kept_for:
            for step in (1, self._screenful):
                self._send_ready(self.at + step, is_marked=True)
                self._send_ready(self.at - step, is_marked=True)

    @property
    def in_sight(self) -> range:
        """The items on screen, also in part."""
        return range(self._top // self.LINES, min(self.count, -(-(self._top + self.size.height) // self.LINES)))

    def style(self, *looks: str) -> Style:
        """The style of a text that is all these, such as `at` and `strong`."""
        if looks not in self._styles_of:
            style = self.rich_style
            for look in looks:
                style += self.get_component_rich_style(f"list--{look}", partial=True)
            self._styles_of[looks] = style
        return self._styles_of[looks]

    def drawn(self, lines: range) -> list[Strip]:
        if (now := self.drawn_for()) != self._kept_for:
            self._kept.clear()
            self._kept_for = now
        return [self._line(*divmod(self._top + y, self.LINES)) for y in lines]

    def notify_style_update(self) -> None:
        """Another theme: every line has other colours."""
        super().notify_style_update()
        self._styles_of.clear()
        self._kept.clear()

    def watch_at(self, before: int, now: int) -> None:
        """Only the two items that changed are drawn again, unless it scrolls."""
        if not self._keep_in_view():
            for index in (before, now):
                self.redraw(range(index, index + 1))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.look()

    def on_resize(self) -> None:
        """The marked item stays on screen, however small it becomes."""
        self._keep_in_view()
        self.look()

    async def all_known(self) -> None:
        """Wait until it is known how many items there are."""

    async def on_key(self, event: events.Key) -> None:
        """What the list does with its own keys, at once: up to the app and down again takes longer than the drawing."""
        for binding in self._bindings.key_to_bindings.get(event.key, ()):
            event.stop()
            event.prevent_default()
            await self.run_action(binding.action)

    async def action_move(self, steps: int) -> None:
        """Mark the next or the previous item."""
        if not 0 <= self.at + steps < self.count:
            await self.all_known()
        wanted = self.at + steps
        self._mark(wanted % self.count if self.GOES_ROUND and self.count else wanted)

    async def action_page(self, pages: int) -> None:
        """Go a screenful on or back."""
        steps = pages * self._screenful
        if self.at + steps >= self.count:
            await self.all_known()
        self._mark(self.at + steps)

    async def action_edge(self, last: int) -> None:
        """Go to the first or the last item."""
        if last:
            await self.all_known()
        self._mark(self.count - 1 if last else 0)

    def on_click(self, event: events.Click) -> None:
        """A click marks; a second one, or already the first, opens."""
        index = (event.y + self._top) // self.LINES
        if index >= self.count:
            return
        was_marked = index == self.at
        self.at = index
        if was_marked or self.CLICK_OPENS:
            self.action_open()

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
        first, end = -(-self._top // self.LINES), (self._top + self.size.height) // self.LINES  # those wholly on screen
        self._mark(max(first, min(self.at, end - 1)))

    def _mark(self, index: int) -> None:
        if self.count:
            self.at = max(0, min(index, self.count - 1))

    @property
    def _screenful(self) -> int:
        """How many items a page goes on or back."""
        return max(1, self.size.height // self.LINES - 1)

    @property
    def _top(self) -> int:
        """Which of all lines is the first on screen."""
        return self.scroll_offset.y

    def _keep_in_view(self) -> bool:
        """Scroll as little as brings the marked item on screen. Says whether it scrolled."""
        if not self.size.height:
            return False
        first = self.at * self.LINES
        return self._scroll_top_to(min(max(self._top, first + self.LINES - self.size.height), first))

    def _scroll_top_to(self, wanted: int) -> bool:
        before = self._top
        top = max(0, min(wanted, self.count * self.LINES - self.size.height))
        if top != before:
            self.scroll_to(y=top, animate=False, force=True)
        return self._top != before

    def _line(self, index: int, part: int) -> Strip:
        lines = self._lines(index, is_marked=index == self.at)
        return lines[part] if lines else Strip.blank(self.size.width, self.style())

    def _lines(self, index: int, *, is_marked: bool) -> Sequence[Strip]:
        """The lines of the item in this place; none where nothing is known of it."""
        item = self.item(index) if 0 <= index < self.count else None
        if item is None:
            return ()
        kept, lines = self._kept.get((id(item), is_marked)) or (None, ())
        if kept is not item:
            lines = self.draw(item, self.size.width, is_marked=is_marked)
            self._kept[id(item), is_marked] = (item, lines)
        return lines

    def _send_ready(self, index: int, *, is_marked: bool) -> None:
        """A strip keeps what it was rendered to."""
        for strip in self._lines(index, is_marked=is_marked):
            strip.render(self.app.console)
