"""A client's goals: adding, rating, re-wording, letting rest."""

from __future__ import annotations

from textual.app import App
from textual.content import Content

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.goal_words import trend
from psw_tui.records.client import Client
from psw_tui.records.goal import (
    Goal,
    GoalKind,
    GoalState,
    Rating,
)
from psw_tui.services import goals
from psw_tui.services.history import history_of_goal
from psw_tui.sheets import goals as sheets
from psw_tui.ui.commands import choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.errands.history import HistoryErrand, history_command
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.show import joined, show

OFFERS = (
    choosing("goals.rate", "r", N_("rate"), N_("Write down the number they give this goal today.")),
    choosing("goals.add", KEYS["goals.add"], N_("add"), N_("Add a goal in their words.")),
    choosing("goals.reword", "w", N_("re-word"), N_("Give the goal other words; the old ones are kept.")),
    choosing("goals.state", "s", N_("rest, reach, drop"), N_("Say where the goal stands now.")),
    history_command("goals"),
)


class GoalsErrand:
    """Shows a client's goals and does what is asked of them."""

    def __init__(self, app: App[object], desk: Desk, forming: Forming) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._history = HistoryErrand(app, desk)
        self._say = desk.language.say

    async def run(self, client: Client, marked: str = "") -> None:
        """The list, again and again, until it is left."""
        while chosen := await self._list(client, marked):
            marked = chosen.id
            found = {goal.id: goal for goal in await self._desk.ask(goals.goals_of, client.id)}
            goal = found.get(chosen.id)
            if chosen.verb == "add":
                await self.add(client)
            elif goal is not None and chosen.verb == "history":
                await self._history.show(client, history_of_goal, goal)
            elif goal is not None:
                await self._about("goal_state" if chosen.verb == "state" else chosen.verb, goal)

    async def add(self, client: Client) -> None:
        """A goal in the client's words."""
        await self._forming.fill(await self._desk.ask(sheets.new_goal, client, self._desk.language))

    async def go_on(self, client: Client, form: str, goal: str) -> None:
        """Take up what was begun: a new goal, or one of the forms about a goal."""
        if form == "goal":
            await self.add(client)
            return
        found = {each.id: each for each in await self._desk.ask(goals.goals_of, client.id)}
        await self._about(form, found[goal])

    async def _about(self, form: str, goal: Goal) -> None:
        await self._forming.fill(await self._desk.ask(sheets.about_goal, goal, form, self._desk.language))

    async def _list(self, client: Client, marked: str) -> Chosen | None:
        async def read() -> list[Line]:
            ratings = await self._desk.ask(goals.ratings_of, client.id)
            every = await self._desk.ask(goals.goals_of, client.id)
            return [Line(goal.id, self._line(goal, ratings.get(goal.id, []))) for goal in every]

        plan = ListPlan(
            title=self._say("Goals: {code}", code=client.code),
            read=read,
            offers=OFFERS,
            empty=self._say("No goals yet. {key:goals.add} adds one in their words."),
            help_name="goal",
            client=client.id,
            marked=marked,
        )
        return await self._app.push_screen_wait(ListScreen(self._desk.language, plan))

    def _line(self, goal: Goal, ratings: list[Rating]) -> Content:
        kind = self._say(GoalKind(goal.kind).label)
        state = self._say(GoalState(goal.state).label)
        return joined(show(goal.words, "bold"), f"\n    {kind}, {state}. ", trend(self._desk.language, ratings))
