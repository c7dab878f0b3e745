"""Screens that end with a verb: what is to be done, and with what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import BindingsMap

from psw_tui.language import Language
from psw_tui.ui.commands import BACK, CAPTURE_LIST, CRISIS_LIST, FIND, HELP_LIST, LOCK, Command, bindings
from psw_tui.ui.frames.base import PswScreen


@dataclass(frozen=True)
class Chosen:
    """What is to be done, and with which thing; empty where there is none."""

    verb: str
    id: str = ""


class OffersOwn(PswScreen[Chosen]):
    """A screen whose commands depend on what it shows."""

    def __init__(self, language: Language, offers: Sequence[Command], help_name: str, client: str = "") -> None:
        super().__init__(language)
        self.client = client
        self._own = (*offers, BACK, CRISIS_LIST, CAPTURE_LIST, FIND, LOCK, HELP_LIST)
        self._help_name = help_name
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(bindings(self._own))])

    @property
    def offers(self) -> Sequence[Command]:
        """Its own commands, then those every screen has."""
        return self._own

    @property
    def help_name(self) -> str:
        """Each of them has a page of its own."""
        return self._help_name

    def compose(self) -> ComposeResult:
        """The lines at the top and the bottom come from those that build on this."""
        yield from self.bottom()
