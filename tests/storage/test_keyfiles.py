"""Either of the two copies of the key file is enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from psw_tui import files
from psw_tui.storage import atomic, keyfile, keyfiles
from psw_tui.storage.errors import DiskFull, FolderUnwritable, KeysDamaged, KeysMissing, KeysOutOfRange
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.keyfile import KeyFile
from tests.storage.planting import planted

ROOT = bytes(range(20))


@pytest.fixture
def keys() -> KeyFile:
    return keyfile.fresh(ROOT, "words", CHEAPEST, file_salt=bytes(16))


def test_both_copies_are_written_for_the_worker_alone(tmp_path: Path, keys: KeyFile) -> None:
    """Same bytes, mode 0600, nothing else left in the folder."""
    keyfiles.save(tmp_path, keys)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["vault.keys", "vault.keys2"]
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {keyfile.pack(keys)}
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize("harm", ["delete", "damage", "truncate", "folder"])
@pytest.mark.parametrize("which", keyfiles.NAMES)
def test_one_copy_is_enough_and_mends_the_other(tmp_path: Path, keys: KeyFile, which: str, harm: str) -> None:
    """Whatever happened to one of them, the other opens; after an unlock both say the same."""
    keyfiles.save(tmp_path, keys)
    path = tmp_path / which
    content = path.read_bytes()
    path.unlink()
    if harm == "damage":
        path.write_bytes(content.replace(b"worker", b"jerker"))
    elif harm == "truncate":
        path.write_bytes(content[:100])
    elif harm == "folder":
        path.mkdir()
    assert keyfiles.load(tmp_path) == keys
    keyfiles.mend(tmp_path, keys)  # must not refuse where it cannot mend
    if harm != "folder":
        assert path.read_bytes() == content


def test_of_two_the_newer_counts(tmp_path: Path, keys: KeyFile) -> None:
    """A crash between the two copies must not leave the old passphrase valid."""
    newer = keyfile.with_passphrase(keys, ROOT, keys.slots[0], "others", CHEAPEST)
    keyfiles.save(tmp_path, keys)
    (tmp_path / "vault.keys").write_bytes(keyfile.pack(newer))
    assert keyfiles.load(tmp_path) == newer
    keyfiles.mend(tmp_path, newer)
    assert (tmp_path / "vault.keys2").read_bytes() == keyfile.pack(newer)


def test_a_newer_copy_is_never_mended_back(tmp_path: Path, keys: KeyFile) -> None:
    """Another window changed the passphrase while this one was still opening."""
    newer = keyfile.with_passphrase(keys, ROOT, keys.slots[0], "others", CHEAPEST)
    keyfiles.save(tmp_path, newer)
    keyfiles.mend(tmp_path, keys)
    assert keyfiles.load(tmp_path) == newer


def test_no_copy_is_missing_and_two_bad_ones_are_damaged(tmp_path: Path, keys: KeyFile) -> None:
    """Both lead to the recovery code, with different sentences."""
    with pytest.raises(KeysMissing):
        keyfiles.load(tmp_path)
    for path in keyfiles.paths(tmp_path):
        path.write_bytes(b"")
    with pytest.raises(KeysDamaged):
        keyfiles.load(tmp_path)


def test_a_planted_cost_is_called_by_its_name(tmp_path: Path, keys: KeyFile) -> None:
    """Also where the other copy is simply broken."""
    first, second = keyfiles.paths(tmp_path)
    first.write_bytes(b"broken")
    second.write_bytes(planted(keys, lambda it: it["slots"][0]["kdf"].update(m=64 * 1024 * 1024)))
    with pytest.raises(KeysOutOfRange):
        keyfiles.load(tmp_path)


@pytest.mark.parametrize(("number", "expected"), [("ENOSPC", DiskFull), ("EIO", FolderUnwritable)])
def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: str, expected: type[Exception]
) -> None:
    """And no litter beside it."""
    path = tmp_path / "vault.keys"
    atomic.atomic_write(path, b"old")

    def fails(_descriptor: int) -> None:
        raise OSError(getattr(files.errno, number), "no")

    monkeypatch.setattr(files.os, "fsync", fails)
    with pytest.raises(expected):
        atomic.atomic_write(path, b"new")
    assert [(found.name, found.read_bytes()) for found in tmp_path.iterdir()] == [("vault.keys", b"old")]


def test_a_scanner_that_holds_the_file_is_outwaited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace a file that a virus scanner is just reading."""
    really, refusals, pauses = files.os.replace, [PermissionError(13, "held")] * 3, []

    def held(source: Path, target: Path) -> None:
        if refusals:
            raise refusals.pop()
        really(source, target)

    monkeypatch.setattr(files.os, "replace", held)
    monkeypatch.setattr(files.time, "sleep", pauses.append)
    monkeypatch.setattr(files, "_ON_WINDOWS", True)
    atomic.atomic_write(tmp_path / "vault.keys", b"new")
    assert (tmp_path / "vault.keys").read_bytes() == b"new"
    assert pauses == [files.PAUSE] * 3
