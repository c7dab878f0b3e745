"""The walls around the process and its terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from psw_tui.hygiene import LeakyEnvironment, has_terminal, refuse_leaky_environment, takes_controls

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")

HARDENED = """
import os, resource
from psw_tui.hygiene import harden
harden()
mask = os.umask(0)
mine = os.stat("/proc/self/mem").st_uid if os.path.exists("/proc/self/mem") else 0
print(oct(mask), resource.getrlimit(resource.RLIMIT_CORE), os.environ["OPENSSL_CONF"] == os.devnull)
"""


@posix
def test_a_hardened_process_keeps_to_itself() -> None:
    done = subprocess.run([sys.executable, "-c", HARDENED], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.split("\n")[0] == "0o77 (0, 0) True"


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux")
def test_a_hardened_process_is_not_dumpable() -> None:
    script = "import ctypes; from psw_tui.hygiene import harden; harden(); print(ctypes.CDLL(None).prctl(3))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout == "0\n"


@pytest.mark.parametrize(
    "name", ["TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL_SCREENSHOT", "TEXTUAL_SCREENSHOT_LOCATION"]
)
def test_variables_that_write_the_screen_out_are_refused(name: str) -> None:
    with pytest.raises(LeakyEnvironment) as leaky:
        refuse_leaky_environment({"HOME": "x", name: "1"})
    assert leaky.value.names == (name,)


def test_other_variables_and_empty_ones_are_fine() -> None:
    refuse_leaky_environment({"TEXTUAL_THEME": "ansi-dark", "TEXTUAL_LOG": "", "TEXTUAL_ANIMATIONS": "none"})


def test_a_dumb_terminal_is_none() -> None:
    assert not has_terminal({"TERM": "dumb"})


@posix
def test_what_is_typed_ahead_is_neither_shown_nor_lost() -> None:
    import pty
    import termios

    from psw_tui import hygiene

    keyboard, terminal = pty.openpty()
    try:
        with os.fdopen(os.dup(terminal)) as stdin, pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "__stdin__", stdin)
            saved = hygiene.quiet_terminal()
            os.write(keyboard, b"correct horse\x03\r")
            assert os.read(terminal, 100) == b"correct horse\x03\r"
            hygiene.restore_terminal(saved)
            assert termios.tcgetattr(terminal) == saved
            os.write(keyboard, b"x")
            assert os.read(keyboard, 100) == b"x"
    finally:
        os.close(keyboard)
        os.close(terminal)


@posix
def test_half_a_note_does_not_reach_the_shell() -> None:
    import pty

    from psw_tui import hygiene

    keyboard, terminal = pty.openpty()
    try:
        with os.fdopen(os.dup(terminal)) as stdin, pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "__stdin__", stdin)
            saved = hygiene.quiet_terminal()
            os.write(keyboard, b"she said")
            hygiene.restore_terminal(saved, discard=True)
            os.write(keyboard, b"ls\n")
            assert os.read(terminal, 100) == b"ls\n"
    finally:
        os.close(keyboard)
        os.close(terminal)


@posix
def test_a_terminal_can_be_made_ordinary_without_knowing_how_it_was() -> None:
    import pty
    import signal
    import termios

    from psw_tui import hygiene

    keyboard, terminal = pty.openpty()
    before = signal.getsignal(signal.SIGTTOU)
    try:
        with os.fdopen(os.dup(terminal)) as stdin, pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "__stdin__", stdin)
            hygiene.quiet_terminal()
            hygiene.loud_terminal()
        modes = termios.tcgetattr(terminal)
        assert modes[3] & termios.ECHO
        assert modes[3] & termios.ICANON
        assert modes[0] & termios.ICRNL
    finally:
        signal.signal(signal.SIGTTOU, before)
        os.close(keyboard)
        os.close(terminal)


class Console:
    """What Windows has to say about a console, or about a file in its place."""

    def __init__(self, mode: int | None, *, old: bool = False) -> None:
        self.mode = mode
        self.old = old

    def GetStdHandle(self, number: int) -> int:  # noqa: N802 - as Windows calls it
        assert number == -12
        return 7

    def GetConsoleMode(self, handle: int, mode: Any) -> int:  # noqa: N802
        assert handle == 7
        if self.mode is not None:
            mode._obj.value = self.mode
        return int(self.mode is not None)

    def SetConsoleMode(self, handle: int, mode: int) -> int:  # noqa: N802
        if not self.old:
            self.mode = mode
        return int(not self.old)


def test_a_windows_console_is_told_to_obey_control_sequences() -> None:
    """One that cannot gets none, or they would stand there as signs."""
    console = Console(3)
    assert takes_controls(2, console)
    assert console.mode == 3 | 4
    assert not takes_controls(2, Console(3, old=True))
    assert not takes_controls(2, Console(None))


@posix
def test_elsewhere_a_terminal_always_does() -> None:
    assert takes_controls(2)
