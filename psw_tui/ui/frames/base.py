"""What every screen has: words in the worker's language, a bottom line of keys, and the way to lock at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen

from psw_tui.language import Language
from psw_tui.ui.commands import BACK, HELP_LIST, Command, bindings
from psw_tui.ui.frames.painting import NearCompositor
from psw_tui.ui.routes import CameToTop, Capture, Find, Lock, ShowCrisis, ShowHelp, ShowManual
from psw_tui.ui.show import show
from psw_tui.ui.widgets.lines import Key, KeyLine, TopLine

R = TypeVar("R")

NARROW = 72
"""Below this many columns, questions give some of their room to the answers."""

WIDE = 110
"""From this many columns on, most questions stand on one line."""


class PswScreen(Screen[R], Generic[R]):
    """A screen that names its commands once; keys, bottom line, palette and help all come from them."""

    OFFERS: ClassVar[Sequence[Command]] = (HELP_LIST, BACK)
    HELP_NAME: ClassVar[str] = "start"
    """The page of assets/help that explains this screen."""
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init_subclass__(cls, **options: Any) -> None:
        if "OFFERS" in cls.__dict__:
            cls.BINDINGS = [*cls.__dict__.get("BINDINGS", ()), *bindings(cls.OFFERS)]
        super().__init_subclass__(**options)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._compositor = NearCompositor()
        self.language = language

    handed_over: ClassVar[bool] = False
    """Whether the laptop is in the hands of a client while this screen is open."""

    undisturbed: ClassVar[bool] = False
    """Whether it needs its room for what it is there for: no lesson stands on it."""

    client: str = ""
    """The client this screen is about, to come back to after a lock."""

    async def _on_idle(self, event: events.Idle) -> None:
        """Paint what has changed now: Textual would wait for the next of sixty pictures a second, and so would the worker."""
        await super()._on_idle(event)
        self._on_timer_update()

    @property
    def offers(self) -> Sequence[Command]:
        """What can be done here."""
        return self.OFFERS

    @property
    def once_keys(self) -> frozenset[str]:
        """The keys that, held down, do here what they do only once."""
        return frozenset(key for each in self.offers if each.once for key in each.key.split(","))

    @property
    def help_name(self) -> str:
        """The page of assets/help that explains this screen."""
        return self.HELP_NAME

    async def keep_now(self) -> None:
        """Put down at once what must not be lost, as before locking. A screen without a form has nothing."""

    async def on_screen_resume(self) -> None:
        self.post_message(CameToTop())

    def remind(self, reminder: Content) -> None:
        """Let this stand below the line at the top, or nothing any more."""
        for line in self.query(TopLine):
            line.remind(reminder)

    def teach(self, lesson: Content) -> None:
        """Let a lesson of the practice stand there too, or none any more."""
        for line in self.query(TopLine):
            line.teach(lesson)

    def say(self, words: str, /, **values: object) -> str:
        """`words` in the worker's language."""
        return self.language.say(words, **values)

    def top(self, left: str, right: str = "") -> TopLine:
        """The line at the top: where this is, and what is worth knowing."""
        return TopLine(show(left), show(right))

    def bottom(self) -> ComposeResult:
        """The line at the bottom that names the keys."""
        yield KeyLine(self.keys())

    def keys(self) -> list[Key]:
        """The keys of the bottom line, in the language of the screen."""
        named = [command for command in self.offers if command.on_line]
        return [Key(self.say(each.first_key), self.say(each.label), each.always) for each in named]

    def action_help(self) -> None:
        """Explain this screen."""
        self.post_message(ShowHelp())

    def action_security(self) -> None:
        """Say what is protected, and what is not."""
        self.post_message(ShowHelp("security"))

    def action_manual(self) -> None:
        """Show what the manual holds."""
        self.post_message(ShowManual())

    def action_crisis(self) -> None:
        """Show whom to call."""
        self.post_message(ShowCrisis())

    def action_capture(self) -> None:
        """Put down one line."""
        self.post_message(Capture())

    def action_find(self) -> None:
        """Find words in everything."""
        self.post_message(Find())

    def action_lock(self) -> None:
        """Lock; drafts stay."""
        self.post_message(Lock())

    def action_back(self) -> None:
        """Go back without a result."""
        self.dismiss(None)


def client_on(screens: Iterable[Screen[Any]]) -> str:
    """The client the first of these screens that is about one is about; empty if none is."""
    return next((screen.client for screen in screens if isinstance(screen, PswScreen) and screen.client), "")
