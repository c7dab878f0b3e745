"""`psw-tui find`: where words stand, the newest first, as lines or as JSON.

What only the worker may read, and what may hold a name, is named as a place and not quoted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from psw_tui.cli.opening import STANDARD_INPUT, opened
from psw_tui.cli.request import DONE, Refused, Request
from psw_tui.columns import paragraph
from psw_tui.domain.find_query import LONGEST
from psw_tui.kind_words import kind_of
from psw_tui.language import Language
from psw_tui.records.kinds import FOR_ALL, WITH_NAMES
from psw_tui.services.find import Found, Hit, find


def run(request: Request) -> int:
    """Print where the words stand."""
    asked = request.asked
    typed = _typed(request)
    with opened(request) as vault:
        found, today = find(vault, typed), vault.clock.today()
    if asked.json:
        hits = [as_json(hit, names=asked.names) for hit in found.hits]
        request.tell(json.dumps({"hits": hits, "more": found.more}, indent=1))
        return DONE
    for hit in found.hits:
        day = request.language.day(hit.day, today) if hit.day else ""
        for line in _lines(hit, day, request.language, names=asked.names):
            request.tell(line)
    request.tell(_count(found, request.language))
    return DONE


def as_json(hit: Hit, *, names: bool) -> dict[str, Any]:
    """One hit as programs read it."""
    return {
        "code": hit.code,
        "kind": hit.entity,
        "day": hit.day.isoformat() if hit.day else None,
        "id": hit.row,
        "snippet": "".join(hit.snippet) if may_be_quoted(hit.entity, names=names) else None,
    }


def may_be_quoted(entity: str, *, names: bool) -> bool:
    """Whether nothing in this kind of record is only for its worker, and no name either unless they are wanted."""
    return entity in FOR_ALL or (names and entity in WITH_NAMES)


def _typed(request: Request) -> str:
    words = " ".join(request.asked.text)
    if words != STANDARD_INPUT:
        return words
    if request.asked.passphrase_file == STANDARD_INPUT:
        raise Refused(request.say("The words and the passphrase cannot both come from standard input."))
    return sys.stdin.read(LONGEST)


def _lines(hit: Hit, day: str, language: Language, *, names: bool) -> Iterator[str]:
    yield "  ".join(filter(None, (hit.code, kind_of(hit.entity, language), day)))
    quoted = "".join(hit.snippet) if may_be_quoted(hit.entity, names=names) else language.say("(not shown here)")
    yield from paragraph(quoted, indent="    ", hanging="    ")


def _count(found: Found, language: Language) -> str:
    if not found.hits:
        return language.say("Nothing found.")
    if found.more:
        return language.say("More than {n}, the newest first. One more word makes it fewer.", n=len(found.hits))
    return language.say_n("{n} place", "{n} places, the newest first", len(found.hits))
