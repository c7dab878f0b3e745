"""A line that tells how far a long piece of work is. It changes as the work goes on, and never by itself."""

from __future__ import annotations

from textual.widgets import Static

from psw_tui.language import Language
from psw_tui.progress import Progress
from psw_tui.progress_words import how_far
from psw_tui.ui.show import show

BAR = 20
"""Cells of the bar."""
OFTEN = 0.2
"""Seconds between two pictures."""


class HowFar(Static):
    """Looks at the work several times a second, and draws what is new."""

    def __init__(self, language: Language, progress: Progress, way_out: str = "") -> None:
        super().__init__("")
        self._language = language
        self._progress = progress
        self._shown = ""
        self._way_out = way_out
        """How to stop it; not said any more once it cannot be."""

    def on_mount(self) -> None:
        self.tell()
        self.set_interval(OFTEN, self.tell)

    def tell(self) -> None:
        """Show where the work is now."""
        line = " ".join(filter(None, (self._bar(), self._words())))
        way_out = self._way_out if self._progress.can_stop else ""
        words = "\n\n".join(filter(None, (line, way_out)))
        if words != self._shown:
            self._shown = words
            self.update(show(words))

    def _words(self) -> str:
        if self._progress.can_stop and self._progress.stopped.is_set():
            return self._language.say("Stopping.")
        return how_far(self._progress.told, self._language)

    def _bar(self) -> str:
        share = self._progress.told.share
        if share is None:
            return ""
        done = int(share * BAR)
        return f"[{'#' * done}{'.' * (BAR - done)}]"
