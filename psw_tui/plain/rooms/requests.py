"""Referrals and supervision requests of a client, and the learning log."""

from __future__ import annotations

from functools import partial
from typing import Any

from psw_tui.domain.keys import KEYS
from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.plain.desk import Desk
from psw_tui.plain.listing import Listed
from psw_tui.plain.rooms.looks import step_anywhere
from psw_tui.plain.talk import Back, Leave
from psw_tui.plain.telling import explain, tell_record
from psw_tui.records.client import Client
from psw_tui.records.nine import STEPS
from psw_tui.request_words import TITLES, about_of, standing_of
from psw_tui.services import clients, steps
from psw_tui.sheets.reader import reader_of


def requests_room(desk: Desk, client: Client, number: StepNumber) -> None:
    """The list, again and again, until it is left."""
    step = STEPS[number]
    while True:
        entries: list[Any] = steps.entries_of_client(desk.vault, step, client.id)
        known = reader_of(desk.vault, client.id, desk.language).known
        lines = [f"{standing_of(each, desk.today, desk.language)}. {about_of(each, known)}" for each in entries]
        listed = Listed(desk, lines, {KEYS["requests.add"]: desk.say(N_("new"))}, partial(explain, desk, "requests"))
        try:
            chosen = listed.choose(partial(_head, desk, desk.say(TITLES[number], code=client.code), empty=not entries))
        except (Back, Leave):
            return
        entry = entries[chosen] if isinstance(chosen, int) else None
        desk.attempt(partial(step_anywhere, desk, client, step, entry))


def learning(desk: Desk) -> None:
    """The worker's own learning notes, across all clients."""
    codes = dict(clients.clients_by_recent_contact(desk.vault))
    reader = reader_of(desk.vault, "", desk.language)
    desk.tell()
    desk.tell(desk.say(N_("What I learned")))
    desk.tell(desk.say(N_("Only for you: it leaves this vault in nothing you do not ask for by name.")))
    notes: list[Any] = steps.learning_log(desk.vault, STEPS[StepNumber.LEARN].table)
    if not notes:
        desk.tell(desk.say(N_("Nothing here yet. Step 9 of a fresh look writes into it.")))
    for note in notes:
        tell_record(desk, f"{reader.day(note.held_on)}, {codes.get(note.client, '')}", reader, note, private=True)


def _head(desk: Desk, title: str, *, empty: bool) -> None:
    desk.tell()
    desk.tell(title)
    if empty:
        desk.tell(desk.say(N_("Nothing here yet. {key:requests.add} writes a new one.")))
