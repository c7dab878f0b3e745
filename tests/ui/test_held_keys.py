"""A key held down by a cold or trembling hand: what saves, ends, takes back or throws away is done once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from textual import events

from psw_tui.records.client import Client
from psw_tui.services.to_do import to_do
from psw_tui.ui.dialogs.asking import YesNoDialog
from psw_tui.ui.held_keys import HeldKeys
from tests.conftest import StillClock
from tests.services.giving import give_client, give_debrief
from tests.ui.driving import at_home, beginning, inside, running
from tests.ui.test_keys_in_order import in_one_breath
from tests.ui.walking import at_client, go


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("a0 a0.5 a0.53 a0.56", [False, True, True, True]),
        ("a0 a0.66", [False, True]),  # the longest pause that is usual
        ("a0 a0.8", [False, False]),
        ("a0 a0.5 a0.8 a1.3", [False, True, True, False]),
        ("a0 b0.1 a0.2", [False, False, False]),  # typed fast, not held
        ("a0 a0.03 b0.06 b0.09", [False, True, False, True]),
        ("a0 -0.1 a0.2", [False, False]),
    ],
)
def test_what_counts_as_held(typed: str, held: Sequence[bool]) -> None:
    """Each part is a key and its second; a dash is a paste."""
    keys = HeldKeys(lambda key: float(key.character or ""))
    found = []
    for part in typed.split():
        if part[0] == "-":
            keys.let_go()
        else:
            found.append(keys.is_held(events.Key(part[0], part[1:])))
    assert found == held


def test_how_busy_the_app_is_does_not_count() -> None:
    """Two presses a second apart that waited together are two; the time is that of the terminal."""
    first, second = events.Key("f2", None), events.Key("f2", None)
    second.time = first.time + 1.0
    keys = HeldKeys()
    assert not keys.is_held(first)
    assert not keys.is_held(second)


async def test_what_comes_after_a_save_is_not_saved_by_the_same_key(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """A fresh look is opened on the way to a step; the step's form is there before the hand is lifted."""
    async with at_client(folder, clock) as driver:
        await go(driver, "1", "YesNoDialog")
        await go(driver, "1", "FormScreen")
        await driver.press("1")
        await driver.hold("f2", until="StepScreen")
        assert "Not saved yet" not in driver.text
        await driver.press("f2")
        await driver.reads("Not saved yet")


async def test_one_follow_up_is_done_however_long_the_key_is_held(folder: Path, clock: StillClock) -> None:
    with inside(folder, clock) as vault:
        for code in ("Maple-27", "Cedar-12", "Aspen-3"):
            client = give_client(vault, code)
            give_debrief(vault, client.id, next_what="ring", next_due=clock.today() + timedelta(days=1))
    async with at_home(folder, clock) as driver:
        await go(driver, "t", "ToDoScreen")
        await driver.reads("Aspen-3")
        await driver.hold("x")
        await driver.until(lambda: driver.text.count("ring") < 4, "a shorter list")
        assert len((await driver.ask(to_do)).items) == 2
        await driver.press("x")
        await driver.until(lambda: driver.text.count("ring") < 3, "a shorter list")
        assert len((await driver.ask(to_do)).items) == 1


async def test_a_letter_held_in_a_box_is_typed_as_often_as_it_comes(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """The letters of commands too; and a held arrow goes on."""
    async with at_client(folder, clock) as driver:
        await go(driver, "full_stop", "QuickNoteScreen")
        await driver.hold("d", 5)
        await driver.hold("x", 3)
        await driver.hold("backspace", 2)
        assert driver.form.raw["words"] == "dddddx"


async def test_one_held_enter_answers_one_question(folder: Path, clock: StillClock, maple: Client) -> None:
    """The next one waits for a hand that was lifted."""
    async with at_home(folder, clock) as driver:
        answers: list[bool | None] = []
        for question in ("The second?", "The first?"):
            driver.app.push_screen(YesNoDialog(question, "yes", "no"), answers.append)
            await driver.reads(question)
        await driver.hold("enter")
        await driver.reads("The second?")
        assert answers == [True]
        await driver.press("enter")
        await driver.at("CaseloadScreen")
        assert answers == [True, True]


async def test_holding_the_last_key_of_help_does_not_end_the_program(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """q closes help, and on the caseload it quits."""
    async with at_home(folder, clock) as driver:
        await driver.press("question_mark")
        await driver.at("HelpScreen")
        await driver.hold("q")
        assert driver.here == "CaseloadScreen"
        assert driver.app._way_out._closed_at is None


async def test_keys_typed_ahead_are_never_taken_for_held_ones(folder: Path, clock: StillClock, maple: Client) -> None:
    """In one breath and on the clock of the terminal: two digits, two Enters, a letter twice."""
    async with at_client(folder, clock) as driver:
        driver.app._keys._held_keys = HeldKeys()
        await go(driver, "n", "FormScreen")
        await in_one_breath(driver, "1", "1", "enter", "3", "3", "aaddxx uu")
        await driver.until(lambda: "aaddxx uu" in driver.form.raw.values(), "the words")
        assert (driver.form.raw["contact"], driver.form.raw["safety"]) == ("met", "nothing")


async def test_a_recovery_code_is_not_put_away_by_the_key_that_brought_it(home: Path, clock: StillClock) -> None:
    """Nobody sees it a second time."""
    async with running(beginning(clock, [])) as driver:
        await driver.at("WelcomeScreen")
        await driver.press("enter")
        await driver.at("SetUpScreen")
        await driver.type("Ash")
        await driver.press("tab")
        await driver.type("four words nobody knows yet")
        await driver.press("tab")
        await driver.type("four words nobody knows yet")
        await driver.hold("enter")
        await driver.at("RecoveryScreen")
        await driver.reads("Write this code on paper now.")
        await driver.press("enter")
        await driver.reads("Now type the code from your paper.")
