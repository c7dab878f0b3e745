"""What a question offers and what an answer says, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from psw_tui.domain.dates import UnreadableDay, parse_day
from psw_tui.domain.words import N_
from psw_tui.plain.stops import Stop
from psw_tui.plain.talk import Talk
from psw_tui.records.ask import Ask, Kind
from psw_tui.records.form import is_blank
from psw_tui.records.option import Option
from psw_tui.records.step import choices_of


def options_of(talk: Talk, stop: Stop, lists: Mapping[str, Sequence[Option]]) -> list[Option]:
    """What can be picked."""
    ask = stop.ask
    if ask.kind is Kind.TICK:
        return [Option("True", talk.say(N_("yes"))), Option("", talk.say(N_("no")))]
    if ask.choices is not None:
        return [Option(str(each), talk.say(each.label)) for each in choices_of(stop.form, ask)]
    return list(lists.get(ask.source, ()))


def told(talk: Talk, ask: Ask, answer: Any, options: Sequence[Option], today: date) -> str:
    """A raw answer in words, of any kind but rows; a dash for none."""
    if is_blank(answer):
        return "-"
    labels = {option.value: option.label for option in options}
    match ask.kind:
        case Kind.TICK:
            return talk.say(N_("yes"))
        case Kind.CHOICE | Kind.PICK:
            return labels.get(str(answer), str(answer))
        case Kind.SEVERAL | Kind.PICKS:
            return ", ".join(labels.get(str(each), str(each)) for each in answer)
        case Kind.SCALE:
            return {"a": talk.say(N_("not asked")), "p": talk.say(N_("prefer not to say"))}.get(
                str(answer), str(answer)
            )
        case Kind.DAY:
            return _day(talk, str(answer), today)
        case _:
            return str(answer)


def _day(talk: Talk, typed: str, today: date) -> str:
    """The day that is meant, with its weekday, and as it is kept."""
    try:
        found = parse_day(typed, today)
    except UnreadableDay:
        return typed
    return f"{talk.language.day_with_weekday(found)} ({found.isoformat()})"
