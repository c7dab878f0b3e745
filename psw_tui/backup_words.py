"""What backups say about themselves, in words: for the screen, the caseload and the command line."""

from __future__ import annotations

from collections.abc import Mapping

from psw_tui import backups
from psw_tui.backups import Backup
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.services.backups import Drilled, Standing

FAULTS: Mapping[str, str] = {
    backups.UNREADABLE: N_("nobody can read what it says about itself"),
    backups.CUT_SHORT: N_("a part of it is missing"),
    backups.CHANGED: N_("it is not what was written"),
    backups.DAMAGED: N_("it cannot be read to its end"),
    backups.FOREIGN: N_("it belongs to another vault"),
    backups.PLAINTEXT: N_("it is not encrypted"),
    backups.KEYS_LOST: N_("its keys are damaged; only the recovery code opens it"),
}
"""By the short name a backup carries."""

MEGABYTE = 1_000_000


def fault_words(fault: str, language: Language) -> str:
    """What is wrong with a backup."""
    return language.say(FAULTS.get(fault, FAULTS[backups.DAMAGED]))


def state_words(backup: Backup, language: Language) -> str:
    """Good, not looked at, or what is wrong."""
    if backup.fault:
        return language.say("NOT GOOD: {what}", what=fault_words(backup.fault, language))
    return language.say("good") if backup.good else language.say("not looked at yet")


def size_words(size: int, language: Language) -> str:
    """Megabytes, with one digit behind the point for small ones."""
    whole = size / MEGABYTE
    return language.say("{n} MB", n=f"{whole:.0f}" if whole >= 10 else f"{whole:.1f}")


def standing_sentence(standing: Standing, language: Language) -> str:
    """What the caseload says about the last good backup; nothing while there is nothing to lose."""
    if not standing.something_to_lose:
        return ""
    if standing.spoilt:
        return language.say("! The newest backup is not good. Press {key:caseload.backups}.")
    if standing.days is None:
        return _never(standing, language)
    words = _ago(standing.days, language)
    if standing.loud:
        return language.say("! Last good backup: {when}. Press {key:caseload.backups}.", when=words)
    return language.say("Last good backup: {when}.", when=words)


def drill_sentence(drilled: Drilled, day: str, language: Language) -> str:
    """How the drill went."""
    if drilled.then is None:
        what = fault_words(drilled.fault, language)
        return language.say("The backup of {day} does not open: {what}. Do not rely on it.", day=day, what=what)
    sentence = (
        "The backup of {day} opens. It holds {clients} and {debriefs}. Your vault now has {clients_now} and"
        " {debriefs_now}. The trial copy was removed."
    )
    then, now = drilled.then, drilled.now
    return language.say(
        sentence,
        day=day,
        clients=language.say_n("{n} client", "{n} clients", then.clients),
        debriefs=language.say_n("{n} debrief", "{n} debriefs", then.debriefs),
        clients_now=language.say_n("{n} client", "{n} clients", now.clients),
        debriefs_now=language.say_n("{n} debrief", "{n} debriefs", now.debriefs),
    )


def _never(standing: Standing, language: Language) -> str:
    if standing.waits:
        return language.say("A backup is there. It is still to be looked at.")
    return language.say("! No backup yet. One is made when you lock or quit.")


def _ago(days: int, language: Language) -> str:
    if days < 2:
        return language.say("today") if days == 0 else language.say("yesterday")
    return language.say_n("{n} day ago", "{n} days ago", days)
