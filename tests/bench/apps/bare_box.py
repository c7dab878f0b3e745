"""The reference: a text box of Textual's own and nothing else, as wide as a notes box in a form."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import TextArea


class BareBox(App[None]):
    """One box."""

    CSS = "TextArea { width: 54; height: 6; }"

    def compose(self) -> ComposeResult:
        yield TextArea(compact=True, highlight_cursor_line=False)


if __name__ == "__main__":
    BareBox().run()
