"""`psw-tui caseload`: every client at a glance, as a table of 80 columns or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from psw_tui.cli.opening import opened
from psw_tui.cli.request import DONE, Request
from psw_tui.cli.watching import waiting
from psw_tui.columns import aligned
from psw_tui.domain.signs import ClientSignal
from psw_tui.domain.steps import StepNumber
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.client import Status
from psw_tui.services.caseload import CaseloadLook, CaseloadRow, caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.signal_words import label
from psw_tui.storage.vault import Vault

PAGE = 200
"""Clients read at a time."""

NOTHING = "-"

HEADINGS = (N_("Client"), N_("Last"), N_("Next due"), N_("Signal"), N_("Fresh look 1-9"), N_("Permission"))
DUE = 2
"""The column that gives way where a line would get too long."""


def run(request: Request) -> int:
    """Print the caseload."""
    with opened(request) as vault, waiting(request):
        if request.asked.json:
            lines = [json.dumps([as_json(row) for row in _rows(vault)], indent=1)]
        else:
            lines = list(table_lines(vault, request.language))
    for line in lines:
        request.tell(line)
    return DONE


def table_lines(vault: Vault, language: Language) -> Iterator[str]:
    """The caseload as lines of at most 80 columns."""
    today = vault.clock.today()
    headings = [language.say(heading) for heading in HEADINGS]
    return aligned([headings, *(_cells(row, language, today) for row in _rows(vault))], gives_way=DUE)


def as_json(row: CaseloadRow) -> dict[str, Any]:
    """One client as programs read it."""
    return {
        "code": row.code,
        "status": str(row.status),
        "last_contact": _iso(row.last_contact),
        "next_due": _iso(row.next_due),
        **signal_as_json(row.signal),
        "fresh_look": _look_as_json(row.fresh_look) if row.fresh_look else None,
    }


def signal_as_json(signal: ClientSignal) -> dict[str, Any]:
    """What the rule says of one client as programs read it."""
    return {
        "signal": str(signal.kind),
        "worth_a_look": signal.worth_a_look,
        "because": str(signal.because),
        "not_connected": signal.not_connected,
    }


def _rows(vault: Vault) -> Iterator[CaseloadRow]:
    order = caseload_order(vault)
    for start in range(0, len(order), PAGE):
        yield from caseload_rows(vault, order[start : start + PAGE])


def _look_as_json(look: CaseloadLook) -> dict[str, Any]:
    return {
        "state": "open" if look.closed_on is None else "closed",
        "opened_on": _iso(look.opened_on),
        "look_again_by": _iso(look.look_again_by),
        "closed_on": _iso(look.closed_on),
        "outcome": look.outcome,
        "steps": {str(int(number)): str(look.steps[number]) for number in StepNumber},
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _cells(row: CaseloadRow, language: Language, today: date) -> list[str]:
    return [
        row.code,
        language.ago(row.last_contact, today) if row.last_contact else NOTHING,
        _due(row, language, today),
        label(row.signal, language) if row.in_touch else NOTHING,
        _marks(row.fresh_look, language),
        _permission(row, language, today),
    ]


def _due(row: CaseloadRow, language: Language, today: date) -> str:
    if row.status is not Status.ACTIVE:
        return language.say(row.status.label)
    if row.next_due is None:
        return NOTHING
    if row.next_due < today:
        return language.say("over {span} {what}", span=language.ago(row.next_due, today), what=row.next_what)
    return f"{language.day(row.next_due, today)} {row.next_what}"


def _marks(look: CaseloadLook | None, language: Language) -> str:
    if look is None:
        return NOTHING
    marks = [look.steps[number].mark for number in StepNumber]
    return " ".join(marks) if look.closed_on is None else f"{''.join(marks)} {language.say('closed')}"


def _permission(row: CaseloadRow, language: Language, today: date) -> str:
    if row.permission_until is None:
        return language.say("none")
    if row.permission_until == today:
        return language.say("ends today")
    return language.say("{span} left", span=language.ago(today, row.permission_until))
