"""Finding words in everything that was written: clients, goals, debriefs, steps, contacts, to-dos, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from psw_tui.domain.find_query import FindQuery, read_query
from psw_tui.domain.snippet import snippet
from psw_tui.records.kinds import STEPS
from psw_tui.storage.read import column, listing_at_once
from psw_tui.storage.vault import Vault

MOST = 50
"""Hits shown: who sees fifty types one word more."""

WEIGHED = 2000
"""So many of the newest entries are put in the order of their days. Of a word that is in more of them, the last ones
written are taken, for ordering a hundred thousand takes longer than anybody waits between two keys."""

LARGE = 20_000
"""From so many entries on, those since a day are not gathered any more. Of a part that is, so many hits are weighed."""

_COLUMNS = ("entity", "row", "client", "day", "body", "code")

STEP_TABLES = {int(number): table for table, number in STEPS.items()}


@dataclass(frozen=True)
class Hit:
    """One place where it was found."""

    entity: str
    row: str
    client: str
    code: str
    day: date | None
    snippet: tuple[str, str, str]
    """What stands before, the words found, what stands after."""


@dataclass(frozen=True)
class Found:
    """The newest hits, and whether there are more."""

    hits: tuple[Hit, ...] = ()
    more: bool = False


def find(vault: Vault, typed: str) -> Found:
    """Look for what was typed. Raises Stopped when `vault.stopping.stop` was called meanwhile."""
    query = read_query(typed, vault.clock.today())
    if query.is_empty:
        return Found()
    with vault.stopping.stoppable():
        part, weighed = _part(vault, query)
        rows = listing_at_once(vault, _COLUMNS, _statement(query, part), weighed=weighed, **_values(query))
    return Found(tuple(_hit(row, query) for row in rows[:MOST]), len(rows) > MOST)


def _statement(query: FindQuery, part: str) -> str:
    """The SQL of a question. Only what is shown is read whole: its days lie apart, in an index of their own."""
    if query.match:
        within = f" AND {part}" if part else ""
        newest = f"SELECT rowid AS hit FROM search_words WHERE search_words MATCH :match{within} ORDER BY rowid DESC"  # noqa: S608 - no value is in it
        source = f"({newest} LIMIT :weighed) CROSS JOIN search INDEXED BY search_days ON n = hit"
        where = "1"
    else:
        source, where = "search", part
    shown = f"SELECT n AS found FROM {source} WHERE {where} ORDER BY day DESC, n DESC LIMIT :most"  # noqa: S608 - no value is in it
    return (
        "SELECT search.entity, search.row, search.client, search.day, search.body, coalesce(client.code, '') AS code"  # noqa: S608 - no value is in it
        f" FROM ({shown}) CROSS JOIN search ON n = found LEFT JOIN client ON client.id = search.client"
        " ORDER BY search.day DESC, n DESC"
    )


def _part(vault: Vault, query: FindQuery) -> tuple[str, int]:
    """The condition that keeps to the part of the record asked for, empty for all of it; and how many hits are weighed.

    Every hit of a word is held against the set of what is in that part: reading each hit's own row would take far
    longer. A part so large that gathering it takes long is hit soon, so there each hit is looked at, the newest first.
    """
    asked = {
        "client = (SELECT id FROM client WHERE code = :code)": query.client,
        "entity = :entity": query.step,
        "day >= :since": query.since,
    }
    conditions = " AND ".join(condition for condition, wanted in asked.items() if wanted)
    if not conditions or not query.match:
        return conditions, WEIGHED
    if not query.client and not query.step and _is_large(vault, query):
        return "(SELECT day FROM search INDEXED BY search_days WHERE n = search_words.rowid) >= :since", WEIGHED
    return f"+search_words.rowid IN (SELECT n FROM search WHERE {conditions})", LARGE  # noqa: S608 - no value is in it


def _is_large(vault: Vault, query: FindQuery) -> bool:
    values = {"since": query.since.isoformat() if query.since else "", "large": LARGE}
    counted = "SELECT count(*) FROM (SELECT 1 FROM search WHERE day >= :since LIMIT :large)"
    return bool(column(vault, counted, **values)[0] == LARGE)


def _values(query: FindQuery) -> dict[str, Any]:
    return {
        "most": MOST + 1,
        "match": query.match,
        "code": query.client,
        "since": query.since.isoformat() if query.since else "",
        "entity": STEP_TABLES[query.step] if query.step else "",
    }


def _hit(row: Mapping[str, Any], query: FindQuery) -> Hit:
    return Hit(
        row["entity"],
        row["row"],
        row["client"],
        row["code"],
        date.fromisoformat(row["day"]) if row["day"] else None,
        snippet(row["body"], query.words, query.phrases),
    )
