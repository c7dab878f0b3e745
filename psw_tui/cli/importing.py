"""`psw-tui import`: clients from a list that an agency exports; all of them, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from psw_tui import import_words as words
from psw_tui.cli.opening import opened, path_of
from psw_tui.cli.request import DONE, Refused, Request
from psw_tui.cli.watching import watching
from psw_tui.columns import paragraph
from psw_tui.domain.day_order import DayOrder
from psw_tui.ending import ending_tidily
from psw_tui.readable import NAMES
from psw_tui.sentences import sentence
from psw_tui.services import importing
from psw_tui.services.errors import DayOrderUnknown, NothingToImport, RowsInTheWay
from psw_tui.services.importing import Imported, Prepared, Table, Wishes
from psw_tui.services.settings import sign_as_worker
from psw_tui.storage.vault import Vault

MOST_TOLD = 50
"""So many rows of each kind are told one by one; --json has all."""


def run(request: Request) -> int:
    """Import a list, or with --dry-run only say what would happen."""
    asked = request.asked
    with ending_tidily(), watching(request) as (progress, _):
        table = importing.read_table(path_of(asked.file), progress, nameless=request.say("column"))
    wishes = _wishes(request, table)
    with ending_tidily(), opened(request) as vault, watching(request) as (progress, ticker):
        sign_as_worker(vault)
        prepared = importing.prepare(vault, table, wishes, progress)
        with ticker.aside():
            trouble = _trouble(prepared)
            if asked.json and (trouble or asked.dry_run):
                _tell_json(request, vault, prepared, None)
            elif not asked.json:
                _tell(request, _looked(request, vault, prepared))
        if trouble is not None:
            raise Refused(_with_options(request, trouble))
        if asked.dry_run:
            _say_unless_json(request, request.say("This was a trial: nothing was written."))
            return DONE
        done = importing.bring_in(vault, prepared, progress)
    if asked.json:
        _tell_json(request, None, prepared, done)
        return DONE
    _tell(request, ["", *_drawn(request, done), *words.done(done, table, request.language)])
    return DONE


def _wishes(request: Request, table: Table) -> Wishes:
    asked = request.asked
    wishes = importing.first_wishes(table)
    pairs = [(column.strip(), field.strip()) for column, _, field in (each.rpartition("=") for each in asked.map)]
    for column, _field in pairs:  # first out of each other's way
        wishes = wishes.with_column(table, column, "")
    for column, field in pairs:
        wishes = wishes.with_column(table, column, "" if field == "-" else field)
    for field, _, value in (each.partition("=") for each in asked.fill):
        wishes = wishes.with_value(field.strip(), value.strip())
    return replace(
        wishes,
        dates=DayOrder(asked.dates) if asked.dates else None,
        draw_codes=asked.draw_codes,
        skip_known=asked.skip_known,
        skip_refused=asked.skip_refused,
    )


def _trouble(prepared: Prepared) -> RowsInTheWay | DayOrderUnknown | NothingToImport | None:
    try:
        prepared.check()
    except (RowsInTheWay, DayOrderUnknown, NothingToImport) as trouble:
        return trouble
    return None


def _with_options(request: Request, trouble: Exception) -> str:
    said = sentence(trouble, request.language)
    options = {DayOrderUnknown: "--dates dmy, mdy, ymd", RowsInTheWay: "--skip-refused, --skip-known"}.get(
        type(trouble)
    )
    if options is None:
        return said
    return request.say("{sentence} On the command line, that is {option}.", sentence=said, option=options)


def _looked(request: Request, vault: Vault, prepared: Prepared) -> Iterator[str]:
    """What was read, which column goes where, what would happen, and what is in the way."""
    language, table, wishes = request.language, prepared.table, prepared.wishes
    yield from paragraph(words.source_words(table, language))
    for column in words.columns(table, wishes, language, names=request.asked.names):
        yield from paragraph(
            f"{column.heading} -> {column.to}  {column.sample}".rstrip(), indent="  ", hanging="      "
        )
    yield from paragraph(words.never_words(importing.never_kept(table), language), indent="  ")
    for line in words.values_words(wishes, language):
        yield from paragraph(line, indent="  ")
    yield ""
    for line in words.outcome(prepared, language):
        yield from paragraph(line)
    for refused in prepared.refused[:MOST_TOLD]:
        yield from paragraph(words.refusal(refused, language), indent="  ", hanging="    ")
    yield from _more(request, len(prepared.refused))
    for known in prepared.known[:MOST_TOLD]:
        found = prepared.side_by_side(vault, known)
        heading, *lines = words.differences(known, found, language, vault.clock.today(), names=request.asked.names)
        yield from paragraph(heading, indent="  ")
        for line in lines:
            yield from paragraph(line, indent="    ", hanging="      ")
    yield from _more(request, len(prepared.known))


def _more(request: Request, there: int) -> Iterator[str]:
    if there > MOST_TOLD:
        yield "  " + request.say("and {n} more; --json tells all", n=there - MOST_TOLD)


def _drawn(request: Request, done: Imported) -> Iterator[str]:
    """Only the file knows who they are, so the worker has to write the codes into it, or onto paper, now."""
    if done.drawn:
        yield request.say("Codes that were drawn, by line of the file:")
    for line, code in done.drawn:
        yield f"  {line}: {code}"


def _tell(request: Request, lines: Iterator[str] | list[str]) -> None:
    for line in lines:
        request.tell(line)


def _say_unless_json(request: Request, line: str) -> None:
    if not request.asked.json:
        request.tell(line)


def _tell_json(request: Request, vault: Vault | None, prepared: Prepared, done: Imported | None) -> None:
    """For programs: everything by line and field; names only when they are wanted."""
    said: dict[str, Any] = {
        "file": str(prepared.table.path),
        "kept_as": prepared.table.kept_as,
        "rows": len(prepared.table.rows),
        "columns": {heading: prepared.wishes.columns.get(heading) for heading in prepared.table.headings},
        "never_kept": importing.never_kept(prepared.table),
        "ready": len(prepared.ready),
        "without_code": prepared.without_code,
        "unusual_codes": list(prepared.unusual),
        "refused": [
            {
                "line": row.line,
                "column": row.column,
                "field": row.field,
                "reason": words.reason_of(row, request.language),
            }
            for row in prepared.refused
        ],
        "known": [
            {"line": known.line, "code": known.code, "differs": _differs(request, vault, prepared, known)}
            for known in prepared.known
        ],
        "imported": done.clients if done else 0,
        "drawn": [{"line": line, "code": code} for line, code in done.drawn] if done else [],
    }
    request.tell(json.dumps(said, indent=1))


def _differs(request: Request, vault: Vault | None, prepared: Prepared, known: importing.Known) -> dict[str, Any]:
    found = prepared.side_by_side(vault, known) if vault else []
    return {
        field: {"here": _plain(here), "file": _plain(there)}
        for field, here, there in found
        if request.asked.names or field not in NAMES
    }


def _plain(answer: Any) -> Any:
    return answer if isinstance(answer, list | bool) or answer is None else str(answer)
