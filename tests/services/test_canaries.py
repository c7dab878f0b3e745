"""The planted words themselves: a field that holds none would prove nothing."""

from __future__ import annotations

from sqlmodel import SQLModel

from psw_tui.records.client import Client
from psw_tui.records.row import Row
from psw_tui.storage.vault import Vault
from tests.services.canaries import plant, unplanted


def tables_of_a_client() -> list[type[Row]]:
    """Every table with a row that belongs to a client, and the client's own."""

    def below(kind: type[SQLModel]) -> list[type[SQLModel]]:
        return [found for each in kind.__subclasses__() for found in (each, *below(each))]

    tables = {each for each in below(Row) if issubclass(each, Row) and each.__dict__.get("NAME")}
    return [each for each in tables if each is Client or "client" in each.model_fields]


def test_every_field_of_every_record_holds_a_word(vault: Vault, client: Client) -> None:
    planted = plant(vault, client)
    assert unplanted(planted, tables_of_a_client()) == set()
    assert len({each.word for each in planted.canaries}) == len(planted.canaries)


def test_every_kind_of_record_is_there(vault: Vault, client: Client) -> None:
    """Whoever adds a table of a client's is told to plant a row of it."""
    planted = plant(vault, client)
    kinds = {table.NAME for table in tables_of_a_client() if table is not Client}
    assert kinds == {entity for entity, label in planted.rows if label == ""}
