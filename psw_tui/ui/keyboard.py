"""What happens to a key before any screen has it: some work over everything, the others wait for their turn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import events
from textual.app import App

from psw_tui.domain.text import plain
from psw_tui.ui import routes
from psw_tui.ui.commands import CAPTURE, COLOURS, CRISIS, HIDE
from psw_tui.ui.keys_in_order import KeysInOrder
from psw_tui.ui.widgets.line_box import SecretBox

OVER_EVERYTHING = {CRISIS.key: routes.ShowCrisis, CAPTURE.key: routes.Capture, COLOURS.key: routes.NextColours}
"""Keys that work over every screen and dialog, boxes of text included."""

JOINERS = ("\u200c", "\u200d")
"""What keeps letters apart in Persian, and joins them in Hindi and in pictures of families. They are letters to write with."""


class Keyboard:
    """Hands on what is typed, and keeps it while nothing could take it yet.

    While `is_handed_over`, a client has the laptop, and of the keys over everything only the one that hides works.
    """

    def __init__(self, app: App[Any], keys: KeysInOrder, is_handed_over: Callable[[], bool]) -> None:
        self._app = app
        self._keys = keys
        self._is_handed_over = is_handed_over
        self._early: list[events.Key | events.Paste] | None = []
        """What was typed before the first box had the cursor; None from then on."""

    async def takes(self, event: events.Key | events.Paste) -> bool:
        """Whether a key or a paste is seen to; what has been handed on already, Textual sees to."""
        if isinstance(event, events.Key) and event.character in JOINERS:
            event = events.Paste(event.character)  # as a key, Textual would drop it: it is not "printable"
        if isinstance(event, events.Paste) and not isinstance(self._app.focused, SecretBox):
            event.text = plain(event.text)  # also for boxes that are not ours, such as the palette's
        if isinstance(event, events.Key) and event.key == HIDE.key:
            # Here and not as a binding: no dialog and no palette may be in its way.
            event.stop()
            self._app.post_message(routes.Lock(hidden=True))
            return True
        if isinstance(event, events.Key) and event.key in OVER_EVERYTHING and not self._is_handed_over():
            event.stop()
            self._app.post_message(OVER_EVERYTHING[event.key]())
            return True
        if event.is_forwarded:
            return False
        if self._early is not None:
            self._early.append(event)  # a passphrase typed ahead; nobody would take it yet
        else:
            await self._keys.take(event)
        return True

    async def hand_on_what_was_typed_ahead(self) -> None:
        """The first box has the cursor: what was typed until now is for it."""
        early, self._early = self._early, None
        for event in early or ():
            await self._keys.take(event)
