"""Bringing clients in from a list: what can be done on the way. The way itself is loaded by whoever goes it."""

from __future__ import annotations

from typing import Any

from textual.app import App

from psw_tui.domain.words import N_
from psw_tui.ui.commands import choosing
from psw_tui.ui.desk import Desk

CHANGE = choosing("importing.change", "m", N_("change"), N_("Change what the marked line says."))
BRING_IN = choosing(
    "importing.bring_in", "i", N_("bring in"), N_("Write the clients down, all of them or none."), once=True
)
ROWS = choosing("importing.rows", "r", N_("rows in the way"), N_("Read which rows cannot be taken, and why."))
VALUE = choosing("importing.value", "v", N_("value"), N_("Give one answer to all rows that say nothing about it."))
NAMES = choosing("importing.names", "h", N_("names"), N_("Show the names in the file, or hide them again."))
OFFERS = (CHANGE, BRING_IN, ROWS, VALUE, NAMES)


class ImportErrand:
    """Takes a worker from the name of a file to its clients on the caseload."""

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk

    async def run(self) -> None:
        """Ask for the file, again while it cannot be read, and go on with what is in it."""
        from psw_tui.ui.list_import import ListImport  # few open it, and everybody would wait for it

        await ListImport(self._app, self._desk, OFFERS).run()
