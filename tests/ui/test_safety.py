"""A worry, by keys: the card comes up anywhere, the note takes a few keys, and the reminder stays until somebody was told."""

from __future__ import annotations

from pathlib import Path

import pytest

from psw_tui.language import speak
from psw_tui.records.client import Client
from psw_tui.records.setting import THE_ONLY_ID, Setting
from psw_tui.services.debriefs import debriefs_of
from psw_tui.services.drafts import DraftPlace
from psw_tui.services.follow_ups import open_follow_ups
from psw_tui.services.safety import safety_notes_of
from psw_tui.services.support import shared_of
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.conftest import StillClock
from tests.services.giving import give_client, give_debrief, give_goal
from tests.services.test_safety import give
from tests.ui.driving import Driver, at_home, beginning, inside, running
from tests.ui.walking import at_client, at_note

REMINDER = "! Tell supervisor about Maple-27 (noted 12:00)"
NO_NUMBER = "No on-call number is set: o options"
PHONE = "416 [/] on-call"


def set_phone(vault: Vault) -> None:
    with writing(vault) as tx:
        tx.change(Setting, THE_ONLY_ID, on_call_phone=PHONE)


async def write_least(driver: Driver) -> None:
    """What was done, and the check-in as proposed."""
    await driver.at("FormScreen")
    await driver.press("1", "f2")


@pytest.mark.parametrize("code", ["en", "fr"])
async def test_the_card_is_there_before_unlocking(home: Path, folder: Path, clock: StillClock, code: str) -> None:
    """In the session's language and country; it offers nothing that needs a vault, and what was typed stays."""
    start = beginning(clock, [folder])
    start = type(start)(**{**vars(start), "language": speak(code), "country": "us"})
    async with running(start) as driver:
        await driver.type("seven")
        await driver.press("f8")
        await driver.at("CrisisScreen")
        await driver.reads({"en": "Suicide & Crisis Lifeline", "fr": "Ligne de crise"}[code])
        assert "on-call" not in driver.squeezed
        await driver.press("n", "o", "L", "f8")
        assert driver.here == "CrisisScreen"
        await driver.press("l")
        await driver.reads({"fr": "Suicide & Crisis Lifeline", "en": "Ligne de crise"}[code])
        await driver.press("escape")
        await driver.at("UnlockScreen")
        assert driver.app.screen._secret.raw == "seven"  # type: ignore[attr-defined]


async def test_the_card_is_there_during_set_up(home: Path, clock: StillClock) -> None:
    """Where there is no vault at all yet."""
    async with running(beginning(clock, [])) as driver:
        await driver.at("WelcomeScreen")
        await driver.press("f8")
        await driver.reads("9-8-8")
        await driver.press("escape")
        await driver.at("WelcomeScreen")


async def test_a_missing_number_is_said_and_mended(folder: Path, clock: StillClock, maple: Client) -> None:
    """From the card to the options; from then on the number stands on it, just as it was typed."""
    async with at_home(folder, clock) as driver:
        await driver.press("exclamation_mark")
        await driver.reads(NO_NUMBER)
        await driver.press("o")
        await driver.at("FormScreen")
        await driver.press("f8")
        await driver.at("CrisisScreen")
        await driver.press("o")
        assert driver.here == "CrisisScreen", "the options are open already"
        await driver.press("escape")
        await driver.answer(on_call_phone=PHONE)
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        await driver.press("f8")
        await driver.reads("on-call")
        assert "416 [/]" in driver.text
        assert NO_NUMBER not in driver.squeezed


@pytest.mark.parametrize("keys", ["", "enter", "t", "u", "enter g", "enter y", "question_mark", "a", "4", "n"])
async def test_the_card_comes_over_everything(folder: Path, clock: StillClock, maple: Client, keys: str) -> None:
    """Lists, forms with the cursor in a box, questions; Esc comes back to the very same."""
    with inside(folder, clock) as vault:
        set_phone(vault)
    async with at_home(folder, clock) as driver:
        await driver.reads("Maple-27")
        for key in keys.split():
            before = driver.app.screen
            await driver.press(key)
            if key != "u":
                await driver.until(lambda before=before: driver.app.screen is not before, f"screen after {key}")  # type: ignore[misc]
        below = driver.app.screen
        await driver.press("f8")
        await driver.at("CrisisScreen")
        await driver.reads("9-8-8")
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is below, "the screen before")


async def test_a_client_s_screens_show_it_in_their_language(folder: Path, clock: StillClock) -> None:
    """Also while a form about them is on top; elsewhere it is the worker's."""
    with inside(folder, clock) as vault:
        give_client(vault, "Maple-27", language="fr")
    async with at_home(folder, clock) as driver:
        await driver.press("f8")
        await driver.reads("Suicide Crisis Helpline")
        await driver.press("escape", "enter")
        await driver.at("ClientScreen")
        await driver.press("n")
        await driver.at("FormScreen")
        await driver.press("f8")
        await driver.reads("Ligne d’aide en cas de crise")


async def test_a_damaged_card_still_shows_the_on_call_number(
    folder: Path, clock: StillClock, maple: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And says what is wrong."""
    with inside(folder, clock) as vault:
        set_phone(vault)
    monkeypatch.setattr("psw_tui.crisis.asset", lambda *parts: tmp_path / parts[-1])
    async with at_home(folder, clock) as driver:
        await driver.press("f8")
        await driver.reads("The crisis card cannot be used")
        assert "416 [/]" in driver.text


async def test_a_note_from_the_card_takes_few_keys(folder: Path, clock: StillClock, maple: Client) -> None:
    """Client picked, one answer, saved: a check-in tomorrow, and the reminder on every screen from then on."""
    async with at_home(folder, clock) as driver:
        await driver.press("exclamation_mark")
        await driver.at("CrisisScreen")
        await driver.press("n")
        await driver.at("PickDialog")
        await driver.press("enter")
        await write_least(driver)
        await driver.at("CaseloadScreen")
        await driver.reads(REMINDER)
        note = (await driver.ask(safety_notes_of, maple.id))[0]
        assert (note.what_i_did, note.next_check_at) == (["stayed_with_them"], "12:00")
        assert len(await driver.ask(open_follow_ups, maple.id)) == 1
        for key, screen in (("t", "ToDoScreen"), ("question_mark", "HelpScreen")):
            await driver.press(key)
            await driver.at(screen)
            await driver.reads(REMINDER)
        await driver.press("escape", "escape", "enter")
        await driver.at("ClientScreen")
        await driver.reads(REMINDER)
        await driver.reads("Safety note, 12:00 - nobody told yet")


async def test_the_reminder_goes_when_somebody_was_told(folder: Path, clock: StillClock, maple: Client) -> None:
    """A name alone is not enough; a time is."""
    with inside(folder, clock) as vault:
        give(vault, maple.id)
    async with at_home(folder, clock) as driver:
        await driver.reads(REMINDER)
        for row, gone in (({"who": "Dee"}, False), ({"at": "12:40"}, True)):
            await driver.press("enter")
            await driver.at("ClientScreen")
            await driver.press("k")
            await driver.at("ListScreen")
            await driver.press("enter")
            await driver.at("FormScreen")
            await driver.answer(told=[row])
            await driver.press("f2")
            await driver.at("ListScreen")
            await driver.press("escape", "escape")
            await driver.at("CaseloadScreen")
            await driver.until(lambda gone=gone: (REMINDER in driver.squeezed) is not gone, f"reminder gone: {gone}")  # type: ignore[misc]


async def test_a_worry_in_a_debrief_leads_to_card_and_note(folder: Path, clock: StillClock, maple: Client) -> None:
    """It counts as begun at once: left for later, it is among the unfinished, and knows its debrief."""
    async with at_note(folder, clock) as driver:
        await driver.answer(contact="met", safety="worried")
        await driver.press("f2")
        await driver.at("CrisisScreen")
        assert [note.place for note in await driver.drafts()] == [DraftPlace("safety_note", maple.id)]
        await driver.press("escape")
        await driver.reads("Safety note: Maple-27")
        await driver.press("escape")
        await driver.reads("Anything else for Maple-27? Maple-27 - safety note")
        await driver.press("escape")
        await driver.at("ClientScreen")
    async with at_home(folder, clock) as driver:
        await driver.at("DraftsScreen")
        await driver.reads("safety note")
        await driver.press("enter")
        await write_least(driver)
        await driver.at("CaseloadScreen")
        assert (await driver.ask(safety_notes_of, maple.id))[0].debrief
        assert await driver.drafts() == []


async def test_nothing_noticed_leads_nowhere(folder: Path, clock: StillClock, maple: Client) -> None:
    """The everyday debrief is not held up."""
    async with at_note(folder, clock) as driver:
        await driver.answer(contact="met", safety="nothing")
        await driver.press("f2")
        await driver.at("ClientScreen")
        assert await driver.drafts() == []


async def test_sharing_without_permission_offers_the_log(folder: Path, clock: StillClock, maple: Client) -> None:
    """With nobody to name yet, that contact comes first."""
    with inside(folder, clock) as vault:
        give_debrief(vault, maple.id)
        give_goal(vault, maple.id, "sleep")
    async with at_client(folder, clock) as driver:
        await driver.press("k", "a")
        await driver.at("FormScreen")
        await driver.answer(what_i_did=["called_911"], shared_without_permission="yes")
        await driver.press("f2")
        await driver.at("YesNoDialog")
        await driver.press("1")
        await driver.reads("New contact")
        await driver.answer(label="ambulance", kind="professional")
        await driver.press("f2")
        await driver.reads("Shared in an emergency")
        await driver.answer(
            to_contact=driver.form.question("to_contact").box.options[0].value,  # type: ignore[union-attr]
            what="where they were",
            how="phone",
            reason="no answer from them",
            who_was_told="Dee",
        )
        await driver.press("f2")
        await driver.at("ListScreen")
        log = await driver.ask(shared_of, maple.id)
        assert [(each.what, each.emergency) for each in log] == [("where they were", True)]


async def test_one_note_at_a_time(folder: Path, clock: StillClock, maple: Client) -> None:
    """A second one would write over the draft of the first, so the card does not offer it."""
    async with at_client(folder, clock) as driver:
        await driver.press("k", "a")
        await driver.at("FormScreen")
        await driver.answer(saw_or_heard="half a sent")
        form = driver.app.screen
        await driver.press("f8")
        await driver.at("CrisisScreen")
        await driver.press("n")
        assert driver.here == "CrisisScreen"
        await driver.press("escape")
        await driver.until(lambda: driver.app.screen is form, "the form")
        await driver.type("ence")
        assert driver.form.raw["saw_or_heard"] == "half a sentence"


async def test_a_save_that_ends_below_the_card_takes_its_own_form_away(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """F2 and at once F8: the card stays up, and behind it the form is gone, saved once."""
    async with at_note(folder, clock) as driver:
        await driver.answer(contact="met", safety="nothing")
        form = driver.app.screen
        await driver.press("f8")
        await driver.at("CrisisScreen")
        await form.run_action("save")
        await driver.until(lambda: form._saved, "saved form")  # type: ignore[attr-defined]
        assert driver.here == "CrisisScreen"
        await driver.press("escape")
        await driver.at("ClientScreen")
        assert len(await driver.ask(debriefs_of, maple.id)) == 1


async def test_a_check_in_is_ticked_off_in_the_list(folder: Path, clock: StillClock, maple: Client) -> None:
    """It leaves the to-do list with it."""
    with inside(folder, clock) as vault:
        give(vault, maple.id)
    async with at_client(folder, clock) as driver:
        await driver.press("k")
        await driver.reads("check-in tomorrow 09:30")
        await driver.press("d")
        await driver.reads("check-in done today")
        assert await driver.ask(open_follow_ups, maple.id) == []


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_card_note_and_reminder_fit(
    folder: Path, clock: StillClock, maple: Client, size: tuple[int, int]
) -> None:
    """Nothing is cut off at the right, and the keys stay on the bottom line."""
    with inside(folder, clock) as vault:
        set_phone(vault)
        give(vault, maple.id)
        give(vault, give_client(vault, "Birch-3").id)
    async with at_home(folder, clock, size) as driver:
        await driver.reads("(noted 12:00), and 1 more")
        await driver.press("f8")
        await driver.reads("tells nobody")
        assert "crisis" not in driver.text.splitlines()[-1]
        assert "back" in driver.text.splitlines()[-1]
