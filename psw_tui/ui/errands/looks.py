"""A client's fresh looks: reading the open one and the earlier ones, closing, and saying not now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.readable import Readable
from psw_tui.records.client import Client
from psw_tui.records.fresh_look import FreshLook, Outcome, WhyNow
from psw_tui.records.nine import STEPS
from psw_tui.records.step import StepRow
from psw_tui.services import fresh_looks, signals, steps
from psw_tui.services.fresh_looks import Progress
from psw_tui.services.history import history_of_look
from psw_tui.sheets import looks as sheets
from psw_tui.signal_words import better_sentence
from psw_tui.ui.commands import Command, choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.errands.history import HistoryErrand, history_command
from psw_tui.ui.frames.chosen import Chosen
from psw_tui.ui.frames.reading import ReadPlan, ReadScreen
from psw_tui.ui.show import joined, show
from psw_tui.ui.telling import readable_for, section

CLOSE = choosing("look.close", "c", N_("close it"), N_("Close this fresh look with its outcome."), once=True)
OLDER = choosing("look.older", "e", N_("earlier one"), N_("Read the fresh look before this one."))
HISTORY = history_command("look")
STEPS_KEYS = Command("look.steps", "1-9", N_("steps"), N_("Keys 1 to 9 open that response step."))


class LooksErrand:
    """Shows fresh looks and does what is asked of them."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._history = HistoryErrand(app, desk)
        self._say = desk.language.say

    async def read(self, client: Client, begin_at: str = "") -> StepNumber | None:
        """The newest fresh look, or this one, then earlier ones. Returns a step the worker wants to go to, else None."""
        ids = [look.id for look in await self._desk.ask(fresh_looks.fresh_looks_of, client.id)]
        at = ids.index(begin_at) if begin_at in ids else 0
        while looks := await self._desk.ask(fresh_looks.fresh_looks_of, client.id):
            look = looks[min(at, len(looks) - 1)]
            chosen = await self._show(client, look, has_older=at + 1 < len(looks))
            if chosen is None:
                return None
            if chosen.verb.startswith("step"):
                return StepNumber(int(chosen.verb.removeprefix("step")))
            if chosen.verb == "older":
                at += 1
            elif chosen.verb == "history":
                await self._history.show(client, history_of_look, look, private=True)
            elif await self.close(client, look):
                return None
        return None

    async def close(self, client: Client, look: FreshLook) -> bool:
        """Ask how it ended. Steps nobody looked at want one reason, and never block."""
        sheet = await self._desk.ask(sheets.close_look, client, look, self._desk.language)
        return await self._forming.fill(sheet) is not None

    async def _show(self, client: Client, look: FreshLook, *, has_older: bool) -> Chosen | None:
        reader = await readable_for(self._desk, client.id)
        is_open = look.closed_on is None
        may = ((CLOSE, is_open), (OLDER, has_older), (STEPS_KEYS, is_open), (HISTORY, True))
        offers = tuple(command for command, possible in may if possible)
        plan = ReadPlan(
            self._say("Fresh look: {code}", code=client.code),
            await self._sections(look, reader),
            offers,
            "fresh_look",
            client.id,
        )
        return await self._app.push_screen_wait(ReadScreen(self._desk.language, plan))

    async def _sections(self, look: FreshLook, reader: Readable) -> list[Content]:
        progress = (await self._desk.ask(fresh_looks.progress_of, [look.id]))[look.id]
        sections = [self._heading(look, progress, reader)]
        if look.closed_on is None and (better := await self._desk.ask(signals.better_of, look)).holds:
            sections.append(show(better_sentence(better, self._desk.language), "bold"))
        sections.append(section(self._say("Why and what"), reader, look))
        for number, step in STEPS.items():
            entries = await self._desk.ask(steps.entries_of, step, look.id)
            sections.append(self._step(number, progress, entries, reader))
        return sections

    def _heading(self, look: FreshLook, progress: Progress, reader: Readable) -> Content:
        opened = self._say("opened {day}", day=reader.day(look.opened_on))
        why = self._say(WhyNow(look.why_now).label) if look.why_now else ""
        if look.closed_on is None:
            stands = self._say("open, look again by {day}", day=reader.day(look.look_again_on))
        else:
            outcome = self._say(Outcome(look.outcome).label) if look.outcome else ""
            stands = self._say("closed {day}: {outcome}", day=reader.day(look.closed_on), outcome=outcome)
        return joined(
            show(sheets.counted(progress, self._desk.language), "bold"),
            f"\n{self._desk.language.before(opened)} {why}\n{stands}",
        )

    def _step(self, number: StepNumber, progress: Progress, entries: Sequence[StepRow], reader: Readable) -> Content:
        """A step's entries, the newest first. Private ones are read here, by their worker; they go nowhere else."""
        state = progress.states[number]
        title = f"{int(number)} {state.mark} {self._say(number.full_name)} - {self._say(state.label)}"
        if STEPS[number].private and entries:
            title += f" ({self._say('only for you')})"
        written: list[Any] = list(entries)
        parts = [section(reader.day(entry.held_on), reader, entry, private=True) for entry in written]
        return Content("\n").join([show(title, "bold underline"), *parts])
