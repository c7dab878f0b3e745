"""Taking a client in whom another worker hands over: all of it in one transaction, or nothing.

Ids stay the sender's, so that the same record is known again. The log is this worker's: its lines say when it came in,
and `Received` from whom. Open follow-ups are this worker's from now on, and questions that wait go on waiting.

A permission that said *only me* was given to the first worker. It comes in as it was given, because what was shared
rests on it, and then ends on the day before: nothing more is said under it here. The log keeps both.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from psw_tui.domain.words import N_
from psw_tui.records.ask import LONGEST_TEXT
from psw_tui.records.client import Client
from psw_tui.records.leaving import Paper, Received
from psw_tui.records.support import Permission
from psw_tui.services.clients import client_by_id
from psw_tui.services.envelope import refuse_twice
from psw_tui.services.errors import ClientHereAlready, CodeTaken
from psw_tui.services.handing_over.reading import Incoming
from psw_tui.storage.read import column
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing

ONLY_THEIRS = N_("handed over: this was for the worker before only")


def take_in(vault: Vault, incoming: Incoming, say: Callable[[str], str] = str) -> Client:
    """Keep it. Raises ParcelTwice, ClientHereAlready, CodeTaken for what changed since it was looked at."""
    document = incoming.document
    client = next(row for row in incoming.rows if isinstance(row, Client))
    refuse_twice(vault, document.id)
    for known in column(vault, "SELECT code FROM client WHERE id = :id", id=client.id):
        raise ClientHereAlready(str(known))
    if column(vault, "SELECT 1 FROM client WHERE code = :code", code=incoming.code):
        raise CodeTaken(incoming.code)
    before = min(document.made_on, vault.clock.today()) - timedelta(days=1)
    with writing(vault) as tx:
        client.code = incoming.code
        for row in incoming.rows:
            tx.add(row)
        for permission in incoming.not_for_you:
            why = "; ".join(filter(None, [permission.until_event, say(ONLY_THEIRS)]))[:LONGEST_TEXT]
            tx.change(Permission, permission.id, until_on=before, until_event=why)
        tx.add(
            Received(
                id=vault.new_id(),
                made_at=vault.clock.now(),
                client=client.id,
                held_on=vault.clock.today(),
                paper=Paper.HAND_OVER,
                from_whom=document.from_whom,
                parcel=document.id,
            )
        )
    return client_by_id(vault, client.id)
