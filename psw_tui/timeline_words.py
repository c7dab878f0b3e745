"""A moment of a client's timeline in words."""

from __future__ import annotations

from collections.abc import Mapping

from psw_tui.domain.steps import State
from psw_tui.domain.words import N_
from psw_tui.history_words import STEP_KINDS
from psw_tui.kind_words import kind_of
from psw_tui.language import Language
from psw_tui.records.ask import Choice
from psw_tui.records.choices import WhoseIdea, YesNo
from psw_tui.records.debrief import Contact
from psw_tui.records.follow_up import FollowUpState
from psw_tui.records.fresh_look import Outcome, WhyNow
from psw_tui.records.goal import GoalState, NoAnswer
from psw_tui.records.leaving import Paper
from psw_tui.records.snooze import SnoozeReason
from psw_tui.records.support import ContactKind
from psw_tui.services.timeline import CLOSED, OPENED, TAKEN_BACK, Moment

TURNS = {OPENED: N_("opened"), CLOSED: N_("closed"), TAKEN_BACK: N_("taken back")}
LABELS: Mapping[str, tuple[type[Choice], ...]] = {
    "debrief": (Contact,),
    "goal": (GoalState,),
    "rewording": (WhoseIdea,),
    "rating": (NoAnswer,),
    "fresh_look": (WhyNow, Outcome),
    "contact": (ContactKind,),
    "permission": (YesNo,),
    "follow_up": (FollowUpState,),
    "snooze": (SnoozeReason,),
    "sent": (Paper,),
    "received": (Paper,),
}
"""Whose words a stored answer has, by kind of record."""


def what_happened(moment: Moment, language: Language) -> str:
    """ "debrief, met", "fresh look, closed, better"."""
    turn = language.say(TURNS[moment.turn]) if moment.turn else ""
    return ", ".join(filter(None, (kind_of(moment.entity, language), turn, _answer(moment, language))))


def _answer(moment: Moment, language: Language) -> str:
    if not moment.answer:
        return ""
    if moment.entity in STEP_KINDS:
        return language.say(State(moment.answer).label)
    for choices in LABELS.get(moment.entity, ()):
        if moment.answer in list(choices):
            return language.say(choices(moment.answer).label)
    return moment.answer
