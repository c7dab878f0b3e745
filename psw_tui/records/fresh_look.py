"""A fresh look: one run through the nine response steps, opened when the support offered is not helping."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, choice, day, if_, line, notes, picks, several
from psw_tui.records.choices import WhatWeDid
from psw_tui.records.form import Form, Problem, today_in
from psw_tui.records.row import Row, link

DEFAULT_LOOK_AGAIN_DAYS = 28
"""Four weeks, the first review in which early change can be seen (DOMAIN 4.4)."""

NOT_IN_THE_PAST = N_("This day is already over. Give a day from today on.")


class WhyNow(Choice):
    """Why the fresh look is opened."""

    RULE = "rule", N_("their numbers say so")
    THEY_SAID = "they_said", N_("they said so")
    I_THINK = "i_think", N_("I think so")
    SUPERVISOR = "supervisor", N_("supervisor")
    OTHER = "other", N_("other")


class Outcome(Choice):
    """How a fresh look ends; a pause and a stop are results too."""

    BETTER = "better", N_("better")
    GOALS_CHANGED = "goals_changed", N_("goals changed")
    CHOSE_PAUSE = "they_chose_pause", N_("they chose a pause")
    CHOSE_STOP = "they_chose_stop", N_("they chose to stop")
    OTHER_SUPPORT = "other_support", N_("other support has taken over")
    LOST_TOUCH = "lost_touch", N_("we lost touch")
    WITH_SUPERVISOR = "with_supervisor", N_("still not right: with supervisor")
    MISTAKE = "mistake", N_("opened by mistake")


class FreshLookForm(Form):
    """What is asked when a fresh look opens (DOMAIN 4.4)."""

    why_now: WhyNow | None = choice(N_("Why now"), WhyNow, needed=True)
    offered: list[WhatWeDid] = several(N_("What we have been offering"), WhatWeDid)
    offered_line: Plain = line(N_("What we have been offering, in a few words"))
    better_looks_like: Plain = notes(
        N_('What "better" would look like to them'),
        theirs=True,
        hint=N_("Ask. If you do not know yet, step 3 will help."),
    )
    goals: list[str] = picks(N_("Goals it is about"), "goals", hint=N_("Empty is fine."))
    look_again_on: date | None = day(N_("Look again by"), needed=True, hint=N_("Four weeks unless you say otherwise."))

    def problems(self, context: Mapping[str, Any]) -> dict[str, Problem]:
        """Also refuses to look again in the past."""
        found = super().problems(context)
        if self.look_again_on and self.look_again_on < today_in(context):
            found["look_again_on"] = Problem(NOT_IN_THE_PAST)
        return found


class CloseForm(Form):
    """What is asked when a fresh look closes. Closing is never blocked by steps nobody looked at."""

    outcome: Outcome | None = choice(N_("How it ended"), Outcome, needed=True)
    their_view: Plain = notes(N_("Their view of it"), theirs=True, hint=N_("In their words, if you can ask."))
    not_looked_at_reason: Plain = line(
        N_("Why some steps were not looked at"),
        needed=True,
        when=if_("some_left", "True"),
        hint=N_("One reason for all."),
    )


class FreshLook(FreshLookForm, Row, table=True):
    """A fresh look as kept. Open until `closed_on` is set; one open per client."""

    NAME: ClassVar[str] = "fresh_look"
    __tablename__ = "fresh_look"

    client: str = link("client")
    opened_on: date = day(N_("Opened on"))
    rule_text: Plain = line(N_("The numbers it rests on"))
    closed_on: date | None = day(N_("Closed on"))
    outcome: Outcome | None = choice(N_("Outcome"), Outcome)
    their_view: Plain = notes(N_("Their view of it"), theirs=True)
    not_looked_at: list[int] = picks(N_("Steps not looked at"), "steps")
    not_looked_at_reason: Plain = line(N_("Why not"))
