"""What came of meeting the team, in words: what went, what came, and what somebody has to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.services.teamwork.syncing import Met

NEW_NAME = N_(
    "A copy of this notebook was used too, such as a backup that was brought back. This laptop goes on under a new name."
    " Nothing was lost."
)
KEYS_MISSING = N_(
    "Some of it is locked with a newer key of the team that has not reached this laptop. Ask {whom} to meet the team, then"
    " meet it once more."
)
AHEAD = N_(
    "The clock of this laptop is ahead of the hub's by {how_much}. Set it right: the order of what you both wrote hangs on it."
)
BEHIND = N_(
    "The clock of this laptop is behind the hub's by {how_much}. Set it right: the order of what you both wrote hangs on it."
)
A_DAY = timedelta(days=1)


def met_words(met: Met, language: Language, others: Sequence[str] = ()) -> list[str]:
    """All of it as paragraphs; `others` are the names of those who could help."""
    return [*_passed(met, language), *_to_do(met, language, others)]


def _passed(met: Met, language: Language) -> Iterator[str]:
    if not (met.sent or met.brought):
        yield language.say("Nothing was new on either side.")
        return
    if met.sent:
        yield language.say_n("{n} change went out.", "{n} changes went out.", met.sent)
    if not met.brought:
        return
    came = language.say_n("{n} change came in.", "{n} changes came in.", met.brought)
    records = language.say_n("{n} record is not as it was.", "{n} records are not as they were.", met.changed)
    yield f"{came} {records}" if met.changed else came


def _to_do(met: Met, language: Language, others: Sequence[str]) -> Iterator[str]:
    whom = ", ".join(others) or language.say("somebody in the team")
    if met.new_name:
        yield language.say(NEW_NAME)
    if met.conflicts:
        yield language.say_n(
            "In {n} place you and others wrote different things. Nothing is lost: {key:team.disagreements} shows both.",
            "In {n} places you and others wrote different things. Nothing is lost: {key:team.disagreements} shows all.",
            met.conflicts,
        )
    if met.clock_off:
        yield _clock(met.clock_off, language)
    yield from _left(met, language, whom)


def _left(met: Met, language: Language, whom: str) -> Iterator[str]:
    """What was left where it is, and what waits."""
    if met.unknown:
        yield language.say_n(
            "{n} laptop wrote that nobody let in here, and it was left. Is it one of yours? Then ask {whom} to meet the team:"
            " its letter comes with that.",
            "{n} laptops wrote that nobody let in here, and they were left. Are they yours? Then ask {whom} to meet the team:"
            " their letters come with that.",
            len(met.unknown),
            whom=whom,
        )
    if met.forged:
        yield language.say_n(
            "{n} change is not what its laptop signed. It was left, and is asked for again next time.",
            "{n} changes are not what their laptops signed. They were left, and are asked for again next time.",
            met.forged,
        )
    if met.keys_missing:
        yield language.say(KEYS_MISSING, whom=whom)
    if met.waiting:
        yield language.say_n(
            "Changes of {n} laptop came with a gap before them. They wait for what lies between.",
            "Changes of {n} laptops came with a gap before them. They wait for what lies between.",
            met.waiting,
        )


def _clock(off: timedelta, language: Language) -> str:
    days = language.say_n("{n} day", "{n} days", max(1, round(abs(off) / A_DAY)))
    return language.say(AHEAD if off > timedelta() else BEHIND, how_much=days)
