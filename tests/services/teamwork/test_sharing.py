"""Which clients the team reads, since when, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from psw_tui.history_words import lines
from psw_tui.language import speak
from psw_tui.readable import Readable
from psw_tui.records.leaving import Paper
from psw_tui.records.papers import WrittenAs
from psw_tui.reports.drawing import draw
from psw_tui.services.errors import CountsOnly, DayToCome, NotesNotKnown, NotShared, SharedAlready
from psw_tui.services.history import history_of_client
from psw_tui.services.reporting import Wanted, make
from psw_tui.services.shown import shown
from psw_tui.services.teamwork.sharing import share_client, stop_sharing, who_would_read
from psw_tui.services.undo import last_save, undo
from psw_tui.shown_words import parts
from psw_tui.storage.errors import NotInTeam
from psw_tui.storage.read import column
from psw_tui.storage.vault import Vault
from tests.services.giving import give_client, give_debrief
from tests.team.laptops import Team, meet

SHARING = "SELECT shared_with_team || coalesce(team_agreed_on, '') FROM client"


def test_shared_on_the_day_they_agreed_and_no_more_from_when_it_ends(some: Team) -> None:
    ash, bo = some.laptops
    client = give_client(ash.vault, "Maple-27").id
    give_debrief(ash.vault, client, their_words="hello")
    yesterday = ash.clock.today() - timedelta(days=1)
    assert who_would_read(ash.vault) == ["bo"]
    share_client(ash.vault, client, yesterday)
    meet(some)
    assert column(bo.vault, SHARING) == [f"1{yesterday}"]
    assert column(bo.vault, "SELECT their_words FROM debrief") == ["hello"]
    with pytest.raises(SharedAlready):
        share_client(ash.vault, client, yesterday)
    stop_sharing(ash.vault, client)
    give_debrief(ash.vault, client, their_words="not for them")
    meet(some)
    for laptop in some.laptops:
        assert column(laptop.vault, SHARING) == [f"0{yesterday}"]
        with pytest.raises(NotShared):
            stop_sharing(laptop.vault, client)
    assert column(bo.vault, "SELECT their_words FROM debrief") == ["hello"]


def test_sharing_by_mistake_is_undone_for_everybody(some: Team) -> None:
    ash = some.laptops[0]
    client = give_client(ash.vault, "Maple-27").id
    share_client(ash.vault, client, ash.clock.today())
    meet(some)
    undo(ash.vault, last_save(ash.vault))
    meet(some)
    for laptop in some.laptops:
        assert column(laptop.vault, SHARING) == ["0"]


@pytest.mark.parametrize(
    ("answers", "refusal"),
    [
        ({"knows_notes": "not_yet"}, NotesNotKnown),
        ({"knows_notes": "said_no_notes"}, CountsOnly),
        ({"record_mode": "counts"}, CountsOnly),
    ],
)
def test_who_is_not_shared(some: Team, answers: dict[str, str], refusal: type[Exception]) -> None:
    vault = some.laptops[0].vault
    client = give_client(vault, "Maple-27", **answers).id
    with pytest.raises(refusal):
        share_client(vault, client, vault.clock.today())
    assert column(vault, SHARING) == ["0"]


def test_not_on_a_day_to_come_nor_without_a_team(some: Team, vault: Vault) -> None:
    ash = some.laptops[0].vault
    with pytest.raises(DayToCome):
        share_client(ash, give_client(ash, "Maple-27").id, ash.clock.today() + timedelta(days=1))
    with pytest.raises(NotInTeam):
        share_client(vault, give_client(vault, "Maple-27").id, vault.clock.today())


def test_they_are_told_that_the_team_reads_their_record(some: Team) -> None:
    """In what they are shown and in their own copy, on either laptop; and later that it has ended."""
    ash, bo = some.laptops
    client = give_client(ash.vault, "Maple-27").id
    for said in told_to_them(ash.vault, client):
        assert "North" not in said
        assert "Who reads this" not in said
    share_client(ash.vault, client, ash.clock.today() - timedelta(days=1))
    shown_to_them, copy = told_to_them(ash.vault, client)
    assert "Who reads this\nYour worker, and since yesterday the other workers of the team North too" in shown_to_them
    assert "the other workers of my team North can read this too, because you agreed." in copy
    assert "Nothing was shared." not in copy
    meet(some)
    assert told_to_them(bo.vault, client)[0].count("the team North too, because you agreed") == 1
    stop_sharing(ash.vault, client)
    shown_to_them, copy = told_to_them(ash.vault, client)
    assert "the other workers of the team North could read it too, because you agreed. That has ended." in shown_to_them
    assert "That has ended, and they get nothing more." in copy


def told_to_them(vault: Vault, client: str) -> tuple[str, str]:
    told = parts(shown(vault, client, 20), speak("en"), vault.clock)
    copy = draw(make(vault, Wanted(Paper.OWN_COPY, "en", client=client)), WrittenAs.TEXT).decode()
    return "\n".join(line for part in told for line in (part.heading, *part.lines)), " ".join(copy.split())


def test_the_history_says_that_it_was_shared_and_not_that_all_else_changed(some: Team) -> None:
    ash = some.laptops[0]
    client = give_client(ash.vault, "Maple-27").id
    give_debrief(ash.vault, client, their_words="hello")
    written = len(history_of_client(ash.vault, client))
    share_client(ash.vault, client, ash.clock.today())
    stop_sharing(ash.vault, client)
    ended, begun = history_of_client(ash.vault, client)[:-written]
    reader = Readable(speak("en"), ash.clock.today())
    assert list(lines(ended, reader, private=False)) == ["The team reads this record: yes -> no"]
    assert next(iter(lines(begun, reader, private=False))) == "The team reads this record: no -> yes"
