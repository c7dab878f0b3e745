"""Papers: choosing one, hearing it, and letting it leave."""

from __future__ import annotations

from functools import partial

from psw_tui.domain.words import N_
from psw_tui.plain.desk import Desk
from psw_tui.plain.filling import fill
from psw_tui.plain.listing import Listed
from psw_tui.plain.talk import Back, Leave
from psw_tui.plain.telling import explain
from psw_tui.records.client import Client
from psw_tui.records.leaving import Lock, Paper
from psw_tui.records.papers import WrittenAs
from psw_tui.reports.drawing import draw
from psw_tui.services import clients
from psw_tui.services.leaving import Left
from psw_tui.services.reporting import Wanted, make
from psw_tui.services.reporting.letting_go import of_target, sent_of
from psw_tui.services.reporting.subjects import ABOUT_ONE, ABOUT_WORK, PURPOSES, subjects
from psw_tui.sheets import papers as sheets

HELP = "papers"
LOG = "s"


def papers_room(desk: Desk, client: Client | None = None) -> None:
    """The papers about a client, or about the work as a whole, until they are left."""
    papers = ABOUT_WORK if client is None else ABOUT_ONE
    lines = [f"{desk.say(paper.label)}. {desk.say(PURPOSES[paper])}" for paper in papers]
    while True:
        listed = Listed(desk, lines, {LOG: desk.say(N_("what left"))}, partial(explain, desk, HELP))
        try:
            chosen = listed.choose(partial(_head, desk, client))
        except (Back, Leave):
            return
        if isinstance(chosen, int):
            desk.attempt(partial(_choose, desk, client, papers[chosen]))
        else:
            desk.attempt(partial(_log, desk, client))


def go_on(desk: Desk, client: str, target: str) -> None:
    """Take up a paper that was begun."""
    paper, row = of_target(target)
    _make(desk, clients.client_by_id(desk.vault, client) if client else None, paper, row)


def _choose(desk: Desk, client: Client | None, paper: Paper) -> None:
    found = subjects(desk.vault, paper, client.id, desk.language) if client else []
    row = found[0].value if found else ""
    if len(found) > 1:
        labels = [option.label for option in found]
        try:
            row = found[desk.talk.pick(desk.say(N_("Which one?")), labels, partial(explain, desk, HELP))].value
        except (Back, Leave):
            return
    _make(desk, client, paper, row)


def _make(desk: Desk, client: Client | None, paper: Paper, row: str) -> None:
    wanted: Wanted | None = fill(desk, partial(sheets.paper, desk.vault, paper, client, row, desk.language))
    if wanted is None:
        return
    desk.tell()
    for line in draw(make(desk.vault, wanted), WrittenAs.TEXT).decode("utf-8").splitlines():
        desk.tell(line)
    if desk.talk.confirm(desk.say(N_("Let it leave?")), desk.say(N_("yes, write it to a folder")), desk.say(N_("no"))):
        _let_go(desk, client, wanted)


def _let_go(desk: Desk, client: Client | None, wanted: Wanted) -> None:
    left: Left | None = fill(desk, partial(sheets.leaving, desk.vault, wanted, client, desk.language))
    if left is None:
        return
    desk.tell(desk.say(N_("It is written here: {path}"), path=left.path))
    if left.passphrase:
        desk.tell(desk.say(N_("This opens it: {passphrase}"), passphrase=left.passphrase))
        desk.tell(desk.say(N_("Say it by phone or in person, never with the file. It is kept nowhere.")))


def _log(desk: Desk, client: Client | None) -> None:
    codes = dict(clients.clients_by_recent_contact(desk.vault))
    log = sent_of(desk.vault, client.id if client else "")
    desk.tell()
    if not log:
        desk.tell(desk.say(N_("Nothing has left this laptop yet.")))
    for sent in log:
        whom = desk.say(N_("for {whom}, {lock}"), whom=sent.to_whom, lock=desk.say(Lock(sent.lock).label))
        whose = codes.get(sent.client or "", "")
        what = (desk.language.whole_day(sent.held_on), whose, desk.say(Paper(sent.paper).label), whom, sent.why)
        desk.tell(", ".join(filter(None, what)))


def _head(desk: Desk, client: Client | None) -> None:
    desk.tell()
    desk.tell(desk.say(N_("Papers: {code}"), code=client.code) if client else desk.say(N_("Papers about the work")))
