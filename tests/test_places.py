"""Where vaults lie, and what a worker may call one."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from psw_tui import files, places
from psw_tui.places import BadLabel, FolderUnwritable, HomeMissing, LabelFault, LabelTaken


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PSW_TUI_HOME", str(tmp_path / "data"))
    return tmp_path / "data"


def vault(data: Path, label: str, file: str = "vault.db") -> None:
    folder = data / "vaults" / label
    folder.mkdir(parents=True)
    (folder / file).touch()


def test_an_unused_computer_has_no_vaults_and_is_not_written_to(data: Path) -> None:
    assert places.list_vaults() == []
    assert not data.exists()


def test_without_a_chosen_folder_it_is_the_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PSW_TUI_HOME", raising=False)
    assert places.home().name == "psw-tui"
    assert places.home().is_absolute()


def test_vaults_come_by_label_and_other_folders_do_not_count(data: Path) -> None:
    vault(data, "sam")
    vault(data, "Ana")
    vault(data, "Zoë", "vault.keys")
    (data / "vaults" / "holiday pictures").mkdir()
    (data / "vaults" / "a file").touch()
    assert [place.label for place in places.list_vaults()] == ["Ana", "sam", "Zoë"]


def test_with_both_halves_lost_the_backups_still_need_their_worker(data: Path) -> None:
    (data / "vaults" / "Ana" / "backups").mkdir(parents=True)
    assert [place.label for place in places.list_vaults()] == ["Ana"]
    with pytest.raises(LabelTaken):
        places.place_for("ana")


def test_a_new_place_leaves_the_vault_folder_to_whoever_makes_the_vault(data: Path) -> None:
    place = places.place_for("  Night shift ")
    assert place == places.VaultPlace("Night shift", data / "vaults" / "Night shift")
    assert not place.path.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="modes are for POSIX")
def test_folders_are_private_whatever_the_mask(data: Path) -> None:
    before = os.umask(0)
    try:
        places.place_for("Ana")
    finally:
        os.umask(before)
    for folder in (data, data / "vaults"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("label", ["Ana", "ana-2", "Équipe de nuit", "आशा", "夜班", "علي", "x" * 40])
def test_labels_of_any_language(data: Path, label: str) -> None:
    assert places.place_for(label).label == unicodedata.normalize("NFC", label)


@pytest.mark.parametrize(
    ("label", "fault"),
    [
        ("", LabelFault.EMPTY),
        ("   ", LabelFault.EMPTY),
        ("x" * 41, LabelFault.TOO_LONG),
        ("a/b", LabelFault.CHARACTER),
        ("a\\b", LabelFault.CHARACTER),
        ("..", LabelFault.CHARACTER),
        ("-rf", LabelFault.CHARACTER),
        ("a\nb", LabelFault.CHARACTER),
        ("a\u202eb", LabelFault.CHARACTER),
        ("a\x1b[31m", LabelFault.CHARACTER),
        ("C:", LabelFault.CHARACTER),
        ("\u0301a", LabelFault.CHARACTER),
        ("Con", LabelFault.RESERVED),
        ("lpt1", LabelFault.RESERVED),
    ],
)
def test_labels_that_no_computer_could_keep(data: Path, label: str, fault: LabelFault) -> None:
    with pytest.raises(BadLabel) as refused:
        places.place_for(label)
    assert refused.value.fault is fault
    assert not data.exists()


@pytest.mark.parametrize("other", ["Zoë", "ZOË", "Zoe\u0308"])
def test_a_label_is_taken_in_every_spelling(data: Path, other: str) -> None:
    vault(data, "Zoë")
    with pytest.raises(LabelTaken):
        places.place_for(other)


def test_the_empty_folder_of_a_set_up_that_was_given_up_is_free(data: Path) -> None:
    (data / "vaults" / "Ana").mkdir(parents=True)
    assert places.place_for("Ana").path == data / "vaults" / "Ana"


def test_a_stick_that_is_not_plugged_in_is_not_an_empty_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PSW_TUI_HOME", str(tmp_path / "stick" / "data"))
    with pytest.raises(HomeMissing) as missing:
        places.list_vaults()
    assert missing.value.path == tmp_path / "stick" / "data"
    assert missing.value.reason


def test_a_file_in_the_way(data: Path) -> None:
    data.mkdir()
    (data / "vaults").touch()
    with pytest.raises(FolderUnwritable) as refused:
        places.vaults_folder()
    assert refused.value.path == data / "vaults"
    with pytest.raises(FolderUnwritable):
        places.list_vaults()


def test_on_windows_a_new_data_folder_is_closed_to_other_accounts_once(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the program of the system itself, never one of that name lying about; a failure keeps nobody from writing."""
    asked: list[list[str]] = []

    def icacls(command: list[str], **_: object) -> None:
        asked.append(command)
        raise FileNotFoundError(command[0])

    monkeypatch.setattr(files, "_ON_WINDOWS", True)
    monkeypatch.setattr(subprocess, "run", icacls)
    for name, value in {"SYSTEMROOT": r"C:\Windows", "USERNAME": "ash", "USERDOMAIN": "HOUSE"}.items():
        monkeypatch.setenv(name, value)
    assert places.place_for("Ash").path.parent == data / "vaults"
    ((program, folder, *rights),) = asked
    assert (program, folder) == (r"C:\Windows\System32\icacls.exe", str(data))
    assert rights[:3] == ["/inheritance:r", "/grant:r", r"HOUSE\ash:(OI)(CI)F"]
    places.place_for("Robin")
    assert len(asked) == 1
