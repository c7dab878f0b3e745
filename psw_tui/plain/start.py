"""Plain mode from the open vault to the last sentence."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from getpass import getpass
from threading import Thread
from typing import TextIO

from psw_tui import closed
from psw_tui.crisis import country_of
from psw_tui.domain.clock import Clock
from psw_tui.domain.words import N_
from psw_tui.ending import Ended
from psw_tui.files import NO_ROOM
from psw_tui.language import Language, speak
from psw_tui.plain.desk import Desk, KeyWords, no_keys
from psw_tui.plain.house import House
from psw_tui.plain.lines import EndOfInput, InputLines, Lines, LongIdle
from psw_tui.plain.rooms.practice import PracticeOver, PracticeWanted
from psw_tui.plain.rooms.safety import card_of, tell_card
from psw_tui.plain.set_up import GivenUp, SetUp
from psw_tui.plain.talk import FIRST_WORDS, Talk
from psw_tui.progress import Progress
from psw_tui.services.backups import look_at_newest
from psw_tui.services.practice import take_lesson_away
from psw_tui.services.settings import settings, sign_as_worker
from psw_tui.stdin import standard_input, typed_survives_interrupt
from psw_tui.storage.errors import VaultError
from psw_tui.storage.kdf import Profile
from psw_tui.storage.vault import Vault

DONE, CUT_SHORT, INTERRUPTED = 0, 1, 130
PRACTISE, PRACTISE_ANEW = 76, 77
"""Codes of a conversation that is to go on in the vault of the lessons, as it is or made anew."""

WELCOME = N_("Plain mode: one question at a time.")
ON_SCREEN = N_(
    "What is said here stays in this window until you close it, and can be scrolled back to. Close the window when you"
    " are done."
)
DRAFT_KEPT = N_("What you answered is kept as a draft.")
CLOSED = N_("The vault is closed.")
NO_MORE_INPUT = N_("There are no more answers, so this ends here.")
LONG_IDLE = N_("Nobody has answered for {n} minutes, so the vault was closed. Start again to go on.")


class PlainMode:
    """Plain mode at standard input and output."""

    def __init__(self, language: Language, key_words: KeyWords) -> None:
        """`language` is spoken until a vault is open."""
        self._lines = InputLines(standard_input(), sys.stdin.encoding or "utf-8")
        self._on_terminal = sys.stdin.isatty()
        self.language = language
        """That of the vault that was open last."""
        self._key_words = key_words
        self._is_new = False

    def card(self) -> None:
        """The crisis card, while no vault is open."""
        speech = Talk(self._lines, sys.stdout, self.language, on_terminal=self._on_terminal)
        tell_card(speech, country_of(os.environ), self.language)

    def set_up(self, clock: Clock, profile: Callable[[], Profile]) -> Vault | None:
        """Make the first vault with whoever is there; None when it was left. Raises what making a vault raises."""
        speech = Talk(self._lines, sys.stdout, self.language, on_terminal=self._on_terminal)
        speech.crisis = self.card
        try:
            made = SetUp(speech, getpass, clock, profile).run()
        except (GivenUp, EndOfInput):
            return None
        self._is_new = True
        return made

    def run(self, vault: Vault, *, lesson: bool = False) -> int:
        """Talk about an open vault, close it, and copy it into its backups. The exit code, or one to go on with."""
        self._lines.idle_minutes = lambda: settings(vault).idle_minutes
        self.language = speak(str(settings(vault).language))
        kind = Kind(lesson=lesson, new=self._is_new)
        self._is_new = False
        with typed_survives_interrupt(standard_input()):
            return talk(
                vault, self._lines, sys.stdout, on_terminal=self._on_terminal, key_words=self._key_words, kind=kind
            )


@dataclass(frozen=True)
class Kind:
    """What kind of vault is talked about."""

    lesson: bool = False
    """That of the practice."""
    new: bool = False
    """Made a moment ago."""


AS_EVERY_DAY = Kind()


def talk(
    vault: Vault,
    lines: Lines,
    out: TextIO,
    *,
    on_terminal: bool = True,
    key_words: KeyWords = no_keys,
    kind: Kind = AS_EVERY_DAY,
) -> int:
    """The same with other lines and another way out. 0 for done, 1 where answers ended within a form."""
    language = speak(str(sign_as_worker(vault).language))
    speech = Talk(lines, out, language, on_terminal=on_terminal)
    desk = Desk(vault, speech, language, key_words)
    speech.crisis = lambda: card_of(desk)
    try:
        if not kind.lesson:
            _look_at_backup(vault)
        for words in (WELCOME, ON_SCREEN, FIRST_WORDS):
            speech.tell(language.say(words))
        House(desk, lesson=kind.lesson).live(new=kind.new)
        return _end(desk, DONE, backs_up=not kind.lesson)
    except PracticeWanted:
        return _end(desk, PRACTISE)
    except PracticeOver as over:
        code = _end(desk, PRACTISE_ANEW if over.again else DONE, backs_up=False)
        if over.remove:
            take_lesson_away(vault.folder)
        return code
    except EndOfInput:
        return _end(desk, CUT_SHORT if desk.cut_short else DONE, language.say(NO_MORE_INPUT))
    except LongIdle:
        minutes = settings(vault).idle_minutes
        return _end(desk, DONE, language.say(LONG_IDLE, n=minutes))
    except KeyboardInterrupt:
        return _end(desk, INTERRUPTED)
    except Ended:
        _end(desk, DONE)
        raise


def _end(desk: Desk, code: int, *why: str, backs_up: bool = True) -> int:
    """Close the vault and say so. A terminal that has gone hears nothing."""
    desk.vault.close()
    said = [*why, *([desk.say(DRAFT_KEPT)] if desk.cut_short else []), desk.say(CLOSED)]
    with suppress(OSError, ValueError):
        for words in said:
            desk.tell(words)
        if backs_up and (trouble := back_up_closed(desk.vault, desk.language)):
            desk.talk.wrong(trouble)
    return code


def back_up_closed(vault: Vault, language: Language) -> str:
    """Copy the closed vault into its backups, as the screens do when they lock; what went wrong, as a sentence."""
    try:
        closed.back_up(vault.folder, datetime.now(UTC))
    except OSError as trouble:
        words = closed.NO_ROOM_LEFT if trouble.errno in NO_ROOM else closed.NOT_MADE
        return language.say(words, reason=trouble.strerror or type(trouble).__name__)
    return ""


def _look_at_backup(vault: Vault) -> None:
    """Find out beside the conversation whether the copy made at the last closing is good; the next opening tells."""
    try:
        work = look_at_newest(vault)
    except VaultError:
        return
    if work is None:
        return

    def look() -> None:
        with suppress(VaultError):
            work(Progress())

    Thread(target=look, name="beside", daemon=True).start()
