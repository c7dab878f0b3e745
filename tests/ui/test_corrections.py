"""Putting right what was saved, by keys: amend a debrief, undo a step, and find both in the history."""

from __future__ import annotations

from pathlib import Path

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.services.drafts import DraftPlace, draft_at
from tests.conftest import StillClock
from tests.records.complete import COMPLETE
from tests.services.giving import give_debrief, give_goal, give_look, give_step
from tests.ui.driving import Driver, at_home, inside


async def open_client(driver: Driver) -> None:
    await driver.press("enter")
    await driver.at("ClientScreen")


async def press_and_reads(driver: Driver, key: str, words: str) -> None:
    await driver.press(key)
    await driver.reads(words)


async def tells(driver: Driver, words: str) -> None:
    """Wait for a notice; the tests' screen does not draw them."""
    await driver.until(lambda: any(words in each.message for each in driver.app._notifications), words)


async def test_a_debrief_is_amended_and_both_versions_are_read(folder: Path, clock: StillClock, maple: Client) -> None:
    with inside(folder, clock) as vault:
        goal = give_goal(vault, maple.id, "sleep through")
        rated = [{"goal": goal.id, "rating": "4"}]
        give_debrief(vault, maple.id, their_words="a kettle", goals=rated, next_what="ring", next_due="+2")
    clock.forward(days=1)
    async with at_home(folder, clock) as driver:
        await open_client(driver)
        await press_and_reads(driver, "d", "Debriefs: Maple-27")
        await press_and_reads(driver, "enter", "Written yesterday 12:00")
        await driver.press("m")
        await driver.at("FormScreen")
        await driver.reads("Both versions stay")
        assert driver.form.raw["their_words"] == "a kettle"
        assert driver.form.raw["goals"] == [{"goal": goal.id, "rating": "4"}]
        await driver.answer(their_words=" and a cup")
        await driver.press("f2")
        await driver.reads("Amended today 12:00")
        assert driver.squeezed.index("a kettle and a cup") < driver.squeezed.index("Written yesterday")
        await driver.press("pagedown", "end")
        await press_and_reads(driver, "y", "amended debrief, written")
        await press_and_reads(driver, "escape", "Amended today")
        await press_and_reads(driver, "escape", "Debriefs: Maple-27")
        await driver.reads("amended today")
        await driver.press("escape")
        await driver.at("ClientScreen")
        await driver.press("end")
        await driver.reads("met, amended today")
        assert driver.squeezed.count("ring") == 1 + 1  # on the list, and in the debrief


async def test_a_completed_step_is_undone_and_found_in_the_history(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    with inside(folder, clock) as vault:
        look = give_look(vault, maple.id)
        clock.forward(minutes=20)
        give_step(vault, look, StepNumber.LISTEN, **COMPLETE[StepNumber.LISTEN] | {"state": "done"})
    clock.forward(minutes=3)
    async with at_home(folder, clock) as driver:
        await open_client(driver)
        await driver.reads("3 x Active Listening and Validation - done")
        await press_and_reads(driver, "u", "Undo: step 3: Listen and validate of Maple-27, 3 min ago?")
        await driver.press("1")
        await driver.reads("3 . Active Listening and Validation - to do")
        await press_and_reads(driver, "f", "0 of 9 looked at")
        await press_and_reads(driver, "y", "step 3: Listen and validate, undone")
        await driver.press("escape", "escape")
        await driver.at("ClientScreen")
        await driver.press("3")
        await driver.at("StepScreen")
        await driver.reads("it goes too fast for me")


async def test_no_is_the_answer_to_a_slip_of_the_finger(folder: Path, clock: StillClock, maple: Client) -> None:
    with inside(folder, clock) as vault:
        give_debrief(vault, maple.id, their_words="a kettle")
    async with at_home(folder, clock) as driver:
        await press_and_reads(driver, "u", "Undo: debrief of Maple-27, just now?")
        await driver.press("escape")
        await driver.at("CaseloadScreen")
        await open_client(driver)
        await driver.press("end")
        await driver.reads("a kettle")


async def test_nothing_to_undo_is_said(folder: Path, clock: StillClock, maple: Client) -> None:
    clock.forward(minutes=10, seconds=1)
    async with at_home(folder, clock) as driver:
        await driver.press("u")
        await tells(driver, "There is nothing to undo")
        assert driver.here == "CaseloadScreen"


async def test_an_undone_debrief_is_written_on(folder: Path, clock: StillClock, maple: Client) -> None:
    """From the caseload, where the drafts are under d."""
    with inside(folder, clock) as vault:
        give_debrief(vault, maple.id, their_words="a kettle")
    async with at_home(folder, clock) as driver:
        await press_and_reads(driver, "u", "Undo: debrief")
        await driver.press("1")
        await tells(driver, "a draft again")
        await driver.press("d")
        await driver.at("DraftsScreen")
        await driver.reads("Maple-27 - debrief")
        await driver.press("enter")
        await driver.at("FormScreen")
        assert driver.form.raw["their_words"] == "a kettle"


async def test_a_client_who_is_undone_takes_their_page_along(folder: Path, clock: StillClock, maple: Client) -> None:
    async with at_home(folder, clock) as driver:
        await open_client(driver)
        await press_and_reads(driver, "u", "Undo: client of Maple-27")
        await driver.press("1")
        await driver.at("CaseloadScreen")
        await driver.reads("Nobody is on your caseload yet")
        await driver.press("a")
        await driver.at("FormScreen")
        await driver.reads("New client: Maple-27")


async def test_an_unfinished_amendment_is_gone_on_with(folder: Path, clock: StillClock, maple: Client) -> None:
    """Its draft is not that of a new debrief."""
    with inside(folder, clock) as vault:
        debrief = give_debrief(vault, maple.id, their_words="a kettle")
    async with at_home(folder, clock) as driver:
        await open_client(driver)
        await press_and_reads(driver, "d", "a kettle")
        await driver.press("m")
        await driver.at("FormScreen")
        await driver.answer(their_words=" and a cup")
        await driver.press("escape")
        await driver.at("ListScreen")
        draft = await driver.ask(draft_at, DraftPlace("debrief", maple.id, debrief.id))
        assert draft["their_words"] == "a kettle and a cup"
        await driver.press("escape", "escape")
        await driver.at("CaseloadScreen")
        await driver.press("d")
        await driver.at("DraftsScreen")
        await driver.press("enter")
        await driver.at("FormScreen")
        await driver.reads("Amend: Maple-27, today")
        assert driver.form.raw["their_words"] == "a kettle and a cup"


async def test_each_list_has_its_history(folder: Path, clock: StillClock, maple: Client) -> None:
    """Also the client's own, which tells no name."""
    with inside(folder, clock) as vault:
        give_goal(vault, maple.id, "sleep through")
    async with at_home(folder, clock) as driver:
        await open_client(driver)
        await press_and_reads(driver, "y", "client, written")
        assert "(hidden)" in driver.squeezed
        await driver.press("escape")
        await driver.at("ClientScreen")
        await press_and_reads(driver, "g", "Goals: Maple-27")
        await press_and_reads(driver, "y", "goal, written")
        await press_and_reads(driver, "escape", "Goals: Maple-27")


async def test_an_amendment_that_changes_nothing_is_none(folder: Path, clock: StillClock, maple: Client) -> None:
    """Looked at and saved as it was: there is one version, and no draft of a second."""
    with inside(folder, clock) as vault:
        goal = give_goal(vault, maple.id, "sleep through")
        rated = [{"goal": goal.id, "rating": "4"}]
        give_debrief(vault, maple.id, their_words="a kettle", goals=rated, next_what="ring", next_due="+2")
    async with at_home(folder, clock) as driver:
        await open_client(driver)
        await press_and_reads(driver, "d", "Debriefs: Maple-27")
        await driver.press("m")
        await driver.at("FormScreen")
        await driver.answer(their_words=" x")
        await driver.press("backspace", "backspace", "f2")
        await driver.at("ListScreen")
        assert "amended" not in driver.text
        assert await driver.drafts() == []
