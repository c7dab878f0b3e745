"""The laptop in the hands of a client: their own record, three things to do there, and one way back."""

from __future__ import annotations

import os
import signal
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.widgets import Static

from psw_tui.domain.keys import KEYS
from psw_tui.exit_codes import LOCKED
from psw_tui.records.answers import read_form
from psw_tui.records.client import Client
from psw_tui.records.safety_note import SafetyNoteForm
from psw_tui.records.setting import THE_ONLY_ID, Setting
from psw_tui.services.drafts import unfinished
from psw_tui.services.goals import goals_of, ratings_of
from psw_tui.services.safety import save_safety_note
from psw_tui.services.statements import place_of, statements_of
from psw_tui.services.support import permissions_of
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from psw_tui.ui.app import PswApp
from psw_tui.ui.key_book import every_command
from psw_tui.ui.routes import NOT_FOR_CLIENTS, ShowCard, ShowHelp
from tests.conftest import PASSPHRASE, StillClock
from tests.records.complete import context
from tests.services.giving import give_client, give_debrief, give_goal
from tests.services.permitting import give_contact, give_permission
from tests.services.test_shown import SECRET, THEIRS, write_all, write_secrets
from tests.ui.driving import Driver, at_home, inside
from tests.ui.walking import go, notified

OWN_KEYS = {"r", "s", "t", "m", "escape", "f9"}
"""What does something there."""

PLAIN_KEYS = {"space", "enter", "tab", "shift+tab", "up", "down", "left", "right", "pageup", "pagedown", "home", "end"}
"""What scrolls, or does nothing at all."""


@pytest.fixture
def told(folder: Path, clock: StillClock, maple: Client) -> Client:
    """A client with something of everything they may see, one goal and one permission that can be taken back."""
    with inside(folder, clock) as vault:
        give_goal(vault, maple.id, "one good night", rating="3")
        give_debrief(vault, maple.id, their_words="the shelter is loud", next_what="see the room", next_due="+3")
        contact = give_contact(vault, maple.id, "sister")
        give_permission(vault, contact, date(2026, 3, 1), date(2026, 3, 1) + timedelta(90))
    return maple


async def hand_over(driver: Driver) -> None:
    """From the caseload to the record in the hands of the marked client."""
    await driver.reads("Maple-27")
    if driver.here != "ClientScreen":
        await go(driver, "enter", "ClientScreen")
    await go(driver, "w", "YesNoDialog")
    await driver.reads("Hand over the laptop now?")
    await go(driver, "1", "ShownScreen")
    await driver.reads("Your goals")


async def give_back(driver: Driver, typed: str = PASSPHRASE) -> None:
    await go(driver, "escape", "PassphraseDialog")
    await driver.type(typed)
    await driver.press("enter")


def read_whole(driver: Driver) -> str:
    """Everything the widgets of the screen hold, scrolled into view or not."""
    return "\n".join(str(widget.content) for widget in driver.app.screen.query(Static))


async def test_a_client_reads_rates_writes_and_takes_back(folder: Path, clock: StillClock, told: Client) -> None:
    """By keys alone, and back with the passphrase, which shows the worker what came of it."""
    async with at_home(folder, clock) as driver:
        await hand_over(driver)
        for words in ("Your numbers:", "3 (today)", "sister: in force", "In your words: the shelter is loud"):
            assert words in read_whole(driver)
        await go(driver, "r", "NumberDialog")
        await driver.reads("one good night")
        await driver.press("8", "7")  # the one beside it was hit first
        await driver.pilot.pause()
        assert driver.here == "NumberDialog"
        await go(driver, "enter", "ShownScreen")
        await driver.reads("Written down. Thank you.")
        await driver.reads("3 (today), 7 (today)")
        await go(driver, "s", "HandedOverForm")
        await driver.answer(words="It was not loud that day.", about="Tuesday")
        await go(driver, "f2", "ShownScreen")
        await driver.reads("Written down. It stays with the notes.")
        assert "It was not loud that day." in read_whole(driver)
        await go(driver, "t", "YesNoDialog")
        await driver.reads("sister: ask what she sees. Take this back?")
        await go(driver, "2", "ShownScreen")
        assert [each.withdrawn_on for each in await driver.ask(permissions_of, told.id)] == [None]
        await go(driver, "t", "YesNoDialog")
        await go(driver, "1", "ShownScreen")
        await driver.reads("Taken back. Nothing is shared under it any more.")
        await driver.reads("sister: taken back today")
        await driver.press("t")
        await driver.reads("There is no permission to take back.")
        await give_back(driver)
        await driver.at("ClientScreen")
        await driver.reads("They see it differently, today")
        (goal,) = await driver.ask(goals_of, told.id)
        ratings = (await driver.ask(ratings_of, told.id))[goal.id]
        assert [(each.value, str(each.given_by)) for each in ratings] == [(3, "person"), (7, "person")]
        (permission,) = await driver.ask(permissions_of, told.id)
        assert permission.withdrawn_on == clock.today()
        assert permission.withdrawn_how == "They took it back themselves, on this laptop."
        await go(driver, "w", "ShownScreen")  # what it means was said once
        await give_back(driver)
        await driver.at("ClientScreen")


async def test_who_thinks_better_of_it_stays(folder: Path, clock: StillClock, told: Client) -> None:
    """The worker at the question, and the client in each of the three."""
    async with at_home(folder, clock) as driver:
        await go(driver, "enter", "ClientScreen")
        await go(driver, "w", "YesNoDialog")
        await go(driver, "escape", "ClientScreen")
        await hand_over(driver)
        before = read_whole(driver)
        for key, screen in (("r", "NumberDialog"), ("s", "HandedOverForm"), ("t", "YesNoDialog")):
            await go(driver, key, screen)
            await go(driver, "escape", "ShownScreen")
        await go(driver, "escape", "PassphraseDialog")
        await go(driver, "escape", "ShownScreen")
        await driver.pilot.pause()
        assert read_whole(driver) == before


@pytest.mark.parametrize("typed", ["", "seven quiet river", "practice", " "])
async def test_only_the_passphrase_leads_back(folder: Path, clock: StillClock, told: Client, typed: str) -> None:
    """A wrong one says so and stays, as often as it is tried."""
    async with at_home(folder, clock) as driver:
        await hand_over(driver)
        await give_back(driver, typed)
        dialog: Any = driver.app.screen
        for _ in range(2):
            await driver.until(lambda: dialog._told.has_class("-wrong") and not dialog._busy, "what is wrong")
            assert driver.here == "PassphraseDialog"
            assert dialog._box.raw == ""
            await driver.press("enter")
        await driver.until(lambda: not dialog._busy, "an answer")
        await driver.type(PASSPHRASE)
        await go(driver, "enter", "ClientScreen")


def every_key() -> list[str]:
    """Each key that some command, some box or Textual itself has, and all that lie between."""
    ours = {key for command in every_command() for key in command.key.split(",")}
    named = {key for keys in KEYS.values() for key in keys.split(",")}
    textuals = {
        key
        for binding in (*PswApp.BINDINGS, Binding(PswApp.COMMAND_PALETTE_BINDING, "", ""))
        for key in (binding.key if isinstance(binding, Binding) else binding[0]).split(",")
    }
    letters = set("abcdefghijklmnopqrstuvwxyzLVQN0123456789")
    controls = {f"ctrl+{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"} | {"ctrl+backslash", "backslash"}
    functions = {f"f{number}" for number in range(1, 25)}
    signs = {"question_mark", "exclamation_mark", "slash", "full_stop", "colon", "delete", "backspace"}
    every = ours | named | textuals | letters | controls | functions | signs | PLAIN_KEYS
    return sorted(every - OWN_KEYS - {"", "1-9"})


AT = (
    "ShownScreen",
    "HandedOverForm",
    "NumberDialog",
    "YesNoDialog",
    "PickDialog",
    "PassphraseDialog",
    "TooSmallScreen",
)
"""Everywhere a client can get."""

WAYS = {"HandedOverForm": "s", "NumberDialog": "r", "YesNoDialog": "t", "PassphraseDialog": "escape"}
ENDS = {"YesNoDialog": {"enter", "1", "2", "space"}, "PickDialog": {"enter"}, "PassphraseDialog": {"enter"}}
"""Keys with which a client answers there: those lead back to the record."""
ENDS |= {"HandedOverForm": {"f2"}, "NumberDialog": {"enter"}}


@pytest.mark.parametrize("at", AT)
async def test_every_other_key_does_nothing(folder: Path, clock: StillClock, told: Client, at: str) -> None:
    """On the record and on all that can stand above it: no help, no card, no list of commands, no step, no search."""
    if at == "PickDialog":
        with inside(folder, clock) as vault:
            give_goal(vault, told.id, "a second one")
    async with at_home(folder, clock) as driver:
        await hand_over(driver)
        if at == "TooSmallScreen":
            await driver.pilot.resize_terminal(30, 10)
        elif at != "ShownScreen":
            await driver.press(WAYS.get(at, "r"))
        await driver.at(at)
        colours, stack = driver.app.theme, list(driver.app.screen_stack)
        for key in every_key():
            if key not in ENDS.get(at, ()):
                await driver.press(key)
                assert driver.app.screen_stack == stack, f"{key} leads to {driver.here}"
        await driver.pilot.pause()
        assert driver.app.screen_stack == stack
        assert (driver.app.theme, driver.app.title, driver.app._exit) == (colours, "Notes", False)


async def test_no_message_leads_away_either(folder: Path, clock: StillClock, told: Client) -> None:
    """Such as one that was on its way when the laptop was handed over."""
    async with at_home(folder, clock) as driver:
        await hand_over(driver)
        stack = list(driver.app.screen_stack)
        every = [*(kind() for kind in NOT_FOR_CLIENTS[1:]), ShowCard(told.id), ShowHelp("security")]
        for message in every:
            driver.app.post_message(message)
            driver.app.screen.post_message(message)
            await driver.pilot.pause()
            assert driver.app.screen_stack == stack, message
        driver.app.action_command_palette()
        await driver.pilot.pause()
        assert driver.app.screen_stack == stack
        assert not driver.app._exit


async def test_the_bottom_line_names_its_own_keys_only(folder: Path, clock: StillClock, told: Client) -> None:
    """Nobody is told of a key that does nothing."""
    async with at_home(folder, clock) as driver:
        await hand_over(driver)
        own = {command.key for command in driver.app.screen.OFFERS}  # type: ignore[attr-defined]
        assert own == OWN_KEYS - {"f9"}
        line = driver.text.splitlines()[-1]
        assert " ".join(line.split()) == "r my number s I disagree t take back Esc give it back"
        await go(driver, "s", "HandedOverForm")
        line = driver.text.splitlines()[-1]
        assert " ".join(line.split()) == "F2 save Esc leave, draft kept"
        of_any_screen = {"tab", "shift+tab", "ctrl+c", "super+c"}
        assert set(driver.app.screen._bindings.key_to_bindings) - of_any_screen == {"f2", "escape"}


@pytest.mark.parametrize("language", ["en", "fr"])
async def test_not_a_word_that_is_not_theirs(folder: Path, clock: StillClock, maple: Client, language: str) -> None:
    """A vault full of others' words and of the worker's own: on the record, and on all that opens above it."""
    with inside(folder, clock) as vault:
        write_secrets(vault, maple)
        may_see = write_all(vault, maple, THEIRS)
        worry(vault, give_client(vault, "Cedar-91"))
        with writing(vault) as tx:
            tx.change(Client, maple.id, language=language)
    async with at_home(folder, clock) as driver:
        await driver.press("escape")  # what was begun is offered first
        await driver.at("CaseloadScreen")
        await driver.type(" Maple")
        await driver.press("enter")
        await go(driver, "enter", "ClientScreen")
        await driver.until(lambda: "Tell supervisor" in driver.squeezed, "what nobody was told")
        driver.app.notify(f"{SECRET} of before", markup=False, timeout=60)
        await go(driver, "w", "YesNoDialog")
        await go(driver, "1", "ShownScreen")
        await driver.until(lambda: THEIRS in driver.text, "the record")
        driver.app.notify(f"{SECRET} of meanwhile", markup=False, timeout=60)
        seen = read_whole(driver)
        assert {word for word in may_see if word not in seen} == set()
        for key, screen in (("", ""), ("r", "NumberDialog"), ("s", "HandedOverForm"), ("escape", "PassphraseDialog")):
            if key:
                await go(driver, key, screen)
            await driver.pilot.pause()
            for line in (driver.text, read_whole(driver)):
                for word in (SECRET, "Birch", "Cedar", "supervisor", "superviseur"):
                    assert word not in line.casefold() or word == "supervisor", f"{word} on {driver.here}"
                assert "Tell supervisor" not in line
            if key:
                await go(driver, "escape", "ShownScreen")
        assert not driver.app._notifications
        await give_back(driver)
        await driver.at("ClientScreen")
        await notified(driver, f"{SECRET} of meanwhile")


def worry(vault: Vault, client: Client) -> None:
    """A safety note that nobody was told of: every other screen says so at the top."""
    raw = {"what_i_did": ["stayed_with_them"], "next_check_on": "+1", "next_check_at": "10:00"}
    save_safety_note(vault, client.id, "", read_form(SafetyNoteForm, raw, context(vault.clock.today())))


async def test_what_was_copied_before_cannot_be_pasted_there(folder: Path, clock: StillClock, told: Client) -> None:
    """It may be a note about somebody else."""
    async with at_home(folder, clock) as driver:
        driver.app.copy_to_clipboard(SECRET)
        await hand_over(driver)
        await go(driver, "s", "HandedOverForm")
        await driver.press("ctrl+v")
        await driver.pilot.pause()
        assert driver.form.raw["words"] == ""


@pytest.mark.parametrize("by", ["f9", "idle", "hang-up"])
@pytest.mark.parametrize("at", ["ShownScreen", "HandedOverForm", "PassphraseDialog"])
async def test_hiding_and_waiting_lock(folder: Path, clock: StillClock, told: Client, by: str, at: str) -> None:
    """As everywhere, with what was typed kept; and what comes after unlocking is not the client's view."""
    async with at_home(folder, clock) as driver:
        await hand_over(driver)
        if at != "ShownScreen":
            await go(driver, WAYS[at], at)
        if at == "HandedOverForm":
            await driver.answer(words="half a sente")
        if by == "f9":
            await driver.press("f9")
        elif by == "hang-up":
            os.kill(os.getpid(), signal.SIGHUP)
        else:
            driver.app._presence.limit = 0.001
            driver.app._presence.lock_when_idle()
        await driver.leaves_for(lambda: driver.app._exit, "end")
        assert driver.app.return_value == (0 if by == "hang-up" else LOCKED)
    with inside(folder, clock) as vault:
        assert [note.place for note in unfinished(vault)] == ([place_of(told.id)] if at == "HandedOverForm" else [])


async def test_a_statement_begun_there_is_finished_by_either(folder: Path, clock: StillClock, told: Client) -> None:
    """The client finds it in the form again; after a lock the worker finds it among what was begun, in their own form."""
    async with at_home(folder, clock) as driver:
        await hand_over(driver)
        await go(driver, "s", "HandedOverForm")
        await driver.answer(words="I was not angry.")
        await go(driver, "escape", "ShownScreen")
        await driver.reads("Not saved yet. What you typed is kept: s goes on.")
        await go(driver, "s", "HandedOverForm")
        assert driver.form.raw["words"] == "I was not angry."
        await driver.press("f9")
        await driver.leaves_for(lambda: driver.app._exit, "end")
    async with at_home(folder, clock) as driver:
        await driver.at("DraftsScreen")
        await driver.reads("Maple-27 - what they see differently")
        await go(driver, "enter", "FormScreen")
        await driver.reads("What they see differently: Maple-27")
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        (kept,) = await driver.ask(statements_of, told.id)
        assert kept.words == "I was not angry."
        await go(driver, "slash", "FindScreen")
        await driver.type("angry")
        await driver.reads("I was not angry.")
        await go(driver, "enter", "ReadScreen")
        await driver.reads("What they see differently: Maple-27")


@pytest.mark.parametrize(
    ("theirs", "workers", "heading"),
    [
        ("fr", "en", "Vos objectifs"),
        ("en", "fr", "Your goals"),
        ("es", "en", "Your goals"),
        ("other", "fr", "Vos objectifs"),
    ],
)
async def test_it_is_in_their_language(
    folder: Path, clock: StillClock, told: Client, theirs: str, workers: str, heading: str
) -> None:
    """Theirs where the program speaks it, else what the worker reads; the forms and questions above it too."""
    with inside(folder, clock) as vault, writing(vault) as tx:
        tx.change(Setting, THE_ONLY_ID, language=workers)
        tx.change(Client, told.id, language=theirs)
    async with at_home(folder, clock) as driver:
        await go(driver, "enter", "ClientScreen")
        await go(driver, "w", "YesNoDialog")
        await go(driver, "1", "ShownScreen")
        await driver.reads(heading)
        spoken = driver.app.screen.language  # type: ignore[attr-defined]
        await go(driver, "s", "HandedOverForm")
        assert driver.app.screen.language == spoken  # type: ignore[attr-defined]
        await driver.reads(spoken.say("What I see differently"))
        await go(driver, "escape", "ShownScreen")
        await go(driver, "escape", "PassphraseDialog")
        question = "For your worker: type your passphrase to go on. {key:screen.back} goes back to the record."
        await driver.reads(spoken.say(question)[:13])
        await driver.type(PASSPHRASE)
        await go(driver, "enter", "ClientScreen")
        assert driver.app.language.code == workers
        assert driver.app.screen.language.code == workers  # type: ignore[attr-defined]


async def test_a_window_made_small_meanwhile_takes_nothing_away(folder: Path, clock: StillClock, told: Client) -> None:
    """The wall stands over the question for the passphrase; who typed the right one is let through below it, later."""
    async with at_home(folder, clock) as driver:
        await hand_over(driver)
        await go(driver, "escape", "PassphraseDialog")
        await driver.type(PASSPHRASE)
        dialog: Any = driver.app.screen
        await driver.pilot.resize_terminal(30, 10)
        await driver.at("TooSmallScreen")
        assert "Maple" not in driver.text
        dialog.take()
        await driver.until(lambda: dialog._is_right, "the right one")
        await driver.pilot.pause()
        assert driver.here == "TooSmallScreen"
        await driver.pilot.resize_terminal(80, 24)
        await driver.at("ClientScreen")


async def test_older_notes_come_when_they_are_asked_for(folder: Path, clock: StillClock, told: Client) -> None:
    with inside(folder, clock) as vault:
        for day in range(45):
            give_debrief(vault, told.id, held_on=f"-{day + 1}", their_words=f"words {day}.")
    async with at_home(folder, clock) as driver:
        await hand_over(driver)
        for shown, hidden in (("words 18.", "words 19."), ("words 38.", "words 39."), ("words 44.", "older notes")):
            assert shown in read_whole(driver)
            assert hidden not in read_whole(driver)
            await driver.press("m")
            await driver.pilot.pause()


async def test_what_cannot_be_read_or_kept_is_said_and_the_screen_stays(
    folder: Path, clock: StillClock, told: Client
) -> None:
    """The worker's own screens lie below: no failure may lead there."""
    async with at_home(folder, clock) as driver:
        await hand_over(driver)
        await driver.ask(lambda vault: vault.connection.execute("PRAGMA query_only = ON"))
        await go(driver, "r", "NumberDialog")
        await driver.press("5")
        await go(driver, "enter", "ShownScreen")
        await driver.until(lambda: "The vault" in driver.text, "why not")
        await go(driver, "escape", "PassphraseDialog")
        await go(driver, "escape", "ShownScreen")
        assert "3 (today)" in driver.text
