"""Finding words in everything that was written: clients, goals, debriefs, steps, contacts, to-dos, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from psw_tui.domain.find_query import FindQuery, read_query
from psw_tui.domain.snippet import snippet
from psw_tui.records.nine import STEPS
from psw_tui.storage.read import listing
from psw_tui.storage.replay import TABLES
from psw_tui.storage.vault import Vault

__all__ = ["MOST", "TABLES", "Found", "Hit", "find"]

MOST = 50
"""Hits shown: who sees fifty types one word more."""

WEIGHED = 2000
"""So many of the newest entries are put in the order of their days. Of a word that is in more of them, the last ones
written are taken, for ordering a hundred thousand takes longer than anybody waits between two keys."""

STEP_TABLES = {int(number): step.table.NAME for number, step in STEPS.items()}


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
        rows = listing(vault, _statement(query), **_values(query))
    return Found(tuple(_hit(row, query) for row in rows[:MOST]), len(rows) > MOST)


def _statement(query: FindQuery) -> str:
    """The SQL of a question. With a filter every match is looked at, for the newest may all be somebody else's."""
    if not query.match:
        source = "search"
    elif query.filtered:
        source = "search_words JOIN search ON search.n = search_words.rowid"
    else:
        source = (
            "(SELECT rowid AS hit FROM search_words WHERE search_words MATCH :match ORDER BY rowid DESC LIMIT :weighed)"
            " JOIN search ON search.n = hit"
        )
    asked = {
        "search_words MATCH :match": query.match and query.filtered,
        "search.client = (SELECT id FROM client WHERE code = :code)": query.client,
        "search.day >= :since": query.since,
        "search.entity = :entity": query.step,
    }
    conditions = " AND ".join(condition for condition, wanted in asked.items() if wanted) or "1"
    return (
        "SELECT search.entity, search.row, search.client, search.day, search.body, coalesce(client.code, '') AS code"  # noqa: S608 - no value is in it
        f" FROM {source} LEFT JOIN client ON client.id = search.client"
        f" WHERE {conditions} ORDER BY search.day DESC, search.n DESC LIMIT :most"
    )


def _values(query: FindQuery) -> dict[str, Any]:
    values: dict[str, Any] = {"most": MOST + 1}
    if query.match:
        values["match"] = query.match
        if not query.filtered:
            values["weighed"] = WEIGHED
    if query.client:
        values["code"] = query.client
    if query.since:
        values["since"] = query.since.isoformat()
    if query.step:
        values["entity"] = STEP_TABLES[query.step]
    return values


def _hit(row: Mapping[str, Any], query: FindQuery) -> Hit:
    return Hit(
        row["entity"],
        row["row"],
        row["client"],
        row["code"],
        date.fromisoformat(row["day"]) if row["day"] else None,
        snippet(row["body"], query.words, query.phrases),
    )
