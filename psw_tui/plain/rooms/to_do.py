"""The to-do list: everything due, the overdue first; done, moved, dropped, or opened."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.plain.desk import Desk, Item
from psw_tui.plain.listing import Listed
from psw_tui.plain.rooms.looks import looks_room, step_anywhere
from psw_tui.plain.rooms.people import permissions_room
from psw_tui.plain.talk import Back, Leave, Onward
from psw_tui.plain.telling import explain
from psw_tui.records.choices import Who
from psw_tui.records.client import Client
from psw_tui.records.form import Refused
from psw_tui.records.nine import STEPS
from psw_tui.services import clients, steps
from psw_tui.services.follow_ups import day_to_move_to, drop_follow_up, finish_follow_up
from psw_tui.services.to_do import ToDo, ToDoKind, ToDoList, move, to_do
from psw_tui.sheets.afterwards import due_line

HELP = "to_do"
TO_WHICH_DAY = N_("To which day? Such as +3, fri, 2w or 2026-03-01.")
DROP = N_("Drop this? It goes from the list, and stays in the record as dropped.")

ShowClient = Callable[[str], object]


def to_do_room(desk: Desk, show_client: ShowClient, client: str = "") -> None:
    """The list of all clients or of one, again and again, until it is left."""
    while True:
        found = to_do(desk.vault, client)
        lines = [_line(desk, item) for item in found.items]
        try:
            chosen = Listed(desk, lines, {}, partial(explain, desk, HELP)).choose(partial(_head, desk, found))
        except (Back, Leave):
            return
        if isinstance(chosen, int):
            desk.attempt(partial(_act, desk, found.items[chosen], show_client))


def open_due(desk: Desk, due: ToDo, client: Client) -> None:
    """What a line of the list is about."""
    match due.kind:
        case ToDoKind.FRESH_LOOK:
            looks_room(desk, client)
        case ToDoKind.PERMISSION:
            permissions_room(desk, client)
        case ToDoKind.REFERRAL | ToDoKind.SUPERVISION:
            number = StepNumber.REFER if due.kind is ToDoKind.REFERRAL else StepNumber.SUPERVISION
            entries = steps.entries_of_client(desk.vault, STEPS[number], client.id)
            step_anywhere(desk, client, STEPS[number], next((each for each in entries if each.id == due.id), None))


def _act(desk: Desk, item: ToDo, show_client: ShowClient) -> None:
    """Only what can be done with this line is offered."""
    verbs = [Item(desk.say(N_("open")), partial(_open, desk, item, show_client))]
    if item.reminder:
        verbs.append(Item(desk.say(N_("done")), partial(finish_follow_up, desk.vault, item.reminder)))
    if item.can_move:
        verbs.append(Item(desk.say(N_("move")), partial(_move, desk, item)))
    if item.reminder:
        verbs.append(Item(desk.say(N_("drop")), partial(_drop, desk, item)))
    number = desk.talk.pick(_line(desk, item), [verb.words for verb in verbs], partial(explain, desk, HELP))
    verbs[number].do()


def _open(desk: Desk, item: ToDo, show_client: ShowClient) -> None:
    if item.kind is ToDoKind.FOLLOW_UP:
        show_client(item.client)
    else:
        open_due(desk, item, clients.client_by_id(desk.vault, item.client))


def _move(desk: Desk, item: ToDo) -> None:
    """Ask for another day until one will do."""

    def ask() -> None:
        desk.tell(desk.say(TO_WHICH_DAY))

    ask()
    while True:
        try:
            typed = desk.talk.hear(ask, desk.talk.explain_signs).strip()
            day = day_to_move_to(typed, desk.today)
        except Onward:
            return
        except Refused as refused:
            problem = next(iter(refused.problems.values()))
            desk.talk.wrong(desk.say(problem.words, **problem.values))
        else:
            move(desk.vault, item, day, desk.say)
            desk.tell(f"= {desk.language.day_with_weekday(day)}")
            return


def _drop(desk: Desk, item: ToDo) -> None:
    if desk.talk.confirm(desk.say(DROP), desk.say(N_("drop it")), desk.say(N_("keep it"))):
        drop_follow_up(desk.vault, item.reminder)


def _head(desk: Desk, found: ToDoList) -> None:
    over = sum(item.day < desk.today for item in found.items)
    due = sum(item.day == desk.today for item in found.items)
    desk.tell()
    desk.tell(f"{desk.say(N_('To do'))}. {desk.say(N_('{n} due'), n=due)}, {desk.say(N_('{n} overdue'), n=over)}.")
    if not found.items:
        desk.tell(desk.say(N_("Nothing is due.")))
    if found.resting:
        desk.tell(desk.language.say_n("{n} resting: paused by them", "{n} resting: paused by them", found.resting))


def _line(desk: Desk, item: ToDo) -> str:
    parts = [f"{item.code}, {desk.say(item.kind.label)}, {due_line(item, desk.today, desk.language)}"]
    if item.who is not Who.ME:
        parts.append(desk.say(N_("who: {who}"), who=desk.say(item.who.label)))
    if item.moves:
        parts.append(desk.language.say_n("moved once", "moved {n} times", item.moves))
    return " - ".join(parts)
