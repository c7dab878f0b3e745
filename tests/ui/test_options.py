"""The options by keys: what is set is what the program does."""

from __future__ import annotations

from pathlib import Path

import pytest

from psw_tui.records.client import Client
from psw_tui.services.settings import settings
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault
from tests.conftest import WORKER, StillClock
from tests.services.giving import give_client
from tests.services.permitting import set_option
from tests.ui.driving import Driver, at_home, inside
from tests.ui.walking import go, refused, retype


async def options(driver: Driver) -> None:
    await go(driver, "o", "FormScreen")
    await driver.reads("Options")


def newest_author(vault: Vault) -> str:
    """Whose label signs the newest line of the change log."""
    return str(listing(vault, "SELECT author FROM change ORDER BY seq DESC LIMIT 1")[0]["author"])


async def test_what_is_set_stands_there_and_every_row_explains_itself(folder: Path, clock: StillClock) -> None:
    """The worker's label was asked at set-up; the rest begins with what is safe."""
    async with at_home(folder, clock) as driver:
        await options(driver)
        raw = driver.form.raw
        assert (raw["worker"], raw["language"], raw["idle_minutes"]) == (WORKER, "en", "5")
        assert (raw["longest_permission_days"], raw["part_2_program"]) == ("365", False)
        for name, hint in (
            ("worker", "It signs what you write."),
            ("on_call_phone", "Shown on the crisis card."),
            ("part_2_program", "Then only a signed permission opens steps 5 and 7."),
            ("retention", "Not set: ask your agency."),
        ):
            driver.form.question(name).box.focus()  # type: ignore[union-attr]
            await driver.reads(hint)


async def test_what_is_saved_is_there_again(folder: Path, clock: StillClock) -> None:
    """Every one of them, in the vault and on coming back."""
    typed = {"team": "North", "supervisor": "Kay", "on_call_phone": "555 [0100]", "retention": "ten years"}
    async with at_home(folder, clock) as driver:
        await options(driver)
        await driver.answer(**typed, part_2_program=True)
        await retype(driver, longest_permission_days="30", idle_minutes="12")
        await go(driver, "f2", "CaseloadScreen")
        kept = await driver.ask(settings)
        assert {name: getattr(kept, name) for name in typed} == typed
        assert (kept.part_2_program, kept.longest_permission_days, kept.idle_minutes) == (True, 30, 12)
        await options(driver)
        assert typed.items() <= driver.form.raw.items()
        assert driver.form.raw["idle_minutes"] == "12"
        assert await driver.drafts() == []


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("idle_minutes", "0", "^ This number does not fit here. Use one between 1 and 30."),
        ("idle_minutes", "31", "^ This number does not fit here. Use one between 1 and 30."),
        ("idle_minutes", "", "^ This number does not fit here. Use one between 1 and 30."),
        ("idle_minutes", "five", "^ Type a whole number here, such as 45."),
        ("longest_permission_days", "3651", "^ This number does not fit here. Use one between 1 and 3650."),
        ("worker", "", "^ This needs an answer."),
    ],
)
async def test_what_cannot_be_set_is_said(
    folder: Path, clock: StillClock, name: str, typed: str, sentence: str
) -> None:
    """Nothing is saved, nothing typed is lost."""
    async with at_home(folder, clock) as driver:
        await options(driver)
        await driver.answer(team="North")
        await retype(driver, **{name: typed})
        await refused(driver, sentence)
        assert (await driver.ask(settings)).team == ""


async def test_another_label_signs_what_is_written_from_now_on(folder: Path, clock: StillClock) -> None:
    """What was written before stays signed as it was; after unlocking the new one is used."""
    with inside(folder, clock) as vault:
        give_client(vault, "Maple-27")
        assert newest_author(vault) == WORKER
        before = len(listing(vault, f"SELECT 1 FROM change WHERE author = '{WORKER}'"))  # noqa: S608
    async with at_home(folder, clock) as driver:
        await options(driver)
        await retype(driver, worker="Robin")
        await go(driver, "f2", "CaseloadScreen")
        assert await driver.ask(newest_author) == "Robin"
    async with at_home(folder, clock) as driver:
        await go(driver, "a", "FormScreen")
        await driver.answer(knows_notes="yes")
        await go(driver, "f2", "ClientScreen")
        assert await driver.ask(newest_author) == "Robin"
        signed = await driver.ask(listing, f"SELECT 1 FROM change WHERE author = '{WORKER}'")  # noqa: S608
        assert len(signed) == before


async def test_the_idle_minutes_lock(folder: Path, clock: StillClock) -> None:
    """As long as was set after unlocking, and no longer."""
    with inside(folder, clock) as vault:
        set_option(vault, idle_minutes=12)
    async with at_home(folder, clock) as driver:
        idle = driver.app._presence._idle
        idle._wall = lambda: idle._since[1] + 12 * 60 - 1
        driver.app._presence.lock_when_idle()
        await driver.pilot.pause()
        assert not driver.app._exit
        idle._wall = lambda: idle._since[1] + 12 * 60 + 1
        driver.app._presence.lock_when_idle()
        await driver.until(lambda: driver.app._exit, "lock")


async def test_the_idle_minutes_hold_from_saving_on(folder: Path, clock: StillClock) -> None:
    """Somebody who shortens them before going out does not unlock once more first."""
    async with at_home(folder, clock) as driver:
        await options(driver)
        await retype(driver, idle_minutes="1")
        await go(driver, "f2", "CaseloadScreen")
        idle = driver.app._presence._idle
        idle._wall = lambda: idle._since[1] + 61
        driver.app._presence.lock_when_idle()
        await driver.until(lambda: driver.app._exit, "lock")


async def test_the_language_changes(folder: Path, clock: StillClock, maple: Client) -> None:
    """After unlocking every screen speaks it, whatever the system speaks; the notes stay as they were written."""
    async with at_home(folder, clock) as driver:
        await options(driver)
        await driver.answer(language="fr")
        await go(driver, "f2", "CaseloadScreen")
    async with at_home(folder, clock) as driver:
        await driver.reads("Signal")
        await driver.until(lambda: "ven. 13 mars" in driver.squeezed, "the day in French")
        await go(driver, "enter", "ClientScreen")
        await driver.reads("Objectifs")
        await go(driver, "escape", "CaseloadScreen")
        await go(driver, "o", "FormScreen")
        assert driver.form.raw["language"] == "fr"
        assert "Options" in driver.text
        assert "Your name in the notes" not in driver.squeezed


async def test_the_team_stands_on_the_caseload(folder: Path, clock: StillClock) -> None:
    """It says whose laptop this is, brackets and all, from saving on and after unlocking."""
    async with at_home(folder, clock) as driver:
        await options(driver)
        await driver.answer(team="[North]")
        await go(driver, "f2", "CaseloadScreen")
        await driver.reads("everybody: 0 [North]")
    async with at_home(folder, clock) as driver:
        await driver.reads("everybody: 0 [North]")
