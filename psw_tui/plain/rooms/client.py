"""One client's page: strengths first, goals, the fresh look, what is next; and everything that can be done for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.goal_words import trend
from psw_tui.keeping_words import keeping_lines
from psw_tui.plain.desk import Desk, Item, Room
from psw_tui.plain.rooms import keeping, looks, people, safety, writing
from psw_tui.plain.rooms.debriefing import Debriefing, debriefs_room
from psw_tui.plain.rooms.goals import goals_room
from psw_tui.plain.rooms.history import tell_history
from psw_tui.plain.rooms.papers import papers_room
from psw_tui.plain.rooms.requests import requests_room
from psw_tui.plain.rooms.to_do import to_do_room
from psw_tui.plain.telling import explain
from psw_tui.records.client import Client, Status
from psw_tui.records.goal import GoalState
from psw_tui.services import clients, history
from psw_tui.services.client_page import ClientPage, client_page
from psw_tui.services.timeline import timeline
from psw_tui.signal_words import client_sentence
from psw_tui.timeline_words import what_happened

KNOWN = (
    ("strengths", N_("Strengths")),
    ("helps", N_("What helps")),
    ("does_not_help", N_("What does not help")),
    ("do_not_write", N_("Please do not write about")),
)


@dataclass(frozen=True)
class ClientRoom:
    """The page of one client."""

    desk: Desk
    client_id: str
    debriefing: Debriefing

    def enter(self) -> None:
        """Stay until the worker goes back."""
        before, self.desk.client = self.desk.client, self.client_id
        try:
            Room(self._title, self._whole, self._items, partial(explain, self.desk, "client")).enter(self.desk)
        finally:
            self.desk.client = before

    def _client(self) -> Client:
        return clients.client_by_id(self.desk.vault, self.client_id)

    def _title(self) -> str:
        client = self._client()
        return f"{client.code}, {self.desk.say(Status(client.status).label)}"

    def _whole(self) -> None:
        for line in _lines(self.desk, client_page(self.desk.vault, self.client_id)):
            self.desk.tell(line)
        self.desk.tell()

    def _items(self) -> list[Item]:
        desk, client, say = self.desk, self._client(), self.desk.say
        return [
            Item(say(N_("write a note of a contact")), partial(self.debriefing.write, client)),
            Item(say(N_("fresh look and its nine steps")), partial(looks.looks_room, desk, client)),
            Item(say(N_("to do")), partial(to_do_room, desk, self._already_here, client.id)),
            Item(say(N_("goals")), partial(goals_room, desk, client)),
            Item(say(N_("permissions")), partial(people.permissions_room, desk, client)),
            Item(say(N_("contacts")), partial(people.contacts_room, desk, client)),
            Item(say(N_("referrals")), partial(requests_room, desk, client, StepNumber.REFER)),
            Item(say(N_("supervision")), partial(requests_room, desk, client, StepNumber.SUPERVISION)),
            Item(say(N_("debriefs, to read and amend")), partial(debriefs_room, desk, client)),
            Item(say(N_("safety notes")), partial(safety.notes_room, desk, client)),
            Item(say(N_("change what is kept")), partial(writing.change_client, desk, client)),
            Item(say(N_("everything in order")), partial(_timeline, desk, client)),
            Item(say(N_("history")), partial(_history, desk, client)),
            Item(say(N_("fresh look: not now")), partial(looks.snooze, desk, client)),
            Item(say(N_("the name they go by")), partial(_name, desk, client)),
            Item(say(N_("ask to erase")), partial(keeping.ask, desk, client)),
            Item(say(N_("papers")), partial(papers_room, desk, client)),
            Item(say(N_("stop sharing") if client.shared_with_team else N_("share with the team")), self._share),
        ]

    def _share(self) -> None:
        """Let the team read the record, or stop that."""
        from psw_tui.plain.rooms import team_deciding  # few are in a team, and everybody would wait for it

        client = self._client()
        (team_deciding.stop if client.shared_with_team else team_deciding.share)(self.desk, client)

    def _already_here(self, _client: str) -> None:
        self._whole()


def _lines(desk: Desk, page: ClientPage) -> Iterator[str]:
    say = desk.say
    yield from keeping_lines(page, desk.language, desk.vault.clock)
    for name, words in KNOWN:
        if items := getattr(page.client, name):
            yield f"{say(words)}: {'; '.join(items)}"
    yield client_sentence(page.signal, desk.language)
    active = [goal for goal in page.goals if goal.state == GoalState.ACTIVE]
    yield f"{say(N_('Goals'))}: {len(active)}"
    for goal in active:
        yield f"{goal.words}. {trend(desk.language, page.ratings.get(goal.id, []), drawn=False)}"
    yield from _look(desk, page)
    if not page.follow_ups:
        yield f"{say(N_('Next'))}: {say(N_('nothing due'))}"
    for item in page.follow_ups:
        late = f" ({say(N_('overdue'))})" if item.due and item.due < desk.today else ""
        yield f"{say(N_('Next'))}: {desk.day(item.due)}{late}: {item.what}"
    for statement in page.statements:
        heading = say(N_("They see it differently, {day}"), day=desk.day(statement.held_on))
        yield f"{desk.language.before(heading)} {' - '.join(filter(None, (statement.about, statement.words)))}"


def _look(desk: Desk, page: ClientPage) -> Iterator[str]:
    look = page.fresh_look
    if look is None:
        yield f"{desk.say(N_('Fresh look'))}: {desk.say(N_('none'))}"
        return
    if look.closed_on is not None:
        words, again = N_("opened {day}, closed {closed}"), {"closed": desk.day(look.closed_on)}
    else:
        words, again = N_("opened {day}, look again by {again}"), {"again": desk.day(look.look_again_on)}
    yield f"{desk.say(N_('Fresh look'))}: {desk.say(words, day=desk.day(look.opened_on), **again)}"
    for step in page.steps:
        when = f" {desk.day(step.held_on)}" if step.held_on else ""
        yield f"{int(step.number)} {desk.say(step.number.full_name)} - {desk.say(step.state.label)}{when}"


def _timeline(desk: Desk, client: Client) -> None:
    desk.tell()
    desk.tell(desk.say(N_("Everything in order: {code}"), code=client.code))
    moments = timeline(desk.vault, client.id)
    if not moments:
        desk.tell(desk.say(N_("Nothing is written yet.")))
    for moment in moments:
        words = f": {moment.words}" if moment.words else ""
        desk.talk.tell(f"{desk.day(moment.day)}, {what_happened(moment, desk.language)}{words}", hanging="  ")


def _history(desk: Desk, client: Client) -> None:
    tell_history(desk, client, history.history_of_client(desk.vault, client.id))


def _name(desk: Desk, client: Client) -> None:
    desk.tell(client.goes_by or desk.say(N_("No name is kept.")))
