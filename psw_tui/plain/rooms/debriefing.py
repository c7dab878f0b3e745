"""A contact written up, what may come right after it, and reading and amending what was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from psw_tui.domain.words import N_
from psw_tui.plain.desk import Desk
from psw_tui.plain.filling import fill
from psw_tui.plain.listing import Listed, pick_client
from psw_tui.plain.rooms.history import tell_history
from psw_tui.plain.rooms.looks import ask_for_supervision, looks_room
from psw_tui.plain.rooms.safety import worry
from psw_tui.plain.rooms.to_do import open_due
from psw_tui.plain.talk import Back, Leave
from psw_tui.plain.telling import explain, tell_record
from psw_tui.records.answers import Raw
from psw_tui.records.client import Client
from psw_tui.records.debrief import Contact, Debrief, HowAmI
from psw_tui.services import clients, debriefs
from psw_tui.services.drafts import DraftNote, DraftPlace
from psw_tui.services.follow_ups import finish_follow_up
from psw_tui.services.history import history_of_debrief
from psw_tui.services.to_do import ToDo, ToDoKind
from psw_tui.sheets import debriefs as sheets
from psw_tui.sheets.afterwards import WANT_TO_TALK, WORRIES, Else, Way, what_else
from psw_tui.sheets.reader import reader_of


@dataclass
class Debriefing:
    """Debriefs, and afterwards what belongs to them."""

    desk: Desk
    go_on_with: Callable[[DraftNote], None]
    """Takes a draft up where it belongs."""
    asked_about: set[str] = field(default_factory=set)
    """Clients whose fresh look was brought up since unlocking: once is enough (R19)."""

    def write(self, client: Client, used: DraftPlace | None = None) -> None:
        """Write up a contact, and of a group one after the other; `used` is the quick note it is written from."""
        start: Raw = {}
        group = [client.id]
        while saved := self._fill(client, start, used):
            self._look_after(client, saved)
            following = self._anything_else(client, saved, group)
            if following is None:
                return
            client, used, start = following, None, sheets.shared_with_group(saved)
            group.append(client.id)

    def _fill(self, client: Client, start: Raw, used: DraftPlace | None) -> Debrief | None:
        desk = self.desk
        saved: Debrief | None = fill(desk, partial(sheets.new_debrief, desk.vault, client, desk.language, start, used))
        return saved

    def _look_after(self, client: Client, saved: Debrief) -> None:
        """First a worry about safety, then the worker."""
        desk = self.desk
        if saved.safety in WORRIES:
            desk.attempt(partial(worry, desk, client, saved.id))
        if saved.how_am_i == HowAmI.WANT_TO_TALK and desk.talk.confirm(
            desk.say(WANT_TO_TALK), desk.say(N_("ask now")), desk.say(N_("later"))
        ):
            desk.attempt(partial(ask_for_supervision, desk, client))

    def _anything_else(self, client: Client, saved: Debrief, group: list[str]) -> Client | None:
        """What is due, again and again, until that was all. Returns who of the same group comes next."""
        desk = self.desk
        while True:
            may_ask = client.id not in self.asked_about
            items = what_else(desk.vault, client, saved, group, desk.language, may_ask=may_ask)
            if not items:
                return None
            self.asked_about.add(client.id)
            question = desk.say(N_("Anything else for {code}?"), code=client.code)
            lines = [*(item.words for item in items), desk.say(N_("that was all"))]
            desk.tell()
            try:
                number = desk.talk.pick(question, lines, partial(explain, desk, "anything_else"))
            except (Back, Leave):
                return None
            if number == len(items):
                return None
            if items[number].about is not Way.GROUP:
                desk.attempt(partial(self._go, items[number], client))
            elif picked := self._pick_of_group(group):
                return picked

    def _pick_of_group(self, group: list[str]) -> Client | None:
        known = [each for each in clients.clients_by_recent_contact(self.desk.vault) if each[0] not in group]
        picked = pick_client(self.desk, known, self.desk.say(N_("About whom? Type a number or part of the code.")))
        return clients.client_by_id(self.desk.vault, picked) if picked else None

    def _go(self, item: Else, client: Client) -> None:
        desk = self.desk
        match item.about:
            case DraftNote() as note:
                self.go_on_with(note)
            case ToDo(kind=ToDoKind.FOLLOW_UP) as due:
                question = desk.say(N_("Is it done? {what}"), what=due.text)
                if desk.talk.confirm(question, desk.say(N_("done")), desk.say(N_("not yet"))):
                    finish_follow_up(desk.vault, due.reminder)
            case ToDo() as due:
                open_due(desk, due, client)
            case _:
                looks_room(desk, client)


def debriefs_room(desk: Desk, client: Client) -> None:
    """The list of debriefs, again and again, until it is left."""
    while True:
        found = debriefs.debriefs_of(desk.vault, client.id)
        listed = Listed(desk, [_line(desk, each) for each in found], {}, partial(explain, desk, "corrections"))
        try:
            chosen = listed.choose(partial(_head, desk, client, empty=not found))
        except (Back, Leave):
            return
        if isinstance(chosen, int):
            desk.attempt(partial(debrief_menu, desk, client, found[chosen].id))


def debrief_menu(desk: Desk, client: Client, version: str) -> None:
    """The debrief that this is a version of: read, amended, or its history."""
    debrief = debriefs.standing_version(desk.vault, version)
    if debrief is None:
        return
    verbs = [desk.say(words) for words in (N_("read"), N_("amend"), N_("history"))]
    match desk.talk.pick(_line(desk, debrief), verbs, partial(explain, desk, "corrections")):
        case 0:
            _read(desk, client, debrief)
        case 1:
            amend(desk, client, version)
        case _:
            versions = debriefs.versions_of(desk.vault, debrief)
            tell_history(desk, client, history_of_debrief(desk.vault, versions), private=True)


def amend(desk: Desk, client: Client, version: str) -> None:
    """Amend the debrief that this is a version of."""
    debrief = debriefs.standing_version(desk.vault, version)
    if debrief is not None:
        fill(desk, partial(sheets.amend, desk.vault, client, debrief, desk.language))


def _read(desk: Desk, client: Client, debrief: Debrief) -> None:
    """A debrief in all its versions, the newest first."""
    reader = reader_of(desk.vault, client.id, desk.language)
    for version in debriefs.versions_of(desk.vault, debrief):
        local = desk.vault.clock.local(version.made_at)
        words = N_("Amended {day} {time}") if version.amends else N_("Written {day} {time}")
        desk.tell()
        heading = desk.say(words, day=reader.day(local.date()), time=f"{local:%H:%M}")
        tell_record(desk, heading, reader, version, private=True)


def _head(desk: Desk, client: Client, *, empty: bool) -> None:
    desk.tell()
    desk.tell(desk.say(N_("Debriefs: {code}"), code=client.code))
    if empty:
        desk.tell(desk.say(N_("Nothing is written yet.")))


def _line(desk: Desk, debrief: Debrief) -> str:
    contact = desk.say(Contact(debrief.contact).label) if debrief.contact else ""
    first = f"{desk.day(debrief.held_on)} - {contact}"
    if amended := debriefs.amended_on(desk.vault.clock, debrief):
        first += ", " + desk.say(N_("amended {day}"), day=desk.day(amended))
    words = (debrief.their_words, debrief.what_line, debrief.tried, debrief.how_they_responded, debrief.next_what)
    line = next((text.split("\n")[0] for text in words if text), "")
    return f"{desk.language.before(first)} {line}" if line else first
