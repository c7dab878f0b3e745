"""An agency's numbers: no small cell is told, and none can be worked out from what is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.debrief import Contact
from psw_tui.records.goal import GoalState
from psw_tui.records.steps.refer import HelpWith
from psw_tui.services.errors import MonthNotOver, NoHub
from psw_tui.services.program_counts import OF_SEVERAL_WAYS, Counts
from psw_tui.services.reporting.program import LOOKS, PEOPLE, PERMISSIONS, QUESTIONS, RATINGS, REFERRALS, STATES
from psw_tui.services.teamwork.joining import keep_hub
from psw_tui.services.teamwork.numbers import measures, numbers_of, tell_numbers
from tests.services.giving import give_client, give_debrief
from tests.team.meeting import agency
from tests.team.postgres import Server

KINDS: Mapping[str, Any] = {
    "people": PEOPLE,
    "contacts": Contact,
    "goals": GoalState,
    "ratings": RATINGS,
    "looks": LOOKS,
    "questions": QUESTIONS,
    "referrals": REFERRALS,
    "permissions": PERMISSIONS,
    "nothing_fits": HelpWith,
    "turned_away": HelpWith,
}


def some_counts(chance: Random) -> Counts:
    """Such as a small program has: many cells of a few, some of none, some of many."""

    def n() -> int:
        return chance.choice([0, 0, 1, 2, 3, 4, 5, 6, 9, 30])

    groups = {name: {str(kind): n() for kind in kinds} for name, kinds in KINDS.items()}
    steps = {each: {str(state): n() for state in STATES} for each in StepNumber if each not in OF_SEVERAL_WAYS}
    figures = {"timed": n(), "minutes": 60 * n(), "rewordings": n(), "days_to_answer": None, "answers": n()}
    return Counts(steps=steps, **groups, **figures)


def with_other_small_cells(found: Counts) -> Iterator[Counts]:
    """The same with one cell that is hidden being another number that would be hidden too."""
    for each in fields(found):
        group = getattr(found, each.name)
        if isinstance(group, int) and 0 < group < 5 and each.name != "minutes":
            yield from (replace(found, **{each.name: n}) for n in range(1, 5))
        if isinstance(group, dict):
            for kind, inside in group.items():
                for cells in [inside] if isinstance(inside, dict) else []:
                    for state, n in cells.items():
                        if 0 < n < 5:
                            other = {**group, kind: {**cells, state: 5 - n}}
                            yield replace(found, **{each.name: other})
                if isinstance(inside, int) and 0 < inside < 5:
                    yield from (replace(found, **{each.name: {**group, kind: n}}) for n in range(1, 5))


@pytest.mark.parametrize("seed", range(20))
def test_what_is_told_is_the_same_whatever_a_hidden_number_is(seed: int) -> None:
    found = some_counts(Random(seed))
    told = measures(found)
    assert all(n is None or n == 0 or n >= 5 for n in told.values())
    assert all(re.fullmatch(r"[a-z0-9_.]{1,80}", name) for name in told)
    others = list(with_other_small_cells(found))
    assert len(others) > 50
    assert all(measures(other) == told for other in others)


@pytest.mark.parametrize("seed", range(20))
def test_a_total_is_told_only_with_all_of_its_parts(seed: int) -> None:
    """Else the one that is missing would be what is left."""
    told = measures(some_counts(Random(seed)))
    totals = [name for name in told if name.endswith(".total")]
    assert len(totals) == 9
    for name in totals:
        parts = [n for each, n in told.items() if each.startswith(name.removesuffix("total")) and each != name]
        parts = [n for n in parts if n is not None] if name != "contacts.total" else _but_hours(told)
        if told[name] is not None:
            assert told[name] == sum(parts)


def _but_hours(told: Mapping[str, int | None]) -> list[int]:
    names = [each for each in told if each.startswith("contacts.") and each not in {"contacts.hours", "contacts.total"}]
    return [n for each in names if (n := told[each]) is not None]


def test_kinds_of_help_are_told_only_together() -> None:
    """Nine were turned away, five of them from housing and the others from one thing more: that would be four."""
    found = replace(some_counts(Random(1)), referrals={"turned_away": 9}, turned_away={"housing": 5, "food": 4})
    told = measures(found)
    assert told["referrals.turned_away"] == 9
    assert {n for name, n in told.items() if name.startswith("turned_away.")} == {None}
    told = measures(replace(found, turned_away={"housing": 5, "food": 6}))
    assert (told["turned_away.housing"], told["turned_away.food"], told["turned_away.legal"]) == (5, 6, 0)


def test_a_month_is_told_once_it_is_over_and_again_in_its_place(
    server: Server, new_vault: Path, tmp_path: Path
) -> None:
    with agency(server, new_vault, tmp_path, size=1) as east:
        (ash,) = east.some.laptops
        month = ash.clock.today().replace(day=1)
        for nth in range(6):
            client = give_client(ash.vault, f"Maple-{nth}", met_on=month.isoformat())
            give_debrief(ash.vault, client.id, contact="met" if nth else "phone_or_text", held_on=month.isoformat())
        with pytest.raises(MonthNotOver):
            tell_numbers(ash.vault, month)
        ash.clock.instant += timedelta(days=40)
        told = numbers_of(ash.vault, month)
        assert tell_numbers(ash.vault, month) == len(told)
        there = east.ask("SELECT month, measure, n FROM psw.report_fact")
        assert {name: n for _, name, n in there} == dict(told)
        assert {day for day, _, _ in there} == {month}
        assert told["people.new"] == told["people.total"] == 6
        assert told["contacts.met"] == 5
        assert "contacts.phone_or_text" not in told
        assert "contacts.total" not in told
        east.ask(f"INSERT INTO psw.report_fact VALUES ('{east.team}', '{month}', 'contacts.phone_or_text', 9)")
        give_debrief(ash.vault, client.id, contact="phone_or_text", held_on=month.isoformat())
        tell_numbers(ash.vault, month)
        assert len(east.ask("SELECT 1 FROM psw.report_fact")) == len(told)  # what is small by now was taken back
        keep_hub(ash.vault, "", "")
        with pytest.raises(NoHub):
            tell_numbers(ash.vault, date(2026, 1, 1))
