"""One client's record: readable, without names unless asked for, and never what is the worker's own."""

from __future__ import annotations

import json
import tomllib
import warnings
from pathlib import Path
from typing import Any

import pytest

from psw_tui.clock import SystemClock
from psw_tui.columns import breadth
from psw_tui.records.leaving import StatementForm
from psw_tui.resources import asset
from psw_tui.services.clients import client_by_code
from psw_tui.services.statements import add_statement
from psw_tui.storage.vault import open_with_passphrase
from tests.cli.conftest import Ask

PEOPLE: dict[str, dict[str, Any]] = {
    person["code"]: person
    for person in tomllib.loads(asset("demo", "practice_caseload.toml").read_text(encoding="utf-8"))["client"]
}
PRIVATE = {
    1: ("doing", "assumed", "differently"),
    8: ("worry_private",),
    9: ("learned", "so_what", "now_what", "share_tip"),
}


def record(ask_vault: Ask, code: str, *more: str) -> dict[str, Any]:
    done, out, err = ask_vault("client", code, "--json", *more)
    assert (done, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def private_texts(person: dict[str, Any]) -> list[str]:
    entries = (entry for look in person.get("fresh_look", ()) for entry in look["step"])
    return [entry[name] for entry in entries for name in PRIVATE.get(entry["n"], ()) if entry[name]]


def squeezed(text: str) -> str:
    """Without line ends: a table may have wrapped what is looked for."""
    return " ".join(text.split())


@pytest.mark.parametrize("code", PEOPLE)
def test_what_is_private_never_appears(ask_vault: Ask, code: str) -> None:
    written = [
        squeezed(out)
        for out in (
            ask_vault("client", code)[1],
            ask_vault("client", code, "--names")[1],
            json.dumps(record(ask_vault, code, "--names"), ensure_ascii=False),
        )
    ]
    for text in private_texts(PEOPLE[code]):
        assert not any(squeezed(text) in out for out in written), text
    assert "how_am_i" not in written[2]
    assert "worry" not in record(ask_vault, code)


def test_steps_1_and_9_say_only_where_they_stand_and_when(ask_vault: Ask) -> None:
    (look,) = record(ask_vault, "willow58")["fresh_looks"]
    for number in ("1", "9"):
        assert [list(entry) for entry in look["entries"][number]] == [["state", "held_on"]]
        assert look["steps"][number] == "done"
    assert look["entries"]["8"][0]["decided"] == "A break. I'll come find you."


def test_the_record_is_whole(ask_vault: Ask) -> None:
    maple = record(ask_vault, "Maple-27")
    assert maple["code"] == "Maple-27"
    assert maple["do_not_write"] == ["family court"]
    sleep = maple["goals"][0]
    assert [rating["value"] for rating in sleep["ratings"]] == [3, 4, 3, 3, 3, None, 3, 2]
    assert sleep["ratings"][5]["no_answer"] == "prefer_not"
    assert len(maple["debriefs"]) == 10
    assert maple["debriefs"][0]["their_words"] == "Shelter is loud. I just want one good night."
    assert maple["permissions"][0]["with_contact"] == maple["contacts"][0]["id"]
    assert {each["state"] for each in maple["follow_ups"]} == {"open", "done"}
    assert maple["fresh_looks"][0]["state"] == "open"
    assert maple["fresh_looks"][0]["entries"]["4"][0]["state"] == "waiting"


@pytest.mark.parametrize("code", PEOPLE)
def test_the_signal_is_the_one_of_the_caseload(ask_vault: Ask, code: str) -> None:
    person, found = PEOPLE[code], record(ask_vault, code)
    assert (found["signal"], found["worth_a_look"]) == (person["expected_signal"], person["expected_worth_a_look"])
    assert found["because"] == person["expected_worth_because"]
    assert found["not_connected"] == person["expected_not_connected"]
    assert [goal["signal"] for goal in found["goals"]] == [goal["expected_signal"] for goal in person.get("goal", ())]
    read = squeezed(ask_vault("client", code)[1])
    assert found["sentence"] in read
    assert all(goal["sentence"] in read for goal in found["goals"])


def test_the_signal_says_its_numbers(ask_vault: Ask) -> None:
    maple = record(ask_vault, "maple27")
    said = "started at 3, now 3 and 2. 6 ratings, not higher yet."
    assert maple["goals"][0]["sentence"] == f"{maple['goals'][0]['words']}: {said}"
    assert maple["sentence"].endswith("Worth a fresh look?")
    assert "Signal: worth a look. One good night's sleep" in ask_vault("client", "maple27")[1]


def test_names_only_when_asked_for(ask_vault: Ask) -> None:
    hidden, shown = record(ask_vault, "maple27"), record(ask_vault, "maple27", "--names")
    assert "goes_by" not in hidden
    assert all("name" not in contact for contact in hidden["contacts"])
    assert shown["goes_by"] == "Red"
    assert [contact["name"] for contact in shown["contacts"]] == ["", "Jo"]
    assert "they go by" not in ask_vault("client", "maple27")[1]
    assert "Name they go by: Red" in ask_vault("client", "maple27", "--names")[1]


@pytest.mark.parametrize("code", PEOPLE)
def test_every_record_can_be_read_on_a_small_screen(ask_vault: Ask, code: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # pydantic's would print what is in the record
        done, out, err = ask_vault("client", code)
    assert (done, err) == (0, "")
    assert max(map(breadth, out.splitlines())) <= 80
    assert out.startswith(code)
    person = PEOPLE[code]
    for goal in person.get("goal", ()):
        assert goal["words"] in squeezed(out)


def test_ids_are_read_as_what_they_stand_for(ask_vault: Ask) -> None:
    out = squeezed(ask_vault("client", "sapin 38")[1])
    assert "With whom: sa sœur" in out
    assert "Une place à moi, avec une porte que je peux barrer; Their number today: 2" in out
    assert "(my guess)" in out


@pytest.mark.parametrize("typed", ["Maple-28", "maple", "\x1b[31mred\x1b[0m", ""])
def test_nobody_of_that_name(ask_vault: Ask, typed: str) -> None:
    code, out, err = ask_vault("client", typed)
    assert (code, out) == (1, "")
    assert "There is no client" in err
    assert "\x1b" not in err


def test_what_a_client_sees_differently_is_told(ask_vault: Ask, folder: Path) -> None:
    """As they wrote it, in the record to read and in the one for programs."""
    with open_with_passphrase(folder, "practice", clock=SystemClock()) as vault:
        client = client_by_code(vault, "Maple-27")
        kept = add_statement(vault, client.id, StatementForm(words="It was not loud.", about="Tuesday"))
    (told,) = record(ask_vault, "Maple-27")["statements"]
    assert told == {
        "id": kept.id,
        "words": "It was not loud.",
        "about": "Tuesday",
        "held_on": kept.held_on.isoformat(),
    }
    assert "What I see differently: It was not loud." in ask_vault("client", "Maple-27")[1]
