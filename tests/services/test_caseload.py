"""The caseload: who comes first, what a row says, and a page whatever the number of clients."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from psw_tui.domain.steps import State, StepNumber
from psw_tui.records.client import Client, Status
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.support import ContactRow, Permission
from psw_tui.services.caseload import CaseloadRow, caseload_rows
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import writing
from tests.conftest import StillClock
from tests.records.complete import COMPLETE
from tests.services.asking import questions_heard
from tests.services.giving import give_client, give_debrief, give_look, give_step

TODAY = StillClock().today()


def row_of(vault: Vault, client: Client) -> CaseloadRow:
    (row,) = caseload_rows(vault, [client.id])
    return row


def give_permission(vault: Vault, client: str, until: int, **about: Any) -> Permission:
    rows = {"made_at": vault.clock.now(), "client": client}
    contact = ContactRow(id=vault.new_id(), label="sister", kind="supporter", **rows)
    permission = Permission(
        id=vault.new_id(), with_contact=contact.id, given_on=TODAY, until_on=TODAY + timedelta(until), **rows, **about
    )
    with writing(vault) as tx:
        tx.add(contact)
        tx.add(permission)
    return permission


def test_the_soonest_due_is_on_top(vault: Vault) -> None:
    """Overdue, today, later, never; those with nothing due in the order they came."""
    due = {"Ash-01": "+5", "Birch-02": "", "Cedar-03": "-2", "Elm-04": "today", "Fir-05": ""}
    for code, when in due.items():
        give_debrief(vault, give_client(vault, code).id, next_what="call" if when else "", next_due=when)
    codes = [row.code for row in caseload_rows(vault, caseload_order(vault))]
    assert codes == ["Cedar-03", "Elm-04", "Ash-01", "Birch-02", "Fir-05"]


def test_those_no_longer_in_touch_come_last(vault: Vault) -> None:
    """Paused before moved on, lost and closed, whatever is due."""
    for code, status in {
        "Ash-01": "closed",
        "Birch-02": "paused_by_them",
        "Cedar-03": "active",
        "Elm-04": "lost_touch",
    }.items():
        client = give_client(vault, code, status=status)
        if code != "Cedar-03":
            give_debrief(vault, client.id, next_what="call", next_due="today")
    codes = [row.code for row in caseload_rows(vault, caseload_order(vault))]
    assert codes == ["Cedar-03", "Birch-02", "Ash-01", "Elm-04"]


def test_a_row_of_a_new_client_says_nothing_yet(vault: Vault, client: Client) -> None:
    """No contact, nothing due, no permission, no fresh look."""
    row = row_of(vault, client)
    assert (row.id, row.code, row.goes_by, row.status) == (client.id, "Maple-27", "Al", Status.ACTIVE)
    assert (row.last_contact, row.next_due, row.next_what, row.permission_until) == (None, None, "", None)
    assert row.fresh_look is None


def test_a_row_tells_the_last_contact_and_what_is_next(vault: Vault, client: Client) -> None:
    """The newest real contact, and the soonest thing by its words."""
    give_debrief(vault, client.id, held_on="-3", next_what="later", next_due="+9")
    give_debrief(vault, client.id, held_on="-7", next_what="sooner", next_due="+2")
    row = row_of(vault, client)
    assert (row.last_contact, row.next_due, row.next_what) == (date(2026, 3, 10), date(2026, 3, 15), "sooner")


def test_looking_again_is_due_too(vault: Vault, client: Client) -> None:
    """Without words of its own."""
    look = give_look(vault, client.id, look_again_on="+5")
    give_debrief(vault, client.id, next_what="call", next_due="+9")
    row = row_of(vault, client)
    assert (row.next_due, row.next_what) == (look.look_again_on, "")


def test_a_page_has_the_rows_asked_for_in_that_order(vault: Vault) -> None:
    """Also when some are gone in the meantime."""
    ids = [give_client(vault, f"Ash-{number:02}").id for number in range(1, 6)]
    asked = [ids[3], "gone", ids[0]]
    assert [row.id for row in caseload_rows(vault, asked)] == [ids[3], ids[0]]
    assert caseload_rows(vault, []) == []


def test_a_page_costs_as_many_questions_as_one_row(vault: Vault) -> None:
    """Or a caseload of ten thousand would not scroll."""
    for number in range(20):
        give_look(vault, give_client(vault, f"Ash-{number + 1:02}").id)
    ids = caseload_order(vault)
    assert questions_for(vault, ids) == questions_for(vault, ids[:1]) <= 6


def questions_for(vault: Vault, ids: list[str]) -> int:
    """How often the vault was asked for these rows."""
    with questions_heard(vault) as asked:
        assert len(caseload_rows(vault, ids)) == len(ids)
    return len(asked)


def test_the_permission_that_lasts_longest_is_shown(vault: Vault, client: Client) -> None:
    """Ended and withdrawn ones are none; the last day still counts."""
    give_permission(vault, client.id, -1)
    assert row_of(vault, client).permission_until is None
    give_permission(vault, client.id, 0)
    assert row_of(vault, client).permission_until == TODAY
    give_permission(vault, client.id, 30)
    give_permission(vault, client.id, 60, withdrawn_on=TODAY)
    assert row_of(vault, client).permission_until == TODAY + timedelta(30)


def test_the_open_fresh_look_is_shown_with_its_nine_states(vault: Vault, client: Client) -> None:
    """Else the last closed one, with the day it closed."""
    look = give_look(vault, client.id)
    give_step(vault, look, StepNumber.LISTEN, **COMPLETE[StepNumber.LISTEN], state="done")
    shown = row_of(vault, client).fresh_look
    assert shown is not None
    assert (shown.id, shown.opened_on, shown.closed_on) == (look.id, TODAY, None)
    assert {number for number, state in shown.steps.items() if state is State.DONE} == {StepNumber.LISTEN}
    assert len(shown.steps) == 9
    with writing(vault) as tx:
        tx.change(FreshLook, look.id, closed_on=TODAY, outcome="better")
    shown = row_of(vault, client).fresh_look
    assert shown is not None
    assert (shown.id, shown.closed_on, shown.outcome) == (look.id, TODAY, "better")
    second = give_look(vault, client.id)
    shown = row_of(vault, client).fresh_look
    assert shown is not None
    assert shown.id == second.id
