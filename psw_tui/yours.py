"""A record in words for the client it is about: "you" is the client, "I" is their worker.

Every question that a form asks about the client in the third person has other words here, and so has every answer. A
test holds it against the forms, so that nobody reads of "them" in a paper about themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psw_tui.domain.steps import State
from psw_tui.domain.words import N_
from psw_tui.readable import Readable
from psw_tui.records.ask import Ask, Choice
from psw_tui.records.choices import Who, WhoseIdea
from psw_tui.records.client import KnowsNotes, Status, WriteTogether
from psw_tui.records.debrief import Contact, Place
from psw_tui.records.fresh_look import Outcome, WhyNow
from psw_tui.records.goal import GivenBy, GoalState
from psw_tui.records.leaving import Paper
from psw_tui.records.safety_note import WhatIDid
from psw_tui.records.steps.goals import LookedAtTogether
from psw_tui.records.steps.refer import HowConnected
from psw_tui.records.steps.respect import ContactFromNow
from psw_tui.records.steps.supporters import WithWhom
from psw_tui.records.support import GivenByWhom

WHAT_YOU_SAID = N_("What you said, in your words")

QUESTIONS: Mapping[str, Mapping[str, str]] = {
    "client": {
        "goes_by": N_("The name you go by"),
        "pronouns": N_("Your pronouns"),
        "knows_notes": N_("You know that I keep notes"),
        "record_mode": N_("How much I may write"),
        "write_together": N_("Do we write the notes together?"),
        "met_on": N_("We met on"),
        "language": N_("Your language"),
        "message_ok": N_("May I leave a message?"),
        "message_note": N_("About messages to you"),
        "strengths": N_("Your strengths"),
        "helps": N_("What helps you"),
        "does_not_help": N_("What does not help you"),
        "do_not_write": N_("What you asked me not to write about"),
        "own_words": N_("The words you use for yourself"),
        "hard_moment": N_("What helps you in a hard moment, who to call"),
        "safety_plan": N_("Do you have a safety plan?"),
        "status": N_("Where things stand between us"),
        "team_agreed_on": N_("You agreed that my team reads this"),
        "hold": N_("This record must be kept for now"),
        "review_on": N_("We decide again about keeping it on"),
    },
    "goal": {
        "words": N_("What you want, in your words"),
        "why": N_("Why it matters to you"),
        "kind": N_("What kind of goal it is"),
        "state": N_("Where this goal stands"),
    },
    "debrief": {
        "contact": N_("How we were in touch"),
        "safety": N_("Was I worried about your safety?"),
        "their_words": N_("What you said, in your words"),
        "how_they_responded": N_("How you responded, strengths I saw"),
        "goals": N_("The goals we talked about"),
        "useful_today": N_("Was it useful for you?"),
        "asked_different": N_("You asked for something different"),
        "next_what": N_("What is next"),
        "next_who": N_("Who does it"),
        "next_due": N_("By when"),
        "written_together": N_("Did we write it together?"),
    },
    "RatedGoal": {"rating": N_("your number")},
    "contact": {
        "language": N_("Their language"),
        "knows": N_("Do they know that you see me?"),
    },
    "permission": {
        "agreed": N_("Did you agree?"),
        "given_on": N_("The day you said yes or no"),
        "given_by": N_("Who gave it"),
        "told_can_withdraw": N_("I told you that you can take it back"),
        "told_no_penalty": N_("I told you that no is fine and costs nothing"),
        "told_may_be_reshared": N_("I told you that they could pass it on"),
        "withdrawn_on": N_("You took it back on"),
        "withdrawn_how": N_("How you said it"),
        "withdrawn_part": N_("How much you took back"),
    },
    "safety_note": {
        "saw_or_heard": N_("What I saw or heard from you"),
        "they_wanted": N_("What you wanted"),
        "shared_without_permission": N_("Did I share something without your permission?"),
        "mandated_report": N_("Did I have to make a report by law?"),
    },
    "fresh_look": {
        "better_looks_like": N_('What "better" would look like to you'),
        "their_view": N_("What you think of it"),
        "outcome": N_("How it ended"),
        "not_looked_at_reason": N_("Why some steps were not looked at"),
    },
    "step_goals": {
        "with_them": N_("Did we look at it together?"),
        "hope_for": N_("What you hope for from our time together"),
        "said_no_words": WHAT_YOU_SAID,
    },
    "GoalReview": {
        "still_matters": N_("does it still matter to you"),
        "small_enough": N_("is it small enough"),
        "possible_now": N_("is it possible now"),
        "in_the_way": N_("what gets in the way"),
        "in_the_way_line": N_("what gets in the way, in a few words"),
        "change": N_("what we agreed"),
        "new_words": N_("your words for the goal"),
        "whose_idea": N_("whose idea"),
        "rating": N_("your number"),
    },
    "step_listen": {
        "heard": N_("What I heard, in your words"),
        "said_back": N_("Did I say it back to you and check?"),
        "support_so_far": N_("What you said about the support so far"),
        "support_was": N_("The support so far was, for you"),
        "feeling_or_need": N_("A feeling or a need that you named"),
        "said_no_words": WHAT_YOU_SAID,
    },
    "step_solve": {
        "problem": N_("The problem as you see it"),
        "ideas": N_("Ideas, yours first"),
        "picked": N_("Did you want to try one?"),
        "said_no_words": WHAT_YOU_SAID,
    },
    "step_supporters": {
        "with_whom": N_("Would you like me to talk with someone?"),
        "before_withdrawal": N_("Was it before you took the permission back?"),
        "they_said": N_("What that person offered or said"),
        "person_there": N_("Were you there?"),
        "told_afterwards": N_("Did I tell you about it afterwards?"),
        "said_no_words": WHAT_YOU_SAID,
    },
    "step_supervision": {
        "ask_whom": N_("Whom I asked"),
        "need": N_("What I needed"),
        "question": N_("My question"),
        "said_no_words": WHAT_YOU_SAID,
    },
    "step_refer": {
        "help_with": N_("What you wanted help with"),
        "agreed": N_("Did you agree?"),
        "agreed_words": WHAT_YOU_SAID,
        "speaks_alone": N_("I speak with them without you"),
        "turned_away_why": N_("Why you were turned away"),
        "did_it_help": N_("Did it help you?"),
        "changed_their_mind_on": N_("You changed your mind on"),
        "before_withdrawal": N_("Was it before you took the permission back?"),
        "said_no_words": WHAT_YOU_SAID,
    },
    "step_respect": {
        "decided": N_("What you decided, in your words"),
        "told_no_penalty": N_("I told you: saying no costs you nothing"),
        "told_door_open": N_("I told you: the door stays open"),
        "told_how_to_return": N_("I told you how to come back"),
        "limit": N_("Does a law or a safety rule limit your choice?"),
        "said_no_words": WHAT_YOU_SAID,
    },
    "statement": {},
}
"""By kind of record, or of small form, and by question."""

ANSWERS: Sequence[tuple[Choice | State, str]] = (
    (KnowsNotes.SAID_NO, N_("you said no notes")),
    (WriteTogether.READ_BACK, N_("I read it back to you")),
    (Status.MOVED_ON, N_("you moved on")),
    (Status.PAUSED, N_("paused, as you asked")),
    (GoalState.DROPPED, N_("dropped, your choice")),
    (GivenBy.PERSON, N_("you")),
    (WhoseIdea.THEM, N_("yours")),
    (Who.THEM, N_("you")),
    (Contact.THEY_CANCELLED, N_("you cancelled")),
    (Place.THEIR_PLACE, N_("your place")),
    (GivenByWhom.PERSON, N_("you")),
    (WhatIDid.STAYED, N_("stayed with you")),
    (WhatIDid.WENT_WITH_THEM, N_("went with you")),
    (WhyNow.RULE, N_("your numbers say so")),
    (WhyNow.THEY_SAID, N_("you said so")),
    (Outcome.CHOSE_PAUSE, N_("you chose a pause")),
    (Outcome.CHOSE_STOP, N_("you chose to stop")),
    (LookedAtTogether.NO_GOALS, N_("you prefer no goals")),
    (State.SAID_NO, N_("you said no")),
    (WithWhom.HAS_NO_ONE, N_("you have no one")),
    (HowConnected.THEY_CALL, N_("you call")),
    (ContactFromNow.ONLY_IF_THEY_ASK, N_("only if you ask")),
    (Paper.SUMMARY, N_("summary about you")),
    (Paper.OWN_COPY, N_("your own copy")),
)
"""Answers that name the client, as the client is named to themselves."""

_ANSWERS = {(type(answer), answer.value): words for answer, words in ANSWERS}
"""Two answers of two questions may be stored alike, and then they are equal."""


@dataclass(frozen=True)
class Yours(Readable):
    """Turns answers into words for the client."""

    def question(self, form: type[Any], name: str, ask: Ask) -> str:
        """The question as the client would be asked."""
        words = QUESTIONS.get(getattr(form, "NAME", form.__name__), {}).get(name, ask.words)
        return self.language.say(words)

    def label(self, answer: Choice | State) -> str:
        """An answer in which the client is "you"."""
        return self.language.say(_ANSWERS.get((type(answer), answer.value), answer.label))
