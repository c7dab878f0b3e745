"""What a newer program wrote waits in the log, and shows once this one is newer too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from psw_tui.records.client import Client
from psw_tui.services.find import find
from psw_tui.storage import migrations, refolding
from psw_tui.storage.meeting import RULES
from psw_tui.storage.read import column
from psw_tui.storage.write import writing
from psw_tui.team.fold import share
from tests.services.giving import give_client
from tests.team.laptops import Laptop, Team, meet, team

NEWER = ("pronouns", "message_note")


@pytest.fixture
def some(new_vault: Path, tmp_path: Path) -> Iterator[Team]:
    with team(new_vault, tmp_path, 3, size=2) as made:
        yield made


def told_to_an_older_program(some: Team, monkeypatch: pytest.MonkeyPatch) -> Laptop:
    """Bo's program knows nothing yet of two fields, which Ash fills."""
    ash, bo = some.laptops
    client = give_client(ash.vault, "Maple-27").id
    with writing(ash.vault) as tx:
        tx.change(Client, client, pronouns="ze", message_note="marigold at noon")
    share(ash.vault, client)
    older = {name: rule for name, rule in RULES["client"].items() if name not in NEWER}
    with monkeypatch.context() as earlier:
        earlier.setitem(RULES, "client", older)  # type: ignore[arg-type]  # a dict, though nobody may write to it
        meet(some)
    assert column(bo.vault, "SELECT pronouns FROM client") == [""]
    assert not find(bo.vault, "marigold").hits
    return bo


def update(bo: Laptop, monkeypatch: pytest.MonkeyPatch, step: Any = lambda _connection: None) -> None:
    """A program with one more step of migration opens the vault."""
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, step))
    bo.reopen()


def test_it_shows_after_the_update(some: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    bo = told_to_an_older_program(some, monkeypatch)
    bo.reopen()
    assert column(bo.vault, "SELECT pronouns FROM client") == [""]
    update(bo, monkeypatch)
    assert column(bo.vault, "SELECT pronouns FROM client") == ["ze"]
    assert [hit.code for hit in find(bo.vault, "marigold").hits] == ["Maple-27"]


def test_what_does_not_fit_keeps_nobody_out(some: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    bo = told_to_an_older_program(some, monkeypatch)

    tried = []

    def breaks(_log: object, database: Any, *_: object) -> None:
        database.run("UPDATE client SET pronouns = 'half'")
        tried.append(1)
        database.run("UPDATE client SET id = NULL")

    monkeypatch.setattr(refolding, "fold", breaks)
    update(bo, monkeypatch, lambda connection: connection.execute("UPDATE client SET program = 'north'"))
    assert tried == [1]
    assert column(bo.vault, "SELECT program || pronouns FROM client") == ["north"]
