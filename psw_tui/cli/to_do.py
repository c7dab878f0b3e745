"""`psw-tui todo`: everything that is due, as a table of 80 columns or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from psw_tui.cli.opening import opened
from psw_tui.cli.request import DONE, Request
from psw_tui.cli.watching import waiting
from psw_tui.columns import aligned, paragraph
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.services.clients import client_by_code
from psw_tui.services.to_do import ToDo, ToDoList, to_do, what_to_do

HEADINGS = (N_("Day"), N_("Late"), N_("Client"), N_("Kind"), N_("What"))
WHAT = 4
"""The column that gives way where a line would get too long."""


def run(request: Request) -> int:
    """Print the to-do list."""
    asked = request.asked
    with opened(request) as vault, waiting(request):
        client = client_by_code(vault, asked.client).id if asked.client is not None else ""
        found, today = to_do(vault, client), vault.clock.today()
        if asked.json:
            lines = [json.dumps([as_json(item, today, request.language) for item in found.items], indent=1)]
        else:
            lines = list(list_lines(found, today, request.language))
    for line in lines:
        request.tell(line)
    return DONE


def as_json(item: ToDo, today: date, language: Language) -> dict[str, Any]:
    """One thing as programs read it."""
    return {
        "day": item.day.isoformat(),
        "overdue_days": item.days_over(today),
        "code": item.code,
        "kind": item.kind.value,
        "what": _what(item, today, language),
        "id": item.id,
    }


def list_lines(found: ToDoList, today: date, language: Language) -> Iterator[str]:
    """The list as lines of at most 80 columns, then how many clients rest."""
    if found.items:
        headings = [language.say(heading) for heading in HEADINGS]
        yield from aligned([headings, *(_cells(item, today, language) for item in found.items)], gives_way=WHAT)
    else:
        yield language.say("Nothing is due.")
    if found.resting:
        yield from paragraph(
            language.say_n("{n} resting: paused by them", "{n} resting: paused by them", found.resting)
        )


def _cells(item: ToDo, today: date, language: Language) -> list[str]:
    over = item.days_over(today)
    return [
        language.day(item.day, today),
        language.say("over {days} d", days=over) if over else "",
        item.code,
        language.say(item.kind.label),
        _what(item, today, language),
    ]


def _what(item: ToDo, today: date, language: Language) -> str:
    """What is to be done; of a step that is the worker's own, only which one it is."""
    if item.own_step is not None:
        return language.say(item.own_step.short_name)
    return what_to_do(item, today, language.say)
