"""A paper by keys alone: chosen, read, let go, logged; a letter that may not be written says why; nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.services.drafts import unfinished
from psw_tui.services.fresh_looks import fresh_looks_of
from psw_tui.services.reporting.letting_go import sent_of
from psw_tui.services.support import shared_of
from tests.conftest import StillClock
from tests.services.giving import give_step
from tests.services.permitting import give_contact, give_permission
from tests.ui.driving import Driver, at_home, inside
from tests.ui.walking import at_client, go


async def let_go(driver: Driver, stick: Path) -> None:
    """From the paper that is read to where it says that it has left."""
    await go(driver, "g", "FormScreen")
    await driver.answer(lock="clear", place=str(stick), to_whom="Kim", why="to print it", written_as="txt")
    await driver.press("f2")
    await driver.reads("It is written here:")


async def test_a_paper_is_read_and_leaves(folder: Path, clock: StillClock, busy: Client, tmp_path: Path) -> None:
    async with at_client(folder, clock) as driver:
        await go(driver, "r", "ListScreen")
        await driver.reads("the client's own copy")
        await go(driver, "enter", "FormScreen")
        await go(driver, "f2", "ReadScreen")
        await driver.reads("sleep through every night")
        await let_go(driver, tmp_path)
        await go(driver, "escape", "ListScreen")
        await go(driver, "s", "ReadScreen")
        await driver.reads("for Kim, not locked: anybody can read it to print it")
        assert await driver.drafts() == []
        assert [each.to_whom for each in await driver.ask(sent_of, busy.id)] == ["Kim"]
    left = next(tmp_path.glob("*.txt"))
    assert "sleep through every night" in left.read_text(encoding="utf-8")


async def test_six_words_are_shown_once(folder: Path, clock: StillClock, busy: Client, tmp_path: Path) -> None:
    async with at_home(folder, clock) as driver:
        await go(driver, "r", "ListScreen")
        await driver.reads("program report, counts only")
        await go(driver, "enter", "FormScreen")
        await go(driver, "f2", "ReadScreen")
        await go(driver, "g", "FormScreen")
        await driver.answer(place=str(tmp_path), to_whom="Kim")
        await driver.press("f2")
        await driver.reads("This opens it:")
        assert len(list(tmp_path.glob("*.html.age"))) == 1
        await go(driver, "escape", "ListScreen")


async def test_a_letter_needs_a_permission_and_what_is_typed_waits(
    folder: Path, clock: StillClock, busy: Client, tmp_path: Path
) -> None:
    today = clock.today()
    with inside(folder, clock) as vault:
        contact = give_contact(vault, busy.id, "housing office")
        look = fresh_looks_of(vault, busy.id)[0]
        asked = {"help_with": ["housing"], "to_contact": contact.id, "agreed": "yes", "state": "started"}
        give_step(vault, look, StepNumber.REFER, how="they_call", sent_on="today", status="asked", **asked)
    async with at_client(folder, clock) as driver:
        await go(driver, "r", "ListScreen")
        await driver.press("down", "down", "down", "down")
        await go(driver, "enter", "ReadScreen")
        await driver.reads("They have given no permission to share anything with this contact.")
        await go(driver, "escape", "ListScreen")
        await driver.ask(lambda vault: give_permission(vault, contact, today, today + timedelta(days=30)))
        await go(driver, "enter", "FormScreen")
        await driver.reads("Write only what they agreed to share.")
        await driver.answer(texts=[{"text": "we meet on Fridays"}])
        await go(driver, "f2", "ReadScreen")
        await driver.reads("we meet on Fridays")
        await go(driver, "escape", "FormScreen")
        await driver.reads("we meet on Fridays")
        await go(driver, "escape", "ListScreen")
        assert [note.place.form for note in await driver.ask(unfinished)] == ["paper"]
        await go(driver, "enter", "FormScreen")
        await go(driver, "f2", "ReadScreen")
        await let_go(driver, tmp_path)
        assert [line.what for line in await driver.ask(shared_of, busy.id)] == ["that we meet"]
        assert await driver.drafts() == []
