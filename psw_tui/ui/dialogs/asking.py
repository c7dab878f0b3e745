"""Short questions on top of a screen: yes or no, and one of a list."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import ClassVar, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option as ListOption

from psw_tui.records.option import Option
from psw_tui.ui.show import joined, show
from psw_tui.ui.widgets.boxes import Box
from psw_tui.ui.widgets.choosing import ChoiceBox
from psw_tui.ui.widgets.options import Options
from psw_tui.ui.widgets.typing import TypeAhead

R = TypeVar("R")

MOST_SHOWN = 100
"""Nobody reads on beyond that: typing one more letter is quicker, and so is drawing."""

DIALOG_CSS = """
    {name} {{ align: center middle; }}
    {name} > Vertical {{ width: 64; max-width: 95%; height: auto; max-height: 90%; background: $surface;
        border: solid $foreground-muted; padding: 0 1; }}
"""
"""The line shows where a dialog ends also where it has the colour of what lies behind."""


class FewDialog(ModalScreen[R], Generic[R]):
    """A question with few answers: a digit answers, Enter takes the one under the cursor, Esc the last resort."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]
    once_keys: ClassVar[frozenset[str]] = frozenset({"enter"})
    """Enter that is still held from the list, or from the question before, is no answer to this one."""

    def __init__(self, question: str, options: Sequence[Option]) -> None:
        super().__init__()
        self._question = question
        self._choice = ChoiceBox(options)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(show(self._question + "\n"))
            yield self._choice

    def on_mount(self) -> None:
        self._choice.focus()

    @on(Box.GoOn)
    def answer(self) -> None:
        """A digit has answered already."""
        self.dismiss(self.meant(self._choice.raw or self._choice.options[self._choice.at].value))

    def action_leave(self) -> None:
        """Esc."""
        self.dismiss(self.meant(""))

    def meant(self, value: str) -> R:
        """The result that an answer stands for; an empty one is Esc."""
        raise NotImplementedError


class YesNoDialog(FewDialog[bool]):
    """A question with two answers; Esc is no."""

    CSS = DIALOG_CSS.format(name="YesNoDialog")

    def __init__(self, question: str, yes: str, no: str) -> None:
        super().__init__(question, [Option("yes", yes), Option("no", no)])

    def meant(self, value: str) -> bool:
        return value == "yes"


class ChooseDialog(FewDialog[str]):
    """One of a few ways to go on; Esc is none of them."""

    CSS = DIALOG_CSS.format(name="ChooseDialog")

    def meant(self, value: str) -> str:
        return value


class PickDialog(ModalScreen[str]):
    """One of a list, narrowed by typing. Its result is a value, or nothing on Esc."""

    CSS = DIALOG_CSS.format(name="PickDialog") + "OptionList { height: auto; max-height: 12; border: none; }"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "")]

    def __init__(self, question: str, options: Sequence[Option]) -> None:
        super().__init__()
        self._question = question
        self._options = options
        self._typed = TypeAhead()
        self._list = Options(markup=False)
        self._found: list[Option] = []

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(show(self._question))
            yield self._typed
            yield self._list

    def on_mount(self) -> None:
        self._list.can_focus = False
        self.narrow()
        self._typed.focus()

    @on(Box.Answered)
    def narrow(self) -> None:
        """Show what contains the typed text; the first of them is marked."""
        typed = self._typed.raw.casefold().strip()
        matching = (option for option in self._options if typed in option.label.casefold())
        found = list(islice(matching, MOST_SHOWN))
        self._list.clear_options()
        self._list.add_options([ListOption(joined(option.label), id=f"o{index}") for index, option in enumerate(found)])
        self._found = found
        self._list.highlighted = 0 if found else None

    @on(TypeAhead.Move)
    def move(self, event: TypeAhead.Move) -> None:
        """The arrows move the mark while the cursor stays in the box."""
        event.follow(self._list)

    @on(Box.GoOn)
    def take(self) -> None:
        """Enter takes the marked one."""
        if self._found and self._list.highlighted is not None:
            self.dismiss(self._found[self._list.highlighted].value)

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        """A click takes one too."""
        self.dismiss(self._found[event.option_index].value)

    def action_leave(self) -> None:
        """Nothing."""
        self.dismiss("")
