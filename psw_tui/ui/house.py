"""Where to go next once a vault is open: the one place that knows all screens and how they follow each other."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from datetime import timedelta
from typing import Any

from textual.app import App

from psw_tui.domain.clock import Clock
from psw_tui.domain.steps import StepNumber
from psw_tui.language import speak
from psw_tui.records.answers import raw_of
from psw_tui.records.client import Client, ClientForm
from psw_tui.records.debrief import DebriefForm
from psw_tui.records.fresh_look import DEFAULT_LOOK_AGAIN_DAYS, FreshLook, FreshLookForm
from psw_tui.records.goal import MOST_ACTIVE_GOALS, NewGoalForm
from psw_tui.records.nine import STEPS
from psw_tui.sentences import sentence
from psw_tui.services import clients, debriefs, drafts, fresh_looks, goals, settings
from psw_tui.services.drafts import DraftNote, DraftPlace
from psw_tui.services.errors import NotPossible, TooManyGoals
from psw_tui.storage.errors import VaultError
from psw_tui.storage.vault import Vault
from psw_tui.ui import routes
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import PickDialog, YesNoDialog
from psw_tui.ui.forming import Forming, Sheet
from psw_tui.ui.screens.caseload import CaseloadScreen
from psw_tui.ui.screens.client import ClientScreen
from psw_tui.ui.screens.drafts import Discard, DraftsScreen, GoOn
from psw_tui.ui.screens.step import AddGoalFirst
from psw_tui.ui.show import show
from psw_tui.ui.stepping import Stepping
from psw_tui.ui.widgets.choosing import Option

STEP_OF_SLUG = {step.slug: number for number, step in STEPS.items()}


async def make_desk(vault: Vault, thread: Executor, clock: Clock, *, practice: bool) -> Desk:
    """The desk of the worker this vault belongs to, in their language."""
    found = await asyncio.get_running_loop().run_in_executor(thread, settings.sign_as_worker, vault)
    return Desk(
        vault,
        thread,
        speak(str(found.language)),
        clock,
        team=found.team,
        idle_minutes=found.idle_minutes,
        practice=practice,
    )


class House:
    """The way from screen to screen. Each route pushes a screen, waits for its result and acts on it."""

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._say = desk.language.say
        self._forming = Forming(app, desk)
        self._stepping = Stepping(self._forming, desk)

    def home(self) -> CaseloadScreen:
        """The screen below all others."""
        return CaseloadScreen(self._desk)

    async def follow(self, route: Any) -> None:
        """Go where a screen asked to go. What cannot be done is said, never thrown."""
        try:
            await self._go(route)
        except (NotPossible, VaultError) as error:
            self._app.notify(sentence(error, self._desk.language), markup=False, severity="error", timeout=10)

    async def _go(self, route: Any) -> None:
        match route:
            case routes.ShowClient(client):
                await self._app.push_screen_wait(ClientScreen(self._desk, client))
            case routes.AddClient():
                await self._add_client()
            case routes.ChangeClient(client):
                await self._change_client(client)
            case routes.WriteDebrief(client):
                await self._write_debrief(client or await self._pick_client())
            case routes.OpenFreshLook(client):
                await self._open_fresh_look(client)
            case routes.TakeStep(client, number):
                await self._take_step(client, StepNumber(number))
            case routes.AddGoal(client):
                await self._add_goal(client)
            case routes.ShowDrafts():
                await self._show_drafts()

    async def _show_drafts(self) -> None:
        """Offer what was begun and not saved, until nothing is left or the worker leaves it for later."""
        while notes := await self._desk.ask(drafts.unfinished):
            match await self._app.push_screen_wait(DraftsScreen(self._desk, notes)):
                case GoOn(note):
                    await self._go_on(note)
                case Discard(note):
                    question = self._say("Throw this draft away? What you typed in it will be gone.")
                    if await self._confirm(question, self._say("throw it away"), self._say("keep it")):
                        await self._desk.ask(drafts.drop_draft, note.place)
                case _:
                    return

    async def _go_on(self, note: DraftNote) -> None:
        place = note.place
        match place.form:
            case "client" if place.client:
                await self._change_client(place.client)
            case "client":
                await self._add_client()
            case "debrief":
                await self._write_debrief(place.client)
            case "goal":
                await self._add_goal(place.client)
            case "fresh_look":
                await self._open_fresh_look(place.client)
            case slug:
                await self._take_step(place.client, STEP_OF_SLUG[slug])

    async def _add_client(self) -> None:
        """A new client, with a code made for them."""
        place = DraftPlace("client")
        draft = await self._forming.draft(place)
        code = draft.pop("code", "") or await self._desk.ask(clients.propose_code)
        sheet = Sheet(
            self._say("New client: {code}", code=code),
            ClientForm,
            place,
            start={"met_on": self._desk.today.isoformat()},
            carried={"code": code},
            help_name="add_client",
        )

        async def save(form: ClientForm) -> Client:
            return await self._desk.ask(clients.add_client, form, code)

        client = await self._forming.fill(sheet, save, draft=draft)
        if client is not None:
            await self._go(routes.ShowClient(client.id))

    async def _change_client(self, client_id: str) -> None:
        client = await self._desk.ask(clients.client_by_id, client_id)
        place = DraftPlace("client", client_id, client_id)
        sheet = Sheet(client.code, ClientForm, place, start=raw_of(client), help_name="add_client")
        await self._forming.fill(sheet, self._desk.saver(clients.change_client, client))

    async def _write_debrief(self, client_id: str) -> None:
        if not client_id:
            return
        client = await self._desk.ask(clients.client_by_id, client_id)
        sheet = Sheet(
            self._say("New note: {code}", code=client.code),
            DebriefForm,
            DraftPlace("debrief", client_id),
            head=self._forming.notice(client),
            lists=await self._forming.lists_of(client_id),
            context={"record_mode": str(client.record_mode)},
            help_name="debrief",
        )
        await self._forming.fill(sheet, self._desk.saver(debriefs.save_debrief, client_id))

    async def _add_goal(self, client_id: str) -> None:
        client = await self._desk.ask(clients.client_by_id, client_id)
        if len(await self._desk.ask(goals.active_goals, client_id)) >= MOST_ACTIVE_GOALS:
            raise TooManyGoals(MOST_ACTIVE_GOALS)
        sheet = Sheet(
            self._say("New goal: {code}", code=client.code),
            NewGoalForm,
            DraftPlace("goal", client_id),
            help_name="goal",
        )
        await self._forming.fill(sheet, self._desk.saver(goals.add_goal, client_id))

    async def _open_fresh_look(self, client_id: str) -> FreshLook | None:
        """Open a fresh look, or go to the one that is open."""
        shown = await self._desk.ask(fresh_looks.shown_fresh_look, client_id)
        if shown is not None and shown.closed_on is None:
            if not isinstance(self._app.screen, ClientScreen):
                await self._go(routes.ShowClient(client_id))
            return shown
        client = await self._desk.ask(clients.client_by_id, client_id)
        again = self._desk.today + timedelta(DEFAULT_LOOK_AGAIN_DAYS)
        sheet = Sheet(
            self._say("Fresh look: {code}", code=client.code),
            FreshLookForm,
            DraftPlace("fresh_look", client_id),
            start={"look_again_on": again.isoformat()},
            head=[show(self._say("What we offered has not helped yet. Look at it afresh, together."))],
            lists=await self._forming.lists_of(client_id),
            help_name="fresh_look",
        )
        opened: FreshLook | None = await self._forming.fill(
            sheet, self._desk.saver(fresh_looks.open_fresh_look, client_id)
        )
        return opened

    async def _take_step(self, client_id: str, number: StepNumber) -> None:
        """A step of the open fresh look; without one, ask to open it and go on."""
        look = await self._desk.ask(fresh_looks.shown_fresh_look, client_id)
        if look is None or look.closed_on is not None:
            question = self._say("The nine steps belong to a fresh look, and none is open. Open one now?")
            if not await self._confirm(question, self._say("open one"), self._say("not now")):
                return
            look = await self._open_fresh_look(client_id)
        if look is None:
            return
        client = await self._desk.ask(clients.client_by_id, client_id)
        while isinstance(await self._stepping.take(client, look, STEPS[number]), AddGoalFirst):
            await self._add_goal(client_id)

    async def _pick_client(self) -> str:
        """Which client: the one last written about is on top. Empty when the worker thought better of it."""
        known = await self._desk.ask(clients.clients_by_recent_contact)
        if not known:
            return ""
        options = [Option(id_, code) for id_, code in known]
        return await self._app.push_screen_wait(PickDialog(self._say("About whom? Type part of the code."), options))

    async def _confirm(self, question: str, yes: str, no: str) -> bool:
        return await self._app.push_screen_wait(YesNoDialog(question, yes, no))
