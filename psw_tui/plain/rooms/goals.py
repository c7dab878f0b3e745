"""A client's goals: adding, rating, re-wording, letting rest."""

from __future__ import annotations

from functools import partial

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.goal_words import trend
from psw_tui.plain.desk import Desk
from psw_tui.plain.filling import fill
from psw_tui.plain.listing import Listed
from psw_tui.plain.rooms.history import tell_history
from psw_tui.plain.talk import Back, Leave
from psw_tui.plain.telling import explain
from psw_tui.records.client import Client
from psw_tui.records.goal import Goal, GoalKind, GoalState, Rating
from psw_tui.services import goals
from psw_tui.services.history import history_of_goal
from psw_tui.sheets import goals as sheets

RATE, REWORD, STATE = N_("rate"), N_("re-word"), N_("rest, reach, drop")


def goals_room(desk: Desk, client: Client) -> None:
    """The list, again and again, until it is left."""
    while True:
        every = goals.goals_of(desk.vault, client.id)
        ratings = goals.ratings_of(desk.vault, client.id)
        lines = [_line(desk, goal, ratings.get(goal.id, [])) for goal in every]
        listed = Listed(desk, lines, {KEYS["goals.add"]: desk.say(N_("add"))}, partial(explain, desk, "goal"))
        try:
            chosen = listed.choose(partial(_head, desk, client, empty=not every))
        except (Back, Leave):
            return
        if isinstance(chosen, int):
            desk.attempt(partial(_act, desk, client, every[chosen]))
        else:
            desk.attempt(partial(add_goal, desk, client))


def add_goal(desk: Desk, client: Client) -> None:
    """A goal in the client's words."""
    fill(desk, partial(sheets.new_goal, desk.vault, client, desk.language))


def about_goal(desk: Desk, goal: Goal, form: str) -> None:
    """One of the forms about a goal, by the name of its drafts."""
    fill(desk, partial(sheets.about_goal, desk.vault, goal, form, desk.language))


def _act(desk: Desk, client: Client, goal: Goal) -> None:
    verbs = [desk.say(words) for words in (RATE, REWORD, STATE, N_("history"))]
    number = desk.talk.pick(goal.words, verbs, partial(explain, desk, "goal"))
    if number == len(verbs) - 1:
        tell_history(desk, client, history_of_goal(desk.vault, goal))
    else:
        about_goal(desk, goal, ("rate", "reword", "goal_state")[number])


def _head(desk: Desk, client: Client, *, empty: bool) -> None:
    desk.tell()
    desk.tell(desk.say(N_("Goals: {code}"), code=client.code))
    if empty:
        desk.tell(desk.say(N_("No goals yet. {key:goals.add} adds one in their words.")))


def _line(desk: Desk, goal: Goal, ratings: list[Rating]) -> str:
    kind, state = desk.say(GoalKind(goal.kind).label), desk.say(GoalState(goal.state).label)
    return f"{goal.words}. {kind}, {state}. {trend(desk.language, ratings, drawn=False)}"
