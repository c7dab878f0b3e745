"""A supervision request or a referral in words: where it stands, since when it waits, what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from psw_tui.domain.steps import State, StepNumber
from psw_tui.domain.words import N_
from psw_tui.language import Language

LATE_DAYS = 7
"""A supervision request unanswered this long is called late, in words (DOMAIN 4.6, step 6)."""

TITLES = {StepNumber.SUPERVISION: N_("Supervision: {code}"), StepNumber.REFER: N_("Referrals: {code}")}


def standing_of(entry: Any, today: date, language: Language) -> str:
    """The mark, the day, the state, and that it is late."""
    state = State(entry.state)
    day = language.before(language.day(entry.held_on, today))
    return f"{state.mark} {day} {language.say(state.label)}{_late(entry, state, today, language)}"


def about_of(entry: Any, known: Mapping[str, str]) -> str:
    """The question, or to whom."""
    return str(
        getattr(entry, "question", "")
        or known.get(getattr(entry, "to_contact", ""), "")
        or getattr(entry, "to_line", "")
        or "-"
    )


def _late(entry: Any, state: State, today: date, language: Language) -> str:
    """How long a question has been waiting, said aloud after a week."""
    asked = getattr(entry, "asked_on", None) or entry.held_on
    days = (today - asked).days
    if state is not State.WAITING or not hasattr(entry, "asked_on"):
        return ""
    words = "{days} d without an answer" if days < LATE_DAYS else "LATE: {days} d without an answer"
    return f", {language.say(words, days=days)}"
