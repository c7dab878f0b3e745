"""The word list: the one that is delivered, and what an agency adds to it or switches off."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psw_tui.domain.word_check import BadRow, Rule, rules_from, with_local
from psw_tui.places import PlaceError, home
from psw_tui.records.client import Client
from psw_tui.resources import asset
from psw_tui.services.clients import client_by_id
from psw_tui.services.errors import WordsFileWrong
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing

DELIVERED = "person_first.toml"
LOCAL = "person_first.local.toml"


@dataclass(frozen=True)
class Words:
    """What a text is checked with."""

    language: str
    rules: tuple[Rule, ...]
    own: tuple[str, ...] = ()
    """What the client calls themselves."""


def words_for(vault: Vault, client_id: str, language: str) -> Words:
    """The rules for notes about a client, in the language they are written in; without a client, in `language`.

    Raises WordsFileWrong, NoSuchClient.
    """
    if not client_id:
        return Words(language, word_rules(language))
    client = client_by_id(vault, client_id)
    written_in = str(client.note_language)
    return Words(written_in, word_rules(written_in), tuple(client.own_words))


def word_rules(language: str) -> tuple[Rule, ...]:
    """Every rule of one language, the agency's among them. Raises WordsFileWrong."""
    delivered, local = _delivered(), _local()
    sources = {name: str(about.get("title", name)) for name, about in delivered.get("sources", {}).items()}
    try:
        checked = rules_from(delivered["term"], language, sources)
    except (BadRow, KeyError) as bad:
        raise WordsFileWrong(DELIVERED, _row(bad)) from bad
    if not local:
        return checked
    try:
        rules_from([row for row in local if not row.get("off")], language, sources)
        return rules_from(with_local(delivered["term"], local), language, sources)
    except BadRow as bad:
        raise WordsFileWrong(LOCAL, _row(bad)) from bad


def add_own_word(vault: Vault, client_id: str, word: str) -> Client:
    """A client calls themselves this: said once, the check leaves it alone. Their page's draft is not touched.

    Raises NoSuchClient.
    """
    client = client_by_id(vault, client_id)
    known = {each.casefold() for each in client.own_words}
    if word.casefold() in known:
        return client
    with writing(vault) as tx:
        return tx.change(Client, client.id, own_words=[*client.own_words, word])


def local_file() -> Path:
    """Where an agency keeps its own rows; the file need not exist."""
    return home() / "words" / LOCAL


def _delivered() -> Mapping[str, Any]:
    try:
        return tomllib.loads(asset("words", DELIVERED).read_text(encoding="utf-8"))
    except (OSError, ValueError) as unreadable:
        raise WordsFileWrong(DELIVERED, DELIVERED) from unreadable


def _local() -> Sequence[Mapping[str, Any]]:
    """The agency's rows. A data folder that is not there has none."""
    try:
        rows = tomllib.loads(local_file().read_text(encoding="utf-8-sig")).get("term", [])
    except (FileNotFoundError, PlaceError):
        return ()
    except (OSError, ValueError) as unreadable:
        raise WordsFileWrong(LOCAL, LOCAL) from unreadable
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise WordsFileWrong(LOCAL, "term")
    return rows


def _row(bad: BadRow | KeyError) -> str:
    return f"{bad.row}, {bad.fault}" if isinstance(bad, BadRow) else str(bad)
