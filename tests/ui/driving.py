"""Driving the app as a worker does: by keys, at 80x24, on a real vault, waiting for what should appear."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from psw_tui.language import speak
from psw_tui.places import VaultPlace
from psw_tui.records.ask import Kind
from psw_tui.services.drafts import DraftNote, unfinished
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import Vault, open_with_passphrase
from psw_tui.ui.app import PswApp
from psw_tui.ui.asking_one import Question
from psw_tui.ui.asking_rows import RowsField
from psw_tui.ui.fields import FormView
from psw_tui.ui.gate import Start
from psw_tui.ui.held_keys import HeldKeys
from psw_tui.ui.widgets.line_box import Box
from tests.conftest import PASSPHRASE, WORKER, StillClock

SIZE = (80, 24)
PATIENCE = 10.0
"""Seconds after which what a test waits for is not coming."""

LIFTED = 1.0
"""Seconds between two presses of one key by a hand that was lifted."""

HELD = (LIFTED, 0.5, 0.03)
"""Seconds until a key that is then held comes, comes again, and from then on."""

NEW_LINE = ("enter", "\r")


class Hand:
    """When each key comes, for the app: a hand lifts between two of them, unless it stays where it is."""

    def __init__(self) -> None:
        self._now = 0.0
        self.is_lifted()

    def __call__(self, _key: events.Key) -> float:
        self._now += next(self._pauses)
        return self._now

    def stays(self) -> None:
        """From the next key on."""
        self._pauses: Iterator[float] = chain(HELD, repeat(HELD[-1]))

    def is_lifted(self) -> None:
        self._pauses = repeat(LIFTED)


class Driver:
    """Hands on the keys of one running app."""

    def __init__(self, app: PswApp, pilot: Pilot[int], hand: Hand) -> None:
        self.app = app
        self.pilot = pilot
        self._hand = hand
        self.by_keys = False
        """Go from question to question by Tab, as a worker must, rather than put the cursor there."""

    @property
    def here(self) -> str:
        """The name of the screen on top."""
        return type(self.app.screen).__name__

    @property
    def text(self) -> str:
        """All that can be read on the screen."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def squeezed(self) -> str:
        """The same without what a line break and the edge of a dialog do to a sentence."""
        return " ".join(self.text.replace("│", " ").split())

    @property
    def form(self) -> FormView:
        """The questions on screen."""
        return self.app.screen.query_one(FormView)

    async def until(self, there: Callable[[], bool], wanted: str) -> None:
        """Let the app work until something is there."""
        limit = time.monotonic() + PATIENCE
        while not there():
            assert time.monotonic() < limit, f"no {wanted} on {self.here}:\n{self.text}"
            await self.pilot.pause(0.01)
        await self.pilot.pause()

    async def leaves_for(self, there: Callable[[], bool], wanted: str) -> None:
        """The same while the app is leaving: a pilot would wait for screens that are going, or for the lock itself."""
        limit = time.monotonic() + PATIENCE
        while not there():
            assert time.monotonic() < limit, f"no {wanted} on {self.here}:\n{self.text}"
            await asyncio.sleep(0.01)

    async def at(self, screen: str) -> None:
        """Wait for a screen."""
        await self.until(lambda: self.here == screen, screen)

    async def reads(self, words: str) -> None:
        """Wait for words."""
        await self.until(lambda: words in self.squeezed, repr(words))

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def hold(self, key: str, times: int = 10, *, until: str = "") -> None:
        """Keep a key down until it has come this many times, from when a screen is there if one is named."""
        self._hand.stays()
        limit = time.monotonic() + PATIENCE
        while until and self.here != until:
            assert time.monotonic() < limit, f"no {until} on {self.here}:\n{self.text}"
            await self.press(key)
        for _ in range(times):
            await self.press(key)
            await self.pilot.pause()
        self._hand.is_lifted()

    async def type(self, text: str) -> None:
        """Type a text letter by letter, without waiting for each: nobody does."""
        driver = self.app._driver
        assert driver is not None
        for letter in text:
            key, character = NEW_LINE if letter == "\n" else (_character_to_key(letter), letter)
            event = events.Key(key, character)
            event.set_sender(self.app)
            driver.send_message(event)
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Paste a text into the box that has the cursor, as a terminal hands it over."""
        driver = self.app._driver
        assert driver is not None
        event = events.Paste(text)
        event.set_sender(self.app)
        driver.send_message(event)
        await self.pilot.pause()

    async def ask(self, service: Callable[..., Any], *given: Any) -> Any:
        """Ask the open vault, on its own thread."""
        return await self.app._inside.desk.ask(service, *given)

    async def drafts(self) -> list[DraftNote]:
        found: list[DraftNote] = await self.ask(unfinished)
        return found

    async def answer(self, **raw: Any) -> None:
        """Answer questions of the form on top by keys, whatever kinds they are."""
        # A form puts the cursor into its first question once it is drawn: answered before, a key would go there too.
        await self.until(lambda: self.app.screen.focused is not None, "cursor")
        for name, answer in raw.items():
            question = self.form.question(name)
            assert question.display, f"{name} is not asked"
            await self._answer(question, answer)

    async def _answer(self, question: Question | RowsField, answer: Any) -> None:
        if isinstance(question, RowsField):
            for block, row in zip(question._blocks.children, answer, strict=False):
                for part in block.asked:  # type: ignore[attr-defined]
                    if part.field in row:
                        await self._answer(part, row[part.field])
            return
        await self._reach(question.box)
        before = question.raw
        match question.ask.kind:
            case Kind.CHOICE | Kind.PICK:
                values = [option.value for option in question.box.options]  # type: ignore[attr-defined]
                await self.press(str(values.index(answer) + 1))
            case Kind.SEVERAL | Kind.PICKS:
                values = [option.value for option in question.box.options]  # type: ignore[attr-defined]
                await self.press(*(str(values.index(item) + 1) for item in answer))
            case Kind.TICK:
                await self.press("space")
            case Kind.SCALE:
                await self.press("t" if answer == "10" else answer)
            case _:
                await self.type(answer)
        await self.until(lambda: self._is_taken(question, before, answer), f"answer to {question.field}")

    async def _reach(self, box: Box) -> None:
        """Put the cursor into a box."""
        if not self.by_keys:
            box.focus()
        elif not box.has_focus:
            every = self.app.screen.focus_chain
            ahead = self.app.focused not in every or every.index(box) > every.index(self.app.focused)
            for _ in every:
                await self.press("tab" if ahead else "shift+tab")
                if box.has_focus:
                    break
        await self.until(lambda: box.has_focus, f"cursor in {box}")

    def _is_taken(self, question: Question, before: Any, answer: Any) -> bool:
        """Whether every key has found its box: on a busy machine the last ones are still waiting for their turn."""
        return not self.app._keys._waiting and (question.raw != before or question.raw == answer)


@asynccontextmanager
async def running(start: Start, size: tuple[int, int] = SIZE) -> AsyncIterator[Driver]:
    """The app with its first screen up. The vault is closed at the end whatever a test did."""
    hand = Hand()
    app = PswApp(start, HeldKeys(hand))
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Driver(app, pilot, hand)
    finally:
        # Only now: while the app is up, a screen may still be reading.
        if app._inside.desk is not None:
            await app._inside.desk.close()
        app._database.shutdown()


def beginning(clock: StillClock, folders: Sequence[Path], **about: Any) -> Start:
    """What the app starts with."""
    places = [VaultPlace(folder.name, folder) for folder in folders]
    return Start(vaults=places, clock=clock, language=speak("en"), profile=lambda: CHEAPEST, **about)


@asynccontextmanager
async def at_home(folder: Path, clock: StillClock, size: tuple[int, int] = SIZE, **about: Any) -> AsyncIterator[Driver]:
    """The app at its caseload, already unlocked."""
    async with running(beginning(clock, [folder], passphrase=PASSPHRASE, **about), size) as driver:
        await driver.until(lambda: driver.here in {"CaseloadScreen", "DraftsScreen"}, "caseload")
        yield driver


@contextmanager
def inside(folder: Path, clock: StillClock) -> Iterator[Vault]:
    """The vault itself, while no app has it open."""
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        vault.author = WORKER
        yield vault
