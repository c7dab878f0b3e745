"""The line at the top and the line of keys at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from psw_tui.ui.show import joined, show

GAP = "  "


@dataclass(frozen=True)
class Key:
    """A key on the bottom line, already in the worker's language."""

    name: str
    label: str
    always: bool = False
    """Keeps its place when there is too little room for all."""


class TopLine(Vertical):
    """Where this is on the left, what is worth knowing on the right; below it what must not be forgotten, if anything."""

    DEFAULT_CSS = """
    TopLine { height: auto; }
    TopLine > Horizontal { height: 1; background: $panel; color: $foreground; text-style: bold; padding: 0 1; }
    TopLine .left { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    TopLine .right { width: auto; height: 1; text-wrap: nowrap; text-align: right; }
    TopLine > .reminder { height: auto; padding: 0 1; text-style: bold; }
    TopLine > .reminder { background: $block-cursor-background; color: $block-cursor-foreground; }
    TopLine > .lesson { height: auto; padding: 0 1; background: $panel; color: $foreground; }
    """

    def __init__(self, left: Content, right: Content) -> None:
        super().__init__()
        self._left = Static(left, classes="left")
        self._right = Static(right, classes="right")
        self._headed = left
        self._told = right
        self._below: dict[str, Static] = {}
        """What stands below the line, once there was something to stand there: on most screens there never is."""

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self._left
            yield self._right

    def tell(self, right: Content) -> None:
        """Replace what is on the right. Saying the same again would lay out the whole screen, as at every draft."""
        if right != self._told:
            self._told = right
            self._right.update(right)

    def head(self, left: Content) -> None:
        """Replace what is on the left."""
        if left != self._headed:
            self._headed = left
            self._left.update(left)

    def remind(self, reminder: Content) -> None:
        """Let this stand below the line, or nothing any more."""
        self._stand("reminder", reminder, after=0)

    def teach(self, lesson: Content) -> None:
        """Let this lesson stand below all that, or none any more."""
        self._stand("lesson", lesson, after=None)

    def _stand(self, what: str, words: Content, *, after: int | None) -> None:
        line = self._below.get(what)
        if line is None:
            if words.plain:
                self._below[what] = Static(words, classes=what)
                self.mount(self._below[what], after=after)
        elif line.content != words:
            line.display = bool(words.plain)
            line.update(words)


class KeyLine(Widget):
    """The keys of a screen, as many as there is room for, the most used first."""

    DEFAULT_CSS = "KeyLine { height: 1; dock: bottom; background: $panel; color: $foreground; padding: 0 1; }"

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self._keys = keys

    def name_again(self, keys: Sequence[Key]) -> None:
        """Name other keys, or the same in another language."""
        self._keys = keys
        self.refresh()

    def render(self) -> Content:
        pieces = [joined(show(key.name, "bold reverse"), " ", key.label) for key in self._keys]
        lengths = [piece.cell_length + len(GAP) for piece in pieces]
        room = self.size.width + len(GAP) - sum(n for n, key in zip(lengths, self._keys, strict=True) if key.always)
        drawn: list[Content] = []
        for piece, length, key in zip(pieces, lengths, self._keys, strict=True):
            if not key.always:
                room -= length
            if key.always or room >= 0:
                drawn.append(piece)
        return Content(GAP).join(drawn)
