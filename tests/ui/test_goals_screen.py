"""A client's goals by keys: their words, their numbers, and never a fourth."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from psw_tui.records.client import Client
from psw_tui.records.goal import Goal
from psw_tui.services.goals import goals_of, ratings_of, rewordings_of
from tests.conftest import StillClock
from tests.services.giving import give_goal, give_look
from tests.ui.driving import Driver, inside
from tests.ui.walking import at_client, go, notified, refused


@pytest.fixture
def sleep(folder: Path, clock: StillClock, maple: Client) -> Goal:
    with inside(folder, clock) as vault:
        return give_goal(vault, maple.id, "sleep [through]", rating="3")


async def goals(driver: Driver) -> None:
    await go(driver, "g", "ListScreen")
    await driver.reads("Goals: Maple-27")


async def test_no_goals_yet(folder: Path, clock: StillClock, maple: Client) -> None:
    """The list says how to begin, and there is nothing to rate."""
    async with at_client(folder, clock) as driver:
        await driver.reads("Goals: none yet; g adds one")
        await goals(driver)
        await driver.reads("No goals yet. a adds one in their words.")
        for key in ("r", "w", "s", "enter"):
            await driver.press(key)
            await driver.at("ListScreen")
        await driver.reads("No goals yet.")


async def test_a_goal_is_added_with_its_first_number(folder: Path, clock: StillClock, maple: Client) -> None:
    """Refused without words; then it stands in the list and on the page."""
    async with at_client(folder, clock) as driver:
        await goals(driver)
        await go(driver, "a", "FormScreen")
        await driver.answer(rating="10")
        await refused(driver, "^ This needs an answer.")
        await driver.answer(words="my sister", kind="keep", why="she is all I have", in_the_way=["other_people"])
        await go(driver, "f2", "ListScreen")
        await driver.reads("my sister keep going, active. Their numbers: ")
        await go(driver, "escape", "ClientScreen")
        await driver.reads("my sister Their numbers")
        (kept,) = await driver.ask(goals_of, maple.id)
        assert (kept.words, kept.kind, kept.why, kept.in_the_way) == (
            "my sister",
            "keep",
            "she is all I have",
            ["other_people"],
        )
        assert [each.value for each in (await driver.ask(ratings_of, maple.id))[kept.id]] == [10]
        assert await driver.drafts() == []


async def test_a_fourth_is_refused_in_words_until_one_rests(folder: Path, clock: StillClock, maple: Client) -> None:
    """No form opens for what could not be saved; a resting goal makes room, and cannot come back into a full list."""
    with inside(folder, clock) as vault:
        for words in ("one", "two", "three"):
            give_goal(vault, maple.id, words)
    async with at_client(folder, clock) as driver:
        await goals(driver)
        await driver.press("a")
        await notified(driver, "There are 3 goals already. Let one rest before another starts.")
        await driver.at("ClientScreen")
        await goals(driver)
        await go(driver, "s", "FormScreen")
        await driver.answer(state="resting")
        await go(driver, "f2", "ListScreen")
        await driver.reads("one reach something, resting.")
        await go(driver, "a", "FormScreen")
        await driver.answer(words="four")
        await go(driver, "f2", "ListScreen")
        await driver.press("home")
        await go(driver, "s", "FormScreen")
        await driver.answer(state="active")
        await driver.press("f2")
        await driver.reads("There are 3 goals already.")
        assert driver.here == "FormScreen"
        states = [str(goal.state) for goal in await driver.ask(goals_of, maple.id)]
        assert states == ["resting", "active", "active", "active"]


async def test_numbers_and_other_answers_and_a_guess(
    folder: Path, clock: StillClock, maple: Client, sleep: Goal
) -> None:
    """Each number is one key; the trend shows theirs, in a picture and in figures, and counts no guess."""
    async with at_client(folder, clock) as driver:
        await goals(driver)
        for key, given_by in (("0", "person"), ("t", "person"), ("a", "person"), ("p", "person"), ("9", "worker")):
            clock.forward(days=1)
            await go(driver, "r", "FormScreen")
            await driver.reads("sleep [through]")
            await driver.press(key)
            await driver.answer(given_by=given_by)
            await go(driver, "f2", "ListScreen")
        await driver.reads("3 0 10. 1 guess of mine is not counted.")
        found = (await driver.ask(ratings_of, maple.id))[sleep.id]
        assert [(each.value, each.no_answer, each.given_by) for each in found] == [
            (3, None, "person"),
            (0, None, "person"),
            (10, None, "person"),
            (None, "not_asked", "person"),
            (None, "prefer_not", "person"),
            (9, None, "worker"),
        ]


async def test_a_number_has_to_be_given(folder: Path, clock: StillClock, sleep: Goal) -> None:
    """Saving an empty scale says so; a key that is no number is nobody's answer."""
    async with at_client(folder, clock) as driver:
        await goals(driver)
        await go(driver, "r", "FormScreen")
        await driver.press("x", "minus")
        await refused(driver, "^ This needs an answer.")
        assert driver.form.raw["rating"] == ""


async def test_other_words_keep_the_old_ones(folder: Path, clock: StillClock, maple: Client, sleep: Goal) -> None:
    """With the day and whose idea it was; the numbers stay with the goal."""
    async with at_client(folder, clock) as driver:
        await goals(driver)
        await go(driver, "w", "FormScreen")
        await driver.reads("sleep [through]")
        await driver.answer(words="one quiet night")
        await refused(driver, "^ This needs an answer.")
        await driver.answer(whose_idea="both")
        await go(driver, "f2", "ListScreen")
        await driver.reads("one quiet night reach something, active. Their numbers: ")
        (before,) = await driver.ask(rewordings_of, sleep.id)
        assert (before.was, before.day, before.whose_idea) == ("sleep [through]", date(2026, 3, 13), "both")
        assert len((await driver.ask(ratings_of, maple.id))[sleep.id]) == 1


@pytest.mark.parametrize(
    ("state", "words"), [("resting", "resting"), ("reached", "reached"), ("dropped", "dropped by them")]
)
async def test_a_goal_that_is_not_worked_on_stays_in_the_list(
    folder: Path, clock: StillClock, sleep: Goal, state: str, words: str
) -> None:
    """And leaves the client's page."""
    async with at_client(folder, clock) as driver:
        await goals(driver)
        await go(driver, "s", "FormScreen")
        await driver.answer(state=state)
        await go(driver, "f2", "ListScreen")
        await driver.reads(f"sleep [through] reach something, {words}.")
        await go(driver, "escape", "ClientScreen")
        await driver.reads("Goals: none yet; g adds one")


async def test_the_mark_stays_on_the_goal(folder: Path, clock: StillClock, maple: Client, sleep: Goal) -> None:
    """What is done next is done to the same one."""
    with inside(folder, clock) as vault:
        room = give_goal(vault, maple.id, "a room")
    async with at_client(folder, clock) as driver:
        await goals(driver)
        await driver.press("down")
        for key in ("4", "5"):
            await go(driver, "r", "FormScreen")
            await driver.reads("a room")
            await driver.press(key)
            await go(driver, "f2", "ListScreen")
        found = await driver.ask(ratings_of, maple.id)
        assert [each.value for each in found[room.id]] == [4, 5]


async def test_what_is_wrong_with_the_goals_of_step_2_is_read(
    folder: Path, clock: StillClock, maple: Client, sleep: Goal
) -> None:
    """The sentence is on screen, not somewhere below it."""
    with inside(folder, clock) as vault:
        give_goal(vault, maple.id, "a room")
        give_look(vault, maple.id)
    async with at_client(folder, clock) as driver:
        await go(driver, "2", "GoalsStepScreen")
        await driver.answer(with_them="yes", state="done")
        await refused(driver, "^ Look at one goal at least: the three questions, and what you agreed.")
