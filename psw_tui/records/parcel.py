"""What goes from one worker's vault to another's: a client's record handed over, a question, an answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, day, notes, several, tick
from psw_tui.records.client import NOT_YET_THERE
from psw_tui.records.form import Form, Problem, today_in
from psw_tui.records.leaving import LeavingForm


class HandOverPart(Choice):
    """What of a client's record can be handed over. What is kept about the client themselves always goes along."""

    GOALS = "goals", N_("goals and their numbers")
    DEBRIEFS = "debriefs", N_("debriefs")
    LOOKS = "looks", N_("fresh looks, supervision questions and referrals")
    PEOPLE = "people", N_("contacts, permissions and what was shared")
    FOLLOW_UPS = "follow_ups", N_("what is still to be done")
    SAFETY = "safety", N_("safety notes")
    STATEMENTS = "statements", N_("what they see differently")


class PartsForm(Form):
    """What the two workers and the client agreed to hand over."""

    parts: list[HandOverPart] = several(
        N_("What goes along?"), HandOverPart, needed=True, hint=N_("Only what the client agreed to.")
    )
    names: bool = tick(N_("Names go along too"), hint=N_("The name they go by, and the names of contacts."))
    go_on: bool = tick(
        N_("I go on seeing this client too"), hint=N_("If not, they stand as moved on with you. The record stays.")
    )


class HandOverForm(LeavingForm, PartsForm):
    """What is asked before a client is handed over."""


class QuestionForm(LeavingForm):
    """What is asked before a question leaves for a supervisor."""


class AnswerPart(Form):
    """What a supervisor answers."""

    answered_on: date | None = day(N_("Day"), hint=N_("Empty = today."))
    advised: Plain = notes(
        N_("What you advise"), needed=True, hint=N_("Does it fit the peer role? Ideas, not orders. No name.")
    )

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Also refuses a day that has not come."""
        found = super().problems(context)
        if self.answered_on and self.answered_on > today_in(context):
            found["answered_on"] = Problem(NOT_YET_THERE)
        return found


class AnswerForm(LeavingForm, AnswerPart):
    """What is asked before an answer goes back."""
