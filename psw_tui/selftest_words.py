"""What the self-test found, as sentences for the worker: one for each part that works, and one for each that does not."""

from __future__ import annotations

from collections.abc import Mapping

from psw_tui.domain.text import one_line
from psw_tui.domain.words import N_
from psw_tui.health_words import NOTED, OK, WRONG
from psw_tui.language import Language
from psw_tui.sentences import knows, sentence
from psw_tui.services.selftest import Broken, Part, Tried

FINE: Mapping[Part, str] = {
    Part.FILES: N_("The files that came with the program can be read."),
    Part.VAULT: N_("A vault can be made on this computer."),
    Part.STEPS: N_("All nine steps can be written down."),
    Part.SECRET: N_("Nothing of it can be read on the disk."),
    Part.FIND: N_("What was written is found."),
    Part.BACKUP: N_("A backup can be made, and it is good."),
    Part.RESTORE: N_("The vault comes back from its backup."),
    Part.SEALING: N_("What leaves the laptop can be locked, and opened again."),
    Part.PAPER: N_("A PDF can be drawn."),
    Part.SCREENS: N_("Every screen of the nine steps can be drawn."),
}

WRONG_WORDS: Mapping[Part, str] = {
    Part.FILES: N_("A file that came with the program is missing or spoiled: {what}"),
    Part.VAULT: N_("No vault can be made on this computer: {what}"),
    Part.STEPS: N_("The nine steps cannot be written down: {what}"),
    Part.SECRET: N_("What was written may be readable on the disk: {what}"),
    Part.FIND: N_("What was written is not found: {what}"),
    Part.BACKUP: N_("No good backup can be made: {what}"),
    Part.RESTORE: N_("The vault does not come back from its backup: {what}"),
    Part.SEALING: N_("What leaves the laptop cannot be locked: {what}"),
    Part.PAPER: N_("No PDF can be drawn: {what}"),
    Part.SCREENS: N_("The screens cannot be drawn: {what}"),
}

NOT_HERE: Mapping[Part, str] = {
    Part.PAPER: N_(
        "No PDF is drawn here, because typst is not installed. Papers can be HTML, to print from a browser."
    ),
    Part.SCREENS: N_("The screens were not looked at from here."),
}
"""Of parts that need not be there."""


def told(one: Tried, language: Language) -> str:
    """How it went, in one line that begins with a word for it."""
    say = language.say
    if one.absent:
        return f"{say(NOTED):<6} {say(NOT_HERE[one.part])}"
    if one.error is None:
        return f"{say(OK):<6} {say(FINE[one.part])}"
    return f"{say(WRONG):<6} {say(WRONG_WORDS[one.part], what=_what(one.error, language))}"


def _what(error: Exception, language: Language) -> str:
    """Why, for whoever repairs it; nobody's notes can be in it."""
    if isinstance(error, Broken):
        return one_line(error.what)
    if knows(type(error)):
        return sentence(error, language)
    return one_line(f"{type(error).__name__}: {error}")
