"""The reference for what fills the screen anew: an input above entries of two lines, all of them other ones at each key."""

from __future__ import annotations

from textual import on
from textual.app import App, ComposeResult
from textual.widgets import Input, Static

WORDS = "Maple-27  debrief  12 Mar\n    walked to the food bank together and he asked about the bus pass again\n"


class Repaint(App[None]):
    """A box, and as much text as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self._told = Static(WORDS, markup=False)

    def compose(self) -> ComposeResult:
        yield Input()
        yield self._told

    @on(Input.Changed)
    def repaint(self, event: Input.Changed) -> None:
        """Every line another one."""
        self._told.update("\n".join(f"{event.value} {number} {WORDS}" for number in range(20)))


if __name__ == "__main__":
    Repaint().run()
