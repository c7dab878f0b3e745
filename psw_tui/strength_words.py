"""How hard a passphrase is to guess, in words: a length of time and a reason, never a score."""

from __future__ import annotations

from collections.abc import Mapping

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.services.strength import Strength, Weakness

MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
YEAR = 365 * DAY

TIMES = (
    (MINUTE, N_("A guesser who has this laptop would need less than a minute.")),
    (HOUR, N_("A guesser who has this laptop would need some minutes.")),
    (DAY, N_("A guesser who has this laptop would need some hours.")),
    (30 * DAY, N_("A guesser who has this laptop would need some days.")),
    (YEAR, N_("A guesser who has this laptop would need some months.")),
    (100 * YEAR, N_("A guesser who has this laptop would need some years.")),
)
FOR_EVER = N_("A guesser who has this laptop would need more than a lifetime.")

REASONS: Mapping[Weakness, str] = {
    Weakness.NONE: N_("Another word or two makes it much harder."),
    Weakness.COMMON: N_("It is easy to guess because many people use it."),
    Weakness.NAME: N_("It is easy to guess because a name is tried early."),
    Weakness.WORD: N_("It is easy to guess because it is one word from a dictionary."),
    Weakness.REPEATS: N_("It is easy to guess because it repeats itself."),
    Weakness.SEQUENCE: N_("It is easy to guess because it runs like abc or 123."),
    Weakness.KEYBOARD: N_("It is easy to guess because its keys are neighbours."),
    Weakness.DATE: N_("It is easy to guess because dates and years are tried early."),
}


def strength_words(strength: Strength, language: Language) -> str:
    """One or two sentences; nothing while nothing is typed."""
    if not strength.seconds:
        return ""
    for least, words in TIMES:
        if strength.seconds < least:
            return f"{language.say(words)} {language.say(REASONS[strength.weakness])}"
    return language.say(FOR_EVER)
