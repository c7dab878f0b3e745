"""The page of a team, again and again until it is left; and what a worker without one can do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.domain.words import N_
from psw_tui.laptop_words import TAKE_OUT, TAKEN_OUT, Section, alone, name_of, team_sections
from psw_tui.records.option import Option
from psw_tui.services.teamwork.joining import TeamState, keep_hub, start_team, take_out
from psw_tui.services.teamwork.standing import Standing, code_of_card, standing
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import PickDialog
from psw_tui.ui.errands.team import ALONE, TOGETHER, Ways
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.show import joined, show
from psw_tui.ui.team.asked import AskedList
from psw_tui.ui.team.disagreeing import Disagreeing
from psw_tui.ui.team.doors import Doors
from psw_tui.ui.team.meeting import Meeting
from psw_tui.ui.team.sticks import Sticks
from psw_tui.ui.team.telling import Telling

ASK_NAME = N_("What is the team called? Everybody in it sees the name. Such as: Maple Street.")
FORGET = "forget"


class TeamPage:
    """Shows how it stands with the team, and does what is asked of it."""

    def __init__(self, app: App[Any], desk: Desk, ways: Ways) -> None:
        self._app = app
        self._desk = desk
        self._tell = Telling(app, desk)
        self._say = desk.language.say
        self._doors = Doors(app, self._tell)
        self._meeting = Meeting(self._tell)
        self._sticks = Sticks(app, self._tell, self._meeting)
        self._disagreeing = Disagreeing(app, self._tell)
        self._asked = AskedList(app, self._tell, ways)

    async def run(self) -> None:
        """The page, each time anew after what was done."""
        while self._desk.is_open:
            found: Standing | None = await self._desk.ask(standing)
            if found is None:
                code = await self._desk.ask(code_of_card)
                chosen = await self._show(self._say("Team"), alone(self._desk.language, code), ALONE)
            else:
                title = self._say("Team: {name}", name=found.state.name)
                sections = team_sections(found, self._desk.language, self._desk.clock)
                chosen = await self._show(title, sections, TOGETHER)
            if chosen is None:
                return
            await (self._begin(chosen.verb) if found is None else self._do(chosen.verb, found))

    async def _show(self, title: str, sections: Iterable[Section], offers: Any) -> Chosen | None:
        return await self._tell.read(title, [_told(heading, lines) for heading, lines in sections], offers)

    async def _begin(self, verb: str) -> None:
        match verb:
            case "start":
                await self._start()
            case "card":
                await self._doors.card()
            case "letter":
                await self._doors.join()

    async def _do(self, verb: str, found: Standing) -> None:
        match verb:
            case "meet":
                await self._meeting.on_the_hub(found.state, self._disagreeing.run)
            case "to_stick":
                await self._sticks.fill(found.state)
            case "take_in":
                await self._sticks.take_in(found.state, self._disagreeing.run)
            case "disagreements":
                await self._disagreeing.run()
            case "requests":
                await self._asked.run()
            case "let_in":
                await self._doors.let_in(found.state)
            case _:
                await self._change(verb, found.state)

    async def _change(self, verb: str, state: TeamState) -> None:
        match verb:
            case "again":
                other = await self._pick(self._say("The letter for whom?"), state)
                if other:
                    await self._doors.letter_again(state, other)
            case "take_out":
                await self._take_out(state)
            case "hub":
                await self._hub(state)

    async def _start(self) -> None:
        title, typed = self._say("Start a team"), ""
        while (answer := await self._tell.line(self._say(ASK_NAME), typed)) is not None:
            typed = answer
            if isinstance(await self._tell.done(title, start_team, typed), TeamState):
                return

    async def _take_out(self, state: TeamState) -> None:
        other = await self._pick(self._say("Take which laptop out?"), state)
        if not other:
            return
        name = next(name_of(each.card, self._desk.language) for each in state.others if each.card.device == other)
        if await self._tell.confirm(self._say(TAKE_OUT, name=name), self._say("take it out"), self._say("leave it in")):
            title = self._say("Take out: {name}", name=name)
            if await self._tell.done(title, take_out, other) is None:
                await self._tell.read(title, [self._say(TAKEN_OUT, name=name)])

    async def _hub(self, state: TeamState) -> None:
        if state.hub and not await self._another_hub():
            return
        title, typed = self._say("Hub"), state.hub
        question = self._say("The address of the hub, such as {example}", example=EXAMPLE)
        secret = self._say("The password that goes with it. It is kept in this vault. Empty: you are asked each time.")
        while typed := await self._tell.line(question, typed) or "":
            password = await self._tell.line(secret, secret=True)
            if password is None:
                return
            if await self._tell.done(title, keep_hub, typed, password) is None:
                return

    async def _another_hub(self) -> bool:
        """Whether to go on and ask for an address; forgetting the one there is ends it."""
        options = [
            Option("other", self._say("another address or password")),
            Option(FORGET, self._say("forget the hub")),
        ]
        picked: str = await self._app.push_screen_wait(PickDialog(self._say("The hub of the team"), options))
        if picked == FORGET:
            await self._tell.done(self._say("Hub"), keep_hub, "", "")
        return picked not in {"", FORGET}

    async def _pick(self, question: str, state: TeamState) -> str:
        """The id of one of the others who are in the team; empty when the worker thought better of it."""
        options = [
            Option(each.card.device, f"{name_of(each.card, self._desk.language)}  {each.card.spoken}")
            for each in state.others
            if not each.taken_out
        ]
        if not options:
            await self._tell.read(self._say("Team"), [self._say("Nobody else is in the team.")])
            return ""
        picked: str = await self._app.push_screen_wait(PickDialog(question, options))
        return picked


EXAMPLE = "postgresql://ash@hub.agency.local/hub?sslmode=verify-full&sslrootcert=hub.crt"


def _told(heading: str, lines: Iterable[str]) -> Content:
    """A heading, and below it each line as it reads."""
    below = [show(line) for line in lines]
    return joined(*([show(heading, "bold")] if heading else []), *below, between="\n")
