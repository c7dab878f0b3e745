"""Bringing clients in from a list that an agency exports: read the file, look at it, then all of it or nothing."""

from __future__ import annotations

from psw_tui.services.importing.bringing import Imported, bring_in
from psw_tui.services.importing.preparing import Known, Prepared, Ready, RefusedRow, prepare
from psw_tui.services.importing.table import Table, read_table
from psw_tui.services.importing.wishes import CODE, FIELDS, Wishes, first_wishes, never_kept

__all__ = [
    "CODE",
    "FIELDS",
    "Imported",
    "Known",
    "Prepared",
    "Ready",
    "RefusedRow",
    "Table",
    "Wishes",
    "bring_in",
    "first_wishes",
    "never_kept",
    "prepare",
    "read_table",
]
