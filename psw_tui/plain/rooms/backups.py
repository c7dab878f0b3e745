"""Backups: one more beside the vault or on a stick, looked through at once."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from psw_tui.backup_words import size_words, standing_sentence, state_words
from psw_tui.domain.words import N_
from psw_tui.plain.desk import Desk
from psw_tui.plain.listing import Listed
from psw_tui.plain.talk import Back, Leave, Onward
from psw_tui.plain.telling import explain
from psw_tui.progress import Progress
from psw_tui.services import backups


def backups_room(desk: Desk) -> None:
    """What there is, and one more, until it is left."""
    letters = {
        "a": desk.say(N_("make one beside the vault")),
        "s": desk.say(N_("make one in a folder, such as a stick")),
    }
    while True:
        try:
            chosen = Listed(desk, [], letters, partial(explain, desk, "backups")).choose(partial(_head, desk))
        except (Back, Leave):
            return
        desk.attempt(partial(_here if chosen == "a" else _to_stick, desk))


def _head(desk: Desk) -> None:
    desk.tell()
    desk.tell(desk.say(N_("Backups")))
    if standing := standing_sentence(backups.standing(desk.vault), desk.language):
        desk.tell(standing)
    for backup in backups.backups_of(desk.vault):
        local = desk.vault.clock.local(backup.made_at)
        size, state = size_words(backup.size, desk.language), state_words(backup, desk.language)
        desk.tell(f"{desk.day(local.date())} {local:%H:%M}, {size}, {state}")


def _here(desk: Desk) -> None:
    made = backups.back_up_here(desk.vault, Progress())
    _told(desk, made.folder)


def _to_stick(desk: Desk) -> None:
    def ask() -> None:
        desk.tell(desk.say(N_("In which folder? Type its whole path.")))

    ask()
    try:
        typed = desk.talk.hear(ask, desk.talk.explain_signs, text=True).strip()
    except Onward:
        return
    if typed:
        _told(desk, backups.back_up_to(desk.vault, Path(typed).expanduser(), Progress()).folder)


def _told(desk: Desk, folder: Path) -> None:
    desk.tell(desk.say(N_("The backup is in {folder}. It was looked through, and it is good."), folder=folder))
