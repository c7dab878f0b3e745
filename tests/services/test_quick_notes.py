"""Quick notes: a draft each, given to a client later, gone with the debrief that was written from them."""

from __future__ import annotations

from psw_tui.records.client import Client
from psw_tui.records.debrief import DebriefForm
from psw_tui.services.debriefs import save_debrief
from psw_tui.services.drafts import DraftPlace, keep_draft, unfinished
from psw_tui.services.quick_notes import give_quick_note, new_quick_note, quick_notes_of, words_of_quick_note
from psw_tui.services.undo import last_save, undo
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.services.giving import give_client


def put_down(vault: Vault, words: str) -> DraftPlace:
    place = new_quick_note(vault)
    keep_draft(vault, place, {"words": words})
    return place


def test_each_has_its_own_place(vault: Vault, clock: StillClock) -> None:
    put_down(vault, "one")
    clock.forward(minutes=1)
    put_down(vault, "two")
    assert [(note.words, note.code) for note in unfinished(vault)] == [("two", ""), ("one", "")]


def test_given_to_a_client_it_keeps_its_words_and_its_time(vault: Vault, client: Client, clock: StillClock) -> None:
    other = give_client(vault, "Birch-11")
    at = clock.now()
    place = put_down(vault, "smiled at the dog")
    clock.forward(hours=3)
    given = give_quick_note(vault, place, client.id)
    (note,) = quick_notes_of(vault, client.id)
    assert (note.words, note.at, note.place) == ("smiled at the dog", at, given)
    assert words_of_quick_note(vault, given) == "smiled at the dog"
    assert quick_notes_of(vault, other.id) == []


def test_it_goes_with_the_debrief_written_from_it_and_no_other(vault: Vault, client: Client) -> None:
    used = give_quick_note(vault, put_down(vault, "one"), client.id)
    give_quick_note(vault, put_down(vault, "two"), client.id)
    form = DebriefForm(contact="met", safety="nothing", what_line="one")
    save_debrief(vault, client.id, form, used=used)
    assert [note.words for note in quick_notes_of(vault, client.id)] == ["two"]
    undo(vault, last_save(vault))
    assert {note.place.form for note in unfinished(vault)} == {"quick", "debrief"}


def test_a_longer_draft_shows_none_of_its_words_in_the_list(vault: Vault, client: Client) -> None:
    keep_draft(vault, DraftPlace("debrief", client.id), {"words": "not for the list"})
    assert [note.words for note in unfinished(vault)] == [""]
