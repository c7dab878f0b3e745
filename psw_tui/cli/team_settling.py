"""`psw-tui team conflicts`: where workers wrote different things, as lines of 80 columns or JSON, and settling one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC
from typing import Any

from psw_tui.cli.agreeing import refuse_unless_agreed
from psw_tui.cli.opening import opened
from psw_tui.cli.request import DONE, Refused, Request
from psw_tui.cli.watching import waiting
from psw_tui.columns import paragraph
from psw_tui.readable import Readable
from psw_tui.services.settings import sign_as_worker
from psw_tui.services.teamwork.disagreements import Disagreement, disagreements, gave_way, settle
from psw_tui.sheets.reader import reader_of
from psw_tui.storage.vault import Vault
from psw_tui.team_words import NOTHING, Pick, counts_words, given_words, picks, question_of, title, will_do


def conflicts(request: Request) -> int:
    """List them, or settle one. Raises Refused, and what settling does."""
    asked = request.asked
    if (asked.settle is None) != (asked.pick is None):
        raise Refused(request.say("Give --settle and --pick together: which one, and what counts."))
    with opened(request) as vault:
        sign_as_worker(vault)
        if asked.settle is not None:
            lines = [_settled(request, vault)]
        else:
            with waiting(request):
                found = disagreements(vault)
                lines = [_as_json(request, vault, found)] if asked.json else list(_listed(request, vault, found))
    for line in lines:
        request.tell(line)
    return DONE


def _settled(request: Request, vault: Vault) -> str:
    found = disagreements(vault)
    which = _nth(request, found, request.asked.settle)
    reader = reader_of(vault, which.client, request.language)
    pick = _nth(request, picks(which, reader, vault.clock, names=request.asked.names), request.asked.pick)
    will = will_do(which, pick.value, reader, names=request.asked.names)
    refuse_unless_agreed(request, f"{title(which, reader)}\n{will}")
    settle(vault, which, pick.value)
    left = len(found) - 1
    return request.language.say_n("Settled. {n} is left.", "Settled. {n} are left.", left)


def _nth(request: Request, every: Sequence[Any], number: int) -> Any:
    """What has this number in the list. Raises Refused."""
    if number > len(every):
        raise Refused(request.say("There is no number {number} here. Look at the list again.", number=number))
    return every[number - 1]


def _listed(request: Request, vault: Vault, found: Sequence[Disagreement]) -> Iterator[str]:
    for number, which in enumerate(found, 1):
        reader = reader_of(vault, which.client, request.language)
        yield from paragraph(f"{number}. {title(which, reader)}", hanging="   ")
        for place, pick in enumerate(picks(which, reader, vault.clock, names=request.asked.names), 1):
            yield from paragraph(f"{place}  {pick.told}", indent="     ", hanging="        ")
        yield from paragraph(counts_words(which, reader, names=request.asked.names), indent="   ", hanging="   ")
    if not found:
        yield request.say(NOTHING)
    reader = Readable(request.language, vault.clock.today())
    for given in gave_way(vault):
        yield from paragraph(given_words(given, reader))


def _as_json(request: Request, vault: Vault, found: Sequence[Disagreement]) -> str:
    every = [_one(request, vault, number, which) for number, which in enumerate(found, 1)]
    gave = [{"kind": given.kind.name.lower(), "code": given.code, "row": given.row} for given in gave_way(vault)]
    return json.dumps({"conflicts": every, "gave_way": gave}, indent=1)


def _one(request: Request, vault: Vault, number: int, which: Disagreement) -> dict[str, Any]:
    reader, names = reader_of(vault, which.client, request.language), request.asked.names
    return {
        "number": number,
        "code": which.code,
        "entity": which.conflict.entity,
        "row": which.conflict.row,
        "field": which.conflict.field,
        "question": request.say(question_of(which)),
        "why": counts_words(which, reader, names=names),
        "picks": [_pick(pick, which) for pick in picks(which, reader, vault.clock, names=names)],
    }


def _pick(pick: Pick, which: Disagreement) -> dict[str, Any]:
    return {
        "words": pick.words,
        "counts": pick.value == which.counts,
        "by": [
            {"author": each.author, "at": each.at.astimezone(UTC).isoformat(timespec="seconds")} for each in pick.by
        ],
    }
