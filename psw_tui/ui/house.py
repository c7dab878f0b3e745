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
from psw_tui.records.nine import STEPS
from psw_tui.records.option import Option
from psw_tui.records.setting import Showing
from psw_tui.records.step import StepRow
from psw_tui.sentences import sentence
from psw_tui.services import clients, settings, steps
from psw_tui.services.drafts import DraftNote, DraftPlace
from psw_tui.services.errors import NotPossible
from psw_tui.services.to_do import ToDo, ToDoKind
from psw_tui.storage.errors import VaultError
from psw_tui.storage.vault import Vault
from psw_tui.ui import routes
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import PickDialog
from psw_tui.ui.errands.backups import BackupsErrand
from psw_tui.ui.errands.capture import CaptureErrand
from psw_tui.ui.errands.corrections import CorrectionsErrand
from psw_tui.ui.errands.debriefing import DebriefErrand, Onward
from psw_tui.ui.errands.drafts import Begun, DraftsErrand
from psw_tui.ui.errands.finding import FindErrand, Place, Places
from psw_tui.ui.errands.first_day import FirstDayErrand
from psw_tui.ui.errands.forming import Forming
from psw_tui.ui.errands.importing import ImportErrand
from psw_tui.ui.errands.keeping import KeepingErrand
from psw_tui.ui.errands.lesson import LessonErrand
from psw_tui.ui.errands.nine_steps import NineStepsErrand
from psw_tui.ui.errands.papers import PapersErrand
from psw_tui.ui.errands.parcels import Onward as Received
from psw_tui.ui.errands.parcels import ParcelsErrand
from psw_tui.ui.errands.passphrase import PassphraseErrand
from psw_tui.ui.errands.people import PeopleErrand
from psw_tui.ui.errands.requests import RequestsErrand
from psw_tui.ui.errands.safety import SafetyErrand, Ways
from psw_tui.ui.errands.shown import ShownErrand
from psw_tui.ui.errands.team import TeamErrand
from psw_tui.ui.errands.team import Ways as TeamWays
from psw_tui.ui.errands.timeline import TimelineErrand
from psw_tui.ui.errands.writing import WritingErrand
from psw_tui.ui.screens.caseload import CaseloadScreen
from psw_tui.ui.screens.client import ClientScreen
from psw_tui.ui.screens.health import HealthScreen
from psw_tui.ui.screens.to_do import ToDoScreen


async def make_desk(vault: Vault, thread: Executor, clock: Clock, *, practice: bool, lesson: bool = False) -> Desk:
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
        colours=str(found.colours),
        practice=practice,
        lesson=lesson,
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
        self._nine_steps = NineStepsErrand(app, desk, self._forming, self._writing, self._people)
        self._corrections = CorrectionsErrand(app, desk, self._forming)
        self._papers = PapersErrand(app, desk, self._forming)
        self._passphrase = PassphraseErrand(app, desk)
        self._parcels = ParcelsErrand(app, desk, self._forming, Received(self._open_client, self._answered))
        self._requests = RequestsErrand(app, desk, self._nine_steps.step_anywhere, self._parcels.ask)
        self._keeping = KeepingErrand(app, desk, self._forming)
        self._team = TeamErrand(
            app, desk, self._forming, TeamWays(self._open_client, self._open_question, self._open_worry)
        )
        onward = Onward(
            worry=self._safety.worry,
            supervision=self._nine_steps.ask_for_supervision,
            draft=self._go_on,
            due=self._open_due,
            look=self._nine_steps.look,
            pick=self._pick_client,
        )
        self._shown = ShownErrand(app, desk, self._forming)
        self._debriefing = DebriefErrand(app, desk, self._forming, onward)
        self._capture = CaptureErrand(app, desk, self._forming, self._write_up)
        self._drafts = DraftsErrand(
            app,
            desk,
            Begun(
                self._writing,
                self._debriefing,
                self._corrections,
                self._capture,
                self._nine_steps,
                self._safety,
                self._people,
                self._papers,
                self._parcels,
                self._shown,
                self._keeping,
                self._team,
            ),
        )
        by_kind: dict[str, Place] = {
            "goal": self._nine_steps.goals.run,
            "debrief": self._corrections.debrief,
            "contact": self._people.contacts,
            "permission": self._people.permissions,
            "shared": self._people.shared,
            "safety_note": self._safety.read,
            "statement": self._shown.read,
            "sent": self._papers.log_of,
            "fresh_look": self._nine_steps.read,
        }
        of_nobody = {"setting": self._options, "sent": self._papers.log, "erasure": self._keeping.run}
        places = Places(by_kind, requests=self._requests.run, of_nobody=of_nobody)
        self._finding = FindErrand(app, desk, places)
        self._timeline = TimelineErrand(app, desk, self._finding.go)
        self._importing = ImportErrand(app, desk)
        self.backups = BackupsErrand(app, desk)
        self._first_day = FirstDayErrand(app, desk, self._forming, self._writing)
        self._lesson = LessonErrand(app, desk)

    def home(self) -> CaseloadScreen:
        """The screen below all others."""
        caseload = CaseloadScreen(self._desk)
        caseload.look_ahead(self._app.size.height)
        return caseload

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
                await self._nine_steps.look(client)
            case routes.TakeStep():
                await self._nine_steps.take_step(client, StepNumber(route.number))
            case routes.ShowGoals():
                await self._nine_steps.goals.run(client)
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
            case routes.ShowPapers():
                await self._papers.run(client)
            case routes.ShowThem():
                await self._shown.hand_over(client)
            case routes.ShowSafety():
                await self._safety.notes(client)
            case routes.HandOver():
                await self._parcels.hand_over(client)
            case routes.ShareWithTeam():
                await self._team.share(client)
            case routes.AskErasing():
                await self._keeping.ask(client)
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
                await self._drafts.show()
            case routes.Undo():
                await self._corrections.undo()
            case routes.ShowLearning():
                await self._requests.learning(dict(await self._desk.ask(clients.clients_by_recent_contact)))
            case routes.ShowHealth():
                await self._app.push_screen_wait(HealthScreen(self._desk))
            case routes.ShowBackups():
                await self.backups.run()
            case routes.ShowReports():
                await self._papers.run()
            case routes.ShowKeeping():
                await self._keeping.run()
            case routes.ShowTeam():
                await self._team.run()
            case routes.ImportList():
                await self._importing.run()
            case routes.TakeIn():
                await self._parcels.take_in()
            case routes.ShowKey():
                await self._parcels.show_key()
            case routes.ShowOptions():
                await self._options()
            case routes.ShowPassphrase():
                await self._passphrase.run()
            case routes.ShowCard():
                await self._safety.show(route.client)
            case routes.BeginFirstDay():
                await self._first_day.run()
            case routes.AskPractice():
                await self._lesson.ask()

    async def remind(self) -> None:
        """Let every screen say what nobody was told about yet, and in the practice what comes next."""
        await self._safety.remind()
        await self._lesson.remind()

    async def _options(self) -> None:
        await self._writing.options()

    async def _open_due(self, due: ToDo, client: Client) -> None:
        """What a line of the to-do list is about."""
        match due.kind:
            case ToDoKind.FRESH_LOOK:
                await self._nine_steps.look(client)
            case ToDoKind.PERMISSION:
                await self._people.permissions(client)
            case ToDoKind.REFERRAL | ToDoKind.SUPERVISION:
                number = StepNumber.REFER if due.kind is ToDoKind.REFERRAL else StepNumber.SUPERVISION
                entries = await self._desk.ask(steps.entries_of_client, STEPS[number], client.id)
                entry = next((each for each in entries if each.id == due.id), None)
                await self._nine_steps.step_anywhere(client, STEPS[number], entry)

    async def _open_client(self, client_id: str) -> None:
        await self._app.push_screen_wait(ClientScreen(self._desk, client_id))

    async def _open_question(self, client_id: str, row: str) -> None:
        client, step = await self._client(client_id), STEPS[StepNumber.SUPERVISION]
        entry = next(
            (each for each in await self._desk.ask(steps.entries_of_client, step, client.id) if each.id == row), None
        )
        await self._nine_steps.step_anywhere(client, step, entry)

    async def _open_worry(self, client_id: str, row: str) -> None:
        await self._safety.read(await self._client(client_id), row)

    async def _answered(self, client: Client, entry: StepRow) -> None:
        """An answer came: the step it belongs to, with the answer in it."""
        await self._nine_steps.step_anywhere(client, STEPS[StepNumber.SUPERVISION], entry)

    async def _client(self, client_id: str) -> Client:
        return await self._desk.ask(clients.client_by_id, client_id)

    async def _go_on(self, note: DraftNote) -> None:
        await self._drafts.go_on(note)

    async def _write_up(self, client: str, note: DraftPlace) -> None:
        await self._debriefing.write(await self._client(client), note)

    async def _pick_client(self, without: Sequence[str] = ()) -> str:
        """Which client: the one last written about is on top. Empty when the worker thought better of it."""
        known = await self._desk.ask(clients.clients_by_recent_contact)
        options = [Option(id_, code) for id_, code in known if id_ not in without]
        if not options:
            return ""
        return await self._app.push_screen_wait(PickDialog(self._say("About whom? Type part of the code."), options))
