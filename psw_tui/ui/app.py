"""The program a worker sees: lets the gate open a vault, hands over to the house, locks and ends."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.app import App, SystemCommand
from textual.driver import Driver
from textual.message import Message
from textual.screen import Screen
from textual.worker import WorkerFailed

from psw_tui.domain.text import plain
from psw_tui.idle import IdleWatch
from psw_tui.language import speak
from psw_tui.lifeline import NotAnId, leave_note, vault_mark
from psw_tui.storage.errors import VaultClosed, VaultError
from psw_tui.ui import routes
from psw_tui.ui.commands import CAPTURE, COLOURS, CRISIS, HIDE, MANUAL, STEP_KEYS
from psw_tui.ui.ending import RESCUE_SECONDS, be_quiet, report, settle
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.gate import Gate, Start
from psw_tui.ui.held_keys import HeldKeys
from psw_tui.ui.keys_in_order import KeysInOrder
from psw_tui.ui.loading import load_house, tidy
from psw_tui.ui.screens.blank import BlankScreen
from psw_tui.ui.screens.too_small import TooSmallScreen, is_too_small
from psw_tui.ui.screens.unlock import UnlockScreen
from psw_tui.ui.straight import straight
from psw_tui.ui.themes import THEMES, Colours, next_colours, only_terminal
from psw_tui.ui.widgets.line_box import LineBox, SecretBox
from psw_tui.ui.widgets.whole_bars import use_whole_bars

if TYPE_CHECKING:
    from psw_tui.ui.screens.set_up import RecoveryScreen, SetUpScreen, WelcomeScreen

LOCKED = 75
"""Tells the launcher to start the program again at the unlock screen."""

PRACTISE, OWN = 76, 77
"""Tell the launcher to go on with the vault of the lessons, or with the worker's own again."""

OVER_EVERYTHING = {CRISIS.key: routes.ShowCrisis, CAPTURE.key: routes.Capture, COLOURS.key: routes.NextColours}
"""Keys that work over every screen and dialog, boxes of text included."""

JOINERS = ("\u200c", "\u200d")
"""What keeps letters apart in Persian, and joins them in Hindi and in pictures of families. They are letters to write with."""

IDLE_LOOK = 5.0
"""Seconds between two looks at how long nobody has been here."""

TIDY_EVERY, BETWEEN_KEYS = 1.0, 0.1
"""Seconds between two looks at whether there is garbage, and without a key so that it holds nobody up."""

GRACE = 5.0
"""Seconds within which a closed app must be gone; one that should have locked by itself gets some more."""

LOAD_AFTER = 0.03
"""Seconds the first picture has to reach the terminal, before a thread begins to load what comes after it."""

LOOK_AT_BACKUP_AFTER = 3.0
"""Seconds after unlocking: the caseload comes first."""


class PswApp(App[int], inherit_bindings=False):
    """psw-tui on a terminal."""

    TITLE = "Notes"

    def __init__(self, start: Start, held_keys: HeldKeys | None = None) -> None:
        self._few_colours = only_terminal(os.environ)
        super().__init__(ansi_color=True if self._few_colours else None)
        for theme in THEMES.values():
            self.register_theme(theme)
        self.animation_level = "none"  # nothing here gains by moving, and tired eyes lose
        use_whole_bars()
        # Not as a change of colours: there is nothing yet that would have to be read and drawn anew.
        self.set_reactive(App.theme, self._in_colours(Colours.DARK))
        self.stylesheet.set_variables(self.get_css_variables())
        self.clock = start.clock
        self.language = start.language
        self._start = start
        self._database = ThreadPoolExecutor(1, thread_name_prefix="vault")
        self._gate = Gate(self, start, self._database, self._move_in)
        self._desk: Any = None
        self._house: Any = None
        self._idle = IdleWatch()
        self._idle_limit = 0.0
        self._early: list[events.Key | events.Paste] | None = []
        """What was typed before the first box had the cursor; None from then on."""
        self._leaving = False
        self._unsaid: list[tuple[str, dict[str, Any]]] = []
        """Notices that wait until the laptop is the worker's again."""
        self._removes = False
        """Whether the vault of the lessons goes once it is closed."""
        self._keys = KeysInOrder(self, super().on_event, held_keys or HeldKeys())
        self._closed_at: float | None = None
        self._rescue: asyncio.Task[None] | None = None
        self._last_words = ""

    def get_driver_class(self) -> type[Driver]:
        return straight(super().get_driver_class())

    def get_default_screen(self) -> Screen[Any]:
        """What Textual has at the bottom is ours: an empty screen below the first would have to be drawn before it."""
        return self._gate.first_screen()

    async def on_mount(self) -> None:
        self._listen_for_the_end()
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
        if self._desk is None:
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
        if self._house is not None:
            self.run_worker(self._follow(route), description="route")

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
        if self._house is not None and not self._leaving:
            self.follow(routes.QuickNote(self._client_on_screen()))

    @on(routes.ShowCrisis)
    async def show_card(self) -> None:
        """Whom to call, over whatever is on screen."""
        from psw_tui.ui.screens.crisis import CrisisScreen

        if self._leaving or isinstance(self.screen, CrisisScreen | BlankScreen):
            return
        if self._house is None:
            await self.push_screen(CrisisScreen(self.language, self._start.country))
        elif not self._desk.is_open:  # the vault is being put under a new key
            await self.push_screen(CrisisScreen(self.language, self._desk.country))
        else:
            self.follow(routes.ShowCard(self._client_on_screen()))

    @on(routes.NextColours)
    def change_colours(self) -> None:
        """Other colours, kept as the worker's own."""
        if self._few_colours:
            self.notify(self.language.say("This terminal has no other colours."), markup=False)
            return
        self._colour(next_colours(Colours(self.theme)))
        if self._desk is not None and self._desk.is_open and not self._leaving:
            self.run_worker(self._keep_colours(self.theme), description="colours", exclusive=True, group="colours")

    @on(routes.CameToTop)
    def remind(self) -> None:
        """What nobody was told about yet stands on the screen that is on top now."""
        if not self._is_handed_over:
            waiting, self._unsaid = self._unsaid, []
            for message, how in waiting:
                self.notify(message, **how)
        if self._house is not None and self._desk.is_open and not self._leaving:
            self.run_worker(self._house.remind, description="remind", exclusive=True, group="remind")

    @on(routes.Lock)
    def lock(self, asked: routes.Lock) -> None:
        """Keep what was typed, close the vault and end this process: that is what empties memory."""
        self._leave(LOCKED, hidden=asked.hidden)

    @on(routes.Practise)
    def practise(self) -> None:
        """Go on in the vault of the lessons: never in one process with a worker's own."""
        self._leave(PRACTISE)

    @on(routes.EndPractice)
    def end_practice(self, asked: routes.EndPractice) -> None:
        """Go back to the worker's own vault, or begin the lessons anew."""
        self._removes = asked.remove or asked.again
        self._leave(PRACTISE if asked.again else OWN)

    @on(routes.End)
    def end(self) -> None:
        """Keep what was typed, close the vault and end the program."""
        self._leave(0)

    def hang_up(self) -> None:
        """The terminal, the launcher or the system wants the end. Safe to call from any thread."""
        self.call_later(self._leave, 0)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.MouseDown | events.Paste):
            self._idle.touch()
        if isinstance(event, events.Key) and event.character in JOINERS:
            event = events.Paste(event.character)  # as a key, Textual would drop it: it is not "printable"
        if isinstance(event, events.Paste) and not isinstance(self.focused, SecretBox):
            event.text = plain(event.text)  # also for boxes that are not ours, such as the palette's
        if isinstance(event, events.Key) and event.key == HIDE.key:
            # Here and not as a binding: no dialog and no palette may be in its way.
            event.stop()
            self.post_message(routes.Lock(hidden=True))
            return
        if isinstance(event, events.Key) and event.key in OVER_EVERYTHING and not self._is_handed_over:
            event.stop()
            self.post_message(OVER_EVERYTHING[event.key]())
            return
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if self._early is not None:
                self._early.append(event)  # a passphrase typed ahead; nobody would take it yet
            else:
                await self._keys.take(event)
            return
        await super().on_event(event)

    @on(events.DescendantFocus)
    async def hand_on_what_was_typed_ahead(self) -> None:
        """The first box has the cursor: what was typed until now is for it."""
        early, self._early = self._early, None
        for event in early or ():
            await self._keys.take(event)

    async def on_resize(self, event: events.Resize) -> None:
        """Ask for a larger window rather than show half a screen; what was typed waits below."""
        shown = isinstance(self.screen, TooSmallScreen)
        if is_too_small(event.size) and not shown:
            await self.push_screen(TooSmallScreen(self.language))
        elif shown and not is_too_small(event.size):
            await self.pop_screen()

    @property
    def _is_handed_over(self) -> bool:
        """Whether the laptop is in the hands of a client: then nothing is shown or done but on the screens meant for them."""
        return any(getattr(screen, "handed_over", False) for screen in self.screen_stack)

    async def _dispatch_message(self, message: Message) -> None:
        """Here and not at each way to it: no key, no list of commands and no late message leads away from the client's own."""
        if not (isinstance(message, routes.NOT_FOR_CLIENTS) and self._is_handed_over):
            await super()._dispatch_message(message)

    def notify(self, message: str, **how: Any) -> None:
        """A notice may be about somebody else, so it waits while a client has the laptop."""
        if self._is_handed_over:
            self._unsaid.append((message, how))
        else:
            super().notify(message, **how)

    async def _follow(self, route: routes.Route) -> None:
        """Let the house find the way; what was set there counts from now on."""
        with self._keys.opening():
            await self._house.follow(route)
        self._idle_limit = self._desk.idle_minutes * 60.0
        self._colour(Colours(self._desk.colours))

    def _colour(self, colours: Colours) -> None:
        self.theme = self._in_colours(colours)

    def _in_colours(self, colours: Colours) -> str:
        return (Colours.TERMINAL if self._few_colours else colours).value

    async def _keep_colours(self, colours: str) -> None:
        from psw_tui.services.settings import keep_colours

        self._desk.colours = colours
        with suppress(VaultError):  # they last until the lock then, and nothing of a record is lost
            await self._desk.ask(keep_colours, colours)

    def _begin_to_load(self) -> None:
        self.run_worker(self._load_house(), description="load")

    async def _load_house(self) -> Any:
        return await asyncio.get_running_loop().run_in_executor(None, load_house)

    async def _move_in(self, vault: Any) -> None:
        """Show the caseload, then where the worker was, then what was begun and not saved."""
        house = await self._load_house()
        self._desk = await house.make_desk(
            vault, self._database, self.clock, practice=self._start.practice, lesson=self._start.lesson
        )
        self.language = speak(self._desk.language.code)
        self._colour(Colours(self._desk.colours))
        self._idle_limit = self._desk.idle_minutes * 60.0
        self._house = house.House(self, self._desk)
        await self.push_screen(self._house.home())
        await self._empty(self.screen_stack[0])
        self._idle.touch()
        self.set_interval(IDLE_LOOK, self._lock_when_idle)
        self.set_interval(TIDY_EVERY, self._tidy_between_keys)
        self.set_timer(LOOK_AT_BACKUP_AFTER, self._look_at_backup)
        if self._start.return_to:
            self.follow(routes.ShowClient(self._start.return_to))
        self.follow(routes.ShowDrafts())

    async def _empty(self, first: Screen[Any]) -> None:
        """The screen at the bottom stays; what was typed there to open the vault does not."""
        for box in first.query(LineBox):
            box.put("")
        await first.remove_children()

    def _leave(self, code: int, *, hidden: bool = False) -> None:
        if not self._leaving:
            self._leaving = True
            self._leave_note(code)
            # Beside the queue of keys, not in it: those pressed before still have to find their box.
            self.run_worker(self._keep_and_close(code, hidden=hidden), description="leave")

    async def _keep_and_close(self, code: int, *, hidden: bool) -> None:
        from rich.text import Text  # a bare string would be read as markup

        await settle(self.screen_stack)
        if hidden:
            await self.push_screen(BlankScreen())
        for screen in self.screen_stack:
            if isinstance(screen, PswScreen):
                await screen.keep_now()
        if self._desk is not None:
            if self._house is not None:
                self._house.backups.stop_looking()
            await self._desk.close()
            self._note(vault_mark(self._desk.folder))
            if self._removes and self._desk.lesson:
                await self._take_lesson_away()
        self._closed_at = time.monotonic()
        self.exit(code, message=Text(self._last_words) if self._last_words else None)

    def overdue(self) -> int | None:
        """The exit code, once this process should be gone: closed and still here, or idle and not even locking."""
        if self._closed_at is not None and time.monotonic() - self._closed_at > GRACE:
            return self.return_value or 0
        if self._idle_limit and not self._leaving and self._idle.seconds > self._idle_limit + 6 * GRACE:
            return LOCKED
        return None

    async def _keep_what_can_be_kept(self) -> None:
        """Something is broken: put every draft down all the same, close the vault and end."""
        self._leaving = True
        try:
            async with asyncio.timeout(RESCUE_SECONDS):
                await settle(self.screen_stack)
                forms = [screen for screen in self.screen_stack if isinstance(screen, PswScreen)]
                # One of them may be what is broken, and the next is not.
                await asyncio.gather(*(form.keep_now() for form in forms), return_exceptions=True)
                if self._desk is not None:
                    await self._desk.close()
        finally:
            self._closed_at = time.monotonic()
            self._close_messages_no_wait()

    def _client_on_screen(self) -> str:
        """The client the topmost screen that is about one is about."""
        screens = (screen for screen in reversed(self.screen_stack) if isinstance(screen, PswScreen))
        return next((screen.client for screen in screens if screen.client), "")

    async def _take_lesson_away(self) -> None:
        from psw_tui.services.practice import take_lesson_away

        with suppress(VaultError):  # what is left is about nobody, and goes before the next practice
            await asyncio.get_running_loop().run_in_executor(None, take_lesson_away, self._desk.folder)

    def _leave_note(self, code: int) -> None:
        """Remember which client was open, for the practice in which language; nothing else passes on."""
        if code in (PRACTISE, OWN):
            if code == PRACTISE:
                self._note(self.language.code)
            return
        client = next(
            (screen.client for screen in self.screen_stack if isinstance(screen, PswScreen) and screen.client), ""
        )
        if client:
            self._note(client)

    def _note(self, note: str) -> None:
        if self._start.notes is not None:
            with suppress(NotAnId, OSError):
                leave_note(self._start.notes, note)

    def _look_at_backup(self) -> None:
        """Whether the copy the launcher made is good shows only now that there is a key."""
        if not (self._leaving or self._start.practice):
            self.run_worker(self._house.backups.look_at_newest(), description="look at backup")

    def _tidy_between_keys(self) -> None:
        if self._idle.seconds > BETWEEN_KEYS:
            tidy()

    def _lock_when_idle(self) -> None:
        if self._idle_limit and (self._idle.slept or self._idle.seconds > self._idle_limit):
            self.post_message(routes.Lock())

    def _listen_for_the_end(self) -> None:
        loop = asyncio.get_running_loop()
        be_quiet(loop)
        if sys.platform != "win32":
            for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
                loop.add_signal_handler(number, self.hang_up)
            # A stopped process would keep the key in memory for as long as nobody wakes it.
            loop.add_signal_handler(signal.SIGTSTP, self.post_message, routes.Lock())

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Only our own commands: the usual ones would write the screen to a file in clear."""
        if isinstance(screen, PswScreen):
            explained = any(command.action == "help" for command in screen.offers)
            for command in (*screen.offers, *([MANUAL] if explained else ())):
                if command.key == STEP_KEYS:
                    continue
                key = f" ({screen.say(command.first_key)})" if command.key else ""
                title = screen.say(command.label) + key
                action = partial(self.run_action, command.action, screen)
                yield SystemCommand(title, screen.say(command.sentence), action)

    def _handle_exception(self, error: Exception) -> None:
        """A vault that cannot be read any more is no fault of the program: it ends with a sentence, not a report."""
        trouble = error.error if isinstance(error, WorkerFailed) else error
        if self._last_words or isinstance(trouble, VaultClosed):
            return  # it is ending; what fails now fails for the same reason
        if isinstance(trouble, VaultError):
            from psw_tui.sentences import sentence

            self._last_words = sentence(trouble, self.language)
            self._leave(1)
        else:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Textual's own report prints every local variable: names, notes, passphrases. Ours prints none."""
        self.panic()

    def panic(self, *_renderables: Any) -> None:
        """A fault in the program: keep the drafts, then end and say where it is; what Textual would print is dropped."""
        if not self._exit_renderables:
            self.bell()
            self._exit_renderables.append(report(self.language))
        if self._rescue is None:
            self._rescue = asyncio.ensure_future(self._keep_what_can_be_kept())

    async def _shutdown(self) -> None:
        """Textual takes the screens down here: not before their drafts are kept."""
        if self._rescue is not None:
            await asyncio.wait({self._rescue})
        await super()._shutdown()

    def action_command_palette(self) -> None:
        """Every command of the screen on top."""
        from psw_tui.ui.palette import PaletteScreen  # not needed before the first frame

        if not isinstance(self.screen, PaletteScreen) and not self._is_handed_over:
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
