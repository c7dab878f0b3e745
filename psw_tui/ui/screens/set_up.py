"""Making a vault: a name for it, a passphrase, and the recovery code written on paper and typed back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from psw_tui.domain.passphrase import LONGEST, SHORTEST
from psw_tui.domain.words import N_
from psw_tui.language import Language, speak
from psw_tui.records.option import Option
from psw_tui.ui.commands import CRISIS, HELP, Command
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.routes import BringBack, End
from psw_tui.ui.show import show
from psw_tui.ui.widgets.choosing import ChoiceBox
from psw_tui.ui.widgets.line_box import Box, LineBox, SecretBox
from psw_tui.ui.widgets.strength import StrengthHint

LEAVE = Command("set_up.leave", "escape", N_("leave"), N_("Leave without making a vault."), in_forms=True, once=True)
RESTORE = Command(
    "set_up.restore",
    "ctrl+r",
    N_("from a backup"),
    N_("Bring a vault back from a backup, as on a new computer."),
    in_forms=True,
)
KEEP = Command(
    "passphrase.keep", "escape", N_("leave"), N_("Leave: passphrase and code stay as they are."), in_forms=True
)
SHOW = Command("set_up.show", "f4", N_("show what I type"), N_("Show the passphrase while you type it."), in_forms=True)


class SetUpScreen(PswScreen[None]):
    """Asks for everything a new vault needs. The code comes on the next screen."""

    OFFERS: ClassVar[Sequence[Command]] = (SHOW, LEAVE, RESTORE, CRISIS, HELP)
    HELP_NAME = "set_up"
    CSS = """
    #middle { height: 1fr; padding: 1 4; scrollbar-size-vertical: 1; }
    .words { margin-top: 1; }
    #told { margin-top: 1; height: auto; color: $text-error; text-style: bold; }
    """

    @dataclass
    class Answered(Message):
        """Everything asked is there."""

        label: str
        worker: str
        language: str
        passphrase: str

    class Left(Message):
        """No vault after all."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self._tongue = ChoiceBox([Option("en", "English"), Option("fr", "Français")])
        self._worker = LineBox()
        self._secret = SecretBox()
        self._again = SecretBox()
        self._hint = StrengthHint(language)
        self._told = Static("", id="told")

    def compose(self) -> ComposeResult:
        yield self.top(self.say("A new vault"))
        with VerticalScroll(id="middle", can_focus=False):
            yield Static(show(self.say("Language")))
            yield self._tongue
            yield Static(
                show(self.say("Your name in the notes (a first name or a label; it names the vault too)")),
                classes="words",
            )
            yield self._worker
            yield Static(
                show(
                    self.say(
                        "A passphrase (8 characters at least): four or more words that only you would put together"
                    )
                ),
                classes="words",
            )
            yield self._secret
            yield self._hint
            yield Static(show(self.say("The passphrase once more")), classes="words")
            yield self._again
            yield self._told
        yield from self.bottom()

    def on_mount(self) -> None:
        self._tongue.put(self.language.code)
        self._tongue.focus()

    @on(Box.Answered)
    def look(self, event: Box.Answered) -> None:
        """Tell how hard the passphrase is to guess, while it is typed."""
        if event.box is self._secret:
            self._hint.tell_about(self._secret.raw, (self._worker.raw,), speak(self._tongue.raw or self.language.code))

    @on(Box.GoOn)
    def go_on(self, event: Box.GoOn) -> None:
        """Enter goes from box to box, and on from the last one."""
        if event.box is not self._again:
            self.focus_next()
        elif problem := self._problem():
            self.tell(problem)
        else:
            answers = (self._worker.raw.strip(), self._worker.raw.strip(), self._tongue.raw, self._secret.raw)
            self.post_message(self.Answered(*answers))

    def tell(self, words: str) -> None:
        """Say what stands in the way."""
        self._told.update(show(words))
        self.call_after_refresh(self._told.scroll_visible, animate=False)

    def action_back(self) -> None:
        """Go back to the unlock screen; where there is none, because there is no vault yet, the program ends."""
        if self.app.screen_stack.index(self) > 1:
            self.dismiss(None)
        else:
            self.post_message(End())

    def action_restore(self) -> None:
        """Bring a vault back instead of making one."""
        self.post_message(BringBack())

    def action_leave(self) -> None:
        """Leave: back to the unlock screen, or out where there is no vault to unlock."""
        self.post_message(self.Left())

    def action_show(self) -> None:
        """Show or hide what is typed."""
        for box in (self._secret, self._again):
            box.password = not box.password

    def _problem(self) -> str:
        say = speak(self._tongue.raw or self.language.code).say
        if not self._worker.raw.strip():
            return say("Give a name for your notes first. A first name is enough.")
        if len(self._secret.raw) < SHORTEST:
            return say(
                "This passphrase is too short. Use {least} characters or more; a few words are best.", least=SHORTEST
            )
        if len(self._secret.raw) > LONGEST:
            return say("This passphrase is too long. {most} characters are the most.", most=LONGEST)
        if self._secret.raw != self._again.raw:
            return say("The two passphrases are not the same. Type them once more.")
        return ""


class RecoveryScreen(PswScreen[bool]):
    """Shows the recovery code once, then asks for it back. Its result is True once it was typed back right."""

    OFFERS: ClassVar[Sequence[Command]] = (LEAVE, CRISIS, HELP)
    HELP_NAME = "recovery_code"
    CSS = """
    #middle { height: 1fr; padding: 1 4; }
    .words { margin-bottom: 1; height: auto; }
    #code { margin-bottom: 1; text-style: bold; height: auto; }
    #told { margin-top: 1; height: auto; color: $text-error; text-style: bold; }
    LineBox { display: none; }
    RecoveryScreen.-asking LineBox { display: block; }
    RecoveryScreen.-asking #code { display: none; }
    """
    BINDINGS: ClassVar = [("enter", "written", "")]
    AUTO_FOCUS = ""  # the box is hidden until the code is written down; it must not hear Enter before

    @dataclass
    class TypedBack(Message):
        """What was typed back, to be compared where codes are understood."""

        typed: str

    def __init__(self, language: Language, code: str) -> None:
        super().__init__(language)
        self._code = code
        self._typed = LineBox()
        self._told = Static("", id="told")
        self._words = Static("", classes="words")

    def compose(self) -> ComposeResult:
        yield self.top(self.say("Your recovery code"))
        with Vertical(id="middle"):
            yield self._words
            yield Static(show(_in_lines(self._code)), id="code")
            yield self._typed
            yield self._told
        yield from self.bottom()

    def on_mount(self) -> None:
        self._words.update(
            show(
                self.say(
                    "Write this code on paper now. It opens your vault if you forget the passphrase. Nobody can make"
                    " it again, and it is never shown again. Keep the paper away from the laptop.\n\nPress Enter when"
                    " it is written down."
                )
            )
        )

    @property
    def once_keys(self) -> frozenset[str]:
        """Enter that is still held from the boxes before must not put the code away unread."""
        return super().once_keys | {"enter"}

    def action_written(self) -> None:
        """Hide the code and ask for it back."""
        self.add_class("-asking")
        self._words.update(
            show(self.say("Now type the code from your paper. Capitals, spaces and dashes do not matter."))
        )
        self._typed.focus()

    @on(Box.GoOn)
    def compare(self) -> None:
        """Hand over what was typed back."""
        self.post_message(self.TypedBack(self._typed.raw))

    def action_leave(self) -> None:
        """Back, without a vault; the code is worth nothing then."""
        self.dismiss(None)

    def tell(self, words: str) -> None:
        """Say where the slip is, and leave what was typed to be mended."""
        self._told.update(show(words))


class NewCodeScreen(RecoveryScreen):
    """The same for a vault that is there: whether the code was typed back right is judged here, and nothing changes yet."""

    OFFERS: ClassVar[Sequence[Command]] = (KEEP, CRISIS, HELP)

    def __init__(self, language: Language, code: str, judge: Callable[[str], str]) -> None:
        super().__init__(language, code)
        self._judge = judge

    @on(Box.GoOn)
    def compare(self) -> None:
        """Go on, or say where the slip is."""
        if problem := self._judge(self._typed.raw):
            self.tell(problem)
        else:
            self.dismiss(True)

    def action_keep(self) -> None:
        """Back; the code shown is worth nothing, and the present one stays."""
        self.dismiss(False)


def _in_lines(code: str) -> str:
    """The nine groups, three to a line, each with its number."""
    groups = [f"{number} {group}" for number, group in enumerate(code.split("-"), 1)]
    return "\n\n".join("     ".join(groups[start : start + 3]) for start in (0, 3, 6))
