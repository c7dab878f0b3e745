"""What the team's clients need of whoever supervises: a list that leads to each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from textual.app import App

from psw_tui.domain.text import one_line
from psw_tui.domain.words import N_
from psw_tui.records.client import Status
from psw_tui.records.steps.supervision import ByWhen
from psw_tui.services.teamwork.asked import Asked, Question, SharedClient, Worry, asked_of_the_team
from psw_tui.sharing_words import needs
from psw_tui.ui.errands.team import GO_TO, Ways
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.show import joined, show
from psw_tui.ui.team.telling import Telling

EMPTY = N_("No client is shared with the team. On a client's page, {key:client.team} lets the team read their record.")
HELP = "team"
Thing = Worry | Question | SharedClient


class AskedList:
    """Worries first, then questions, then the clients themselves."""

    def __init__(self, app: App[Any], tell: Telling, ways: Ways) -> None:
        self._app = app
        self._tell = tell
        self._ways = ways
        self._language = tell.desk.language
        self._say = tell.say

    async def run(self) -> None:
        """The list, again and again, until it is left."""
        marked = ""
        while self._tell.desk.is_open and (chosen := await self._list(marked)):
            marked = chosen.id
            match (await self._things()).get(chosen.id):
                case Worry() as worry:
                    await self._ways.worry(worry.client, worry.row)
                case Question() as question:
                    await self._ways.question(question.client, question.row)
                case SharedClient() as client:
                    await self._ways.client(client.client)

    async def _things(self) -> dict[str, Thing]:
        asked: Asked = await self._tell.desk.ask(asked_of_the_team)
        every: Sequence[Thing] = [*asked.worries, *asked.questions, *asked.clients]
        return {each.client if isinstance(each, SharedClient) else each.row: each for each in every}

    async def _list(self, marked: str) -> Chosen | None:
        async def read() -> list[Line]:
            return [Line(id_, self._line(thing)) for id_, thing in (await self._things()).items()]

        plan = ListPlan(self._say("Requests"), read, (GO_TO,), self._say(EMPTY), HELP, marked=marked)
        return await self._app.push_screen_wait(ListScreen(self._language, plan))

    def _line(self, thing: Thing) -> Any:
        first, *more = self._told(thing)
        return joined(show(first, "bold"), *(f"\n    {line}" for line in more if line))

    def _told(self, thing: Thing) -> Iterator[str]:
        match thing:
            case Worry():
                yield self._say("{code}  safety note", code=thing.code)
                yield "; ".join(filter(None, self._worry(thing)))
                yield one_line(thing.what)
            case Question():
                yield self._say("{code}  question", code=thing.code)
                asked = self._say(
                    "asked {day} by {who}", day=self._day(thing.asked_on), who=one_line(thing.author) or "?"
                )
                about = [asked, self._by_when(thing.by_when), one_line(needs(thing.need, self._language))]
                yield "; ".join(filter(None, about))
                yield one_line(thing.question)
            case SharedClient():
                yield self._say("{code}  shared with the team", code=thing.code)
                agreed = self._say("agreed on {day}", day=self._day(thing.agreed_on)) if thing.agreed_on else ""
                yield "; ".join(filter(None, [self._status(thing.status), agreed]))

    def _worry(self, worry: Worry) -> Iterator[str]:
        yield self._say("noted {day} by {who}", day=self._day(worry.held_on), who=one_line(worry.author) or "?")
        if not worry.told:
            yield self._say("nobody told yet")
        if worry.next_check_on:
            yield self._say("check-in {day}", day=self._day(worry.next_check_on))

    def _by_when(self, stored: str) -> str:
        known = next((each for each in ByWhen if each.value == stored), None)
        return self._say(known.label) if known else ""

    def _status(self, stored: str) -> str:
        known = next((each for each in Status if each.value == stored), None)
        return self._say(known.label) if known else one_line(stored)

    def _day(self, day: Any) -> str:
        return self._language.day(day, self._tell.desk.today)
