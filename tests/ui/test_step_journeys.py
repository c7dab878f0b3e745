"""Each of the nine steps by keys: opened, refused while incomplete, saved, opened again, and seen on the caseload."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.client import Client
from psw_tui.records.nine import STEPS
from psw_tui.records.step import Step
from psw_tui.services.fresh_looks import shown_fresh_look
from psw_tui.services.steps import entries_of
from tests.conftest import StillClock
from tests.records.complete import COMPLETE
from tests.services.giving import give_goal, give_look, give_step
from tests.ui.driving import Driver, at_home, inside

FIRST: dict[StepNumber, dict[str, Any]] = {
    StepNumber.REFLECT: {"doing": "walks"},
    StepNumber.GOALS: {"with_them": "yes", "reviews": [{"still_matters": "yes"}]},
    StepNumber.LISTEN: {"heard": "too fast"},
    StepNumber.SOLVE: {"problem": "mornings"},
    StepNumber.SUPPORTERS: {"with_whom": "someone"},
    StepNumber.SUPERVISION: {"need": ["ideas"]},
    StepNumber.REFER: {"help_with": ["housing"]},
    StepNumber.RESPECT: {"decided": "a break"},
    StepNumber.LEARN: {"learned": "slow"},
}
"""Where a worker is interrupted."""

THEN: dict[StepNumber, dict[str, Any]] = {
    number: {name: answer for name, answer in COMPLETE[number].items() if name not in FIRST[number]}
    for number in StepNumber
} | {
    StepNumber.GOALS: {"reviews": [{"small_enough": "no", "possible_now": "yes", "change": "keep"}]},
    StepNumber.SUPPORTERS: {"with_whom": "no_one"},
}
"""What finishes each step; for step 5, the answer that needs no permission."""

ENDS = dict.fromkeys(StepNumber, State.DONE) | {StepNumber.SUPPORTERS: State.SAID_NO}

every_step = pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: step.slug)


@pytest.fixture
def looked_at(folder: Path, clock: StillClock, maple: Client) -> Client:
    """A client with a goal and an open fresh look."""
    with inside(folder, clock) as vault:
        give_goal(vault, maple.id, "sleep")
        give_look(vault, maple.id)
    return maple


def marks(driver: Driver) -> str:
    """The nine marks of the only client on the caseload."""
    row = next(line for line in driver.text.splitlines() if "Maple-27" in line)
    return "".join(mark for mark in row.split() if len(mark) == 1 and mark in ".~!x-o")[-9:]


async def take(driver: Driver, step: Step) -> None:
    await driver.press(str(int(step.number)))
    await driver.until(lambda: driver.here.endswith("StepScreen"), "step")


async def pick_state(driver: Driver, step: Step, state: State) -> None:
    await driver.answer(state=state.value)


@every_step
async def test_a_step_from_first_word_to_mark(folder: Path, clock: StillClock, looked_at: Client, step: Step) -> None:
    """Done is refused while something is missing and nothing is lost; begun, gone on with and finished on another day."""
    first, then, number = FIRST[step.number], THEN[step.number], int(step.number)
    async with at_home(folder, clock) as driver:
        await driver.until(lambda: marks(driver) == ".........", "nine marks")
        await take(driver, step)
        await driver.reads(f"Step {number} of 9: {step.number.full_name}"[:70])
        await driver.reads(" ".join(step.purpose.split())[:40])
        await driver.answer(**first)
        await pick_state(driver, step, State.DONE)
        kept = driver.form.raw
        await driver.press("f2")
        await driver.reads("Not saved yet: look at what is marked with ^.")
        assert driver.form.raw == kept
        await pick_state(driver, step, State.STARTED)
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        await driver.until(lambda: marks(driver)[number - 1] == "~", "started")
        assert await driver.drafts() == []
        clock.forward(days=1)
        await take(driver, step)
        await driver.reads("Before:")
        for name, answer in first.items():
            if name != "reviews":
                await driver.until(lambda name=name, answer=answer: driver.form.raw[name] == answer, name)  # type: ignore[misc]
        await driver.answer(**then)
        await driver.until(lambda: driver.form.raw["state"] == ENDS[step.number], "state that follows")
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        await driver.until(lambda: marks(driver)[number - 1] == ENDS[step.number].mark, "mark")
        assert marks(driver).replace(".", "") == ENDS[step.number].mark
        await driver.press("enter")
        await driver.at("ClientScreen")
        await driver.press("end")
        await driver.reads(f"{number} {ENDS[step.number].mark}")
    with inside(folder, clock) as vault:
        look = shown_fresh_look(vault, looked_at.id)
        assert look is not None
        newest, before = entries_of(vault, step, look.id)
        assert newest.amends == before.id


async def test_a_done_entry_is_never_written_over(folder: Path, clock: StillClock, looked_at: Client) -> None:
    """The step opens again with an empty form, and says above it what was done before."""
    step = STEPS[StepNumber.LEARN]
    with inside(folder, clock) as vault:
        look = shown_fresh_look(vault, looked_at.id)
        assert look is not None
        done = give_step(vault, look, step.number, **COMPLETE[step.number], state="done")
    async with at_home(folder, clock) as driver:
        await take(driver, step)
        await driver.reads("Before: today done")
        assert driver.form.raw["learned"] == ""
        await driver.answer(learned="more", state="started")
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        await driver.until(lambda: marks(driver) == "........x", "still done")
    with inside(folder, clock) as vault:
        newest, oldest = entries_of(vault, step, look.id)
        assert (newest.amends, oldest.id) == (None, done.id)


async def test_without_a_fresh_look_one_is_offered_and_the_step_follows(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """A number on the caseload asks first; yes opens the form, and after it the step."""
    async with at_home(folder, clock) as driver:
        await driver.reads("Maple-27")
        await driver.press("3")
        await driver.at("YesNoDialog")
        await driver.reads("none is open. Open one now?")
        await driver.press("2")
        await driver.at("CaseloadScreen")
        await driver.press("3")
        await driver.at("YesNoDialog")
        await driver.press("1")
        await driver.at("FormScreen")
        await driver.answer(why_now="they_said")
        await driver.press("f2")
        await driver.until(lambda: driver.here == "StepScreen", "step")
        await driver.reads("Step 3 of 9")
        await driver.press("escape")
        await driver.at("CaseloadScreen")
        await driver.until(lambda: marks(driver) == ".........", "nine marks")


async def test_a_goal_can_be_made_on_the_way_through_step_2(folder: Path, clock: StillClock, maple: Client) -> None:
    """What was answered before is there again afterwards, with the new goal to look at."""
    with inside(folder, clock) as vault:
        give_look(vault, maple.id)
    async with at_home(folder, clock) as driver:
        await take(driver, STEPS[StepNumber.GOALS])
        await driver.answer(with_them="yes", hope_for="quiet")
        await driver.press("f4")
        await driver.reads("New goal: Maple-27")
        await driver.answer(words="sleep through")
        await driver.press("f2")
        await driver.until(lambda: driver.here == "GoalsStepScreen", "step 2")
        await driver.reads("sleep through")
        assert (driver.form.raw["with_them"], driver.form.raw["hope_for"]) == ("yes", "quiet")


async def test_what_is_asked_of_waiting_stays_while_its_day_is_typed(
    folder: Path, clock: StillClock, looked_at: Client
) -> None:
    """Not yet looked at means waiting; half a day typed is no day, and its question must not go from under it."""
    async with at_home(folder, clock) as driver:
        await take(driver, STEPS[StepNumber.GOALS])
        await driver.answer(with_them="not_yet", waiting_for="a quiet day")
        driver.form.enter(driver.form.question("waiting_until"))
        for key in ("plus", "2"):
            await driver.press(key)
            assert driver.form.raw["state"] == "waiting"
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        await driver.reads("Next: a quiet day")


async def test_waiting_asks_for_what_and_when_and_is_due_then(
    folder: Path, clock: StillClock, looked_at: Client
) -> None:
    """The two questions appear with the answer, and the row shows the day."""
    async with at_home(folder, clock) as driver:
        await take(driver, STEPS[StepNumber.LISTEN])
        await driver.answer(state="waiting")
        await driver.press("f2")
        await driver.reads("Not saved yet")
        await driver.answer(waiting_for="their call", waiting_until="+2")
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        await driver.reads("Next: their call")
        await driver.until(lambda: marks(driver) == "..!......", "waiting mark")
