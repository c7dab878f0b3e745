"""Reading rows: one after the other, and all in one step of the database."""

from __future__ import annotations

from psw_tui.storage.read import listing, listing_at_once
from psw_tui.storage.vault import Vault

COLUMNS = ("n", "words", "day", "inner")
ROWS = """
SELECT 3 AS n, :words AS words, '2026-03-01' AS day, json_array(1, 'a') AS inner
UNION ALL SELECT 1, '', NULL, '[]'
UNION ALL SELECT 2, 'ab', '2026-02-28', NULL ORDER BY n DESC
"""
AWKWARD = 'she said "well\u2028",\t\\ \x01 [bold] é e\u0301 🙂 {"n": 1}\n'


def test_rows_read_at_once_are_those_read_one_by_one(vault: Vault) -> None:
    at_once = listing_at_once(vault, COLUMNS, ROWS, words=AWKWARD)
    assert at_once == listing(vault, ROWS, words=AWKWARD)
    assert [row["n"] for row in at_once] == [3, 2, 1]
    assert at_once[0]["words"] == AWKWARD


def test_no_rows(vault: Vault) -> None:
    assert listing_at_once(vault, ("id", "code"), "SELECT id, code FROM client WHERE 0") == []
