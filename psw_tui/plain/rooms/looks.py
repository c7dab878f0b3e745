"""Fresh looks and their nine steps: opening, reading, a step, closing, and saying not now."""

from __future__ import annotations

from functools import partial
from typing import Any

from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.plain.desk import Desk
from psw_tui.plain.filling import fill
from psw_tui.plain.listing import Listed
from psw_tui.plain.rooms.goals import add_goal
from psw_tui.plain.rooms.history import tell_history
from psw_tui.plain.rooms.people import add_contact, add_permission
from psw_tui.plain.talk import Back, Leave
from psw_tui.plain.telling import explain, tell_record
from psw_tui.records.client import Client
from psw_tui.records.fresh_look import FreshLook, Outcome, WhyNow
from psw_tui.records.nine import STEPS
from psw_tui.records.step import Step, StepRow
from psw_tui.services import fresh_looks, signals, steps
from psw_tui.services.fresh_looks import Progress
from psw_tui.services.history import history_of_look
from psw_tui.sheets import looks as sheets
from psw_tui.sheets.reader import reader_of
from psw_tui.sheets.steps import take_step
from psw_tui.signal_words import better_sentence

HELP = "fresh_look"
OPEN_ONE = N_("The nine steps belong to a fresh look, and none is open. Open one now?")
NONE_OPEN = N_("none; o opens one when the support offered has not helped yet")


def looks_room(desk: Desk, client: Client) -> None:
    """The newest fresh look with its nine steps, again and again, until it is left."""
    while True:
        look = fresh_looks.shown_fresh_look(desk.vault, client.id)
        is_open = look is not None and look.closed_on is None
        letters = {} if is_open else {"o": desk.say(N_("open a new one"))}
        letters |= {"c": desk.say(N_("close it"))} if is_open else {}
        letters |= {"r": desk.say(N_("read")), "y": desk.say(N_("history"))} if look is not None else {}
        lines = _step_lines(desk, look)
        try:
            chosen = Listed(desk, lines, letters, partial(explain, desk, HELP)).choose(
                partial(_head, desk, client, look)
            )
        except (Back, Leave):
            return
        if isinstance(chosen, int):
            desk.attempt(partial(step_by_number, desk, client, StepNumber(chosen + 1)))
        elif chosen == "o":
            desk.attempt(partial(open_look, desk, client))
        elif look is not None:
            ways = {"c": close_look, "r": _read_from, "y": _history}
            desk.attempt(partial(ways[chosen], desk, client, look))


def open_look(desk: Desk, client: Client) -> FreshLook | None:
    """A new fresh look."""
    opened: FreshLook | None = fill(desk, partial(sheets.open_look, desk.vault, client, desk.language))
    return opened


def close_look(desk: Desk, client: Client, look: FreshLook) -> None:
    """Ask how it ended."""
    fill(desk, partial(sheets.close_look, desk.vault, client, look, desk.language))


def snooze(desk: Desk, client: Client) -> None:
    """Not now, with a reason."""
    fill(desk, partial(sheets.snooze, desk.vault, client, desk.language))


def step_by_number(desk: Desk, client: Client, number: StepNumber) -> None:
    """A step of the open fresh look; without one, ask to open it and go on."""
    look = fresh_looks.shown_fresh_look(desk.vault, client.id)
    if look is None or look.closed_on is not None:
        question = desk.say(OPEN_ONE)
        if not desk.talk.confirm(question, desk.say(N_("open one")), desk.say(N_("not now"))):
            return
        look = open_look(desk, client)
    if look is not None:
        fill_step(desk, client, look.id, STEPS[number])


def fill_step(desk: Desk, client: Client, look: str | None, step: Step, entry: StepRow | None = None) -> None:
    """The form of a step, within a fresh look or outside of one. What it picks from can be made on the way."""
    makers = {
        "goals": partial(add_goal, desk, client),
        "contacts": partial(add_contact, desk, client),
        "permissions": partial(add_permission, desk, client),
    }
    fill(desk, partial(take_step, desk.vault, client, look, step, desk.language, entry), makers)


def step_anywhere(desk: Desk, client: Client, step: Step, entry: StepRow | None) -> None:
    """A referral or a supervision request: within its fresh look while that is open, else outside of one."""
    looks = {look.id: look for look in fresh_looks.fresh_looks_of(desk.vault, client.id)}
    look = looks.get(entry.fresh_look or "") if entry else None
    fill_step(desk, client, look.id if look is not None and look.closed_on is None else None, step, entry)


def ask_for_supervision(desk: Desk, client: Client) -> None:
    """A new supervision request: in the open fresh look where there is one."""
    look = fresh_looks.shown_fresh_look(desk.vault, client.id)
    is_open = look is not None and look.closed_on is None
    fill_step(desk, client, look.id if look is not None and is_open else None, STEPS[StepNumber.SUPERVISION])


def go_on_with_step(desk: Desk, client: Client, target: str, step: Step) -> None:
    """Take the draft of a step up: within the fresh look of this id, or the entry of it outside of one."""
    looks = [look.id for look in fresh_looks.fresh_looks_of(desk.vault, client.id)]
    entries = steps.entries_of_client(desk.vault, step, client.id)
    entry = next((each for each in entries if each.id == target), None)
    fill_step(desk, client, target if target in looks else None, step, entry)


def read_look(desk: Desk, client: Client, look: FreshLook) -> None:
    """Why it was opened and every entry of its steps. Private ones are read here, by their worker."""
    reader = reader_of(desk.vault, client.id, desk.language)
    progress = fresh_looks.progress_of(desk.vault, [look.id])[look.id]
    desk.tell()
    for line in _heading(desk, look, progress):
        desk.tell(line)
    tell_record(desk, desk.say(N_("Why and what")), reader, look)
    for number, step in STEPS.items():
        desk.tell(_step_line(desk, number, progress))
        entries: list[Any] = steps.entries_of(desk.vault, step, look.id)
        for entry in entries:
            tell_record(desk, reader.day(entry.held_on), reader, entry, private=True)


def _read_from(desk: Desk, client: Client, look: FreshLook) -> None:
    """This one, then the ones before it as long as they are wanted."""
    every = fresh_looks.fresh_looks_of(desk.vault, client.id)
    at = next(place for place, each in enumerate(every) if each.id == look.id)
    while True:
        read_look(desk, client, every[at])
        at += 1
        if at >= len(every) or not desk.talk.confirm(desk.say(N_("Read the fresh look before this one?"))):
            return


def _history(desk: Desk, client: Client, look: FreshLook) -> None:
    tell_history(desk, client, history_of_look(desk.vault, look), private=True)


def _head(desk: Desk, client: Client, look: FreshLook | None) -> None:
    desk.tell()
    desk.tell(desk.say(N_("Fresh look: {code}"), code=client.code))
    if look is None:
        desk.tell(desk.say(NONE_OPEN))
        return
    for line in _heading(desk, look, fresh_looks.progress_of(desk.vault, [look.id])[look.id]):
        desk.tell(line)


def _heading(desk: Desk, look: FreshLook, progress: Progress) -> list[str]:
    why = desk.say(WhyNow(look.why_now).label) if look.why_now else ""
    opened = f"{desk.language.before(desk.say(N_('opened {day}'), day=desk.day(look.opened_on)))} {why}"
    if look.closed_on is None:
        stands = desk.say(N_("open, look again by {day}"), day=desk.day(look.look_again_on))
        better = signals.better_of(desk.vault, look)
        more = [better_sentence(better, desk.language)] if better.holds else []
    else:
        outcome = desk.say(Outcome(look.outcome).label) if look.outcome else ""
        stands = desk.say(N_("closed {day}: {outcome}"), day=desk.day(look.closed_on), outcome=outcome)
        more = []
    return [sheets.counted(progress, desk.language), opened, stands, *more]


def _step_lines(desk: Desk, look: FreshLook | None) -> list[str]:
    if look is None or look.closed_on is not None:
        return []
    progress = fresh_looks.progress_of(desk.vault, [look.id])[look.id]
    return [f"{desk.say(each.full_name)} - {desk.say(progress.states[each].label)}" for each in StepNumber]


def _step_line(desk: Desk, number: StepNumber, progress: Progress) -> str:
    state = progress.states[number]
    return f"{int(number)} {desk.say(number.full_name)} - {desk.say(state.label)}"
