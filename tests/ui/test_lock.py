"""Locking, hiding and ending: drafts stay, the vault closes, and nothing of a note is left behind on the terminal."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from rich.console import Console

from psw_tui.exit_codes import LOCKED
from psw_tui.idle import IdleWatch
from psw_tui.lifeline import vault_mark
from psw_tui.records.client import Client
from psw_tui.services.debriefs import debriefs_of
from psw_tui.services.drafts import DraftPlace, draft_at, unfinished
from psw_tui.ui.commands import MANUAL
from psw_tui.ui.routes import Lock
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


ON_TOP = {
    "palette": ("ctrl+p", "PaletteScreen"),
    "help": ("f1", "HelpScreen"),
    "crisis card": ("f8", "CrisisScreen"),
}


async def test_hiding_before_anything_is_open_forgets_what_was_typed(folder: Path, clock: StillClock) -> None:
    """Half a passphrase goes with its process; no blank screen is left that nobody can leave."""
    async with running(beginning(clock, [folder])) as driver:
        await driver.type("seven qui")
        await driver.press("f9")
        assert await ended(driver) == LOCKED


async def test_a_running_save_is_waited_for(folder: Path, clock: StillClock, maple: Client) -> None:
    """F2, then F9 while the disk is slow: the note is saved, not left as a draft, and only then the vault closes."""
    async with at_home(folder, clock) as driver:
        await begin_note(driver)
        slow = Event()
        driver.app._database.submit(slow.wait, 8)
        driver.app.screen.call_later(driver.app.screen.action_save)  # type: ignore[attr-defined]
        await asyncio.sleep(0.1)  # the pilot would wait for the save
        driver.app.post_message(Lock(hidden=True))
        async with asyncio.timeout(5):
            while driver.here != "BlankScreen":
                await asyncio.sleep(0.01)
        assert not driver.app._exit
        slow.set()
        assert await ended(driver) == LOCKED
    with inside(folder, clock) as vault:
        assert [debrief.their_words for debrief in debriefs_of(vault, maple.id)] == [WORDS]
        assert unfinished(vault) == []


@pytest.mark.parametrize("about", ["minutes", "sleep"])
async def test_the_lock_looks_at_both_clocks(folder: Path, clock: StillClock, maple: Client, about: str) -> None:
    """Nobody for the set minutes, or a closed lid however short and whatever was pressed since."""
    async with at_home(folder, clock) as driver:
        boot, wall, awake = [0.0], [0.0], [0.0]
        driver.app._presence._idle = IdleWatch(lambda: boot[0], lambda: wall[0], lambda: awake[0])
        driver.app._presence.lock_when_idle()
        await driver.pilot.pause()
        assert not driver.app._way_out.is_taken
        if about == "minutes":
            wall[0] = 5 * 60 + 1
        else:
            boot[0] = 20
            driver.app._presence.touch()
        driver.app._presence.lock_when_idle()
        assert await ended(driver) == LOCKED


@pytest.mark.parametrize("on_top", ["question", *ON_TOP])
async def test_no_dialog_holds_the_lock_up(folder: Path, clock: StillClock, maple: Client, on_top: str) -> None:
    """Whatever is open, the idle lock ends the process and keeps the draft below it."""
    async with at_home(folder, clock) as driver:
        await driver.reads("Maple-27")
        if on_top == "question":
            await driver.press("3")
            await driver.at("YesNoDialog")
        else:
            await begin_note(driver)
            key, screen = ON_TOP[on_top]
            await driver.press(key)
            await driver.at(screen)
        driver.app._presence.limit = 0.001
        driver.app._presence.lock_when_idle()
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


@pytest.mark.parametrize("at", ["UnlockScreen", "CaseloadScreen", "ClientScreen", "FormScreen", *ON_TOP])
async def test_a_fault_on_any_screen_shows_no_word_and_keeps_the_draft(
    folder: Path, clock: StillClock, maple: Client, at: str
) -> None:
    """Neither a variable nor the message of the fault is printed, and both hold a note; where it happened is."""
    said: list[str] = []

    def fails(*notes: str) -> None:
        local = [note.upper() for note in notes]
        raise RuntimeError(f"{notes} {local}")

    async def walk() -> None:
        async with running(beginning(clock, [folder])) as driver:
            _listen(driver.app, said)
            if at != "UnlockScreen":
                await driver.type(PASSPHRASE + "\n")
                await driver.reads("Maple-27")
            if at == "ClientScreen":
                await driver.press("enter")
            elif at == "FormScreen" or at in ON_TOP:
                await begin_note(driver)
            if at in ON_TOP:
                await driver.press(ON_TOP[at][0])
            await driver.at(ON_TOP[at][1] if at in ON_TOP else at)
            driver.app.screen.call_later(fails, WORDS, "Maple-27")
            await driver.until(lambda: not driver.app.is_running, "end")

    with pytest.raises(RuntimeError):
        await walk()
    printed = said[0]
    assert "What you saved is safe" in printed
    assert "RuntimeError" in printed
    assert "local = [note.upper()" in printed
    for word in (WORDS, WORDS.upper(), "Maple"):
        assert word not in printed
    with inside(folder, clock) as vault:
        kept = [draft_at(vault, note.place)["their_words"] for note in unfinished(vault)]
    assert kept == ([WORDS] if at == "FormScreen" or at in ON_TOP else [])


def _listen(app: Any, said: list[str]) -> None:
    """Keep what the app would print once the terminal is an ordinary one again."""

    def listen() -> None:
        console = Console(width=200, record=True, file=io.StringIO())
        for report in app._exit_renderables:
            console.print(report)
        said.append(console.export_text())

    app._print_error_renderables = listen


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
            offered = {command.sentence for command in (*top.OFFERS, MANUAL)}
            given = list(driver.app.get_system_commands(top))
            assert given
            assert {command.help for command in given} <= offered
        await driver.press("ctrl+p")
        await driver.until(lambda: driver.here == "PaletteScreen", "palette")
        await driver.type("screenshot")
        await driver.pilot.pause(0.2)
        assert "Save" not in driver.text


async def test_nothing_is_offered_while_locked(folder: Path, clock: StillClock) -> None:
    """On the unlock screen the palette knows only its own few commands."""
    async with running(beginning(clock, [folder])) as driver:
        await driver.at("UnlockScreen")
        given = {command.help for command in driver.app.get_system_commands(driver.app.screen)}
        assert given == {driver.app.screen.say(command.sentence) for command in (*driver.app.screen.OFFERS, MANUAL)}  # type: ignore[attr-defined]


async def test_nothing_goes_to_the_clipboard(folder: Path, clock: StillClock, maple: Client) -> None:
    """A passphrase is copied nowhere; other words can be pasted again in the program, and the terminal hears nothing."""
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
        assert driver.app.clipboard == ""
        await begin_note(driver)
        await driver.press("home", "shift+end", "ctrl+c", "end")
        await driver.pilot.pause()
        assert not any("\x1b]52" in data for data in sent)
        assert driver.app.clipboard == WORDS
        await driver.press("ctrl+v")
        assert driver.form.question("their_words").raw == WORDS * 2


async def test_suspending_does_nothing(folder: Path, clock: StillClock, maple: Client) -> None:
    """A stopped process would keep the key in memory."""
    async with at_home(folder, clock) as driver:
        await begin_note(driver)
        await driver.press("ctrl+z")
        driver.app.action_suspend_process()
        await driver.pilot.pause()
        assert driver.here == "FormScreen"


async def test_a_screen_that_reads_while_it_locks_comes_too_late_and_harms_nothing(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """Whatever still asks the vault after it was closed is let go: the program ends as locked, without a report."""
    async with at_home(folder, clock) as driver:
        caseload: Any = driver.app.screen
        await driver.app._inside.desk.close()
        driver.app.run_worker(caseload.read_again(), description="late")
        await driver.press("L")
        await driver.until(lambda: driver.app._exit, "the end")
        assert driver.app.return_value == LOCKED
        assert driver.app._exit_renderables == []


async def test_who_cannot_leave_by_the_door_is_put_out(
    folder: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The terminal is gone and the app is stuck: its process ends all the same, and the key with it."""
    async with at_home(folder, clock) as driver:
        monkeypatch.setattr(driver.app._way_out, "leave", lambda _code: None)
        assert driver.app.overdue() is None
        driver.app.hang_up()
        await driver.pilot.pause()
        assert driver.app.overdue() is None
        monkeypatch.setattr("psw_tui.ui.way_out.LONGEST_END", 0.0)
        assert driver.app.overdue() == 0
