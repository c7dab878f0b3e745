"""A text area in which a key costs as little in a long note as in a short one.

Textual's own draws every row on screen anew at each key, and for each of them divides the whole paragraph. Here only a
row that looks different is drawn, from its own letters; what comes out is the same, and a test compares the two. It
has what a box for notes needs and no more: no line numbers, no colours of a language, no pairs of brackets.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual._text_area_theme import TextAreaTheme
from textual.cache import LRUCache
from textual.document._document import Location
from textual.document._document_navigator import DocumentNavigator
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import TextArea

from psw_tui.ui.widgets.wrapping import SteadyWrap

MOST_ROWS = 256
"""Rows that are remembered as they were drawn."""


@dataclass(frozen=True)
class Row:
    """All that the look of one row depends on, besides the colours of the box."""

    text: str
    width: int
    marked: tuple[int, int] = (0, 0)
    """From where to where it is selected."""
    cursor: int = -1
    """Where the cursor stands; -1 for elsewhere."""
    is_marked_gap: bool = False
    """An empty line within what is selected."""


class WritingArea(TextArea):
    """A text box for people's own words, with a cursor that stands still: blinking tires the eyes and the battery."""

    wrapped_document: SteadyWrap

    def __init__(self) -> None:
        self._drawn: LRUCache[Row, Strip] = LRUCache(MOST_ROWS)
        self._dressed: tuple[TextAreaTheme, Style] | None = None
        """The theme that has all colours of the box, and the box's own; None once a style has changed."""
        super().__init__(compact=True, highlight_cursor_line=False, tab_behavior="focus")
        self.cursor_blink = False
        self.disable_messages(TextArea.SelectionChanged)  # nobody listens, and it would go all the way up at each key

    def _set_document(self, text: str, language: str | None) -> None:
        super()._set_document(text, language)
        self.wrapped_document = SteadyWrap(self.document, tab_width=self.indent_width)
        self.navigator = DocumentNavigator(self.wrapped_document)
        self._rewrap_and_refresh_virtual_size()

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """None: looking for it goes through the whole note, and brackets in a note are not code."""

    def notify_style_update(self) -> None:
        self._dressed = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        dress = (self._theme, self.rich_style)
        if self._dressed != dress:
            self._theme.apply_css(self)
            self._dressed = dress
            self._drawn.clear()
        return super(TextArea, self).render_lines(crop)  # its own would ask for all colours again

    def render_line(self, y: int) -> Strip:
        row = y + self.scroll_offset.y
        if row >= self.wrapped_document.height:
            return Strip.blank(self.size.width, self._theme.base_style)
        index, start, end = self.wrapped_document.section_at(row)
        line = self.document.get_line(index)
        if "\t" in line:
            return self._render_line(y)
        look = self._look(index, start, end, line)
        strip = self._drawn.get(look)
        if strip is None:
            strip = self._drawn[look] = self._draw(look)
        return strip

    def _look(self, index: int, start: int, end: int | None, line: str) -> Row:
        text = line[start:end] if end is not None else line[start:] + " "  # where the cursor stands at the end
        first, last = sorted(self.selection)
        marked, is_gap = (0, 0), False
        if first != last and first[0] <= index <= last[0]:
            is_gap = not line and index != self.selection.end[0]
            begin = first[1] if index == first[0] else 0
            until = last[1] if index == last[0] else len(line)
            marked = (min(max(begin - start, 0), len(text)), min(max(until - start, 0), len(text)))
        cursor = self.selection.end[1] - start if self._draw_cursor and index == self.selection.end[0] else -1
        return Row(
            "▌" if is_gap else text,
            self.scrollable_content_region.width,
            marked if marked[0] < marked[1] and not is_gap else (0, 0),
            cursor if 0 <= cursor < len(text) else -1,
            is_gap,
        )

    def _draw(self, look: Row) -> Strip:
        theme = self._theme
        text = Text(look.text, end="", no_wrap=True)
        if theme.selection_style is not None:
            text.stylize(theme.selection_style, *look.marked)
            if look.is_marked_gap:
                text.stylize(Style(color=theme.selection_style.bgcolor))
        if theme.cursor_style is not None and look.cursor >= 0:
            text.stylize(theme.cursor_style, look.cursor, look.cursor + 1)
        drawn = Strip(text.render(self.app.console), cell_length=text.cell_len)
        base = theme.base_style
        drawn = drawn.extend_cell_length(look.width, base)
        return drawn.apply_style(base) if base is not None else drawn
