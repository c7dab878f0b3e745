"""The key file gives the root to the right passphrase and believes nothing that was planted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psw_tui.storage import kdf, keyfile
from psw_tui.storage.errors import (
    EmptyPassphrase,
    KeysDamaged,
    KeysOutOfRange,
    NotEnoughMemory,
    VaultNewer,
    WrongPassphrase,
)
from psw_tui.storage.kdf import CHEAPEST, FLOOR, MIDDLE, STANDARD, Profile
from psw_tui.storage.keyfile import KeyFile
from psw_tui.storage.keyparse import parse
from tests.storage.planting import planted

ROOT = bytes(range(20))
SALT = bytes(range(16))


@pytest.fixture(scope="module")
def keys() -> KeyFile:
    return keyfile.fresh(ROOT, "Zoë's fish", CHEAPEST, file_salt=SALT)


def test_what_is_packed_is_parsed(keys: KeyFile) -> None:
    """Nothing is lost between memory and disk."""
    assert parse(keyfile.pack(keys)) == keys


def test_the_passphrase_gives_the_root_however_it_is_spelled(keys: KeyFile) -> None:
    """A Mac types e and diaeresis apart, Windows as one character."""
    assert keyfile.unlock(keys, "Zoe\u0308's fish") == (ROOT, keys.slots[0])


def test_a_wrong_passphrase_is_refused(keys: KeyFile) -> None:
    """One letter is enough."""
    with pytest.raises(WrongPassphrase):
        keyfile.unlock(keys, "Zoë's fisk")


def test_an_empty_passphrase_is_refused(keys: KeyFile) -> None:
    """Neither to make a vault with nor to open one."""
    with pytest.raises(EmptyPassphrase):
        keyfile.unlock(keys, "")
    with pytest.raises(EmptyPassphrase):
        keyfile.seal(ROOT, "", CHEAPEST)


def test_a_new_passphrase_replaces_the_old(keys: KeyFile) -> None:
    """The old one opens the file no longer, and the file is newer."""
    changed = keyfile.with_passphrase(keys, ROOT, keys.slots[0], "next", CHEAPEST)
    assert changed.seq == keys.seq + 1
    assert keyfile.unlock(changed, "next")[0] == ROOT
    with pytest.raises(WrongPassphrase):
        keyfile.unlock(changed, "Zoë's fish")


@pytest.mark.parametrize(
    ("memory_kib", "passes", "lanes"),
    [(64 * 1024 * 1024, 3, 1), (1024, 3, 1), (65536, 17, 1), (65536, 0, 1), (65536, 3, 4), (-1, 3, 1)],
)
def test_a_planted_cost_is_refused_before_it_is_paid(
    keys: KeyFile, monkeypatch: pytest.MonkeyPatch, memory_kib: int, passes: int, lanes: int
) -> None:
    """64 GiB among them; no derivation is even begun."""
    monkeypatch.setattr(kdf, "derive", lambda *_: pytest.fail("derived"))
    content = planted(keys, lambda it: it["slots"][0]["kdf"].update(m=memory_kib, t=passes, p=lanes))
    with pytest.raises(KeysOutOfRange) as caught:
        parse(content)
    assert (caught.value.memory_kib, caught.value.passes, caught.value.lanes) == (memory_kib, passes, lanes)


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it["slots"][0].update(label="boss"),
        lambda it: it.update(seq=99),
        lambda it: it.update(vault="another"),
        lambda it: it.update(file_salt="00" * 16),
        lambda it: it.update(mac="00" * 32),
        lambda it: it["slots"].append(dict(it["slots"][0], id="second")),
    ],
    ids=["label", "seq", "vault", "salt", "mac", "slot"],
)
def test_an_edited_header_is_refused(keys: KeyFile, change: Callable[[dict[str, Any]], object]) -> None:
    """Even with the right passphrase, and even where the checksum was made to fit."""
    with pytest.raises(KeysDamaged):
        keyfile.unlock(parse(planted(keys, change)), "Zoë's fish")


@pytest.mark.parametrize(
    "change",
    [
        lambda it: it.pop("seq"),
        lambda it: it.update(seq=True),
        lambda it: it.update(seq=-1),
        lambda it: it.update(slots=[]),
        lambda it: it.update(slots=it["slots"] * 9),
        lambda it: it.update(slots={"0": 1}),
        lambda it: it.update(file_salt="zz"),
        lambda it: it.update(file_salt="00"),
        lambda it: it.update(format="luks"),
        lambda it: it["slots"][0].update(kdf=None),
        lambda it: it["slots"][0]["kdf"].update(alg="scrypt"),
        lambda it: it["slots"][0].update(label="x" * 1000),
    ],
)
def test_a_misshapen_file_is_damaged(keys: KeyFile, change: Callable[[dict[str, Any]], object]) -> None:
    """Every value is looked at before it is used."""
    with pytest.raises(KeysDamaged):
        parse(planted(keys, change))


@pytest.mark.parametrize("body", [b"", b"[]", b"[" * 60_000, b"\xff", b"x" * 100_000, b"null"])
def test_a_checksum_alone_makes_no_key_file(body: bytes) -> None:
    """Nesting, foreign bytes and sheer size are refused by name."""
    with pytest.raises(KeysDamaged):
        parse(body + b"\n#sha256 " + hashlib.sha256(body).hexdigest().encode() + b"\n")


@given(st.data())
def test_one_flipped_bit_is_noticed(keys: KeyFile, data: st.DataObject) -> None:
    """An accident is called damage, never a wrong passphrase."""
    content = bytearray(keyfile.pack(keys)[:-1])
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(KeysDamaged):
        parse(bytes(content))


def test_a_later_format_asks_for_an_update(keys: KeyFile) -> None:
    """The file is fine; this program is too old."""
    with pytest.raises(VaultNewer) as caught:
        parse(planted(keys, lambda it: it.update(format="psw-vault/2", slots="anything")))
    assert (caught.value.found, caught.value.known) == (2, 1)


def test_the_database_key_depends_on_root_and_salt() -> None:
    """99 bytes, or SQLCipher would take them for a passphrase; the value is fixed for ever."""
    spec = keyfile.database_key(ROOT, SALT)
    assert len(spec) == 99
    assert spec.endswith(SALT.hex().encode() + b"'")
    assert spec != keyfile.database_key(ROOT, bytes(16)) != keyfile.database_key(bytes(20), bytes(16))
    with pytest.raises(ValueError, match="16 bytes"):
        keyfile.database_key(ROOT, b"short")


def test_hkdf_agrees_with_the_standard() -> None:
    """RFC 5869, test case 1, first 32 bytes."""
    found = keyfile.hkdf(bytes([0x0B]) * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)))
    assert found.hex() == "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"


def test_a_signature_belongs_to_one_root(keys: KeyFile) -> None:
    """Who does not know the root can sign nothing."""
    assert keyfile.is_signed_by(keys, ROOT)
    assert not keyfile.is_signed_by(keys, bytes(20))
    assert not keyfile.is_signed_by(replace(keys, seq=2), ROOT)


@pytest.mark.parametrize(
    ("slowness", "expected"), [(1.0, STANDARD), (2.0, MIDDLE), (5.0, FLOOR), (float("inf"), FLOOR)]
)
def test_a_slower_laptop_gets_a_lighter_profile(slowness: float, expected: Profile) -> None:
    """Never more than a second and a half where there is a choice, never less than the floor."""
    assert kdf.calibrate(lambda profile: slowness * profile.memory_kib / STANDARD.memory_kib) == expected


def test_too_little_memory_is_not_called_a_wrong_passphrase(keys: KeyFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """libsodium's error for it is a kin of the one for a wrong key."""

    def refuses(*_arguments: object, **_options: object) -> bytes:
        raise kdf.nacl.exceptions.RuntimeError("Unexpected failure in key derivation")

    monkeypatch.setattr(kdf.nacl.pwhash.argon2id, "kdf", refuses)
    with pytest.raises(NotEnoughMemory):
        keyfile.unlock(keys, "Zoë's fish")
    assert kdf.seconds(CHEAPEST) == float("inf")
