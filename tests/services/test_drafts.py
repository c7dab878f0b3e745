"""Drafts: one per client and form, never under another client, gone when there is nothing in them."""

from __future__ import annotations

from typing import Any

import pytest

from psw_tui.records.client import Client
from psw_tui.services.drafts import DraftPlace, draft_at, drop_draft, keep_draft, unfinished
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.services.giving import give_client

RAW = {"their_words": "half a [sentence", "goals": [{"goal": "g", "rating": "7"}], "ticked": True, "day": "soonish"}


def test_what_was_typed_comes_back_letter_for_letter(vault: Vault, client: Client) -> None:
    """Also what no form would accept: a draft is what stood on the screen."""
    place = DraftPlace("debrief", client.id)
    keep_draft(vault, place, RAW)
    assert draft_at(vault, place) == RAW


def test_a_place_without_a_draft_is_empty(vault: Vault, client: Client) -> None:
    """Nothing is offered that nobody typed."""
    assert draft_at(vault, DraftPlace("debrief", client.id)) == {}
    assert unfinished(vault) == []


def test_the_newest_text_replaces_the_one_before(vault: Vault, client: Client, clock: StillClock) -> None:
    """One row however often it is kept, with the time of the last."""
    place = DraftPlace("debrief", client.id)
    for words in ("h", "ha", "half"):
        clock.forward(seconds=1)
        keep_draft(vault, place, {"their_words": words})
    assert [(note.place, note.code, note.at) for note in unfinished(vault)] == [(place, client.code, clock.now())]
    assert draft_at(vault, place) == {"their_words": "half"}


@pytest.mark.parametrize("differs", ["client", "form", "target"])
def test_a_draft_is_found_only_where_it_belongs(vault: Vault, client: Client, differs: str) -> None:
    """Never under another client, in another form, or in another fresh look."""
    other = give_client(vault, "Cedar-04")
    place = DraftPlace("listen", client.id, "look-1")
    elsewhere = {
        "client": DraftPlace("listen", other.id, "look-1"),
        "form": DraftPlace("learn", client.id, "look-1"),
        "target": DraftPlace("listen", client.id, "look-2"),
    }[differs]
    keep_draft(vault, place, RAW)
    assert draft_at(vault, elsewhere) == {}
    keep_draft(vault, elsewhere, {"their_words": "other"})
    drop_draft(vault, elsewhere)
    assert draft_at(vault, place) == RAW


@pytest.mark.parametrize(
    "nothing",
    [{}, {"their_words": ""}, {"ticked": False, "list": [], "rows": [{"idea": "", "source": ""}], "day": ""}],
)
def test_what_says_nothing_is_no_draft(vault: Vault, client: Client, nothing: dict[str, Any]) -> None:
    """Taking every word back takes the draft away."""
    place = DraftPlace("debrief", client.id)
    keep_draft(vault, place, RAW)
    keep_draft(vault, place, nothing)
    assert unfinished(vault) == []


def test_thrown_away_is_gone(vault: Vault, client: Client) -> None:
    """And nothing else is."""
    keep_draft(vault, DraftPlace("debrief", client.id), RAW)
    keep_draft(vault, DraftPlace("goal", client.id), {"words": "sleep"})
    drop_draft(vault, DraftPlace("debrief", client.id))
    assert [note.place.form for note in unfinished(vault)] == ["goal"]


def test_the_list_has_the_newest_first(vault: Vault, client: Client, clock: StillClock) -> None:
    """One about a client who is still to be added has no code."""
    keep_draft(vault, DraftPlace("client"), {"goes_by": "Al"})
    clock.forward(minutes=1)
    keep_draft(vault, DraftPlace("debrief", client.id), RAW)
    assert [(note.place.form, note.code) for note in unfinished(vault)] == [("debrief", client.code), ("client", "")]


def test_a_draft_lies_encrypted(vault: Vault, client: Client) -> None:
    """No word of it is in any file, and none in the log."""
    keep_draft(vault, DraftPlace("debrief", client.id), {"their_words": "xylophone quarrel"})
    vault.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    for path in vault.folder.rglob("*"):
        assert b"xylophone" not in path.read_bytes(), path.name
    assert not any("xylophone" in row["vals"] for row in listing(vault, "SELECT vals FROM change"))
