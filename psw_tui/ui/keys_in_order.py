"""Keys typed ahead: each waits until the one before it has moved the cursor or opened its screen.

Textual hands a key to the box that has the cursor at that moment, and moves the cursor some messages later. Of two
keys in one breath the second would go into the first box: "1" for the contact and "2" for a worry would make contact 2.
Typing into a box is never held up; only what follows Enter, Tab, a digit that answers, or a command is.

A key that is held down does once what must not be done twice, such as saving; the screen on top says which keys those are.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

from psw_tui.ui.digit_row import MEANS, read_as_digit
from psw_tui.ui.held_keys import HeldKeys
from psw_tui.ui.widgets.line_box import Box

TRAVELS = 3
"""A key goes up to the app and comes back as an action, whose message goes up again and moves the cursor."""

RECENT = 1.0
"""Seconds after which a key has had its effect, whatever it was."""

PATIENCE = 3.0
"""Seconds a key waits at the most for a screen that was asked for."""

LOOK_AGAIN = 0.02
"""Seconds between two looks at whether a screen is there."""

STAYS = frozenset({"up", "down", "left", "right", "pageup", "pagedown", "home", "end", "backspace", "delete"})
"""Keys that move within what has the cursor."""


@dataclass(frozen=True)
class Typed:
    """What came from the keyboard."""

    event: events.Key | events.Paste
    is_held: bool
    """The same key as before it, held down."""


@runtime_checkable
class DoesOnce(Protocol):
    """A screen on which some keys do what a hand that stays on them must not do twice."""

    @property
    def once_keys(self) -> Collection[str]:
        """Those keys, by Textual's names."""
        ...


class KeysInOrder:
    """Holds keys back while one before them is still on its way. `send` hands a key to Textual."""

    def __init__(self, app: App[Any], send: Callable[[Any], Awaitable[None]], held_keys: HeldKeys) -> None:
        self._app = app
        self._send = send
        self._held_keys = held_keys
        self._waiting: deque[Typed] = deque()
        self._on_its_way: Widget | Screen[Any] | None = None
        """Where the last key went that moves the cursor or opens a screen."""
        self._at = 0.0
        self._asked_on: list[Screen[Any]] = []
        """The screens on which something was asked that opens others, the newest last. While one of them is on top,
        what was asked is between two of its screens."""

    async def take(self, event: events.Key | events.Paste) -> None:
        """Hand a key on, now or when it is its turn."""
        typed = Typed(event, self._is_held(event))
        if self._waiting or self._waits:
            self._waiting.append(typed)
            if len(self._waiting) == 1:
                self._travel(TRAVELS)
        else:
            await self._hand_on(typed)

    @contextmanager
    def opening(self) -> Iterator[None]:
        """Something that shows screens is under way: what is typed while none of them is up is meant for the next."""
        asked_on = self._app.screen
        self._asked_on.append(asked_on)
        self._at = time.monotonic()
        try:
            yield
        finally:
            self._asked_on.remove(asked_on)

    @property
    def _waits(self) -> bool:
        recently = self._on_its_way is not None and time.monotonic() - self._at < RECENT
        return recently or self._is_opening

    @property
    def _is_opening(self) -> bool:
        """Whether the screen that was asked for is not there yet, with its cursor."""
        if not self._asked_on or time.monotonic() - self._at >= PATIENCE:
            return False
        screen = self._app.screen
        has_no_cursor_yet = screen.focused is None and bool(screen.focus_chain)
        return screen is self._asked_on[-1] or has_no_cursor_yet

    def _is_held(self, event: events.Key | events.Paste) -> bool:
        if isinstance(event, events.Key):
            return self._held_keys.is_held(event)
        self._held_keys.let_go()
        return False

    async def _hand_on(self, typed: Typed) -> None:
        event, target = typed.event, self._app.focused or self._app.screen
        if isinstance(event, events.Key):
            if typed.is_held and does_once(event, target, self._app.screen):
                return
            if event.character in MEANS:
                read_as_digit(event, target, self._app.screen.active_bindings)
            if moves(event, target):
                self._on_its_way, self._at = target, time.monotonic()
        await self._send(event)

    def _travel(self, left: int) -> None:
        """Go the way of the last key, behind it and behind all that it causes."""
        node = self._on_its_way or self._app.screen
        way: list[MessagePump] = [each for each in node.ancestors_with_self if isinstance(each, Widget)]
        self._hop([*way, self._app], left)

    def _hop(self, way: list[MessagePump], left: int) -> None:
        while way:
            here = way.pop(0)
            if here.call_later(self._hop, way, left):  # False for what is closing
                return
        if left > 1:
            self._travel(left - 1)
        elif self._is_opening:
            self._app.set_timer(LOOK_AGAIN, lambda: self._hop([], 1))
        else:
            self._app.call_later(self._release)

    async def _release(self) -> None:
        self._on_its_way = None
        while self._waiting:
            await self._hand_on(self._waiting.popleft())
            if self._waits and self._waiting:
                self._travel(TRAVELS)
                return


def does_once(key: events.Key, target: Widget | Screen[Any], screen: Screen[Any]) -> bool:
    """Whether this key, held down, is to be ignored here. A letter that is typed into a box never is."""
    return not is_typed(key, target) and isinstance(screen, DoesOnce) and key.key in screen.once_keys


def is_typed(key: events.Key, target: Widget | Screen[Any]) -> bool:
    """Whether a key is a letter of a text."""
    return key.is_printable and isinstance(target, Box) and target.TAKES_LETTERS


def moves(key: events.Key, target: Widget | Screen[Any]) -> bool:
    """Whether a key may move the cursor to another box, or open or leave a screen."""
    if key.key in STAYS:
        return False
    return not is_typed(key, target)
