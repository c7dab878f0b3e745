"""The daily act: where the cursor is, what comes after it, and which day it gets. Its keys are counted in tests/terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from psw_tui.records.client import Client
from psw_tui.services.debriefs import debriefs_of
from psw_tui.services.drafts import DraftPlace, keep_draft
from psw_tui.services.follow_ups import open_follow_ups
from tests.conftest import StillClock
from tests.services.giving import give_client, give_debrief, give_goal
from tests.ui.driving import at_home, inside
from tests.ui.walking import at_client, go


async def test_what_is_due_for_the_same_client_comes_after_saving(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """Only theirs, and only what is due; a reminder is ended there; then that was all."""
    with inside(folder, clock) as vault:
        give_debrief(vault, maple.id, next_what="bring the form", next_due="+3")
        give_debrief(vault, maple.id, next_what="much later", next_due="+30")
        give_debrief(vault, give_client(vault, "Birch-11").id, next_what="not theirs", next_due="+1")
    clock.forward(days=4)
    async with at_home(folder, clock) as driver:
        await go(driver, "n", "PickDialog")
        await driver.type("maple")
        await go(driver, "enter", "FormScreen")
        await driver.pilot.pause()
        await driver.press("1", "1")
        await go(driver, "f2", "ListScreen")
        await driver.reads("Anything else for Maple-27?")
        await driver.reads("(overdue): bring the form")
        assert "much later" not in driver.text
        assert "not theirs" not in driver.text
        await go(driver, "enter", "YesNoDialog")
        await driver.press("1")
        await driver.at("CaseloadScreen")
        assert [task.what for task in await driver.ask(open_follow_ups, maple.id)] == ["much later"]


async def test_a_group_goes_on_with_someone_else(folder: Path, clock: StillClock, maple: Client) -> None:
    """Time, place and what we did go over; no word does. Each is asked for once."""
    with inside(folder, clock) as vault:
        birch = give_client(vault, "Birch-11")
    async with at_home(folder, clock) as driver:
        await go(driver, "n", "PickDialog")
        await driver.type("maple")
        await go(driver, "enter", "FormScreen")
        await driver.answer(
            contact="group",
            safety="nothing",
            held_on="-1",
            how_long="60",
            place="drop_in",
            their_words="it helps",
            what_we_did=["listened", "planned"],
            what_line="Maple spoke first",
            next_what="bring tea",
            next_due="+3",
        )
        await go(driver, "f2", "ListScreen")
        await driver.reads("Same group, someone else?")
        await go(driver, "enter", "PickDialog")
        assert "Maple-27" not in driver.text.split("About whom?")[1]
        await go(driver, "enter", "FormScreen")
        await driver.reads("New note: Birch-11")
        await driver.answer(safety="nothing")
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        (kept,) = await driver.ask(debriefs_of, birch.id)
    assert (kept.contact, kept.held_on, kept.how_long, kept.place) == ("group", date(2026, 3, 12), "60", "drop_in")
    assert kept.what_we_did == ["listened", "planned"]
    assert {kept.their_words, kept.what_line, kept.next_what} == {""}


async def test_who_wants_to_talk_is_offered_supervision(folder: Path, clock: StillClock, maple: Client) -> None:
    """After saving, and only then; the answer itself is in no request."""
    async with at_client(folder, clock) as driver:
        await go(driver, "n", "FormScreen")
        await driver.press("1", "1")
        await driver.answer(how_am_i="want_to_talk")
        await go(driver, "f2", "YesNoDialog")
        await driver.reads("You want to talk. Ask for supervision now?")
        await driver.press("1")
        await driver.at("StepScreen")
        await driver.reads("Step 6 of 9")
        assert driver.form.raw["question"] == ""
        assert driver.form.raw["need"] == []


async def test_the_cursor_is_where_the_worker_stopped(folder: Path, clock: StillClock, maple: Client) -> None:
    """In the middle of a sentence, at its end; after an answer that was picked, at the next question."""
    with inside(folder, clock) as vault:
        keep_draft(
            vault, DraftPlace("debrief", maple.id), {"contact": "met", "safety": "nothing", "their_words": "I sl"}
        )
    async with at_home(folder, clock) as driver:
        await driver.at("DraftsScreen")
        await go(driver, "escape", "CaseloadScreen")
        await go(driver, "enter", "ClientScreen")
        await go(driver, "n", "FormScreen")
        await driver.pilot.pause()
        await driver.type("ept.")
        await driver.until(lambda: driver.form.raw["their_words"] == "I slept.", "the rest of the word")
        await driver.press("tab", "1", "enter", "enter", "tab", "2")
        await go(driver, "escape", "ClientScreen")
        await go(driver, "n", "FormScreen")
        await driver.pilot.pause()
        await driver.press("space")
        assert driver.form.raw["asked_different"] is True


async def test_a_note_begun_before_midnight_keeps_its_day(folder: Path, clock: StillClock, maple: Client) -> None:
    """Open over midnight it is yesterday's; taken up the next day, yesterday stands in its box to be looked at."""
    clock.forward(hours=11, minutes=55)
    async with at_client(folder, clock) as driver:
        await go(driver, "n", "FormScreen")
        await driver.press("1", "1")
        clock.forward(minutes=10)
        await go(driver, "f2", "ClientScreen")
        await go(driver, "n", "FormScreen")
        await driver.press("1", "1")
        await go(driver, "escape", "ClientScreen")
        clock.forward(days=1)
        await go(driver, "n", "FormScreen")
        assert driver.form.raw["held_on"] == "2026-03-14"
        await driver.press("f2")
        await driver.at("ClientScreen")
        newest, first = await driver.ask(debriefs_of, maple.id)
    assert (first.held_on, newest.held_on) == (date(2026, 3, 13), date(2026, 3, 14))


@pytest.mark.parametrize("minutes", ["0", "60", "2000"])
async def test_minutes_nobody_spends_are_refused_in_words(
    folder: Path, clock: StillClock, maple: Client, minutes: str
) -> None:
    """An hour and less have a key of their own, and a day has 1440; what was typed stays."""
    async with at_client(folder, clock) as driver:
        await go(driver, "n", "FormScreen")
        await driver.press("1", "1")
        await driver.answer(how_long="more", minutes=minutes)
        await driver.press("f2")
        await driver.reads("61")
        await driver.reads("1440")
        assert driver.form.raw["minutes"] == minutes


async def test_a_client_who_was_closed_meanwhile_can_still_be_written_about(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """A draft from before is not held back, and the form says how things stand."""
    with inside(folder, clock) as vault:
        closed = give_client(vault, "Birch-11", status="closed")
        keep_draft(vault, DraftPlace("debrief", closed.id), {"contact": "met", "safety": "nothing"})
    async with at_home(folder, clock) as driver:
        await go(driver, "enter", "FormScreen")
        await driver.reads("Where things stand: closed")
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        assert len(await driver.ask(debriefs_of, closed.id)) == 1


async def test_a_list_offers_note_and_to_do_and_shows_what_came_of_them(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """From the goals: n rates one in a debrief, and the list has the number when it is back."""
    with inside(folder, clock) as vault:
        give_goal(vault, maple.id, "sleep")
    async with at_client(folder, clock) as driver:
        await go(driver, "g", "ListScreen")
        await driver.reads("No number from them yet.")
        await go(driver, "n", "FormScreen")
        await driver.answer(contact="met", safety="nothing", goals=[{"rating": "7"}])
        await go(driver, "f2", "ListScreen")
        await driver.reads("Their numbers:")
        await go(driver, "t", "ToDoScreen")
