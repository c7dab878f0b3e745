"""Adding, finding and changing clients."""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Sequence

from sqlmodel import select

from psw_tui.domain.codes import NotACode, draw_code, normalise_code
from psw_tui.records.client import Client, ClientForm
from psw_tui.resources import asset
from psw_tui.services.errors import CodeTaken, NoSuchClient
from psw_tui.storage.read import listing, reading
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing


def code_words() -> Sequence[str]:
    """The plain words that client codes are made of; an agency may edit them."""
    words: list[str] = tomllib.loads(asset("words", "codes.toml").read_text(encoding="utf-8"))["words"]
    return words


def propose_code(vault: Vault) -> str:
    """A code nobody in this vault has, or had before they were erased. Raises NoCodeLeft."""
    once = "SELECT code FROM client UNION SELECT code FROM erasure"  # an erased one may still be in a backup
    taken = {str(row["code"]) for row in listing(vault, once)}
    return draw_code(code_words(), taken, secrets.choice)


def add_client(vault: Vault, form: ClientForm, code: str) -> Client:
    """Keep a new client. Raises CodeTaken."""
    now = vault.clock.now()
    client = Client(**form.model_dump(), id=vault.new_id(), made_at=now, code=code, status_since=vault.clock.today())
    if listing(vault, "SELECT 1 FROM client WHERE code = :code", code=code):
        raise CodeTaken(code)
    with writing(vault) as tx:
        tx.add(client)
        tx.drop_draft("", "client", "")
    return client


def change_client(vault: Vault, client: Client, form: ClientForm) -> Client:
    """Write what differs from what is kept. What was there before stays in the change log."""
    new = {name: getattr(form, name) for name in ClientForm.model_fields}
    changed = {name: value for name, value in new.items() if value != getattr(client, name)}
    if "status" in changed:
        changed["status_since"] = vault.clock.today()
    with writing(vault) as tx:
        tx.drop_draft(client.id, "client", client.id)
        return tx.change(Client, client.id, **changed) if changed else client


def client_by_id(vault: Vault, client_id: str) -> Client:
    """The client with this id. Raises NoSuchClient."""
    with reading(vault) as session:
        found = session.get(Client, client_id)
    if found is None:
        raise NoSuchClient(client_id)
    return found


def client_by_code(vault: Vault, typed: str) -> Client:
    """The client with this code, however it is typed. Raises NoSuchClient.

    One who gave way to an older client of the team with the same code is named just as they show.
    """
    try:
        code = normalise_code(typed)
    except NotACode:
        code = typed.strip()
    with reading(vault) as session:
        found = session.exec(select(Client).where(Client.code == code)).first()
    if found is None:
        raise NoSuchClient(code)
    return found


def clients_by_recent_contact(vault: Vault) -> list[tuple[str, str]]:
    """(id, code) of every client, the one last written about first; who is new counts from the day they came."""
    rows = listing(
        vault,
        "SELECT id, code FROM client"
        " ORDER BY coalesce((SELECT max(at) FROM debrief WHERE client = client.id), made_at) DESC, id DESC",
    )
    return [(row["id"], row["code"]) for row in rows]
