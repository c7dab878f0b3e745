"""What happened to a record: who, when, what, before and after."""

from __future__ import annotations

from collections.abc import Sequence

from psw_tui.domain.words import N_
from psw_tui.history_words import heading, lines
from psw_tui.plain.desk import Desk
from psw_tui.records.client import Client
from psw_tui.services.history import Happened
from psw_tui.sheets.reader import reader_of


def tell_history(desk: Desk, client: Client, found: Sequence[Happened], *, private: bool = False) -> None:
    """Tell it. The worker's own words only where they can be read anyway."""
    reader = reader_of(desk.vault, client.id, desk.language)
    desk.tell()
    desk.tell(desk.say(N_("History: {code}"), code=client.code))
    if not found:
        desk.tell(desk.say(N_("Nothing is known of it.")))
    for happened in found:
        desk.tell(heading(happened, desk.vault.clock.local(happened.line.at), reader))
        for line in lines(happened, reader, private=private):
            desk.talk.tell(line, indent="  ", hanging="    ")
