"""What a team's workers decide, in plain mode: what they wrote differently, what is asked of them, who is shared."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from psw_tui import sharing_words, team_words
from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.plain.desk import Desk
from psw_tui.plain.filling import fill
from psw_tui.plain.listing import Listed
from psw_tui.plain.rooms.looks import step_anywhere
from psw_tui.plain.rooms.safety import go_on as go_on_with_note
from psw_tui.plain.talk import Back, Leave
from psw_tui.plain.telling import explain
from psw_tui.readable import Readable
from psw_tui.records.client import Client
from psw_tui.records.nine import STEPS
from psw_tui.services import clients, steps
from psw_tui.services.teamwork.asked import Question, SharedClient, Worry, asked_of_the_team
from psw_tui.services.teamwork.disagreements import (
    Disagreement,
    GaveWay,
    Given,
    disagreements,
    gave_way,
    give_new_code,
    settle,
)
from psw_tui.services.teamwork.sharing import stop_sharing
from psw_tui.sheets import sharing as sheets
from psw_tui.sheets.reader import reader_of

HELP = "team"
PICKED = N_("Settled. The team hears of it the next time you meet.")
NEW_CODE = N_("{code} is the new code. Tell the others, and write it down on what you gave out.")


def disagreements_room(desk: Desk) -> None:
    """The list, again and again, until it is left."""
    while True:
        things: list[Disagreement | Given] = [*disagreements(desk.vault), *gave_way(desk.vault)]
        lines = [_line(desk, each) for each in things]
        head = partial(_head, desk, N_("Disagreements"), "" if things else team_words.NOTHING)
        try:
            chosen = Listed(desk, lines, {}, partial(explain, desk, HELP)).choose(head)
        except (Back, Leave):
            return
        if isinstance(chosen, int):
            desk.attempt(partial(_decide, desk, things[chosen]))


def requests_room(desk: Desk, show_client: Callable[[str], object]) -> None:
    """What the team's clients need of whoever supervises, until it is left."""
    while True:
        asked = asked_of_the_team(desk.vault)
        things: list[Worry | Question | SharedClient] = [*asked.worries, *asked.questions, *asked.clients]
        lines = [_asked_line(desk, each) for each in things]
        head = partial(_head, desk, N_("Requests"), "" if things else sharing_words.NOBODY_SHARED)
        try:
            chosen = Listed(desk, lines, {}, partial(explain, desk, HELP)).choose(head)
        except (Back, Leave):
            return
        if isinstance(chosen, int):
            desk.attempt(partial(_answer, desk, show_client, things[chosen]))


def share(desk: Desk, client: Client) -> None:
    """Ask whether they agreed that the team reads their record. Only a yes shares them."""
    agreed: bool | None = fill(desk, partial(sheets.share, desk.vault, client, desk.language))
    if agreed is not None:
        words = sharing_words.SHARED if agreed else sharing_words.ASK_THEM
        desk.tell(desk.say(words, code=client.code))


def stop(desk: Desk, client: Client) -> None:
    """Let nothing more of a client go to the team."""
    question = desk.say(sharing_words.STOP, code=client.code)
    if desk.talk.confirm(question, desk.say(sharing_words.STOP_YES), desk.say(sharing_words.STOP_NO)):
        stop_sharing(desk.vault, client.id)
        desk.tell(desk.say(sharing_words.STOPPED, code=client.code))


def _decide(desk: Desk, thing: Disagreement | Given) -> None:
    if isinstance(thing, Disagreement):
        _settle(desk, thing)
    elif thing.kind is GaveWay.CODE:
        question = _line(desk, thing)
        if desk.talk.confirm(question, desk.say(N_("draw a new code")), desk.say(N_("not yet"))):
            desk.tell(desk.say(NEW_CODE, code=give_new_code(desk.vault, thing.client)))
    else:
        desk.tell(_line(desk, thing))


def _settle(desk: Desk, which: Disagreement) -> None:
    """Each side in full, with its names: nobody could pick otherwise."""
    reader = reader_of(desk.vault, which.client, desk.language)
    every = team_words.picks(which, reader, desk.vault.clock, names=True)
    question = f"{team_words.title(which, reader)} {team_words.why(which, desk.language)}"
    value = every[desk.talk.pick(question, [each.told for each in every], partial(explain, desk, HELP))].value
    will = team_words.will_do(which, value, reader, names=True)
    if desk.talk.confirm(will, desk.say(N_("do that")), desk.say(N_("not yet"))):
        settle(desk.vault, which, value)
        desk.tell(desk.say(PICKED))


def _answer(desk: Desk, show_client: Callable[[str], object], thing: Worry | Question | SharedClient) -> None:
    client = clients.client_by_id(desk.vault, thing.client)
    match thing:
        case Worry():
            go_on_with_note(desk, client, thing.row)
        case Question():
            step = STEPS[StepNumber.SUPERVISION]
            entries = steps.entries_of_client(desk.vault, step, client.id)
            step_anywhere(desk, client, step, next(each for each in entries if each.id == thing.row))
        case SharedClient():
            show_client(client.id)


def _line(desk: Desk, thing: Disagreement | Given) -> str:
    reader = reader_of(desk.vault, thing.client, desk.language)
    if isinstance(thing, Given):
        return team_words.given_words(thing, reader)
    told = "; ".join(each.told for each in team_words.picks(thing, reader, desk.vault.clock))
    return f"{team_words.title(thing, reader)} {told}"


def _asked_line(desk: Desk, thing: Worry | Question | SharedClient) -> str:
    reader = Readable(desk.language, desk.today)
    match thing:
        case Worry():
            return sharing_words.worry_line(thing, reader)
        case Question():
            return sharing_words.question_line(thing, reader)
        case SharedClient():
            return sharing_words.client_line(thing, reader)


def _head(desk: Desk, title: str, nothing: str) -> None:
    desk.tell()
    desk.tell(desk.say(title))
    if nothing:
        desk.tell(desk.say(nothing))
