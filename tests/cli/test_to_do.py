"""The to-do list as programs and people read it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from psw_tui.clock import SystemClock
from psw_tui.columns import breadth
from psw_tui.records.client import Client
from psw_tui.services.clients import client_by_code
from psw_tui.services.follow_ups import follow_up
from psw_tui.storage.vault import open_with_passphrase
from psw_tui.storage.write import writing
from tests.cli.conftest import PASSPHRASE, Ask

KEYS = ["day", "overdue_days", "code", "kind", "what", "id"]
KINDS = {"follow_up", "fresh_look", "permission", "referral", "supervision"}


def listed(ask_vault: Ask, *more: str) -> list[dict[str, Any]]:
    code, out, err = ask_vault("todo", "--json", *more)
    assert (code, err) == (0, "")
    items: list[dict[str, Any]] = json.loads(out)
    return items


def remind(folder: Path, code: str, what: str, linked: tuple[str, str] = ("client", "")) -> None:
    clock = SystemClock()
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        client = client_by_code(vault, code)
        with writing(vault) as tx:
            follow_up(tx, vault, client.id, what, clock.today(), linked=linked)


def pause(folder: Path, *codes: str) -> None:
    with open_with_passphrase(folder, PASSPHRASE, clock=SystemClock()) as vault:
        clients = [client_by_code(vault, code) for code in codes]
        with writing(vault) as tx:
            for client in clients:
                tx.change(Client, client.id, status="paused_by_them")


def test_programs_get_every_kind_with_the_keys_they_rely_on(ask_vault: Ask) -> None:
    items = listed(ask_vault)
    assert all(list(item) == KEYS for item in items)
    assert {item["kind"] for item in items} == KINDS
    assert [item["day"] for item in items] == sorted(item["day"] for item in items)
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        away = (date.fromisoformat(item["day"]) - date.today()).days  # noqa: DTZ011
        assert item["overdue_days"] in (max(0, -away), max(0, -away - 1), max(0, -away + 1))


def test_people_get_a_table_that_fits_a_screen(ask_vault: Ask) -> None:
    code, out, err = ask_vault("todo")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0].split() == ["Day", "Late", "Client", "Kind", "What"]
    assert len(lines) == len(listed(ask_vault)) + 1
    assert max(map(breadth, lines)) <= 80
    assert "over 2 d" in next(line for line in lines if "Birch-04" in line)
    assert "No answer for 9 d" in next(line for line in lines if "supervision" in line)


def test_one_client_only(ask_vault: Ask) -> None:
    """However the code is typed."""
    mine = listed(ask_vault, "--client", "sapin 38")
    assert mine == [item for item in listed(ask_vault) if item["code"] == "Sapin-38"]
    assert {item["kind"] for item in mine} >= {"supervision", "referral", "fresh_look"}


@pytest.mark.parametrize("code", ["Nobody-99", "", "[/]"])
def test_nobody_of_that_code(ask_vault: Ask, code: str) -> None:
    exit_code, out, err = ask_vault("todo", "--client", code)
    assert (exit_code, out) == (1, "")
    assert "There is no client" in err


def test_those_who_rest_are_counted_and_not_named(ask_vault: Ask, folder: Path) -> None:
    pause(folder, "Maple-27")
    assert ask_vault("todo")[1].splitlines()[-1] == "1 resting: paused by them"
    pause(folder, "Birch-04")
    out = ask_vault("todo")[1]
    assert out.splitlines()[-1] == "2 resting: paused by them"
    assert "Maple-27" not in out
    assert {item["code"] for item in listed(ask_vault)}.isdisjoint({"Maple-27", "Birch-04"})


def test_nothing_due_is_said(ask_vault: Ask, folder: Path) -> None:
    assert ask_vault("todo", "--client", "Willow-58")[:2] == (0, "Nothing is due.\n")
    assert listed(ask_vault, "--client", "Willow-58") == []


def test_what_is_private_is_named_by_its_step(ask_vault: Ask, folder: Path) -> None:
    """The worker's own reflection is printed nowhere."""
    remind(folder, "Maple-27", "my own story", ("step_reflect", "x"))
    for arguments in (("todo",), ("todo", "--json")):
        out = ask_vault(*arguments)[1]
        assert "my own story" not in out
        assert "Reflect on my approach" in out


def test_nothing_in_a_reminder_steers_the_terminal(ask_vault: Ask, folder: Path) -> None:
    remind(folder, "Maple-27", "[/] {x} \x1b]0;pwned\x07two\nlines")
    out = ask_vault("todo")[1]
    assert "\x1b" not in out
    assert "[/] {x} two lines" in out


def test_in_french(ask_vault: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSW_TUI_LANGUAGE", "fr")
    code, out, _ = ask_vault("todo")
    assert code == 0
    assert max(map(breadth, out.splitlines())) <= 80
