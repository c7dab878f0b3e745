"""Making a vault, three screens of five: what this is, a name and a passphrase, and the recovery code typed back.

The other two, in first_day.py, come when the vault is there.
"""

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
from psw_tui.practice_words import WHAT_IT_IS
from psw_tui.records.option import Option
from psw_tui.ui.commands import CRISIS, HELP, HIDE, Command
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.routes import BringBack
from psw_tui.ui.show import show
from psw_tui.ui.widgets.choosing import ChoiceBox
from psw_tui.ui.widgets.line_box import Box, LineBox, SecretBox
from psw_tui.ui.widgets.lines import KeyLine
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
BACK = Command("set_up.back", "escape", N_("back"), N_("Go back to the screen before."), in_forms=True)

WELCOME = (
    *WHAT_IT_IS,
    N_("On every screen {hide} hides all at once, {help} is help, {crisis} shows whom to call."),
    N_("Five short screens, and you can begin. Have pen and paper ready. Enter goes on."),
)

SCREENS = 5


def numbered(language: Language, number: int, title: str) -> str:
    """The title of one of the five screens."""
    return language.say("{n} of {all}: {title}", n=number, all=SCREENS, title=title)


class WelcomeScreen(PswScreen[None]):
    """What the program is and what it is not, in the language that is picked here."""

    OFFERS: ClassVar[Sequence[Command]] = (LEAVE, RESTORE, CRISIS, HELP)
    HELP_NAME = "set_up"
    DEFAULT_CSS = """
    WelcomeScreen #middle { height: 1fr; padding: 1 4; scrollbar-size-vertical: 1; }
    WelcomeScreen .words { margin-top: 1; height: auto; }
    WelcomeScreen.-low #middle { padding: 0 1; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-fair")]  # noqa: RUF012 - as Textual declares it

    @dataclass
    class Begun(Message):
        """The worker has read it and goes on."""

        language: str

    class Left(Message):
        """No vault after all."""

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self._tongue = ChoiceBox([Option("en", "English"), Option("fr", "Français")])
        self._words = [Static("", classes="words") for _ in WELCOME]
        self._top = self.top("")

    def compose(self) -> ComposeResult:
        yield self._top
        with VerticalScroll(id="middle", can_focus=False):
            yield Static(show("Language / Langue"))
            yield self._tongue
            yield from self._words
        yield from self.bottom()

    def on_mount(self) -> None:
        self._tongue.put(self.language.code)
        self._draw()
        self._tongue.focus()

    @on(Box.GoOn)
    def go_on(self) -> None:
        """Another language is shown first, so that it can be read; else go on."""
        if self._tongue.raw in ("", self.language.code):
            self.post_message(self.Begun(self.language.code))
        else:
            self.language = speak(self._tongue.raw)
            self._draw()

    def action_restore(self) -> None:
        """Bring a vault back instead of making one."""
        self.post_message(BringBack())

    def action_leave(self) -> None:
        """Leave: back to the unlock screen, or out where there is no vault to unlock."""
        self.post_message(self.Left())

    def _draw(self) -> None:
        keys = {each.action: each.first_key for each in (HIDE, HELP, CRISIS)}
        for line, words in zip(self._words, WELCOME, strict=True):
            line.update(show(self.say(words, **keys)))
        self._top.head(show(numbered(self.language, 1, self.say("what this is"))))
        self.query_one(KeyLine).name_again(self.keys())


class SetUpScreen(PswScreen[None]):
    """Asks for the name and the passphrase of a new vault. The code comes on the next screen."""

    OFFERS: ClassVar[Sequence[Command]] = (SHOW, BACK, CRISIS, HELP)
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

    def __init__(self, language: Language) -> None:
        super().__init__(language)
        self._worker = LineBox()
        self._secret = SecretBox()
        self._again = SecretBox()
        self._hint = StrengthHint(language)
        self._told = Static("", id="told")

    def compose(self) -> ComposeResult:
        yield self.top(numbered(self.language, 2, self.say("your name and passphrase")))
        with VerticalScroll(id="middle", can_focus=False):
            yield Static(
                show(self.say("Your name in the notes (a first name or a label; it names the vault too)")),
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
        self._worker.focus()

    @on(Box.Answered)
    def look(self, event: Box.Answered) -> None:
        """Tell how hard the passphrase is to guess, while it is typed."""
        if event.box is self._secret:
            self._hint.tell_about(self._secret.raw, (self._worker.raw,), self.language)

    @on(Box.GoOn)
    def go_on(self, event: Box.GoOn) -> None:
        """Enter goes from box to box, and on from the last one."""
        if event.box is not self._again:
            self.focus_next()
        elif problem := self._problem():
            self.tell(problem)
        else:
            answers = (self._worker.raw.strip(), self._worker.raw.strip(), self.language.code, self._secret.raw)
            self.post_message(self.Answered(*answers))

    def tell(self, words: str) -> None:
        """Say what stands in the way."""
        self._told.update(show(words))
        self.call_after_refresh(self._told.scroll_visible, animate=False)

    def action_show(self) -> None:
        """Show or hide what is typed."""
        for box in (self._secret, self._again):
            box.password = not box.password

    def _problem(self) -> str:
        say = self.say
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

    OFFERS: ClassVar[Sequence[Command]] = (BACK, CRISIS, HELP)
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
        yield self.top(self.title_words())
        with Vertical(id="middle"):
            yield self._words
            yield Static(show(_in_lines(self._code)), id="code")
            yield self._typed
            yield self._told
        yield from self.bottom()

    def title_words(self) -> str:
        """What stands at the top."""
        return numbered(self.language, 3, self.say("your recovery code"))

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

    def tell(self, words: str) -> None:
        """Say where the slip is, and leave what was typed to be mended."""
        self._told.update(show(words))


class NewCodeScreen(RecoveryScreen):
    """The same for a vault that is there: whether the code was typed back right is judged here, and nothing changes yet."""

    OFFERS: ClassVar[Sequence[Command]] = (KEEP, CRISIS, HELP)

    def __init__(self, language: Language, code: str, judge: Callable[[str], str]) -> None:
        super().__init__(language, code)
        self._judge = judge

    def title_words(self) -> str:
        """What stands at the top."""
        return self.say("Your recovery code")

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
