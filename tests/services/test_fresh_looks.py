"""A fresh look: one open at a time, nine states, and the marks they are drawn as."""

from __future__ import annotations

import pytest

from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.client import Client
from psw_tui.records.fresh_look import FreshLook, Outcome
from psw_tui.services.drafts import DraftPlace, draft_at, keep_draft
from psw_tui.services.errors import AlreadyOpen
from psw_tui.services.fresh_looks import fresh_looks_of, open_fresh_look, progress_of, shown_fresh_look
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.conftest import StillClock
from tests.records.complete import COMPLETE
from tests.services.giving import give_client, give_look, give_step


def close(vault: Vault, look: FreshLook) -> None:
    with writing(vault) as tx:
        tx.change(FreshLook, look.id, closed_on=vault.clock.today(), outcome=Outcome.BETTER)


def test_a_fresh_look_opens_with_nine_steps_to_do(vault: Vault, client: Client) -> None:
    """On the day it was opened, with everything that was said."""
    look = give_look(vault, client.id, better_looks_like="mornings", offered=["listened"])
    assert shown_fresh_look(vault, client.id) == look
    assert (look.opened_on, look.closed_on, look.offered) == (vault.clock.today(), None, ["listened"])
    progress = progress_of(vault, [look.id])[look.id]
    assert progress.marks() == "........."
    assert set(progress.states.values()) == {State.TO_DO}


def test_one_is_open_at_a_time(vault: Vault, client: Client) -> None:
    """The second is refused and leaves the first alone; another client's is none of its business."""
    look = give_look(vault, client.id)
    with pytest.raises(AlreadyOpen):
        give_look(vault, client.id)
    assert fresh_looks_of(vault, client.id) == [look]
    give_look(vault, give_client(vault, "Cedar-04").id)


def test_two_open_ones_are_refused_by_the_table_itself(vault: Vault, client: Client) -> None:
    """Whoever writes past the service meets the same wall."""
    look = give_look(vault, client.id)
    copy = FreshLook(**look.model_dump() | {"id": vault.new_id()})
    with pytest.raises(vault.connection.IntegrityError), writing(vault) as tx:
        tx.add(copy)


def test_after_closing_another_can_open_and_the_old_one_stays_readable(
    vault: Vault, client: Client, clock: StillClock
) -> None:
    """The open one is shown; without one, the last closed."""
    first = give_look(vault, client.id)
    close(vault, first)
    shown = shown_fresh_look(vault, client.id)
    assert shown is not None
    assert (shown.id, shown.outcome) == (first.id, "better")
    clock.forward(days=1)
    second = give_look(vault, client.id)
    assert [look.id for look in fresh_looks_of(vault, client.id)] == [second.id, first.id]
    assert shown_fresh_look(vault, client.id) == second


def test_a_client_who_never_had_one_has_none(vault: Vault, client: Client) -> None:
    """And asking for the progress of none asks nothing."""
    assert shown_fresh_look(vault, client.id) is None
    assert progress_of(vault, []) == {}


def test_the_marks_say_where_each_step_stands(vault: Vault, client: Client) -> None:
    """One of each kind, each in the place of its number."""
    look = give_look(vault, client.id)
    give_step(vault, look, StepNumber.REFLECT, **COMPLETE[StepNumber.REFLECT], state="done")
    give_step(vault, look, StepNumber.GOALS, with_them="prefer_no_goals", state="said_no")
    give_step(vault, look, StepNumber.LISTEN, heard="too fast", state="started")
    give_step(vault, look, StepNumber.SUPERVISION, state="waiting", waiting_for="a call", waiting_until="+3")
    give_step(vault, look, StepNumber.REFER, state="not_apply", reason="nothing here")
    assert progress_of(vault, [look.id])[look.id].marks() == "x-~..!o.."


def test_each_fresh_look_has_its_own_progress(vault: Vault, client: Client) -> None:
    """A new one begins at the beginning, and several are told apart in one question."""
    first = give_look(vault, client.id)
    give_step(vault, first, StepNumber.LEARN, **COMPLETE[StepNumber.LEARN], state="done")
    close(vault, first)
    second = give_look(vault, client.id)
    progress = progress_of(vault, [first.id, second.id])
    assert (progress[first.id].marks(), progress[second.id].marks()) == ("........x", ".........")


def test_opening_one_ends_its_draft(vault: Vault, client: Client) -> None:
    """A refused one keeps it."""
    place = DraftPlace("fresh_look", client.id)
    keep_draft(vault, place, {"better_looks_like": "x"})
    look = give_look(vault, client.id)
    assert draft_at(vault, place) == {}
    keep_draft(vault, place, {"better_looks_like": "y"})
    with pytest.raises(AlreadyOpen):
        open_fresh_look(vault, client.id, look)
    assert draft_at(vault, place) == {"better_looks_like": "y"}
