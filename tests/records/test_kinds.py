"""What is known of records by the names of their tables is what their forms say."""

from __future__ import annotations

from psw_tui.readable import NAMES
from psw_tui.records import kinds
from psw_tui.records.ask import TEXT_KINDS
from psw_tui.records.form import questions
from psw_tui.records.logged import TABLES
from psw_tui.records.nine import STEPS


def test_every_table_is_known_by_who_may_read_its_words() -> None:
    private, named = set(), set()
    for table, row in TABLES.items():
        asked = list(questions(row))
        if any(ask.private and ask.kind in TEXT_KINDS for _, ask in asked):
            private.add(table)
        elif any(name in NAMES for name, _ in asked):
            named.add(table)
    assert private == kinds.FOR_ITS_WORKER
    assert named == kinds.WITH_NAMES
    assert TABLES.keys() - private - named == kinds.FOR_ALL


def test_every_step_is_known_by_its_table() -> None:
    assert {step.table.NAME: number for number, step in STEPS.items()} == kinds.STEPS
