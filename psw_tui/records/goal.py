"""Goals in the client's words, and the numbers the client gives them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Integer, Text
from sqlmodel import Field

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice, Plain, Rated, choice, day, line, scale, several
from psw_tui.records.choices import InTheWay, WhoseIdea
from psw_tui.records.form import Form, RowForm
from psw_tui.records.row import Row, link

MOST_ACTIVE_GOALS = 3
"""More than three at once is a list, not a direction (DOMAIN 4.2)."""

HOW_TO_RATE = N_(
    "0-10, {key:scale.ten} = 10, {key:scale.not_asked} = not asked, {key:scale.prefer_not} = prefer not to say."
)


class GoalKind(Choice):
    """What kind of wanting it is."""

    REACH = "reach", N_("reach something")
    KEEP = "keep", N_("keep going")
    FIND_OUT = "find_out", N_("find out")


class GoalState(Choice):
    """Where a goal stands. Dropping one is fine."""

    ACTIVE = "active", N_("active")
    RESTING = "resting", N_("resting")
    REACHED = "reached", N_("reached")
    CHANGED = "changed", N_("changed")
    DROPPED = "dropped", N_("dropped by them")


class GivenBy(Choice):
    """Whose number a rating is. A guess is kept and never used."""

    PERSON = "person", N_("their own number")
    WORKER = "worker", N_("my guess")


class NoAnswer(Choice):
    """An answer that is not a number."""

    NOT_ASKED = "not_asked", N_("not asked")
    PREFER_NOT = "prefer_not", N_("prefer not to say")


class GoalForm(Form):
    """What is asked about a goal (DOMAIN 4.2), with the first rating beside it."""

    words: Plain = line(N_("What they want, in their words"), needed=True, theirs=True, hint=N_("One line."))
    kind: GoalKind = choice(
        N_("Kind"),
        GoalKind,
        default=GoalKind.REACH,
        needed=True,
        hint=N_("For a keep-going goal we only look whether it gets harder."),
    )
    why: Plain = line(N_("Why it matters to them"), theirs=True)
    first_part: Plain = line(N_("First small part"))
    in_the_way: list[InTheWay] = several(N_("What gets in the way"), InTheWay)


class NewGoalForm(GoalForm):
    """A new goal and the number they give it today."""

    rating: Rated = scale(
        N_("Their number today"), hint=N_("0 = not started, 10 = there. Their number, not yours. {key:scale.ten} = 10.")
    )
    given_by: GivenBy = choice(
        N_("Who gave the number"), GivenBy, default=GivenBy.PERSON, hint=N_("A guess never counts.")
    )


class RewordForm(Form):
    """What is asked when a goal gets other words; the old ones are kept."""

    words: Plain = line(N_("Their words for the goal"), needed=True, theirs=True)
    whose_idea: WhoseIdea | None = choice(N_("Whose idea"), WhoseIdea, needed=True)


class RateForm(Form):
    """What is asked when a goal is rated by itself."""

    rating: Rated = scale(
        N_("Their number today"),
        needed=True,
        hint=HOW_TO_RATE,
    )
    given_by: GivenBy = choice(
        N_("Who gave the number"), GivenBy, default=GivenBy.PERSON, hint=N_("A guess never counts.")
    )


class GoalStateForm(Form):
    """What is asked when a goal rests, is reached or is dropped."""

    state: GoalState | None = choice(N_("Where this goal stands"), GoalState, needed=True, hint=N_("Dropping is fine."))


class RatedGoal(RowForm):
    """A goal touched in a meeting, and the number they gave it."""

    goal: str = Field(default="", sa_type=Text)
    rating: Rated = scale(
        N_("Their number today"),
        hint=HOW_TO_RATE,
    )


class Goal(GoalForm, Row, table=True):
    """A goal as kept."""

    NAME: ClassVar[str] = "goal"
    __tablename__ = "goal"

    client: str = link("client")
    state: GoalState = choice(N_("State"), GoalState, default=GoalState.ACTIVE)
    set_on: date = day(N_("Set on"))


class Rewording(Row, table=True):
    """The words a goal had before it was re-worded."""

    NAME: ClassVar[str] = "rewording"
    __tablename__ = "rewording"

    client: str = link("client")
    goal: str = link("goal")
    day: date = day(N_("Day"))
    was: Plain = line(N_("Before"), theirs=True)
    whose_idea: WhoseIdea = choice(N_("Whose idea"), WhoseIdea, default=WhoseIdea.THEM)


class Rating(Row, table=True):
    """One number for one goal on one day, or the answer given instead of a number."""

    NAME: ClassVar[str] = "rating"
    __tablename__ = "rating"

    client: str = link("client")
    goal: str = link("goal")
    day: date = day(N_("Day"))
    value: int | None = Field(default=None, sa_type=Integer, nullable=True)
    no_answer: NoAnswer | None = choice(N_("No number"), NoAnswer)
    given_by: GivenBy = choice(N_("Who gave the number"), GivenBy, default=GivenBy.PERSON)
    written_in: str = Field(default="", sa_type=Text)
    """The id of the debrief or step entry it was given in, if any."""
