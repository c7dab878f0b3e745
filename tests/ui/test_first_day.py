"""The first day: five screens, then a practice of seven lessons that can be left anywhere and taken up again."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from psw_tui.cli.main import run
from psw_tui.domain.passphrase import PRACTICE
from psw_tui.exit_codes import LOCKED, OWN, PRACTISE
from psw_tui.language import Language, speak
from psw_tui.places import VaultPlace, lesson_folder, list_vaults
from psw_tui.records.choices import NoteLanguage
from psw_tui.records.goal import Goal
from psw_tui.records.setting import SettingForm
from psw_tui.services.drafts import DraftPlace, draft_at
from psw_tui.services.errors import PracticeFileWrong
from psw_tui.services.goals import goals_of
from psw_tui.services.practice import how_far, open_lesson
from psw_tui.services.practice import lesson as lessons_service
from psw_tui.services.settings import settings
from psw_tui.storage.vault import Vault, open_with_passphrase
from psw_tui.storage.write import writing
from psw_tui.ui.fields import FormView
from psw_tui.ui.gate import Start
from psw_tui.ui.lessons import COUNT
from psw_tui.ui.routes import BeginFirstDay
from tests.conftest import PASSPHRASE, StillClock
from tests.ui.driving import Driver, at_home, beginning, inside, running
from tests.ui.test_hostile import listen_in, steers_the_terminal, walked
from tests.ui.test_set_up import CHOSEN, code_on
from tests.ui.test_sizes import SIZES, troubles
from tests.ui.walking import notified

WORDS = {
    "en": ("Practice", "Practice-01", "Nobody is on your caseload yet."),
    "fr": ("Exercice", "Exercice-01", "Vous n’accompagnez encore personne ici."),
}

every_language = pytest.mark.parametrize("code", WORDS)


def practising(clock: StillClock, code: str = "en", passphrase: str | None = PRACTICE) -> Start:
    """What the app starts with when a worker goes to practise; without a passphrase after a lock."""
    return Start(
        vaults=[VaultPlace("practice", lesson_folder())],
        clock=clock,
        language=speak(code),
        profile=beginning(clock, []).profile,
        practice=True,
        lesson=True,
        passphrase=passphrase,
    )


@asynccontextmanager
async def in_practice(clock: StillClock, code: str = "en", size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    async with running(practising(clock, code), size) as driver:
        await driver.at("CaseloadScreen")
        yield driver


async def lesson(driver: Driver, number: int) -> None:
    """Wait for a lesson to stand on the screen."""
    word = WORDS[driver.app.language.code][0]
    of = {"en": "of", "fr": "de"}[driver.app.language.code]
    await driver.reads(f"{word}, {number} {of} {COUNT}")


async def ended_with(driver: Driver, code: int) -> None:
    await driver.leaves_for(lambda: driver.app._exit, "end")
    assert driver.app.return_value == code


async def open_page(driver: Driver) -> None:
    await lesson(driver, 1)
    await driver.press("enter")
    await driver.at("ClientScreen")


async def write(driver: Driver) -> None:
    await driver.press("enter") if driver.here == "CaseloadScreen" else None
    await driver.at("ClientScreen")
    await lesson(driver, 2)
    await driver.press("n")
    await driver.at("FormScreen")
    await lesson(driver, 2)
    await driver.answer(contact="met", safety="nothing", goals=[{"rating": "3"}])
    await driver.press("f2")
    await driver.at("ListScreen")
    await lesson(driver, 3)


async def see_signal(driver: Driver) -> None:
    while driver.here != "CaseloadScreen":
        await driver.press("escape")
        await driver.pilot.pause()
    await lesson(driver, 4)
    assert driver.app._inside.desk.language.say("worth a look") in driver.text


async def look_afresh(driver: Driver) -> None:
    await lesson(driver, 4)
    await driver.press("f")
    await driver.at("FormScreen")
    await lesson(driver, 4)
    await driver.press("f2")
    await driver.at("CaseloadScreen")
    await lesson(driver, 5)


async def reflect(driver: Driver) -> None:
    await lesson(driver, 5)
    await driver.press("1")
    await driver.at("StepScreen")
    await lesson(driver, 5)
    await driver.answer(doing="a sheet about sleep")
    await driver.press("f2")
    await driver.at("CaseloadScreen")
    await lesson(driver, 6)


async def go_on(driver: Driver) -> None:
    await lesson(driver, 6)
    await driver.press("8")
    await driver.at("StepScreen")
    await lesson(driver, 6)
    await driver.answer(choices=["go_on_as_now"])
    await driver.press("f2")
    await driver.at("CaseloadScreen")
    await lesson(driver, 7)


LESSONS: Sequence[Callable[[Driver], object]] = (open_page, write, see_signal, look_afresh, reflect, go_on)
"""The first six; the seventh is the lock."""

TAKEN_UP_AT = {0: 1, 1: 1, 2: 4, 3: 4, 4: 5, 5: 6}
"""After so many lessons the program begins on the caseload, and with which lesson: an open page is no record, and who
begins on the caseload sees the signal there."""


async def to_code(driver: Driver, code: str) -> str:
    """Through the first three screens; returns the recovery code that is to be typed back."""
    await driver.at("WelcomeScreen")
    await driver.reads("1 of 5")
    await driver.press(str(list(WORDS).index(code) + 1))
    if code != "en":
        await driver.reads("1 de 5")  # the other language is shown first
        await driver.press("enter")
    await driver.at("SetUpScreen")
    assert re.match(r"\s*2 (of|de) 5", driver.text)
    for text in ("Robin", CHOSEN, CHOSEN):
        await driver.type(text)
        await driver.press("enter")
    await driver.at("RecoveryScreen")
    assert re.match(r"\s*3 (of|de) 5", driver.text)
    shown = code_on(driver)
    await driver.press("enter")
    return shown


@every_language
async def test_the_tour_and_all_lessons(home: Path, clock: StillClock, code: str) -> None:
    """From an empty folder by keys alone: five screens, the practice, seven lessons, and back to one's own clients."""
    async with running(beginning(clock, [])) as driver:
        shown = await to_code(driver, code)
        await driver.type(shown)
        await driver.press("enter")
        await driver.at("RhythmScreen")
        assert re.match(r"\s*4 (of|de) 5", driver.text)
        await driver.press("1")
        await driver.type("555-0199")
        await driver.press("enter", "2", "enter")
        await driver.at("BeginScreen")
        assert re.match(r"\s*5 (of|de) 5", driver.text)
        await driver.press("enter")
        await ended_with(driver, PRACTISE)
    with open_with_passphrase(home / "vaults" / "Robin", CHOSEN, clock=clock) as vault:
        kept = settings(vault)
        assert (kept.on_call_phone, kept.country, kept.language, kept.idle_minutes) == ("555-0199", "us", code, 5)
        assert kept.rhythm == "weekly"
    async with in_practice(clock, code) as driver:
        assert WORDS[code][1] in driver.text
        for each in LESSONS:
            await each(driver)  # type: ignore[misc]
        await driver.press("f9")
        await ended_with(driver, LOCKED)
    async with running(practising(clock, code, passphrase=None)) as driver:
        await driver.at("UnlockScreen")
        await driver.type(PRACTICE)
        await driver.press("enter")
        await driver.at("CaseloadScreen")
        await driver.until(lambda: f", 7 {'of' if code == 'en' else 'de'}" not in driver.text, "the end of the lessons")
        await driver.press("p")
        await driver.at("ChooseDialog")
        await driver.press("enter")
        await ended_with(driver, OWN)
    assert not lesson_folder().exists()
    async with running(beginning(clock, [home / "vaults" / "Robin"], passphrase=CHOSEN)) as driver:
        await driver.reads(WORDS[code][2])


@pytest.mark.parametrize("done", TAKEN_UP_AT)
async def test_each_lesson_is_taken_up_where_it_was_left(home: Path, clock: StillClock, done: int) -> None:
    """The program ends without a word in the middle of a lesson; the next one goes on from what is on record."""
    async with in_practice(clock) as driver:
        for each in LESSONS[:done]:
            await each(driver)  # type: ignore[misc]
    async with in_practice(clock) as driver:
        await lesson(driver, TAKEN_UP_AT[done])
        for each in LESSONS[done if done > 1 else 0 :]:
            await each(driver)  # type: ignore[misc]


async def test_a_lesson_left_in_the_middle_of_a_form_keeps_what_was_typed(home: Path, clock: StillClock) -> None:
    """As everywhere: F9 in the note, and it is offered first when the practice is opened again."""
    async with in_practice(clock) as driver:
        await open_page(driver)
        await driver.press("n")
        await driver.at("FormScreen")
        await driver.answer(contact="met", their_words="still a 3")
        await driver.press("f9")
        await ended_with(driver, LOCKED)
    async with running(practising(clock)) as driver:
        await driver.at("DraftsScreen")
        await driver.press("enter")
        await driver.at("FormScreen")
        await lesson(driver, 2)
        assert driver.form.raw["their_words"] == "still a 3"


async def test_lessons_go_back_when_their_save_is_taken_back(home: Path, clock: StillClock) -> None:
    """The record decides, not a count of what was once done."""
    async with in_practice(clock) as driver:
        for each in LESSONS[:4]:
            await each(driver)  # type: ignore[misc]
        await driver.press("u")
        await driver.at("YesNoDialog")
        await driver.press("1")
        await driver.at("CaseloadScreen")
        await lesson(driver, 4)


async def test_an_answer_of_ones_own_teaches_too(home: Path, clock: StillClock) -> None:
    """Who gives another number, or none, reads what the program says of that, and a fresh look opens all the same."""
    async with in_practice(clock) as driver:
        await open_page(driver)
        await driver.press("n")
        await driver.at("FormScreen")
        await driver.answer(contact="met", safety="nothing", goals=[{"rating": "9"}])
        await driver.press("f2")
        await driver.at("ClientScreen")
        await driver.reads("now 3 and 9")
        await see_mixed(driver)
        await driver.press("f")
        await driver.at("FormScreen")
        await driver.answer(why_now="i_think")
        await driver.press("f2")
        await driver.at("CaseloadScreen")
        await lesson(driver, 5)


async def see_mixed(driver: Driver) -> None:
    await driver.press("escape")
    await driver.at("CaseloadScreen")
    await lesson(driver, 4)


def told(folder: Path, capsys: pytest.CaptureFixture[str], passphrase: str, *more: str) -> list[Any]:
    """What programs are told: the caseload, what is due, where a word stands."""
    secret = folder / "secret"
    secret.write_text(passphrase)
    secret.chmod(0o600)
    answers = []
    for command in (["caseload", "--json"], ["todo", "--json"], ["find", "sleep", "--json"]):
        capsys.readouterr()
        assert run([*command, "--passphrase-file", str(secret), *more]) == 0
        answers.append(json.loads(capsys.readouterr().out))
    return answers


async def test_the_practice_is_in_nothing_that_is_ones_own(
    folder: Path, clock: StillClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither counted nor found nor listed, and never in the way of the one vault there is."""
    async with in_practice(clock) as driver:
        for each in LESSONS:
            await each(driver)  # type: ignore[misc]
    assert [place.path for place in list_vaults()] == [folder]
    nothing = [[], [], {"hits": [], "more": False}]
    assert told(tmp_path, capsys, PASSPHRASE) == nothing
    caseload, _, find = told(tmp_path, capsys, PRACTICE, f"--vault={lesson_folder()}")
    assert caseload[0]["code"] == "Practice-01"
    assert find["hits"], "what is looked for is there, only elsewhere"
    async with at_home(folder, clock) as driver:
        await driver.reads("Nobody is on your caseload yet.")
        await driver.reads("0 due")


async def test_the_way_to_the_practice_and_back(folder: Path, clock: StillClock) -> None:
    """From the caseload after a question, from the palette of the unlock screen; back by Esc where it is locked."""
    async with at_home(folder, clock) as driver:
        await driver.press("p")
        await driver.at("YesNoDialog")
        await driver.press("2")
        await driver.at("CaseloadScreen")
        await driver.press("p", "1")
        await ended_with(driver, PRACTISE)
    async with running(beginning(clock, [folder])) as driver:
        await driver.at("UnlockScreen")
        await driver.press("ctrl+p")
        await driver.at("PaletteScreen")
        await driver.type("practise")
        await driver.reads("Practise with an invented client first.")
        await driver.press("enter")
        await ended_with(driver, PRACTISE)
    async with running(practising(clock, passphrase=None)) as driver:
        await driver.at("UnlockScreen")
        await driver.press("f4", "ctrl+n", "ctrl+r", "ctrl+t")  # nothing of that is done about this vault
        assert driver.here == "UnlockScreen"
        assert "Recovery code" not in driver.text
        await driver.press("escape")
        await ended_with(driver, OWN)


@pytest.mark.parametrize(("keys", "code", "stays"), [(("2",), OWN, False), ((), OWN, True)])
async def test_ending_the_practice_early(
    home: Path, clock: StillClock, keys: tuple[str, ...], code: int, *, stays: bool
) -> None:
    """It stays unless it is told to go; whoever thinks better of it stays too."""
    async with in_practice(clock) as driver:
        await driver.press("p")
        await driver.at("ChooseDialog")
        await driver.press("escape")
        await driver.at("CaseloadScreen")
        await driver.press("p")
        await driver.at("ChooseDialog")
        await driver.press(*(keys or ("enter",)))
        await ended_with(driver, code)
    assert lesson_folder().exists() is stays


async def test_the_practice_can_begin_anew(home: Path, clock: StillClock) -> None:
    """What was written in it is gone then."""
    async with in_practice(clock) as driver:
        for each in LESSONS[:2]:
            await each(driver)  # type: ignore[misc]
        await see_signal(driver)
        await driver.press("p")
        await driver.at("ChooseDialog")
        await driver.press("3")
        await ended_with(driver, PRACTISE)
    async with in_practice(clock) as driver:
        assert not (await driver.ask(how_far)).wrote
        await lesson(driver, 1)


async def test_in_the_demo_there_is_no_other_practice(folder: Path, clock: StillClock) -> None:
    """Everybody in it is made up already."""
    async with at_home(folder, clock, practice=True) as driver:
        await driver.press("p")
        await notified(driver, "This is a practice vault: everybody in it is made up.")


async def test_the_end_before_the_code_is_typed_back_leaves_nothing(home: Path, clock: StillClock) -> None:
    """The program is gone on any of the first three screens; so is all that was asked."""
    for screens in (0, 1, 2):
        async with running(beginning(clock, [])) as driver:
            await driver.at("WelcomeScreen")
            if screens > 0:
                await driver.press("enter")
                await driver.at("SetUpScreen")
                await driver.type("Robin")
            if screens > 1:
                for text in (CHOSEN, CHOSEN):
                    await driver.press("enter")
                    await driver.type(text)
                await driver.press("enter")
                await driver.at("RecoveryScreen")
        assert list_vaults() == []
        assert not [path for path in home.rglob("*") if path.is_file()]


@pytest.mark.parametrize("screen", ["RhythmScreen", "BeginScreen"])
async def test_the_end_after_that_leaves_a_whole_vault(home: Path, clock: StillClock, screen: str) -> None:
    """The sheet is worth something then: the vault opens both ways, with settings, and the unlock screen comes first."""
    async with running(beginning(clock, [])) as driver:
        shown = await to_code(driver, "en")
        await driver.type(shown)
        await driver.press("enter")
        await driver.at("RhythmScreen")
        if screen == "BeginScreen":
            await driver.press("escape")
        await driver.at(screen)
    (place,) = list_vaults()
    with open_with_passphrase(place.path, CHOSEN, clock=clock) as vault:
        assert (settings(vault).worker, settings(vault).idle_minutes) == ("Robin", 5)
    async with running(beginning(clock, [place.path], passphrase=CHOSEN)) as driver:
        await driver.reads("Press p to practise with an invented client first.")


async def test_what_is_typed_about_ones_rhythm_survives_a_lock(folder: Path, clock: StillClock) -> None:
    """It waits as a draft of the options, where the same is asked."""
    async with at_home(folder, clock) as driver:
        driver.app.post_message(BeginFirstDay())
        await driver.at("RhythmScreen")
        await driver.press("enter")
        await driver.type("555-0142")
        await driver.press("f9")
        await ended_with(driver, LOCKED)
    with inside(folder, clock) as vault:
        assert draft_at(vault, DraftPlace("options"))["on_call_phone"] == "555-0142"
    async with at_home(folder, clock) as driver:
        await driver.at("DraftsScreen")
        await driver.press("enter")
        await driver.at("FormScreen")
        await driver.reads("555-0142")


async def test_a_new_client_begins_with_the_usual_rhythm(folder: Path, clock: StillClock) -> None:
    """Which the two may change."""
    async with at_home(folder, clock) as driver:
        driver.app.post_message(BeginFirstDay())
        await driver.at("RhythmScreen")
        await driver.press("2", "f2")
        await driver.at("BeginScreen")
        await driver.press("escape")
        await driver.at("CaseloadScreen")
        await driver.press("a")
        await driver.at("FormScreen")
        await driver.until(lambda: bool(driver.app.screen.query(FormView)), "form")
        assert driver.form.raw["rhythm"] == "two_weeks"


def every_setting(vault: Vault) -> dict[str, Any]:
    found = settings(vault)
    return {name: getattr(found, name) for name in SettingForm.model_fields}


async def test_what_stops_the_rhythm_from_being_saved_is_said(folder: Path, clock: StillClock) -> None:
    """No other setting changes meanwhile."""
    async with at_home(folder, clock) as driver:
        before = await driver.ask(every_setting)
        driver.app.post_message(BeginFirstDay())
        await driver.at("RhythmScreen")
        driver.form.question("idle_minutes").box.focus()  # type: ignore[union-attr]
        await driver.press("end", "ctrl+u", "9", "9", "enter")
        await driver.reads("Not saved yet: look at what is marked with ^.")
        await driver.press("backspace", "f2")
        await driver.at("BeginScreen")
        await driver.press("escape")
        await driver.at("CaseloadScreen")
        assert await driver.ask(every_setting) == before | {"idle_minutes": 9}
        assert driver.app._inside.desk.idle_minutes == 9


async def test_a_practice_file_that_somebody_broke_is_said(
    folder: Path, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No vault is made then, and the way back to one's own is open."""

    def broken(_language: str) -> object:
        raise PracticeFileWrong("en.toml")

    monkeypatch.setattr(lessons_service, "lesson_file", broken)
    async with running(practising(clock)) as driver:
        await driver.reads("en.toml")
        assert not lesson_folder().exists()
        await driver.press("escape")
        await ended_with(driver, OWN)


@walked
async def test_hostile_words_in_a_lesson(home: Path, clock: StillClock, typed: str, shown: str) -> None:
    """A lesson repeats the words of a goal: as they read, and nothing in them is obeyed."""
    with open_lesson(lesson_folder(), PRACTICE, clock=clock, language=NoteLanguage.EN) as vault:
        client = how_far(vault).client
        for goal in goals_of(vault, client):
            with writing(vault) as tx:
                tx.change(Goal, goal.id, words=typed)
    async with in_practice(clock) as driver:
        sent = listen_in(driver)
        await open_page(driver)
        await write(driver)
        await driver.reads(f"side by side: “{shown[:20]}")
        await driver.press("escape")
        await driver.at("ClientScreen")
        await driver.reads(f"side by side: “{shown[:20]}")
        assert not steers_the_terminal(sent, typed)


def sized(found: list[str], stop: str, driver: Driver, size: tuple[int, int]) -> None:
    found.extend(f"{stop} at {size[0]}x{size[1]}: {what}" for what in troubles(driver))


@every_language
@pytest.mark.parametrize("size", SIZES)
async def test_every_screen_of_the_first_day_fits(
    home: Path, clock: StillClock, code: str, size: tuple[int, int]
) -> None:
    """Nothing sticks out and no sentence is cut: the five screens, and each lesson where it is told."""
    found: list[str] = []
    speaks: Language = speak(code)
    async with running(replace(beginning(clock, []), language=speaks), size) as driver:
        await driver.at("WelcomeScreen")
        sized(found, "1", driver, size)
        middle = driver.app.screen.query_one("#middle")
        assert middle.max_scroll_y == 0, "there is no key to scroll with"
        await driver.press("enter")
        await driver.at("SetUpScreen")
        sized(found, "2", driver, size)
        for text in ("Robin", CHOSEN, CHOSEN):
            await driver.type(text)
            await driver.press("enter")
        await driver.at("RecoveryScreen")
        sized(found, "3", driver, size)
        shown = code_on(driver)
        await driver.press("enter")
        await driver.type(shown)
        await driver.press("enter")
        await driver.at("RhythmScreen")
        await driver.pilot.pause()
        sized(found, "4", driver, size)
        await driver.press("escape")
        await driver.at("BeginScreen")
        await driver.pilot.pause()
        sized(found, "5", driver, size)
        assert driver.app.screen.query_one("#middle").max_scroll_y == 0
    async with in_practice(clock, code, size) as driver:
        for number, each in enumerate(LESSONS, 1):
            await each(driver)  # type: ignore[misc]
            await driver.pilot.pause()
            sized(found, f"after lesson {number}", driver, size)
    assert not found
