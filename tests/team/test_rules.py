"""Every column has a rule; concurrent values meet by it, in whatever order they come; who has seen both settles it."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from psw_tui.records.logged import TABLES
from psw_tui.storage.change import clock_after
from psw_tui.storage.meeting import PRESENCE, Told, heads_of, met
from psw_tui.storage.rules import RULES


def test_every_column_of_every_table_has_a_rule() -> None:
    """Who adds a column has to think about what two people may do to it at once; who takes one away tidies up."""
    assert RULES.keys() == TABLES.keys()
    for name, table in TABLES.items():
        assert RULES[name].keys() == table.model_fields.keys(), name


def told(device: str, value: Any, field: str, *, clock: int, seq: int = 1, knows: dict[str, int] | None = None) -> Told:
    return Told(device, seq, clock, {field: value}, knows=knows or {})


@pytest.mark.parametrize(
    ("table", "field", "older", "newer", "counts", "listed"),
    [
        ("client", "message_ok", "no", "yes", "no", True),
        ("client", "message_ok", "yes", "ask_first", "ask_first", True),
        ("client", "hold", 1, 0, 1, True),
        ("client", "pronouns", "she", "they", "they", False),
        ("client", "record_mode", "counts", "full", "counts", True),
        ("client", "knows_notes", "said_no_notes", "yes", "said_no_notes", True),
        ("client", "do_not_write", '["work"]', '["family", "work"]', '["work", "family"]', True),
        ("client", "shared_with_team", 0, 1, 0, True),
        ("permission", "agreed", "no", "yes", "no", True),
        ("permission", "withdrawn_on", "2026-03-01", None, "2026-03-01", True),
        ("permission", "until_on", "2026-05-01", "2026-08-01", "2026-05-01", True),
        ("permission", "until_on", None, "2026-08-01", "2026-08-01", True),
        ("permission", "withdrawn_part", "all", "part", "all", True),
        ("permission", "direction", "share", "both", "share", True),
        ("permission", "may_share", '["housing", "health"]', '["housing"]', '["housing"]', True),
        ("permission", "may_not_share", "health", "family", "health / family", True),
        ("safety_note", "next_check_done_on", None, "2026-03-02", None, True),
        ("safety_note", "next_check_on", "2026-03-02", "2026-03-09", "2026-03-02", True),
        ("safety_note", "told", '[{"who": "a"}]', '[{"who": "b"}]', '[{"who": "a"}, {"who": "b"}]', True),
        ("debrief", "safety", "emergency", "nothing", "emergency", True),
        ("debrief", "their_words", "one", "two", "one", True),
        ("goal", "state", "active", "reached", "reached", True),
        ("step_listen", "state", "done", "started", "started", True),
        ("follow_up", "state", "open", "done", "done", True),
        ("follow_up", "moves", 3, 1, 3, False),
        ("fresh_look", "goals", '["a"]', '["b"]', '["a", "b"]', False),
        ("erasure", "fate", "erased", "called_off", "erased", True),
        ("client", "message_ok", "no", "what a newer program says", "what a newer program says", True),
    ],
)
def test_what_counts_of_two_that_did_not_know_of_each_other(
    table: str, field: str, older: Any, newer: Any, counts: Any, *, listed: bool
) -> None:
    """The same in either order; and once somebody who has seen both writes, theirs counts and nothing is listed."""
    lines = [told("a", older, field, clock=1), told("b", newer, field, clock=2)]
    for order in (lines, lines[::-1]):
        found = met(table, "x", order)
        assert found.values[field] == counts
        assert [conflict.field for conflict in found.conflicts] == ([field] if listed else [])
    for value in (older, newer):
        settled = met(table, "x", [*lines, told("a", value, field, clock=3, seq=2, knows={"b": 1})])
        assert settled.values[field] == value
        assert settled.conflicts == ()


def test_a_clock_that_is_wrong_does_not_beat_somebody_who_knew() -> None:
    """Whoever took it in writes with a greater clock, whatever their own says; and the strictest rule is no matter then."""
    fast = told("a", "no", "message_ok", clock=10**15)
    knew = told("b", "yes", "message_ok", clock=clock_after(fast.clock, 5), knows={"a": 1})
    assert met("client", "x", [fast, knew]).values["message_ok"] == "yes"
    assert met("client", "x", [fast, knew]).conflicts == ()


def test_a_number_that_a_copy_used_again_was_not_known() -> None:
    """Bo knew another line 2 of ash's than the one that stands there now, which is younger than all bo wrote."""
    lines = [told("a", "no", "message_ok", clock=9, seq=2), told("b", "yes", "message_ok", clock=5, knows={"a": 2})]
    assert met("client", "x", lines).values["message_ok"] == "no"
    assert len(met("client", "x", lines).conflicts) == 1


def test_a_line_told_under_two_names_is_one_line() -> None:
    """Who knew it under one of them has replaced it."""
    told_on = told("c", "no", "message_ok", clock=3)
    lines = [replace(told_on, device="a"), told_on, told("a", "yes", "message_ok", clock=6, seq=2)]
    for order in permutations(lines):
        assert met("client", "x", order).values["message_ok"] == "yes"
        assert met("client", "x", order).conflicts == ()


def test_a_record_taken_back_by_one_and_written_on_by_another_stays_and_is_listed() -> None:
    lines = [
        Told("a", 1, 1, {"words": "eat"}),
        Told("a", 2, 2, {}, removes=True),
        Told("b", 1, 3, {"state": "reached"}, knows={"a": 1}),
    ]
    assert met("goal", "x", lines).there
    assert [conflict.field for conflict in met("goal", "x", lines).conflicts] == [PRESENCE]
    assert not met("goal", "x", lines[:2]).there


def test_a_field_or_table_of_a_newer_program_is_left_in_the_log() -> None:
    assert met("client", "x", [told("a", "y", "field_of_2031", clock=1)]).values == {}
    assert met("table_of_2031", "x", [told("a", "y", "z", clock=1)]).values == {}


@st.composite
def histories(draw: st.DrawFn) -> list[Told]:
    """Three devices write a field, and now and then take in some of what the others have."""
    knows: dict[str, dict[str, int]] = {device: {} for device in "abc"}
    numbers, clocks, lines = dict.fromkeys("abc", 0), dict.fromkeys("abc", 0), []
    for _ in range(draw(st.integers(2, 25))):
        device, other = draw(st.sampled_from("abc")), draw(st.sampled_from("abc"))
        if device != other and draw(st.booleans()):
            upto = draw(st.integers(knows[device].get(other, 0), numbers[other]))
            knows[device] = knows[device] | {other: upto}
            clocks[device] = max(
                clocks[device], *(line.clock for line in lines if line.device == other and line.seq <= upto), 0, 0
            )
        else:
            numbers[device] += 1
            # No two devices have one clock: it is told to a fraction of a millisecond, with some chance.
            clocks[device] = (clocks[device] // 3 + draw(st.integers(1, 50))) * 3 + "abc".index(device)
            value = draw(st.sampled_from(["yes", "no", "ask_first"]))
            about = told(device, value, "message_ok", clock=clocks[device], seq=numbers[device], knows=knows[device])
            lines.append(about)
    return lines


@settings(max_examples=100, deadline=None)
@given(histories(), st.randoms())
def test_heads_are_what_nobody_replaced_knowingly_in_any_order(lines: list[Told], chance: random.Random) -> None:
    """The set-theoretic fold: all lines, less those that another line knew."""
    heads = [line for line in lines if not any(other.knew(line) for other in lines)]
    shuffled = [*lines, *lines[: len(lines) // 2]]
    chance.shuffle(shuffled)
    assert {(head.told.device, head.told.seq): head.value for head in heads_of(shuffled, "message_ok")} == {
        (line.device, line.seq): line.values["message_ok"] for line in heads
    }
    assert met("client", "x", shuffled) == met("client", "x", lines)
    assert json.dumps(met("client", "x", lines).values)
