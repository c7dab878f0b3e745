"""Everything about one client in order: a line each, Enter goes to the place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.domain.steps import State
from psw_tui.domain.text import one_line
from psw_tui.domain.words import N_
from psw_tui.history_words import STEP_KINDS, kind_of
from psw_tui.records.ask import Choice
from psw_tui.records.choices import WhoseIdea, YesNo
from psw_tui.records.client import Client
from psw_tui.records.debrief import Contact
from psw_tui.records.follow_up import FollowUpState
from psw_tui.records.fresh_look import Outcome, WhyNow
from psw_tui.records.goal import GoalState, NoAnswer
from psw_tui.records.snooze import SnoozeReason
from psw_tui.records.support import ContactKind
from psw_tui.services.timeline import CLOSED, OPENED, TAKEN_BACK, Moment, timeline
from psw_tui.ui.commands import choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.routes import ShowHit
from psw_tui.ui.show import joined, show

OFFERS = (choosing("timeline.open", "enter", N_("open"), N_("Go to the marked place.")),)
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
}
"""Whose words a stored answer has, by kind of record."""


class TimelineErrand:
    """Shows the timeline and goes where a line stands."""

    def __init__(self, app: App[Any], desk: Desk, go: Callable[[ShowHit], Awaitable[None]]) -> None:
        self._app = app
        self._desk = desk
        self._go = go
        self._say = desk.language.say

    async def show(self, client: Client) -> None:
        """The timeline, again and again, until it is left."""
        marked = ""
        while chosen := await self._app.push_screen_wait(ListScreen(self._desk.language, self._plan(client, marked))):
            marked = chosen.id
            entity, _, row = chosen.id.partition(" ")
            if entity:
                await self._go(ShowHit(client.id, entity, row.partition(" ")[0]))

    def _plan(self, client: Client, marked: str) -> ListPlan:
        async def read() -> list[Line]:
            moments = await self._desk.ask(timeline, client.id)
            return [Line(f"{each.entity} {each.row} {each.turn}", self._line(each)) for each in moments]

        title = self._say("Everything in order: {code}", code=client.code)
        empty = self._say("Nothing is written yet.")
        return ListPlan(title, read, OFFERS, empty, "timeline", client.id, marked)

    def _line(self, moment: Moment) -> Content:
        day = self._desk.language.day(moment.day, self._desk.today)
        turn = self._say(TURNS[moment.turn]) if moment.turn else ""
        told = ", ".join(filter(None, (kind_of(moment.entity, self._desk.language), turn, self._answer(moment))))
        words = one_line(moment.words)
        return joined(show(f"{day}  {told}", "bold"), show(f": {words}") if words else "")

    def _answer(self, moment: Moment) -> str:
        if not moment.answer:
            return ""
        if moment.entity in STEP_KINDS:
            return self._say(State(moment.answer).label)
        for choices in LABELS.get(moment.entity, ()):
            if moment.answer in list(choices):
                return self._say(choices(moment.answer).label)
        return moment.answer
