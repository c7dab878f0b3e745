"""What comes in damaged, forged or for somebody else: a sentence each, and nothing of it in the vault."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from psw_tui.language import speak
from psw_tui.records.client import Client, Status
from psw_tui.sentences import sentence
from psw_tui.services import envelope
from psw_tui.services.clients import client_by_id
from psw_tui.services.errors import (
    NotLeft,
    NotPossible,
    ParcelFileGone,
    ParcelNewer,
    ParcelTooBig,
    ParcelWrong,
)
from psw_tui.services.handing_over import look, take_in
from psw_tui.storage.errors import (
    DiskFull,
    FolderMissing,
    ParcelDamaged,
    ParcelForeign,
    ParcelLocked,
    RecipientMistyped,
    VaultError,
)
from psw_tui.storage.read import column
from psw_tui.storage.vault import Vault
from tests.conftest import StillClock
from tests.services.canaries import Planted, plant
from tests.services.giving_over import agreed, changed, colleague, inside, last_state, looked_at, sent

ID = "01890a5d-ac96-774b-bcce-b302099a8057"
HOSTILE = "[b]x[/b] \x1b[31mred\x1b]0;t\x07 \u202e gnp.exe \u200b =1+1 <script>"
STRIPPED = "[b]x[/b] red  gnp.exe  =1+1 <script>"


@pytest.fixture
def other(new_vault: Path, tmp_path: Path, clock: StillClock) -> Iterator[Vault]:
    with colleague(new_vault, tmp_path / "bea", clock) as opened:
        yield opened


@pytest.fixture
def planted(vault: Vault, client: Client) -> Planted:
    return plant(vault, client)


@pytest.fixture
def content(vault: Vault, planted: Planted, other: Vault, tmp_path: Path) -> bytes:
    return inside(other, sent(vault, planted.client, agreed(tmp_path, other)))


def refused(vault: Vault, content: bytes, kind: type[Exception], *words: str) -> Exception:
    """It does not come in, a sentence says why, and nothing of it is there."""
    before = column(vault, "SELECT count(*) FROM change")
    with pytest.raises(kind) as caught:
        take_in(vault, look(vault, envelope.document_in(vault, content)))  # type: ignore[arg-type]
    said = sentence(caught.value, speak("en"))
    assert all(each in said for each in words), said
    assert column(vault, "SELECT count(*) FROM change") == before
    assert column(vault, "SELECT count(*) FROM client") == [0]
    return caught.value


def edited(content: bytes, change: Callable[[Any], Any]) -> bytes:
    document = json.loads(content)
    change(document["rows"])
    return json.dumps(document).encode()


def cycle(rows: Any) -> None:
    first, second = rows["debrief"][:2]
    first["amends"], second["amends"] = second["id"], first["id"]


def two_clients(rows: Any) -> None:
    rows["client"].append(rows["client"][0] | {"id": ID})


def two_open_looks(rows: Any) -> None:
    for look_ in rows["fresh_look"]:
        look_["closed_on"] = None


def put(entity: str, name: str, value: Any, at: int = 0) -> Callable[[Any], Any]:
    def change(rows: Any) -> None:
        rows[entity][at][name] = value

    return change


FORGED: dict[str, Callable[[Any], Any]] = {
    "no day": put("debrief", "held_on", "yesterday"),
    "a day that is a number": put("debrief", "held_on", 5),
    "a day without end": put("follow_up", "due", "9999-12-31"),
    "an answer nobody may give": put("debrief", "contact", "seance"),
    "a tick that is a word": put("client", "hold", "yes"),
    "words that are a list": put("debrief", "their_words", ["x"]),
    "words without end": put("debrief", "their_words", "x" * 20_001),
    "a field nobody asks for": put("client", "diagnosis", "x"),
    "a column that triggers keep": put("client", "next_due", "0000"),
    "what is private": put("step_reflect", "doing", "x"),
    "how the worker is": put("debrief", "how_am_i", "fine"),
    "a name though none goes along": put("client", "goes_by", "Al"),
    "a number out of its scale": put("rating", "value", 11),
    "a number too big for the vault": put("follow_up", "moves", 2**70),
    "a follow-up that is closed": put("follow_up", "state", "done"),
    "a private reminder": put("follow_up", "linked_entity", "step_reflect"),
    "a moment to come": put("debrief", "at", "2036-01-01T00:00:00.000000Z"),
    "a moment without a zone": put("debrief", "at", "2026-01-01T00:00:00"),
    "an id from days to come": put("goal", "id", "ffffffff-ffff-7fff-bfff-ffffffffffff"),
    "no id": put("goal", "id", "1; DROP TABLE client"),
    "the id of another record": lambda rows: rows["goal"][1].update(id=rows["contact"][0]["id"]),
    "a goal that is not there": put("rating", "goal", ID),
    "a goal that is a contact": lambda rows: rows["rating"][0].update(goal=rows["contact"][0]["id"]),
    "another client's record": put("goal", "client", ID),
    "an entry in no fresh look": put("step_listen", "fresh_look", ID),
    "a review of a goal that is not there": lambda rows: rows["step_goals"][0]["reviews"][0].update(goal=ID),
    "a circle": cycle,
    "two clients": two_clients,
    "no client": lambda rows: rows.pop("client"),
    "two open fresh looks": two_open_looks,
    "a table of ours that never travels": lambda rows: rows.update(setting=[{"id": "setting"}]),
    "a table nobody has": lambda rows: rows.update(sqlite_master=[{}]),
    "a nesting without end": lambda rows: rows["debrief"][0].update(goals=json.loads("[" * 400 + "]" * 400)),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_what_no_form_would_have_written_does_not_come_in(
    other: Vault, content: bytes, forge: Callable[[Any], Any]
) -> None:
    refused(other, edited(content, forge), ParcelWrong, "psw-tui did not write it like this", "Ask for it again.")


def test_the_place_where_it_is_wrong_is_named_and_nothing_of_what_it_says(other: Vault, content: bytes) -> None:
    error = refused(
        other, edited(content, put("debrief", "held_on", "SECRET", at=1)), ParcelWrong, "debrief 2, held_on"
    )
    assert "SECRET" not in sentence(error, speak("en"))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b'{"format": 5}',
        b'{"format": "cookbook"}',
        b'{"a":' * 100_000,
        b"9" * 5_000,
    ],
    ids=["empty", "cut short", "a list", "nothing", "no letters", "no format", "cookbook", "a deep nest", "a number"],
)
def test_what_is_no_document_is_refused(other: Vault, raw: bytes) -> None:
    refused(other, raw, ParcelWrong)


def test_what_is_too_big_is_refused_before_it_is_read(other: Vault, tmp_path: Path) -> None:
    huge = tmp_path / "huge.age"
    with huge.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(ParcelTooBig) as caught:
        envelope.read_file(huge)
    assert "bigger than 32 MB" in sentence(caught.value, speak("en"))
    refused(other, b" " * (envelope.MOST_MB * envelope.MEGABYTE + 1), ParcelTooBig)


def test_a_newer_one_says_what_to_do(other: Vault, content: bytes) -> None:
    refused(other, changed(content, version=2, more="x"), ParcelNewer, "A newer psw-tui", "version 2", "Update psw-tui")


def test_no_code_as_ours_gets_one_of_ours(other: Vault, content: bytes) -> None:
    document = envelope.document_in(other, edited(content, put("client", "code", "Nora Smith")))
    assert isinstance(document, envelope.HandOver)
    assert "Nora" not in take_in(other, look(other, document)).code


def test_hostile_words_are_made_harmless_in_every_field(other: Vault, content: bytes) -> None:
    """Whatever may hold words: kept as words, with nothing in them that steers a terminal or hides."""

    def poison(value: Any) -> Any:
        if isinstance(value, str) and value.startswith("Kq"):
            return HOSTILE
        if isinstance(value, list):
            return [poison(each) for each in value]
        return {name: poison(each) for name, each in value.items()} if isinstance(value, dict) else value

    raw = poison(json.loads(content)) | {"from": HOSTILE, "team": HOSTILE, "for": HOSTILE}
    document = envelope.document_in(other, json.dumps(raw).encode())
    assert isinstance(document, envelope.HandOver)
    assert document.from_whom == STRIPPED
    taken = take_in(other, look(other, document))
    told = json.dumps(last_state(other, taken.id), ensure_ascii=False)
    assert told.count(STRIPPED) > 100
    assert not set("\x1b\u202e\u200b\x07") & set(told)


def whole(vault: Vault, planted: Planted, other: Vault, folder: Path) -> Path:
    return sent(vault, planted.client, agreed(folder, other))


def test_a_file_that_is_damaged_or_not_ours_is_told_apart(
    vault: Vault, planted: Planted, other: Vault, tmp_path: Path
) -> None:
    good = whole(vault, planted, other, tmp_path).read_bytes()
    flipped = bytearray(good)
    flipped[len(good) // 2] ^= 1
    for bad, kind in (
        (good[: len(good) // 2], ParcelDamaged),
        (bytes(flipped), ParcelDamaged),
        (b"a letter", ParcelForeign),
        (b"", ParcelForeign),
    ):
        with pytest.raises(kind):
            envelope.opened(other, bad)
    with pytest.raises(ParcelLocked):  # whoever sent it cannot open it either
        envelope.opened(vault, good)


@pytest.mark.parametrize("place", ["none", "a folder", "a pipe"])
def test_a_path_that_is_no_file(tmp_path: Path, place: str) -> None:
    path = tmp_path / "there"
    if place == "a folder":
        path.mkdir()
    elif place == "a pipe":
        os.mkfifo(path)
    with pytest.raises(ParcelFileGone):
        envelope.read_file(path)


def nothing_left(vault: Vault, client: Client, folder: Path) -> None:
    assert client_by_id(vault, client.id).status == Status.ACTIVE
    assert column(vault, "SELECT count(*) FROM sent WHERE paper = 'hand_over'") == [0]
    assert column(vault, "SELECT count(*) FROM follow_up WHERE state = 'handed_over'") == [0]
    assert not [path for path in folder.glob("*") if path.is_file()]


def test_a_key_that_is_mistyped(vault: Vault, planted: Planted, tmp_path: Path) -> None:
    form = agreed(tmp_path).model_copy(update={"lock": "recipient", "recipient": "age1mistyped"})
    with pytest.raises(RecipientMistyped):
        sent(vault, planted.client, form)
    nothing_left(vault, planted.client, tmp_path)


@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EACCES])
def test_a_stick_pulled_out_or_full_in_mid_write_leaves_nothing(
    vault: Vault, planted: Planted, other: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """The file is not there, and the client is still this worker's."""
    stick = tmp_path / "stick"
    stick.mkdir()
    form = agreed(stick, other)
    real = os.fsync

    def fails(handle: int) -> None:
        if "stick" in os.readlink(f"/proc/self/fd/{handle}"):
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(DiskFull if number == errno.ENOSPC else NotLeft):
        sent(vault, planted.client, form)
    nothing_left(vault, planted.client, stick)


def test_a_folder_that_is_not_there_or_may_not_be_written(
    vault: Vault, planted: Planted, other: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FolderMissing):
        sent(vault, planted.client, agreed(tmp_path / "nowhere", other))
    real = os.open

    def refuses(path: Any, flags: int, *more: Any, **named: Any) -> int:
        if "hand-over" in str(path) and flags & os.O_CREAT:
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, flags, *more, **named)

    monkeypatch.setattr(os, "open", refuses)
    with pytest.raises(NotLeft):
        sent(vault, planted.client, agreed(tmp_path, other))
    nothing_left(vault, planted.client, tmp_path)


def test_a_write_that_fails_half_way_leaves_nothing_of_a_client(
    vault: Vault, planted: Planted, other: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it in one transaction."""
    from psw_tui.storage.write import Writer

    incoming = looked_at(other, whole(vault, planted, other, tmp_path))
    real, added = Writer.add, list[Any]()

    def fails(writer: Writer, row: Any) -> None:
        added.append(row)
        if len(added) == len(incoming.rows) - 1:
            raise OSError(errno.EIO, "the disk is gone")
        real(writer, row)

    monkeypatch.setattr(Writer, "add", fails)
    with pytest.raises((OSError, VaultError, NotPossible)):
        take_in(other, incoming)
    monkeypatch.undo()
    for table in ("client", "debrief", "received", "search WHERE client <> ''", "change WHERE client <> ''"):
        assert column(other, f"SELECT count(*) FROM {table}") == [0]  # noqa: S608 - names of ours
    taken = take_in(other, looked_at(other, whole(vault, planted, other, tmp_path)))
    assert taken.code == "Maple-27"
