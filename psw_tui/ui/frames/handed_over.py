"""Screens for the hands of a client: their own few keys, and no word that is not about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import BindingsMap
from textual.content import Content
from textual.screen import Screen

from psw_tui.ui.commands import LEAVE, SAVE, Command, bindings
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.frames.form import FormScreen


class HandedOver(PswScreen[Any]):
    """While one of these is open the app goes nowhere else: it asks every screen for `handed_over`."""

    OFFERS: ClassVar[Sequence[Command]] = ()
    handed_over: ClassVar[bool] = True

    def __init__(self, *about: Any) -> None:
        super().__init__(*about)
        # Whatever else a screen of this kind has: help, the crisis card, the word check, a quick note.
        self._bindings = BindingsMap.merge([BindingsMap(Screen.BINDINGS), BindingsMap(bindings(self.offers))])

    def remind(self, reminder: Content) -> None:
        """Nothing: what has to be told to a supervisor is about anybody."""

    def teach(self, lesson: Content) -> None:
        """Nothing: a lesson is for the worker."""


class HandedOverForm(HandedOver, FormScreen):
    """A form that a client fills in."""

    OFFERS: ClassVar[Sequence[Command]] = (SAVE, LEAVE)
