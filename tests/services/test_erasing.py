"""Erasing: asked for, confirmed a day later, and then nothing of the client is left but that it was done."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from psw_tui import backups
from psw_tui.progress import Cancelled, Progress
from psw_tui.records.client import Client
from psw_tui.records.form import Refused
from psw_tui.records.leaving import Erasure, ErasureForm, Fate
from psw_tui.services import backups as backing
from psw_tui.services.caseload_filter import caseload_order
from psw_tui.services.clients import client_by_id, propose_code
from psw_tui.services.drafts import unfinished
from psw_tui.services.erasing import ask, call_off, confirm, erasures, is_ripe, waiting_of
from psw_tui.services.errors import (
    AskedInTheFuture,
    AskedToErase,
    ErasureOver,
    NoBackupWithout,
    NoSuchClient,
    NothingToUndo,
    OnHold,
    TooEarlyToErase,
)
from psw_tui.services.find import find
from psw_tui.services.history import history_of_client
from psw_tui.services.keeping import set_hold
from psw_tui.services.remains import remains, remove_holding
from psw_tui.services.undo import last_save
from psw_tui.storage.connection import PAGE_BYTES, key_of
from psw_tui.storage.making import DATABASE
from psw_tui.storage.read import listing
from psw_tui.storage.replay import differences
from psw_tui.storage.vault import Vault, open_with_passphrase
from tests.conftest import PASSPHRASE, WORKER, StillClock
from tests.services.filling_tables import CANARY, OF_CLIENTS, fill_every_table
from tests.services.giving import give_client, give_debrief

RESERVE = 80
"""Bytes at the end of each page of SQLCipher: what the page was encrypted with, then its seal."""


def form(code: str = "Maple-27", reason: str = "kept long enough") -> ErasureForm:
    return ErasureForm(typed_code=code, reason=reason)


def asked(vault: Vault, client: Client) -> Erasure:
    return ask(vault, client, form(client.code))


def erase(vault: Vault, clock: StillClock, client: Client) -> Erasure:
    erasure = asked(vault, client)
    clock.forward(hours=24)
    return confirm(vault, erasure.id)


def tables_of(vault: Vault) -> list[str]:
    """Every table of the file, the shadows of the search among them."""
    return [row["name"] for row in listing(vault, "SELECT name FROM sqlite_schema WHERE type = 'table'")]


def everything(vault: Vault) -> dict[str, list[Any]]:
    skipped = {"search_words"}  # what it shows is what the table `search` holds
    return {
        name: [dict(row) for row in listing(vault, f'SELECT * FROM "{name}"')]  # noqa: S608 - names of the file
        for name in tables_of(vault)
        if name not in skipped
    }


def words_known(vault: Vault) -> set[str]:
    """Every word the search index knows, by its own vocabulary."""
    vault.connection.execute("CREATE VIRTUAL TABLE temp.known USING fts5vocab(main, search_words, 'row')")
    found = {term for (term,) in vault.connection.execute("SELECT term FROM temp.known")}
    vault.connection.execute("DROP TABLE temp.known")
    return found


def decrypted(database: Path, key: bytes) -> bytes:
    """All pages of a vault in clear, those that nothing is in any more too; each page has its own beginning."""
    raw, clear = database.read_bytes(), []
    for at in range(0, len(raw), PAGE_BYTES):
        page = raw[at : at + PAGE_BYTES]
        body, start = page[16 if at == 0 else 0 : -RESERVE], page[-RESERVE : -RESERVE + 16]
        command = ["openssl", "enc", "-d", "-aes-256-cbc", "-nopad", "-K", key[2:66].decode(), "-iv", start.hex()]
        clear.append(subprocess.run(command, input=body, capture_output=True, check=True).stdout)
    return b"".join(clear)


def other_rows(vault: Vault, client: str) -> dict[str, list[Any]]:
    """What is kept about a client, in every table, as it lies there."""
    found: dict[str, list[Any]] = {}
    for name in tables_of(vault):
        columns = {row["name"] for row in listing(vault, "SELECT name FROM pragma_table_info(:name)", name=name)}
        column = "id" if name == "client" else "client" if "client" in columns else ""
        if column:
            found[name] = listing(vault, f'SELECT rowid, * FROM "{name}" WHERE {column} = :client', client=client)  # noqa: S608 - names of the file
    return found


@pytest.fixture
def other(vault: Vault, client: Client) -> Client:
    """Somebody else with a row in every table, as the client has; what is written last is the client's."""
    found = give_client(vault, "Birch-11", goes_by="Bo")
    fill_every_table(vault, found.id, "remaining")
    fill_every_table(vault, client.id)
    return found


def test_what_is_filled_is_every_table(vault: Vault, other: Client, client: Client) -> None:
    """So that the proof below proves something."""
    kept = other_rows(vault, client.id)
    assert set(OF_CLIENTS) < set(kept)
    assert all(kept[name] for name in (*OF_CLIENTS, "client", "change", "search", "draft"))
    assert CANARY in repr(everything(vault))
    assert CANARY in words_known(vault)


def test_nothing_is_left_in_any_table(vault: Vault, clock: StillClock, client: Client, other: Client) -> None:
    before = other_rows(vault, other.id)
    ended = erase(vault, clock, client)
    left = everything(vault)
    assert [name for name, rows in left.items() if CANARY in repr(rows)] == []
    naming = [name for name, rows in left.items() if client.id in repr(rows)]
    assert set(naming) == {"erasure", "change"}  # that it was erased
    assert {row["entity"] for row in left["change"] if client.id in repr(row)} == {"erasure"}
    assert left["erasing"] == []
    assert CANARY not in words_known(vault)
    assert "remaining" in words_known(vault)
    assert other_rows(vault, other.id) == before
    assert (ended.fate, ended.ended_at, ended.code, ended.asked_by) == (Fate.ERASED, clock.now(), "Maple-27", WORKER)


def test_nothing_is_left_in_the_file_itself(vault: Vault, clock: StillClock, client: Client, other: Client) -> None:
    """Free pages are overwritten, the log beside the file is empty, and no page holds a word of it."""
    log = vault.folder / "vault.db-wal"
    key = bytes(key_of(vault.connection))
    vault.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    erasure = asked(vault, client)
    clock.forward(hours=24)
    assert log.stat().st_size
    confirm(vault, erasure.id)
    assert log.stat().st_size == 0
    vault.close()
    clear = decrypted(vault.folder / DATABASE, key)
    assert b"remaining" in clear
    assert CANARY.encode() not in clear
    assert CANARY[4:].encode() not in clear  # the index keeps only what differs from the word before


def test_the_file_held_it_before(vault: Vault, client: Client, other: Client) -> None:
    """So that the proof above is one: the pages are read rightly."""
    key = bytes(key_of(vault.connection))
    vault.close()
    assert CANARY.encode() in decrypted(vault.folder / DATABASE, key)


def test_the_log_replays_to_the_same_afterwards(vault: Vault, clock: StillClock, client: Client, other: Client) -> None:
    erase(vault, clock, client)
    assert list(differences(vault)) == []
    give_debrief(vault, other.id, their_words="later")
    assert list(differences(vault)) == []


def test_no_number_of_the_log_is_given_twice(vault: Vault, clock: StillClock, client: Client, other: Client) -> None:
    """A number names one line for ever: what another laptop knows by it, and what an undo refers to."""
    given = {row["seq"] for row in listing(vault, "SELECT seq FROM change")}
    erase(vault, clock, client)
    give_debrief(vault, other.id)
    later = [row["seq"] for row in listing(vault, "SELECT seq FROM change WHERE entity = 'debrief' ORDER BY seq")][-1]
    assert later not in given


def test_nothing_stumbles_over_who_is_gone(vault: Vault, clock: StillClock, client: Client, other: Client) -> None:
    erase(vault, clock, client)
    with pytest.raises(NoSuchClient):
        client_by_id(vault, client.id)
    with pytest.raises(NothingToUndo):
        last_save(vault)
    assert find(vault, CANARY).hits == ()
    assert history_of_client(vault, client.id) == []
    assert caseload_order(vault) == [other.id]
    assert [note.place.client for note in unfinished(vault)] == [other.id]
    assert {hit.entity for hit in find(vault, "maple").hits} == {"erasure"}


def test_its_code_is_not_drawn_again(
    vault: Vault, clock: StillClock, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup may still hold the one who had it."""
    erase(vault, clock, client)
    lots = iter(["Maple", "27", "Maple", "28"])
    monkeypatch.setattr("psw_tui.services.clients.secrets.choice", lambda _: next(lots))
    assert propose_code(vault) == "Maple-28"


def test_before_a_day_has_passed_nothing_goes(vault: Vault, clock: StillClock, client: Client) -> None:
    erasure = asked(vault, client)
    clock.forward(hours=23, minutes=59)
    with pytest.raises(TooEarlyToErase) as refusal:
        confirm(vault, erasure.id)
    assert refusal.value.when == "2026-03-14 12:00"
    assert not is_ripe(vault, erasure)
    clock.forward(minutes=1)
    assert is_ripe(vault, erasure)
    confirm(vault, erasure.id)


def test_a_clock_set_back_makes_nobody_wait_less(vault: Vault, clock: StillClock, client: Client) -> None:
    clock.forward(days=400)
    erasure = asked(vault, client)
    clock.forward(days=-400)
    with pytest.raises(AskedInTheFuture):
        confirm(vault, erasure.id)
    call_off(vault, erasure.id)
    again = asked(vault, client)
    clock.forward(hours=24)
    confirm(vault, again.id)


@pytest.mark.parametrize("held", ["before", "meanwhile"])
def test_a_record_on_hold_stays(vault: Vault, clock: StillClock, client: Client, held: str) -> None:
    if held == "before":
        set_hold(vault, client.id, hold=True)
        with pytest.raises(OnHold):
            asked(vault, client)
        return
    erasure = asked(vault, client)
    set_hold(vault, client.id, hold=True)
    clock.forward(hours=24)
    with pytest.raises(OnHold):
        confirm(vault, erasure.id)
    set_hold(vault, client.id, hold=False)
    confirm(vault, erasure.id)


def test_called_off_it_is_kept_and_can_be_asked_again(vault: Vault, clock: StillClock, client: Client) -> None:
    erasure = asked(vault, client)
    with pytest.raises(AskedToErase):
        asked(vault, client)
    assert call_off(vault, erasure.id).fate == Fate.CALLED_OFF
    clock.forward(hours=24)
    for act in (confirm, call_off):
        with pytest.raises(ErasureOver):
            act(vault, erasure.id)
    assert waiting_of(vault, client.id) is None
    assert client_by_id(vault, client.id) == client
    asked(vault, client)
    assert [each.fate for each in erasures(vault)] == [None, Fate.CALLED_OFF]


def test_another_code_is_refused(vault: Vault, client: Client) -> None:
    with pytest.raises(Refused):
        ask(vault, client, form("Birch-11"))
    assert erasures(vault) == []


class Stopped(Progress):
    """Somebody stops it on the way."""

    def at(self, *told: Any) -> None:
        self.stop()
        super().at(*told)


def test_stopped_on_the_way_everything_is_left(vault: Vault, clock: StillClock, client: Client, other: Client) -> None:
    erasure = asked(vault, client)
    clock.forward(hours=24)
    before = everything(vault)
    with pytest.raises(Cancelled):
        confirm(vault, erasure.id, Stopped())
    assert everything(vault) == before


@pytest.fixture
def saved(vault: Vault, clock: StillClock, client: Client) -> list[backups.Backup]:
    """A backup from before the client came, one with them, one nobody can read."""
    one = backing.back_up_here(vault, Progress())
    clock.forward(days=1)
    fill_every_table(vault, client.id)
    two = backing.back_up_here(vault, Progress())
    clock.forward(days=1)
    three = backing.back_up_here(vault, Progress())
    three.database.write_bytes(b"x" * three.size)
    return [one, two, three]


def test_what_backups_still_hold_is_told(
    vault: Vault, clock: StillClock, client: Client, saved: list[backups.Backup]
) -> None:
    stranger = give_client(vault, "Birch-11")
    erasure = erase(vault, clock, stranger)
    assert remains(vault, erasure).holding == ()  # came after the last of them
    erasure = erase(vault, clock, client)
    there = remains(vault, erasure)
    assert [each.folder for each in there.holding] == [saved[1].folder, saved[0].folder]
    assert [each.folder for each in there.unread] == [saved[2].folder]


def test_those_that_hold_it_go_once_there_is_a_good_one_without(
    vault: Vault, clock: StillClock, client: Client, saved: list[backups.Backup]
) -> None:
    erasure = erase(vault, clock, client)
    with pytest.raises(NoBackupWithout):
        remove_holding(vault, erasure)
    assert len(remains(vault, erasure).holding) == 2
    made = backing.back_up_here(vault, Progress())
    left = remove_holding(vault, erasure)
    assert left.holding == ()
    assert [each.folder for each in left.without] == [made.folder]
    assert made.database.exists()
    assert not saved[0].folder.exists()


def test_the_vault_opens_and_is_whole_afterwards(
    vault: Vault, clock: StillClock, client: Client, other: Client
) -> None:
    erase(vault, clock, client)
    folder = vault.folder
    vault.close()
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as again:
        assert again.connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert again.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert again.connection.execute("SELECT count(*) FROM client").fetchone() == (1,)
