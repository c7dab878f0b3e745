"""What every box is, and a line of text: all that the first screen asks with, so it loads nothing for longer answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Input

from psw_tui.domain.text import plain


class Box(Widget):
    """What every kind of answer has: a raw value, and two things to say to the form around it."""

    TAKES_LETTERS: ClassVar[bool] = False
    """Whether a letter is part of the answer, so that it never moves the cursor to another box."""

    @dataclass(eq=False, repr=False)
    class Answered(Message):
        """The raw value has changed."""

        box: Widget

        @property
        def control(self) -> Widget:
            return self.box

    @dataclass(eq=False, repr=False)
    class GoOn(Message):
        """The answer is given; the next question may have the cursor."""

        box: Widget

        @property
        def control(self) -> Widget:
            return self.box

    @property
    def raw(self) -> Any:
        """The answer as it stands."""
        raise NotImplementedError

    def put(self, raw: Any) -> None:
        """Show an answer without announcing it."""
        raise NotImplementedError


class LineBox(Input, Box):
    """One line of text. Enter goes on."""

    DEFAULT_CSS = "LineBox { width: 1fr; height: 1; }"
    TAKES_LETTERS = True

    virtual_size = Reactive(Size(0, 0), layout=False)
    """How long the text is: the box is as wide as before, so that a letter need not lay out the whole screen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(compact=True, select_on_focus=False, **options)
        self.cursor_blink = False  # one that stands still is calmer, and lets the computer rest

    @property
    def raw(self) -> str:
        return self.value

    def put(self, raw: Any) -> None:
        with self.prevent(Input.Changed):
            self.value = plain(str(raw or ""))

    def _on_paste(self, event: events.Paste) -> None:
        """Textual's own takes the first line as it is; here the lines become one, and nothing in it steers a terminal."""
        if not self.password:
            event.text = plain(event.text).strip("\n").replace("\n", " ")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Answered(self))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.GoOn(self))


class SecretBox(LineBox):
    """A passphrase: dots, and nothing to copy."""

    def __init__(self, **options: Any) -> None:
        super().__init__(password=True, **options)

    def action_copy(self) -> None:
        """Nothing: a passphrase does not go to the clipboard."""

    def action_cut(self) -> None:
        """Nothing: a passphrase does not go to the clipboard."""
