"""One widget per kind of answer that is picked: one of a few, any of a list, a tick, a number from 0 to 10."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive

from psw_tui.domain.keys import KEYS
from psw_tui.records.option import Option
from psw_tui.ui.show import SOFT, show
from psw_tui.ui.widgets.line_box import Box

GAP = " "
DIGITS = "123456789"
TEN, NOT_ASKED, PREFER_NOT = KEYS["scale.ten"], KEYS["scale.not_asked"], KEYS["scale.prefer_not"]
"""What a scale takes besides digits."""


class Picking(Box, can_focus=True):
    """Answers laid out in lines that wrap, with one of them under the cursor."""

    DEFAULT_CSS = """
    Picking { width: 1fr; height: auto; }
    Picking:focus { background: $surface-lighten-1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,down", "move(1)", show=False),
        Binding("left,up", "move(-1)", show=False),
        Binding("enter", "go_on", show=False),
    ]

    at: reactive[int] = reactive(0)

    def __init__(self, options: Sequence[Option], *, nothing: str = "", **about: Any) -> None:
        super().__init__(**about)
        self.options = list(options)
        self.nothing = nothing
        """What to say where there is nothing to pick from."""

    def offer(self, options: Sequence[Option]) -> None:
        """Offer other answers from now on, as when a step may not stand everywhere."""
        self.options = list(options)
        self.refresh(layout=True)

    def get_content_width(self, container: Size, _viewport: Size) -> int:
        return container.width

    def get_content_height(self, _container: Size, _viewport: Size, width: int) -> int:
        return sum(self._height(line, width) for line in self._lines(width)) or show(self.nothing).get_height({}, width)

    def render(self) -> Content:
        if not self.options:
            return show(self.nothing, SOFT)
        return Content("\n").join([self._drawn(line) for line in self._lines(self.size.width)])

    def action_move(self, steps: int) -> None:
        """Move the cursor among the answers."""
        if self.options:
            self.at = (self.at + steps) % len(self.options)

    def action_go_on(self) -> None:
        """Leave the answer as it is and go on."""
        self.post_message(self.GoOn(self))

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    async def on_click(self, event: events.Click) -> None:
        """A mouse is never needed, and works."""
        found = self._option_at(event.x, event.y)
        if found is not None:
            self.at = found
            self.take(found)

    def take(self, index: int) -> None:
        """Answer with this option."""
        raise NotImplementedError

    def piece(self, index: int) -> str:
        """How one option reads."""
        raise NotImplementedError

    def is_taken(self, index: int) -> bool:
        """Whether the option is (part of) the answer."""
        raise NotImplementedError

    def on_key(self, event: events.Key) -> None:
        """One key may answer. Anything else is somebody else's key."""
        index = self.index_of(event.character or "")
        if index is not None:
            event.stop()
            self.at = index
            self.take(index)

    def index_of(self, character: str) -> int | None:
        """Which option a key stands for: the digit in front of it."""
        return DIGITS.index(character) if character and character in DIGITS[: len(self.options)] else None

    def _lines(self, width: int) -> list[list[int]]:
        """Which options stand on which line."""
        lines: list[list[int]] = []
        used = 0
        for index in range(len(self.options)):
            length = cell_len(self.piece(index))
            if not lines or used + len(GAP) + length > width:
                lines.append([index])
                used = length
            else:
                lines[-1].append(index)
                used += len(GAP) + length
        return lines

    def _height(self, line: list[int], width: int) -> int:
        """How many rows of the screen it takes: an answer longer than the box goes on below."""
        return self._drawn(line).get_height({}, width)

    def _drawn(self, line: list[int]) -> Content:
        return Content(GAP).join([show(self.piece(index), self._style(index)) for index in line])

    def _style(self, index: int) -> str:
        styles = []
        if self.is_taken(index):
            styles.append("bold")
        if self.has_focus and index == self.at:
            styles.append("reverse")
        return " ".join(styles)

    def _option_at(self, x: int, y: int) -> int | None:
        for line in self._lines(self.size.width):
            height = self._height(line, self.size.width)
            if y < height:
                return line[0] if height > 1 else self._option_along(line, x)
            y -= height
        return None

    def _option_along(self, line: list[int], x: int) -> int | None:
        start = 0
        for index in line:
            end = start + cell_len(self.piece(index))
            if start <= x < end:
                return index
            start = end + len(GAP)
        return None


class ChoiceBox(Picking):
    """One of a few answers. A digit answers and goes on; Space answers with the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "choose", show=False),
        Binding("backspace,delete", "clear", show=False),
    ]

    def __init__(self, options: Sequence[Option], **about: Any) -> None:
        super().__init__(options, **about)
        self._value = ""

    @property
    def raw(self) -> str:
        return self._value

    def put(self, raw: Any) -> None:
        self._value = str(raw or "")
        values = [option.value for option in self.options]
        if self._value in values:
            self.at = values.index(self._value)
        self.refresh()

    def piece(self, index: int) -> str:
        option = self.options[index]
        name = f"{index + 1} {option.label}" if index < len(DIGITS) else option.label
        return f"[{name}]" if self.is_taken(index) else f" {name} "

    def is_taken(self, index: int) -> bool:
        return self.options[index].value == self._value

    def take(self, index: int) -> None:
        self._set(self.options[index].value)
        self.post_message(self.GoOn(self))

    def action_choose(self) -> None:
        """Answer with the option under the cursor and stay."""
        if self.options:
            self._set(self.options[self.at].value)

    def action_clear(self) -> None:
        """Take the answer back."""
        self._set("")

    def _set(self, value: str) -> None:
        self._value = value
        self.refresh(layout=True)
        self.post_message(self.Answered(self))


class SeveralBox(Picking):
    """Any of a list of answers. Space or a digit ticks and unticks; Enter goes on."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "choose", show=False)]

    def __init__(self, options: Sequence[Option], **about: Any) -> None:
        super().__init__(options, **about)
        self._values: list[str] = []

    @property
    def raw(self) -> list[str]:
        return [option.value for option in self.options if option.value in self._values]

    def put(self, raw: Any) -> None:
        self._values = [str(item) for item in raw or []]
        self.refresh()

    def piece(self, index: int) -> str:
        digit = DIGITS[index] if index < len(DIGITS) else ""
        return f"[{'x' if self.is_taken(index) else ' '}]{digit} {self.options[index].label}"

    def is_taken(self, index: int) -> bool:
        return self.options[index].value in self._values

    def take(self, index: int) -> None:
        value = self.options[index].value
        if value in self._values:
            self._values.remove(value)
        else:
            self._values.append(value)
        self.refresh()
        self.post_message(self.Answered(self))

    def action_choose(self) -> None:
        """Tick or untick the option under the cursor."""
        if self.options:
            self.take(self.at)


class TickBox(Picking):
    """A box to tick with Space; Enter goes on and leaves it as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "choose", show=False)]

    def __init__(self, label: str, **about: Any) -> None:
        super().__init__([Option("yes", label)], **about)
        self._ticked = False

    @property
    def raw(self) -> bool:
        return self._ticked

    def put(self, raw: Any) -> None:
        self._ticked = bool(raw)
        self.refresh()

    def piece(self, index: int) -> str:
        return f"[{'x' if self._ticked else ' '}] {self.options[index].label}"

    def is_taken(self, _index: int) -> bool:
        return self._ticked

    def take(self, _index: int) -> None:
        self._ticked = not self._ticked
        self.refresh()
        self.post_message(self.Answered(self))

    def action_choose(self) -> None:
        """Tick or untick."""
        self.take(0)


class ScaleBox(ChoiceBox):
    """The client's own 0-10. One key answers and goes on: a digit, or the letter of ten, of not asked, of prefer not to say."""

    def __init__(self, not_asked: str, prefer_not: str, **about: Any) -> None:
        numbers = [Option(str(number), str(number)) for number in range(10)]
        ten = Option("10", f"{TEN}=10")
        unsaid = [Option(NOT_ASKED, f"{NOT_ASKED} {not_asked}"), Option(PREFER_NOT, f"{PREFER_NOT} {prefer_not}")]
        super().__init__([*numbers, ten, *unsaid], **about)

    def piece(self, index: int) -> str:
        option = self.options[index]
        return f"[{option.label}]" if self.is_taken(index) else f" {option.label} "

    def index_of(self, character: str) -> int | None:
        """A digit is the number itself; ten and the two other answers have a letter."""
        letters = {TEN: 10, NOT_ASKED: 11, PREFER_NOT: 12}
        return int(character) if character.isdecimal() and character.isascii() else letters.get(character.lower())
