"""Which clients the team reads: only those whose worker shares them, and who agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from psw_tui.records.client import Client, KnowsNotes, RecordMode
from psw_tui.services.clients import client_by_id
from psw_tui.services.errors import CountsOnly, DayToCome, NotesNotKnown, NotShared, SharedAlready
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from psw_tui.team.membership import keys_of


def who_would_read(vault: Vault) -> Sequence[str]:
    """The names of the other laptops in the team. Raises NotInTeam."""
    keys = keys_of(vault)
    others = (device for device in keys.members if device not in keys.seeds and keys.believes(device))
    return sorted({keys.members[device].card.name for device in others})


def refuse_to_share(vault: Vault, client: str) -> None:
    """Return if this client's record can be shared, so that nobody is asked for nothing.

    Whoever wants counts only, or said no notes, wants no words about them to be read; among what was written before
    there may be some. And nobody agrees to the reading of notes they know nothing of.

    Raises NotInTeam, NoSuchClient, SharedAlready, NotesNotKnown, CountsOnly.
    """
    keys_of(vault)
    kept = client_by_id(vault, client)
    if kept.shared_with_team:
        raise SharedAlready(kept.code)
    if kept.knows_notes == KnowsNotes.SAID_NO or kept.record_mode == RecordMode.COUNTS:
        raise CountsOnly(kept.code)
    if kept.knows_notes != KnowsNotes.YES:
        raise NotesNotKnown(kept.code)


def share_client(vault: Vault, client: str, agreed_on: date) -> None:
    """Let the team read this client's record, from the beginning, less what is the worker's own.

    Raises NotInTeam, NoSuchClient, SharedAlready, NotesNotKnown, CountsOnly, DayToCome.
    """
    refuse_to_share(vault, client)
    if agreed_on > vault.clock.today():
        raise DayToCome
    with writing(vault) as tx:
        tx.share(client, agreed_on)


def stop_sharing(vault: Vault, client: str) -> None:
    """Let nothing more go to the team. What it has it keeps; the day they agreed stays. Raises NoSuchClient, NotShared."""
    kept = client_by_id(vault, client)
    if not kept.shared_with_team:
        raise NotShared(kept.code)
    with writing(vault) as tx:
        tx.change(Client, client, shared_with_team=False)
