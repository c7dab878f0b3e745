"""What was begun and not saved: taken up where it belongs, or thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from psw_tui.domain.words import N_
from psw_tui.draft_words import PAPER_FORMS, PARCELS, STEP_OF_SLUG, draft_line
from psw_tui.plain.desk import Desk
from psw_tui.plain.listing import Listed
from psw_tui.plain.rooms import goals, keeping, looks, papers, people, safety, team_deciding, writing
from psw_tui.plain.rooms.debriefing import Debriefing, amend
from psw_tui.plain.rooms.quick import write_up
from psw_tui.plain.talk import Back, Leave
from psw_tui.plain.telling import explain
from psw_tui.records.client import Client
from psw_tui.records.nine import STEPS
from psw_tui.records.quick_note import NAME as QUICK
from psw_tui.services import clients, drafts, fresh_looks
from psw_tui.services import goals as goal_service
from psw_tui.services import safety as safety_service
from psw_tui.services.drafts import DraftNote, DraftPlace

ON_SCREEN = N_("This is about a file that leaves. Go on with it on the screens, or throw it away.")
THROW_AWAY = N_("Throw this draft away? What you typed in it will be gone.")


@dataclass
class Drafts:
    """Offers drafts and takes them up."""

    desk: Desk

    def __post_init__(self) -> None:
        self.debriefing = Debriefing(self.desk, self.go_on)

    def room(self) -> None:
        """The list, until nothing is left or the worker leaves it for later."""
        desk = self.desk
        while notes := drafts.unfinished(desk.vault):
            lines = [draft_line(note, desk.language, desk.vault.clock) for note in notes]
            try:
                chosen = Listed(desk, lines, {}, partial(explain, desk, "drafts")).choose(
                    partial(self._head, len(notes))
                )
            except (Back, Leave):
                return
            if isinstance(chosen, int):
                desk.attempt(partial(self._act, notes[chosen], lines[chosen]))
        desk.tell(desk.say(N_("Nothing is unfinished.")))

    def go_on(self, note: DraftNote) -> None:
        """Take a draft up where it belongs."""
        desk, place = self.desk, note.place
        if place.form in PARCELS:
            desk.tell(desk.say(ON_SCREEN))
        elif place.form == QUICK:
            write_up(desk, place, self._write)
        elif place.form in PAPER_FORMS:
            papers.go_on(desk, place.client, place.target)
        elif place.form == "options":
            writing.options(desk)
        elif not place.client:
            writing.add_client(desk)
        else:
            self._about(clients.client_by_id(desk.vault, place.client), place)

    def _write(self, client: str, used: DraftPlace) -> None:
        self.debriefing.write(clients.client_by_id(self.desk.vault, client), used)

    def _about(self, client: Client, place: DraftPlace) -> None:
        desk = self.desk
        if place.form in STEP_OF_SLUG:
            looks.go_on_with_step(desk, client, place.target, STEPS[STEP_OF_SLUG[place.form]])
            return
        match place.form:
            case safety_service.FORM:
                safety.go_on(desk, client, place.target)
            case "client":
                writing.change_client(desk, client)
            case "debrief" if place.target:
                amend(desk, client, place.target)
            case "debrief":
                self.debriefing.write(client)
            case "goal":
                goals.add_goal(desk, client)
            case "rate" | "reword" | "goal_state":
                found = {each.id: each for each in goal_service.goals_of(desk.vault, client.id)}
                goals.about_goal(desk, found[place.target], place.form)
            case "fresh_look":
                looks.open_look(desk, client)
            case "close":
                every = {look.id: look for look in fresh_looks.fresh_looks_of(desk.vault, client.id)}
                looks.close_look(desk, client, every[place.target])
            case "statement":
                writing.statement(desk, client)
            case "snooze":
                looks.snooze(desk, client)
            case "erasure":
                keeping.ask(desk, client)
            case "keep_on":
                keeping.keep_on(desk, client)
            case "sharing":
                team_deciding.share(desk, client)
            case _:
                people.go_on(desk, client, place.form, place.target)

    def _act(self, note: DraftNote, line: str) -> None:
        desk = self.desk
        verbs = [desk.say(N_("go on")), desk.say(N_("throw away"))]
        if desk.talk.pick(line, verbs, partial(explain, desk, "drafts")) == 0:
            self.go_on(note)
        elif desk.talk.confirm(desk.say(THROW_AWAY), desk.say(N_("throw it away")), desk.say(N_("keep it"))):
            drafts.drop_draft(desk.vault, note.place)

    def _head(self, count: int) -> None:
        self.desk.tell()
        counted = self.desk.language.say_n("{n} unfinished note", "{n} unfinished notes", count)
        self.desk.tell(self.desk.say(N_("{count}. A number goes on with it, < leaves it for later."), count=counted))
