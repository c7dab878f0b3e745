"""`psw-tui report PAPER`: a paper to read, or one that leaves into a folder, locked unless a reason is given."""

from __future__ import annotations

from datetime import date
from typing import Any

from psw_tui.cli.opening import opened
from psw_tui.cli.request import DONE, Refused, Request
from psw_tui.cli.watching import waiting
from psw_tui.domain.dates import UnreadableDay, parse_day
from psw_tui.ending import ending_tidily
from psw_tui.records.answers import read_form
from psw_tui.records.form import Refused as FormRefused
from psw_tui.records.leaving import Lock, Paper
from psw_tui.records.papers import PaperLeavingForm, WrittenAs
from psw_tui.reports.drawing import draw
from psw_tui.services.clients import client_by_code
from psw_tui.services.leaving import Left
from psw_tui.services.reporting import Wanted, make
from psw_tui.services.reporting.letting_go import leave_paper
from psw_tui.services.reporting.subjects import ABOUT_ONE, subjects
from psw_tui.services.settings import sign_as_worker
from psw_tui.storage.vault import Vault


def run(request: Request) -> int:
    """Print a paper, or let it leave. What opens it is said once."""
    asked = request.asked
    with ending_tidily(), opened(request) as vault, waiting(request):
        sign_as_worker(vault)
        wanted = _wanted(request, vault)
        if not asked.to:
            lines = draw(make(vault, wanted), WrittenAs.TEXT).decode("utf-8").splitlines()
        else:
            lines = _told(request, leave_paper(vault, wanted, _leaving(request, vault), language=request.language.code))
    for line in lines:
        request.tell(line)
    return DONE


def _wanted(request: Request, vault: Vault) -> Wanted:
    asked = request.asked
    paper = Paper(asked.paper)
    if paper in ABOUT_ONE and not asked.code:
        raise Refused(request.say("Say whom it is about: the client's code after the name of the paper."))
    client = client_by_code(vault, asked.code).id if paper in ABOUT_ONE else ""
    found = subjects(vault, paper, client, request.language) if client else []
    row = ""
    if found and not asked.blank:
        if not 1 <= asked.which <= len(found):
            raise Refused(request.say("There is no number {n}: there are {all}.", n=asked.which, all=len(found)))
        row = found[asked.which - 1].value
    texts = dict(each.split("=", 1) for each in asked.text)
    return Wanted(
        paper,
        asked.language or request.language.code,
        client,
        row,
        asked.notes,
        _day(request, vault, asked.since),
        _day(request, vault, asked.until),
        texts,
        asked.with_name,
    )


def _day(request: Request, vault: Vault, typed: str | None) -> date | None:
    if not typed:
        return None
    try:
        return parse_day(typed, vault.clock.today())
    except UnreadableDay as error:
        raise Refused(request.say("This is no day: {typed}. Write it like 2026-03-01.", typed=typed)) from error


def _leaving(request: Request, vault: Vault) -> Any:
    asked = request.asked
    lock = Lock.CLEAR if asked.in_clear else Lock.RECIPIENT if asked.recipient else Lock.PASSPHRASE
    answers = {
        "lock": str(lock),
        "recipient": asked.recipient or "",
        "place": asked.to,
        "to_whom": asked.whom or "",
        "why": asked.in_clear or "",
        "written_as": asked.written_as,
    }
    try:
        return read_form(PaperLeavingForm, answers, {"today": vault.clock.today()})
    except FormRefused as refused:
        raise Refused(
            request.say("Say who gets it with --for. What leaves in clear wants a reason: --in-clear WHY.")
        ) from refused


def _told(request: Request, left: Left) -> list[str]:
    said = [request.say("It is written here: {path}", path=left.path)]
    if left.passphrase:
        said.append(request.say("This opens it: {passphrase}", passphrase=left.passphrase))
        said.append(request.say("Say it by phone or in person, never with the file. It is kept nowhere."))
    return said
