"""A list comes in by keys alone: the file is named, the matching corrected, what is in the way told, one undo takes it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from psw_tui.records.client import Client
from psw_tui.services import importing
from psw_tui.services.clients import client_by_code
from psw_tui.storage.read import listing
from psw_tui.ui.list_import import SMALL
from tests.conftest import StillClock
from tests.services import lists
from tests.ui.driving import Driver, at_home
from tests.ui.walking import go, notified
from tests.working import slowed

MIXED = ("Cedar-04,Zoltan,03/02/2026,active,x", ",Wilma,2026-03-02,paused,y", "Maple-27,Alma,2026-03-02,active,z")
HEAD = "Code,Goes by,Met on,Status,Remarks"


async def open_list(driver: Driver, path: Path) -> None:
    await go(driver, "i", "LineDialog")
    await driver.type(f"{path}\n")
    await driver.at("ListScreen")


async def codes(driver: Driver) -> set[str]:
    return {row["code"] for row in await driver.ask(listing, "SELECT code FROM client")}


async def test_a_list_from_its_name_to_the_caseload_and_back(
    folder: Path, clock: StillClock, maple: Client, tmp_path: Path
) -> None:
    path = lists.rows(tmp_path, *MIXED, head=HEAD)
    async with at_home(folder, clock) as driver:
        await open_list(driver, path)
        await driver.reads("Rows that cannot be taken: 2")
        await driver.reads("Goes by -> Name they go by (hidden)")
        await driver.press("i")
        await driver.reads("Say whether the day, the month or the year comes first")
        await go(driver, "escape", "ListScreen")

        await go(driver, "r", "ReadScreen")
        await driver.reads("Line 3, Code: This row has no client code.")
        await driver.reads("Line 4: Maple-27 is here already")
        assert "Alma" not in driver.text
        await go(driver, "escape", "ListScreen")

        await driver.press("down")
        await go(driver, "m", "PickDialog")
        await driver.press("enter")
        await driver.reads("Dates in this file: the day first")
        await driver.press("down", "enter")
        await driver.reads("Rows without a code: get one drawn")
        await driver.press("i")
        await driver.reads("Rows about clients who are here already: 1. Put the file right")
        await go(driver, "escape", "ListScreen")
        assert await codes(driver) == {"Maple-27"}

        await driver.press("down", "enter")
        await driver.reads("Clients who are here already: are left out")
        await go(driver, "i", "ReadScreen")
        await driver.reads("2 clients came in.")
        await driver.reads("Codes that were drawn, by line of the file: 3:")
        await driver.reads("The list still lies at")
        await go(driver, "escape", "CaseloadScreen")
        await driver.reads("everybody: 3")
        assert (await driver.ask(client_by_code, "Cedar-04")).met_on.isoformat() == "2026-02-03"

        await go(driver, "u", "YesNoDialog")
        await driver.reads("Undo: 2 clients who came in from a list, 0 min ago?")
        await driver.press("1")
        await notified(driver, "Undone.")
        await driver.reads("everybody: 1")
        assert await codes(driver) == {"Maple-27"}


async def test_the_matching_is_corrected_and_a_value_given_to_all(
    folder: Path, clock: StillClock, tmp_path: Path
) -> None:
    path = lists.rows(tmp_path, "Cedar-04,North", head="Code,Remarks")
    async with at_home(folder, clock, size=(60, 20)) as driver:
        await open_list(driver, path)
        await driver.press("end")
        await go(driver, "m", "PickDialog")
        await driver.type("program\n")
        await driver.at("ListScreen")
        await driver.reads("Remarks -> Program North")
        await go(driver, "v", "PickDialog")
        await driver.type("met on\n")
        await driver.at("LineDialog")
        await driver.type("2026-03-01\n")
        await driver.at("ListScreen")
        await driver.press("home")
        await driver.reads("Where a row says nothing: Met on = 2026-03-01")
        await go(driver, "v", "PickDialog")
        await driver.type("keep notes\n")
        await driver.type("yes\n")
        await driver.reads("They know I keep notes = yes")
        await go(driver, "i", "ReadScreen")
        kept = await driver.ask(client_by_code, "Cedar-04")
        assert (kept.program, kept.knows_notes, str(kept.met_on)) == ("North", "yes", "2026-03-01")


async def test_names_are_hidden_until_they_are_asked_for(folder: Path, clock: StillClock, tmp_path: Path) -> None:
    async with at_home(folder, clock) as driver:
        await open_list(driver, lists.rows(tmp_path, *MIXED, head=HEAD))
        assert "Zoltan" not in driver.text
        await driver.press("h")
        await driver.reads("Goes by -> Name they go by Zoltan")
        await driver.press("h")
        await driver.until(lambda: "Zoltan" not in driver.text, "hidden names")


async def test_a_file_that_cannot_be_read_is_told_and_asked_for_again(
    folder: Path, clock: StillClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was typed stands there still, to be mended; ~ is the home folder."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    lists.rows(tmp_path, "Cedar-04,Al,2026-03-01,active")
    async with at_home(folder, clock) as driver:
        await go(driver, "i", "LineDialog")
        await driver.type("~/list.cs\n")
        await driver.reads(
            "of a kind that cannot be imported" if (tmp_path / "list.cs").exists() else "There is no file"
        )
        await go(driver, "escape", "LineDialog")
        await driver.reads("~/list.cs")
        await driver.type("v\n")
        await driver.at("ListScreen")
        await go(driver, "escape", "CaseloadScreen")
        assert await codes(driver) == set()


async def test_markup_in_a_list_is_words(folder: Path, clock: StillClock, tmp_path: Path) -> None:
    path = lists.rows(tmp_path, "Cedar-04,2026-03-01,[red]x[/red]", head="Code,Met on,Status[bold]")
    async with at_home(folder, clock) as driver:
        await open_list(driver, path)
        await driver.press("h")
        await driver.reads("Status[bold] -> left out [red]x[/red]")


async def test_escape_stops_an_import_and_nothing_is_there(
    folder: Path, clock: StillClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = lists.rows(tmp_path, *(f"Cedar-{number},Al,2026-03-01,active" for number in range(100, 120)))
    async with at_home(folder, clock) as driver:
        await open_list(driver, path)
        slow = slowed(monkeypatch, importing, "bring_in", until_stopped=True)
        await go(driver, "i", "WorkingDialog")
        await driver.until(slow.begun.is_set, "beginning")
        await driver.press("escape")
        await driver.reads("Stopped. Nothing half done was left.")
        await go(driver, "escape", "ListScreen")
        assert await codes(driver) == set()


async def test_a_long_list_tells_how_far_it_is_and_can_be_left_while_it_is_looked_through(
    folder: Path, clock: StillClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (f"Cedar-{number},Al,2026-03-01,active" for number in range(100, 101 + SMALL))
    path = lists.rows(tmp_path, *lines)
    async with at_home(folder, clock) as driver:
        slow = slowed(monkeypatch, importing, "prepare", until_stopped=True)
        await go(driver, "i", "LineDialog")
        await driver.type(f"{path}\n")
        await driver.until(slow.begun.is_set, "beginning")
        await driver.reads("Checking")  # and not the dialog of reading any more
        await driver.press("escape")
        await driver.reads("Stopped. Nothing half done was left.")
        await go(driver, "escape", "CaseloadScreen")
        monkeypatch.undo()
        await open_list(driver, path)
        await go(driver, "i", "ReadScreen")
        await driver.reads(f"{SMALL + 1} clients came in.")
        await go(driver, "escape", "CaseloadScreen")
        await go(driver, "u", "YesNoDialog")
        await driver.press("1")
        await notified(driver, "Undone.")
        assert await codes(driver) == set()
