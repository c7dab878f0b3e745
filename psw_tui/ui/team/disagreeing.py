"""Where two wrote different things without knowing of each other: a list, each side in full, and picking one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui import team_words as words
from psw_tui.domain.text import one_line
from psw_tui.domain.words import N_
from psw_tui.readable import Readable
from psw_tui.services.teamwork.disagreements import (
    Disagreement,
    GaveWay,
    Given,
    Version,
    disagreements,
    gave_way,
    give_new_code,
    settle,
)
from psw_tui.ui.errands.team import PICK, READ
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.show import joined, show
from psw_tui.ui.team.telling import Telling
from psw_tui.ui.telling import readable_for
from psw_tui.when_words import begun_at

HOW = N_("Press the number of what is right. The others stay in the history.")
PICKED = N_("Settled. The team hears of it the next time you meet.")
NEW_CODE = N_("{code} is the new code. Tell the others, and write it down on what you gave out.")

HELP = "team"
Thing = Disagreement | Given


class Disagreeing:
    """Shows where two disagree and settles it."""

    def __init__(self, app: App[Any], tell: Telling) -> None:
        self._app = app
        self._tell = tell
        self._desk = tell.desk
        self._say = tell.say

    async def run(self) -> None:
        """The list, again and again, until it is left."""
        marked = ""
        while self._desk.is_open and (chosen := await self._list(marked)):
            marked = chosen.id
            match (await self._all()).get(chosen.id):
                case Disagreement() as which:
                    await self._settle(which)
                case Given(kind=GaveWay.CODE) as given:
                    await self._new_code(given)

    async def _all(self) -> dict[str, Thing]:
        found: dict[str, Thing] = {
            f"{each.conflict.entity} {each.conflict.row} {each.conflict.field}": each
            for each in await self._desk.ask(disagreements)
        }
        return found | {f"{each.kind} {each.row}": each for each in await self._desk.ask(gave_way)}

    async def _list(self, marked: str) -> Chosen | None:
        async def read() -> list[Line]:
            return [Line(id_, await self._line(thing)) for id_, thing in (await self._all()).items()]

        plan = ListPlan(self._say("Disagreements"), read, (READ,), self._say(words.NOTHING), HELP, marked=marked)
        return await self._app.push_screen_wait(ListScreen(self._desk.language, plan))

    async def _line(self, thing: Thing) -> Content:
        reader = await readable_for(self._desk, thing.client)
        if isinstance(thing, Given):
            return show(words.given_words(thing, reader))
        sides = "; ".join(self._who(version) for version in thing.versions)
        return joined(show(words.title(thing, reader), "bold"), f"\n    {sides}")

    async def _settle(self, which: Disagreement) -> None:
        """Both sides in full, until one was picked or the worker leaves it for later."""
        reader = await readable_for(self._desk, which.client)
        values = [pick.value for pick in words.picks(which, reader, self._desk.clock)]
        while self._desk.is_open:
            chosen = await self._tell.read(self._title(which), self._sides(which, reader), (PICK,), which.client)
            if chosen is None:
                return
            number = int(chosen.verb.removeprefix("step"))
            if number <= len(values) and await self._pick(which, values[number - 1], reader):
                return

    async def _pick(self, which: Disagreement, value: Any, reader: Readable) -> bool:
        """Ask once more, then settle it; whether there is nothing more to pick here."""
        question = words.will_do(which, value, reader)
        if not await self._tell.confirm(question, self._say("do that"), self._say("not yet")):
            return False
        if await self._tell.done(self._title(which), settle, which, value) is None:
            self._notify(self._say(PICKED))
        return True

    async def _new_code(self, given: Given) -> None:
        reader = await readable_for(self._desk, given.client)
        title = self._say("Code: {code}", code=given.code)
        if await self._tell.confirm(
            words.given_words(given, reader), self._say("draw a new code"), self._say("not yet")
        ):
            code = await self._tell.done(title, give_new_code, given.client)
            if isinstance(code, str):
                self._notify(self._say(NEW_CODE, code=code))

    def _title(self, which: Disagreement) -> str:
        return self._say("Disagreement: {code}", code=which.code) if which.code else self._say("Disagreement")

    def _sides(self, which: Disagreement, reader: Readable) -> Iterator[Content]:
        """What can be picked, each with its number and who wrote it; above it the question, below why one counts."""
        yield show(words.title(which, reader), "bold")
        yield show(self._say(HOW))
        for number, pick in enumerate(words.picks(which, reader, self._desk.clock), 1):
            by = [f"\n   {self._by(version)}" for version in pick.by]
            yield joined(show(f"{number}  ", "bold"), pick.words if by else pick.told, *by)
        yield show(words.why(which, self._desk.language))

    def _by(self, version: Version) -> str:
        who = self._who(version)
        return self._say("{who}; counts now", who=who) if version.counts else who

    def _who(self, version: Version) -> str:
        when = begun_at(self._desk.language, self._desk.clock, version.at)
        return f"{one_line(version.author) or '?'}, {when}"

    def _notify(self, told: str) -> None:
        self._app.notify(told, markup=False, timeout=10)
