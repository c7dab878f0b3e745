"""What was typed and not saved: put down while typing, offered again, and thrown away only after asking."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.services import debriefs
from psw_tui.services.client_page import client_page
from psw_tui.services.drafts import DraftPlace, draft_at, keep_draft, unfinished
from psw_tui.services.fresh_looks import shown_fresh_look
from psw_tui.ui.frames import form
from tests.conftest import StillClock
from tests.services.giving import give_client, give_look
from tests.ui.driving import Driver, at_home, inside

WORDS = "half a sent"


async def begin_note(driver: Driver) -> None:
    await driver.press("enter")
    await driver.at("ClientScreen")
    await driver.press("n")
    await driver.at("FormScreen")


async def test_typing_is_put_down_within_a_second_without_leaving(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """The letters are in the vault before anybody saves or leaves."""
    place = DraftPlace("debrief", maple.id)
    async with at_home(folder, clock) as driver:
        await begin_note(driver)
        await driver.press("1", "1")
        await driver.answer(their_words=WORDS)
        typed = time.monotonic()
        while (await driver.ask(draft_at, place)).get("their_words") != WORDS:
            assert time.monotonic() - typed < 1.0
            await driver.pilot.pause(0.01)
        await driver.reads("draft kept 12:00")
        assert driver.here == "FormScreen"


async def test_what_was_left_is_there_on_coming_back(folder: Path, clock: StillClock, maple: Client) -> None:
    """Esc at any moment, and the same form shows it again, letter for letter."""
    async with at_home(folder, clock) as driver:
        await begin_note(driver)
        await driver.press("2", "1")
        await driver.answer(their_words=WORDS, next_due="soonish")
        kept = driver.form.raw
        await driver.press("escape")
        await driver.at("ClientScreen")
        await driver.press("n")
        await driver.at("FormScreen")
        await driver.reads(WORDS)
        assert driver.form.raw == kept


async def test_a_draft_is_offered_after_unlocking(folder: Path, clock: StillClock, maple: Client) -> None:
    """With client, form and time; Enter goes on with it, saving ends it."""
    async with at_home(folder, clock) as driver:
        await begin_note(driver)
        await driver.press("1", "1")
        await driver.answer(their_words=WORDS)
        await driver.press("escape")
        await driver.at("ClientScreen")
    async with at_home(folder, clock) as driver:
        await driver.at("DraftsScreen")
        await driver.reads("1 unfinished note")
        await driver.reads("Maple-27 - debrief, Fri 12:00")
        assert WORDS not in driver.text
        await driver.press("enter")
        await driver.at("FormScreen")
        await driver.reads(WORDS)
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        assert await driver.drafts() == []


async def test_a_draft_is_never_shown_under_another_client(folder: Path, clock: StillClock, maple: Client) -> None:
    """The same form about somebody else is empty."""
    with inside(folder, clock) as vault:
        keep_draft(vault, DraftPlace("debrief", maple.id), {"contact": "met", "their_words": WORDS})
        give_client(vault, "Zinnia-99")
    async with at_home(folder, clock) as driver:
        await driver.at("DraftsScreen")
        await driver.press("escape")
        await driver.at("CaseloadScreen")
        await driver.press("n")
        await driver.at("PickDialog")
        await driver.type("zinnia")
        await driver.press("enter")
        await driver.reads("New note: Zinnia-99")
        assert driver.form.raw["their_words"] == ""
        assert driver.form.raw["contact"] == ""
        await driver.press("escape")
        await driver.at("CaseloadScreen")
        assert [note.place.client for note in await driver.drafts()] == [maple.id]


async def test_throwing_away_asks_first(folder: Path, clock: StillClock, maple: Client) -> None:
    """No, and Esc, keep it; only yes lets it go."""
    with inside(folder, clock) as vault:
        keep_draft(vault, DraftPlace("debrief", maple.id), {"their_words": WORDS})
    async with at_home(folder, clock) as driver:
        for answer in ("escape", "2"):
            await driver.at("DraftsScreen")
            await driver.press("d")
            await driver.at("YesNoDialog")
            await driver.reads("Throw this draft away?")
            await driver.press(answer)
            await driver.at("DraftsScreen")
            assert len(await driver.drafts()) == 1
        await driver.press("d")
        await driver.at("YesNoDialog")
        await driver.press("1")
        await driver.at("CaseloadScreen")
        assert await driver.drafts() == []


async def test_a_draft_of_a_step_comes_back_in_its_step(folder: Path, clock: StillClock, maple: Client) -> None:
    """Of this fresh look, with the answers and without a state nobody picked."""
    with inside(folder, clock) as vault:
        give_look(vault, maple.id)
    async with at_home(folder, clock) as driver:
        await driver.reads("Maple-27")
        await driver.press("3")
        await driver.until(lambda: driver.here == "StepScreen", "step")
        await driver.answer(heard=WORDS)
        await driver.press("escape")
        await driver.at("CaseloadScreen")
        look = await driver.ask(shown_fresh_look, maple.id)
        kept = await driver.ask(draft_at, DraftPlace("listen", maple.id, look.id))
        assert (kept["heard"], kept["state"]) == (WORDS, "")
    async with at_home(folder, clock) as driver:
        await driver.at("DraftsScreen")
        await driver.reads(f"Maple-27 - {StepNumber.LISTEN.full_name}")
        await driver.press("enter")
        await driver.until(lambda: driver.here == "StepScreen", "step")
        await driver.reads(WORDS)


async def test_a_client_begun_keeps_the_code_that_was_made(folder: Path, clock: StillClock) -> None:
    """The worker may have said it aloud already."""
    async with at_home(folder, clock) as driver:
        await driver.press("a")
        await driver.at("FormScreen")
        await driver.reads("New client:")
        title = driver.text.splitlines()[0].split()[2]
        await driver.answer(goes_by="Al")
        await driver.press("escape")
        await driver.at("CaseloadScreen")
        await driver.press("a")
        await driver.at("FormScreen")
        await driver.reads(f"New client: {title}")
        await driver.answer(knows_notes="yes")
        await driver.press("f2")
        await driver.at("ClientScreen")
        await driver.reads(title)
        assert await driver.drafts() == []


async def test_opening_and_leaving_a_form_leaves_no_draft(folder: Path, clock: StillClock, maple: Client) -> None:
    """Nobody is reminded of what they did not write."""
    async with at_home(folder, clock) as driver:
        await begin_note(driver)
        await driver.press("escape")
        await driver.at("ClientScreen")
        assert await driver.drafts() == []


async def test_a_slow_disk_leaves_no_draft_behind_a_saved_note(
    folder: Path, clock: StillClock, maple: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The half second of the draft runs out while the note is being saved; the note is there once and no draft is."""
    timer_ran_out = asyncio.Event()
    save = debriefs.save_debrief

    def slowly(*given: Any, **named: Any) -> Any:
        limit = time.monotonic() + 2
        while not timer_ran_out.is_set() and time.monotonic() < limit:
            time.sleep(0.01)
        return save(*given, **named)

    monkeypatch.setattr(debriefs, "save_debrief", slowly)
    async with at_home(folder, clock) as driver:
        await begin_note(driver)
        await driver.press("1", "1")
        await driver.answer(their_words=WORDS)
        pressing = asyncio.ensure_future(driver.pilot.press("f2"))
        asyncio.get_running_loop().call_later(0.8, timer_ran_out.set)
        await pressing
        await driver.at("ClientScreen")
        await driver.reads(WORDS)
        assert len((await driver.ask(client_page, maple.id)).debriefs) == 1
        assert await driver.drafts() == []


async def test_the_newest_draft_is_on_top(folder: Path, clock: StillClock, maple: Client) -> None:
    """Several are counted and listed; going on with one leaves the other."""
    with inside(folder, clock) as vault:
        keep_draft(vault, DraftPlace("goal", maple.id), {"words": "sleep"})
        clock.forward(minutes=5)
        keep_draft(vault, DraftPlace("debrief", maple.id), {"contact": "met", "safety": "nothing"})
        assert len(unfinished(vault)) == 2
    async with at_home(folder, clock) as driver:
        await driver.at("DraftsScreen")
        await driver.reads("2 unfinished notes")
        await driver.press("enter")
        await driver.at("FormScreen")
        await driver.reads("New note: Maple-27")
        await driver.press("f2")
        await driver.reads("Anything else for Maple-27?")
        await driver.reads("Maple-27 - goal")
        await driver.press("escape")
        await driver.at("DraftsScreen")
        await driver.reads("1 unfinished note")
        await driver.reads("Maple-27 - goal")


async def test_leaving_a_question_keeps_it_at_once(
    folder: Path, clock: StillClock, maple: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without waiting for the half second of the timer."""
    monkeypatch.setattr(form, "DRAFT_EVERY", 3600.0)
    async with at_home(folder, clock) as driver:
        await begin_note(driver)
        await driver.press("1", "1")
        await driver.answer(their_words=WORDS)
        await driver.press("tab")
        place = DraftPlace("debrief", maple.id)
        for _ in range(100):
            if (await driver.ask(draft_at, place)).get("their_words") == WORDS:
                break
            await driver.pilot.pause(0.01)
        assert (await driver.ask(draft_at, place))["their_words"] == WORDS
