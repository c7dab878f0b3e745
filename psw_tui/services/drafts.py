"""Drafts: what was typed and not yet saved, kept encrypted, offered again, never shown under another client."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any

from psw_tui.domain.instants import read_instant
from psw_tui.records.quick_note import NAME as QUICK
from psw_tui.storage.errors import DiskFull
from psw_tui.storage.read import listing
from psw_tui.storage.reserve import lay_by, make_room
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing


class Room(Enum):
    """How much room the disk had for a draft."""

    ENOUGH = auto()
    LAST = auto()
    """It is kept, and hardly anything more will be."""


@dataclass(frozen=True)
class DraftPlace:
    """Where a draft belongs: one per client, form and record."""

    form: str
    client: str = ""
    target: str = ""


@dataclass(frozen=True)
class DraftNote:
    """A draft in the list of unfinished ones."""

    place: DraftPlace
    code: str
    """The client's code; empty for a form that belongs to no client yet."""
    at: datetime
    words: str = ""
    """The line itself of a quick note; of a longer form nothing."""


def keep_draft(vault: Vault, place: DraftPlace, answers: Mapping[str, Any]) -> Room:
    """Put the raw answers down, one commit; says with what room. On a full disk the room put by is used up first.

    What is blank everywhere is no draft and takes an old one away. Raises DiskFull when that room is gone too.
    """
    try:
        _keep(vault, place, answers)
    except DiskFull:
        make_room(vault)
        _keep(vault, place, answers)
        return Room.LAST
    return Room.ENOUGH if lay_by(vault.folder) else Room.LAST


def _keep(vault: Vault, place: DraftPlace, answers: Mapping[str, Any]) -> None:
    with writing(vault) as tx:
        if _says_something(answers):
            tx.keep_draft(place.client, place.form, place.target, json.dumps(answers, ensure_ascii=False))
        else:
            tx.drop_draft(place.client, place.form, place.target)


def drop_draft(vault: Vault, place: DraftPlace) -> None:
    """Throw a draft away, after its worker confirmed that."""
    with writing(vault) as tx:
        tx.drop_draft(place.client, place.form, place.target)


def draft_at(vault: Vault, place: DraftPlace) -> dict[str, Any]:
    """The raw answers kept for this place; empty when there are none."""
    found = listing(
        vault,
        "SELECT body FROM draft WHERE client = :client AND form = :form AND target = :target",
        client=place.client,
        form=place.form,
        target=place.target,
    )
    return dict(json.loads(found[0]["body"])) if found else {}


def unfinished(vault: Vault) -> list[DraftNote]:
    """Every draft, the newest first."""
    rows = listing(
        vault,
        "SELECT draft.client, form, target, at, coalesce(code, '') AS code,"
        " CASE form WHEN :quick THEN body ELSE '{}' END AS body"
        " FROM draft LEFT JOIN client ON client.id = draft.client ORDER BY at DESC",
        quick=QUICK,
    )
    return [
        DraftNote(
            DraftPlace(row["form"], row["client"], row["target"]),
            row["code"],
            read_instant(row["at"]),
            str(json.loads(row["body"]).get("words", "")),
        )
        for row in rows
    ]


def _says_something(answer: Any) -> bool:
    if isinstance(answer, Mapping):
        return any(_says_something(item) for item in answer.values())
    if isinstance(answer, list):
        return any(_says_something(item) for item in answer)
    return bool(answer)
