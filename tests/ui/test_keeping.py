"""Records to review by keys: asked, waited for, confirmed, and the backups that still hold what was erased."""

from __future__ import annotations

from pathlib import Path

import pytest

from psw_tui.backups import list_backups
from psw_tui.language import speak
from psw_tui.progress import Progress
from psw_tui.records.client import Client
from psw_tui.records.leaving import ErasureForm, Fate
from psw_tui.sentences import sentence
from psw_tui.services import backups, erasing
from psw_tui.services.clients import client_by_id
from psw_tui.services.errors import NoBackupWithout, NoSuchClient, OnHold, TooEarlyToErase
from psw_tui.services.keeping import set_hold
from tests.conftest import StillClock
from tests.ui.driving import Driver, at_home, inside
from tests.ui.walking import go, notified, retype

ENGLISH = speak("en")
ON_HOLD = sentence(OnHold("Maple-27"), ENGLISH)
TOO_EARLY = sentence(TooEarlyToErase("Maple-27", "2026-03-14 12:00"), ENGLISH)
NO_BACKUP = sentence(NoBackupWithout("Maple-27"), ENGLISH)


def ask(folder: Path, clock: StillClock, client: Client, *, hold: bool = False) -> None:
    """Somebody has asked to erase the record."""
    with inside(folder, clock) as vault:
        erasing.ask(vault, client, ErasureForm(typed_code=client.code, reason="kept long enough"))
        if hold:
            set_hold(vault, client.id, hold=True)


async def picked(driver: Driver, key: str, said: str) -> None:
    """Press a key that asks a question, and say yes to it."""
    await go(driver, key, "YesNoDialog")
    await driver.reads(said)
    await driver.press("1")


async def test_from_asking_to_what_backups_still_hold(folder: Path, clock: StillClock, busy: Client) -> None:
    with inside(folder, clock) as vault:
        backups.back_up_here(vault, Progress())
        set_hold(vault, busy.id, hold=True)
    async with at_home(folder, clock) as driver:
        await go(driver, "y", "ListScreen")
        await driver.reads("Maple-27 on hold, is not erased")
        await driver.press("e")
        await notified(driver, ON_HOLD)
        await driver.at("ListScreen")
        await picked(driver, "p", "Take the hold off Maple-27?")
        await driver.reads("Nobody is due for review")
        await driver.press("escape")
        await go(driver, "enter", "ClientScreen")
        driver.app.screen.action_ask_erasing()
        await driver.at("FormScreen")
        await driver.answer(typed_code="Birch-11", reason="kept long enough")
        await driver.press("f2")
        await driver.reads("This is not the code of this client, which is Maple-27.")
        await retype(driver, typed_code="maple-27")
        await driver.press("f2")
        await driver.at("ClientScreen")
        await notified(driver, "Asked for. From 14 Mar 2026 12:00 on you can confirm it: y on the caseload.")
        await driver.reads("Waits to be erased: from 14 Mar 2026 12:00 on")
        await driver.press("escape")
        await go(driver, "y", "ListScreen")
        await driver.press("c")
        await notified(driver, TOO_EARLY)
        clock.forward(hours=24)
        await driver.at("ListScreen")
        await picked(driver, "c", "Erase the record of Maple-27 for good?")
        await driver.reads("The record is still in 1 backup beside the vault:")
        with pytest.raises(NoSuchClient):
            await driver.ask(client_by_id, busy.id)
        await driver.press("e")
        await notified(driver, NO_BACKUP)
        await driver.at("ReadScreen")
        await driver.press("b")
        await driver.until(lambda: len(list_backups(folder)) == 2 and driver.here == "ReadScreen", "new backup")
        await picked(driver, "e", "Take away the one backup that holds the record of Maple-27?")
        await driver.reads("No backup beside the vault holds it.")
        assert len(list_backups(folder)) == 1
        await driver.press("escape")
        await driver.reads("Maple-27 erased 14 Mar 2026 12:00, kept long enough (Ash)")
        await driver.press("escape")
        await driver.reads("Nobody is on your caseload yet.")


async def test_a_key_held_down_erases_nothing(folder: Path, clock: StillClock, maple: Client) -> None:
    """The key asks once, and Enter still held from before is no answer."""
    ask(folder, clock, maple)
    clock.forward(hours=24)
    async with at_home(folder, clock) as driver:
        await go(driver, "y", "ListScreen")
        await driver.hold("c")
        await driver.at("YesNoDialog")
        await driver.press("escape")
        await driver.at("ListScreen")
        assert (await driver.ask(client_by_id, maple.id)).code == "Maple-27"
        await driver.press("o")
        await driver.reads("Maple-27 erasing called off")
        (erasure,) = await driver.ask(erasing.erasures)
        assert erasure.fate == Fate.CALLED_OFF


async def test_keeping_on_sets_the_day_to_ask_again(folder: Path, clock: StillClock, maple: Client) -> None:
    ask(folder, clock, maple, hold=True)
    async with at_home(folder, clock) as driver:
        await go(driver, "y", "ListScreen")
        await driver.reads("on hold, so it cannot be confirmed")
        await go(driver, "m", "FormScreen")
        await driver.answer(review_on="today")
        await driver.press("f2")
        await driver.reads("Give a day after today")
        await retype(driver, review_on="52w")
        await driver.press("f2")
        await driver.at("ListScreen")
        kept = await driver.ask(client_by_id, maple.id)
        assert kept.review_on.isoformat() == "2027-03-12"


async def test_what_was_typed_is_a_draft_and_comes_back(folder: Path, clock: StillClock, maple: Client) -> None:
    async with at_home(folder, clock) as driver:
        await go(driver, "enter", "ClientScreen")
        driver.app.screen.action_ask_erasing()
        await driver.at("FormScreen")
        await driver.answer(reason="kept long enough")
        await driver.press("escape")
        await driver.at("ClientScreen")
        await driver.press("escape")
        await go(driver, "d", "DraftsScreen")
        await driver.reads("Maple-27 - asking to erase")
        await driver.press("enter")
        await driver.at("FormScreen")
        await driver.reads("kept long enough")


async def test_find_leads_from_an_erased_code_to_the_list(folder: Path, clock: StillClock, maple: Client) -> None:
    ask(folder, clock, maple)
    clock.forward(hours=24)
    with inside(folder, clock) as vault:
        erasing.confirm(vault, erasing.erasures(vault)[0].id)
    async with at_home(folder, clock) as driver:
        await go(driver, "slash", "FindScreen")
        await driver.type("maple")
        await driver.reads("erasing")
        await driver.press("enter")
        await driver.at("ListScreen")
        await driver.reads("Maple-27 erased")


async def test_the_years_are_an_option_that_may_be_empty(folder: Path, clock: StillClock, maple: Client) -> None:
    async with at_home(folder, clock) as driver:
        await go(driver, "o", "FormScreen")
        await driver.answer(keep_years="7")
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        await go(driver, "o", "FormScreen")
        assert driver.form.question("keep_years").raw == "7"
        await retype(driver, keep_years="")
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        await go(driver, "o", "FormScreen")
        assert driver.form.question("keep_years").raw == ""
