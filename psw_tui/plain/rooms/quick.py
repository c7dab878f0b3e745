"""Quick notes: one line, about a client or for later, written up when there is time."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from psw_tui.domain.words import N_
from psw_tui.plain.desk import Desk
from psw_tui.plain.filling import fill
from psw_tui.plain.listing import pick_client
from psw_tui.services import clients, quick_notes
from psw_tui.services.drafts import DraftPlace
from psw_tui.sheets.quick import new_quick_note

LATER = N_("for later")
KEPT = N_("Kept. It waits among the unfinished notes.")


def take_down(desk: Desk) -> None:
    """One line; then whom it is about."""
    place: DraftPlace | None = fill(desk, partial(new_quick_note, desk.vault, desk.language), straight=True)
    if place is None:
        return
    known = [("", desk.say(LATER)), *clients.clients_by_recent_contact(desk.vault)]
    picked = pick_client(desk, known, desk.say(N_("About whom? Type a number or part of the code.")))
    if picked:
        quick_notes.give_quick_note(desk.vault, place, picked)
    desk.tell(desk.say(KEPT))


def write_up(desk: Desk, place: DraftPlace, write: Callable[[str, DraftPlace], None]) -> None:
    """Make a debrief of it. Without a client it is first asked whom it is about."""
    known = clients.clients_by_recent_contact(desk.vault)
    client = place.client or pick_client(desk, known, desk.say(N_("About whom? Type a number or part of the code.")))
    if client:
        write(client, quick_notes.give_quick_note(desk.vault, place, client))
