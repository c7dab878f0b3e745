"""What leaves the laptop: locked unless a reason is given, whole or not at all, nobody else's to read, and logged."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from psw_tui.records.answers import read_form
from psw_tui.records.client import Client
from psw_tui.records.form import Refused
from psw_tui.records.leaving import LeavingForm, Paper
from psw_tui.services import leaving
from psw_tui.services.errors import NotLeft
from psw_tui.services.leaving import Parcel, draw_passphrase, leave, passphrase_words
from psw_tui.services.reporting.letting_go import sent_of
from psw_tui.storage import sealing
from psw_tui.storage.errors import DiskFull, FolderMissing, RecipientMistyped
from psw_tui.storage.vault import Vault

WORDS = b"what they told me"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


def form(vault: Vault, stick: Path, **raw: str) -> Any:
    answers = {"place": str(stick), "to_whom": "my supervisor"} | raw
    return read_form(LeavingForm, answers, {"today": vault.clock.today()})


def parcel(client: Client | None = None) -> Parcel:
    return Parcel(Paper.SUMMARY, "summary-Maple 27", ".html", WORDS, client.id if client else None)


def test_locked_with_six_words_unless_asked_otherwise(vault: Vault, client: Client, stick: Path) -> None:
    left = leave(vault, parcel(client), form(vault, stick), language="en")
    assert left.path == stick / "summary-maple-27-2026-03-13.html.age"
    assert len(left.passphrase.split()) == 6
    assert WORDS not in left.path.read_bytes()
    assert sealing.opened_with(left.passphrase, left.path.read_bytes()) == WORDS
    sent = sent_of(vault, client.id)[0]
    assert (sent.paper, sent.lock, sent.to_whom, sent.written_as) == ("summary", "passphrase", "my supervisor", "html")
    assert left.passphrase not in str(vault.connection.execute("SELECT vals FROM change").fetchall())


def test_in_clear_only_with_a_reason_and_only_for_the_worker(vault: Vault, stick: Path) -> None:
    with pytest.raises(Refused) as refused:
        form(vault, stick, lock="clear")
    assert list(refused.value.problems) == ["why"]
    left = leave(vault, parcel(), form(vault, stick, lock="clear", why="they want to print it"), language="en")
    assert left.path.read_bytes() == WORDS
    assert left.path.stat().st_mode & 0o777 == 0o600
    assert sent_of(vault)[0].why == "they want to print it"
    assert sent_of(vault)[0].client is None


def test_for_one_key(vault: Vault, stick: Path) -> None:
    identity = sealing.new_identity()
    asked = form(vault, stick, lock="recipient", recipient=sealing.recipient_of(identity))
    assert sealing.opened_by(identity, leave(vault, parcel(), asked, language="en").path.read_bytes()) == WORDS
    with pytest.raises(RecipientMistyped):
        leave(vault, parcel(), form(vault, stick, lock="recipient", recipient="age1kim"), language="en")
    assert len(sent_of(vault)) == len(list(stick.iterdir())) == 1


def test_what_left_before_is_never_written_over(vault: Vault, stick: Path) -> None:
    asked = form(vault, stick, lock="clear", why="asked")
    names = [leave(vault, parcel(), asked, language="en").path.name for _ in range(2)]
    assert names == ["summary-maple-27-2026-03-13.html", "summary-maple-27-2026-03-13-2.html"]


def test_no_such_folder(vault: Vault, stick: Path) -> None:
    with pytest.raises(FolderMissing):
        leave(vault, parcel(), form(vault, stick / "gone", lock="clear", why="asked"), language="en")
    assert sent_of(vault) == []


@pytest.mark.parametrize(("number", "named"), [(errno.EIO, NotLeft), (errno.EROFS, NotLeft), (errno.ENOSPC, DiskFull)])
def test_a_stick_pulled_out_in_mid_write_leaves_nothing_and_logs_nothing(
    vault: Vault, stick: Path, monkeypatch: pytest.MonkeyPatch, number: int, named: type[Exception]
) -> None:
    """As the system says it when a stick goes: the sync of what was written fails."""
    really = os.fsync

    def gone(descriptor: int) -> None:
        if str(stick) in os.readlink(f"/proc/self/fd/{descriptor}"):
            raise OSError(number, os.strerror(number))
        really(descriptor)

    with monkeypatch.context() as pulled:
        pulled.setattr(os, "fsync", gone)
        with pytest.raises(named):
            leave(vault, parcel(), form(vault, stick, lock="clear", why="asked"), language="en")
    assert list(stick.iterdir()) == []
    assert sent_of(vault) == []


def test_what_cannot_be_logged_does_not_leave(vault: Vault, stick: Path) -> None:
    def refuse(_tx: object) -> None:
        raise NotLeft(stick, "a reason of its own")

    with pytest.raises(NotLeft):
        leave(vault, parcel(), form(vault, stick, lock="clear", why="asked"), language="en", also=refuse)
    assert list(stick.iterdir()) == []
    assert sent_of(vault) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_there_are_enough_words_and_each_can_be_said(language: str) -> None:
    """Six of 1,296 are as good as 62 bits; age makes each guess slow."""
    words = passphrase_words(language)
    assert len(words) >= 1296
    assert all(word.isascii() and word.isalpha() and word.islower() and 3 <= len(word) <= 8 for word in words)
    assert set(draw_passphrase(language).split()) <= set(words)
    assert passphrase_words("es") == passphrase_words("en")
    assert len(words) > leaving.LEAST_WORDS
