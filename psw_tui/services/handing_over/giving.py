"""Letting a client's record leave for another worker, and what is left behind: a record that asks for nothing more."""

from __future__ import annotations

from psw_tui.records.client import Client, Status
from psw_tui.records.follow_up import FollowUp, FollowUpState
from psw_tui.records.parcel import HandOverForm, HandOverPart
from psw_tui.services.handing_over.packing import pack, travelling
from psw_tui.services.leaving import Left, leave
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer

FORM = "hand_over"
"""What drafts of it are called."""


def hand_over(vault: Vault, client: Client, form: HandOverForm, *, language: str) -> Left:
    """Write the file, log it, and close here what goes over. Raises what `leave` does: then nothing has changed.

    Follow-ups that go along are handed over. The client stands as moved on, unless the worker goes on too. Questions
    and referrals stay in the record as they are, and are asked about no more where the client has moved on.
    """
    parcel = pack(vault, client, form, form.to_whom)
    today = vault.clock.today()
    along = travelling(vault, client, {HandOverPart.FOLLOW_UPS} & set(form.parts))
    going = [row for row in along if isinstance(row, FollowUp) and row.state != FollowUpState.HANDED_OVER]

    def also(tx: Writer) -> None:
        for follow_up in going:
            tx.change(FollowUp, follow_up.id, state=FollowUpState.HANDED_OVER, closed_on=today)
        if not form.go_on and client.status != Status.MOVED_ON:
            tx.change(Client, client.id, status=Status.MOVED_ON, status_since=today)
        tx.drop_draft(client.id, FORM, "")

    return leave(vault, parcel, form, language=language, also=also)
