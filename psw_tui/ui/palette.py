"""The list of all commands, in the worker's language: Textual's own says two things in English."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.app import SystemCommand
from textual.command import CommandList, CommandPalette
from textual.screen import Screen
from textual.widgets.option_list import Option

from psw_tui.language import Language
from psw_tui.ui.commands import MANUAL, STEP_KEYS
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.show import show

PAUSE = 0.5
"""Seconds without a hit after which it is said that there is none."""


class PaletteScreen(CommandPalette):
    """Every command of the screen below, narrowed by typing."""

    # A picture and lines of blocks show as question marks or diamonds where a terminal has few signs.
    CSS = """
    PaletteScreen SearchIcon { display: none; }
    PaletteScreen #--input, PaletteScreen CommandList { border: none; }
    PaletteScreen:ansi #--input, PaletteScreen:ansi CommandList { border: none; }
    PaletteScreen CommandList > .option-list--option-highlighted {
        background: $block-cursor-background; color: $block-cursor-foreground;
    }
    /* Dimmed by Textual, it could not be read on the mark. */
    PaletteScreen > .command-palette--help-text { text-style: not bold; }
    /* Textual turns nothing round in a list, and in the terminal's own colours nothing else would show. */
    PaletteScreen:ansi CommandList > .option-list--option-highlighted { text-style: bold underline; }
    """

    def __init__(self, language: Language) -> None:
        super().__init__(placeholder=language.say("Type a part of what you want to do"))
        self._language = language

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Textual's, but for the words."""
        self._stop_no_matches_countdown()

        def tell() -> None:
            if search_value:
                nothing = Option(show(self._language.say("Nothing found.")), id=self._NO_MATCHES, disabled=True)
                self.query_one(CommandList).add_option(nothing)
            self._list_visible = bool(search_value)

        self._no_matches_timer = self.set_timer(PAUSE, tell)


def offered(screen: Screen[Any]) -> Iterator[SystemCommand]:
    """What can be done on a screen, and the manual where the screen can be explained."""
    if isinstance(screen, PswScreen):
        explained = any(command.action == "help" for command in screen.offers)
        for command in (*screen.offers, *([MANUAL] if explained else ())):
            if command.key == STEP_KEYS:
                continue
            key = f" ({screen.say(command.first_key)})" if command.key else ""
            title = screen.say(command.label) + key
            action = partial(screen.app.run_action, command.action, screen)
            yield SystemCommand(title, screen.say(command.sentence), action)
