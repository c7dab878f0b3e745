"""A contact written up, and what may come right after it: a worry, a talk, the next one of a group, what is due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from textual.app import App
from textual.content import Content

from psw_tui.domain.words import N_
from psw_tui.records.answers import Raw, raw_of
from psw_tui.records.client import Client, RecordMode, Status
from psw_tui.records.debrief import Contact, Debrief, DebriefForm, HowAmI, Safety
from psw_tui.services import clients, debriefs, fresh_looks, quick_notes, signals
from psw_tui.services.drafts import DraftNote, DraftPlace, unfinished
from psw_tui.services.follow_ups import finish_follow_up
from psw_tui.services.to_do import ToDo, ToDoKind, to_do, what_to_do
from psw_tui.signal_words import client_sentence
from psw_tui.ui.commands import choosing
from psw_tui.ui.desk import Desk
from psw_tui.ui.dialogs.asking import YesNoDialog
from psw_tui.ui.errands.forming import Forming, Sheet
from psw_tui.ui.frames.listing import Line, ListPlan, ListScreen
from psw_tui.ui.screens.drafts import draft_line
from psw_tui.ui.show import show
from psw_tui.ui.telling import begun_at

FORM = "debrief"
OFFERS = (choosing("else.open", "enter", N_("do it"), N_("Go on with the marked one. Esc: that was all.")),)
SAME_OF_A_GROUP = ("contact", "held_on", "how_long", "minutes", "place", "what_we_did")
"""What a group shares: time, place and what was done. Words stay with the one they are about."""
FIELD_OF_QUICK_NOTE = "what_line"

GROUP = N_("Same group, someone else?")
WANT_TO_TALK = N_("You want to talk. Ask for supervision now?")


@dataclass(frozen=True)
class Onward:
    """Where a debrief may lead."""

    worry: Callable[[Client, str], Awaitable[None]]
    """What comes after the debrief with this id when there was a worry about safety."""
    supervision: Callable[[Client], Awaitable[None]]
    draft: Callable[[DraftNote], Awaitable[None]]
    due: Callable[[ToDo, Client], Awaitable[None]]
    look: Callable[[Client], Awaitable[None]]
    pick: Callable[[Sequence[str]], Awaitable[str]]
    """Asks about which client, but these; empty for none."""


@dataclass(frozen=True)
class Else:
    """One thing that may be done right after a debrief."""

    line: Line
    go: Callable[[], Awaitable[object]]


class DebriefErrand:
    """Puts debriefs on screen, and afterwards what belongs to them."""

    def __init__(self, app: App[Any], desk: Desk, forming: Forming, onward: Onward) -> None:
        self._app = app
        self._desk = desk
        self._forming = forming
        self._onward = onward
        self._say = desk.language.say
        self._asked_about: set[str] = set()
        """Clients whose fresh look was brought up since unlocking: once is enough (R19)."""

    async def write(self, client: Client, used: DraftPlace | None = None) -> None:
        """Write up a contact, and of a group one after the other; `used` is the quick note it is written from."""
        start: Raw = {}
        group = [client.id]
        while saved := await self._fill(client, start, used):
            await self._look_after(client, saved)
            following = await self._anything_else(client, saved, group)
            if following is None:
                return
            client, used, start = following, None, _shared_with_group(saved)
            group.append(client.id)

    async def _fill(self, client: Client, start: Raw, used: DraftPlace | None) -> Debrief | None:
        day = self._desk.today
        place = DraftPlace(FORM, client.id)
        draft = await self._forming.draft(place)
        begun = str(draft.pop("begun_on", "")) or day.isoformat()
        dated = {} if draft.get("held_on") or begun == day.isoformat() else {"held_on": begun}
        if used is not None:
            draft |= await self._written_up(client, draft, used)
        sheet = Sheet(
            self._say("New note: {code}", code=client.code),
            DebriefForm,
            place,
            start=start | dated,
            head=await self._head(client),
            lists=await self._forming.lists_of(client.id),
            context={"record_mode": str(client.record_mode)},
            carried={"begun_on": begun},
            help_name="debrief",
        )

        async def save(form: DebriefForm) -> Debrief:
            # Midnight may have passed since the form was opened: "today" is what it was then.
            dated = form if form.held_on else form.model_copy(update={"held_on": day})
            return await self._desk.ask(debriefs.save_debrief, client.id, dated, used=used, say=self._say)

        saved: Debrief | None = await self._forming.fill(sheet, save, draft=draft | (dated if draft else {}))
        return saved

    async def _written_up(self, client: Client, draft: Raw, used: DraftPlace) -> Raw:
        """Where the line of a quick note goes; nowhere for a client who wants no words."""
        words = await self._desk.ask(quick_notes.words_of_quick_note, used)
        there = str(draft.get(FIELD_OF_QUICK_NOTE, ""))
        if client.record_mode == RecordMode.COUNTS or words in there:
            return {}
        return {FIELD_OF_QUICK_NOTE: " ".join(filter(None, (there, words)))}

    async def _head(self, client: Client) -> list[Content]:
        """What must be in view: what not to write about, how things stand, what was put down in a moment."""
        head = list(self._forming.notice(client))
        if client.status != Status.ACTIVE:
            head.append(show(self._say("Where things stand: {status}", status=self._say(Status(client.status).label))))
        for note in await self._desk.ask(quick_notes.quick_notes_of, client.id):
            when = begun_at(self._desk.language, self._desk.clock, note.at)
            head.append(show(self._say("Noted {time}: {words}", time=when, words=note.words)))
        return head

    async def _look_after(self, client: Client, saved: Debrief) -> None:
        """First a worry about safety, then the worker."""
        if saved.safety in (Safety.WORRIED, Safety.EMERGENCY):
            await self._onward.worry(client, saved.id)
        if saved.how_am_i == HowAmI.WANT_TO_TALK:
            dialog = YesNoDialog(self._say(WANT_TO_TALK), self._say("ask now"), self._say("later"))
            if await self._app.push_screen_wait(dialog):
                await self._onward.supervision(client)

    async def _anything_else(self, client: Client, saved: Debrief, group: Sequence[str]) -> Client | None:
        """What is due, again and again, until that was all. Returns who of the same group comes next."""

        async def items_now() -> list[Else]:
            return [*await self._same_group(saved, group), *await self._items(client)]

        while items := await items_now():
            plan = self._plan(client, items_now)
            chosen = await self._app.push_screen_wait(ListScreen(self._desk.language, plan))
            self._asked_about.add(client.id)
            if chosen is None:
                return None
            if chosen.id == GROUP:
                if picked := await self._onward.pick(group):
                    return await self._desk.ask(clients.client_by_id, picked)
            elif item := next((each for each in items if each.line.id == chosen.id), None):
                await item.go()
        return None

    def _plan(self, client: Client, items_now: Callable[[], Awaitable[list[Else]]]) -> ListPlan:
        async def read() -> list[Line]:
            return [item.line for item in await items_now()]

        title = self._say("Anything else for {code}?", code=client.code)
        return ListPlan(title, read, OFFERS, self._say("Nothing else is due."), "anything_else", client.id)

    async def _items(self, client: Client) -> list[Else]:
        return [*await self._drafts(client), *await self._due(client), *await self._fresh_look(client)]

    async def _same_group(self, saved: Debrief, group: Sequence[str]) -> list[Else]:
        """The way to the next one of a group, as long as there is somebody left."""
        if saved.contact != Contact.GROUP:
            return []
        others = {id_ for id_, _code in await self._desk.ask(clients.clients_by_recent_contact)} - set(group)
        return [Else(Line(GROUP, show(self._say(GROUP), "bold")), _nothing)] if others else []

    async def _drafts(self, client: Client) -> list[Else]:
        notes = [note for note in await self._desk.ask(unfinished) if note.place.client == client.id]
        return [
            Else(
                Line(f"draft {note.place}", show(draft_line(note, self._desk.language, self._desk.clock))),
                lambda note=note: self._onward.draft(note),  # type: ignore[misc]  # bound at once, not when called
            )
            for note in notes
        ]

    async def _due(self, client: Client) -> list[Else]:
        today = self._desk.today
        due = [item for item in (await self._desk.ask(to_do, client.id)).items if item.day <= today]
        return [
            Else(
                Line(f"due {item.id}", show(self._due_line(item))),
                lambda item=item: self._act(item, client),  # type: ignore[misc]  # bound at once, not when called
            )
            for item in due
        ]

    def _due_line(self, item: ToDo) -> str:
        day = self._desk.language.day(item.day, self._desk.today)
        late = f" ({self._say('overdue')})" if item.days_over(self._desk.today) else ""
        return f"{day}{late}: {what_to_do(item, self._desk.today, self._say)}"

    async def _act(self, item: ToDo, client: Client) -> None:
        if item.kind is not ToDoKind.FOLLOW_UP:
            await self._onward.due(item, client)
            return
        question = self._say("Is it done? {what}", what=item.text)
        if await self._app.push_screen_wait(YesNoDialog(question, self._say("done"), self._say("not yet"))):
            await self._desk.ask(finish_follow_up, item.reminder)

    async def _fresh_look(self, client: Client) -> list[Else]:
        """The question of the client's own numbers, where no fresh look is open yet."""
        shown = await self._desk.ask(fresh_looks.shown_fresh_look, client.id)
        signal = await self._desk.ask(signals.signal_of, client.id)
        if not signal.worth_a_look or client.id in self._asked_about or (shown and shown.closed_on is None):
            return []
        return [
            Else(Line("look", show(client_sentence(signal, self._desk.language))), lambda: self._onward.look(client))
        ]


def _shared_with_group(saved: Debrief) -> Raw:
    raw = raw_of(saved)
    return {name: raw[name] for name in SAME_OF_A_GROUP}


async def _nothing() -> None:
    """The next one of a group is not done here: it is returned."""
