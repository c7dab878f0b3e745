"""`psw-tui keeping`: records to review, on hold, and waiting to be erased, as lines of 80 columns or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from psw_tui.cli.opening import opened
from psw_tui.cli.request import DONE, Request
from psw_tui.cli.watching import waiting
from psw_tui.columns import paragraph
from psw_tui.domain.clock import Clock
from psw_tui.keeping_words import NO_YEARS, NOBODY, standing_words, why_words
from psw_tui.language import Language
from psw_tui.services.erasing import from_when
from psw_tui.services.keeping import Kept, review


def run(request: Request) -> int:
    """Print the list. Erasing itself wants a person who looks at what goes: it is done in the app."""
    with opened(request) as vault, waiting(request):
        found = review(vault)
        if request.asked.json:
            lines = [json.dumps([as_json(kept) for kept in found], indent=1)]
        else:
            lines = list(list_lines(found, request.language, vault.clock))
    for line in lines:
        request.tell(line)
    return DONE


def as_json(kept: Kept) -> dict[str, Any]:
    """One record as programs read it."""
    erasure = kept.erasure
    return {
        "code": kept.code,
        "standing": kept.standing.value,
        "last_contact": kept.last.isoformat() if kept.last and kept.met else None,
        "review_on": kept.review_on.isoformat() if kept.review_on else None,
        "hold": kept.hold,
        "reason": erasure.reason if erasure else None,
        "asked_by": erasure.asked_by if erasure else None,
        "confirm_from": _instant(from_when(erasure)) if erasure else None,
        "ended_at": _instant(erasure.ended_at) if erasure and erasure.ended_at else None,
    }


def list_lines(found: list[Kept], language: Language, clock: Clock) -> Iterator[str]:
    """The list as lines of at most 80 columns."""
    for kept in found:
        yield standing_words(kept, language)
        yield from paragraph(why_words(kept, language, clock), indent="    ", hanging="    ")
    if not found:
        yield from paragraph(language.say(NOBODY))
        yield from paragraph(language.say(NO_YEARS))


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
