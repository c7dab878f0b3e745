"""A debrief by keys alone, from the caseload to the caseload."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from psw_tui.records.client import Client
from psw_tui.services.caseload import caseload_rows
from psw_tui.services.client_page import client_page
from psw_tui.services.debriefs import debriefs_of
from psw_tui.services.follow_ups import open_follow_ups
from psw_tui.services.goals import ratings_of
from tests.conftest import StillClock
from tests.services.giving import give_client, give_goal
from tests.ui.driving import at_home, inside
from tests.ui.walking import at_client, at_note


async def test_from_the_caseload_and_back(folder: Path, clock: StillClock, maple: Client) -> None:
    """Person, contact, safety, words, next step, save: the row says today, and what is next."""
    async with at_home(folder, clock) as driver:
        await driver.reads("Maple-27")
        await driver.press("n")
        await driver.at("PickDialog")
        await driver.type("map")
        await driver.press("enter")
        await driver.at("FormScreen")
        await driver.reads("New note: Maple-27")
        await driver.press("1", "1")
        await driver.answer(
            how_long="30",
            place="outside",
            their_words="I slept.\nTwice.",
            what_we_did=["listened", "planned"],
            next_what="bring the form",
            next_who="both",
            next_due="+3",
        )
        await driver.reads("Mon 16 Mar")
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        await driver.reads("Next: bring the form")
        row = next(line for line in driver.text.splitlines() if "Maple-27" in line)
        assert row.split()[:6] == [">", "Maple-27", "today", "Mon", "16", "Mar"]
        assert await driver.drafts() == []
    with inside(folder, clock) as vault:
        (kept,) = debriefs_of(vault, maple.id)
        assert (kept.contact, kept.safety, kept.how_long, kept.place) == ("met", "nothing", "30", "outside")
        assert (kept.their_words, kept.what_we_did) == ("I slept.\nTwice.", ["listened", "planned"])
        (task,) = open_follow_ups(vault, maple.id)
        assert (task.what, task.who, task.due) == ("bring the form", "both", date(2026, 3, 16))


async def test_a_try_without_contact_is_a_dozen_keys(folder: Path, clock: StillClock, maple: Client) -> None:
    """From the client's page: note, tried, nothing noticed, save; words are optional."""
    async with at_client(folder, clock) as driver:
        keys = ["n", "4", "1", "f2"]
        await driver.press(keys[0])
        await driver.at("FormScreen")
        await driver.press(*keys[1:])
        await driver.at("ClientScreen")
        await driver.reads("today - tried, no contact")
    with inside(folder, clock) as vault:
        assert [one.contact for one in debriefs_of(vault, maple.id)] == ["tried"]
        (row,) = caseload_rows(vault, [maple.id])
        assert row.last_contact is None


async def test_what_is_missing_is_marked_and_nothing_is_lost(folder: Path, clock: StillClock, maple: Client) -> None:
    """Saving too early marks the needed boxes and keeps every letter; answering them saves."""
    async with at_note(folder, clock) as driver:
        await driver.press("1")
        await driver.answer(their_words="half a sentence", next_due="soonish")
        await driver.press("f2")
        await driver.reads("Not saved yet: look at what is marked with ^.")
        await driver.reads("^ This needs an answer.")
        assert driver.form.raw["their_words"] == "half a sentence"
        assert driver.form.raw["next_due"] == "soonish"
        assert [note.place.client for note in await driver.drafts()] == [maple.id]
        await driver.press("1")
        await driver.answer(next_what="call")
        box = driver.form.question("next_due").box  # type: ignore[union-attr]
        box.focus()
        await driver.press("end", *["backspace"] * 7)
        await driver.type("+1")
        await driver.press("f2")
        await driver.at("ClientScreen")
        await driver.reads("half a sentence")
    with inside(folder, clock) as vault:
        assert len(debriefs_of(vault, maple.id)) == 1
        assert open_follow_ups(vault, maple.id)[0].due == date(2026, 3, 14)


async def test_their_number_is_kept_with_the_note(folder: Path, clock: StillClock, maple: Client) -> None:
    """One key per goal; ten has a letter."""
    with inside(folder, clock) as vault:
        goals = [give_goal(vault, maple.id, words) for words in ("sleep", "a room", "sister")]
    async with at_note(folder, clock) as driver:
        await driver.press("1", "1")
        await driver.answer(goals=[{"rating": "7"}, {"rating": "10"}, {"rating": "p"}])
        await driver.press("f2")
        await driver.at("ClientScreen")
        await driver.reads("sleep; Their number today: 7")
    with inside(folder, clock) as vault:
        ratings = ratings_of(vault, maple.id)
        assert [ratings[goal.id][0].value for goal in goals] == [7, 10, None]
        assert ratings[goals[2].id][0].no_answer == "prefer_not"


async def test_a_note_is_saved_once_however_often_the_key_is_pressed(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """A cold finger on F2 makes one note, not three."""
    async with at_note(folder, clock) as driver:
        await driver.press("1", "1")
        await driver.press("f2", "f2", "f2")
        await driver.at("ClientScreen")
        assert len((await driver.ask(client_page, maple.id)).debriefs) == 1
        assert await driver.drafts() == []


async def test_lines_pasted_into_a_line_become_one(folder: Path, clock: StillClock, maple: Client) -> None:
    """Not a word of them is left out."""
    async with at_note(folder, clock) as driver:
        await driver.press("1", "1")
        await driver.answer(what_line="we made ")
        await driver.paste("tea,\r\ntoast\nand a plan\n")
        assert driver.form.raw["what_line"] == "we made tea, toast and a plan"


@pytest.mark.parametrize(
    ("agreed", "absent"),
    [
        ({"record_mode": "brief"}, ("In their words", "How am I?")),
        ({"knows_notes": "said_no_notes"}, ("In their words", "How am I?", "What we did", "Next: what")),
    ],
)
async def test_only_what_the_client_agreed_to_is_asked(
    folder: Path, clock: StillClock, agreed: dict[str, str], absent: tuple[str, ...]
) -> None:
    """A brief record and counts only are shorter forms."""
    with inside(folder, clock) as vault:
        give_client(vault, "Cedar-04", **agreed)
    async with at_note(folder, clock) as driver:
        await driver.press("1", "1")
        await driver.pilot.pause()
        for words in absent:
            assert words not in driver.squeezed
        await driver.press("f2")
        await driver.at("ClientScreen")


async def test_what_not_to_write_about_stands_above_the_note(folder: Path, clock: StillClock) -> None:
    """In their own words, in view while writing."""
    with inside(folder, clock) as vault:
        give_client(vault, "Cedar-04", do_not_write="my [brother]")
    async with at_note(folder, clock) as driver:
        await driver.reads("Please do not write about: my [brother]")
