"""The daily act: how few keys it takes, where the cursor is, what comes right after it, and which day it gets."""

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
from tests.ui.driving import Driver, at_home, inside
from tests.ui.walking import at_client, go

THEIRS = "It is too loud at the shelter, and I only want one good night there before Tuesday."
RESPONDED = "Smiled at the dog, then told me about the old kitchen job without my asking."
DONE = "made earplugs out of wax, both of us"
NEXT = "see the quiet room together"


class Counting:
    """Counts the keys beside the words, each of them one key however it is called."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.keys = 0
        self.words = 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.driver.press(*keys)

    async def write(self, words: str) -> None:
        self.words += len(words.split())
        await self.driver.type(words)


async def test_a_full_debrief_takes_few_keys_beside_its_words(folder: Path, clock: StillClock, maple: Client) -> None:
    """Every question answered, 45 words, three goals: 60 keys at most (DOMAIN, R15)."""
    with inside(folder, clock) as vault:
        for words in ("sleep", "a room", "sister"):
            give_goal(vault, maple.id, words)
    async with at_home(folder, clock) as driver:
        by = Counting(driver)
        await by.press("n")
        await driver.at("PickDialog")
        await by.press("enter")
        await driver.at("FormScreen")
        await driver.pilot.pause()
        await by.press("1", "1", "enter", "3", "2")
        await by.write(THEIRS)
        await by.press("tab", "1", "3", "enter")
        await by.write(DONE)
        await by.press("enter")
        await by.write(RESPONDED)
        await by.press("tab", "2", "5", "p", "2", "enter")
        await by.write(NEXT)
        await by.press("enter", "3", *"tue", "enter", "2", "1", "f2")
        await driver.at("CaseloadScreen")
        (kept,) = await driver.ask(debriefs_of, maple.id)
    assert by.words == 45
    assert by.keys <= 60
    assert (kept.their_words, kept.what_line, kept.how_they_responded) == (THEIRS, DONE, RESPONDED)
    assert [row["rating"] for row in kept.goals] == ["2", "5", "p"]
    assert (kept.next_what, kept.next_who, kept.next_due) == (NEXT, "both", date(2026, 3, 17))
    assert (kept.useful_today, kept.written_together, kept.how_am_i) == ("partly", "read_back", "fine")


async def test_a_try_takes_a_dozen_keys_with_the_day_of_the_next_one(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """Client, tried, nothing noticed, what, when again, save: and it is on the to-do list as another try."""
    async with at_home(folder, clock) as driver:
        by = Counting(driver)
        await by.press("n")
        await driver.at("PickDialog")
        await by.press("enter")
        await driver.at("FormScreen")
        await driver.pilot.pause()
        await by.press("4", "1", "enter")
        await by.write("knocked twice")
        await by.press("enter", "enter", *"+2", "f2")
        await driver.at("CaseloadScreen")
        await driver.reads("Next: Try again")
        (kept,) = await driver.ask(debriefs_of, maple.id)
        (task,) = await driver.ask(open_follow_ups, maple.id)
    assert by.keys <= 12
    assert (kept.contact, kept.tried) == ("tried", "knocked twice")
    assert (task.what, task.due) == ("Try again", date(2026, 3, 15))


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
