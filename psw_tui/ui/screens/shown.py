"""A client's own record in their own hands: nothing else can be seen or done until the worker's passphrase is typed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from psw_tui.domain.clock import Clock
from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.sentences import sentence
from psw_tui.services.errors import NotPossible
from psw_tui.services.shown import Shown
from psw_tui.shown_words import Part, parts
from psw_tui.storage.errors import VaultError
from psw_tui.ui.commands import Command
from psw_tui.ui.dialogs.handing_back import PassphraseDialog
from psw_tui.ui.frames.handed_over import HandedOver
from psw_tui.ui.show import show

NUMBER = Command("shown.number", "r", N_("my number"), N_("They give one of their goals a number."))
STATEMENT = Command(
    "shown.statement",
    KEYS["shown.statement"],
    N_("I disagree"),
    N_("They write what they see differently. It stays with the notes."),
)
TAKE_BACK = Command(
    "shown.take_back",
    "t",
    N_("take back"),
    N_("They take a permission back. It counts at once."),
)
OLDER = Command("shown.older", KEYS["shown.older"], N_("older notes"), N_("Show older notes too."), on_line=False)
GIVE_BACK = Command(
    "shown.give_back",
    "escape",
    N_("give it back"),
    N_("Give the laptop back. It asks for the worker's passphrase."),
    always=True,
    once=True,
)

NOTES_AT_ONCE = 20
"""So many notes are shown, and so many more each time older ones are asked for."""


@dataclass(frozen=True)
class ShownPlan:
    """What the screen is given. Each act shows what it needs on top and says in a sentence what came of it, or nothing."""

    client: str
    read: Callable[[int], Awaitable[Shown]]
    """Reads the record, with so many notes."""
    number: Callable[[Shown], Awaitable[str]]
    statement: Callable[[Shown], Awaitable[str]]
    take_back: Callable[[Shown], Awaitable[str]]
    judge: Callable[[str], Awaitable[str]]
    """Says what is wrong with a passphrase, or nothing."""


class ShownScreen(HandedOver):
    """Read from top to bottom. It ends with the passphrase and in no other way."""

    OFFERS: ClassVar[Sequence[Command]] = (NUMBER, STATEMENT, TAKE_BACK, OLDER, GIVE_BACK)
    CSS = """
    ShownScreen VerticalScroll { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    ShownScreen .section { height: auto; margin-bottom: 1; }
    ShownScreen #told { height: auto; max-height: 3; padding: 0 1; text-style: bold; }
    """

    def __init__(self, language: Language, clock: Clock, plan: ShownPlan) -> None:
        super().__init__(language)
        self.client = plan.client
        self._clock = clock
        self._plan = plan
        self._body = VerticalScroll()
        self._told = Static("", id="told")
        self._top = self.top(self.say("Your record"))
        self._shown: Shown | None = None
        self._most = NOTES_AT_ONCE
        self._busy = False
        self._is_over = False

    def compose(self) -> ComposeResult:
        yield self._top
        yield self._body
        yield self._told
        yield from self.bottom()

    async def on_mount(self) -> None:
        await self._read_again()
        self._body.focus()

    async def on_screen_resume(self) -> None:
        if self._is_over:
            self.dismiss(None)

    def action_number(self) -> None:
        """Give one of the goals a number."""
        self._begin(self._plan.number)

    def action_statement(self) -> None:
        """Write what is seen differently."""
        self._begin(self._plan.statement)

    def action_take_back(self) -> None:
        """Take a permission back."""
        self._begin(self._plan.take_back)

    async def action_older(self) -> None:
        """Show more notes, from where the reading was."""
        if self._shown is not None and self._shown.more:
            self._most += NOTES_AT_ONCE
            await self._read_again()

    def action_give_back(self) -> None:
        """Ask for the passphrase."""
        if not self._busy:
            self._busy = True
            self.run_worker(self._give_back(), description="give back")

    async def _give_back(self) -> None:
        is_right = await self.app.push_screen_wait(PassphraseDialog(self.language, self._plan.judge))
        self._busy = False
        if is_right:
            self._is_over = True
            if self.app.screen is self:  # else what came up meanwhile would go in its place
                self.dismiss(None)

    def _begin(self, act: Callable[[Shown], Awaitable[str]]) -> None:
        if self._shown is not None and not self._busy:
            self._busy = True
            self.run_worker(self._do(act, self._shown), description="act")

    async def _do(self, act: Callable[[Shown], Awaitable[str]], shown: Shown) -> None:
        """Whatever goes wrong, this screen stays: the worker's own lie below it."""
        self._told.update("")
        try:
            told = await act(shown)
            await self._read_again()
        except (NotPossible, VaultError) as error:
            told = sentence(error, self.language)
        finally:
            self._busy = False
        self._told.update(show(told))

    async def _read_again(self) -> None:
        self._shown = shown = await self._plan.read(self._most)
        self._top.tell(show(shown.code))
        told = [*self._sections(parts(shown, self.language, self._clock)), *self._older(shown)]
        async with self.batch():
            await self._body.remove_children()
            await self._body.mount_all([Static(section, classes="section") for section in told])

    def _sections(self, told: Iterator[Part]) -> Iterator[Content]:
        for part in told:
            style = "bold underline" if part.level == 1 else "bold"
            yield Content("\n").join([show(part.heading, style), *(show(f"  {line}") for line in part.lines)])

    def _older(self, shown: Shown) -> Iterator[Content]:
        if shown.more:
            yield show(self.say("There are older notes: {key:shown.older} shows them."))
