"""The to-do screen by keys: one key ends, moves or drops; the mark stays near; nothing is lost by a slip."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select
from textual import on
from textual.app import App
from textual.message import Message
from textual.pilot import Pilot

from psw_tui.domain.steps import StepNumber
from psw_tui.language import speak
from psw_tui.records.client import Client
from psw_tui.records.follow_up import FollowUp, FollowUpState
from psw_tui.records.form import NEEDED
from psw_tui.records.fresh_look import NOT_IN_THE_PAST
from psw_tui.services import follow_ups
from psw_tui.services.follow_ups import follow_up, open_follow_ups
from psw_tui.services.practice import fill
from psw_tui.services.to_do import ToDoKind, to_do
from psw_tui.services.to_do_order import to_do_order
from psw_tui.storage.errors import DiskFull, VaultDamaged
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from psw_tui.ui import routes
from psw_tui.ui.desk import Desk
from psw_tui.ui.screens import to_do as module
from psw_tui.ui.screens.to_do import MoveDialog, ToDoScreen
from psw_tui.ui.widgets.to_do_list import ToDoLines
from tests.conftest import StillClock
from tests.services.giving import give_client, give_look, give_step

SIZE = (80, 24)
PATIENCE = 10.0
TODAY = StillClock().today()


class Host(App[None]):
    """Just enough of an app around the screen: it keeps what the screen asks for."""

    def __init__(self, desk: Desk, client: str = "") -> None:
        super().__init__()
        self.asked: list[Message] = []
        self._first = ToDoScreen(desk, client)

    def on_mount(self) -> None:
        self.push_screen(self._first)

    @on(routes.ShowClient)
    @on(routes.WriteDebrief)
    def keep_route(self, message: Any) -> None:
        self.asked.append(message)

    def on_to_do_screen_opened(self, message: ToDoScreen.Opened) -> None:
        self.asked.append(message)


class Driver:
    """Hands on keys and reads the screen."""

    def __init__(self, app: Host, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def list(self) -> ToDoScreen:
        (found,) = (screen for screen in self.app.screen_stack if isinstance(screen, ToDoScreen))
        return found

    @property
    def rows(self) -> list[str]:
        lines = self.list.query_one(ToDoLines)
        return [item.text if (item := lines.item(at)) else "?" for at in range(lines.count)]

    @property
    def marked(self) -> str:
        return self.list.marked.text if self.list.marked else ""

    @property
    def lines(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.lines).split())

    @property
    def told(self) -> list[str]:
        return [notice.message for notice in self.app._notifications]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, there: Callable[[], bool]) -> None:
        limit = time.monotonic() + PATIENCE
        while not there():
            assert time.monotonic() < limit, "\n".join(self.lines)
            await self.pilot.pause(0.01)
        await self.pilot.pause()

    async def at(self, screen: type) -> None:
        await self.until(lambda: isinstance(self.app.screen, screen))


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


Open = Callable[..., Any]


def _is_read(screen: ToDoScreen) -> bool:
    return screen._order is not None and screen._order.is_whole


@pytest.fixture
def opened(vault: Vault, clock: StillClock, thread: ThreadPoolExecutor) -> Open:
    """The screen over the test's vault: opened(client="", size=…, language="en", until=read to its end)."""

    @asynccontextmanager
    async def run(
        client: str = "",
        size: tuple[int, int] = SIZE,
        language: str = "en",
        until: Callable[[ToDoScreen], bool] = _is_read,
    ) -> AsyncIterator[Driver]:
        app = Host(Desk(vault, thread, speak(language), clock), client)
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot)
            await driver.until(lambda: isinstance(app.screen, ToDoScreen) and until(app.screen))
            yield driver

    return run


def remind(vault: Vault, client: str, *whats: str, away: int = 0) -> None:
    """Reminders a day apart, in this order."""
    with writing(vault) as tx:
        for number, what in enumerate(whats):
            follow_up(tx, vault, client, what, TODAY + timedelta(away + number), linked=("client", client))


def state_of(vault: Vault, what: str) -> FollowUp:
    with writing(vault) as tx:
        (found,) = tx.all(select(FollowUp).where(FollowUp.what == what))
    return found


async def test_an_empty_list_says_so(opened: Open) -> None:
    """And no key does harm there."""
    async with opened() as driver:
        assert "Nothing is due." in driver.text
        await driver.press("x", "d", "m", "k", "n", "enter", "up", "down")
        assert isinstance(driver.app.screen, ToDoScreen)
        assert (driver.app.asked, driver.told) == ([], [])


async def test_a_line_says_the_day_how_late_who_what_and_kind(opened: Open, vault: Vault, client: Client) -> None:
    """In words, so that nothing hangs on a colour."""
    remind(vault, client.id, "call the shelter", away=-3)
    remind(vault, client.id, "walk", away=0)
    async with opened() as driver:
        assert driver.lines[1].split() == [
            ">",
            "Tue",
            "10",
            "Mar",
            "over",
            "3",
            "d",
            "Maple-27",
            "follow-up",
            "call",
            "the",
            "shelter",
        ]
        assert driver.lines[2].split() == ["today", "Maple-27", "follow-up", "walk"]
        assert driver.lines[0].split() == ["To", "do", "1", "due", "1", "overdue"]
        assert "x done" in driver.lines[-1]


@pytest.mark.parametrize("key", ["x", "d"])
async def test_one_key_is_done_and_the_mark_stays_near(opened: Open, vault: Vault, client: Client, key: str) -> None:
    """Overdue ones too; the next line comes under the mark, and at the end the one above."""
    remind(vault, client.id, "one", "two", "three", away=-2)
    async with opened() as driver:
        await driver.press("down", key)
        await driver.until(lambda: driver.rows == ["one", "three"])
        assert driver.marked == "three"
        await driver.press(key)
        await driver.until(lambda: driver.rows == ["one"])
        assert driver.marked == "one"
        await driver.press(key)
        await driver.until(lambda: "Nothing is due." in driver.text)
    assert {state_of(vault, what).state for what in ("one", "two", "three")} == {FollowUpState.DONE}


async def test_moving_asks_for_a_day_as_people_type_it(opened: Open, vault: Vault, client: Client) -> None:
    """The line goes to its new place, the mark stays where it was."""
    remind(vault, client.id, "one", "two", "three")
    async with opened() as driver:
        await driver.press("m")
        await driver.at(MoveDialog)
        assert "one" in driver.text
        await driver.press("plus", "9")
        assert "= Sun 22 Mar" in driver.text
        await driver.press("enter")
        await driver.until(lambda: driver.rows == ["two", "three", "one"])
        assert driver.marked == "two"
        await driver.press("end")
        await driver.until(lambda: "moved once" in driver.text)
    assert (state_of(vault, "one").due, state_of(vault, "one").state) == (TODAY + timedelta(9), FollowUpState.MOVED)


@pytest.mark.parametrize(("typed", "says"), [("", NEEDED), ("soon", "not a day I know"), ("-3", NOT_IN_THE_PAST)])
async def test_what_is_no_day_is_explained_and_kept(
    opened: Open, vault: Vault, client: Client, typed: str, says: str
) -> None:
    """What was typed stays to be mended; Esc leaves everything as it was."""
    remind(vault, client.id, "one")
    async with opened() as driver:
        await driver.press("m")
        await driver.at(MoveDialog)
        await driver.press(*({"-": "minus"}.get(letter, letter) for letter in typed), "enter")
        await driver.until(lambda: says in driver.text)
        assert driver.app.screen._box.value == typed  # type: ignore[attr-defined]
        await driver.press("escape")
        await driver.at(ToDoScreen)
        assert driver.marked == "one"
    assert state_of(vault, "one").moves == 0


async def test_dropping_is_asked_for_first(opened: Open, vault: Vault, client: Client) -> None:
    """No and Esc keep it."""
    remind(vault, client.id, "one", "two")
    async with opened() as driver:
        for no in ("2", "escape"):
            await driver.press("k")
            await driver.until(lambda: "Drop this?" in driver.text)
            await driver.press(no)
            await driver.at(ToDoScreen)
            assert driver.rows == ["one", "two"]
        await driver.press("k")
        await driver.until(lambda: "Drop this?" in driver.text)
        await driver.press("1")
        await driver.until(lambda: driver.rows == ["two"])
    assert state_of(vault, "one").state == FollowUpState.DROPPED


async def test_enter_opens_what_the_line_is_about(opened: Open, vault: Vault, client: Client) -> None:
    """A follow-up its client; anything else says what it is, with its id."""
    look = give_look(vault, client.id, look_again_on="+1")
    waiting = {"waiting_for": "an answer", "waiting_until": "+2", "asked_on": "-8", "question": "how"}
    entry = give_step(vault, look, StepNumber.SUPERVISION, state="waiting", **waiting)
    remind(vault, client.id, "one")
    async with opened() as driver:
        await driver.press("enter", "down", "enter", "down", "enter", "n")
        await driver.until(lambda: len(driver.app.asked) == 4)
        client_, opened_look, question, debrief = driver.app.asked
    assert client_ == routes.ShowClient(client.id)
    assert (opened_look.item.kind, opened_look.item.id, opened_look.client) == (ToDoKind.FRESH_LOOK, look.id, client.id)
    assert (question.item.kind, question.item.id, question.item.fresh_look) == (
        ToDoKind.SUPERVISION,
        entry.id,
        look.id,
    )
    assert debrief == routes.WriteDebrief(client.id)


async def test_what_one_key_cannot_end_says_what_to_do(opened: Open, vault: Vault, client: Client) -> None:
    """A fresh look is closed on its own screen; its day may be moved here."""
    give_look(vault, client.id)
    async with opened() as driver:
        for key in ("x", "d", "k"):
            await driver.press(key)
        assert driver.told == ["Open the fresh look to close it. m moves its day."] * 3
        await driver.press("m")
        await driver.at(MoveDialog)
        await driver.press("3", "w", "enter")
        await driver.until(lambda: bool(driver.list.marked) and driver.list.marked.day == TODAY + timedelta(21))


async def test_a_question_stays_until_it_is_answered(opened: Open, vault: Vault, client: Client) -> None:
    """Its reminder can be done, and then it is said why the line is still there."""
    look = give_look(vault, client.id, look_again_on="+30")
    waiting = {"waiting_for": "an answer", "waiting_until": "+2", "asked_on": "-8", "question": "how slow"}
    give_step(vault, look, StepNumber.SUPERVISION, state="waiting", **waiting)
    async with opened() as driver:
        assert "No answer for 8 d: how slow" in driver.text
        await driver.press("x")
        await driver.until(lambda: driver.told == [module.STILL_HERE])
        await driver.press("x", "m", "k")
        assert driver.told[1:] == [module.WHAT_TO_DO[ToDoKind.SUPERVISION]] * 3
        assert driver.rows == ["how slow", ""]
    assert open_follow_ups(vault, client.id) == []


async def test_those_who_rest_are_counted(opened: Open, vault: Vault, client: Client) -> None:
    remind(vault, give_client(vault, "Ash-01", status="paused_by_them").id, "not now")
    async with opened() as driver:
        assert "Nothing is due." in driver.text
        assert "1 resting: paused by them" in driver.text
        assert "not now" not in driver.text


async def test_the_list_of_one_client(opened: Open, vault: Vault, client: Client) -> None:
    """Its code stands above, and locking comes back to this client."""
    remind(vault, client.id, "mine")
    remind(vault, give_client(vault, "Ash-01").id, "other")
    async with opened(client.id) as driver:
        assert driver.rows == ["mine"]
        assert "To do Maple-27" in driver.text
        assert driver.list.client == client.id


HOSTILE = ("[/]", "[@click=app.quit]go[/]", "[TODO] {call} Al", "\x1b]0;pwned\x07title", "a\nb", "名前" * 40)


async def test_text_from_people_is_only_text(opened: Open, vault: Vault, client: Client) -> None:
    """In the line, below it and in the question; whatever it holds."""
    remind(vault, client.id, *HOSTILE)
    async with opened() as driver:
        assert "[/]" in driver.text
        assert "[@click=app.quit]go[/]" in driver.text
        assert "[TODO] {call} Al" in driver.text
        for _ in HOSTILE:
            await driver.press("m")
            await driver.at(MoveDialog)
            await driver.press("escape")
            await driver.at(ToDoScreen)
            await driver.press("down")
        assert "\x1b" not in "".join(driver.lines)
        assert len(driver.rows) == len(HOSTILE)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_every_item_is_one_line_at_every_size(opened: Open, vault: Vault, client: Client, size: Any) -> None:
    """What is cut in the list stands whole below it."""
    remind(vault, client.id, "call the shelter and ask whether the quiet room is free on weekday mornings", "two")
    async with opened(size=size) as driver:
        assert "call the shelter" in driver.lines[1]
        assert "two" in driver.lines[2]
        assert "on weekday mornings" in driver.text


async def test_a_full_disk_is_said_and_nothing_is_lost(
    opened: Open, vault: Vault, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: Any) -> None:
        raise DiskFull(vault.folder)

    monkeypatch.setattr(module, "finish_follow_up", full)
    remind(vault, client.id, "one")
    async with opened() as driver:
        await driver.press("x")
        await driver.until(lambda: bool(driver.told))
        assert "The disk is full" in driver.told[0]
        assert driver.rows == ["one"]
        assert len(driver.told) == 1


async def test_what_was_closed_elsewhere_goes(opened: Open, vault: Vault, client: Client) -> None:
    """The list is read again when it comes back to the top."""
    remind(vault, client.id, "one", "two", "three")
    async with opened() as driver:
        await driver.press("down", "m")
        await driver.at(MoveDialog)
        await driver.list._desk.ask(follow_ups.finish_follow_up, driver.list.query_one(ToDoLines).item(0).reminder)
        await driver.press("escape")
        await driver.until(lambda: driver.rows == ["two", "three"])
        assert driver.marked == "two"


async def test_in_french(opened: Open, vault: Vault) -> None:
    """Every line of the practice people is drawn."""
    fill(vault)
    async with opened(language="fr") as driver:
        assert len(driver.rows) == len(to_do(vault).items)
        await driver.press("end", "home", "pagedown")


async def test_five_thousand_open_fast(opened: Open, vault: Vault, client: Client) -> None:
    """And one is done as fast."""
    remind(vault, client.id, *(f"call {number}" for number in range(5000)), away=-2000)
    began = time.perf_counter()
    async with opened() as driver:
        assert "call 0" in driver.text
        took = time.perf_counter() - began
        assert took < 3, took
        await driver.press("end", "x")
        await driver.until(lambda: len(driver.rows) == 4999)
        assert driver.marked == "call 4998"
        assert driver.list.query_one(ToDoLines).at == 4998


async def test_every_line_comes_however_one_goes_there(opened: Open, vault: Vault, client: Client) -> None:
    """By the screen, to both ends and past them; the columns keep in line when a longer code turns up."""
    remind(vault, give_client(vault, "Ash-01").id, *(f"call {number:03}" for number in range(150)), away=-100)
    remind(vault, give_client(vault, "Thunderbird-99").id, "last", away=60)
    async with opened(size=(60, 20)) as driver:
        lines = driver.list.query_one(ToDoLines)
        words = [*(f"call {number:03}" for number in range(150)), "last"]
        for key in ("up", "down", *["pagedown"] * 11, "pageup", "end", "pageup", "home", "end"):
            await driver.press(key)
            seen = words[lines.scroll_offset.y :][: lines.size.height]
            await driver.until(lambda seen=seen: all(word in driver.text for word in seen))
            (marked,) = [line for line in driver.lines if line.startswith(">")]
            assert words[lines.at] in marked
        assert len({line.index(word) for line, word in zip(driver.lines[1:], seen, strict=False)}) == 1


async def test_a_key_to_the_end_waits_until_the_end_is_known(
    opened: Open, vault: Vault, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first lines are there at once; what is pressed after that key is about the last line, not about one of these."""
    known = threading.Event()

    def later(*asked: Any) -> Any:
        assert known.wait(PATIENCE)
        return to_do_order(*asked)

    remind(vault, client.id, *(f"call {number:03}" for number in range(150)))
    monkeypatch.setattr(module, "to_do_order", later)
    async with opened(until=lambda screen: screen.marked is not None) as driver:
        assert "call 000" in driver.text
        pressing = asyncio.create_task(driver.press("end", "x"))
        await driver.until(lambda: not pressing.done())
        assert driver.marked == "call 000"
        known.set()
        await pressing
        await driver.until(lambda: len(driver.rows) == 149)
        await driver.until(lambda: driver.marked == "call 148")
    assert state_of(vault, "call 149").state == FollowUpState.DONE


async def test_a_list_that_cannot_be_read_to_its_end_is_used_as_far_as_it_is(
    opened: Open, vault: Vault, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said why, and no key waits for what does not come."""

    def fails(*_asked: Any) -> Any:
        raise VaultDamaged(vault.folder)

    remind(vault, client.id, *(f"call {number:03}" for number in range(150)))
    monkeypatch.setattr(module, "to_do_order", fails)
    async with opened(until=lambda screen: screen.marked is not None) as driver:
        await driver.until(lambda: bool(driver.told))
        await driver.press("end")
        assert driver.marked.startswith("call ")
