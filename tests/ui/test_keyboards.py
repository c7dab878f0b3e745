"""Keyboards of people who write French: digits of an AZERTY row on lists, accents and dead keys in every box."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from psw_tui.records.client import Client
from psw_tui.services.clients import client_by_id
from psw_tui.services.debriefs import debriefs_of
from psw_tui.ui.commands import STEP_KEYS
from psw_tui.ui.digit_row import MEANS
from tests.conftest import StillClock
from tests.services.giving import give_look
from tests.ui.driving import at_home, inside
from tests.ui.test_keys import COMMANDS, keys_of
from tests.ui.walking import at_client, go

FRANCE, BELGIUM, CAPS_LOCK = "&1 é2 \"3 '4 (5 -6 è7 _8 ç9", "§6", "É2 È7 Ç9"
"""What comes without Shift, and the digit it means."""

ACCENTS = "é è ê ë à â ç ù û ü î ï ô œ É È Ê Ç À Œ « l’été » naïve"
"""What dead keys, AltGr and keys of their own give on AZERTY and CSA keyboards, each as one character."""


async def test_the_azerty_row_opens_steps(folder: Path, clock: StillClock, maple: Client) -> None:
    """On a client's page, as the terminal sends it."""
    with inside(folder, clock) as vault:
        give_look(vault, maple.id)
    async with at_client(folder, clock) as driver:
        for typed, digit in f"{FRANCE} {BELGIUM} {CAPS_LOCK}".split():
            await driver.type(typed)
            await driver.reads(f"Step {digit}")
            await go(driver, "escape", "ClientScreen")


async def test_on_the_caseload_too(folder: Path, clock: StillClock, maple: Client) -> None:
    async with at_home(folder, clock) as driver:
        await driver.type("é")
        await driver.reads("The nine steps belong to a fresh look, and none is open.")


@pytest.mark.parametrize(("typed", "screen"), [("!", "CrisisScreen"), ("?", "HelpScreen"), ("/", "FindScreen")])
async def test_signs_that_are_commands_stay_commands(
    folder: Path, clock: StillClock, maple: Client, typed: str, screen: str
) -> None:
    """Wherever they lie on a keyboard, they arrive as themselves: 8 in Belgium, Shift 1 on a CSA keyboard."""
    async with at_client(folder, clock) as driver:
        await driver.type(typed)
        await driver.at(screen)


def test_no_command_is_in_the_way_of_a_digit() -> None:
    """Else the row would have a gap somewhere."""
    names = {unicodedata.name(sign).lower().replace(" ", "_").replace("-", "_") for sign in MEANS}
    bound = {key for command in COMMANDS for key in keys_of(command)}
    assert bound.isdisjoint(names | set(MEANS))
    assert any(command.key == STEP_KEYS for command in COMMANDS)


async def test_a_word_that_went_astray_answers_nothing(folder: Path, clock: StillClock, maple: Client) -> None:
    """Typed where a digit picks an answer: only digits do."""
    async with at_client(folder, clock) as driver:
        await go(driver, "n", "FormScreen")
        before = driver.form.raw
        await driver.type("é'&\"(")
        assert driver.form.raw == before
        await driver.type("1")
        assert driver.form.raw["contact"] == "met"


async def test_nor_is_one_lost_from_the_list_of_commands_or_from_narrowing(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """Boxes that belong to no form keep what is typed."""
    async with at_home(folder, clock) as driver:
        await driver.press("ctrl+p")
        await driver.type("é(è")
        await driver.reads("é(è")
        await driver.press("escape")
        await driver.at("CaseloadScreen")
        await driver.press("space")
        await driver.type("é-è")
        await driver.reads("é-è")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
async def test_accents_survive_in_every_kind_of_box(folder: Path, clock: StillClock, maple: Client, form: str) -> None:
    """A line, notes, a name, a code to narrow by and a search: composed, or letter and accent one after the other."""
    typed = unicodedata.normalize(form, ACCENTS)  # type: ignore[arg-type]
    async with at_client(folder, clock) as driver:
        await go(driver, "m", "FormScreen")
        await driver.answer(goes_by=f" {typed}")
        await driver.press("f2")
        await driver.at("ClientScreen")
        await go(driver, "n", "FormScreen")
        await driver.press("1", "1")
        await driver.answer(what_line=typed, their_words=typed)
        await driver.press("f2")
        await driver.at("ClientScreen")
        (kept,) = await driver.ask(debriefs_of, maple.id)
        assert (kept.what_line, kept.their_words) == (ACCENTS, ACCENTS)
        assert (await driver.ask(client_by_id, maple.id)).goes_by == f"Al {ACCENTS}"
        await go(driver, "slash", "FindScreen")
        await driver.type(unicodedata.normalize(form, "été"))  # type: ignore[arg-type]
        await driver.reads("Maple-27")
