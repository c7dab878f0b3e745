"""The first room: from here to everything else."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from psw_tui.backup_words import standing_sentence
from psw_tui.domain.words import N_
from psw_tui.history_words import undo_question
from psw_tui.plain.desk import Desk, Item, Room
from psw_tui.plain.listing import pick_client
from psw_tui.plain.rooms import practice, safety, writing
from psw_tui.plain.rooms.backups import backups_room
from psw_tui.plain.rooms.caseload import Caseload
from psw_tui.plain.rooms.client import ClientRoom
from psw_tui.plain.rooms.drafts import Drafts
from psw_tui.plain.rooms.find import find_room
from psw_tui.plain.rooms.keeping import keeping_room
from psw_tui.plain.rooms.papers import papers_room
from psw_tui.plain.rooms.quick import take_down
from psw_tui.plain.rooms.requests import learning
from psw_tui.plain.rooms.to_do import to_do_room
from psw_tui.plain.telling import explain
from psw_tui.records.client import Client
from psw_tui.records.setting import Showing
from psw_tui.services import clients, undo
from psw_tui.services.backups import standing
from psw_tui.services.drafts import unfinished
from psw_tui.services.errors import NotPossible
from psw_tui.services.settings import settings
from psw_tui.services.to_do import due_counts

CASELOAD, NOTE, LOOK = N_("caseload"), N_("write a note of a contact"), N_("fresh look and its nine steps")
WHOM = N_("About whom? Type a number or part of the code.")
UNDONE, DRAFT_AGAIN = N_("Undone."), N_("Undone. What you typed is a draft again: the same form brings it back.")


class House:
    """The way from room to room."""

    def __init__(self, desk: Desk, *, lesson: bool = False) -> None:
        """`lesson` says that this is the vault of the practice."""
        self._desk = desk
        self._lesson = lesson
        self._drafts = Drafts(desk)
        showing = Showing(settings(desk.vault).showing)
        self._caseload = Caseload(desk, self._show_client, self._add_client, showing)

    def live(self, *, new: bool = False) -> None:
        """Stay until the worker leaves. A vault just made asks what belongs to the first day.

        Raises PracticeWanted, PracticeOver.
        """
        if new:
            practice.begin(self._desk)
        if unfinished(self._desk.vault):
            self._desk.attempt(self._drafts.room)
        Room(self._title, self._whole, self._items, partial(explain, self._desk, "plain"), first=True).enter(self._desk)

    def _title(self) -> str:
        if self._lesson:  # here, because it is said whenever the worker is back, and by then another may be next
            say = self._desk.say
            names = {"note": NOTE, "caseload": CASELOAD, "look": LOOK, "end": practice.END_PRACTICE}
            with suppress(NotPossible):  # an edited file: the vault is there all the same, and so is the way out
                practice.tell_lesson(self._desk, {name: say(words) for name, words in names.items()})
        due, over = due_counts(self._desk.vault)
        say, day = self._desk.say, self._desk.language.day_with_weekday(self._desk.today)
        return f"PSW, {day}, {say(N_('{n} due'), n=due)}, {say(N_('{n} overdue'), n=over)}"

    def _whole(self) -> None:
        for line in safety.untold_lines(self._desk):
            self._desk.talk.wrong(line)
        if self._lesson:  # nobody would miss it
            return
        if backup := standing_sentence(standing(self._desk.vault), self._desk.language):
            self._desk.tell(backup)

    def _items(self) -> list[Item]:
        desk, say = self._desk, self._desk.say
        count = len(unfinished(desk.vault))
        return [
            Item(say(CASELOAD), self._caseload.room),
            Item(say(NOTE), self._debrief),
            Item(say(N_("to do")), partial(to_do_room, desk, self._show_client)),
            Item(say(N_("add client")), self._add_client),
            Item(say(N_("find")), partial(find_room, desk, self._show_client)),
            Item(desk.language.say_n("{n} unfinished note", "{n} unfinished notes", count), self._drafts.room),
            Item(say(N_("quick note")), partial(take_down, desk)),
            Item(say(N_("safety note")), self._safety_note),
            Item(say(N_("undo the last save")), self._undo),
            Item(say(N_("what I learned")), partial(learning, desk)),
            Item(say(N_("backups")), partial(backups_room, desk)),
            Item(say(N_("options")), partial(writing.options, desk)),
            Item(say(practice.END_PRACTICE), partial(practice.end, desk))
            if self._lesson
            else Item(say(practice.GO_PRACTISE), partial(practice.go, desk)),
            Item(say(N_("records to review")), partial(keeping_room, desk, self._show_client)),
            Item(say(N_("reports")), partial(papers_room, desk)),
            Item(say(N_("team")), self._team),
        ]

    def _team(self) -> None:
        from psw_tui.plain.rooms.team import team_room  # few are in a team, and everybody would wait for it

        team_room(self._desk, self._show_client)

    def _show_client(self, client: str) -> None:
        ClientRoom(self._desk, client, self._drafts.debriefing).enter()

    def _add_client(self) -> None:
        if (added := writing.add_client(self._desk)) is not None:
            self._show_client(added.id)

    def _debrief(self) -> None:
        if (client := self._pick_client()) is not None:
            self._drafts.debriefing.write(client)

    def _safety_note(self) -> None:
        if (client := self._pick_client()) is not None:
            safety.new_note(self._desk, client)

    def _pick_client(self) -> Client | None:
        """Whom it is about; None when the worker thought better of it."""
        known = clients.clients_by_recent_contact(self._desk.vault)
        if not known:
            self._desk.tell(self._desk.say(N_("Nobody is on your caseload yet. Add a client first.")))
            return None
        picked = pick_client(self._desk, known, self._desk.say(WHOM))
        return clients.client_by_id(self._desk.vault, picked) if picked else None

    def _undo(self) -> None:
        """Ask, naming what it is, then take the last save back."""
        desk = self._desk
        last = undo.last_save(desk.vault)
        question = undo_question(last, undo.minutes_ago(desk.vault, last), desk.language)
        if desk.talk.confirm(question, desk.say(N_("undo it")), desk.say(N_("leave it"))):
            place = undo.undo(desk.vault, last)
            desk.tell(desk.say(DRAFT_AGAIN if place else UNDONE))
