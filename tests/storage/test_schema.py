"""A fresh vault holds just the tables that the records describe, and every one of them keeps its types."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from psw_tui import records
from psw_tui.records import house
from psw_tui.records.client import Client
from psw_tui.records.nine import STEPS
from psw_tui.records.row import Row
from psw_tui.records.safety_note import SafetyNote
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault

DOMAIN_4 = {
    "client",
    "goal",
    "rewording",
    "rating",
    "debrief",
    "draft",
    "fresh_look",
    "step_reflect",
    "step_goals",
    "step_listen",
    "step_solve",
    "step_supporters",
    "step_supervision",
    "step_refer",
    "step_respect",
    "step_learn",
    "contact",
    "permission",
    "shared",
    "follow_up",
    "safety_note",
    "setting",
    "change",
    "search",
}
OF_THE_HOUSE = {
    "device",
    "erasing",
    "snooze",
    "sent",
    "received",
    "statement",
    "erasure",
    "knowledge",
    "held",
    "peer",
    "team",
}
THE_INDEX = "search_words"


def tables(vault: Vault) -> dict[str, tuple[str, bool]]:
    """Kind and strictness of every table that is not SQLite's own."""
    found = listing(vault, "SELECT name, type, strict FROM pragma_table_list WHERE schema = 'main'")
    return {row["name"]: (row["type"], bool(row["strict"])) for row in found if not row["name"].startswith("sqlite_")}


def is_a_record_table(_thing: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
    """Indexes are made by hand for the questions asked; the search index keeps tables of its own."""
    if kind in {"index", "unique_constraint"}:
        return False
    return kind != "table" or not str(name).startswith(THE_INDEX)


def test_the_tables_are_those_of_the_domain(vault: Vault) -> None:
    """Every table of DOMAIN 4 from the first migration on, and no other but the house's own."""
    ours = {name for name, (kind, _) in tables(vault).items() if kind == "table"}
    assert ours == DOMAIN_4 | OF_THE_HOUSE
    assert {step.table.__tablename__ for step in STEPS.values()} < DOMAIN_4
    assert {SafetyNote.__tablename__, house.Draft.__tablename__} < DOMAIN_4


def test_every_table_is_strict(vault: Vault) -> None:
    """A number in a text column is refused rather than kept; only the search index is made otherwise."""
    loose = {name for name, (_, strict) in tables(vault).items() if not strict}
    assert {name.partition("_")[0] for name in loose} == {"search"}
    assert all(name.startswith(THE_INDEX) for name in loose)


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")  # indexes are left out
def test_the_migration_makes_what_the_records_describe(vault: Vault) -> None:
    """No column is missing, left over, of another type, or nullable on one side only."""
    for module in iter_modules(records.__path__):  # a table nobody imported yet would not be compared
        import_module(f"{records.__name__}.{module.name}")
    with vault.engine.connect() as connection:
        options = {"include_object": is_a_record_table, "compare_type": True}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), SQLModel.metadata)
    assert differences == []


def test_every_link_to_a_client_is_indexed(vault: Vault) -> None:
    """Or a client's page would get slower with every other client."""
    for name, (kind, _) in tables(vault).items():
        columns = {row["name"] for row in listing(vault, f"SELECT name FROM pragma_table_info('{name}')")}  # noqa: S608
        if kind == "table" and "client" in columns - {"erasing"} and name not in {"erasing", "draft"}:
            plan = listing(vault, f"EXPLAIN QUERY PLAN SELECT * FROM {name} WHERE client = 'x'")  # noqa: S608
            assert all("USING" in row["detail"] for row in plan), name


def test_nothing_that_is_searched_is_without_a_row_number(vault: Vault) -> None:
    """The search index points at row numbers."""
    assert (
        listing(vault, "SELECT name FROM pragma_table_list WHERE wr = 1 AND schema = 'main' AND type = 'table'") == []
    )


@pytest.mark.parametrize("table", [Client, *(step.table for step in STEPS.values()), SafetyNote])
def test_derived_columns_are_columns(table: type[Row]) -> None:
    """A misspelt one would be logged after all."""
    assert set(table.model_fields) >= table.DERIVED


def test_a_new_vault_has_no_record(vault: Vault) -> None:
    """Only its settings, signed and logged once, and the device that wrote them."""
    filled = {
        name
        for name, (kind, _) in tables(vault).items()
        if kind == "table" and listing(vault, f"SELECT 1 FROM {name} LIMIT 1")  # noqa: S608
    }
    assert filled == {"setting", "change", "search", "device"}
