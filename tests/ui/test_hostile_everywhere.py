"""Hostile text in everything a worker can write, and every screen walked: shown as typed, run nowhere, obeyed nowhere."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

import psw_tui.ui
from psw_tui.cli.main import run
from psw_tui.domain.steps import StepNumber
from psw_tui.domain.text import plain
from psw_tui.records.answers import raw_of, read_form
from psw_tui.records.debrief import DebriefForm
from psw_tui.records.safety_note import SafetyNoteForm
from psw_tui.records.setting import SettingForm
from psw_tui.services.debriefs import save_debrief
from psw_tui.services.drafts import keep_draft
from psw_tui.services.quick_notes import new_quick_note
from psw_tui.services.safety import save_safety_note
from psw_tui.services.settings import change_settings, settings
from psw_tui.ui.routes import BeginFirstDay
from tests.conftest import PASSPHRASE, StillClock
from tests.records.complete import context
from tests.services.giving import give_client, give_debrief, give_goal, give_look, give_step
from tests.services.permitting import give_contact, give_permission, save, talk_of
from tests.ui.driving import Driver, beginning, inside, running
from tests.ui.test_hostile import WALKED, listen_in, steers_the_terminal
from tests.ui.walking import go

ELSEWHERE = {
    "WelcomeScreen",  # sentences and a choice
    "SetUpScreen",  # shows only boxes; what is typed there is fed hostile words in test_hostile
    "RecoveryScreen",  # the code, and a box
    "NewCodeScreen",
    "RenewingScreen",  # sentences and a bar
    "TooSmallScreen",  # one sentence
    "SameCodeDialog",  # a name out of a card, which test_team gives it
}
"""Screens that show no text from people."""

FRAMES = {"PswScreen", "OffersOwn", "HandedOver"}
"""What screens are built on; nobody sees one."""

walked = pytest.mark.parametrize(("typed", "shown"), WALKED.values(), ids=WALKED.keys())


def every_screen() -> set[str]:
    """The name of every screen and dialog of the app."""
    for found in pkgutil.walk_packages(psw_tui.ui.__path__, "psw_tui.ui."):
        importlib.import_module(found.name)
    every: set[type[Any]] = set()
    left: list[type[Any]] = [Screen]
    while left:
        kinds = left.pop().__subclasses__()
        every.update(kinds)
        left.extend(kinds)
    return {kind.__name__ for kind in every if kind.__module__.startswith("psw_tui.ui.")} - FRAMES


def watch_screens(driver: Driver) -> set[str]:
    """The name of every screen that is drawn from now on."""
    seen: set[str] = set()
    display = driver.app._display

    def draw(screen: Any, renderable: Any) -> None:
        display(screen, renderable)
        seen.add(type(screen).__name__)

    driver.app._display = draw  # type: ignore[method-assign]
    return seen


def write_everywhere(folder: Path, clock: StillClock, words: str) -> None:
    """One client around whom every text is this one, and settings of it."""
    with inside(folder, clock) as vault:
        today = clock.today()
        named = {"worker": words, "team": words, "supervisor": words, "on_call_phone": words}
        change_settings(vault, read_form(SettingForm, raw_of(settings(vault)) | named, context(today)))
        lists = ("strengths", "helps", "does_not_help", "do_not_write", "own_words")
        client = give_client(vault, "Maple-27", goes_by=words, **dict.fromkeys(lists, words))
        give_goal(vault, client.id, words, rating="3")
        raw = {
            "their_words": words,
            "how_they_responded": f"An addict. {words}",
            "next_what": words,
            "next_due": "today",
        }
        first = give_debrief(vault, client.id, **raw)
        amended = {"contact": "met", "safety": "nothing"} | raw | {"what_line": words}
        save_debrief(vault, client.id, read_form(DebriefForm, amended, context(today)), amends=first)
        contact = give_contact(vault, client.id, words, name=words, how_to_reach=words)
        texts = dict.fromkeys(("purpose", "may_share", "may_not_share", "until_event", "paper_at"), words)
        permission = give_permission(vault, contact, date(2026, 3, 1), date(2026, 6, 1), **texts)
        look = give_look(vault, client.id, better_looks_like=words)
        (item,) = permission.may_share
        save(vault, look, StepNumber.SUPPORTERS, talk_of(permission, today, shared=[item], shared_line=words))
        give_step(vault, look, StepNumber.LISTEN, heard=words, state="started")
        worried = {"what_i_did": ["stayed_with_them"], "next_check_on": "+1", "next_check_at": "10:00"}
        told = read_form(SafetyNoteForm, worried | {"saw_or_heard": words, "they_wanted": words}, context(today))
        save_safety_note(vault, client.id, "", told)
        keep_draft(vault, new_quick_note(vault), {"words": words})


@walked
async def test_every_screen_and_dialog(folder: Path, clock: StillClock, tmp_path: Path, typed: str, shown: str) -> None:
    """From the unlock screen to the blank one: each is drawn, none is left out, and the words are where they belong."""
    write_everywhere(folder, clock, typed)
    head = shown[:20]
    async with running(beginning(clock, [folder])) as driver:
        sent, seen = listen_in(driver), watch_screens(driver)
        await driver.type(PASSPHRASE)
        await go(driver, "enter", "DraftsScreen")
        await driver.reads(f"for later - quick note, Fri 12:00: {head}")
        await go(driver, "d", "YesNoDialog")
        await go(driver, "2", "DraftsScreen")
        await go(driver, "escape", "CaseloadScreen")
        await driver.press("h")
        await driver.reads(f"Next: {head}")
        await go(driver, "question_mark", "HelpScreen")
        await go(driver, "m", "ManualScreen")
        await driver.paste(typed)
        await driver.reads(head)
        await go(driver, "escape", "HelpScreen")
        await go(driver, "escape", "CaseloadScreen")
        await go(driver, "ctrl+p", "PaletteScreen")
        await driver.paste(typed)
        await go(driver, "escape", "CaseloadScreen")
        await driver.press("space")
        await driver.paste(typed)
        await driver.reads("Esc shows everybody again" if shown not in plain(typed) else head)
        await driver.press("escape")
        await go(driver, "slash", "FindScreen")
        await driver.type("since:1w")
        await driver.reads(head)
        await driver.paste(typed)
        await go(driver, "escape", "CaseloadScreen")
        await go(driver, "full_stop", "QuickNoteScreen")
        await driver.paste(typed)
        await driver.reads(head)
        await go(driver, "enter", "PickDialog")
        await driver.paste(typed)
        await go(driver, "escape", "CaseloadScreen")
        await go(driver, "t", "ToDoScreen")
        await driver.reads(head)
        await go(driver, "m", "MoveDialog")
        await driver.reads(head)
        await go(driver, "escape", "ToDoScreen")
        await go(driver, "escape", "CaseloadScreen")
        await go(driver, "o", "FormScreen")
        await driver.reads(f"Team {head}")
        await go(driver, "escape", "CaseloadScreen")
        await go(driver, "f8", "CrisisScreen")
        await driver.reads(shown[:8])  # in a narrow column
        await go(driver, "escape", "CaseloadScreen")
        driver.app.post_message(BeginFirstDay())
        await driver.at("RhythmScreen")
        await driver.reads(f"On-call number {head}")
        await go(driver, "escape", "BeginScreen")
        await go(driver, "escape", "CaseloadScreen")
        await files_called_so(driver, typed, head)
        await go(driver, "x", "HealthScreen")
        await go(driver, "escape", "CaseloadScreen")
        await go(driver, "enter", "ClientScreen")
        await driver.press("h")
        await driver.reads(f"Maple-27 {head}")
        await lists_of_the_client(driver, head)
        await go(driver, "n", "FormScreen")
        await driver.reads(f"Please do not write about: {head}")
        await driver.press("1", "1")
        await driver.answer(how_they_responded="An addict. ")
        await driver.paste(typed)
        await go(driver, "f3", "WordsDialog")
        await driver.reads("An addict.")
        await go(driver, "escape", "FormScreen")
        await go(driver, "escape", "ClientScreen")
        await view_of_the_client(driver, typed, head)
        for number, screen in ((2, "GoalsStepScreen"), (3, "StepScreen"), (5, "GatedStepScreen")):
            await go(driver, str(number), screen)
            await go(driver, "escape", "ClientScreen")
        await driver.press("f9")
        await driver.until(lambda: "BlankScreen" in seen, "blank screen")
        assert not steers_the_terminal(sent, typed)
    assert every_screen() - seen == ELSEWHERE


async def files_called_so(driver: Driver, typed: str, head: str) -> None:
    """A folder for a backup and a file for the sheet that are called so: refused with their names."""
    await go(driver, "b", "ListScreen")
    await go(driver, "s", "LineDialog")
    await driver.paste(f"/nowhere/{typed}")
    await driver.press("enter")
    await driver.until(lambda: driver.here in {"ReadScreen", "ListScreen"}, "what is wrong")
    await driver.pilot.pause()
    while driver.here != "CaseloadScreen":
        here = driver.here
        await driver.press("escape")
        await driver.until(lambda here=here: driver.here != here, "the screen before")  # type: ignore[misc]
    await go(driver, "w", "ReadScreen")
    await go(driver, "c", "PassphraseScreen")
    await driver.paste(typed)
    await go(driver, "escape", "ReadScreen")
    await go(driver, "s", "LineDialog")
    await driver.paste(f"/nowhere/{typed}")
    await go(driver, "enter", "ReadScreen")
    await driver.until(
        lambda: any(head[:10] in each.message for each in driver.app._notifications), "a sentence with the file's name"
    )
    await go(driver, "escape", "CaseloadScreen")


async def lists_of_the_client(driver: Driver, head: str) -> None:
    """Every list and page behind a key of the client's page."""
    for key, screen in (("g", "ListScreen"), ("p", "ListScreen"), ("l", "ListScreen"), ("d", "ListScreen")):
        await go(driver, key, screen)
        await driver.reads(head)
        await go(driver, "escape", "ClientScreen")
    for key in ("y", "f"):
        await go(driver, key, "ReadScreen")
        await driver.reads(head)
        await go(driver, "escape", "ClientScreen")
    await go(driver, "k", "ListScreen")
    await go(driver, "r", "ReadScreen")
    await driver.reads(f"What I saw or heard: {head}")
    await go(driver, "escape", "ListScreen")
    await go(driver, "escape", "ClientScreen")
    await go(driver, "d", "ListScreen")
    await go(driver, "r", "ReadScreen")
    await driver.reads(head)
    await go(driver, "y", "ReadScreen")
    await go(driver, "escape", "ReadScreen")
    await go(driver, "escape", "ListScreen")
    await go(driver, "escape", "ClientScreen")


async def view_of_the_client(driver: Driver, typed: str, head: str) -> None:
    """What the client is shown and may do there, and back."""
    await go(driver, "w", "YesNoDialog")
    await go(driver, "1", "ShownScreen")
    await driver.reads(head)
    await go(driver, "r", "NumberDialog")
    await driver.reads(head)
    await go(driver, "escape", "ShownScreen")
    await go(driver, "s", "HandedOverForm")
    await driver.paste(typed)
    await go(driver, "f2", "ShownScreen")
    await go(driver, "t", "YesNoDialog")
    await driver.reads(head)
    await go(driver, "escape", "ShownScreen")
    await go(driver, "escape", "PassphraseDialog")
    await driver.type(PASSPHRASE)
    await go(driver, "enter", "ClientScreen")


@walked
def test_every_command_prints_it_as_it_reads(
    folder: Path,
    clock: StillClock,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    shown: str,
) -> None:
    """Nothing of it steers the terminal, and nothing of it is lost."""
    monkeypatch.setenv("PSW_TUI_LANGUAGE", "en")
    write_everywhere(folder, clock, typed)
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE)
    for command, holds in (
        (("caseload",), True),
        (("caseload", "--json"), False),
        (("client", "maple27", "--names"), True),
        (("client", "maple27", "--json", "--names"), False),
        (("todo",), True),
        (("find", "since:4000"), False),
        (("find", "--names", "since:4000"), False),
        (("doctor",), False),
        (("verify", typed), False),
        (("restore", typed), False),
    ):
        capsys.readouterr()
        assert run([*command, "--vault", str(folder), "--passphrase-file", str(secret)]) in (0, 1)
        said = capsys.readouterr()
        printed = said.out + said.err
        assert printed
        assert all(plain(line) == line for line in printed.splitlines()), command
        if holds:
            assert shown[:12] in " ".join(printed.split()), command
