"""How hard a passphrase is to guess: a hint for whoever chooses one, never a hurdle.

zxcvbn knows lists of words, names, keyboards and dates. It counts guesses; what it would say in English is left to
strength_words.py. What it was given lives on in its answer, so nothing but a number and a kind leaves this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

LOOKED_AT = 72
"""Characters; what comes after could only make it harder to guess, and the search grows with the square."""

GUESSES_PER_SECOND = 10_000.0
"""Of somebody who has the laptop and rents a room of computers: the key derivation allows no more."""


class Weakness(Enum):
    """Why a passphrase is easy to guess."""

    NONE = "none"
    COMMON = "a common password"
    NAME = "a name"
    WORD = "one word"
    REPEATS = "repeats"
    SEQUENCE = "a sequence"
    KEYBOARD = "neighbours on the keyboard"
    DATE = "a date or year"


@dataclass(frozen=True)
class Strength:
    """What a guesser is up against."""

    seconds: float
    """How long one in possession of the laptop would need, about."""

    weakness: Weakness
    """What makes it easy, if anything stands out."""


EASY = 10 * 365 * 86_400.0
"""Seconds; a passphrase that lasts longer is told no weakness."""


def strength_of(passphrase: str, about: tuple[str, ...] = ()) -> Strength:
    """What to tell about this passphrase; `about` are words a guesser knows of the worker, such as the label."""
    from zxcvbn import zxcvbn  # its lists take a moment to load, and only who chooses a passphrase needs them

    if not passphrase:
        return Strength(0.0, Weakness.NONE)
    found = zxcvbn(passphrase[:LOOKED_AT], user_inputs=[word for word in about if word])
    seconds = float(found["guesses"]) / GUESSES_PER_SECOND
    if seconds > EASY:
        return Strength(seconds, Weakness.NONE)
    return Strength(seconds, _weakness(found["sequence"]))


def _weakness(matches: list[dict[str, object]]) -> Weakness:
    """That of the longest piece; a guesser takes the pieces one by one."""
    longest = max(matches, key=lambda match: len(str(match["token"])))
    match longest["pattern"]:
        case "repeat":
            return Weakness.REPEATS
        case "sequence":
            return Weakness.SEQUENCE
        case "spatial":
            return Weakness.KEYBOARD
        case "date" | "regex":
            return Weakness.DATE
        case "dictionary":
            return _of_word(str(longest["dictionary_name"]), alone=len(matches) == 1)
        case _:
            return Weakness.NONE


def _of_word(listed: str, *, alone: bool) -> Weakness:
    if listed == "passwords":
        return Weakness.COMMON
    if listed in {"male_names", "female_names", "surnames", "user_inputs"}:
        return Weakness.NAME
    return Weakness.WORD if alone else Weakness.NONE
