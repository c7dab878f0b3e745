"""One line from any screen, kept at once, written up later."""

from __future__ import annotations

from pathlib import Path

from psw_tui.records.client import Client
from psw_tui.services.debriefs import debriefs_of
from psw_tui.services.drafts import keep_draft
from psw_tui.services.quick_notes import give_quick_note, new_quick_note, quick_notes_of
from tests.conftest import StillClock
from tests.services.giving import give_client
from tests.ui.driving import Driver, at_home, inside
from tests.ui.walking import at_client, go, notified

LINE = "smiled at the dog"


async def put_down(driver: Driver, key: str, words: str = LINE) -> None:
    await go(driver, key, "QuickNoteScreen")
    await driver.type(words)
    await driver.press("enter")
    await driver.at("PickDialog")


async def test_from_a_clients_page_it_is_about_that_client(folder: Path, clock: StillClock, maple: Client) -> None:
    """Point, the line, Enter, Enter."""
    async with at_client(folder, clock) as driver:
        await put_down(driver, "full_stop")
        await driver.press("enter")
        await driver.at("ClientScreen")
        await notified(driver, "Kept. It waits among the unfinished notes: d on the caseload.")
        (note,) = await driver.ask(quick_notes_of, maple.id)
        assert note.words == LINE


async def test_in_the_middle_of_a_form_nothing_of_the_form_is_touched(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """F5 works while typing, a point is a point there, and F5 twice opens one only."""
    async with at_client(folder, clock) as driver:
        await go(driver, "n", "FormScreen")
        await driver.press("1", "1")
        await driver.answer(their_words="I slept.")
        await go(driver, "f5", "QuickNoteScreen")
        await driver.type("ask about ")
        await driver.press("f5")
        await driver.type("Tuesday")
        await go(driver, "enter", "PickDialog")
        await driver.type("later")
        await driver.press("enter")
        await driver.at("FormScreen")
        assert driver.form.raw["their_words"] == "I slept."
        assert [(note.place.client, note.words) for note in await driver.drafts() if note.words] == [
            ("", "ask about Tuesday")
        ]


async def test_left_half_typed_it_is_kept_and_offered(folder: Path, clock: StillClock, maple: Client) -> None:
    """Esc on the line, and after the next unlock it is on the list with its words."""
    async with at_home(folder, clock) as driver:
        await go(driver, "full_stop", "QuickNoteScreen")
        await driver.type("half a")
        await go(driver, "escape", "CaseloadScreen")
    async with at_home(folder, clock) as driver:
        await driver.at("DraftsScreen")
        await driver.reads("for later - quick note, Fri 12:00: half a")


async def test_going_on_makes_a_debrief_of_it(folder: Path, clock: StillClock, maple: Client) -> None:
    """It asks about whom, the line stands where it belongs and above the form, and it goes when the note is saved."""
    with inside(folder, clock) as vault:
        keep_draft(vault, new_quick_note(vault), {"words": LINE})
    async with at_home(folder, clock) as driver:
        await go(driver, "enter", "PickDialog")
        assert "for later" not in driver.text
        await go(driver, "enter", "FormScreen")
        await driver.reads(f"Noted Fri 12:00: {LINE}")
        await driver.press("1", "1")
        await driver.until(lambda: driver.form.raw["what_line"] == LINE, "line")
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        assert await driver.drafts() == []
        (kept,) = await driver.ask(debriefs_of, maple.id)
        assert kept.what_line == LINE


async def test_a_client_who_wants_no_words_gets_none_from_it(folder: Path, clock: StillClock) -> None:
    """The line stays in view; it is not put into the record, and is not lost before it is thrown away or the note saved."""
    with inside(folder, clock) as vault:
        quiet = give_client(vault, "Birch-11", knows_notes="said_no_notes")
        keep_draft(vault, place := new_quick_note(vault), {"words": LINE})
        give_quick_note(vault, place, quiet.id)
    async with at_home(folder, clock) as driver:
        await go(driver, "enter", "FormScreen")
        await driver.reads(LINE)
        await driver.press("1", "1", "f2")
        await driver.at("CaseloadScreen")
        (kept,) = await driver.ask(debriefs_of, quiet.id)
        assert kept.what_line == ""


async def test_what_went_under_a_question_that_went_is_said_before_it_goes(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """Met becomes tried: the words have no question any more. F2 says so once, and changing back brings them back."""
    async with at_client(folder, clock) as driver:
        await go(driver, "n", "FormScreen")
        await driver.press("1", "1")
        await driver.answer(their_words="I slept.", contact="tried")
        await driver.press("f2")
        await driver.reads("You typed something that is not asked any more: In their words.")
        assert driver.here == "FormScreen"
        await driver.answer(contact="met")
        assert driver.form.raw["their_words"] == "I slept."
        await driver.answer(contact="tried")
        await driver.press("f2")
        await driver.at("ClientScreen")
        (kept,) = await driver.ask(debriefs_of, maple.id)
        assert (kept.contact, kept.their_words) == ("tried", "")
