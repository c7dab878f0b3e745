"""The time a paper over all clients tells of: whether a day lies in it, and how it is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from psw_tui.domain.words import N_
from psw_tui.services.reporting.making import Wanted

FROM_TO, FROM, UNTIL = N_("From {since} to {until}"), N_("From {since} on"), N_("Until {until}")


def within(wanted: Wanted, day: date) -> bool:
    """Whether this day belongs to it; the first and the last day do."""
    return (wanted.since is None or day >= wanted.since) and (wanted.until is None or day <= wanted.until)


def of_when(wanted: Wanted) -> Iterator[str]:
    """The time as a line under the title; none where there is no limit."""
    words = wanted.words
    match wanted.since, wanted.until:
        case None, None:
            return
        case date() as since, date() as until:
            yield words.say(FROM_TO, since=words.whole_day(since), until=words.whole_day(until))
        case date() as since, None:
            yield words.say(FROM, since=words.whole_day(since))
        case None, date() as until:
            yield words.say(UNTIL, until=words.whole_day(until))
