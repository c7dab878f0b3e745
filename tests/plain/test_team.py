"""The team at the prompt: two who start one and join it by files, meet by stick, share, disagree and settle it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client
from psw_tui.services.clients import client_by_code
from psw_tui.services.teamwork.sharing import share_client
from psw_tui.storage.read import column
from psw_tui.storage.vault import open_with_passphrase
from psw_tui.storage.write import writing
from psw_tui.team.membership import enrol, found, letter, prepare, take_letter
from tests.conftest import PASSPHRASE
from tests.plain.conftest import said_in, squeezed
from tests.services.giving import give_client, give_look, give_step
from tests.team.laptops import Laptop, Team, meet, team

TEAM = "16"
"""Where the team is in the first room."""
OF_CLIENT = "18"
"""Sharing, among what can be done with a client."""


@pytest.fixture
def some(new_vault: Path, tmp_path: Path) -> Iterator[Team]:
    with team(new_vault, tmp_path, 3, size=2) as made:
        yield made


def talk(laptop: Laptop, *lines: str) -> str:
    """One conversation, after which the vault is open again."""
    said = squeezed(said_in(laptop.vault, *lines))
    laptop.vault = open_with_passphrase(laptop.folder, PASSPHRASE, clock=laptop.clock)
    laptop.vault.author = laptop.folder.name
    return said


def together(some: Team) -> Client:
    """Ash and Bo in one team, who both know Maple-27."""
    ash, bo = (laptop.vault for laptop in some.laptops)
    found(ash, "North")
    card = prepare(bo)
    enrol(ash, card)
    take_letter(bo, letter(ash, card.device))
    client = give_client(ash, "Maple-27")
    share_client(ash, client.id, ash.clock.today())
    meet(some)
    return client


@contextmanager
def only(folder: Path, ending: str) -> Iterator[str]:
    (path,) = folder.glob(f"*{ending}")
    yield str(path)
    path.unlink()


def test_from_nothing_to_a_client_on_both_laptops(some: Team, tmp_path: Path) -> None:
    ash, bo = some.laptops
    (stick := tmp_path / "stick").mkdir()
    client = give_client(ash.vault, "Maple-27")
    said = talk(ash, TEAM, "s", "North", "q", "q")
    assert "This laptop works alone." in said
    assert "Team: North" in said
    spoken = said.rpartition("Code to read aloud: ")[2][:14]
    said = talk(bo, TEAM, "c", str(stick), "q", "q")
    with only(stick, ".psw-card") as card:
        said = talk(ash, TEAM, "a", card, "2", "a", card, "1", str(stick), "q", "q")
    assert "nothing was taken in, and nobody was let in" in said
    assert "The letter for them lies at" in said
    with only(stick, ".psw-letter") as path:
        said = talk(bo, TEAM, "o", path, "1", "q", "q")
    assert spoken in said
    assert "You are in the team North." in said
    said = talk(ash, "1", "1", OF_CLIENT, "1", "", "1", "<", "<", TEAM, "s", "1", str(stick), "q", "q")
    assert "Who would read it:" in said
    assert "Maple-27 is shared." in said
    with only(stick, ".psw-stick") as path:
        said = talk(bo, TEAM, "i", path, "1", "q", "q")
    assert "1 record is not as it was." in said
    assert client_by_code(bo.vault, "Maple-27").id == client.id
    said = talk(bo, "1", "1", OF_CLIENT, "1", "q", "q")
    assert "What it has, it keeps." in said
    assert column(bo.vault, "SELECT shared_with_team FROM client") == [0]


def test_a_disagreement_is_read_and_settled(some: Team) -> None:
    ash, bo = some.laptops
    client = together(some)
    for laptop, value in ((ash, "yes"), (bo, "no")):
        with writing(laptop.vault) as tx:
            tx.change(Client, client.id, message_ok=value)
    meet(some)
    said = talk(ash, TEAM, "d", "1", "1", "2", "q", "q")
    assert "In 1 place you and others wrote different things" in said
    assert "Until somebody picks, the stricter one counts." in said
    assert column(ash.vault, "SELECT message_ok FROM client") == ["no"]
    (yes,) = (place for place in ("1", "2") if f"{place}. yes (ash" in said)
    said = talk(ash, TEAM, "d", "1", yes, "1", "q", "q", "q")
    assert "From now on this counts, for all of the team: yes" in said
    assert "there is nothing to settle" in said
    assert column(ash.vault, "SELECT message_ok FROM client") == ["yes"]


def test_a_supervisor_answers_from_the_list(some: Team) -> None:
    ash, bo = some.laptops
    client = together(some)
    asked: dict[str, Any] = {"ask_whom": "supervisor", "need": ["ideas"], "question": "How do I go on?"}
    asked |= {"by_when": "today", "state": "waiting", "waiting_for": "an answer", "waiting_until": "+7"}
    give_step(ash.vault, give_look(ash.vault, client.id), StepNumber.SUPERVISION, **asked)
    meet(some)
    kept = ["", "", "", "", ""]  # whom, what, the question, by when, the day it was asked
    answer = ["today", "ask them", "", "ask", "", "1"]
    said = talk(bo, TEAM, "r", "1", *kept, *answer, "", "4", "1", "q", "q", "q")
    assert "ash: today; ideas. How do I go on?" in said
    meet(some)
    assert column(ash.vault, "SELECT advised FROM step_supervision ORDER BY id DESC LIMIT 1") == ["ask them"]


def test_what_the_hub_says_no_to_is_said(some: Team) -> None:
    together(some)
    said = talk(some.laptops[0], TEAM, "h", "localhost port=nonsense", "m", "q", "q")
    assert "! " in said.partition("> m")[0].partition("> h")[2]
    assert said.count("Signs as") == 1


def test_a_file_that_is_none_is_said(some: Team, tmp_path: Path) -> None:
    together(some)
    (odd := tmp_path / "odd").write_bytes(b"nothing of ours")
    said = talk(some.laptops[0], TEAM, "i", str(odd), "a", str(odd), "i", str(tmp_path / "gone"), "q", "q")
    assert "! A part of this file is missing" in said
    assert "! This is not a laptop's card" in said
    assert "gone cannot be read" in said
