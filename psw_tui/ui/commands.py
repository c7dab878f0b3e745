"""What a person can do on a screen: one class that feeds the key, the bottom line, the palette and help."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding

from psw_tui.domain.keys import KEYS, key_name
from psw_tui.domain.words import N_

STEP_KEYS = "1-9"
"""The key of a command that is nine keys: each goes to the response step of its number."""


@dataclass(frozen=True)
class Command:
    """One thing a person can do: `area.verb`, the key that does it, a word for the bottom line, a sentence for help."""

    id: str
    key: str
    label: str
    sentence: str
    in_forms: bool = False
    """Works while typing too, so it must not be a letter."""
    does: str = ""
    """The action with its argument, where several commands share one action."""
    always: bool = False
    """Has its place on the bottom line whatever else there is."""
    on_line: bool = True
    """Named on the bottom line; the palette and help name every command."""

    once: bool = False
    """A key held down does it once: saving, or what closes, takes back or throws away."""

    @property
    def action(self) -> str:
        """The action of a screen that offers it: the verb, unless it says otherwise."""
        return self.does or self.id.partition(".")[2]

    @property
    def first_key(self) -> str:
        """The key people are told about."""
        return key_name(self.key)

    def bindings(self) -> list[Binding]:
        """The key as Textual knows it. The bottom line is drawn from the command itself, so it is hidden here."""
        if not self.key:  # reached through the palette only
            return []
        if self.key == STEP_KEYS:
            return [
                Binding(digit, f"step({digit})", self.label, show=False, id=f"{self.id}.{digit}")
                for digit in "123456789"
            ]
        return [Binding(self.key, self.action, self.label, show=False, id=self.id, tooltip=self.sentence)]


def choosing(id_: str, key: str, label: str, sentence: str, *, once: bool = False) -> Command:
    """A command of a list screen: its verb, with the marked line, is the screen's result."""
    return Command(id_, key, label, sentence, does=f"choose('{id_.partition('.')[2]}')", once=once)


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """The bindings of a screen that offers these commands."""
    return [binding for command in commands for binding in command.bindings()]


HELP = Command("screen.help", "f1", N_("help"), N_("Explain this screen."), in_forms=True, always=True)
HELP_LIST = Command("list.help", KEYS["list.help"], N_("help"), N_("Explain this screen."), always=True)
MANUAL = Command(
    "app.manual", "", N_("manual"), N_("Read in the whole manual, or look for words in it."), on_line=False
)
SECURITY = Command(
    "app.security", "", N_("what is protected"), N_("What is protected against what, and what is not."), on_line=False
)
HIDE = Command("app.hide", "f9", N_("hide"), N_("Hide everything at once and lock."), in_forms=True, on_line=False)
COLOURS = Command(
    "app.colours",
    KEYS["app.colours"],
    N_("colours"),
    N_("Other colours: dark, light, high contrast, blue and orange, or the terminal's own."),
    in_forms=True,
    on_line=False,
)
TO_CALL = N_("Show whom to call, over whatever is on screen.")
CRISIS = Command("app.crisis", "f8", N_("crisis"), TO_CALL, in_forms=True, always=True)
CRISIS_LIST = Command("list.crisis", KEYS["list.crisis"], N_("crisis"), TO_CALL, always=True)
TO_CAPTURE = N_("Put down one line in a moment, about a client or for later.")
CAPTURE = Command("app.capture", "f5", N_("quick note"), TO_CAPTURE, in_forms=True, on_line=False)
CAPTURE_LIST = Command("list.capture", "full_stop,f5", N_("quick note"), TO_CAPTURE, on_line=False)
NOTE = Command("list.debrief", "n", N_("note"), N_("Write a debrief of a contact."), on_line=False)
TO_DO = Command("list.to_do", "t", N_("to do"), N_("What is due: for this client, or for all."), on_line=False)
FIND = Command("list.find", "slash", N_("find"), N_("Find words in everything you wrote."), on_line=False)
LOCK = Command("list.lock", KEYS["list.lock"], N_("lock"), N_("Lock: what you typed stays as a draft."))
QUIT = Command("caseload.end", "q", N_("quit"), N_("Close the program. Drafts are kept."), once=True)
BACK = Command("screen.back", KEYS["screen.back"], N_("back"), N_("Go back to the screen before."), always=True)
LEAVE = Command(
    "form.leave",
    KEYS["form.leave"],
    N_("leave, draft kept"),
    N_("Leave this form. What you typed stays as a draft."),
    in_forms=True,
    always=True,
)
WORDS = Command(
    "form.words",
    KEYS["form.words"],
    N_("words"),
    N_("Look for words that can hurt, and other ways to say it."),
    in_forms=True,
)
SAVE = Command(
    "form.save", KEYS["form.save"], N_("save"), N_("Save what is on the screen."), in_forms=True, always=True, once=True
)
