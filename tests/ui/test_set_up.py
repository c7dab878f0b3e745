"""Making a vault: a name, a passphrase, and the recovery code written down and typed back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from psw_tui.services.settings import settings
from psw_tui.storage.vault import open_with_passphrase, open_with_recovery_code
from tests.conftest import RECOVERY_CODE, StillClock
from tests.ui.driving import Driver, beginning, running

CHOSEN = "four brown paper boats"


async def fill_in(driver: Driver, name: str = "Robin", once: str = CHOSEN, again: str = CHOSEN) -> None:
    await driver.at("WelcomeScreen")
    await driver.press("enter")
    await driver.at("SetUpScreen")
    for text in (name, once, again):
        await driver.type(text)
        await driver.press("enter")


async def settle_in(driver: Driver) -> None:
    """The last two screens: every answer stays as it is, then one's own clients."""
    await driver.at("RhythmScreen")
    await driver.press("enter", "enter", "enter", "enter")
    await driver.at("BeginScreen")
    await driver.press("2")
    await driver.at("CaseloadScreen")


def code_on(driver: Driver) -> str:
    """The nine groups as somebody would copy them from the screen."""
    groups = dict(re.findall(r"\b([1-9]) ([0-9A-Z]{4})\b", driver.text))
    assert len(groups) == 9, driver.text
    return "-".join(groups[number] for number in "123456789")


async def test_a_vault_is_made_by_keys(home: Path, clock: StillClock) -> None:
    """Code shown once, typed back wrong, then right; then the empty caseload, and both ways in work."""
    async with running(beginning(clock, [])) as driver:
        await fill_in(driver)
        await driver.at("RecoveryScreen")
        code = code_on(driver)
        assert not (home / "vaults" / "Robin").exists()
        await driver.press("enter")
        await driver.reads("Now type the code from your paper.")
        assert code[:4] not in driver.text
        await driver.type(RECOVERY_CODE)
        await driver.press("enter")
        await driver.reads("This is a code, but not the one just shown.")
        await driver.press("ctrl+u")
        wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
        await driver.type(wrong)
        await driver.press("enter")
        await driver.until(lambda: "recovery code is mistyped" in driver.squeezed, "a sentence about the slip")
        assert not (home / "vaults" / "Robin").exists()
        await driver.press("backspace")
        await driver.type(code[-1].lower())
        await driver.press("enter")
        await settle_in(driver)
        await driver.reads("Nobody is on your caseload yet.")
        assert [type(screen).__name__ for screen in driver.app.screen_stack][1:] == ["CaseloadScreen"]
    folder = home / "vaults" / "Robin"
    with open_with_passphrase(folder, CHOSEN, clock=clock) as vault:
        assert settings(vault).worker == "Robin"
    open_with_recovery_code(folder, code, clock=clock).close()


@pytest.mark.parametrize(
    ("name", "once", "again", "sentence"),
    [
        ("", CHOSEN, CHOSEN, "Give a name for your notes first."),
        ("Robin", "short", "short", "This passphrase is too short."),
        ("Robin", CHOSEN, CHOSEN + "s", "The two passphrases are not the same."),
        ("../up", CHOSEN, CHOSEN, "A label has letters, digits, spaces and dashes only"),
        ("[/]", CHOSEN, CHOSEN, "A label has letters, digits, spaces and dashes only"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    home: Path, clock: StillClock, name: str, once: str, again: str, sentence: str
) -> None:
    """The worker mends the one thing and goes on."""
    async with running(beginning(clock, [])) as driver:
        await fill_in(driver, name, once, again)
        await driver.reads(sentence)
        screen = driver.app.screen
        assert driver.here == "SetUpScreen"
        assert (screen._worker.raw, screen._secret.raw, screen._again.raw) == (name, once, again)  # type: ignore[attr-defined]
    assert not [*home.rglob("vault*.*")]


async def test_another_workers_vault_is_left_alone(folder: Path, clock: StillClock) -> None:
    """A label that is taken is refused before any code is shown."""
    async with running(beginning(clock, [folder])) as driver:
        await driver.press("ctrl+n")
        await fill_in(driver, name="ASH")
        await driver.reads("There is a vault called")
        assert driver.here == "SetUpScreen"
        await driver.press("escape")
        await driver.at("WelcomeScreen")
        await driver.press("escape")
        await driver.at("UnlockScreen")


async def test_leaving_before_the_code_is_typed_back_makes_no_vault(home: Path, clock: StillClock) -> None:
    """The way back is open until the end."""
    async with running(beginning(clock, [])) as driver:
        await fill_in(driver)
        await driver.at("RecoveryScreen")
        await driver.press("escape")
        await driver.at("SetUpScreen")
    assert not (home / "vaults" / "Robin").exists()


async def test_leaving_the_very_first_screen_ends_the_program(home: Path, clock: StillClock) -> None:
    """There is nothing below it to go back to."""
    async with running(beginning(clock, [])) as driver:
        await driver.at("WelcomeScreen")
        await driver.press("escape")
        await driver.until(lambda: driver.app._exit, "end")
        assert driver.app.return_value == 0
