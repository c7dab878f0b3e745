"""What a client sees differently: written in the view that is handed to them, or begun there and finished later."""

from __future__ import annotations

from psw_tui.records.client import Client
from psw_tui.records.leaving import StatementForm
from psw_tui.services.drafts import draft_at
from psw_tui.services.statements import add_statement, place_of
from psw_tui.sheets.sheet import Sheet
from psw_tui.storage.vault import Vault


def new_statement(vault: Vault, client: Client, title: str) -> Sheet:
    """A statement, with what was begun of it. `title` is in the language of whoever sees it."""
    place = place_of(client.id)
    return Sheet(
        title,
        StatementForm,
        place,
        save=lambda vault, form: add_statement(vault, client.id, form),
        kept=draft_at(vault, place),
        help_name="shown",
    )
