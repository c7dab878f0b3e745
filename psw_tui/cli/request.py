"""What a command is asked, and how it says no."""

from __future__ import annotations

import errno
from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from psw_tui.domain.clock import Clock
from psw_tui.domain.text import plain
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.storage.kdf import Profile
from psw_tui.storage.vault import Vault

Walk = Callable[[Path, str], Iterable[str]]
"""Takes the app through a practice vault without a terminal: (folder, passphrase) to the lines of a transcript."""


class PlainMode(Protocol):
    """Plain mode at standard input and output."""

    def card(self) -> None:
        """Say the crisis card, while no vault is open."""
        ...

    def set_up(self, clock: Clock, profile: Callable[[], Profile]) -> Vault | None:
        """Make the first vault; None when the worker thought better of it. Raises what making a vault raises."""
        ...

    language: Language
    """That of the vault that was open last."""

    def run(self, vault: Vault, *, lesson: bool = False) -> int:
        """Talk about an open vault and close it; the exit code. `lesson` says that it is the practice."""
        ...


Plain = Callable[[Language], PlainMode]
"""Plain mode, speaking this language until a vault is open."""

NO_ROOM = N_("There is no room where this should be written. Make room, and try again.")

DONE, WRONG = 0, 1
"""Exit codes; 2, for arguments that make no sense, is argparse's."""


class Refused(Exception):
    """The command will not go on; the message is a whole sentence in the worker's language."""


@dataclass(frozen=True)
class Request:
    """One command with everything it may use."""

    asked: Namespace
    language: Language
    walk: Walk | None = None
    plain: Plain | None = None

    def say(self, words: str, /, **values: object) -> str:
        """`words` in the worker's language."""
        return self.language.say(words, **values)

    def tell(self, line: str = "") -> None:
        """Print one line. What it holds of people's text cannot steer the terminal. Raises Refused for a disk that is full."""
        try:
            print(plain(line))
        except OSError as trouble:
            if trouble.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
                raise
            raise Refused(self.say(NO_ROOM)) from trouble
