"""Locking, hiding and ending: drafts stay, the vault closes, and nothing of a note is left behind on the terminal."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from psw_tui.lifeline import vault_mark
from psw_tui.records.client import Client
from psw_tui.services.drafts import DraftPlace, draft_at
from psw_tui.ui.app import LOCKED, PswApp
from tests.conftest import PASSPHRASE, StillClock
from tests.services.giving import give_look
from tests.ui.driving import Driver, at_home, beginning, inside, running

WORDS = "xylophone quarrel"


async def begin_note(driver: Driver) -> None:
    await driver.press("enter")
    await driver.at("ClientScreen")
    await driver.press("n")
    await driver.at("FormScreen")
    await driver.press("1", "1")
    await driver.answer(their_words=WORDS)


async def ended(driver: Driver) -> int | None:
    await driver.until(lambda: driver.app._exit, "end")
    return driver.app.return_value


async def test_l_locks_with_the_code_for_the_launcher(folder: Path, clock: StillClock, maple: Client) -> None:
    """The process ends with 75, and the vault is free for the next one."""
    assert LOCKED == 75
    async with at_home(folder, clock) as driver:
        await driver.reads("Maple-27")
        await driver.press("L")
        assert await ended(driver) == LOCKED
        with inside(folder, clock) as vault:
            assert vault.folder == folder


async def test_hiding_from_a_form_blanks_keeps_and_locks(folder: Path, clock: StillClock, maple: Client) -> None:
    """F9 in the middle of a word: nothing to read, the word in the vault, the process ended."""
    async with at_home(folder, clock) as driver:
        await begin_note(driver)
        await driver.press("f9")
        assert await ended(driver) == LOCKED
        assert WORDS not in driver.text
        assert "Maple" not in driver.text
        with inside(folder, clock) as vault:
            assert draft_at(vault, DraftPlace("debrief", maple.id))["their_words"] == WORDS


@pytest.mark.parametrize("on_top", ["question", "palette", "help"])
async def test_no_dialog_holds_the_lock_up(folder: Path, clock: StillClock, maple: Client, on_top: str) -> None:
    """Whatever is open, the idle lock ends the process and keeps the draft below it."""
    async with at_home(folder, clock) as driver:
        await driver.reads("Maple-27")
        if on_top == "question":
            await driver.press("3")
            await driver.at("YesNoDialog")
        else:
            await begin_note(driver)
            await driver.press("ctrl+p" if on_top == "palette" else "f1")
            await driver.until(lambda: driver.here in {"CommandPalette", "HelpScreen"}, on_top)
        driver.app._idle_limit = -1.0
        driver.app._idle_limit = 0.001
        driver.app._lock_when_idle()
        assert await ended(driver) == LOCKED
        with inside(folder, clock) as vault:
            kept = draft_at(vault, DraftPlace("debrief", maple.id))
        assert kept.get("their_words", "") == ("" if on_top == "question" else WORDS)


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
async def test_a_vanished_terminal_keeps_the_draft_and_ends(
    folder: Path, clock: StillClock, maple: Client, number: signal.Signals
) -> None:
    """The window was closed, or the system goes down."""
    async with at_home(folder, clock) as driver:
        await begin_note(driver)
        os.kill(os.getpid(), number)
        assert await ended(driver) == 0
        with inside(folder, clock) as vault:
            assert draft_at(vault, DraftPlace("debrief", maple.id))["their_words"] == WORDS


async def test_q_ends_and_does_not_lock(folder: Path, clock: StillClock) -> None:
    """The launcher does not start again."""
    async with at_home(folder, clock) as driver:
        await driver.press("q")
        assert await ended(driver) == 0


async def test_only_the_id_of_the_open_client_passes_on(folder: Path, clock: StillClock, maple: Client) -> None:
    """After the lock the launcher knows where to go back to and what to copy, and not a word more."""
    reading, writing = os.pipe()
    try:
        async with at_home(folder, clock, notes=writing) as driver:
            await driver.press("enter")
            await driver.at("ClientScreen")
            await driver.press("L")
            assert await ended(driver) == LOCKED
        assert os.read(reading, 4096) == f"{maple.id}\n{vault_mark(folder)}\n".encode()
    finally:
        os.close(reading)
        os.close(writing)


async def test_unlocking_goes_back_to_that_client(folder: Path, clock: StillClock, maple: Client) -> None:
    """With the caseload below it."""
    async with running(beginning(clock, [folder], passphrase=PASSPHRASE, return_to=maple.id)) as driver:
        await driver.at("ClientScreen")
        await driver.reads("Maple-27")
        await driver.press("escape")
        await driver.at("CaseloadScreen")


async def test_a_client_who_is_gone_is_no_reason_to_fail(folder: Path, clock: StillClock) -> None:
    """The note may be old: then the caseload stays."""
    async with at_home(folder, clock, return_to="019ce824-0280-7b12-817a-5c87c1f3a343") as driver:
        await driver.pilot.pause(0.1)
        assert driver.here == "CaseloadScreen"


def test_a_crash_report_shows_no_value_of_a_variable(clock: StillClock, folder: Path) -> None:
    """Textual's own prints names, notes and passphrases into the scrollback; ours prints where it happened."""
    app = PswApp(beginning(clock, [folder]))

    def fails(note: str) -> None:
        local = note.upper()
        raise RuntimeError(len(local))

    try:
        fails(WORDS)
    except RuntimeError:
        app._fatal_error()
    console = Console(width=200, record=True, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    for report in app._exit_renderables:
        console.print(report)
    console.file.close()
    printed = console.export_text()
    assert "RuntimeError" in printed
    assert "local = note.upper()" in printed
    assert WORDS not in printed
    assert WORDS.upper() not in printed


async def test_the_palette_offers_our_commands_and_nothing_else(folder: Path, clock: StillClock, maple: Client) -> None:
    """No screenshot to a file in clear, no theme, no quit past the drafts; on every screen only what it offers."""
    with inside(folder, clock) as vault:
        give_look(vault, maple.id)
    async with at_home(folder, clock) as driver:
        await driver.reads("Maple-27")
        for keys, screen in ((), "CaseloadScreen"), (("enter",), "ClientScreen"), (("n",), "FormScreen"):
            await driver.press(*keys)
            await driver.at(screen)
            top: Any = driver.app.screen
            offered = {command.sentence for command in top.OFFERS}
            given = list(driver.app.get_system_commands(top))
            assert given
            assert {command.help for command in given} <= offered
        await driver.press("ctrl+p")
        await driver.until(lambda: driver.here == "CommandPalette", "palette")
        await driver.type("screenshot")
        await driver.pilot.pause(0.2)
        assert "Save" not in driver.text


async def test_nothing_is_offered_while_locked(folder: Path, clock: StillClock) -> None:
    """On the unlock screen the palette knows only its own few commands."""
    async with running(beginning(clock, [folder])) as driver:
        await driver.at("UnlockScreen")
        given = {command.help for command in driver.app.get_system_commands(driver.app.screen)}
        assert given == {driver.app.screen.say(command.sentence) for command in driver.app.screen.OFFERS}  # type: ignore[attr-defined]


async def test_nothing_goes_to_the_clipboard(folder: Path, clock: StillClock, maple: Client) -> None:
    """Not by Textual's keys in a box, not from the passphrase, not by asking the app."""
    async with running(beginning(clock, [folder])) as driver:
        sent: list[str] = []
        terminal: Any = driver.app._driver
        monkey = terminal.write
        terminal.write = lambda data: (sent.append(data), monkey(data))[1]
        await driver.type(PASSPHRASE)
        await driver.press("home", "shift+end", "ctrl+c", "ctrl+x")
        assert driver.app.screen._secret.raw == PASSPHRASE  # type: ignore[attr-defined]
        await driver.press("enter")
        await driver.at("CaseloadScreen")
        await begin_note(driver)
        await driver.press("ctrl+a", "ctrl+c")
        driver.app.copy_to_clipboard(WORDS)
        await driver.pilot.pause()
        assert not any("\x1b]52" in data for data in sent)
        assert driver.app.clipboard == ""


async def test_suspending_does_nothing(folder: Path, clock: StillClock, maple: Client) -> None:
    """A stopped process would keep the key in memory."""
    async with at_home(folder, clock) as driver:
        await begin_note(driver)
        await driver.press("ctrl+z")
        driver.app.action_suspend_process()
        await driver.pilot.pause()
        assert driver.here == "FormScreen"
