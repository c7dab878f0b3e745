"""Where to go next once a vault is open: the one place that knows which errand answers which wish."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Any

from textual.app import App

from psw_tui.domain.clock import Clock
from psw_tui.domain.steps import StepNumber
from psw_tui.language import speak
from psw_tui.records.client import Client
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.nine import STEPS
from psw_tui.records.quick_note import NAME as QUICK
from psw_tui.records.setting import Showing
from psw_tui.records.step import Step, StepRow
from psw_tui.sentences import sentence
from psw_tui.services import clients, drafts, fresh_looks, safety, settings, steps
from psw_tui.services.drafts import DraftNote, DraftPlace
from psw_tui.services.errors import NotPossible
from psw_tui.services.to_do import ToDo, ToDoKind
from psw_tui.storage.errors import VaultError
from psw_tui.storage.vault import Vault
from psw_tui.ui import routes
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import PickDialog, YesNoDialog
from psw_tui.ui.errands.backups import BackupsErrand
from psw_tui.ui.errands.capture import CaptureErrand
from psw_tui.ui.errands.corrections import CorrectionsErrand
from psw_tui.ui.errands.debriefing import DebriefErrand, Onward
from psw_tui.ui.errands.finding import FindErrand, Places
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.errands.goals import GoalsErrand
from psw_tui.ui.errands.looks import LooksErrand
from psw_tui.ui.errands.passphrase import PassphraseErrand
from psw_tui.ui.errands.people import PeopleErrand
from psw_tui.ui.errands.requests import RequestsErrand
from psw_tui.ui.errands.safety import SafetyErrand, Ways
from psw_tui.ui.errands.stepping import Stepping
from psw_tui.ui.errands.timeline import TimelineErrand
from psw_tui.ui.errands.writing import WritingErrand
from psw_tui.ui.screens.caseload import CaseloadScreen
from psw_tui.ui.screens.client import ClientScreen
from psw_tui.ui.screens.drafts import Discard, DraftsScreen, GoOn
from psw_tui.ui.screens.health import HealthScreen
from psw_tui.ui.screens.step import SomethingFirst
from psw_tui.ui.screens.to_do import ToDoScreen
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
        country=str(found.country),
        on_call=found.on_call_phone,
        idle_minutes=found.idle_minutes,
        showing=Showing(found.showing),
        practice=practice,
    )


class House:
    """The way from screen to screen."""

    def __init__(self, app: App[Any], desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._say = desk.language.say
        self._forming = Forming(app, desk)
        self._people = PeopleErrand(app, desk, self._forming)
        ways = Ways(pick=self._pick_client, emergency=self._people.emergency, options=self._options)
        self._safety = SafetyErrand(app, desk, self._forming, ways)
        self._writing = WritingErrand(desk, self._forming)
        self._goals = GoalsErrand(app, desk, self._forming)
        self._looks = LooksErrand(app, desk, self._forming)
        self._corrections = CorrectionsErrand(app, desk, self._forming)
        self._stepping = Stepping(self._forming, desk)
        self._passphrase = PassphraseErrand(app, desk)
        self._requests = RequestsErrand(app, desk, self._step_anywhere)
        onward = Onward(
            worry=self._safety.worry,
            supervision=self._ask_for_supervision,
            draft=self._go_on,
            due=self._open_due,
            look=self._look,
            pick=self._pick_client,
        )
        self._debriefing = DebriefErrand(app, desk, self._forming, onward)
        self._capture = CaptureErrand(app, desk, self._forming, self._write_up)
        places = Places(
            goals=self._goals.run,
            debriefs=self._corrections.debrief,
            contacts=self._people.contacts,
            permissions=self._people.permissions,
            shared=self._people.shared,
            safety=self._safety.read,
            looks=self._read_look,
            requests=self._requests.run,
            options=self._options,
        )
        self._finding = FindErrand(app, desk, places)
        self._timeline = TimelineErrand(app, desk, self._finding.go)
        self.backups = BackupsErrand(app, desk)

    def home(self) -> CaseloadScreen:
        """The screen below all others."""
        return CaseloadScreen(self._desk)

    async def follow(self, route: routes.Route) -> None:
        """Go where a screen asked to go. What cannot be done is said, never thrown."""
        try:
            if isinstance(route, routes.AboutClient):
                await self._about(route, await self._client(route.client))
            else:
                await self._anywhere(route)
        except (NotPossible, VaultError) as error:
            self._app.notify(sentence(error, self._desk.language), markup=False, severity="error", timeout=10)

    async def _about(self, route: routes.AboutClient, client: Client) -> None:
        match route:
            case routes.ShowClient():
                await self._app.push_screen_wait(ClientScreen(self._desk, client.id))
            case routes.ChangeClient():
                await self._writing.change_client(client)
            case routes.OpenFreshLook():
                await self._look(client)
            case routes.TakeStep():
                await self._take_step(client, StepNumber(route.number))
            case routes.ShowGoals():
                await self._goals.run(client)
            case routes.ShowPermissions():
                await self._people.permissions(client)
            case routes.ShowContacts():
                await self._people.contacts(client)
            case routes.ShowReferrals():
                await self._requests.run(client, StepNumber.REFER)
            case routes.ShowSupervision():
                await self._requests.run(client, StepNumber.SUPERVISION)
            case routes.ShowDebriefs():
                await self._corrections.debriefs(client)
            case routes.ShowTimeline():
                await self._timeline.show(client)
            case routes.ShowHistory():
                await self._corrections.client_history(client)
            case routes.ShowSafety():
                await self._safety.notes(client)
            case routes.Snooze():
                await self._writing.snooze(client)
            case ToDoScreen.Opened():
                await self._open_due(route.item, client)

    async def _anywhere(self, route: routes.Route) -> None:
        match route:
            case routes.AddClient():
                added = await self._writing.add_client()
                if added is not None:
                    await self._app.push_screen_wait(ClientScreen(self._desk, added.id))
            case routes.WriteDebrief():
                picked = route.client or await self._pick_client()
                if picked:
                    await self._debriefing.write(await self._client(picked))
            case routes.Find():
                await self._finding.show()
            case routes.ShowHit():
                await self._finding.go(route)
            case routes.QuickNote():
                await self._capture.take_down(route.client)
            case routes.ShowToDo():
                await self._app.push_screen_wait(ToDoScreen(self._desk, route.client))
            case routes.ShowDrafts():
                await self._show_drafts()
            case routes.Undo():
                await self._corrections.undo()
            case routes.ShowLearning():
                await self._requests.learning(dict(await self._desk.ask(clients.clients_by_recent_contact)))
            case routes.ShowHealth():
                await self._app.push_screen_wait(HealthScreen(self._desk))
            case routes.ShowBackups():
                await self.backups.run()
            case routes.ShowOptions():
                await self._options()
            case routes.ShowPassphrase():
                await self._passphrase.run()
            case routes.ShowCard():
                await self._safety.show(route.client)

    async def remind(self) -> None:
        """Let every screen say what nobody was told about yet."""
        await self._safety.remind()

    async def _options(self) -> None:
        await self._writing.options()

    async def _open_due(self, due: ToDo, client: Client) -> None:
        """What a line of the to-do list is about."""
        match due.kind:
            case ToDoKind.FRESH_LOOK:
                await self._look(client)
            case ToDoKind.PERMISSION:
                await self._people.permissions(client)
            case ToDoKind.REFERRAL | ToDoKind.SUPERVISION:
                number = StepNumber.REFER if due.kind is ToDoKind.REFERRAL else StepNumber.SUPERVISION
                entries = await self._desk.ask(steps.entries_of_client, STEPS[number], client.id)
                entry = next((each for each in entries if each.id == due.id), None)
                await self._step_anywhere(client, STEPS[number], entry)

    async def _look(self, client: Client) -> None:
        """The fresh looks of a client; without an open one, the form that opens one."""
        shown = await self._desk.ask(fresh_looks.shown_fresh_look, client.id)
        if shown is None or (shown.closed_on is not None and await self._wants_new_look()):
            await self._writing.open_look(client)
            return
        await self._read_look(client)

    async def _read_look(self, client: Client, begin_at: str = "") -> None:
        """Fresh looks to read, and the steps the worker goes to from there."""
        while (number := await self._looks.read(client, begin_at)) is not None:
            await self._take_step(client, number)

    async def _wants_new_look(self) -> bool:
        question = self._say("The last fresh look is closed. Open a new one, or read the earlier ones?")
        return await self._confirm(question, self._say("open a new one"), self._say("read"))

    async def _take_step(self, client: Client, number: StepNumber) -> None:
        """A step of the open fresh look; without one, ask to open it and go on."""
        look = await self._open_look_for_step(client)
        if look is not None:
            await self._step(client, look.id, STEPS[number], None)

    async def _open_look_for_step(self, client: Client) -> FreshLook | None:
        look = await self._desk.ask(fresh_looks.shown_fresh_look, client.id)
        if look is not None and look.closed_on is None:
            return look
        question = self._say("The nine steps belong to a fresh look, and none is open. Open one now?")
        if not await self._confirm(question, self._say("open one"), self._say("not now")):
            return None
        return await self._writing.open_look(client)

    async def _step_anywhere(self, client: Client, step: Step, entry: StepRow | None) -> None:
        """A referral or a supervision request: within its fresh look while that is open, else outside of one."""
        await self._step(client, await self._look_of(client, entry), step, entry)

    async def _look_of(self, client: Client, entry: StepRow | None) -> str | None:
        looks = {look.id: look for look in await self._desk.ask(fresh_looks.fresh_looks_of, client.id)}
        look = looks.get(entry.fresh_look or "") if entry else None
        return look.id if look is not None and look.closed_on is None else None

    async def _step(self, client: Client, look: str | None, step: Step, entry: StepRow | None) -> None:
        while isinstance(await self._stepping.take(client, look, step, entry), SomethingFirst):
            await self._first(client, step.number)

    async def _first(self, client: Client, number: StepNumber) -> None:
        """What a step was left for: a goal, or a contact or permission."""
        if number is StepNumber.GOALS:
            await self._goals.add(client)
            return
        question = self._say("What would you like to write down first?")
        if await self._confirm(question, self._say("a permission"), self._say("a contact")):
            await self._people.add_permission(client)
        else:
            await self._people.add_contact(client)

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
        """Take a draft up where it belongs."""
        place = note.place
        if place.form == QUICK:
            await self._capture.write_up(place)
            return
        if not place.client:
            await (self._writing.options() if place.form == "options" else self._writing.add_client())
            return
        client = await self._client(place.client)
        if place.form in STEP_OF_SLUG:
            await self._go_on_with_step(client, place.target, STEPS[STEP_OF_SLUG[place.form]])
        elif place.form == safety.FORM:
            await self._safety.go_on(client, place.target)
        else:
            await self._go_on_with_form(client, place)

    async def _go_on_with_step(self, client: Client, target: str, step: Step) -> None:
        looks = [look.id for look in await self._desk.ask(fresh_looks.fresh_looks_of, client.id)]
        entries = await self._desk.ask(steps.entries_of_client, step, client.id)
        entry = next((each for each in entries if each.id == target), None)
        await self._step(client, target if target in looks else None, step, entry)

    async def _go_on_with_form(self, client: Client, place: DraftPlace) -> None:
        match place.form:
            case "client":
                await self._writing.change_client(client)
            case "debrief" if place.target:
                await self._corrections.amend(client, place.target)
            case "debrief":
                await self._debriefing.write(client)
            case "goal" | "rate" | "reword" | "goal_state":
                await self._goals.go_on(client, place.form, place.target)
            case "fresh_look":
                await self._writing.open_look(client)
            case "close":
                looks = await self._desk.ask(fresh_looks.fresh_looks_of, client.id)
                await self._looks.close(client, next(look for look in looks if look.id == place.target))
            case "snooze":
                await self._writing.snooze(client)
            case _:
                await self._people.go_on(client, place.form, place.target)

    async def _client(self, client_id: str) -> Client:
        return await self._desk.ask(clients.client_by_id, client_id)

    async def _ask_for_supervision(self, client: Client) -> None:
        """A new supervision request: in the open fresh look where there is one."""
        look = await self._desk.ask(fresh_looks.shown_fresh_look, client.id)
        open_look = look.id if look is not None and look.closed_on is None else None
        await self._step(client, open_look, STEPS[StepNumber.SUPERVISION], None)

    async def _write_up(self, client: str, note: DraftPlace) -> None:
        await self._debriefing.write(await self._client(client), note)

    async def _pick_client(self, without: Sequence[str] = ()) -> str:
        """Which client: the one last written about is on top. Empty when the worker thought better of it."""
        known = await self._desk.ask(clients.clients_by_recent_contact)
        options = [Option(id_, code) for id_, code in known if id_ not in without]
        if not options:
            return ""
        return await self._app.push_screen_wait(PickDialog(self._say("About whom? Type part of the code."), options))

    async def _confirm(self, question: str, yes: str, no: str) -> bool:
        return await self._app.push_screen_wait(YesNoDialog(question, yes, no))
