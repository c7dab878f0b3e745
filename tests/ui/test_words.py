"""The word check by keys: it asks, the worker decides, and nothing is changed by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from psw_tui.records.client import Client
from psw_tui.services.clients import client_by_id
from psw_tui.services.debriefs import debriefs_of
from psw_tui.services.drafts import DraftPlace, draft_at
from psw_tui.services.words import local_file
from psw_tui.storage.read import listing
from tests.conftest import StillClock
from tests.services.giving import give_look
from tests.ui.driving import Driver, at_home, inside


@asynccontextmanager
async def writing(folder: Path, clock: StillClock, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    """A new note about the first client, its needed answers given."""
    async with at_home(folder, clock, size) as driver:
        await driver.press("enter")
        await driver.at("ClientScreen")
        await driver.press("n")
        await driver.at("FormScreen")
        await driver.press("1", "1")
        yield driver
        if not driver.app._exit:
            await leave(driver)


async def leave(driver: Driver) -> None:
    """Out of the form, so that no draft is still on its way when the vault is closed."""
    for screen in ("WordsDialog", "FormScreen"):
        if driver.here == screen:
            await driver.press("escape")
            await driver.until(lambda left=screen: driver.here != left, "way out")  # type: ignore[misc]


async def ask(driver: Driver) -> None:
    await driver.press("f3")
    await driver.at("WordsDialog")


async def kept_as_draft(driver: Driver, client: Client, field: str, text: str) -> None:
    """Wait until a draft holds this text."""
    for _ in range(200):
        if (await driver.ask(draft_at, DraftPlace("debrief", client.id))).get(field) == text:
            return
        await driver.pilot.pause(0.02)
    raise AssertionError(f"no draft with {text!r}")


async def test_accept_keep_and_the_end(folder: Path, clock: StillClock, maple: Client) -> None:
    """One idea after the other over two boxes; what was put in is drafted and saved, what was kept stays."""
    async with writing(folder, clock) as driver:
        await driver.answer(what_line="Met a junkie.", how_they_responded="He is an addict. A hoarder too.")
        await ask(driver)
        for words in (
            "What we did, in a few words (3 ideas left)",
            "Met a junkie.",
            "> 1 person who uses drugs",
            "Slur.",
        ):
            await driver.reads(words)
        await driver.press("k")
        await driver.reads("How they responded, strengths I saw (2 ideas left)")
        await driver.reads("Turns one part of a life into the whole person.")
        await driver.reads("NIDA, Words Matter")
        await driver.press("enter")
        await driver.reads("(1 idea left)")
        await driver.press("k")
        await driver.reads("That was the last one.")
        await driver.press("escape")
        await driver.at("FormScreen")
        after = "He is a person who uses drugs. A hoarder too."
        assert driver.form.raw["how_they_responded"] == after
        await kept_as_draft(driver, maple, "how_they_responded", after)
        await driver.press("f2")
        await driver.at("ClientScreen")
    with inside(folder, clock) as vault:
        (note,) = debriefs_of(vault, maple.id)
        assert (note.what_line, note.how_they_responded) == ("Met a junkie.", after)


async def test_undo_takes_back_what_was_put_in(folder: Path, clock: StillClock, maple: Client) -> None:
    """The last one first, over what was kept since; with nothing to take back it says so."""
    async with writing(folder, clock) as driver:
        before = "An addict, a junkie\nand a hoarder."
        await driver.answer(how_they_responded=before)
        await ask(driver)
        await driver.press("u")
        await driver.reads("Nothing was put in")
        await driver.press("enter", "1", "k")
        await driver.reads("That was the last one.")
        await driver.press("u", "u")
        await driver.reads("(3 ideas left)")
        await driver.press("escape")
        await driver.at("FormScreen")
        assert driver.form.raw["how_they_responded"] == before
        await kept_as_draft(driver, maple, "how_they_responded", before)


async def test_nothing_is_changed_by_itself(folder: Path, clock: StillClock, maple: Client) -> None:
    """The hint line counts, quietly; saving works with the word as it was written."""
    async with writing(folder, clock) as driver:
        await driver.answer(how_they_responded="He is an addict.")
        await driver.reads("1 idea, press F3")
        await driver.type(" A junkie!")
        await driver.reads("2 ideas, press F3")
        await ask(driver)
        await driver.press("escape")
        await driver.at("FormScreen")
        assert driver.form.raw["how_they_responded"] == "He is an addict. A junkie!"
        await driver.press("f2")
        await driver.at("ClientScreen")
        assert not len(driver.app._notifications)
    with inside(folder, clock) as vault:
        assert debriefs_of(vault, maple.id)[0].how_they_responded == "He is an addict. A junkie!"


async def test_what_was_kept_is_not_counted_again_but_asked_again(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    async with writing(folder, clock) as driver:
        await driver.answer(how_they_responded="He is an addict.")
        await driver.reads("1 idea, press F3")
        await ask(driver)
        await driver.press("k", "escape")
        await driver.at("FormScreen")
        await driver.until(lambda: "press F3" not in driver.squeezed, "quiet hint")
        await ask(driver)
        await driver.reads("(1 idea left)")


async def test_their_own_word_goes_on_their_page_at_once(folder: Path, clock: StillClock, maple: Client) -> None:
    """It is logged, and neither this note nor the next one asks again."""
    async with writing(folder, clock) as driver:
        await driver.answer(how_they_responded="He is an addict. Junkie, addict!")
        await ask(driver)
        await driver.press("i")
        await driver.reads("(1 idea left)")
        await driver.press("k", "escape")
        await driver.at("FormScreen")
        assert driver.form.raw["how_they_responded"] == "He is an addict. Junkie, addict!"
        await ask(driver)
        await driver.reads("(1 idea left)")
        await driver.press("escape")
        await driver.at("FormScreen")
        await driver.press("f2")
        await driver.at("ClientScreen")
        await driver.press("n")
        await driver.at("FormScreen")
        await driver.press("1", "1")
        await driver.answer(how_they_responded="Still an addict.")
        await driver.press("f3")
        await driver.reads("The word check has no ideas here.")
    with inside(folder, clock) as vault:
        assert client_by_id(vault, maple.id).own_words == ["addict"]
        logged = listing(vault, "SELECT vals FROM change WHERE row = :row ORDER BY seq", row=maple.id)
        assert "addict" in logged[-1]["vals"]


async def test_on_their_own_page_it_waits_in_the_box(folder: Path, clock: StillClock, maple: Client) -> None:
    """There the words they use are a question of the form, saved with it."""
    async with at_home(folder, clock) as driver:
        await driver.press("a")
        await driver.at("FormScreen")
        await driver.answer(message_note="Ask for the hoarder.", own_words="bear")
        await ask(driver)
        await driver.press("i")
        await driver.reads("That was the last one.")
        await driver.press("escape")
        await driver.at("FormScreen")
        assert driver.form.raw["own_words"] == "bear\nhoarder"
        await driver.press("f3")
        await driver.reads("no ideas here")
        await leave(driver)


async def test_their_words_and_quotes_are_not_touched(folder: Path, clock: StillClock, maple: Client) -> None:
    async with writing(folder, clock) as driver:
        await driver.answer(their_words="I am an addict.", how_they_responded='Said "just an addict".')
        await driver.press("f3")
        await driver.reads("The word check has no ideas here.")
        assert driver.here == "FormScreen"
        assert "press F3" not in driver.squeezed


async def test_what_is_not_asked_any_more_is_not_checked(folder: Path, clock: StillClock, maple: Client) -> None:
    """Words in a question that no longer applies are not saved, so nobody is asked about them."""
    async with writing(folder, clock) as driver:
        await driver.answer(how_they_responded="He is an addict.")
        await driver.answer(contact="tried")
        await driver.press("f3")
        await driver.reads("The word check has no ideas here.")


async def test_advice_takes_the_worker_to_the_word(folder: Path, clock: StillClock, maple: Client) -> None:
    """It is no text to put in; the word is marked, and what is typed takes its place."""
    async with writing(folder, clock) as driver:
        await driver.answer(how_they_responded="We talked.\nHe was acting crazy today.")
        await ask(driver)
        await driver.reads("> 2 in distress")
        await driver.press("up")
        await driver.reads("> 1 (describe what you saw or heard)")
        await driver.press("enter")
        await driver.at("FormScreen")
        await driver.type("upset")
        assert driver.form.raw["how_they_responded"] == "We talked.\nHe was acting upset today."


async def test_in_one_line_too(folder: Path, clock: StillClock, maple: Client) -> None:
    async with writing(folder, clock) as driver:
        await driver.answer(what_line="He was acting crazy today")
        await ask(driver)
        await driver.press("1")
        await driver.at("FormScreen")
        await driver.type("upset")
        assert driver.form.raw["what_line"] == "He was acting upset today"


async def test_in_the_rows_of_a_step_too(folder: Path, clock: StillClock, maple: Client) -> None:
    """Each row has boxes of its own; what the client sees as the problem is theirs."""
    with inside(folder, clock) as vault:
        give_look(vault, maple.id)
    async with at_home(folder, clock) as driver:
        await driver.press("enter")
        await driver.at("ClientScreen")
        await driver.press("4")
        await driver.at("StepScreen")
        await driver.reads("F3 words")
        await driver.answer(problem="They call me a junkie", ideas=[{"idea": "a tea"}, {"idea": "a group for addicts"}])
        await ask(driver)
        await driver.reads("Idea (1 idea left)")
        await driver.press("enter", "escape")
        await driver.at("StepScreen")
        await driver.until(lambda: "draft kept" in driver.text, "draft")
        assert [row["idea"] for row in driver.form.raw["ideas"]] == ["a tea", "a group for person who uses drugs"]
        assert driver.form.raw["problem"] == "They call me a junkie"


async def test_a_wrong_agency_file_is_said_on_f3_only(folder: Path, clock: StillClock, maple: Client) -> None:
    local_file().parent.mkdir()
    local_file().write_text("[[term]]\nid = 'customer'\nfind = '('\n", encoding="utf-8")
    async with writing(folder, clock) as driver:
        await driver.answer(how_they_responded="He is an addict.")
        await driver.press("f3")
        await driver.reads("something is wrong at customer")
        assert driver.here == "FormScreen"
        await driver.press("f2")
        await driver.at("ClientScreen")


async def test_an_agency_row_is_shown_as_it_reads(folder: Path, clock: StillClock, maple: Client) -> None:
    """Brackets in a row are brackets."""
    local_file().parent.mkdir()
    row = "[[term]]\nlang = 'en'\nfind = 'customer'\ninstead = ['[/] [b]x']\nwhy = '[@click=app.quit]why[/]'\n"
    local_file().write_text(row, encoding="utf-8")
    async with writing(folder, clock) as driver:
        await driver.answer(how_they_responded="[red]A customer[/]")
        await ask(driver)
        for words in ("[red]A customer[/]", "> 1 [/] [b]x", "[@click=app.quit]why[/]"):
            await driver.reads(words)
        await driver.press("enter", "escape")
        await driver.at("FormScreen")
        assert driver.form.raw["how_they_responded"] == "[red]A [/] [b]x[/]"


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_it_fits_and_explains_itself(
    folder: Path, clock: StillClock, maple: Client, size: tuple[int, int]
) -> None:
    async with writing(folder, clock, size) as driver:
        await driver.answer(how_they_responded="word " * 60 + "she has a drug habit " + "word " * 60)
        await ask(driver)
        for words in (
            "drug habit",
            "> 1 substance use",
            "makes it sound like a simple choice",
            "u undo Esc back F1 help",
        ):
            await driver.reads(words)
        await driver.press("f1")
        await driver.reads("Look at the words")
        await driver.press("escape")
        await driver.at("WordsDialog")
        await driver.press("escape")
        await driver.at("FormScreen")


async def test_locking_in_the_middle_keeps_the_draft(folder: Path, clock: StillClock, maple: Client) -> None:
    async with writing(folder, clock) as driver:
        await driver.answer(how_they_responded="He is an addict.")
        await ask(driver)
        await driver.press("enter", "f9")
        await driver.until(lambda: driver.app._exit, "end")
    with inside(folder, clock) as vault:
        kept = draft_at(vault, DraftPlace("debrief", maple.id))
        assert kept["how_they_responded"] == "He is a person who uses drugs."


async def test_who_saves_at_once_hears_of_it_afterwards(folder: Path, clock: StillClock, maple: Client) -> None:
    """Saved first, said then; who saw the count before is not told twice."""
    async with writing(folder, clock) as driver:
        await driver.answer(how_they_responded="He is an addict.")
        await driver.press("f2")
        await driver.at("ClientScreen")
        said = driver.app._notifications
        await driver.until(lambda: any("1 idea about words" in notice.message for notice in said), "notice")
    with inside(folder, clock) as vault:
        assert debriefs_of(vault, maple.id)[0].how_they_responded == "He is an addict."


async def test_a_count_that_comes_while_locking_asks_the_vault_nothing(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    async with writing(folder, clock) as driver:
        await driver.answer(how_they_responded="He is an addict.")
        driver.app._inside.desk.is_open = False
        await driver.press("f3")
        await driver.reads("The word check has no ideas here.")
