"""Records to review: keeping one on, holding one, erasing one in two steps, and what backups still know of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from psw_tui.domain.words import N_
from psw_tui.keeping_words import (
    ASK,
    NO_YEARS,
    NOBODY,
    moment,
    remains_words,
    remove_question,
    standing_words,
    why_words,
)
from psw_tui.plain.desk import Desk
from psw_tui.plain.filling import fill
from psw_tui.plain.listing import Listed
from psw_tui.plain.talk import Back, Leave
from psw_tui.plain.telling import explain
from psw_tui.progress import Progress
from psw_tui.records.client import Client
from psw_tui.records.leaving import Erasure
from psw_tui.services import backups, clients, erasing, keeping, remains
from psw_tui.services.keeping import Kept, Standing
from psw_tui.services.remains import Remains
from psw_tui.sheets import keeping as sheets

HELP = "keeping"

Verb = tuple[str, Callable[[], object]]


def keeping_room(desk: Desk, show_client: Callable[[str], object]) -> None:
    """The list, again and again, until it is left."""
    while True:
        every = keeping.review(desk.vault)
        clock = desk.vault.clock
        lines = [f"{standing_words(each, desk.language)}. {why_words(each, desk.language, clock)}" for each in every]
        try:
            chosen = Listed(desk, lines, {}, partial(explain, desk, HELP)).choose(partial(_head, desk, not every))
        except (Back, Leave):
            return
        if isinstance(chosen, int):
            desk.attempt(partial(_act, desk, every[chosen], show_client))


def ask(desk: Desk, client: Client) -> None:
    """Ask to erase a client's record."""
    asked: Erasure | None = fill(desk, partial(sheets.ask_erasing, desk.vault, client, desk.language))
    if asked is not None:
        when = moment(erasing.from_when(asked), desk.language, desk.vault.clock)
        desk.tell(desk.say(N_("Asked for. From {when} on you can confirm it under: records to review."), when=when))


def keep_on(desk: Desk, client: Client) -> None:
    """Keep a client's record on until a day."""
    fill(desk, partial(sheets.keep_on, desk.vault, client, desk.language))


def _act(desk: Desk, kept: Kept, show_client: Callable[[str], object]) -> None:
    verbs = _verbs(desk, kept, show_client)
    if not verbs:
        desk.tell(why_words(kept, desk.language, desk.vault.clock))
        return
    words = [desk.say(each) for each, _ in verbs]
    picked = desk.talk.pick(standing_words(kept, desk.language), words, partial(explain, desk, HELP))
    verbs[picked][1]()


def _verbs(desk: Desk, kept: Kept, show_client: Callable[[str], object]) -> list[Verb]:
    """What can be done with a line; with a wish that was called off while the client went, nothing."""
    erasure = kept.erasure
    found: list[Verb] = []
    if erasure is not None and kept.standing is Standing.WAITING:
        found = [
            (N_("confirm"), partial(_confirm, desk, erasure)),
            (N_("call off"), partial(erasing.call_off, desk.vault, erasure.id)),
        ]
    if erasure is not None and kept.standing is Standing.ERASED:
        return [(N_("what is left"), partial(_remains, desk, erasure))]
    if kept.client:
        client = clients.client_by_id(desk.vault, kept.client)
        hold = N_("take the hold off") if client.hold else N_("hold")
        found += [
            (N_("open"), partial(show_client, client.id)),
            (N_("keep on"), partial(keep_on, desk, client)),
            (hold, partial(_hold, desk, client)),
        ]
        if kept.standing is not Standing.WAITING:
            found.append((N_("ask to erase"), partial(ask, desk, client)))
    return found


def _hold(desk: Desk, client: Client) -> None:
    question = desk.say(N_("Take the hold off {code}? Then the record may be erased."), code=client.code)
    if not client.hold or desk.talk.confirm(question, desk.say(N_("take it off")), desk.say(N_("leave it"))):
        keeping.set_hold(desk.vault, client.id, hold=not client.hold)


def _confirm(desk: Desk, erasure: Erasure) -> None:
    erasing.refuse_to_confirm(desk.vault, erasure.id)
    question = desk.say(ASK, code=erasure.code)
    if desk.talk.confirm(question, desk.say(N_("erase it for good")), desk.say(N_("leave it"))):
        _remains(desk, erasing.confirm(desk.vault, erasure.id))


def _remains(desk: Desk, erasure: Erasure) -> None:
    """What backups still hold, again and again, until it is left."""
    while True:
        left = remains.remains(desk.vault, erasure)
        desk.tell()
        for words in remains_words(erasure, left, desk.language, desk.vault.clock):
            desk.tell(words)
        ways: list[Verb] = [(N_("new backup"), partial(backups.back_up_here, desk.vault, Progress()))]
        if left.holding:
            ways.append((N_("take older away"), partial(_remove, desk, erasure, left)))
        try:
            picked = desk.talk.pick("", [desk.say(words) for words, _ in ways], partial(explain, desk, HELP))
        except (Back, Leave):
            return
        desk.attempt(ways[picked][1])


def _remove(desk: Desk, erasure: Erasure, left: Remains) -> None:
    remains.refuse_to_remove(left, erasure)
    question = remove_question(erasure.code, len(left.holding), desk.language)
    if desk.talk.confirm(question, desk.say(N_("take them away")), desk.say(N_("keep them"))):
        remains.remove_holding(desk.vault, erasure)


def _head(desk: Desk, empty: bool) -> None:
    desk.tell()
    desk.tell(desk.say(N_("Records to review")))
    if empty:
        desk.tell(desk.say(NOBODY))
        desk.tell(desk.say(NO_YEARS))
