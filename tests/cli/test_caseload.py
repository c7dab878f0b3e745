"""The caseload as programs and people read it."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from typing import Any

import pytest

from psw_tui.columns import aligned, breadth
from psw_tui.domain.steps import State
from psw_tui.resources import asset
from tests.cli.conftest import Ask

PEOPLE: dict[str, dict[str, Any]] = {
    person["code"]: person
    for person in tomllib.loads(asset("demo", "practice_caseload.toml").read_text(encoding="utf-8"))["client"]
}
KEYS = [
    "code",
    "status",
    "last_contact",
    "next_due",
    "signal",
    "worth_a_look",
    "because",
    "not_connected",
    "fresh_look",
]
LOOK_KEYS = ["state", "opened_on", "look_again_by", "closed_on", "outcome", "steps"]


def listed(ask_vault: Ask) -> list[dict[str, Any]]:
    code, out, err = ask_vault("caseload", "--json")
    assert (code, err) == (0, "")
    clients: list[dict[str, Any]] = json.loads(out)
    return clients


def shown_look(person: dict[str, Any]) -> dict[str, Any] | None:
    looks = sorted(person.get("fresh_look", []), key=lambda look: (look["state"] == "open", look["opened_day"]))
    return looks[-1] if looks else None


def test_twelve_clients_with_the_keys_programs_rely_on(ask_vault: Ask) -> None:
    clients = listed(ask_vault)
    assert {client["code"] for client in clients} == set(PEOPLE)
    assert len(clients) == 12
    assert all(list(client) == KEYS for client in clients)
    assert all(list(client["fresh_look"]) == LOOK_KEYS for client in clients if client["fresh_look"])
    assert {client["status"] for client in clients} == {"active", "paused_by_them"}


def test_the_steps_of_the_open_else_last_closed_look_are_those_of_the_file(ask_vault: Ask) -> None:
    for client in listed(ask_vault):
        expected = shown_look(PEOPLE[client["code"]])
        look = client["fresh_look"]
        assert (look is None) == (expected is None), client["code"]
        if look is None or expected is None:
            continue
        states = {str(entry["n"]): entry["state"] for entry in expected["step"]}
        assert look["steps"] == {str(n): states.get(str(n), State.TO_DO) for n in range(1, 10)}, client["code"]
        assert (look["state"], look["outcome"]) == (expected["state"], expected.get("outcome"))
        opened, closed = look["opened_on"], look["closed_on"]
        assert (closed is None) == (expected["state"] == "open")
        if closed:
            apart = date.fromisoformat(closed) - date.fromisoformat(opened)
            assert apart.days == expected["closed_day"] - expected["opened_day"]


def test_those_in_touch_come_first_and_the_soonest_due_first(ask_vault: Ask) -> None:
    clients = listed(ask_vault)
    due = [client["next_due"] or "9999" for client in clients if client["status"] == "active"]
    assert due == sorted(due)
    assert clients[-1]["code"] == "Willow-58"


def test_the_signal_is_the_one_the_file_expects(ask_vault: Ask) -> None:
    for client in listed(ask_vault):
        person = PEOPLE[client["code"]]
        assert {
            "expected_signal": client["signal"],
            "expected_worth_a_look": client["worth_a_look"],
            "expected_worth_because": client["because"],
            "expected_not_connected": client["not_connected"],
        } == {name: person[name] for name in person if name.startswith("expected_")}, client["code"]


def test_a_try_is_no_contact(ask_vault: Ask) -> None:
    (birch,) = (client for client in listed(ask_vault) if client["code"] == "Birch-04")
    newest = max(d["day"] for d in PEOPLE["Birch-04"]["debrief"] if d["contact"] != "tried")
    assert (date.today() - date.fromisoformat(birch["last_contact"])).days in (-newest, -newest + 1)  # noqa: DTZ011


def test_the_table_fits_a_screen_and_says_what_the_mock_says(ask_vault: Ask) -> None:
    code, out, _ = ask_vault("caseload")
    lines = out.splitlines()
    assert code == 0
    assert len(lines) == 13
    assert max(map(breadth, lines)) <= 80
    assert lines[0].split() == ["Client", "Last", "Next", "due", "Signal", "Fresh", "look", "1-9", "Permission"]
    by_code = {line.split()[0]: line for line in lines[1:]}
    assert "x x . ! - . . x ." in by_code["Maple-27"]
    assert "2 d left" in by_code["Maple-27"]
    assert "worth a look" in by_code["Maple-27"]
    assert "over 2 d" in by_code["Birch-04"]
    assert "not connected" in by_code["Birch-04"]
    assert "moving up" in by_code["Cedar-91"]
    assert "too soon" in by_code["Aspen-13"]
    assert "their choice" in by_code["Willow-58"]
    assert by_code["Birch-04"].endswith("none")
    assert "xxxx-xoxx closed" in by_code["Willow-58"]
    assert "paused by them" in by_code["Willow-58"]
    starts = {line.index("x x . ! -") if "x x . ! -" in line else None for line in lines} - {None}
    assert starts == {lines[0].index("Fresh look")}


def test_no_name_is_printed(ask_vault: Ask) -> None:
    table, programs = ask_vault("caseload")[1], ask_vault("caseload", "--json")[1]
    for person in PEOPLE.values():
        if person["goes_by"]:
            assert f'"{person["goes_by"]}"' not in programs
            assert person["goes_by"] not in table.split()


def test_in_french(ask_vault: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSW_TUI_LANGUAGE", "fr")
    code, out, _ = ask_vault("caseload")
    assert code == 0
    assert max(map(breadth, out.splitlines())) <= 80


def test_wide_and_combining_characters_are_measured_as_they_are_shown() -> None:
    lines = list(aligned([["日本語", "x"], ["e\u0301te", "x"], ["long enough to be cut", "x"]], gives_way=0, width=12))
    assert [line[-1] for line in lines] == ["x"] * 3
    assert {breadth(line) for line in lines} == {12}
