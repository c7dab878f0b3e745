"""Safety notes: facts, who was told, the next check-in. What nobody was told about yet is found here, and stays found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from psw_tui.domain.dates import parse_time_of_day
from psw_tui.domain.instants import read_instant
from psw_tui.domain.words import N_
from psw_tui.records.follow_up import FollowUp, FollowUpState
from psw_tui.records.safety_note import SafetyNote, SafetyNoteForm, ToldWhom
from psw_tui.services.follow_ups import STILL_OPEN, follow_up
from psw_tui.storage.read import listing, reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer, writing

FORM = "safety_note"
"""What the drafts of a safety note are called."""

CHECK_IN = N_("Check in, {time} (safety note)")

Say = Callable[..., str]
"""Puts the program's own words into the worker's language."""


def _as_it_reads(words: str, /, **values: object) -> str:
    return words.format(**values)


@dataclass(frozen=True)
class Untold:
    """A safety note about which nobody has been told yet."""

    note: str
    client: str
    code: str
    at: datetime
    """When it was noted."""


def save_safety_note(
    vault: Vault, client: str, debrief: str, form: SafetyNoteForm, say: Say = _as_it_reads
) -> SafetyNote:
    """Keep a safety note and put its check-in on the to-do list, in one commit. `debrief` is empty for none."""
    note = SafetyNote(
        **_answers(form, vault.clock.today()),
        id=vault.new_id(),
        made_at=vault.clock.now(),
        client=client,
        debrief=debrief,
        at=vault.clock.now(),
    )
    with writing(vault) as tx:
        tx.add(note)
        _check_in(tx, vault, note, say)
        tx.drop_draft(client, FORM, "")
    return note


def go_on_with_safety_note(vault: Vault, note: SafetyNote, form: SafetyNoteForm, say: Say = _as_it_reads) -> SafetyNote:
    """Write what differs, such as who was told by now; the log keeps what was there before.

    Another day or time for the check-in moves the one on the to-do list, or makes a new one.
    """
    answers = _answers(form, vault.clock.today())
    changed = {name: new for name, new in answers.items() if new != getattr(note, name)}
    if moved := bool(changed.keys() & {"next_check_on", "next_check_at"}):
        changed["next_check_done_on"] = None
    with writing(vault) as tx:
        tx.drop_draft(note.client, FORM, note.id)
        if not changed:
            return note
        now = tx.change(SafetyNote, note.id, **changed)
        if moved:
            _check_in(tx, vault, now, say)
    return now


def check_in_done(vault: Vault, note_id: str) -> None:
    """The check-in took place. One that is done already stays as it is."""
    today = vault.clock.today()
    with writing(vault) as tx:
        if tx.get(SafetyNote, note_id).next_check_done_on is not None:
            return
        tx.change(SafetyNote, note_id, next_check_done_on=today)
        for item in _still_due(tx, note_id):
            tx.change(FollowUp, item.id, state=FollowUpState.DONE, closed_on=today)


def safety_notes_of(vault: Vault, client: str) -> list[SafetyNote]:
    """A client's safety notes, the newest first."""
    with reading(vault) as session:
        newest = select(SafetyNote).where(SafetyNote.client == client)
        return list(session.exec(newest.order_by(col(SafetyNote.at).desc(), col(SafetyNote.id).desc())))


def untold(vault: Vault) -> list[Untold]:
    """The safety notes, over all clients, that nobody was told about; the oldest first."""
    return [Untold(row["id"], row["client"], row["code"], read_instant(row["at"])) for row in listing(vault, _UNTOLD)]


def is_told(told: Iterable[Any]) -> bool:
    """Whether somebody was told, with a time, among the rows of a form or of a kept note."""
    return any(ToldWhom.model_validate(each, from_attributes=True).at for each in told)


def _answers(form: SafetyNoteForm, today: date) -> dict[str, Any]:
    """The answers as they are kept: times written in one way, and whoever was told with a time also has a day."""
    told = [
        each.model_copy(update={"told_on": each.told_on or (today if each.at else None), "at": _time(each.at)})
        for each in form.told
    ]
    return form.model_dump() | {
        "told": [each.model_dump(mode="json") for each in told],
        "next_check_at": _time(form.next_check_at),
    }


def _time(typed: str) -> str:
    return f"{parse_time_of_day(typed):%H:%M}" if typed.strip() else ""


def _check_in(tx: Writer, vault: Vault, note: SafetyNote, say: Say) -> None:
    """One open follow-up for the check-in of this note, however often its day has changed."""
    if note.next_check_on is None:
        return
    what = say(CHECK_IN, time=note.next_check_at)
    due = _still_due(tx, note.id)
    for item in due:
        tx.change(FollowUp, item.id, what=what, due=note.next_check_on)
    if not due:
        follow_up(tx, vault, note.client, what, note.next_check_on, linked=(SafetyNote.NAME, note.id))


def _still_due(tx: Writer, note_id: str) -> list[FollowUp]:
    return tx.all(select(FollowUp).where(FollowUp.linked_row == note_id, col(FollowUp.state).in_(STILL_OPEN)))


_UNTOLD = """
SELECT safety_note.id, client, code, at FROM safety_note JOIN client ON client.id = safety_note.client
WHERE NOT EXISTS (SELECT 1 FROM json_each(told) WHERE coalesce(json_extract(value, '$.at'), '') <> '')
ORDER BY at, safety_note.id
"""
