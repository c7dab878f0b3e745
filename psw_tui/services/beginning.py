"""The caseload as it is shown first."""

from __future__ import annotations

from psw_tui.records.setting import Showing
from psw_tui.services.caseload import CaseloadRow, caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.storage.vault import Vault


def caseload_beginning(vault: Vault, showing: Showing, rows: int) -> tuple[list[str], list[CaseloadRow]]:
    """Everybody to show, and the first rows of them. Raises Stopped as `caseload_order` does."""
    ids = caseload_order(vault, showing)
    return ids, caseload_rows(vault, ids[:rows])
