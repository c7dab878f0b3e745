"""The first screen: which vault, and what opens it. Nothing on it tells who worked here last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from psw_tui.domain.keys import KEYS
from psw_tui.domain.passphrase import LONGEST, SHORTEST
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.places import VaultPlace
from psw_tui.ui.commands import CRISIS, HELP, SECURITY, Command
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.routes import BringBack, End, EndPractice, Practise
from psw_tui.ui.show import show
from psw_tui.ui.widgets.capitals import CapitalsHint
from psw_tui.ui.widgets.line_box import Box, LineBox, SecretBox

if TYPE_CHECKING:
    from psw_tui.ui.widgets.choosing import ChoiceBox
    from psw_tui.ui.widgets.strength import StrengthHint

CODE = Command(
    "unlock.code", "f4", N_("recovery code"), N_("Open with the recovery code from your sheet instead."), in_forms=True
)
NEW = Command(
    "unlock.new", "ctrl+n", N_("vault for another worker"), N_("Make a vault for another worker."), in_forms=True
)
RESCUE = Command(
    "unlock.rescue",
    KEYS["unlock.rescue"],
    N_("rescue"),
    N_("Of a damaged vault, save what can be read into a new one."),
    in_forms=True,
    on_line=False,
)
RESTORE = Command(
    "unlock.restore",
    KEYS["unlock.restore"],
    N_("from a backup"),
    N_("Bring a vault back from a backup."),
    in_forms=True,
    on_line=False,
)
LEAVE = Command("unlock.leave", "escape", N_("quit"), N_("Close the program."), in_forms=True, once=True)
OWN = Command(
    "unlock.own", "escape", N_("my own vault"), N_("Go to your own vault; the practice stays."), in_forms=True
)
PRACTISE = Command(
    "unlock.practise", "", N_("practise"), N_("Practise with an invented client first."), in_forms=True, on_line=False
)

_FOR_OWN = frozenset(each.action for each in (CODE, NEW, RESTORE, RESCUE))


class UnlockScreen(PswScreen[None]):
    """Asks for the passphrase, or for the recovery code and a new passphrase."""

    OFFERS: ClassVar[Sequence[Command]] = (CODE, NEW, RESTORE, RESCUE, PRACTISE, SECURITY, LEAVE, CRISIS, HELP)
    HELP_NAME = "unlock"
    # As CSS it would have everything read so far read once more.
    DEFAULT_CSS = """
    UnlockScreen #middle { height: 1fr; padding: 2 4; scrollbar-size-vertical: 1; }
    UnlockScreen .words { margin-top: 1; }
    UnlockScreen #told { margin-top: 1; height: auto; }
    UnlockScreen #told.-wrong { color: $text-error; text-style: bold; }
    """

    @dataclass(eq=False, repr=False)
    class Passphrase(Message):
        """Open this vault with this passphrase."""

        vault: Path
        passphrase: str
        rescue: bool = False
        """Do not open it: save what can be read of it into a new one."""

    @dataclass(eq=False, repr=False)
    class RecoveryCode(Message):
        """Open this vault with its recovery code, and let the new passphrase open it from now on."""

        vault: Path
        code: str
        passphrase: str
        rescue: bool = False

    @dataclass(eq=False, repr=False)
    class NewVault(Message):
        """Make another vault."""

    def __init__(
        self, language: Language, vaults: Sequence[VaultPlace], *, practice: bool, lesson: bool = False
    ) -> None:
        super().__init__(language)
        self._vaults = vaults
        self._practice = practice
        self._lesson = lesson
        self._which = _choice(vaults) if len(vaults) > 1 else None
        self._secret = SecretBox()
        self._hint: StrengthHint | None = None
        """There once the recovery code was asked for, as the boxes for it and for the new passphrase are."""
        self._caps = CapitalsHint(language)
        self._told = Static("", id="told")
        self._by_code = False
        self._rescuing = False
        self._busy = False

    @cached_property
    def _code(self) -> LineBox:
        return LineBox(classes="by-code")

    @cached_property
    def _again(self) -> SecretBox:
        return SecretBox(classes="by-code")

    def compose(self) -> ComposeResult:
        yield self.top("PSW" + (f"  [{self.say('practice')}]" if self._practice else ""))
        with VerticalScroll(id="middle", can_focus=False):
            if self._which is not None:
                yield Static(show(self.say("Whose vault?")), classes="words")
                yield self._which
            yield Static(show(self.say("Passphrase")), id="secret-words", classes="words")
            yield self._secret
            yield self._caps
            yield self._told
            if self._practice:
                yield Static(show(self.say("This is a practice vault. Its passphrase is: practice")), classes="words")
        yield from self.bottom()

    def on_mount(self) -> None:
        (self._which or self._secret).focus()

    def tell(self, words: str, *, wrong: bool = False) -> None:
        """Say what is going on, or what went wrong and what to do."""
        self._busy = not wrong and bool(words)
        self._told.set_class(wrong, "-wrong")
        self._told.update(show(words))
        self.call_after_refresh(self._told.scroll_visible, animate=False)
        if wrong and not self._by_code:  # what opens by the sheet is long, and is mended where it is wrong
            self._secret.put("")
            self._secret.focus()

    def tell_rescued(self, words: str) -> None:
        """Say what became of a rescue, with all the room there is."""
        self._by_code = self._rescuing = False
        self._arrange()
        self.tell(words, wrong=True)

    def told_well(self, words: str) -> None:
        """Say what was done; the screen waits for a passphrase again."""
        self.tell("")
        self._told.update(show(words))

    def tell_code(self, words: str) -> None:
        """Say what is wrong with the recovery code, and bring the cursor to it."""
        self.tell(words, wrong=True)
        self._code.focus()

    @on(Box.Answered)
    def look(self, event: Box.Answered) -> None:
        """While it is typed: how hard a new passphrase is to guess, whether Caps Lock may be on for the present one."""
        if event.box is self._secret:
            if self._hint is not None:
                self._hint.tell_about(self._secret.raw if self._by_code else "")
            self._caps.tell_about("" if self._by_code else self._secret.raw)

    @on(Box.GoOn)
    def go_on(self, event: Box.GoOn) -> None:
        """Enter goes from box to box, and opens from the last one."""
        last = self._again if self._by_code else self._secret
        if event.box is not last:
            self.focus_next()
        elif not self._busy:
            self._open()

    async def action_code(self) -> None:
        """Switch between passphrase and recovery code."""
        if self._hint is None:
            await self._make_room_for_code()
        self._by_code = not self._by_code
        for box in (self._secret, self._again):  # what was meant for the one is not for the other
            box.put("")
        self._arrange()
        (self._code if self._by_code else self._secret).focus()

    def action_rescue(self) -> None:
        """Switch between opening and rescuing."""
        self._rescuing = not self._rescuing
        self._arrange()
        (self._code if self._by_code else self._secret).focus()

    def action_new(self) -> None:
        """Make another vault."""
        self.post_message(self.NewVault())

    def action_restore(self) -> None:
        """Bring the vault that is meant back from a backup."""
        place = self._chosen()
        if place is None:
            self.tell(self.say("Pick a vault first: press its number."), wrong=True)
        else:
            self.post_message(BringBack(place))

    @property
    def offers(self) -> Sequence[Command]:
        """From the practice the way leads back to the worker's own vault, never to another."""
        if self._lesson:
            return (OWN, SECURITY, CRISIS, HELP)
        return tuple(each for each in self.OFFERS if each is not PRACTISE) if self._practice else self.OFFERS

    def action_leave(self) -> None:
        """Close the program, or only the practice."""
        self.post_message(EndPractice() if self._lesson else End())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - as Textual asks
        """What is done about a worker's vault is not done about that of the lessons, whose passphrase is on the screen."""
        return not (self._lesson and action in _FOR_OWN)

    def action_own(self) -> None:
        """Back from the practice."""
        self.post_message(EndPractice())

    def action_practise(self) -> None:
        """On to the practice."""
        self.post_message(Practise())

    def _open(self) -> None:
        place = self._chosen()
        if place is None:
            self.tell(self.say("Pick a vault first: press its number."), wrong=True)
        elif not self._by_code:
            self.post_message(self.Passphrase(place, self._secret.raw, self._rescuing))
        elif problem := self._problem():
            self.tell(problem, wrong=True)
            self._secret.focus()
        else:
            self.post_message(self.RecoveryCode(place, self._code.raw, self._secret.raw, self._rescuing))

    def _problem(self) -> str:
        """What is wrong with the new passphrase. Whether it is empty is said by what would take it."""
        if 0 < len(self._secret.raw) < SHORTEST:
            words = N_("This passphrase is too short. Use {least} characters or more; a few words are best.")
            return self.say(words, least=SHORTEST)
        if len(self._secret.raw) > LONGEST:
            return self.say("This passphrase is too long. {most} characters are the most.", most=LONGEST)
        if self._secret.raw != self._again.raw:
            return self.say("The two passphrases are not the same. Type them once more.")
        return ""

    def _chosen(self) -> Path | None:
        if self._which is None:
            return self._vaults[0].path
        return self._vaults[int(self._which.raw)].path if self._which.raw else None

    async def _make_room_for_code(self) -> None:
        """Put the questions of the other way in around the passphrase. Whoever knows it never waits for them."""
        from psw_tui.ui.widgets.strength import StrengthHint

        self._hint = StrengthHint(self.language)
        middle = self.query_one("#middle")
        code = Static(show(self.say("Recovery code")), classes="words by-code")
        again = Static(show(self.say("The new passphrase once more")), classes="words by-code")
        await middle.mount(code, self._code, before="#secret-words")
        await middle.mount(self._hint, after=self._secret)
        await middle.mount(again, self._again, after=self._caps)

    def _arrange(self) -> None:
        for widget in self.query(".by-code"):
            widget.display = self._by_code
        words = N_("A new passphrase") if self._by_code else N_("Passphrase")
        self.query_one("#secret-words", Static).update(show(self.say(words)))
        rescuing = N_(
            "Rescue: what can be read of this vault goes into a new one beside it. The damaged one is not touched. Type"
            " what opens it, then Enter. {key:unlock.rescue} again: open it instead."
        )
        self._caps.display = False
        if self._hint is not None:
            self._hint.display = False
        self.tell("")
        self._told.update(show(self.say(rescuing) if self._rescuing else ""))


def _choice(vaults: Sequence[VaultPlace]) -> ChoiceBox:
    from psw_tui.records.option import Option
    from psw_tui.ui.widgets.choosing import ChoiceBox  # where there is one vault, nothing is picked

    return ChoiceBox([Option(str(index), place.label) for index, place in enumerate(vaults)])
