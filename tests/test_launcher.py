"""The launcher, with small scripts in the place of the app and a terminal of our own around it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from psw_tui import launcher, lifeline
from psw_tui.backups import list_backups
from psw_tui.child import start_child

if sys.platform == "win32":
    pytest.skip("pipes and terminals of POSIX", allow_module_level=True)

import pty
import select
import termios

PATIENCE = 20.0

PRELUDE = """
import argparse, os, sys, time
options = argparse.ArgumentParser()
for name in ("--lifeline", "--notes", "--passphrase-fd"):
    options.add_argument(name, type=int)
options.add_argument("--return-to", default="")
options.add_argument("--diary")
given, rest = options.parse_known_args()
def write(words):
    with open(given.diary, "a") as diary:
        diary.write(words + "\\n")
runs = len(open(given.diary).readlines()) if os.path.exists(given.diary) else 0
"""


@pytest.fixture(autouse=True)
def soft_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hardening is for good: the process of the tests stays as it is."""
    monkeypatch.setattr(launcher, "forbid_reading_memory", lambda: None)


class Child:
    """A script that plays the app and keeps a diary."""

    def __init__(self, folder: Path, script: str) -> None:
        self.file = folder / "child.py"
        self.diary = folder / "diary"
        self.file.write_text(PRELUDE + script)
        self.command = [sys.executable, "-S", str(self.file), f"--diary={self.diary}"]

    def run(self, *arguments: str, **more: object) -> int:
        return launcher.run(arguments, command=self.command, **more)  # type: ignore[arg-type]

    @property
    def said(self) -> list[str]:
        return self.diary.read_text().splitlines() if self.diary.exists() else []


def until_said(child: Child, words: str) -> None:
    end = time.monotonic() + PATIENCE
    while words not in child.said:
        assert time.monotonic() < end, child.said
        time.sleep(0.01)


def test_the_code_of_the_child_is_the_code_of_the_program(tmp_path: Path) -> None:
    assert Child(tmp_path, "sys.exit(7)").run() == 7


def test_a_locked_app_starts_again_at_what_was_open(tmp_path: Path) -> None:
    child = Child(
        tmp_path,
        "write(f'{given.return_to}|{rest}')\n"
        "if runs == 0: os.write(given.notes, b'client:0198-ab\\n'); sys.exit(75)\n"
        "if runs == 1: sys.exit(75)\n",
    )
    assert child.run("--vault=x", first=["--practice"]) == 0
    assert child.said == ["|['--vault=x', '--practice']", "client:0198-ab|['--vault=x']", "|['--vault=x']"]


def test_to_the_practice_and_back(tmp_path: Path) -> None:
    """The worker's own arguments never meet the practice, and only the way there opens it without asking."""
    child = Child(
        tmp_path,
        "write(f'{given.return_to}|{rest}')\n"
        "if runs == 0: os.write(given.notes, b'fr\\n'); sys.exit(76)\n"
        "if runs == 1: os.write(given.notes, b'client:1\\n'); sys.exit(75)\n"
        "if runs == 2: sys.exit(76)\n"
        "if runs == 3: sys.exit(77)\n"
        "if runs == 4: sys.exit(75)\n",
    )
    assert child.run("--vault=x", first=["--set-up"]) == 0
    assert child.said == [
        "|['--vault=x', '--set-up']",
        "fr|['--practice', '--lesson', '--at-once']",
        "client:1|['--practice', '--lesson']",
        "|['--practice', '--lesson', '--at-once']",
        "|['--vault=x']",
        "|['--vault=x']",
    ]


def test_quitting_the_practice_ends_the_program(tmp_path: Path) -> None:
    child = Child(tmp_path, "write(str(rest))\nif runs == 0: sys.exit(76)\n")
    assert child.run("--vault=x") == 0
    assert child.said == ["['--vault=x']", "['--practice', '--lesson', '--at-once']"]


@pytest.mark.parametrize(
    "note",
    [
        b"she said no\n",
        b"client:1",
        b"client:1\nclient:2\n",
        b"vault:1\nvault:2\n",
        b"client:1\nvault:1\nclient:2\n",
        b"client:1\nvault:1",
        b"client:1\n\n",
        b"x" * 200 + b"\n",
        b"client:1\n" + b"x" * 391 + b"\n",
        b"x" * 70_000,
        b"\x1b[31m\n",
        "é\n".encode(),
        b"\n",
        b"",
    ],
)
def test_nothing_but_an_id_passes_from_child_to_child(tmp_path: Path, note: bytes) -> None:
    child = Child(
        tmp_path,
        f"write(given.return_to)\nos.set_blocking(given.notes, False)\n"
        f"if runs == 0: os.write(given.notes, {note!r}); sys.exit(75)",
    )
    assert child.run() == 0
    assert child.said == ["", ""]


def test_the_child_leaves_its_note_through_the_same_rule() -> None:
    reader, writer = os.pipe()
    try:
        lifeline.leave_note(writer, "client:0198-ab")
        assert os.read(reader, 100) == b"client:0198-ab\n"
        with pytest.raises(lifeline.NotAnId):
            lifeline.leave_note(writer, "she said no")
    finally:
        os.close(reader)
        os.close(writer)


def test_a_note_without_a_launcher_is_no_matter() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    lifeline.leave_note(writer, "client:1")
    os.close(writer)


def test_the_secret_goes_to_the_first_child_only_and_never_by_argument(tmp_path: Path) -> None:
    child = Child(
        tmp_path,
        "secret = given.passphrase_fd and os.read(given.passphrase_fd, 100)\n"
        'write(f\'{secret} {b"practice" in b"".join(map(os.fsencode, sys.argv))}\')\n'
        "if runs == 0: sys.exit(75)",
    )
    assert child.run(secret=b"practice") == 0
    assert child.said == ["b'practice' False", "None False"]


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    before = os.listdir("/dev/fd")
    Child(tmp_path, "").run(secret=b"practice")
    assert os.listdir("/dev/fd") == before


def test_an_app_that_only_locks_is_not_started_for_ever(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    child = Child(tmp_path, "write('x')\nsys.exit(75)")
    assert child.run() == 1
    assert len(child.said) == launcher.MOST_QUICK_LOCKS
    assert "not started once more" in capfd.readouterr().err


def test_a_killed_child_ends_in_a_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert Child(tmp_path, "os.kill(os.getpid(), 9)").run() == 1
    assert "What you saved is safe" in capfd.readouterr().err


def test_the_child_is_frugal_unless_the_worker_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALLOC_ARENA_MAX", "3")
    told = "import os, sys; sys.exit(int(os.environ['MALLOC_ARENA_MAX'] + os.environ['MALLOC_TRIM_THRESHOLD_'][:1]))"
    assert start_child([sys.executable, "-c", told]).wait() == 31


def test_the_command_is_this_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [os.getcwd()])
    assert launcher.child_command() == [sys.executable, "-m", "psw_tui", "--child"]
    monkeypatch.setattr(sys, "path", ["elsewhere"])
    assert launcher.child_command() == [sys.executable, "-P", "-m", "psw_tui", "--child"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert launcher.child_command() == [sys.executable, "--child"]


def launched(child: Child, **streams: object) -> subprocess.Popen[bytes]:
    """The launcher in a process of its own, which can be killed."""
    script = f"import sys; from psw_tui import launcher; sys.exit(launcher.run([], command={child.command!r}))"
    return subprocess.Popen([sys.executable, "-c", script], **streams)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
@pytest.mark.parametrize("code", [0, 75])
def test_a_request_to_end_reaches_the_child_and_is_the_end(tmp_path: Path, number: int, code: int) -> None:
    child = Child(
        tmp_path,
        f"import signal\ndef end(*_): write('drafts saved'); os._exit({code})\n"
        f"signal.signal({int(number)}, end)\nwrite('ready')\ntime.sleep(60)",
    )
    with launched(child) as program:
        until_said(child, "ready")
        program.send_signal(number)
        assert program.wait(PATIENCE) == 0
    assert child.said == ["ready", "drafts saved"]


def test_a_child_outlives_its_launcher_only_to_save(tmp_path: Path) -> None:
    child = Child(
        tmp_path,
        "sys.path.insert(0, os.getcwd())\nfrom psw_tui import lifeline\n"
        "def gone(): write('saved'); os._exit(0)\n"
        "lifeline.watch(given.lifeline, gone)\nwrite('ready')\ntime.sleep(60)",
    )
    with launched(child, cwd=Path(__file__).parents[1]) as program:
        until_said(child, "ready")
        program.kill()
        until_said(child, "saved")


def test_the_lifeline_tells_once_that_it_is_cut() -> None:
    reader, writer = os.pipe()
    gone = Event()
    thread = lifeline.watch(reader, gone.set)
    assert not gone.wait(0.05)
    assert not lifeline.is_cut(reader)
    os.close(writer)
    assert gone.wait(PATIENCE)
    assert lifeline.is_cut(reader)
    thread.join()
    os.close(reader)


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    keyboard, screen = pty.openpty()
    yield keyboard, screen
    os.close(keyboard)
    os.close(screen)


def all_that_is_shown(keyboard: int) -> bytes:
    shown = b""
    while select.select([keyboard], [], [], 0.2)[0]:
        shown += os.read(keyboard, 4096)
    return shown


BREAK_THE_TERMINAL = """
import tty
sys.stderr.write("\\x1b[?1049h\\x1b[?1000h\\x1b[?2004h\\x1b[?25l"); sys.stderr.flush()
tty.setraw(0)
write("ready")
"""


def test_a_killed_child_leaves_an_ordinary_terminal(tmp_path: Path, terminal: tuple[int, int]) -> None:
    keyboard, screen = terminal
    before = termios.tcgetattr(screen)
    child = Child(tmp_path, BREAK_THE_TERMINAL + "os.kill(os.getpid(), 9)")
    with launched(child, stdin=screen, stdout=screen, stderr=screen) as program:
        assert program.wait(PATIENCE) == 1
    assert termios.tcgetattr(screen) == before
    shown = all_that_is_shown(keyboard)
    for calm in (b"\x1b[?1049l", b"\x1b[?1000l", b"\x1b[?2004l", b"\x1b[?25h", b"\x1b[0m"):
        assert shown.rindex(calm) > shown.rindex(b"\x1b[?25l")
    assert b"What you saved is safe" in shown


def test_a_child_that_ended_by_itself_keeps_its_last_words(tmp_path: Path, terminal: tuple[int, int]) -> None:
    keyboard, screen = terminal
    before = termios.tcgetattr(screen)
    child = Child(tmp_path, BREAK_THE_TERMINAL + "sys.exit('last words')")
    with launched(child, stdin=screen, stdout=screen, stderr=screen) as program:
        assert program.wait(PATIENCE) == 1
    assert termios.tcgetattr(screen) == before
    last_words = all_that_is_shown(keyboard).partition(b"last words")[2]
    assert b"\x1b[?1000l" in last_words
    # Would put the cursor back to where it was before the app, over the words.
    assert b"\x1b[?1049l" not in last_words


def test_what_is_typed_between_two_children_is_neither_shown_nor_lost(
    tmp_path: Path, terminal: tuple[int, int]
) -> None:
    keyboard, screen = terminal
    child = Child(
        tmp_path,
        "write('ready')\n"
        "if runs == 0:\n    tty = __import__('termios'); modes = tty.tcgetattr(0); modes[3] |= tty.ECHO\n"
        "    tty.tcsetattr(0, tty.TCSANOW, modes); sys.exit(75)\n"
        "while 'typed' not in open(given.diary).read(): time.sleep(0.01)\n"
        "write(repr(os.read(0, 100)))",
    )
    with launched(child, stdin=screen, stdout=screen, stderr=screen) as program:
        end = time.monotonic() + PATIENCE
        while len(child.said) < 2:
            assert time.monotonic() < end
            time.sleep(0.01)
        os.write(keyboard, b"correct horse\r")
        with child.diary.open("a") as diary:
            diary.write("typed\n")
        assert program.wait(PATIENCE) == 0
    assert child.said[-1] == repr(b"correct horse\r")
    assert b"horse" not in all_that_is_shown(keyboard)


def vault_for(tmp_path: Path) -> Path:
    """Two files in the place of a closed vault."""
    folder = tmp_path / "ash"
    folder.mkdir()
    (folder / "vault.db").write_bytes(os.urandom(8192))
    (folder / "vault.keys").write_bytes(b"keys")
    return folder


def closing(folder: Path, ending: str) -> str:
    """A child that says it closed this vault."""
    return f"os.write(given.notes, b'client:1\\n{lifeline.vault_mark(folder)}\\n')\n{ending}"


@pytest.mark.parametrize(
    ("ending", "made"),
    [
        ("sys.exit(0)", 1),
        ("sys.exit(7)", 1),
        ("os.kill(os.getpid(), 9)", 0),
    ],
)
def test_a_vault_that_was_closed_is_backed_up(tmp_path: Path, ending: str, made: int) -> None:
    folder = vault_for(tmp_path)
    Child(tmp_path, closing(folder, ending)).run(f"--vault={folder}")
    assert len(list_backups(folder)) == made


def test_after_a_lock_it_is_backed_up_while_the_next_child_waits_for_a_passphrase(tmp_path: Path) -> None:
    folder = vault_for(tmp_path)
    script = (
        "write('x')\nif runs == 0:\n    " + closing(folder, "sys.exit(75)").replace("\n", "\n    ") + "\n"
        "until = time.monotonic() + 20\n"
        f"while not os.path.exists({str(folder / 'backups')!r}) and time.monotonic() < until: time.sleep(0.01)\n"
        "write('there')"
    )
    child = Child(tmp_path, script)
    assert child.run(f"--vault={folder}") == 0
    assert child.said == ["x", "x", "there"]
    assert len(list_backups(folder)) == 1


def test_a_child_cannot_name_a_vault_it_was_not_given(tmp_path: Path) -> None:
    folder = vault_for(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    Child(tmp_path, closing(folder, "")).run(f"--vault={elsewhere}")
    assert list_backups(folder) == []


def test_nobody_would_miss_a_practice_vault(tmp_path: Path) -> None:
    folder = vault_for(tmp_path)
    Child(tmp_path, closing(folder, "")).run(f"--vault={folder}", "--practice")
    assert list_backups(folder) == []


def test_a_backup_that_could_not_be_made_is_said_at_the_end(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = vault_for(tmp_path)
    (folder / "backups").write_bytes(b"a file in the way")
    assert Child(tmp_path, closing(folder, "")).run(f"--vault={folder}") == 0
    assert "No backup of your vault could be made (File exists)." in capfd.readouterr().err
