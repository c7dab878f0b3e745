"""`psw-tui shortcut`: an icon that starts this program on each system, and never harms a file that is not ours."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from psw_tui import __main__ as program
from psw_tui.cli import shortcut
from psw_tui.icons import linux, macos, windows
from psw_tui.icons.folders import Folders
from psw_tui.icons.start import FROM_ICON, Start, this_program
from tests.cli.conftest import Ask

posix = pytest.mark.skipif(sys.platform == "win32", reason="runs what a POSIX system runs")

HARD = [
    "two words",
    'a "quote"',
    "$HOME `id`",
    "100 %u",
    "back\\slash",
    "Zoé's",
    "--vault=/stick/my notes",
    "a;b&c|d>e",
]
"""What a path or a word may hold and a shell or a launcher must not read as anything else."""


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """An account with a desktop, for the system that the test says this is."""
    (tmp_path / "Desktop").mkdir()
    account = Folders(tmp_path / "Desktop", tmp_path / "menu", tmp_path / "pictures")
    monkeypatch.setattr(shortcut, "this_system", lambda: account)
    return account


@pytest.fixture(params=["linux", "darwin", "win32"])
def system(request: pytest.FixtureRequest, folders: Folders, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "win32":
        folders.menu.mkdir()
    monkeypatch.setattr(shortcut, "sys", SimpleNamespace(platform=request.param))
    return str(request.param)


def icons_in(folder: Path) -> list[Path]:
    return [path for path in folder.glob("**/*") if path.is_file()] if folder.is_dir() else []


def test_the_icon_is_where_it_says_and_goes_again(ask: Ask, folders: Folders, system: str) -> None:
    code, out, err = ask("shortcut")
    (made,) = icons_in(folders.desktop)
    assert (code, err) == (0, "")
    assert str(made) in out
    assert made.stat().st_mode & 0o100
    assert all(str(path) in out for path in icons_in(folders.menu))
    code, out, err = ask("shortcut", "--remove")
    assert (code, err) == (0, "")
    assert str(made) in out
    assert [icons_in(folder) for folder in (folders.desktop, folders.menu, folders.pictures)] == [[], [], []]


def test_made_twice_it_is_there_once(ask: Ask, folders: Folders, system: str) -> None:
    assert (ask("shortcut")[0], ask("shortcut")[0]) == (0, 0)
    assert len(icons_in(folders.desktop)) == 1
    assert ask("shortcut", "--remove")[0] == 0
    code, out, _ = ask("shortcut", "--remove")
    assert code == 0
    assert "There is no icon" in out


def test_something_else_in_its_place_is_left_alone(ask: Ask, folders: Folders, system: str) -> None:
    ask("shortcut")
    (place,) = icons_in(folders.desktop)
    ask("shortcut", "--remove")
    place.write_text("somebody's own\n")
    code, out, err = ask("shortcut")
    assert (code, out) == (1, "")
    assert str(place) in err
    assert icons_in(folders.menu) == []
    assert ask("shortcut", "--remove")[0] == 0
    assert place.read_text() == "somebody's own\n"


@posix
def test_a_link_in_its_place_is_not_followed(ask: Ask, folders: Folders, system: str, tmp_path: Path) -> None:
    ask("shortcut")
    (place,) = icons_in(folders.desktop)
    kept = place.rename(tmp_path / "kept")
    place.symlink_to(kept)
    before = kept.read_bytes()
    assert ask("shortcut")[0] == 1
    assert ask("shortcut", "--remove")[0] == 0
    assert place.is_symlink()
    assert kept.read_bytes() == before


def test_a_folder_in_its_place_is_left_alone(ask: Ask, folders: Folders, system: str) -> None:
    ask("shortcut")
    (place,) = icons_in(folders.desktop)
    place.unlink()
    place.mkdir()
    assert ask("shortcut")[0] == 1
    assert place.is_dir()


def test_without_rights_it_says_which_folder(
    ask: Ask, folders: Folders, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path, content: bytes) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("psw_tui.icons.placing.write_private", refused)
    code, out, err = ask("shortcut")
    assert (code, out) == (1, "")
    assert "Permission denied" in err
    assert "Traceback" not in err


@pytest.mark.parametrize("kind", ["darwin", "win32"])
def test_without_a_desktop_it_says_so(
    ask: Ask, folders: Folders, kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shortcut, "sys", SimpleNamespace(platform=kind))
    folders.desktop.rmdir()
    code, out, err = ask("shortcut")
    assert (code, out) == (1, "")
    assert str(folders.desktop) in err


def test_on_linux_the_list_of_programs_will_do(
    ask: Ask, folders: Folders, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A home folder that is its own desktop is how somebody says that they want none."""
    monkeypatch.setattr(shortcut, "sys", SimpleNamespace(platform="linux"))
    monkeypatch.setattr(linux.Path, "home", lambda: folders.desktop)
    assert ask("shortcut")[0] == 0
    assert icons_in(folders.desktop) == []
    assert len(icons_in(folders.menu)) == 1


@posix
def test_linux_folders_are_those_of_the_account(ask: Ask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The desktop goes by its name in user-dirs.dirs, which is another one in French."""
    monkeypatch.setattr(shortcut, "sys", SimpleNamespace(platform="linux"))
    home = tmp_path / "home of Zoé"
    (home / "Bureau").mkdir(parents=True)
    (home / ".config").mkdir()
    (home / ".config" / "user-dirs.dirs").write_text('XDG_DESKTOP_DIR="$HOME/Bureau"\n', encoding="utf-8")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_DESKTOP_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    assert ask("shortcut")[0] == 0
    shown = sorted(str(path.relative_to(home)) for path in home.glob("**/*.desktop"))
    assert shown == [".local/share/applications/psw-tui.desktop", "Bureau/psw-tui.desktop"]


def test_it_keeps_the_data_folder_the_language_and_the_vault(
    ask: Ask, folders: Folders, system: str, tmp_path: Path
) -> None:
    code, out, _ = ask("shortcut", "--vault", tmp_path / "stick")
    (made,) = icons_in(folders.desktop)
    text = made.read_text(encoding="utf-8")
    assert code == 0
    assert str(tmp_path / "home") in out
    assert f"PSW_TUI_HOME={tmp_path / 'home'}" in text
    assert "PSW_TUI_LANGUAGE=en" in text
    assert f"--vault={tmp_path / 'stick'}" in text


def test_a_data_folder_that_cannot_be_is_refused_but_the_icon_still_goes(
    ask: Ask, folders: Folders, system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("shortcut")
    monkeypatch.setenv("PSW_TUI_HOME", str(tmp_path / "no stick" / "data"))
    code, out, err = ask("shortcut")
    assert (code, out) == (1, "")
    assert "no stick" in err
    assert ask("shortcut", "--remove")[0] == 0
    assert icons_in(folders.desktop) == []


def test_a_passphrase_never_goes_into_an_icon(ask: Ask, folders: Folders, system: str, tmp_path: Path) -> None:
    code, _, err = ask("shortcut", "--passphrase-file", tmp_path / "secret")
    assert code == 1
    assert "no passphrase" in err
    assert icons_in(folders.desktop) == []
    assert ask("shortcut", "now")[0] == 2


def test_installed_or_frozen_it_starts_this_very_program(monkeypatch: pytest.MonkeyPatch) -> None:
    assert this_program({}).words == (sys.executable, "-P", "-m", "psw_tui", "--icon")
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert this_program({}) == Start((sys.executable, "--icon"), {})


def test_what_would_not_be_found_from_elsewhere_gets_no_icon(
    ask: Ask, folders: Folders, system: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere(name: str) -> metadata.Distribution:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", nowhere)
    code, out, err = ask("shortcut")
    assert (code, out) == (1, "")
    assert "not installed" in err


@pytest.fixture
def teller(tmp_path: Path) -> Path:
    """A program that writes down how it was started, under a name that is hard to quote."""
    told = tmp_path / 'it\'s 100% "x" $y `z`'
    told.write_text(
        f"#!{sys.executable}\nimport json, os, sys\n"
        f"json.dump([sys.argv[1:], os.environ['TOLD']], open({str(tmp_path / 'told.json')!r}, 'w'))\n"
    )
    told.chmod(0o700)
    return told


def what_was_told(tmp_path: Path) -> object:
    return json.loads((tmp_path / "told.json").read_text())


def words_of(entry: str) -> list[str]:
    """Exec as the Desktop Entry Specification has it read: escapes of any string first, then quotes, then field codes."""
    (value,) = re.findall(r"^Exec=(.*)$", entry, re.MULTILINE)
    value = re.sub(r"\\(.)", lambda m: {"s": " ", "n": "\n", "t": "\t", "r": "\r"}.get(m[1], m[1]), value)
    quoted = re.findall(r'"((?:[^"\\`$]|\\["`$\\])*)"(?: |$)', value)
    assert " ".join(f'"{word}"' for word in quoted) == value, "signs outside of quotes, or not escaped"
    words = [re.sub(r'\\(["`$\\])', r"\1", word) for word in quoted]
    assert all(re.fullmatch(r"(?:[^%]|%%)*", word) for word in words), "a field code"
    return [word.replace("%%", "%") for word in words]


@posix
def test_the_linux_entry_starts_what_it_should(folders: Folders, teller: Path, tmp_path: Path) -> None:
    start = Start((str(teller), *HARD), {"TOLD": HARD[2]})
    entry = linux.pieces(start, folders)[-1].content.decode()
    subprocess.run(words_of(entry), check=True, timeout=30)
    assert what_was_told(tmp_path) == [HARD, HARD[2]]


def test_the_linux_entry_is_well_formed(folders: Folders) -> None:
    picture, *entries = linux.pieces(Start(("x",)), folders)
    lines = entries[0].content.decode().splitlines()
    assert lines[1] == "[Desktop Entry]"
    values = dict(line.split("=", 1) for line in lines[2:])
    assert (values["Type"], values["Terminal"]) == ("Application", "true")
    assert values["Icon"] == str(picture.path)
    assert values["Comment[fr]"] != values["Comment"]
    assert b"<svg " in picture.content


@posix
def test_the_macos_script_starts_what_it_should(folders: Folders, teller: Path, tmp_path: Path) -> None:
    (piece,) = macos.pieces(Start((str(teller), *HARD), {"TOLD": HARD[2]}), folders)
    piece.path.write_bytes(piece.content)
    piece.path.chmod(0o700)
    subprocess.run([piece.path], check=True, timeout=30)
    assert what_was_told(tmp_path) == [HARD, HARD[2]]


def test_the_windows_file_keeps_every_sign(folders: Folders) -> None:
    """Up to the line that changes the code page it is plain ASCII; every percent sign is doubled."""
    start = Start(("C:\\Users\\Zoé & co\\py.exe", "-P", "--icon"), {"PSW_TUI_HOME": "D:\\100%x%"})
    (piece,) = windows.pieces(start, folders)
    before, _, after = piece.content.partition(b"chcp 65001 >nul\r\n")
    assert before.isascii()
    assert after.decode().split("\r\n") == [
        "title Notes",
        'set "PSW_TUI_HOME=D:\\100%%x%%"',
        '"C:\\Users\\Zoé & co\\py.exe" "-P" "--icon"',
        "",
    ]


@posix
@pytest.mark.skipif(os.fsencode("\udcff") != b"\xff", reason="names of files are always Unicode here")
def test_a_path_in_another_encoding_survives(folders: Folders) -> None:
    for kind in (linux.pieces, macos.pieces):
        assert b"/caf\xe9/python" in kind(Start(("/caf\udce9/python",)), folders)[-1].content


class TestTheWindowOfAnIcon:
    """Its window closes when the program ends, so what it said last has to be read first."""

    @pytest.fixture
    def read(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """What was read from the keyboard."""
        read: list[str] = []

        def readline() -> str:
            read.append("a line")
            return "\n"

        monkeypatch.setattr(sys, "stdin", SimpleNamespace(readline=readline))
        monkeypatch.setattr(program, "harden", lambda **_: None)
        monkeypatch.setenv("PSW_TUI_LANGUAGE", "en")
        return read

    def test_what_went_wrong_waits_for_enter(
        self, read: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(program, "has_terminal", lambda _: False)
        assert program.main([FROM_ICON]) == 1
        said = capsys.readouterr().err.splitlines()
        assert len(said) == 2
        assert said[1] == "Press Enter to close this window."
        assert read == ["a line"]

    def test_after_an_ordinary_end_it_closes(self, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[list[str]] = []
        monkeypatch.setattr(program, "_answer", lambda arguments: asked.append(arguments) or 0)
        assert program.main([FROM_ICON, "--vault=x"]) == 0
        assert asked == [["--vault=x"]]
        assert read == []

    def test_the_way_in_knows_the_word_of_the_icon(self) -> None:
        assert program.FROM_ICON == FROM_ICON
