"""Where workers wrote different things, in words: what it is about, who wrote what, what counts meanwhile, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psw_tui.domain.clock import Clock
from psw_tui.domain.words import N_
from psw_tui.history_words import CODE, HIDDEN, NUMBER, TEAM_READS, kind_of
from psw_tui.language import Language
from psw_tui.readable import NAMES, Readable
from psw_tui.records.ask import Ask, Kind
from psw_tui.records.columns import read_instant
from psw_tui.records.form import questions
from psw_tui.records.leaving import Fate
from psw_tui.records.logged import TABLES
from psw_tui.services.teamwork.disagreements import Disagreement, GaveWay, Given, Version
from psw_tui.storage import rules
from psw_tui.storage.log import read_values
from psw_tui.storage.meeting import PRESENCE
from psw_tui.when_words import begun_at

NOTHING = N_("Nobody wrote something else than you: there is nothing to settle.")

IS_IT_THERE = N_("One of you took this back, another went on writing in it.")
STAYS, GOES = N_("it stays"), N_("it goes")

SOMETHING = N_("What was written")
"""A column nobody is asked for."""

NO_QUESTION: Mapping[tuple[str, str], str] = {
    ("client", "code"): CODE,
    ("client", "shared_with_team"): TEAM_READS,
    ("rating", "value"): NUMBER,
    ("erasure", "fate"): N_("What became of the wish to erase"),
    ("erasure", "ended_at"): N_("When that was"),
}

FATES: Mapping[str | None, str] = {
    Fate.ERASED: N_("erased"),
    Fate.CALLED_OFF: N_("called off"),
    None: N_("waits"),
}

STRICTER = N_("Until somebody picks, the stricter one counts.")

WHY: Mapping[rules.Rule, str] = {
    rules.NEWEST_LISTED: N_("Until somebody picks, the newer one counts."),
    rules.ONCE: N_("Until somebody picks, the older one counts."),
    rules.ALL_OF_LISTED: N_("Until somebody picks, all of it counts together."),
    rules.COMMON: N_("Until somebody picks, only what each of you wrote counts."),
    rules.BESIDE: N_("Until somebody picks, they count side by side."),
    rules.EARLIER: N_("Until somebody picks, the earlier day counts."),
    rules.LATER: N_("Until somebody picks, the later day counts."),
    rules.NOT_YET: N_("Until somebody picks, it counts as not done."),
    rules.TICKED: N_("Until somebody picks, yes counts."),
    rules.NOT_TICKED: N_("Until somebody picks, no counts."),
    rules.YES_BEFORE_NO: N_("Until somebody picks, yes counts."),
    rules.NO_BEFORE_YES: STRICTER,
    rules.MESSAGES: STRICTER,
    rules.KNOWS_NOTES: STRICTER,
    rules.HOW_MUCH: N_("Until somebody picks, the one that keeps less counts."),
    rules.DIRECTION: STRICTER,
    rules.WHO_SHARES: STRICTER,
    rules.HOW_MUCH_WITHDRAWN: STRICTER,
    rules.WORRY: N_("Until somebody picks, the greater worry counts."),
    rules.FATE: N_("Until somebody picks, erased counts."),
}
"""Why this one counts meanwhile, by the rule of its field."""

WHY_IT_STAYS = N_("Until somebody picks, it stays.")

GAVE_WAY: Mapping[GaveWay, str] = {
    GaveWay.CODE: N_("{code}: two of you gave this code to different people. Give this one a new code."),
    GaveWay.LOOK: N_(
        "{code}: two of you opened a fresh look at once. The one of {day} shows as opened by mistake. Nothing is to be done."
    ),
}


@dataclass(frozen=True)
class Pick:
    """One value that can be picked."""

    value: Any
    """As it is stored: what `settle` wants."""
    words: str
    told: str
    """The words with who wrote it and when, and whether it counts: "no (Bo, Fri 12:00), counts now"."""
    by: Sequence[Version]
    """Who wrote it; nobody, where it is something of each."""


def title(which: Disagreement, reader: Readable) -> str:
    """What it is about: "Maple-27, client: OK to leave a message?"."""
    say = reader.language.say
    kind = kind_of(which.conflict.entity, reader.language)
    about = _about(which, reader)
    whose = ", ".join(filter(None, (which.code, f"{kind} ({about})" if about else kind)))
    return f"{reader.language.before(whose)} {say(question_of(which))}"


def question_of(which: Disagreement) -> str:
    """The words of the question that was answered differently; still to be translated."""
    conflict = which.conflict
    if conflict.field == PRESENCE:
        return IS_IT_THERE
    ask = _ask(which)
    return ask.words if ask else NO_QUESTION.get((conflict.entity, conflict.field), SOMETHING)


def counts_words(which: Disagreement, reader: Readable, *, names: bool = False) -> str:
    """What counts meanwhile, where that is none of what they wrote, and why."""
    if not which.is_mix:
        return why(which, reader.language)
    mixed = reader.language.say("Counts now: {value}.", value=value_words(which, which.counts, reader, names=names))
    return f"{mixed} {why(which, reader.language)}"


def why(which: Disagreement, language: Language) -> str:
    """Why this one counts meanwhile."""
    conflict = which.conflict
    if conflict.field == PRESENCE:
        return language.say(WHY_IT_STAYS)
    return language.say(WHY[rules.RULES[conflict.entity][conflict.field]])


def picks(which: Disagreement, reader: Readable, clock: Clock, *, names: bool = False) -> Sequence[Pick]:
    """What can be picked, each value once, the oldest first; a mix that counts meanwhile comes last."""
    by_value: dict[tuple[str, Any], list[Version]] = {}
    for version in which.versions:
        by_value.setdefault((type(version.value).__name__, version.value), []).append(version)
    found = [_pick(which, versions, reader, clock, names=names) for versions in by_value.values()]
    if which.is_mix:
        kept = value_words(which, which.counts, reader, names=names)
        told = reader.language.say("keep it as it counts now: {value}", value=kept)
        found.append(Pick(which.counts, kept, told, ()))
    return found


def _pick(which: Disagreement, by: Sequence[Version], reader: Readable, clock: Clock, *, names: bool) -> Pick:
    value = by[0].value
    words = value_words(which, value, reader, names=names)
    who = "; ".join(f"{each.author or '?'}, {begun_at(reader.language, clock, each.at)}" for each in by)
    told = N_("{value} ({who}), counts now") if by[0].counts else N_("{value} ({who})")
    return Pick(value, words, reader.language.say(told, value=words, who=who), by)


def will_do(which: Disagreement, value: Any, reader: Readable, *, names: bool = False) -> str:
    """What picking this value does, before it is done."""
    say = reader.language.say
    if which.conflict.field == PRESENCE:
        return say("It stays, for all of the team.") if value else say("It is taken back, for all of the team.")
    words = value_words(which, value, reader, names=names)
    return say("From now on this counts, for all of the team: {value}", value=words)


def value_words(which: Disagreement, value: Any, reader: Readable, *, names: bool = False) -> str:
    """A value as people say it. A person's name only where `names` says so."""
    say, conflict = reader.language.say, which.conflict
    if conflict.field == PRESENCE:
        return say(STAYS if value else GOES)
    if conflict.field in NAMES and not names:
        return say(HIDDEN)
    if conflict.field == "fate":
        return say(FATES[value]) if value in FATES else _plain(value)
    ask = _ask(which)
    try:
        typed = read_values(TABLES[conflict.entity], {conflict.field: value})[conflict.field]
        if isinstance(typed, bool) or (ask and ask.kind is Kind.TICK):
            return say("yes") if typed else say("no")
        if isinstance(typed, datetime):
            return reader.day(typed.date())
        return reader.told(ask, typed) if ask else reader.known.get(value, _plain(typed))
    except (ValueError, TypeError, KeyError):  # a newer program's word
        return _plain(value)


def given_words(given: Given, reader: Readable) -> str:
    """What gave way, and what a person can do about it."""
    return reader.language.say(GAVE_WAY[given.kind], code=given.code, day=reader.day(given.on))


def _ask(which: Disagreement) -> Ask | None:
    return dict(questions(TABLES[which.conflict.entity])).get(which.conflict.field)


def _about(which: Disagreement, reader: Readable) -> str:
    """Which record of its kind it is: what it says, else its day; nothing for a client, who has a code."""
    if which.conflict.entity == "client":
        return ""
    words = reader.known.get(which.conflict.row) or which.record.get("what")
    return str(words or _day(which, reader))


def _day(which: Disagreement, reader: Readable) -> str:
    record = which.record
    try:
        for name in ("held_on", "opened_on", "day", "set_on", "made_on"):
            if record.get(name):
                return reader.day(date.fromisoformat(record[name]))
        return reader.day(read_instant(record["made_at"]).date())
    except (ValueError, TypeError, KeyError):  # nothing a program of ours has stored
        return ""


def _plain(value: Any) -> str:
    return "-" if value is None or value == "" else str(value)
