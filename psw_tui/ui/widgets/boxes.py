"""One widget per kind of answer that is typed: a line, a few lines, a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual import events
from textual.widget import Widget
from textual.widgets import TextArea

from psw_tui.domain.dates import UnreadableDay, parse_day
from psw_tui.domain.text import plain
from psw_tui.language import Language
from psw_tui.ui.show import show
from psw_tui.ui.widgets.line_box import Box, LineBox, SecretBox
from psw_tui.ui.widgets.writing_area import WritingArea

__all__ = ["Box", "DayBox", "LineBox", "NotesBox", "SecretBox", "Understood"]


class DayBox(LineBox):
    """A day as people type it, with the day it is understood as shown in the right corner."""

    DEFAULT_CSS = "DayBox { border-subtitle-align: right; max-width: 40; }"

    def __init__(self, language: Language, today: date, **options: Any) -> None:
        super().__init__(**options)
        self._language = language
        self._today = today

    def understood(self) -> str:
        """The day in words, or nothing while it cannot be read."""
        if not self.value.strip():
            return ""
        try:
            return self._language.day(parse_day(self.value, self._today), self._today)
        except UnreadableDay:
            return ""


class NotesBox(WritingArea, Box):
    """A few lines of text. Enter goes on while it is empty and is a new line once there is text."""

    DEFAULT_CSS = "NotesBox { width: 1fr; height: auto; min-height: 2; max-height: 6; }"
    TAKES_LETTERS = True

    @property
    def raw(self) -> str:
        return self.text

    def put(self, raw: Any) -> None:
        with self.prevent(TextArea.Changed):
            self.load_text(plain(str(raw or "")))
            self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter" and not self.text.strip():
            event.stop()
            event.prevent_default()
            self.post_message(self.GoOn(self))
            return
        await super()._on_key(event)

    async def _on_paste(self, event: events.Paste) -> None:
        """Before Textual puts it in: what is pasted may hold what steers a terminal, and a box sends it there."""
        event.text = plain(event.text)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Answered(self))


class Understood(Widget):
    """What a day was understood as, beside its box."""

    DEFAULT_CSS = "Understood { width: 16; height: 1; padding-left: 1; color: $text-muted; }"

    def __init__(self) -> None:
        super().__init__()
        self._words = ""

    def tell(self, words: str) -> None:
        """Show these words from now on."""
        self._words = words
        self.refresh()

    def render(self) -> Any:
        return show(f"= {self._words}" if self._words else "")
