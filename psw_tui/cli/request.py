"""What a command is asked, and how it says no."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from psw_tui.domain.text import plain
from psw_tui.language import Language

Walk = Callable[[Path, str], Iterable[str]]
"""Takes the app through a practice vault without a terminal: (folder, passphrase) to the lines of a transcript."""

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

    def say(self, words: str, /, **values: object) -> str:
        """`words` in the worker's language."""
        return self.language.say(words, **values)

    def tell(self, line: str = "") -> None:
        """Print one line. What it holds of people's text cannot steer the terminal."""
        print(plain(line))
