"""How far a long piece of work is, in words and numbers: the same on screen and on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.progress import Doing, Told

WORDS: Mapping[Doing, str] = {
    Doing.BEGINNING: N_("Beginning"),
    Doing.COPYING: N_("Copying"),
    Doing.HASHING: N_("Reading it from end to end"),
    Doing.LOOKING: N_("Looking it through"),
    Doing.PUTTING: N_("Putting it in place. This cannot be stopped halfway."),
    Doing.COPYING_ANEW: N_("1 of 4: copying the vault under its new key"),
    Doing.CHECKING_ANEW: N_("2 of 4: checking the copy"),
    Doing.KEEPING_ANEW: N_("3 of 4: keeping a first backup of it"),
    Doing.SWAPPING: N_(
        "4 of 4: putting it in place. From here on it cannot be stopped: half of it would have two keys."
    ),
    Doing.REPLAYING: N_("Replaying the change log"),
    Doing.COMPARING: N_("Comparing it with the records"),
    Doing.SAVING: N_("Saving what can be read"),
    Doing.INDEXING: N_("Writing down what the search knows"),
    Doing.MAKING: N_("Making practice clients"),
    Doing.READING: N_("Reading"),
    Doing.CHECKING: N_("Checking each row"),
    Doing.IMPORTING: N_("Writing down clients"),
    Doing.TAKING_BACK: N_("Taking clients out again"),
    Doing.SEALING: N_("Locking the file. With six words it takes a few seconds."),
    Doing.OPENING: N_("Opening the file. With six words it takes a few seconds."),
    Doing.ERASING: N_("Erasing the record"),
    Doing.MEETING: N_("Looking what the others have"),
    Doing.BRINGING: N_("Taking in what the others wrote"),
    Doing.SENDING: N_("Sending what the hub has not got"),
    Doing.GATHERING: N_("Gathering what the others have not got"),
}

COUNTED = frozenset(
    {
        Doing.REPLAYING,
        Doing.COMPARING,
        Doing.SAVING,
        Doing.INDEXING,
        Doing.MAKING,
        Doing.READING,
        Doing.CHECKING,
        Doing.IMPORTING,
        Doing.TAKING_BACK,
        Doing.BRINGING,
        Doing.SENDING,
        Doing.GATHERING,
    },
)
"""What is told in pieces that a worker can picture; of the rest only the share is."""

SIGNS = "|/-\\"
"""One after the other, they show that something moves."""


def sign(turn: int) -> str:
    """The moving sign."""
    return SIGNS[turn % len(SIGNS)]


def how_far(told: Told, language: Language) -> str:
    """What is being done, and how much of it is: a share where one is known, else a count."""
    what = language.say(WORDS[told.doing])
    counts = told.doing in COUNTED
    if told.share is None:
        return f"{what}: {told.done}" if counts and told.done else what
    percent = int(told.share * 100)
    if counts:
        return language.say(
            "{what}: {n} of {all}, {percent} %", what=what, n=min(told.done, told.of), all=told.of, percent=percent
        )
    return language.say("{what}: {percent} %", what=what, percent=percent)
