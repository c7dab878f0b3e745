"""What is locked opens with its own key only, here and with stock age; what is damaged or no age file says so."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from psw_tui.storage import sealing
from psw_tui.storage.errors import ParcelDamaged, ParcelForeign, ParcelLocked, RecipientMistyped

TEXT = "what they said, à Montréal".encode()


@pytest.fixture(scope="module")
def identity() -> str:
    return sealing.new_identity()


@pytest.fixture(scope="module")
def sealed(identity: str) -> bytes:
    return sealing.sealed_for(sealing.recipient_of(identity), TEXT)


@pytest.fixture(scope="module")
def with_passphrase() -> bytes:
    return sealing.sealed_with("six words", TEXT)


def test_it_opens_with_its_own_key_or_passphrase(identity: str, sealed: bytes, with_passphrase: bytes) -> None:
    assert TEXT not in sealed
    assert sealing.opened_by(identity, sealed) == TEXT
    assert not sealing.wants_passphrase(sealed)
    assert sealing.wants_passphrase(with_passphrase)
    assert sealing.opened_with("six words", with_passphrase) == TEXT
    with pytest.raises(ParcelLocked):
        sealing.opened_with("seven words", with_passphrase)


def test_another_key_is_told_from_damage(sealed: bytes, with_passphrase: bytes) -> None:
    with pytest.raises(ParcelLocked):
        sealing.opened_by(sealing.new_identity(), sealed)
    with pytest.raises(ParcelLocked):
        sealing.opened_by(sealing.new_identity(), with_passphrase)


@pytest.mark.parametrize("spoil", [lambda it: it[:-1], lambda it: it[:-3] + b"abc", lambda it: it[:60]])
def test_a_part_that_is_missing_or_changed_is_damage(
    identity: str, sealed: bytes, spoil: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(ParcelDamaged):
        sealing.opened_by(identity, spoil(sealed))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"code,name\n", b"age-encryption.org"])
def test_what_is_no_age_file_is_said_to_be_none(identity: str, content: bytes) -> None:
    for opening in (
        lambda: sealing.wants_passphrase(content),
        lambda: sealing.opened_by(identity, content),
        lambda: sealing.opened_with("x", content),
    ):
        with pytest.raises(ParcelForeign):
            opening()


@pytest.mark.parametrize("typed", ["", "age1", "Kim", "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"])
def test_a_mistyped_key_is_refused(typed: str) -> None:
    with pytest.raises(RecipientMistyped):
        sealing.check_recipient(typed)


def test_one_wrong_letter_of_a_key_is_noticed(identity: str) -> None:
    right = sealing.recipient_of(identity)
    sealing.check_recipient(f" {right}\n")
    wrong = right[:-1] + ("q" if right[-1] != "q" else "p")
    with pytest.raises(RecipientMistyped):
        sealing.check_recipient(wrong)


@pytest.mark.skipif(shutil.which("age") is None, reason="stock age is not installed on this computer")
def test_stock_age_opens_it_and_what_it_locks_opens_here(identity: str, sealed: bytes, tmp_path: Path) -> None:
    """In letters for a message too."""
    key, locked = tmp_path / "key", tmp_path / "locked.age"
    key.write_text(identity)
    locked.write_bytes(sealed)
    assert subprocess.run(["age", "-d", "-i", key, locked], capture_output=True, check=True).stdout == TEXT
    to = sealing.recipient_of(identity)
    armoured = subprocess.run(["age", "-a", "-r", to], input=TEXT, capture_output=True, check=True).stdout
    assert not sealing.wants_passphrase(armoured)
    assert sealing.opened_by(identity, armoured) == TEXT
