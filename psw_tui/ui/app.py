"""The program a worker sees: lets the gate open a vault, hands over to the house, locks and ends."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import App, SystemCommand
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen

from psw_tui.exit_codes import LOCKED, OWN, PRACTISE
from psw_tui.ui import routes
from psw_tui.ui.colouring import Colouring
from psw_tui.ui.ending import be_quiet, hear_the_end, report
from psw_tui.ui.gate import Gate, Start
from psw_tui.ui.held_keys import HeldKeys
from psw_tui.ui.inside import Inside
from psw_tui.ui.keyboard import Keyboard
from psw_tui.ui.keys_in_order import KeysInOrder
from psw_tui.ui.laptop import Laptop
from psw_tui.ui.presence import Presence
from psw_tui.ui.screens.too_small import TooSmallScreen, is_too_small
from psw_tui.ui.screens.unlock import UnlockScreen
from psw_tui.ui.themes import Colours, only_terminal
from psw_tui.ui.to_terminal import to_terminal
from psw_tui.ui.way_out import WayOut
from psw_tui.ui.widgets.whole_bars import use_whole_bars

if TYPE_CHECKING:
    from psw_tui.ui.desk import Desk
    from psw_tui.ui.screens.set_up import RecoveryScreen, SetUpScreen, WelcomeScreen

LOAD_AFTER = 0.03
"""Seconds the first picture has to reach the terminal, before a thread begins to load what comes after it."""


class PswApp(App[int], inherit_bindings=False):
    """psw-tui on a terminal."""

    TITLE = "Notes"

    def __init__(self, start: Start, held_keys: HeldKeys | None = None) -> None:
        few_colours = only_terminal(os.environ)
        super().__init__(ansi_color=True if few_colours else None)
        self.animation_level = "none"  # nothing here gains by moving, and tired eyes lose
        use_whole_bars()
        self._colouring = Colouring(self, few=few_colours)
        self._colouring.begin()
        self.clock = start.clock
        self.language = start.language
        self._start = start
        self._database = ThreadPoolExecutor(1, thread_name_prefix="vault")
        self._gate = Gate(self, start, self._database, self._move_in)
        self._laptop = Laptop(lambda: self.screen_stack, super().notify)
        self._presence = Presence(self._ask_to_lock)
        self._keys = KeysInOrder(self, super().on_event, held_keys or HeldKeys())
        self._keyboard = Keyboard(self, self._keys, lambda: self._laptop.is_handed_over)
        self._inside = Inside(
            self, start, self._database, self._keys, heed=self._heed, is_leaving=lambda: self._way_out.is_taken
        )
        self._way_out = WayOut(self, self._inside, start.notes, lambda: self.language)

    def get_driver_class(self) -> type[Driver]:
        return to_terminal(super().get_driver_class(), self.hang_up)

    def get_default_screen(self) -> Screen[Any]:
        """What Textual has at the bottom is ours: an empty screen below the first would have to be drawn before it."""
        return self._gate.first_screen()

    async def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        be_quiet(loop)
        hear_the_end(loop, self.hang_up, self._ask_to_lock)
        first = self.screen_stack[0]
        # The records take far longer to load than a screen takes to draw; nobody has typed a passphrase by then.
        first.call_after_refresh(self.set_timer, LOAD_AFTER, self._begin_to_load)
        if self._start.passphrase is not None and len(self._start.vaults) == 1:
            self.post_message(UnlockScreen.Passphrase(self._start.vaults[0].path, self._start.passphrase))

    @on(UnlockScreen.Passphrase)
    def open_by_passphrase(self, asked: UnlockScreen.Passphrase) -> None:
        """Open a vault with what the worker remembers."""
        self.run_worker(self._gate.by_passphrase(asked), description="unlock", exclusive=True, group="gate")

    @on(UnlockScreen.RecoveryCode)
    def open_by_code(self, asked: UnlockScreen.RecoveryCode) -> None:
        """Open a vault with its sheet."""
        self.run_worker(self._gate.by_code(asked), description="unlock", exclusive=True, group="gate")

    @on(UnlockScreen.NewVault)
    async def ask_for_new_vault(self) -> None:
        """Make another vault."""
        await self.push_screen(self._gate.setting_up().screen())

    @on(routes.BringBack)
    def bring_back(self, asked: routes.BringBack) -> None:
        """Bring a vault back from a backup, while none is open."""
        if self._inside.desk is None:
            self.run_worker(self._gate.bring_back(asked.vault), description="restore", exclusive=True, group="gate")

    # The next four go by the names of their messages: decorated, they would load screens that are seldom shown.

    async def on_welcome_screen_left(self) -> None:
        """Back to the unlock screen, or out where there is nothing to unlock."""
        await self._gate.setting_up().leave()

    async def on_welcome_screen_begun(self, begun: WelcomeScreen.Begun) -> None:
        """On to the name and the passphrase."""
        await self._gate.setting_up().begin(begun)

    async def on_set_up_screen_answered(self, asked: SetUpScreen.Answered) -> None:
        """Show the recovery code, once."""
        await self._gate.setting_up().show_code(asked)

    def on_recovery_screen_typed_back(self, typed: RecoveryScreen.TypedBack) -> None:
        """Make the vault once the code was typed back."""
        self.run_worker(self._gate.setting_up().compare_code(typed), description="make", exclusive=True, group="gate")

    @on(routes.Route)
    def follow(self, route: routes.Route) -> None:
        """Let the house find the way."""
        self._inside.follow(route)

    @on(routes.ShowHelp)
    async def explain(self, asked: routes.ShowHelp) -> None:
        """Explain the screen on top."""
        from psw_tui.ui.explaining import explain  # Markdown is slow to load and seldom needed

        await explain(self, self.language, asked)

    @on(routes.ShowManual)
    async def open_manual(self) -> None:
        """Show what the manual holds."""
        from psw_tui.ui.explaining import open_manual

        await open_manual(self, self.language)

    @on(routes.Capture)
    def take_down(self) -> None:
        """Put down one line, over whatever is on screen."""
        self._inside.take_down()

    @on(routes.ShowCrisis)
    async def show_card(self) -> None:
        """Whom to call, over whatever is on screen."""
        await self._inside.show_card()

    @on(routes.NextColours)
    def change_colours(self) -> None:
        """Other colours, kept as the worker's own."""
        self._colouring.change(self.language, self._inside.desk if self._inside.may_be_asked else None)

    @on(routes.CameToTop)
    def remind(self) -> None:
        """What nobody was told about yet stands on the screen that is on top now."""
        self._laptop.tell_what_waits()
        self._inside.remind()

    @on(routes.Lock)
    def lock(self, asked: routes.Lock) -> None:
        """Keep what was typed, close the vault and end this process: that is what empties memory."""
        self._way_out.leave(LOCKED, hidden=asked.hidden)

    @on(routes.Practise)
    def practise(self) -> None:
        """Go on in the vault of the lessons: never in one process with a worker's own."""
        self._way_out.leave(PRACTISE)

    @on(routes.EndPractice)
    def end_practice(self, asked: routes.EndPractice) -> None:
        """Go back to the worker's own vault, or begin the lessons anew."""
        self._way_out.leave_lessons(PRACTISE if asked.again else OWN, remove=asked.remove or asked.again)

    @on(routes.End)
    def end(self) -> None:
        """Keep what was typed, close the vault and end the program."""
        self._way_out.leave(0)

    def hang_up(self) -> None:
        """The terminal, the launcher or the system wants the end. Safe to call from any thread."""
        self._way_out.end()

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.MouseDown | events.Paste):
            self._presence.touch()
        if isinstance(event, events.Key | events.Paste) and await self._keyboard.takes(event):
            return
        await super().on_event(event)

    @on(events.DescendantFocus)
    async def hand_on_what_was_typed_ahead(self) -> None:
        """The first box has the cursor."""
        await self._keyboard.hand_on_what_was_typed_ahead()

    async def on_resize(self, event: events.Resize) -> None:
        """Ask for a larger window rather than show half a screen; what was typed waits below."""
        shown = isinstance(self.screen, TooSmallScreen)
        if is_too_small(event.size) and not shown:
            await self.push_screen(TooSmallScreen(self.language))
        elif shown and not is_too_small(event.size):
            await self.pop_screen()

    async def _dispatch_message(self, message: Message) -> None:
        """Here and not at each way to it: no key, no list of commands and no late message leads away from the client's own."""
        if self._laptop.may_hear(message):
            await super()._dispatch_message(message)

    def notify(self, message: str, **how: Any) -> None:
        """A notice may be about somebody else, so it waits while a client has the laptop."""
        self._laptop.tell(message, **how)

    def _begin_to_load(self) -> None:
        self.run_worker(self._inside.load(), description="load")

    async def _move_in(self, vault: Any) -> None:
        """Go in; from now on the program locks when nobody is here."""
        await self._inside.move_in(vault)
        self._presence.watch(self)

    def _heed(self, desk: Desk) -> None:
        """What the worker has set counts from now on."""
        self.language = desk.language
        self._presence.limit = desk.idle_minutes * 60.0
        self._colouring.show(Colours(desk.colours))

    def overdue(self) -> int | None:
        """The exit code, once this process should be gone: closed and still here, or idle and not even locking."""
        if self._way_out.is_overdue:
            return self.return_value or 0
        return LOCKED if self._presence.is_overdue and not self._way_out.is_taken else None

    def _ask_to_lock(self) -> None:
        self.post_message(routes.Lock())

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Only our own commands: the usual ones would write the screen to a file in clear."""
        from psw_tui.ui.palette import offered

        return offered(screen)

    def _handle_exception(self, error: Exception) -> None:
        """A vault that cannot be read any more is no fault of the program: it ends with a sentence, not a report."""
        if not self._way_out.leave_if_vault_fails(error):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Textual's own report prints every local variable: names, notes, passphrases. Ours prints none."""
        self.panic()

    def panic(self, *_renderables: Any) -> None:
        """A fault in the program: keep the drafts, then end and say where it is; what Textual would print is dropped."""
        if not self._exit_renderables:
            self.bell()
            self._exit_renderables.append(report(self.language))
        self._way_out.rescue(self._close_messages_no_wait)

    async def _shutdown(self) -> None:
        """Textual takes the screens down here: not before their drafts are kept."""
        await self._way_out.rescued()
        await super()._shutdown()

    def action_command_palette(self) -> None:
        """Every command of the screen on top."""
        from psw_tui.ui.palette import PaletteScreen  # not needed before the first frame

        if not isinstance(self.screen, PaletteScreen) and not self._laptop.is_handed_over:
            self.push_screen(PaletteScreen(self.language))

    def action_suspend_process(self) -> None:
        """Nothing: a suspended process would keep the key in memory and the terminal raw."""

    async def action_quit(self) -> None:
        """Nothing: Textual's ctrl+q would end the program past the drafts, and sits beside ctrl+a."""

    def action_help_quit(self) -> None:
        """Nothing: it would tell people to press ctrl+q."""

    def copy_to_clipboard(self, text: str) -> None:
        """What is copied stays in the program, to be pasted there: the clipboard of the computer is anybody's."""
        self._clipboard = text
