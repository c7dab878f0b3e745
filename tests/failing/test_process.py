"""The real program on a real terminal: what is left of it after a lock, a kill, a fault or the end of its terminal."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("looks into /proc", allow_module_level=True)

from psw_tui.services.drafts import draft_at, unfinished
from psw_tui.storage import keyfile, recovery
from psw_tui.storage.errors import VaultBusy
from tests.conftest import PASSPHRASE, RECOVERY_CODE, StillClock
from tests.failing.terminal import PATIENCE, Terminal, cpu_seconds, is_running, running, tree_of
from tests.long.canary import plain_text
from tests.long.session import strace
from tests.ui.driving import inside

WORDS, MORE = "xylophone quarrel", " at noon"
CODE = "Thistle-88"
F3, F9 = "\x1bOR", "\x1b[20~"
SELECT_LINE, RIGHT, CTRL_C, CTRL_V = "\x1b[1;2H", "\x1b[C", "\x03", "\x16"
CLIENT = "Goals:"

BOMB = """
import importlib
real = importlib.import_module
def import_module(name, package=None):
    module = real(name, package)
    if name == "psw_tui.ui.house":
        from psw_tui.ui.frames.form import FormScreen
        def action_words(self):
            local = self.view.raw["their_words"]
            raise RuntimeError(local)
        FormScreen.action_words = action_words
    return module
importlib.import_module = import_module
"""


def draft_words(home: Path) -> list[str]:
    """The words in every draft of the vault, once whoever had it open is gone."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with inside(home / "vaults" / "ash", StillClock()) as vault:
                return [draft_at(vault, note.place).get("their_words", "") for note in unfinished(vault)]
        except VaultBusy:
            assert time.monotonic() < end


def memory_holds(pids: Iterable[int], secrets: dict[str, bytes]) -> dict[str, bool]:
    """Which secrets lie in the memory of these processes."""
    found = dict.fromkeys(secrets, False)
    for pid in pids:
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
            for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
                span, rights, *_ = line.split()
                if "r" in rights and not line.endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                    first, last = (int(each, 16) for each in span.split("-"))
                    memory.seek(first)
                    content = memory.read(last - first)
                    found |= {name: True for name, secret in secrets.items() if secret in content}
    return found


def another_child(terminal: Terminal, before: int) -> int:
    terminal.until(lambda: terminal.child not in (0, before), "another process")
    return terminal.child


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may look into the memory of these processes")
def test_after_a_lock_no_process_remembers_anything(home: Path) -> None:
    """Neither passphrase nor key nor note; before the lock they are found. Then back to the client."""
    folder = home / "vaults" / "ash"
    key = keyfile.database_key(recovery.decode(RECOVERY_CODE), (folder / "vault.db").read_bytes()[:16])
    secrets = {
        "passphrase": PASSPHRASE.encode(),
        "key": bytes.fromhex(key[2:66].decode()),
        "note": WORDS.encode(),
        "client": CODE.encode(),
    }
    with running(home) as terminal:
        terminal.unlock(PASSPHRASE, CODE)
        terminal.begin_note(WORDS)
        terminal.reads("draft kept")
        first = terminal.child
        # SQLCipher keeps its key masked, also while it uses it.
        assert memory_holds([first], secrets) | {"key": True} == dict.fromkeys(secrets, True)
        since = terminal.type(F9)
        second = another_child(terminal, first)
        terminal.reads("Passphrase", since)
        assert not is_running(first)
        everybody = [terminal.process.pid, *tree_of(terminal.process.pid)]
        assert second in everybody
        assert memory_holds(everybody, secrets) == dict.fromkeys(secrets, False)
        terminal.reads(CODE, terminal.type(PASSPHRASE + "\r"))
    assert draft_words(home) == [WORDS]


def test_unlocking_returns_to_the_client(home: Path) -> None:
    """`L` on the client's page, and the same page after the passphrase."""
    with running(home) as terminal:
        terminal.unlock(PASSPHRASE, CODE)
        terminal.reads(CLIENT, terminal.type("\r"))
        before = terminal.child
        since = terminal.type("L")
        another_child(terminal, before)
        terminal.reads("Passphrase", since)
        terminal.reads(CLIENT, terminal.type(PASSPHRASE + "\r"))


def test_what_was_typed_just_before_hiding_is_kept(home: Path) -> None:
    """Words and F9 in one go: the words have not even reached their box when the key is seen."""
    with running(home) as terminal:
        terminal.unlock(PASSPHRASE, CODE)
        terminal.begin_note("")
        before = terminal.child
        since = terminal.type(WORDS + F9)
        another_child(terminal, before)
        terminal.reads("Passphrase", since)
    assert draft_words(home) == [WORDS]


def test_stopping_the_process_locks_it(home: Path) -> None:
    """A stopped process would hold the key for as long as nobody wakes it."""
    with running(home) as terminal:
        terminal.unlock(PASSPHRASE, CODE)
        before = terminal.child
        os.kill(before, signal.SIGTSTP)
        another_child(terminal, before)
        assert not is_running(before)


@pytest.mark.parametrize(
    "about",
    [{}, {"ignore": signal.SIGHUP}, {"controlling": False}],
    ids=["hang up", "deaf to hanging up", "nobody tells"],
)
def test_a_vanished_terminal_ends_it_with_the_draft_kept(home: Path, about: dict[str, int]) -> None:
    """Its window is gone, whether or not a signal says so; no process is left to spin."""
    with running(home, **about) as terminal:  # type: ignore[arg-type]
        terminal.unlock(PASSPHRASE, CODE)
        terminal.begin_note(WORDS)
        everybody = tree_of(terminal.process.pid)
        terminal.until(lambda: WORDS in terminal.text(), "words")
        terminal.hang_up()
        terminal.ends()
        assert not any(is_running(pid) for pid in everybody)
    assert draft_words(home) == [WORDS]


def test_a_terminal_that_stands_still_and_then_vanishes_ends_it_too(home: Path) -> None:
    """A connection that breaks: pictures that nobody takes pile up, and hold up neither the draft nor the end."""
    with running(home) as terminal:
        terminal.unlock(PASSPHRASE, CODE)
        terminal.begin_note(WORDS)
        everybody = tree_of(terminal.process.pid)
        terminal.until(lambda: WORDS in terminal.text(), "words")
        terminal.stop_listening()
        for _ in range(200):
            terminal.type("x")
            time.sleep(0.02)  # a picture for each letter, until there is no room for one more
        terminal.hang_up()
        terminal.ends()
        assert not any(is_running(pid) for pid in everybody)
    assert draft_words(home)[0].startswith(WORDS + "x")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
def test_a_request_to_end_keeps_the_draft(home: Path, number: signal.Signals) -> None:
    """The system goes down, or somebody asks the process itself."""
    with running(home) as terminal:
        terminal.unlock(PASSPHRASE, CODE)
        terminal.begin_note(WORDS)
        terminal.until(lambda: WORDS in terminal.text(), "words")
        os.kill(terminal.child, number)
        assert terminal.ends() == 0
        assert termios.tcgetattr(terminal.screen) == terminal.before
    assert draft_words(home) == [WORDS]


def test_a_terminal_that_takes_nothing_any_more_does_not_hold_the_end_up(home: Path) -> None:
    """A frozen connection: the app cannot draw its way out, and goes all the same."""
    with running(home) as terminal:
        terminal.unlock(PASSPHRASE, CODE)
        terminal.begin_note(WORDS)
        terminal.until(lambda: WORDS in terminal.text(), "words")
        child = terminal.child
        terminal.stop_listening()
        terminal.type("x" * 200)
        os.kill(child, signal.SIGTERM)
        terminal.until(lambda: not is_running(child), "end")
    assert draft_words(home)[0].startswith(WORDS)


def test_killing_the_app_leaves_an_ordinary_terminal(home: Path) -> None:
    """kill -9: the launcher puts everything back and says that nothing is lost."""
    with running(home) as terminal:
        terminal.unlock(PASSPHRASE, CODE)
        terminal.begin_note(WORDS)
        terminal.reads("draft kept")
        time.sleep(2)  # what is kept up to two seconds before is promised, and not more
        os.kill(terminal.child, signal.SIGKILL)
        assert terminal.ends() == 1
        assert termios.tcgetattr(terminal.screen) == terminal.before
        terminal.reads("What you saved is safe")
        assert terminal.written.rindex(b"\x1b[?1049l") > terminal.written.rindex(b"\x1b[?1049h")
        assert terminal.written.rindex(b"\x1b[?25h") > terminal.written.rindex(b"\x1b[?25l")
    assert draft_words(home) == [WORDS]


def test_killing_the_launcher_leaves_no_process_with_a_key(home: Path) -> None:
    """kill -9: the app notices, keeps the draft, closes, and leaves an ordinary terminal."""
    with running(home) as terminal:
        terminal.unlock(PASSPHRASE, CODE)
        terminal.begin_note(WORDS)
        terminal.until(lambda: WORDS in terminal.text(), "words")
        everybody = tree_of(terminal.process.pid)
        terminal.process.kill()
        terminal.until(lambda: not any(is_running(pid) for pid in everybody), "end")
        assert termios.tcgetattr(terminal.screen)[3] & (termios.ECHO | termios.ICANON)
        assert terminal.written.rindex(b"\x1b[?1049l") > terminal.written.rindex(b"\x1b[?1049h")
    assert draft_words(home) == [WORDS]


def test_a_fault_shows_no_word_and_keeps_the_draft(home: Path, tmp_path: Path) -> None:
    """The message of the fault is the very note; it is neither in what stays on the terminal nor in a file."""
    (tmp_path / "bomb").mkdir()
    (tmp_path / "bomb" / "sitecustomize.py").write_text(BOMB)
    with running(home, PYTHONPATH=str(tmp_path / "bomb")) as terminal:
        terminal.unlock(PASSPHRASE, CODE)
        terminal.begin_note(WORDS)
        terminal.until(lambda: WORDS in terminal.text(), "words")
        terminal.type(MORE + F3)
        assert terminal.ends() == 1
        terminal.reads("What you saved is safe")
        stays = terminal.written[terminal.written.rindex(b"\x1b[?1049l") :]
        assert b"RuntimeError" in stays
        assert b"xylophone" not in stays
        assert b"Thistle" not in stays
        assert termios.tcgetattr(terminal.screen) == terminal.before
    assert draft_words(home) == [WORDS + MORE]
    assert not any(b"xylophone" in path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_the_terminal_hears_no_copied_word_and_a_neutral_title(home: Path) -> None:
    """What is copied is pasted inside the program; the clipboard and the title of the window get nothing of it."""
    with running(home) as terminal:
        terminal.unlock(PASSPHRASE + SELECT_LINE + CTRL_C + RIGHT, CODE)
        terminal.begin_note(WORDS)
        terminal.until(lambda: WORDS in terminal.text(), "words")
        terminal.type(SELECT_LINE + CTRL_C + RIGHT + CTRL_V)
        terminal.type(F9)
        terminal.reads("Passphrase", len(terminal.written))
        os.kill(terminal.child, signal.SIGTERM)
        assert terminal.ends() == 0
        commands = set(re.findall(rb"\x1b\]([^\x07\x1b]*)", terminal.written))
        assert commands <= {b"2;Notes", b"22;default", b"22;text", b"22;pointer"}
        assert b"2;Notes" in commands
        assert b"\x1b[23;2t" in terminal.written[-200:]
    assert draft_words(home) == [WORDS * 2]


def test_a_passphrase_typed_before_the_screen_is_up_is_neither_shown_nor_lost(home: Path) -> None:
    """From the moment the program has the terminal, long before it draws."""
    with running(home) as terminal:
        terminal.until(lambda: not termios.tcgetattr(terminal.screen)[3] & termios.ECHO, "silence")
        assert terminal.written.count(b"\x1b[?1049h") == 0
        terminal.type(PASSPHRASE + "\r")
        terminal.reads(CODE)
        assert PASSPHRASE.encode() not in terminal.written
        assert b"seven" not in terminal.written


def test_idling_uses_next_to_nothing(home: Path) -> None:
    """Neither the app nor its watchers go round in circles."""
    with running(home) as terminal:
        terminal.unlock(PASSPHRASE, CODE)
        time.sleep(1)
        before = cpu_seconds(terminal.child)
        time.sleep(2)
        assert cpu_seconds(terminal.child) - before < 0.5


@pytest.mark.skipif(strace() is None, reason="strace is missing, or it may not trace here")
def test_no_socket_is_opened_and_no_file_is_made_elsewhere(home: Path, tmp_path: Path) -> None:
    """A walk with a note, a lock and the end, every process of it traced; no word is written but to the terminal."""
    trace = tmp_path / "trace"
    calls = "network,openat,creat,mkdir,rename,link,symlink,memfd_create,write,pwrite64,writev"
    wrap = [str(strace()), "-f", "-qq", "-y", "-xx", "-s", "200000", "-e", f"trace={calls}", "-o", str(trace)]
    with running(home, wrap=wrap) as terminal:
        terminal.unlock(PASSPHRASE, CODE)
        terminal.begin_note(WORDS)
        terminal.reads("draft kept")
        since = terminal.type(F9)
        terminal.reads("Passphrase", since)
        terminal.type("\x1b")
        assert terminal.ends() == 0
    lines = trace.read_text().splitlines()
    sockets = [line for line in lines if re.search(r"\b(socket|socketpair|connect|bind|sendto|sendmsg)\(", line)]
    assert [line for line in sockets if "AF_UNIX" not in line and "sendto" not in line] == []
    assert not any("connect(" in line or "bind(" in line for line in sockets)
    made = [plain_text(line) for line in lines if "O_CREAT" in line or "O_TMPFILE" in line or "memfd_create" in line]
    assert [path for path in made if not path.startswith(str(home)) and "__pycache__" not in path] == []
    told = [line for line in lines if "xylophone" in plain_text(line) and "/dev/pts" not in plain_path(line)]
    assert told == []
    assert any("xylophone"[0] in plain_text(line) for line in lines if "/dev/pts" in plain_path(line))


def plain_path(line: str) -> str:
    """The file a traced call is about."""
    found = re.search(r"\(\d+<([^>]*)>", line)
    return found[1].encode().decode("unicode_escape") if found else ""
