"""A safety note keeps facts, puts the check-in on the to-do list, and is named until somebody was told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from psw_tui.records.answers import raw_of, read_form
from psw_tui.records.ask import Kind
from psw_tui.records.client import Client
from psw_tui.records.form import NEEDED, Problem, Refused, questions
from psw_tui.records.safety_note import NOT_A_TIME, TOLD_WHOM, SafetyNote, SafetyNoteForm
from psw_tui.services.drafts import DraftPlace, draft_at, keep_draft
from psw_tui.services.follow_ups import open_follow_ups
from psw_tui.services.safety import (
    check_in_done,
    go_on_with_safety_note,
    is_told,
    safety_notes_of,
    save_safety_note,
    untold,
)
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault
from tests.conftest import NOON, StillClock
from tests.services.giving import give_client, give_debrief

LEAST = {"what_i_did": ["stayed_with_them"], "next_check_on": "tomorrow", "next_check_at": "9h30"}
TOLD = {"told": [{"who": "supervisor", "told_on": "", "at": "4:05pm"}]}


def form_of(vault: Vault, **raw: Any) -> SafetyNoteForm:
    form: SafetyNoteForm = read_form(SafetyNoteForm, LEAST | raw, {"today": vault.clock.today(), "record_mode": "full"})
    return form


def give(vault: Vault, client: str, debrief: str = "", **raw: Any) -> SafetyNote:
    return save_safety_note(vault, client, debrief, form_of(vault, **raw))


def go_on(vault: Vault, note: SafetyNote, **raw: Any) -> SafetyNote:
    return go_on_with_safety_note(vault, note, form_of(vault, **raw_of(note) | raw))


def refused(vault: Vault, **raw: Any) -> dict[str, Problem]:
    with pytest.raises(Refused) as caught:
        form_of(vault, **raw)
    return caught.value.problems


def test_what_was_done_and_the_next_check_are_enough(vault: Vault, client: Client) -> None:
    """Everything else can wait; the check-in is a follow-up on its day."""
    note = give(vault, client.id)
    assert safety_notes_of(vault, client.id) == [note]
    assert (note.at, note.next_check_at, note.told, note.debrief) == (NOON, "09:30", [], "")
    due = open_follow_ups(vault, client.id)
    assert [(item.what, item.due) for item in due] == [("Check in, 09:30 (safety note)", date(2026, 3, 14))]
    assert (due[0].linked_entity, due[0].linked_row) == ("safety_note", note.id)


def test_what_is_missing_is_named(vault: Vault) -> None:
    """Only three answers are needed."""
    blank = {"what_i_did": [], "next_check_on": "", "next_check_at": ""}
    assert refused(vault, **blank) == dict.fromkeys(blank, Problem(NEEDED))


@pytest.mark.parametrize("typed", ["soon", "25:00", "[/]"])
def test_a_time_is_a_time(vault: Vault, typed: str) -> None:
    """In both places where one is asked."""
    assert refused(vault, next_check_at=typed) == {"next_check_at": Problem(NOT_A_TIME)}
    assert refused(vault, told=[{"who": "supervisor", "at": typed}]) == {"told": Problem(NOT_A_TIME)}


def test_a_time_alone_tells_nobody(vault: Vault) -> None:
    """Otherwise the line on top would go for a slip of the hand."""
    assert refused(vault, told=[{"who": "", "at": "16:40"}]) == {"told": Problem(TOLD_WHOM)}
    assert "told" in refused(vault, told=[{"who": "supervisor", "told_on": "+1", "at": "16:40"}])


def test_a_note_without_a_time_stays_untold(vault: Vault, client: Client, clock: StillClock) -> None:
    """A name is not enough, over all clients, the oldest first; nothing puts it off."""
    birch = give_client(vault, "Birch-3")
    first = give(vault, client.id, told=[{"who": "supervisor", "told_on": "", "at": ""}])
    clock.forward(hours=1)
    second = give(vault, birch.id)
    assert [(each.note, each.code, each.at) for each in untold(vault)] == [
        (first.id, "Maple-27", NOON),
        (second.id, "Birch-3", second.at),
    ]
    clock.forward(days=40)
    assert len(untold(vault)) == 2


def test_telling_with_a_time_ends_it(vault: Vault, client: Client) -> None:
    """At once, or when going on; the day is today when none is given."""
    note = give(vault, client.id)
    told = go_on(vault, note, **TOLD)
    assert told.told == [{"who": "supervisor", "told_on": "2026-03-13", "at": "16:05"}]
    assert is_told(told.told)
    assert not is_told(note.told)
    assert untold(vault) == []
    assert safety_notes_of(vault, client.id)[0].told == told.told


def test_going_on_keeps_one_check_in(vault: Vault, client: Client) -> None:
    """Another day moves it; nothing changed writes nothing."""
    note = give(vault, client.id, **TOLD)
    before = listing(vault, "SELECT count(*) AS n FROM change")
    assert go_on(vault, note) == note
    assert listing(vault, "SELECT count(*) AS n FROM change") == before
    later = go_on(vault, note, next_check_on="+3", next_check_at="10:00")
    assert [(item.what, item.due) for item in open_follow_ups(vault, client.id)] == [
        ("Check in, 10:00 (safety note)", later.next_check_on)
    ]


def test_a_check_in_is_done_once(vault: Vault, client: Client, clock: StillClock) -> None:
    """It leaves the to-do list. A new day after that is a new check-in."""
    note = give(vault, client.id)
    check_in_done(vault, note.id)
    clock.forward(days=1)
    check_in_done(vault, note.id)
    done = safety_notes_of(vault, client.id)[0]
    assert done.next_check_done_on == date(2026, 3, 13)
    assert open_follow_ups(vault, client.id) == []
    again = go_on(vault, done, next_check_on="+2")
    assert again.next_check_done_on is None
    assert len(open_follow_ups(vault, client.id)) == 1


def test_the_note_of_a_debrief_names_it_and_ends_the_draft(vault: Vault, client: Client) -> None:
    """One draft for each client; what was before stays in the log."""
    debrief = give_debrief(vault, client.id, safety="worried")
    place = DraftPlace("safety_note", client.id)
    keep_draft(vault, place, {"saw_or_heard": "crying"})
    note = give(vault, client.id, debrief.id, saw_or_heard="crying")
    assert (note.debrief, draft_at(vault, place)) == (debrief.id, {})
    go_on(vault, note, saw_or_heard="crying, then calm")
    logged = listing(vault, "SELECT op FROM change WHERE row = :row ORDER BY seq", row=note.id)
    assert [row["op"] for row in logged] == ["add", "change"]


@pytest.mark.parametrize(("mode", "kept"), [("full", "crying"), ("brief", "crying"), ("counts", "")])
def test_a_client_who_wants_no_words_gets_none(mode: str, kept: str) -> None:
    """Counts only asks for ticks, days and who was told."""
    words = {"saw_or_heard": "crying", "what_i_did_line": "crying", "they_wanted": "crying"}
    form = read_form(SafetyNoteForm, LEAST | TOLD | words, {"today": NOON.date(), "record_mode": mode})
    assert {getattr(form, name) for name in words} == {kept}
    assert form.told[0].who == "supervisor"


def test_nothing_in_a_note_is_a_level() -> None:
    """Facts only: no number, no scale, no band."""
    assert {ask.kind for _, ask in questions(SafetyNoteForm)} & {Kind.NUMBER, Kind.SCALE} == set()
