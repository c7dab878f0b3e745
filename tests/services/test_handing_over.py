"""Handing over: everything agreed on arrives as it was, nothing else does, and what no worker sent comes in at no price."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from psw_tui.readable import NAMES
from psw_tui.records.client import Client, Status
from psw_tui.records.follow_up import FollowUp, FollowUpState
from psw_tui.records.leaving import Paper, Received, Sent
from psw_tui.records.nine import STEPS
from psw_tui.records.parcel import HandOverPart
from psw_tui.services import envelope
from psw_tui.services.clients import client_by_code, client_by_id
from psw_tui.services.errors import ClientHereAlready, ParcelTwice
from psw_tui.services.handing_over import take_in
from psw_tui.services.handing_over.tables import OWN_STEPS, STANDS, TABLES, empty
from psw_tui.storage.read import column, listing, reading
from psw_tui.storage.replay import differences
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.services.canaries import plant
from tests.services.giving_over import (
    EVERYTHING,
    agreed,
    colleague,
    inside,
    last_state,
    looked_at,
    sent,
)

OWN = {table.NAME for table in OWN_STEPS}
NEVER = {"snooze", "sent", "received", "erasure"}


@pytest.fixture
def other(new_vault: Path, tmp_path: Path, clock: StillClock) -> Iterator[Vault]:
    """The vault of the worker who takes over."""
    with colleague(new_vault, tmp_path / "bea", clock) as opened:
        yield opened


def expected(
    before: dict[str, tuple[str, dict[str, object]]], *, names: bool
) -> dict[str, tuple[str, dict[str, object]]]:
    """What a record has to be on the other side, said in this test's own words."""
    found = {}
    for row, (entity, values) in before.items():
        reminder = entity == "follow_up" and (
            values["state"] not in ("open", "moved") or values["linked_entity"] in ("step_reflect", "step_learn")
        )
        if entity in NEVER or reminder:
            continue
        blank = NAMES if not names else frozenset()
        blank |= {"debrief": {"how_am_i"}, "step_respect": {"worry"}}.get(entity, set())
        if entity in OWN:
            blank = frozenset(values) - STANDS
        found[row] = (
            entity,
            {name: _nothing(entity, name) if name in blank else value for name, value in values.items()},
        )
    return found


def _nothing(entity: str, name: str) -> object:
    nothing = empty(TABLES[entity], name)
    return int(nothing) if isinstance(nothing, bool) else nothing


def all_clients(vault: Vault) -> list[Client]:
    with reading(vault) as session:
        return list(session.exec(select(Client).order_by(col(Client.id))))


@pytest.mark.parametrize("names", [False, True])
def test_the_whole_caseload_arrives_as_it_was_minus_what_must_not_travel(
    practice: Vault, other: Vault, tmp_path: Path, clock: StillClock, names: bool
) -> None:
    """Asserted by the change logs of both."""
    clients = all_clients(practice)
    assert len(clients) == 12
    kinds = set()
    for client in clients:
        before = last_state(practice, client.id)
        incoming = looked_at(other, sent(practice, client, agreed(tmp_path, other, names=names)))
        ended = {permission.id for permission in incoming.not_for_you}
        take_in(other, incoming)
        after = last_state(other, client.id)
        received = {row: after.pop(row) for row, (entity, _) in list(after.items()) if entity == "received"}
        assert len(received) == 1
        wanted = expected(before, names=names)
        assert after.keys() == wanted.keys()
        for row, (entity, values) in wanted.items():
            but = {"until_on", "until_event"} if row in ended else set()
            assert (entity, {n: v for n, v in after[row][1].items() if n not in but}) == (
                entity,
                {name: value for name, value in values.items() if name not in but},
            )
        kinds |= {entity for entity, _ in after.values()}
    assert {step.table.NAME for step in STEPS.values()} | {"permission", "rating", "shared", "safety_note"} <= kinds
    due = "SELECT code, next_due FROM client WHERE next_due < '9' ORDER BY code"
    assert [row["code"] for row in listing(other, due)]
    assert list(differences(other)) == []


def test_what_is_the_workers_own_is_nowhere_in_the_file(
    vault: Vault, client: Client, other: Vault, tmp_path: Path
) -> None:
    planted = plant(vault, client)
    said = inside(other, sent(vault, planted.client, agreed(tmp_path, other))).decode()
    assert not planted.leaked(said)
    travels = {each.place for each in planted.canaries if not each.private and not each.name}
    stays = {place for place in travels if place.split(".")[0] in NEVER} | {"follow_up.what (done)"}
    assert travels - planted.told(said) == stays


@pytest.mark.parametrize("part", list(HandOverPart))
def test_a_part_that_was_not_agreed_on_stays(
    vault: Vault, client: Client, other: Vault, tmp_path: Path, part: HandOverPart
) -> None:
    """And what is left names nothing that stayed: it comes in."""
    planted = plant(vault, client)
    parts = [each for each in EVERYTHING if each is not part]
    incoming = looked_at(other, sent(vault, planted.client, agreed(tmp_path, other, parts=parts)))
    assert list(incoming.left_out) == [part]
    taken = take_in(other, incoming)
    entities = {entity for entity, _ in last_state(other, taken.id).values()}
    assert not entities & {name for name, table in TABLES.items() if table in _tables_of(part)}


def _tables_of(part: HandOverPart) -> set[object]:
    from psw_tui.services.handing_over.tables import PARTS

    return {table for table, each in PARTS.items() if each is part}


def test_both_sides_log_it_and_the_sender_is_asked_nothing_more(
    vault: Vault, client: Client, other: Vault, tmp_path: Path
) -> None:
    from psw_tui.services.to_do import ToDoKind, due_counts, to_do
    from psw_tui.services.to_do_order import to_do_order

    plant(vault, client)
    client = client_by_id(vault, client.id)
    assert {item.kind for item in to_do(vault).items} >= {ToDoKind.SUPERVISION, ToDoKind.FRESH_LOOK}
    asked = {item.id for item in to_do(vault).items if item.kind is ToDoKind.SUPERVISION}
    incoming = looked_at(other, sent(vault, client, agreed(tmp_path, other)))
    take_in(other, incoming)
    with reading(vault) as session:
        assert client_by_id(vault, client.id).status == Status.MOVED_ON
        left = session.exec(select(Sent).where(col(Sent.parcel) == incoming.document.id)).one()
        assert (left.paper, left.to_whom, left.client) == (Paper.HAND_OVER, "Bea", client.id)
        closed = session.exec(select(FollowUp).where(FollowUp.state == FollowUpState.HANDED_OVER)).all()
        assert len(closed) == 1
        assert closed[0].closed_on == vault.clock.today()
    with reading(other) as session:
        came = session.exec(select(Received)).one()
        assert (came.parcel, came.from_whom, came.client) == (left.parcel, "Ash", client.id)
    still = to_do(vault).items
    assert {item.kind for item in still} == {ToDoKind.FOLLOW_UP}
    assert all(item.own_step for item in still), "only what the worker wanted for themselves"
    assert len(to_do_order(vault).ids) == 36 * len(still)
    assert sum(due_counts(vault)) <= len(still)
    theirs = to_do(other).items
    assert asked <= {item.id for item in theirs}
    assert {item.kind for item in theirs} >= {ToDoKind.FOLLOW_UP, ToDoKind.SUPERVISION, ToDoKind.FRESH_LOOK}
    assert set(column(other, "SELECT DISTINCT author FROM change WHERE client = :id", id=client.id)) == {"Bea"}


def test_who_goes_on_too_keeps_the_client_and_the_questions(
    vault: Vault, client: Client, other: Vault, tmp_path: Path
) -> None:
    from psw_tui.services.to_do import ToDoKind, to_do

    plant(vault, client)
    client = client_by_id(vault, client.id)
    sent(vault, client, agreed(tmp_path, other, go_on=True))
    assert client_by_id(vault, client.id).status == Status.ACTIVE
    assert ToDoKind.SUPERVISION in {item.kind for item in to_do(vault).items}


def test_a_permission_for_the_sender_alone_opens_nothing_here(
    vault: Vault, client: Client, other: Vault, tmp_path: Path
) -> None:
    """What was shared under it still rests on it."""
    from psw_tui.domain.permission import Talk, Verdict
    from psw_tui.services.support import gate_of_client

    planted = plant(vault, client)
    mine = planted.row("permission")
    incoming = looked_at(other, sent(vault, planted.client, agreed(tmp_path, other)))
    assert [permission.id for permission in incoming.not_for_you] == [mine.id]
    take_in(other, incoming, str)
    gate = gate_of_client(other, client.id)
    today = other.clock.today()
    assert gate.verdict(mine.id, Talk(today, mine.with_contact, shares=True, hears=False)) is Verdict.ENDED
    assert gate.verdict(mine.id, Talk(planted.row("step_supporters").talk_on, mine.with_contact, True, True)).passed
    words = column(other, "SELECT until_event FROM permission WHERE id = :id", id=mine.id)[0]
    assert words.endswith("handed over: this was for the worker before only")


def test_a_code_that_is_taken_gets_another_and_the_preview_says_so(
    vault: Vault, client: Client, other: Vault, tmp_path: Path
) -> None:
    from psw_tui.records.client import ClientForm
    from psw_tui.services.clients import add_client

    here = add_client(other, ClientForm(knows_notes="yes", met_on=other.clock.today()), "Maple-27")
    incoming = looked_at(other, sent(vault, client, agreed(tmp_path, other)))
    assert incoming.renamed
    taken = take_in(other, incoming)
    assert taken.code == incoming.code != "Maple-27"
    assert client_by_code(other, "Maple-27").id == here.id


def test_the_same_thing_comes_in_once(vault: Vault, client: Client, other: Vault, tmp_path: Path) -> None:
    first = sent(vault, client, agreed(tmp_path, other))
    incoming = looked_at(other, first)
    take_in(other, incoming)
    with pytest.raises(ParcelTwice) as twice:
        looked_at(other, first)
    assert twice.value.day == other.clock.today()
    with pytest.raises(ParcelTwice):
        take_in(other, incoming)
    with pytest.raises(ClientHereAlready) as anew:
        looked_at(other, sent(vault, client, agreed(tmp_path, other)))
    assert anew.value.code == "Maple-27"


def test_after_the_words_were_lost_it_leaves_once_more_with_all_that_is_to_be_done(
    vault: Vault, client: Client, other: Vault, tmp_path: Path
) -> None:
    plant(vault, client)
    first = looked_at(other, sent(vault, client_by_id(vault, client.id), agreed(tmp_path, other)))
    again = looked_at(other, sent(vault, client_by_id(vault, client.id), agreed(tmp_path, other)))
    assert again.counts == first.counts
    taken = take_in(other, again)
    assert column(other, "SELECT state FROM follow_up WHERE client = :id", id=taken.id) == ["open"]


def test_handed_back_the_record_that_is_here_is_not_mixed_with_the_other(
    vault: Vault, client: Client, other: Vault, tmp_path: Path
) -> None:
    taken = take_in(other, looked_at(other, sent(vault, client, agreed(tmp_path, other))))
    back = sent(other, taken, agreed(tmp_path, vault))
    before = column(vault, "SELECT count(*) FROM change")
    with pytest.raises(ClientHereAlready):
        looked_at(vault, back)
    assert column(vault, "SELECT count(*) FROM change") == before


def test_a_log_with_one_line_less_would_be_seen(practice: Vault, other: Vault, tmp_path: Path) -> None:
    """The comparison of the logs is no formality: what one of them lacks it finds."""
    client = client_by_code(practice, "Maple-27")
    before = last_state(practice, client.id)
    some = json.loads(inside(other, sent(practice, client, agreed(tmp_path, other))))
    gone = some["rows"]["debrief"].pop()
    document = envelope.document_in(other, json.dumps(some).encode())
    assert gone["id"] in expected(before, names=False)
    assert gone["id"] not in {row["id"] for rows in document.rows.values() for row in rows}  # type: ignore[union-attr]
