"""Referrals and supervision requests outside of a fresh look and within one, and what I learned, by keys."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.records.fresh_look import CloseForm
from psw_tui.records.nine import STEPS
from psw_tui.services.fresh_looks import close_fresh_look, progress_of, shown_fresh_look
from psw_tui.services.steps import entries_of, entries_of_client
from psw_tui.services.support import shared_of
from tests.conftest import StillClock
from tests.records.complete import COMPLETE
from tests.services.giving import give_client, give_look, give_step
from tests.services.permitting import AGREED, give_contact
from tests.ui.driving import Driver, at_home, inside
from tests.ui.walking import at_client, go, refused

SUPERVISION, REFER = STEPS[StepNumber.SUPERVISION], STEPS[StepNumber.REFER]

REFERRAL = {
    "help_with": ["housing"],
    "to_line": "the housing desk",
    "agreed": "yes",
    "how": "go_along",
    "sent_on": "today",
    "status": "asked",
}
QUESTION = {"ask_whom": "supervisor", "need": ["ideas"], "question": "how slow is slow", "by_when": "this_week"}
ANSWER = {"answer_on": "today", "advised": "halve the pace", "will_do": "every second week"}


async def the_list(driver: Driver, key: str) -> None:
    await go(driver, key, "ListScreen")
    await driver.reads({"e": "Referrals: Maple-27", "s": "Supervision: Maple-27"}[key])


async def step(driver: Driver, key: str) -> None:
    """From the list to the form of the step."""
    await driver.press(key)
    await driver.until(lambda: driver.here.endswith("StepScreen"), "step")


async def entries(driver: Driver, of: Any, client: Client) -> list[Any]:
    found: list[Any] = await driver.ask(entries_of_client, of, client.id)
    return found


@pytest.mark.parametrize("key", ["e", "s"])
async def test_an_empty_list_says_how_to_begin(folder: Path, clock: StillClock, maple: Client, key: str) -> None:
    """There is nothing to go on with, and asking for it harms nothing."""
    async with at_client(folder, clock) as driver:
        await the_list(driver, key)
        await driver.reads("Nothing here yet. a writes a new one.")
        for nothing in ("m", "enter"):
            await driver.press(nothing)
            await driver.at("ListScreen")
        await step(driver, "a")
        await go(driver, "escape", "ListScreen")
        await driver.reads("Nothing here yet.")
        await go(driver, "escape", "ClientScreen")


async def test_a_referral_is_followed_to_its_first_visit(folder: Path, clock: StillClock, maple: Client) -> None:
    """Asked is a start; the list says how it stands, going on keeps what was written, and no fresh look is needed."""
    async with at_client(folder, clock) as driver:
        await the_list(driver, "e")
        await step(driver, "a")
        await driver.reads("Step 7 of 9: Refer to Other Professionals")
        await driver.answer(**REFERRAL, state="done")
        await refused(driver, "^ Asking is a start.")
        await driver.answer(state="started")
        await go(driver, "f2", "ListScreen")
        await driver.reads("~ today: started the housing desk")
        clock.forward(days=7)
        await step(driver, "m")
        await driver.reads("Before: Fri 13 Mar started")
        assert driver.form.raw["to_line"] == "the housing desk"
        await driver.answer(status="first_visit_happened", did_it_help="partly")
        assert driver.form.raw["state"] == "done"
        await go(driver, "f2", "ListScreen")
        await driver.reads("x today: done the housing desk")
        (kept,) = await entries(driver, REFER, maple)
        assert (kept.fresh_look, kept.status, kept.did_it_help) == (None, "first_visit_happened", "partly")
        assert kept.amends is not None
        await go(driver, "escape", "ClientScreen")
        await driver.reads("Fresh look: none")
        assert await driver.drafts() == []


async def test_a_referral_without_their_agreement_is_refused(folder: Path, clock: StillClock, maple: Client) -> None:
    """They said no: that is what is kept, in their words."""
    async with at_client(folder, clock) as driver:
        await the_list(driver, "e")
        await step(driver, "a")
        await driver.answer(help_with=["housing"], to_line="the housing desk", agreed="no", agreed_words="not there")
        assert driver.form.raw["state"] == "said_no"
        await driver.answer(state="started")
        await refused(driver, "^ They said no to this, so it is not begun. Choose: they said no.")
        assert await entries(driver, REFER, maple) == []
        await driver.answer(state="said_no")
        await go(driver, "f2", "ListScreen")
        await driver.reads("- today: they said no the housing desk")


async def test_information_is_sent_only_under_a_permission(folder: Path, clock: StillClock, maple: Client) -> None:
    """Refused without one; F4 records it, the answers come back, and the log has one line."""
    with inside(folder, clock) as vault:
        desk = give_contact(vault, maple.id, "the housing desk", kind="professional")
    async with at_client(folder, clock) as driver:
        await the_list(driver, "e")
        await step(driver, "a")
        await driver.answer(
            **REFERRAL | {"to_contact": desk.id, "to_line": "", "how": "send_information"}, state="started"
        )
        await refused(driver, "^ There is no permission for this yet. F4 records one now.")
        await go(driver, "f4", "YesNoDialog")
        await go(driver, "1", "FormScreen")
        await driver.reads("Permission: Maple-27")
        await driver.answer(
            with_contact=desk.id,
            purpose="a room",
            direction="share",
            may_share=AGREED,
            how_given="spoken",
            told_can_withdraw=True,
            told_no_penalty=True,
            told_may_be_reshared="yes",
        )
        await driver.press("f2")
        await driver.until(lambda: driver.here.endswith("StepScreen"), "step")
        assert (driver.form.raw["to_contact"], driver.form.raw["how"]) == (desk.id, "send_information")
        permission = driver.form.question("permission").box.options[0]  # type: ignore[union-attr]
        await driver.answer(permission=permission.value)
        await go(driver, "f2", "ListScreen")
        await driver.reads("~ today: started the housing desk")
        (line,) = await driver.ask(shared_of, maple.id)
        assert (line.what, line.to_contact, line.permission) == (
            "information for a referral",
            desk.id,
            permission.value,
        )


async def test_a_question_ages_until_it_is_answered(folder: Path, clock: StillClock, maple: Client) -> None:
    """It waits, after a week it is called late, and the answer ends that."""
    async with at_client(folder, clock) as driver:
        await the_list(driver, "s")
        await step(driver, "a")
        await driver.answer(**QUESTION)
        assert driver.form.raw["state"] == "waiting"
        await refused(driver, "^ This needs an answer.")
        await driver.answer(waiting_for="her answer", waiting_until="+5")
        await go(driver, "f2", "ListScreen")
        await driver.reads("! today: waiting, 0 d without an answer how slow is slow")
        await go(driver, "escape", "ClientScreen")
        clock.forward(days=6)
        await the_list(driver, "s")
        await driver.reads("waiting, 6 d without an answer")
        assert "LATE" not in driver.text
        await go(driver, "escape", "ClientScreen")
        clock.forward(days=1)
        await the_list(driver, "s")
        await driver.reads("waiting, LATE: 7 d without an answer")
        await step(driver, "m")
        await driver.answer(**ANSWER, fits_peer_values="yes")
        assert driver.form.raw["state"] == "done"
        await go(driver, "f2", "ListScreen")
        await driver.reads("x today: done how slow is slow")
        assert "without an answer" not in driver.squeezed
        assert await driver.drafts() == []


async def test_going_on_while_waiting_makes_the_question_no_younger(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """Asked eight days ago is asked eight days ago, whatever was added since."""
    async with at_client(folder, clock) as driver:
        await the_list(driver, "s")
        await step(driver, "a")
        await driver.answer(**QUESTION, waiting_for="her answer", waiting_until="+5")
        await go(driver, "f2", "ListScreen")
        clock.forward(days=8)
        await step(driver, "m")
        await driver.answer(need=["ethics"])
        await driver.press("f2")
        await driver.at("ListScreen")
        await driver.reads("waiting, LATE: 8 d without an answer")


async def test_a_done_one_is_left_as_it_is_and_the_next_is_new(folder: Path, clock: StillClock, maple: Client) -> None:
    """Both stand in the list, and no draft of the second is left behind."""
    async with at_client(folder, clock) as driver:
        await the_list(driver, "s")
        await step(driver, "a")
        await driver.answer(**QUESTION, **ANSWER)
        await go(driver, "f2", "ListScreen")
        await step(driver, "m")
        await driver.reads("Before: today done")
        assert driver.form.raw["question"] == ""
        await driver.answer(**QUESTION | {"question": "and how fast"}, **ANSWER)
        await go(driver, "f2", "ListScreen")
        await driver.reads("x today: done and how fast x today: done how slow is slow")
        assert [entry.amends for entry in await entries(driver, SUPERVISION, maple)] == [None, None]
        assert await driver.drafts() == []


@pytest.mark.parametrize(("key", "number", "mark"), [("s", 6, "! waiting"), ("e", 7, "~ started")])
async def test_one_of_an_open_fresh_look_is_gone_on_with_there(
    folder: Path, clock: StillClock, maple: Client, key: str, number: int, mark: str
) -> None:
    """The list shows it, and what is written belongs to the fresh look."""
    of = STEPS[StepNumber(number)]
    with inside(folder, clock) as vault:
        look = give_look(vault, maple.id)
        begun = QUESTION | {"state": "waiting", "waiting_for": "x", "waiting_until": "+3"}
        asked = begun if number == 6 else REFERRAL | {"state": "started"}
        give_step(vault, look, of.number, **asked)
    then = ANSWER if number == 6 else {"status": "first_visit_happened"}
    async with at_client(folder, clock) as driver:
        await the_list(driver, key)
        await driver.reads(mark.replace(" ", " today: "))
        await step(driver, "m")
        await driver.answer(**then)
        await go(driver, "f2", "ListScreen")
        await driver.reads("x today: done")
        newest, _ = await driver.ask(entries_of, of, look.id)
        assert newest.state == "done"
        progress = await driver.ask(progress_of, [look.id])
        assert progress[look.id].states[of.number] == "done"
        assert await driver.drafts() == []


async def test_a_referral_outlives_its_fresh_look(folder: Path, clock: StillClock, maple: Client) -> None:
    """The look is closed and stays as it was; the visit is written down all the same."""
    with inside(folder, clock) as vault:
        look = give_look(vault, maple.id)
        give_step(vault, look, StepNumber.REFER, **REFERRAL, state="started")
        close_fresh_look(vault, look, CloseForm(outcome="better", not_looked_at_reason="no time"))
    async with at_client(folder, clock) as driver:
        await the_list(driver, "e")
        await driver.reads("~ today: started")
        await step(driver, "m")
        assert driver.form.raw["to_line"] == "the housing desk"
        await driver.answer(status="first_visit_happened")
        await go(driver, "f2", "ListScreen")
        await driver.reads("x today: done the housing desk")
        assert "started" not in driver.squeezed
        shown = await driver.ask(shown_fresh_look, maple.id)
        progress = await driver.ask(progress_of, [shown.id])
        assert progress[shown.id].states[StepNumber.REFER] == "started"
        assert await driver.drafts() == []


async def test_a_new_one_is_outside_of_the_open_fresh_look(folder: Path, clock: StillClock, maple: Client) -> None:
    """It is in the list and leaves the nine marks alone."""
    with inside(folder, clock) as vault:
        look = give_look(vault, maple.id)
    async with at_client(folder, clock) as driver:
        await the_list(driver, "s")
        await step(driver, "a")
        await driver.answer(**QUESTION, **ANSWER)
        await go(driver, "f2", "ListScreen")
        (kept,) = await entries(driver, SUPERVISION, maple)
        assert kept.fresh_look is None
        assert (await driver.ask(progress_of, [look.id]))[look.id].marks() == "........."


# --- The learning log ---------------------------------------------------------------------------------------------------


async def test_nothing_learned_yet(folder: Path, clock: StillClock) -> None:
    """It says where it comes from, also with nobody on the caseload."""
    async with at_home(folder, clock) as driver:
        await go(driver, "l", "ReadScreen")
        await driver.reads("Nothing here yet. Step 9 of a fresh look writes into it.")
        await go(driver, "escape", "CaseloadScreen")


async def test_what_i_learned_stands_together_across_clients(folder: Path, clock: StillClock) -> None:
    """The newest first, with the code and the day; what was gone on with stands once; it says that it is only mine."""
    with inside(folder, clock) as vault:
        looks = [give_look(vault, give_client(vault, code).id) for code in ("Maple-27", "Cedar-04", "Willow-58")]
        learned = COMPLETE[StepNumber.LEARN]
        first = give_step(vault, looks[0], StepNumber.LEARN, learned="half a thought", state="started")
        give_step(vault, looks[1], StepNumber.LEARN, **learned | {"learned": "ask [twice]"}, state="done", held_on="-2")
        give_step(vault, looks[0], StepNumber.LEARN, amends=first.id, **learned | {"tags": ["pace"]}, state="done")
        give_step(vault, looks[2], StepNumber.REFLECT, doing="walks", state="started")
    async with at_home(folder, clock) as driver:
        await go(driver, "l", "ReadScreen")
        await driver.reads("Only for you")
        await driver.reads("today, Maple-27 What did I learn? slow is fast")
        await driver.reads("Wed 11 Mar, Cedar-04 What did I learn? ask [twice]")
        told = driver.squeezed
        assert told.index("Maple-27") < told.index("Cedar-04")
        assert "half a thought" not in told
        assert "Willow-58" not in told


def test_the_days_of_this_file_are_those_of_the_clock(clock: StillClock) -> None:
    """What stands above in words is the 13th of March."""
    assert clock.today() == date(2026, 3, 13)
