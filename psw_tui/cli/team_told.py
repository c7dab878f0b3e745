"""What came of meeting the team, as lines and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from psw_tui.cli.request import Request
from psw_tui.columns import paragraph
from psw_tui.services.teamwork.sticks import StickLook
from psw_tui.services.teamwork.syncing import Met

A_DAY = timedelta(days=1)


def look_told(request: Request, look: StickLook) -> None:
    """What is on a stick."""
    if request.asked.json:
        request.tell(json.dumps({"made_by": look.device, "changes": look.changes, "new": look.fresh}, indent=1))
        return
    counted = request.language.say_n(
        "{n} change is in the file, {new} of it new.",
        "{n} changes are in the file, {new} of them new.",
        look.changes,
        new=look.fresh,
    )
    paragraphs(request, [counted, request.say("This was a trial: nothing was written.")])


def met_told(request: Request, met: Met) -> None:
    """All of it."""
    if request.asked.json:
        request.tell(json.dumps(as_json(met), indent=1))
    else:
        paragraphs(request, list(met_lines(request, met)))


def as_json(met: Met) -> dict[str, Any]:
    """What came of it as programs read it."""
    return asdict(met) | {"clock_off": round(met.clock_off.total_seconds()), "unknown": list(met.unknown)}


def met_lines(request: Request, met: Met) -> Iterator[str]:
    """What came of it, and what somebody has to do about it."""
    say, say_n = request.say, request.language.say_n
    if not met.sent and not met.brought:
        yield say("Nothing was new on either side.")
    if met.sent:
        yield say_n("{n} change went out.", "{n} changes went out.", met.sent)
    if met.brought:
        came = say_n("{n} change came in.", "{n} changes came in.", met.brought)
        records = say_n("{n} record is not as it was.", "{n} records are not as they were.", met.changed)
        yield f"{came} {records}"
    if met.new_name:
        yield say(
            "A copy of this vault was used too, such as one that was brought back. This laptop goes on under a new name."
            " Nothing is lost."
        )
    if met.conflicts:
        yield say_n(
            'In {n} place you and others wrote different things. "psw-tui team conflicts" shows it.',
            'In {n} places you and others wrote different things. "psw-tui team conflicts" shows them.',
            met.conflicts,
        )
    if met.clock_off:
        days = say_n("{n} day", "{n} days", max(1, round(abs(met.clock_off) / A_DAY)))
        if met.clock_off > timedelta():
            words = say("The clock of this laptop is ahead of the hub's by {days}.", days=days)
        else:
            words = say("The clock of this laptop is behind the hub's by {days}.", days=days)
        yield f"{words} {say('Look at the date of this laptop.')}"
    yield from _left(request, met)


def _left(request: Request, met: Met) -> Iterator[str]:
    say_n = request.language.say_n
    if met.unknown:
        yield say_n(
            "{n} laptop wrote that nobody let in here, and it was left: {ids}.",
            "{n} laptops wrote that nobody let in here, and they were left: {ids}.",
            len(met.unknown),
            ids=", ".join(met.unknown),
        )
    if met.forged:
        yield say_n(
            "{n} change is not what its laptop signed. It was left, and is asked for again next time.",
            "{n} changes are not what their laptops signed. They were left, and are asked for again next time.",
            met.forged,
        )
    if met.keys_missing:
        yield request.say(
            "Some of it is locked with a newer key of the team. Once whoever gave out that key has met the team, meet it again."
        )
    if met.waiting:
        yield say_n(
            "Changes of {n} laptop came with a gap before them. They wait for what lies between.",
            "Changes of {n} laptops came with a gap before them. They wait for what lies between.",
            met.waiting,
        )


def paragraphs(request: Request, lines: list[str]) -> None:
    """Print them, at most 80 columns wide."""
    for words in lines:
        for line in paragraph(words):
            request.tell(line)
