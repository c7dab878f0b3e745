"""What was begun and not saved: the list of it, and the way back to where each belongs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual.app import App

from psw_tui.draft_words import PAPER_FORMS, PARCELS, STEP_OF_SLUG
from psw_tui.records.client import Client
from psw_tui.records.nine import STEPS
from psw_tui.records.quick_note import NAME as QUICK
from psw_tui.services import clients, drafts, erasing, fresh_looks, safety
from psw_tui.services.drafts import DraftNote, DraftPlace
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import YesNoDialog
from psw_tui.ui.errands.capture import CaptureErrand
from psw_tui.ui.errands.corrections import CorrectionsErrand
from psw_tui.ui.errands.debriefing import DebriefErrand
from psw_tui.ui.errands.keeping import KeepingErrand
from psw_tui.ui.errands.nine_steps import NineStepsErrand
from psw_tui.ui.errands.papers import PapersErrand
from psw_tui.ui.errands.parcels import ParcelsErrand
from psw_tui.ui.errands.people import PeopleErrand
from psw_tui.ui.errands.safety import SafetyErrand
from psw_tui.ui.errands.shown import ShownErrand
from psw_tui.ui.errands.team import TeamErrand
from psw_tui.ui.errands.writing import WritingErrand
from psw_tui.ui.screens.drafts import Discard, DraftsScreen, GoOn


@dataclass(frozen=True)
class Begun:
    """Who can take a draft up."""

    writing: WritingErrand
    debriefing: DebriefErrand
    corrections: CorrectionsErrand
    capture: CaptureErrand
    nine_steps: NineStepsErrand
    safety: SafetyErrand
    people: PeopleErrand
    papers: PapersErrand
    parcels: ParcelsErrand
    shown: ShownErrand
    keeping: KeepingErrand
    team: TeamErrand


class DraftsErrand:
    """Offers drafts and takes them up."""

    def __init__(self, app: App[Any], desk: Desk, begun: Begun) -> None:
        self._app = app
        self._desk = desk
        self._begun = begun
        self._say = desk.language.say

    async def show(self) -> None:
        """Offer what was begun and not saved, until nothing is left or the worker leaves it for later."""
        while notes := await self._desk.ask(drafts.unfinished):
            match await self._app.push_screen_wait(DraftsScreen(self._desk, notes)):
                case GoOn(note):
                    await self.go_on(note)
                case Discard(note):
                    question = self._say("Throw this draft away? What you typed in it will be gone.")
                    if await self._confirm(question, self._say("throw it away"), self._say("keep it")):
                        await self._desk.ask(drafts.drop_draft, note.place)
                case _:
                    return

    async def go_on(self, note: DraftNote) -> None:
        """Take a draft up where it belongs."""
        place = note.place
        if place.form == QUICK:
            await self._begun.capture.write_up(place)
            return
        if place.form in PAPER_FORMS:
            await self._begun.papers.go_on(place.client, place.target)
            return
        if place.form in PARCELS and not place.client:
            await self._begun.parcels.go_on(None, place)
            return
        if not place.client:
            await (self._begun.writing.options() if place.form == "options" else self._begun.writing.add_client())
            return
        client = await self._desk.ask(clients.client_by_id, place.client)
        if place.form in STEP_OF_SLUG:
            await self._begun.nine_steps.go_on(client, place.target, STEPS[STEP_OF_SLUG[place.form]])
        elif place.form == safety.FORM:
            await self._begun.safety.go_on(client, place.target)
        elif place.form in PARCELS:
            await self._begun.parcels.go_on(client, place)
        else:
            await self._go_on_with_form(client, place)

    async def _go_on_with_form(self, client: Client, place: DraftPlace) -> None:
        match place.form:
            case "client":
                await self._begun.writing.change_client(client)
            case "debrief" if place.target:
                await self._begun.corrections.amend(client, place.target)
            case "debrief":
                await self._begun.debriefing.write(client)
            case "goal" | "rate" | "reword" | "goal_state":
                await self._begun.nine_steps.goals.go_on(client, place.form, place.target)
            case "fresh_look":
                await self._begun.writing.open_look(client)
            case "close":
                looks = await self._desk.ask(fresh_looks.fresh_looks_of, client.id)
                await self._begun.nine_steps.looks.close(
                    client, next(look for look in looks if look.id == place.target)
                )
            case "statement":
                await self._begun.shown.go_on(client)
            case "snooze":
                await self._begun.writing.snooze(client)
            case erasing.FORM:
                await self._begun.keeping.ask(client)
            case "keep_on":
                await self._begun.keeping.keep_on(client)
            case "sharing":
                await self._begun.team.share(client)
            case _:
                await self._begun.people.go_on(client, place.form, place.target)

    async def _confirm(self, question: str, yes: str, no: str) -> bool:
        return await self._app.push_screen_wait(YesNoDialog(question, yes, no))
