"""The learning log is the worker's own: what they learned, day by day, and no client in it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from psw_tui.domain.steps import StepNumber
from psw_tui.records.client import Client, ClientForm
from psw_tui.records.leaving import Paper
from psw_tui.records.nine import STEPS
from psw_tui.reports.document import Document, Heading, Paragraph, Table
from psw_tui.services.clients import add_client
from psw_tui.services.errors import NothingLearnedThen
from psw_tui.services.reporting import Wanted, make
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.services.reporting.worded import Words, said

FEBRUARY, MARCH = date(2026, 2, 2), date(2026, 3, 3)


def note(vault: Vault, client: str, number: StepNumber, on: date, words: Words | None = None, **answers: Any) -> Any:
    step = STEPS[number]
    filled = words.fill(step.form, f"{step.slug} {on:%b}") if words else {}
    row = step.table(
        **filled | {"state": "done", "held_on": on} | answers,
        id=vault.new_id(),
        made_at=vault.clock.now(),
        client=client,
    )
    with writing(vault) as tx:
        tx.add(row)
    return row


def log(vault: Vault, language: str = "en", **days: date) -> Document:
    return make(vault, Wanted(Paper.LEARNING, language, **days))  # type: ignore[arg-type]  # days only


@pytest.mark.parametrize("language", ["en", "fr"])
def test_of_steps_9_and_1_it_tells_what_is_about_the_worker(vault: Vault, client: Client, language: str) -> None:
    words = Words()
    note(vault, client.id, StepNumber.LEARN, FEBRUARY, words, share="yes")
    note(vault, client.id, StepNumber.REFLECT, FEBRUARY, words, missing_things=["pace"], own_recovery="yes")
    for number in (StepNumber.LISTEN, StepNumber.SUPERVISION, StepNumber.REFER):
        note(vault, client.id, number, FEBRUARY, words)
    learned = {f"learn Feb.{name}" for name in ("learned", "so_what", "now_what", "share_tip", "training")}
    assert words.told(log(vault, language)) == learned | {"reflect Feb.differently"}


def test_it_is_by_day_and_within_the_time_wanted(vault: Vault, client: Client) -> None:
    words = Words()
    old = note(vault, client.id, StepNumber.LEARN, MARCH, learned="as it was first put")
    note(vault, client.id, StepNumber.LEARN, MARCH, words, amends=old.id)
    note(vault, client.id, StepNumber.LEARN, FEBRUARY, words)
    whole = log(vault)
    days = [block.text for block in whole.blocks if isinstance(block, Heading) and block.level == 3]
    assert days == ["2 Feb 2026", "3 Mar 2026"]
    assert "as it was first put" not in said(whole)
    assert all(place.startswith("learn Mar") for place in words.told(log(vault, since=MARCH)))
    assert all(place.startswith("learn Feb") for place in words.told(log(vault, until=FEBRUARY)))
    with pytest.raises(NothingLearnedThen):
        log(vault, until=date(2026, 1, 1))


def test_tags_are_counted_beside_the_competency(vault: Vault, client: Client) -> None:
    note(vault, client.id, StepNumber.LEARN, FEBRUARY, learned="a", tags=["listening", "pace"])
    note(vault, client.id, StepNumber.LEARN, MARCH, learned="b", tags=["listening"])
    table = next(block for block in log(vault).blocks if isinstance(block, Table))
    assert table.rows == (("listening", "2", "IX: communication"), ("pace", "1", "IV: support that fits the person"))


def test_no_client_is_in_it(vault: Vault, client: Client) -> None:
    other = add_client(vault, ClientForm(knows_notes="yes", met_on=MARCH, goes_by="Kim"), "Birch-12")
    note(vault, client.id, StepNumber.LEARN, MARCH, learned="With Al and BIRCH-12 I rushed. Step-12 too, also Alan.")
    made = log(vault)
    assert "With the person and the person I rushed. Step-12 too, also Alan." in said(made)
    assert not {"Maple-27", "maple-27", client.id, other.id} & set(said(made).split())
    assert isinstance(made.blocks[0], Paragraph)
    assert "worker's own" in made.blocks[0].text
