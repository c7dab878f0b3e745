"""A client handed over, as two workers do it: out of one vault, through a file locked for the other, into the other."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from psw_tui.records.client import Client
from psw_tui.records.leaving import Lock
from psw_tui.records.parcel import HandOverForm, HandOverPart
from psw_tui.services import envelope
from psw_tui.services.handing_over import Incoming, hand_over, look
from psw_tui.services.receiving import recipient
from psw_tui.storage.log import lines_of
from psw_tui.storage.read import column
from psw_tui.storage.vault import Vault, open_with_passphrase
from tests.conftest import PASSPHRASE, StillClock

EVERYTHING = list(HandOverPart)


def agreed(place: Path, to: Vault | None = None, **given: Any) -> HandOverForm:
    """Everything goes along, locked for the worker of this vault."""
    locked = {"lock": Lock.RECIPIENT, "recipient": recipient(to)} if to else {"lock": Lock.CLEAR, "why": "no key yet"}
    return HandOverForm(**{"parts": EVERYTHING, "place": str(place), "to_whom": "Bea"} | locked | given)


def sent(vault: Vault, client: Client, form: HandOverForm) -> Path:
    return hand_over(vault, client, form, language="en").path


def inside(vault: Vault, path: Path) -> bytes:
    """What the worker of this vault finds in a file."""
    return envelope.opened(vault, envelope.read_file(path))


def looked_at(vault: Vault, path: Path) -> Incoming:
    document = envelope.document_in(vault, inside(vault, path))
    assert isinstance(document, envelope.HandOver)
    return look(vault, document)


def changed(content: bytes, **values: Any) -> bytes:
    """The same document with other lines at its head."""
    return json.dumps(json.loads(content) | values).encode()


def last_state(vault: Vault, client: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """By id: what the log says each record of a client has become, kind and values; those that are gone are not there."""
    states: dict[str, tuple[str, dict[str, Any]]] = {}
    rows = column(vault, 'SELECT DISTINCT "row" FROM change WHERE client = :client', client=client)
    for line in lines_of(vault, rows):
        if line.removes:
            del states[line.row]
        else:
            known = states[line.row][1] if line.row in states else {}
            states[line.row] = (line.entity, known | dict(line.values))
    return {
        row: (entity, {name: _read(value) for name, value in values.items()})
        for row, (entity, values) in states.items()
    }


def _read(value: Any) -> Any:
    """A list is kept as JSON; a small form in it may have been written down with or without what is empty."""
    try:
        items = json.loads(value) if isinstance(value, str) and value.startswith("[") else None
    except ValueError:  # words that begin like a list
        items = None
    if items is None:
        return value
    return [
        {name: each for name, each in item.items() if each} if isinstance(item, Mapping) else item for item in items
    ]


@contextmanager
def colleague(new_vault: Path, folder: Path, clock: StillClock, label: str = "Bea") -> Iterator[Vault]:
    """The empty vault of another worker."""
    shutil.copytree(new_vault, folder)
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as opened:
        opened.author = label
        yield opened
