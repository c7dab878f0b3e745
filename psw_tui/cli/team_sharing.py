"""`psw-tui team requests`, `share`, `unshare` and `new-code`: what the team is asked, and which clients it reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from psw_tui import sharing_words as words
from psw_tui.cli.agreeing import ask_line, is_agreed, is_asked_here, refuse_unless_agreed
from psw_tui.cli.opening import opened
from psw_tui.cli.request import DONE, Refused, Request
from psw_tui.cli.watching import waiting
from psw_tui.columns import paragraph
from psw_tui.domain.dates import UnreadableDay, parse_day
from psw_tui.readable import Readable
from psw_tui.records.client import Client
from psw_tui.services.clients import client_by_code
from psw_tui.services.settings import sign_as_worker
from psw_tui.services.teamwork.asked import Asked, asked_of_the_team
from psw_tui.services.teamwork.disagreements import give_new_code
from psw_tui.services.teamwork.sharing import refuse_to_share, share_client, stop_sharing, who_would_read
from psw_tui.storage.vault import Vault


def requests(request: Request) -> int:
    """What the clients of the team need of whoever supervises."""
    with opened(request) as vault, waiting(request):
        found = asked_of_the_team(vault)
        reader = Readable(request.language, vault.clock.today())
        lines = [_as_json(found)] if request.asked.json else list(_listed(found, reader))
    for line in lines:
        request.tell(line)
    return DONE


def share(request: Request) -> int:
    """Let the team read a client's record. Raises Refused, and what sharing does."""
    with opened(request) as vault:
        sign_as_worker(vault)
        client = client_by_code(vault, request.asked.code)
        refuse_to_share(vault, client.id)
        share_client(vault, client.id, _agreed_on(request, vault, client))
    request.tell(request.say(words.SHARED, code=client.code))
    return DONE


def unshare(request: Request) -> int:
    """Let nothing more of a client go to the team."""
    with opened(request) as vault:
        sign_as_worker(vault)
        client = client_by_code(vault, request.asked.code)
        refuse_unless_agreed(request, request.say(words.STOP, code=client.code))
        stop_sharing(vault, client.id)
    for line in paragraph(request.say(words.STOPPED, code=client.code)):
        request.tell(line)
    return DONE


def new_code(request: Request) -> int:
    """A new code for a client whose own another client has too."""
    with opened(request) as vault:
        sign_as_worker(vault)
        client = client_by_code(vault, request.asked.code)
        code = give_new_code(vault, client.id)
    request.tell(request.say("{old} is called {code} from now on.", old=client.code, code=code))
    return DONE


def _agreed_on(request: Request, vault: Vault, client: Client) -> date:
    """The day they agreed. Raises Refused where nobody says that they did."""
    if request.asked.agreed is not None:
        return _day(request, request.asked.agreed, vault.clock.today())
    if not is_asked_here():
        raise Refused(request.say("Nothing is shared before they agree. Give --agreed and the day they did."))
    if not is_agreed(request, words.agreed_question(client.code, who_would_read(vault), request.language)):
        raise Refused(request.say(words.ASK_THEM))
    return _day(request, ask_line(request, request.say(words.AGREED_ON)), vault.clock.today())


def _day(request: Request, typed: str, today: date) -> date:
    try:
        return parse_day(typed, today)
    except UnreadableDay:
        raise Refused(request.say("{text} is no day. Write it like today, -3 or 2026-03-01.", text=typed)) from None


def _listed(found: Asked, reader: Readable) -> Iterator[str]:
    say = reader.language.say
    worries = (words.worry_line(each, reader) for each in found.worries)
    yield from _part(say(words.WORRIES), worries, say(words.NO_WORRY))
    yield ""
    questions = (words.question_line(each, reader) for each in found.questions)
    yield from _part(say(words.QUESTIONS), questions, say(words.NO_QUESTION))
    yield ""
    clients = (words.client_line(each, reader) for each in found.clients)
    yield from _part(say(words.CLIENTS), clients, say(words.NOBODY_SHARED))


def _part(heading: str, lines: Iterable[str], nothing: str) -> Iterator[str]:
    yield heading
    for line in list(lines) or [nothing]:
        yield from paragraph(line, indent="  ", hanging="    ")


def _as_json(found: Asked) -> str:
    def plain(row: Any) -> dict[str, Any]:
        told = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(row).items()}
        return told | ({"need": json.loads(told["need"])} if "need" in told else {})

    parts = {"worries": found.worries, "questions": found.questions, "clients": found.clients}
    return json.dumps({name: [plain(row) for row in rows] for name, rows in parts.items()}, indent=1)
