"""Finding words in everything that was written, and going where they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from psw_tui.domain.words import N_
from psw_tui.history_words import STEP_KINDS
from psw_tui.kind_words import kind_of
from psw_tui.plain.desk import Desk
from psw_tui.plain.listing import Listed
from psw_tui.plain.rooms import looks, people, safety, writing
from psw_tui.plain.rooms.debriefing import debrief_menu
from psw_tui.plain.rooms.goals import goals_room
from psw_tui.plain.rooms.keeping import keeping_room
from psw_tui.plain.rooms.requests import requests_room
from psw_tui.plain.talk import Back, Leave, Onward
from psw_tui.plain.telling import explain
from psw_tui.records.leaving import Erasure
from psw_tui.services import clients, fresh_looks, steps
from psw_tui.services import safety as safety_service
from psw_tui.services.find import Found, Hit, find

HOW = N_('Words, or parts of their beginning. "in quotes": just so. Also client:Maple-27, since:2w, step:3.')


def find_room(desk: Desk, show_client: Callable[[str], object]) -> None:
    """Ask for words, say where they stand, again and again, until it is left."""
    while True:
        try:
            typed = _words(desk)
        except (Back, Leave, Onward):
            return
        found = find(desk.vault, typed)
        lines = [_line(desk, hit) for hit in found.hits]
        while lines:
            try:
                chosen = Listed(desk, lines, {}, partial(explain, desk, "find")).choose(partial(_count, desk, found))
            except (Back, Leave):
                break
            if isinstance(chosen, int):
                desk.attempt(partial(_go, desk, found.hits[chosen], show_client))
        if not lines:
            _count(desk, found)


def _words(desk: Desk) -> str:
    def ask() -> None:
        desk.tell()
        desk.tell(desk.say(N_("Find")))

    def how() -> None:
        desk.tell(desk.say(HOW))
        desk.talk.explain_signs()

    ask()
    return desk.talk.hear(ask, how, text=True).strip()


def _go(desk: Desk, hit: Hit, show_client: Callable[[str], object]) -> None:
    """Go to the place of a hit."""
    if hit.entity == Erasure.NAME:
        keeping_room(desk, show_client)
        return
    if not hit.client:
        writing.options(desk)
        return
    client = clients.client_by_id(desk.vault, hit.client)
    if hit.entity in STEP_KINDS:
        step = STEP_KINDS[hit.entity]
        look = steps.fresh_look_of(desk.vault, step, hit.row)
        if not look:
            requests_room(desk, client, step.number)
            return
        looks.read_look(
            desk, client, next(each for each in fresh_looks.fresh_looks_of(desk.vault, client.id) if each.id == look)
        )
        return
    match hit.entity:
        case "goal":
            goals_room(desk, client)
        case "debrief":
            debrief_menu(desk, client, hit.row)
        case "contact":
            people.contacts_room(desk, client)
        case "permission":
            people.permissions_room(desk, client)
        case "shared":
            people.shared(desk, client)
        case "fresh_look":
            every = {each.id: each for each in fresh_looks.fresh_looks_of(desk.vault, client.id)}
            looks.read_look(desk, client, every[hit.row])
        case "safety_note":
            notes = {each.id: each for each in safety_service.safety_notes_of(desk.vault, client.id)}
            safety.read_note(desk, client, notes[hit.row])
        case _:
            show_client(client.id)


def _count(desk: Desk, found: Found) -> None:
    desk.tell()
    if not found.hits:
        desk.tell(desk.say(N_("Nothing found.")))
    elif found.more:
        words = N_("More than {n}, the newest first. One more word makes it fewer.")
        desk.tell(desk.say(words, n=len(found.hits)))
    else:
        desk.tell(desk.language.say_n("{n} place", "{n} places, the newest first", len(found.hits)))


def _line(desk: Desk, hit: Hit) -> str:
    day = desk.language.day(hit.day, desk.today) if hit.day else ""
    about = ", ".join(filter(None, (hit.code, kind_of(hit.entity, desk.language), day)))
    return f"{desk.language.before(about)} {''.join(hit.snippet)}"
