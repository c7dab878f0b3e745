"""Text from people is shown as it was typed and never run: brackets, links, escape sequences, turned directions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.domain.text import plain
from psw_tui.records.ask import Kind
from psw_tui.records.client import Client
from psw_tui.services.client_page import client_page
from psw_tui.services.drafts import DraftPlace, keep_draft
from tests.conftest import StillClock
from tests.services.giving import give_client, give_debrief, give_goal, give_look, give_step
from tests.ui.driving import Driver, at_home, beginning, inside, running
from tests.ui.walking import at_note

HOSTILE = {
    "closing tag": ("[/]", "[/]"),
    "link": ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
    "eaten word": ("[TODO] call", "[TODO] call"),
    "half open": ("[/b [red", "[/b [red"),
    "colour": ("\x1b[31mred\x1b[0m", "red"),
    "window title": ("\x1b]0;owned\x07ok", "ok"),
    "clipboard": ("\x1b]52;c;b3duZWQ=\x07ok", "ok"),
    "turned": ("abc\u202edef", "abcdef"),
    "format": ("{name} %s %(x)s", "{name} %s %(x)s"),
}
"""What is typed, and what can be read of it."""

_REST = [HOSTILE[name] for name in ("half open", "colour", "window title", "clipboard", "turned", "format")]
WALKED = {name: HOSTILE[name] for name in ("closing tag", "link", "eaten word")}
WALKED["all the others"] = (" ".join(typed for typed, _ in _REST), " ".join(shown for _, shown in _REST))

walked = pytest.mark.parametrize(("typed", "shown"), WALKED.values(), ids=WALKED.keys())


def listen_in(driver: Driver) -> set[str]:
    """Signs that a terminal would obey rather than show, from every frame drawn from now on."""
    obeyed: set[str] = set()
    display = driver.app._display

    def draw(screen: Any, renderable: Any) -> None:
        display(screen, renderable)
        obeyed.update(sign for sign in driver.text if plain(sign) != sign)

    driver.app._display = draw  # type: ignore[method-assign]
    return obeyed


def steers_the_terminal(obeyed: set[str], typed: str) -> bool:
    """Whether anything of `typed` reached the terminal as something else than letters."""
    return bool(obeyed & set(typed))


def give_everything(folder: Path, clock: StillClock, words: str) -> str:
    """A client whose every text is this one."""
    with inside(folder, clock) as vault:
        lists = ("strengths", "helps", "does_not_help", "do_not_write", "own_words")
        client = give_client(vault, "Maple-27", goes_by=words, program=words, **dict.fromkeys(lists, words))
        goal = give_goal(vault, client.id, words, rating="3")
        rated = [{"goal": goal.id, "rating": "5"}]
        give_debrief(
            vault,
            client.id,
            their_words=words,
            what_line=words,
            how_they_responded=words,
            goals=rated,
            next_what=words,
            next_due="+2",
        )
        look = give_look(vault, client.id, better_looks_like=words)
        give_step(vault, look, StepNumber.LISTEN, heard=words, state="started")
        give_step(vault, look, StepNumber.LEARN, state="waiting", waiting_for=words, waiting_until="+1")
        keep_draft(vault, DraftPlace("goal", client.id), {"words": words})
        return client.id


@walked
async def test_every_screen_shows_it_as_typed(folder: Path, clock: StillClock, typed: str, shown: str) -> None:
    """Caseload with names, client, goals, to-do list, steps, note and drafts: the words are there and nothing runs."""
    give_everything(folder, clock, typed)
    async with at_home(folder, clock) as driver:
        sent = listen_in(driver)
        await driver.at("DraftsScreen")
        await driver.press("escape")
        await driver.at("CaseloadScreen")
        await driver.press("h")
        await driver.reads(f"Next: {shown}"[:40])
        for keys, screen in (("t",), None), (("escape",), "CaseloadScreen"), (("enter",), "ClientScreen"):
            await driver.press(*keys)
            if screen is None:
                await driver.until(lambda: driver.here != "CaseloadScreen", "to-do list")
            else:
                await driver.at(screen)
            await driver.reads(shown[:20])
        await driver.press("h")
        await driver.reads(f"Strengths: {shown}"[:60])
        for key in ("g", "p", "c"):
            await driver.press(key)
            await driver.until(lambda: driver.here != "ClientScreen", key)
            await driver.pilot.pause()
            await driver.press("escape")
            await driver.at("ClientScreen")
        await driver.press("n")
        await driver.at("FormScreen")
        await driver.reads(f"Please do not write about: {shown}"[:60])
        await driver.press("escape")
        await driver.at("ClientScreen")
        for number in (StepNumber.GOALS, StepNumber.LISTEN, StepNumber.LEARN):
            await driver.press(str(int(number)))
            await driver.until(lambda: driver.here.endswith("StepScreen"), "step")
            if number is StepNumber.LISTEN:
                await driver.reads(shown[:20])
            await driver.press("escape")
            await driver.at("ClientScreen")
        assert not driver.app._exit
        assert not steers_the_terminal(sent, typed)


@walked
async def test_typed_into_a_note_it_is_kept_and_shown(
    folder: Path, clock: StillClock, maple: Client, typed: str, shown: str
) -> None:
    """Pasted into every text box of the form: saved as it reads, minus what steers a terminal."""
    async with at_note(folder, clock) as driver:
        await driver.press("1", "1")
        sent = listen_in(driver)
        for question in driver.form.asked:
            if question.display and question.ask.kind in {Kind.LINE, Kind.NOTES}:
                question.box.focus()  # type: ignore[union-attr]
                await driver.pilot.pause()
                await driver.paste(typed)
        await driver.answer(next_due="+1")
        await driver.press("f2")
        await driver.at("ClientScreen")
        await driver.reads(shown[:20])
        (note,) = (await driver.ask(client_page, maple.id)).debriefs
        assert note.their_words == shown
        assert note.what_line == shown
        assert note.next_what == shown
        assert not steers_the_terminal(sent, typed)


async def test_a_very_long_note_is_kept_to_its_last_letter(folder: Path, clock: StillClock, maple: Client) -> None:
    """Twelve thousand letters in one go, in lines and in one unbroken word."""
    long = ("word " * 20 + "\n") * 60 + "z" * 6_000
    async with at_note(folder, clock) as driver:
        await driver.press("1", "1")
        box = driver.form.query_one("#field-their_words NotesBox")
        box.focus()
        await driver.pilot.pause()
        await driver.paste(long)
        await driver.until(lambda: driver.form.raw["their_words"] == long, "whole note")
        await driver.press("f2")
        await driver.at("ClientScreen")
        (note,) = (await driver.ask(client_page, maple.id)).debriefs
        assert note.their_words == long
        await driver.press("end", "pageup", "pagedown")


async def test_too_long_a_note_is_refused_and_kept_as_a_draft(folder: Path, clock: StillClock, maple: Client) -> None:
    """The sentence says by how much; not a letter is cut."""
    long = "z" * 20_005
    async with at_note(folder, clock) as driver:
        await driver.press("1", "1")
        box = driver.form.query_one("#field-their_words NotesBox")
        box.focus()
        await driver.pilot.pause()
        await driver.paste(long)
        await driver.until(lambda: driver.form.raw["their_words"] == long, "whole note")
        await driver.press("f2")
        await driver.reads("too long by 5 letters")
        assert len(await driver.drafts()) == 1
        assert driver.form.raw["their_words"] == long


async def test_a_hostile_draft_under_an_old_choice_is_offered_and_survives(
    folder: Path, clock: StillClock, maple: Client
) -> None:
    """An answer that is no longer offered does not bring the form down."""
    with inside(folder, clock) as vault:
        raw = {
            "contact": "telepathy",
            "goals": [{"goal": "gone", "rating": "7"}],
            "gone_field": "[/]",
            "their_words": "[/]",
        }
        keep_draft(vault, DraftPlace("debrief", maple.id), raw)
    async with at_home(folder, clock) as driver:
        await driver.at("DraftsScreen")
        await driver.press("enter")
        await driver.at("FormScreen")
        await driver.press("f2")
        await driver.reads("Not saved yet")
        await driver.answer(contact="met", safety="nothing")
        await driver.press("f2")
        await driver.at("CaseloadScreen")


@pytest.mark.parametrize("typed", ["[/]", "[@click=app.quit]x[/]", "\u202eabc"])
async def test_hostile_words_at_the_door(folder: Path, clock: StillClock, typed: str) -> None:
    """A passphrase and a code of such signs are simply wrong."""
    async with running(beginning(clock, [folder])) as driver:
        await driver.type(typed)
        await driver.press("enter")
        await driver.reads("does not open the vault")
        await driver.press("f4")
        await driver.type(typed)
        await driver.press("enter", "enter", "enter")
        await driver.until(lambda: "recovery code" in driver.squeezed.lower(), "sentence")
        assert driver.here == "UnlockScreen"
