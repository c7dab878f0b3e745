"""The one door: a record, its change and its words are written together, or none of them is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from psw_tui.records.client import Client, ClientForm, Status
from psw_tui.records.debrief import Debrief
from psw_tui.records.fresh_look import FreshLook
from psw_tui.records.goal import Goal
from psw_tui.services.clients import add_client
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer, writing
from tests.conftest import PASSPHRASE, WORKER, StillClock


class Stop(Exception):
    """What a test lets happen half way."""


def goal(vault: Vault, client: str, words: str, **about: Any) -> Goal:
    today = vault.clock.today()
    return Goal(words=words, id=vault.new_id(), made_at=vault.clock.now(), client=client, set_on=today, **about)


def changes(vault: Vault) -> list[Any]:
    return listing(vault, "SELECT * FROM change ORDER BY seq")


def found(vault: Vault, words: str) -> list[str]:
    rows = listing(
        vault,
        "SELECT search.row FROM search_words JOIN search ON search.n = search_words.rowid"
        " WHERE search_words MATCH :words ORDER BY search.row",
        words=words,
    )
    return [row["row"] for row in rows]


def counts(vault: Vault) -> tuple[int, ...]:
    tables = ("client", "goal", "change", "search", "draft")
    return tuple(listing(vault, f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in tables)  # noqa: S608


def commits(vault: Vault, act: Callable[[], object]) -> list[str]:
    """The transactions that `act` began and ended, by the words SQLite was given."""
    seen: list[str] = []
    vault.connection.set_trace_callback(
        lambda statement: (
            seen.append(statement.split()[0]) if statement.split()[0] in {"BEGIN", "COMMIT", "ROLLBACK"} else None
        )
    )
    try:
        act()
    finally:
        vault.connection.set_trace_callback(None)
    return seen


def test_a_new_record_is_there_logged_and_found(vault: Vault, client: Client) -> None:
    """All three after one step through the door, signed by the worker, seen in one log line of its own."""
    made = goal(vault, client.id, "sleep through")
    with writing(vault) as tx:
        tx.add(made)
    newest = changes(vault)[-1]
    assert (newest["entity"], newest["row"], newest["op"], newest["author"]) == ("goal", made.id, "add", WORKER)
    assert newest["client"] == client.id
    assert json.loads(newest["vals"])["words"] == "sleep through"
    assert found(vault, "sleep") == [made.id]
    with writing(vault) as tx:
        assert tx.get(Goal, made.id) == made


def test_the_log_holds_just_what_the_columns_hold(vault: Vault, client: Client) -> None:
    """So that a replay of the log gives the same row, except for what triggers work out."""
    newest = changes(vault)[-1]
    stored = dict(listing(vault, "SELECT * FROM client")[0])
    assert json.loads(newest["vals"]) == {name: stored[name] for name in stored if name not in {"id", "next_due"}}


def test_a_change_logs_only_what_changed(vault: Vault, client: Client) -> None:
    """What the record was before stays readable in the log."""
    with writing(vault) as tx:
        after = tx.change(Client, client.id, status=Status.PAUSED, goes_by="Robin")
    assert (after.status, after.goes_by) == ("paused_by_them", "Robin")
    newest = changes(vault)[-1]
    assert newest["op"] == "change"
    assert json.loads(newest["vals"]) == {"status": "paused_by_them", "goes_by": "Robin"}
    assert (found(vault, "robin"), found(vault, "al")) == ([client.id], [])


@contextmanager
def broken_at(half_way: str, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let one step of writing fail."""

    def stop(*_arguments: object) -> None:
        raise Stop

    with monkeypatch.context() as broken:
        if half_way == "at the index":
            broken.setattr(Writer, "_index", stop)
        if half_way == "at the log":
            broken.setattr(Writer, "_log", stop)
        if half_way == "at the commit":
            event.listen(vault.engine, "commit", stop)
        yield
    if half_way == "at the commit":
        event.remove(vault.engine, "commit", stop)


@pytest.mark.parametrize("half_way", ["in the middle", "at the index", "at the log", "at the commit"])
def test_what_fails_half_way_leaves_nothing(
    vault: Vault, client: Client, monkeypatch: pytest.MonkeyPatch, half_way: str
) -> None:
    """Neither row nor change nor words nor the removal of the draft, whatever step it fails at; the next save works."""
    with writing(vault) as tx:
        tx.keep_draft(client.id, "goal", "", '{"words": "sleep"}')
    before = counts(vault)

    def save() -> None:
        with writing(vault) as tx:
            tx.drop_draft(client.id, "goal", "")
            tx.add(goal(vault, client.id, "sleep"))
            if half_way == "in the middle":
                raise Stop

    with broken_at(half_way, vault, monkeypatch), pytest.raises(Stop):
        save()
    assert counts(vault) == before
    assert found(vault, "sleep") == []
    with writing(vault) as tx:
        tx.add(goal(vault, client.id, "sleep"))
    assert [row["seq"] for row in changes(vault)][-2:] == [before[2], before[2] + 1]


def test_a_record_its_own_form_would_refuse_is_not_written(vault: Vault, client: Client) -> None:
    """The door checks once more: a bad choice of a programmer ends there."""
    before = counts(vault)
    with pytest.raises(ValueError, match="kind"), writing(vault) as tx:
        tx.add(goal(vault, client.id, "sleep", kind="wish"))
    with pytest.raises(ValueError, match="status"), writing(vault) as tx:
        tx.change(Client, client.id, status="lost in space")
    assert counts(vault) == before


def test_a_record_of_nobody_is_refused(vault: Vault, client: Client) -> None:
    """Every row belongs to a client who is there."""
    before = counts(vault)
    with pytest.raises(vault.connection.IntegrityError), writing(vault) as tx:
        tx.add(goal(vault, "nobody", "sleep"))
    assert counts(vault) == before


def test_changing_what_is_not_there_is_refused(vault: Vault) -> None:
    """Nothing is logged for it either."""
    with pytest.raises(KeyError), writing(vault) as tx:
        tx.change(Client, "nobody", goes_by="x")
    assert changes(vault) == listing(vault, "SELECT * FROM change WHERE entity = 'setting'")


def test_one_save_is_one_commit(vault: Vault, client: Client) -> None:
    """However many records go through the door together."""

    def save() -> None:
        with writing(vault) as tx:
            for number in range(5):
                tx.add(goal(vault, client.id, f"goal {number}"))
            tx.drop_draft(client.id, "goal", "")

    assert commits(vault, save) == ["BEGIN", "COMMIT"]


def test_numbers_in_the_log_go_up_by_one(vault: Vault, client: Client, clock: StillClock) -> None:
    """Across records, transactions, failed saves and a clock that goes back."""
    for number in range(3):
        clock.forward(hours=-number)
        with writing(vault) as tx:
            tx.add(goal(vault, client.id, f"one {number}"))
            tx.add(goal(vault, client.id, f"two {number}"))
        with pytest.raises(vault.connection.IntegrityError), writing(vault) as tx:
            tx.add(goal(vault, "nobody", "none"))
    rows = changes(vault)
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    assert len({row["device"] for row in rows}) == 1


def test_numbers_go_on_after_the_vault_was_closed(vault: Vault, client: Client, clock: StillClock) -> None:
    """The same device counts on."""
    from psw_tui.storage.vault import open_with_passphrase

    before = changes(vault)[-1]
    vault.close()
    with open_with_passphrase(vault.folder, PASSPHRASE, clock=clock) as again:
        with writing(again) as tx:
            tx.add(goal(again, client.id, "sleep"))
        after = changes(again)[-1]
    assert (after["device"], after["seq"]) == (before["device"], before["seq"] + 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET author = 'somebody else'",
        "UPDATE change SET vals = '{}' WHERE seq = 1",
        "DELETE FROM change",
        "DELETE FROM change WHERE seq = 1",
        "INSERT OR REPLACE INTO change (device, seq, at, client, entity, row, op, vals, author, save)"
        " SELECT device, seq, at, client, entity, row, op, '{}', author, save FROM change",
        "UPDATE OR REPLACE change SET seq = 1",
    ],
)
def test_the_log_is_never_rewritten(vault: Vault, client: Client, statement: str) -> None:
    """Not updated, not deleted from, and not replaced through the back door."""
    before = changes(vault)
    with pytest.raises(vault.connection.IntegrityError, match="append-only"):
        vault.connection.execute(statement)
    assert changes(vault) == before


def test_erasing_lets_only_that_clients_changes_go(vault: Vault, client: Client, clock: StillClock) -> None:
    """The one exception names one client; every other line stays where it is."""
    other = add_client(vault, ClientForm(knows_notes="yes", met_on=clock.today()), "Cedar-04")
    rows = vault.connection
    rows.execute("INSERT INTO erasing VALUES (?)", (client.id,))
    rows.execute("DELETE FROM change WHERE client = ?", (client.id,))
    with pytest.raises(rows.IntegrityError, match="append-only"):
        rows.execute("DELETE FROM change WHERE client = ?", (other.id,))
    with pytest.raises(rows.IntegrityError, match="append-only"):
        rows.execute("DELETE FROM change")
    rows.execute("DELETE FROM erasing")
    assert {row["client"] for row in changes(vault)} == {"", other.id}


def test_drafts_are_not_logged(vault: Vault, client: Client) -> None:
    """They are replaced in place, found by no search, and taken away without a trace."""
    before = (changes(vault), found(vault, "kettle"))
    with writing(vault) as tx:
        tx.keep_draft(client.id, "debrief", "", '{"their_words": "kettle"}')
        tx.keep_draft(client.id, "debrief", "", '{"their_words": "kettle on"}')
    assert [row["body"] for row in listing(vault, "SELECT body FROM draft")] == ['{"their_words": "kettle on"}']
    assert (changes(vault), found(vault, "kettle")) == before
    with writing(vault) as tx:
        tx.drop_draft(client.id, "debrief", "")
    assert listing(vault, "SELECT * FROM draft") == []
    assert changes(vault) == before[0]


@pytest.mark.parametrize("typed", ["café", "cafe", "CAFÉ", "caf*", "ca*", "cafe* soir*"])
def test_words_are_found_without_accents_and_by_their_beginning(vault: Vault, client: Client, typed: str) -> None:
    """As people type them on any keyboard."""
    made = goal(vault, client.id, "un Café tranquille le soir")
    with writing(vault) as tx:
        tx.add(made)
        tx.add(goal(vault, client.id, "sleep"))
    assert found(vault, typed) == [made.id]


def test_words_of_rows_and_lists_are_found_and_choices_are_not(vault: Vault, client: Client) -> None:
    """What people wrote is searched, also inside a list; which box was ticked is not."""
    with writing(vault) as tx:
        tx.change(Client, client.id, strengths=["bakes bread", "sings"])
        tx.add(
            Debrief(
                id=(debrief := vault.new_id()),
                made_at=vault.clock.now(),
                client=client.id,
                at=vault.clock.now(),
                held_on=date(2026, 3, 12),
                contact="met",
                safety="nothing",
                what_we_did=["listened"],
                their_words="the kettle",
            )
        )
    assert found(vault, "bread sings") == [client.id]
    assert found(vault, "kettle") == [debrief]
    assert found(vault, "listened") == []
    day = listing(vault, "SELECT day FROM search WHERE row = :row", row=debrief)[0]["day"]
    assert day == "2026-03-12"


def test_a_client_is_found_by_code(vault: Vault, client: Client) -> None:
    """However much is known about them."""
    assert found(vault, "maple") == [client.id]


def test_words_that_were_removed_are_nowhere_in_the_index(vault: Vault, client: Client) -> None:
    """Neither a search nor the index's own list of terms knows them any more."""
    rows = vault.connection
    rows.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, search_words, row)")
    made = goal(vault, client.id, "xylophone")
    with writing(vault) as tx:
        tx.add(made)
    assert rows.execute("SELECT count(*) FROM terms WHERE term LIKE 'xylo%'").fetchone() == (1,)
    rows.execute("DELETE FROM search WHERE row = ?", (made.id,))
    assert rows.execute("SELECT count(*) FROM terms WHERE term LIKE 'xylo%'").fetchone() == (0,)
    blocks = b"".join(block for (block,) in rows.execute("SELECT block FROM search_words_data"))
    assert b"xylo" not in blocks
    rows.execute("INSERT INTO search_words (search_words, rank) VALUES ('integrity-check', 1)")


def test_words_that_were_changed_away_are_not_found(vault: Vault, client: Client) -> None:
    """The new ones are; a record whose last words are taken out is in no search any more."""
    made = goal(vault, client.id, "xylophone")
    look = FreshLook(
        id=vault.new_id(),
        made_at=vault.clock.now(),
        client=client.id,
        opened_on=vault.clock.today(),
        better_looks_like="a trombone",
    )
    with writing(vault) as tx:
        tx.add(made)
        tx.add(look)
    assert found(vault, "trombone") == [look.id]
    with writing(vault) as tx:
        tx.change(Goal, made.id, words="piano")
        tx.change(FreshLook, look.id, better_looks_like="")
    assert (found(vault, "xylophone"), found(vault, "piano"), found(vault, "trombone")) == ([], [made.id], [])


def test_what_is_read_inside_is_what_is_being_written(vault: Vault, client: Client) -> None:
    """A service may look at its own half-finished work."""
    with writing(vault) as tx:
        tx.add(goal(vault, client.id, "sleep"))
        assert [one.words for one in tx.all(select(Goal).where(col(Goal.client) == client.id))] == ["sleep"]
