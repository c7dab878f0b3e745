"""What the process does to itself and its terminal before anything secret is near."""

from __future__ import annotations

# Until the terminal is quiet, what is typed is shown: typing and copy, which nothing needs so early, would take longer.
import os
import sys
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeAlias

    TerminalModes: TypeAlias = list[Any]
    """What termios.tcgetattr gives; only handed back to it."""

LEAKY = frozenset({"TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_DEBUG", "TEXTUAL_DRIVER", "TEXTUAL_SHOW_RETURN"})
"""Variables that make Textual write what is on the screen to a file, to another program or after the end."""

LEAKY_PREFIX = "TEXTUAL_SCREENSHOT"

_PR_SET_DUMPABLE = 4
_STANDARD_HANDLES = {0: -10, 1: -11, 2: -12}
_OBEYS = 0x0004
"""ENABLE_VIRTUAL_TERMINAL_PROCESSING."""


class LeakyEnvironment(Exception):
    """Variables are set that would write what is on the screen somewhere in clear."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def harden(*, memory: bool = True) -> None:
    """Make new files private, memory unreadable for others, and OpenSSL deaf to configuration files.

    Without `memory` that part is still to be done, by `forbid_reading_memory`: it takes longer than all else here.
    """
    os.umask(0o077)
    # The carried OpenSSL looks for its configuration in a folder of the machine that built it.
    os.environ["OPENSSL_CONF"] = os.devnull
    _forbid_core_dumps()
    if memory:
        forbid_reading_memory()


def refuse_leaky_environment(environment: Mapping[str, str]) -> None:
    """Raise LeakyEnvironment when a variable would have the screen written out in clear."""
    names = tuple(sorted(name for name, value in environment.items() if value and _is_leaky(name)))
    if names:
        raise LeakyEnvironment(names)


def has_terminal(environment: Mapping[str, str]) -> bool:
    """Whether the app can draw and read keys; without both Textual would wait for ever."""
    # Textual reads the original standard input and draws on the original standard error.
    streams = (sys.__stdin__, sys.__stderr__)
    return environment.get("TERM") != "dumb" and all(stream is not None and stream.isatty() for stream in streams)


def quiet_terminal(modes: TerminalModes | None = None) -> TerminalModes | None:
    """Stop the terminal showing what is typed, and keep it for the app; returns the modes to give back later.

    Starts from `modes` where a child may have left the terminal in a bad state, else from what is set now.
    Does nothing, and returns None, without a terminal and on Windows.
    """
    if sys.platform == "win32":
        return None
    import termios

    terminal = _terminal()
    if terminal is None:
        return None
    saved: TerminalModes = termios.tcgetattr(terminal) if modes is None else modes
    quiet: TerminalModes = [*saved[:6], list(saved[6])]
    # Enter must arrive as Enter: turned into a line feed it would be another key for the app.
    quiet[0] &= ~(termios.ICRNL | termios.INLCR | termios.IGNCR)
    # Ctrl+c waits for the app like every other key: in a child that is only starting it would end in a traceback.
    quiet[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
    quiet[6][termios.VMIN], quiet[6][termios.VTIME] = 1, 0
    _set_modes(terminal, quiet)
    return saved


def restore_terminal(saved: TerminalModes | None, *, discard: bool = False) -> None:
    """Give the terminal back the modes it had; `discard` drops keys meant for the app that it never read."""
    terminal = _terminal()
    if sys.platform == "win32" or saved is None or terminal is None:
        return
    import termios

    if discard:
        # Half a note must not reach the shell, where it would be shown, run and remembered.
        with suppress(termios.error):
            termios.tcflush(terminal, termios.TCIFLUSH)
    _set_modes(terminal, saved)


def loud_terminal() -> None:
    """Make an ordinary terminal without knowing how it was: for the child whose launcher was killed."""
    terminal = _terminal()
    if sys.platform == "win32" or terminal is None:
        return
    import signal
    import termios

    # The shell may already have the terminal back; asking must then fail, not stop this process.
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    with suppress(termios.error):
        modes: TerminalModes = termios.tcgetattr(terminal)
        modes[0] |= termios.ICRNL | termios.IXON
        modes[3] |= termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG
        termios.tcsetattr(terminal, termios.TCSANOW, modes)


def takes_controls(number: int, kernel: Any = None) -> bool:
    """Whether the console behind this descriptor obeys control sequences instead of showing them.

    Windows, unseen: it has to be told to, and Textual tells it only while the app runs; what the launcher says before
    and after would stand there as signs. Elsewhere every terminal does.
    """
    if os.name != "nt" and kernel is None:
        return True
    import ctypes

    kernel = kernel or vars(ctypes)["windll"].kernel32
    console, mode = kernel.GetStdHandle(_STANDARD_HANDLES.get(number, number)), ctypes.c_ulong()
    if not kernel.GetConsoleMode(console, ctypes.byref(mode)):
        return False
    return bool(mode.value & _OBEYS or kernel.SetConsoleMode(console, mode.value | _OBEYS))


def _is_leaky(name: str) -> bool:
    return name in LEAKY or name.startswith(LEAKY_PREFIX)


def _forbid_core_dumps() -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def forbid_reading_memory() -> None:
    """Keep other processes of the same user out of this one; every exec forgets it."""
    if sys.platform != "linux":
        return
    import ctypes

    # A C library without prctl only lacks this one wall.
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _terminal() -> int | None:
    stdin = sys.__stdin__
    if stdin is None or stdin.closed or not stdin.isatty():
        return None
    return stdin.fileno()


def _set_modes(terminal: int, modes: TerminalModes) -> None:
    if sys.platform == "win32":
        return
    import termios

    # At once, not after a flush: what was typed ahead stays. A terminal that is gone needs no modes.
    with suppress(termios.error):
        termios.tcsetattr(terminal, termios.TCSANOW, modes)
