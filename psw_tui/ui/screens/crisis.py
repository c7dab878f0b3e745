"""The crisis card, full screen: whom to call. It needs no vault and no network, and it calls nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from psw_tui.crisis import CrisisFileWrong, crisis_lines
from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.language import LANGUAGES, Language, speak
from psw_tui.sentences import sentence
from psw_tui.ui.commands import HELP_LIST, LOCK, Command
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.show import show

NOTE = Command("crisis.note", "n", N_("safety note"), N_("Write down what you saw and did, and the next check-in."))
OPTIONS = Command(
    "crisis.options", KEYS["crisis.options"], N_("options"), N_("Enter your agency's on-call number in the options.")
)
OTHER = Command("crisis.other", "l", N_("English/Français"), N_("Show the card in the other language."))
CLOSE = Command("crisis.back", "escape,q", N_("back"), N_("Go back to where you were."), always=True)


@dataclass(frozen=True)
class OpenVault:
    """What the card can show and offer once a vault is open."""

    on_call: str
    """The agency's own number; empty where none is set."""
    can_note: bool = True
    """Whether a safety note may be begun: not while one is being written."""
    can_set: bool = True
    """Whether the options may be opened: not while they are."""


class CrisisScreen(PswScreen[Command]):
    """The card of a country. Its result is what to do next: a safety note, the options, or nothing."""

    OFFERS: ClassVar[Sequence[Command]] = (NOTE, OPTIONS, CLOSE, OTHER, LOCK, HELP_LIST)
    HELP_NAME = "crisis"
    undisturbed = True
    CSS = """
    CrisisScreen VerticalScroll { height: 1fr; padding: 1 2 0 2; scrollbar-size-vertical: 1; }
    CrisisScreen .line { height: auto; margin-bottom: 1; }
    CrisisScreen .number { width: 14; padding-right: 2; height: auto; text-style: bold; }
    CrisisScreen .words { width: 1fr; height: auto; }
    CrisisScreen .missing { text-style: bold; }
    """

    def __init__(
        self,
        language: Language,
        country: str,
        vault: OpenVault | None = None,
        *,
        client: str = "",
        spoken: Language | None = None,
    ) -> None:
        super().__init__(language)
        self.client = client
        self._country = country
        self._vault = vault
        self._spoken = spoken or language
        """The language of the card itself: the client's where one is on screen."""
        self._body = VerticalScroll()
        self._top = self.top("")

    @property
    def offers(self) -> Sequence[Command]:
        """Without a vault there is nothing to write in."""
        if self._vault is None:
            return (CLOSE, OTHER, HELP_LIST)
        not_now = {NOTE: not self._vault.can_note, OPTIONS: bool(self._vault.on_call) or not self._vault.can_set}
        return [command for command in self.OFFERS if not not_now.get(command)]

    def compose(self) -> ComposeResult:
        yield self._top
        yield self._body
        yield from self.bottom()

    async def on_mount(self) -> None:
        await self._draw()
        self._body.focus()

    async def action_other(self) -> None:
        """Show the card in the next language."""
        self._spoken = speak(LANGUAGES[(LANGUAGES.index(self._spoken.code) + 1) % len(LANGUAGES)])
        await self._draw()

    def action_note(self) -> None:
        """Go on to a safety note."""
        self._end_with(NOTE)

    def action_options(self) -> None:
        """Go on to the options."""
        self._end_with(OPTIONS)

    def action_lock(self) -> None:
        """Lock; without an open vault there is nothing to lock."""
        if self._vault is not None:
            super().action_lock()

    def _end_with(self, command: Command) -> None:
        if command in self.offers:
            self.dismiss(command)

    async def _draw(self) -> None:
        self._top.head(show(self._spoken.say("Crisis card")))
        await self._body.remove_children()
        await self._body.mount_all(self._lines())

    def _lines(self) -> Iterator[Horizontal]:
        """Numbers first, the agency's own among them; then what there is only to read."""
        try:
            lines = [(line.number, line.words[self._spoken.code], "") for line in crisis_lines(self._country)]
        except CrisisFileWrong as wrong:
            lines = [("!", sentence(wrong, self._spoken), "missing")]
        yield from (_line(*line) for line in lines if line[0])
        if self._vault is not None:
            yield self._on_call(self._vault.on_call)
        yield from (_line(*line) for line in lines if not line[0])
        yield _line("", self._spoken.say("This program calls nobody and tells nobody."))

    def _on_call(self, number: str) -> Horizontal:
        if not number.strip():
            return _line("!", self._spoken.say("No on-call number is set: {key:crisis.options} options"), "missing")
        return _line(number, self._spoken.say("Your agency's on-call"))


def _line(number: str, words: str, more: str = "") -> Horizontal:
    told = Static(show(words), classes=f"words {more}")
    return Horizontal(Static(show(number), classes="number"), told, classes="line")
