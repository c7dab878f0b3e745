"""The caseload in an app of its own, shown when `m` is pressed: `caseload.py ours VAULT`, or `table` with Textual's widget.

The table gets its rows ready-made; ours asks the vault for them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import DataTable, Static

from psw_tui.clock import SystemClock
from psw_tui.domain.steps import StepNumber
from psw_tui.language import speak
from psw_tui.services.caseload import CaseloadRow, caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.signal_words import label
from psw_tui.storage.vault import Vault
from psw_tui.ui.desk import Desk
from psw_tui.ui.screens.caseload import CaseloadScreen
from psw_tui.ui.start import OFTEN
from tests.bench.vaults import opened

HEADINGS = {"Client": 13, "Last": 7, "Next due": 13, "Signal": 14, "Fresh look 1-9": 18, "Permission": 11}
A_PAGE = 64


class TableScreen(Screen[None]):
    """What somebody would write who takes the widget that is there."""

    def __init__(self, rows: list[tuple[str, ...]]) -> None:
        super().__init__()
        self._rows = rows

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        for heading, width in HEADINGS.items():
            table.add_column(heading, width=width)
        table.add_rows(self._rows)
        table.focus()


class Host(App[None]):
    """Waits for `m`."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("m", "show", show=False)]

    def __init__(self, kind: str, vault: Vault) -> None:
        super().__init__()
        self._desk = Desk(vault, ThreadPoolExecutor(1), speak("en"), SystemClock(), practice=True)
        self._rows = list(_rows(vault)) if kind == "table" else []

    def compose(self) -> ComposeResult:
        yield Static("ready")

    def action_show(self) -> None:
        if self._rows:
            self.push_screen(TableScreen(self._rows))
        else:
            sys.setswitchinterval(OFTEN)  # as at the start of the program
            caseload = CaseloadScreen(self._desk)
            caseload.look_ahead(self.size.height)  # as the house does
            self.push_screen(caseload)


def _rows(vault: Vault) -> Iterator[tuple[str, ...]]:
    ids = caseload_order(vault)
    for start in range(0, len(ids), A_PAGE):
        yield from map(_cells, caseload_rows(vault, ids[start : start + A_PAGE]))
    vault.close()


def _cells(row: CaseloadRow) -> tuple[str, ...]:
    days = (row.last_contact, row.next_due)
    marks = " ".join(row.fresh_look.steps[number].mark for number in StepNumber) if row.fresh_look else "-"
    until = str(row.permission_until or "none")
    return (row.code, *(f"{day:%d %b}" if day else "-" for day in days), label(row.signal, speak("en")), marks, until)


if __name__ == "__main__":
    Host(sys.argv[1], opened(Path(sys.argv[2]))).run()
