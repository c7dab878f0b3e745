"""Quick notes: one line put down in a moment, kept as a draft about a client or for later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from psw_tui.records.quick_note import NAME
from psw_tui.services.drafts import DraftPlace, draft_at, unfinished
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing


@dataclass(frozen=True)
class QuickNote:
    """A line that waits to be written up."""

    place: DraftPlace
    at: datetime
    words: str


def new_quick_note(vault: Vault) -> DraftPlace:
    """Where a new one will lie: each has a place of its own, so that none overwrites another."""
    return DraftPlace(NAME, target=vault.new_id())


def give_quick_note(vault: Vault, place: DraftPlace, client: str) -> DraftPlace:
    """Let a quick note be about this client, and return where it lies from now on."""
    given = DraftPlace(NAME, client, place.target)
    if given != place:
        with writing(vault) as tx:
            tx.move_draft((place.client, place.form, place.target), client)
    return given


def quick_notes_of(vault: Vault, client: str) -> list[QuickNote]:
    """The quick notes about a client, the oldest first."""
    waiting = [note for note in unfinished(vault) if note.place.form == NAME and note.place.client == client]
    return [QuickNote(note.place, note.at, note.words) for note in reversed(waiting)]


def words_of_quick_note(vault: Vault, place: DraftPlace) -> str:
    """The line as it was put down."""
    return str(draft_at(vault, place).get("words", ""))
