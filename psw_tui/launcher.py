"""Runs the app as a child and starts it again when it locked: only a process that ended has really forgotten a key.

The launcher itself never holds a key or a note. What passes between two children is the id of what was open. What a
child says last is which vault it closed: the launcher copies that one, encrypted as it lies there.
"""

from __future__ import annotations

# Whatever is imported up here, the first screen waits for: no typing, no dataclasses, and what only an end needs later.
import os
import signal
import sys
import time
from contextlib import ExitStack, contextmanager, suppress

from psw_tui.child import start_child
from psw_tui.exit_codes import LOCKED, OWN, PRACTISE
from psw_tui.hygiene import forbid_reading_memory, quiet_terminal, restore_terminal, takes_controls

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

    from psw_tui.child import Child
    from psw_tui.closed import Copier

GOES_ON = (LOCKED, PRACTISE, OWN)
PRACTICE = ("--practice", "--lesson")
"""What a child of the practice is started with."""
KILLED = 1
QUICK_SECONDS = 1.0
"""A child that locks sooner than this was of no use to anyone."""
MOST_QUICK_LOCKS = 5
LONGEST_SECRET = 4096
"""Fits into every pipe, so that handing it over never waits for the child."""

_CALM_SCREEN = (
    "\x1b[?2026l"  # no half-painted picture held back
    "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # mouse
    "\x1b[?1004l\x1b[?2004l\x1b[?2048l"  # focus reports, bracketed paste, size reports
    "\x1b[?1047l\x1b[?7h\x1b[?25h\x1b[0m"  # ordinary screen, line wrap, cursor, colours
)
# After a child that ended by itself this would move the cursor over whatever it said last.
_LEAVE_SCREEN_FOR_THE_DEAD = "\x1b[<u\x1b[?1049l"

# What stands on the window and in the list of windows is for everybody's eyes; the old title comes back at the end.
_NEUTRAL_TITLE, _FORMER_TITLE = "\x1b[22;2t\x1b]2;Notes\x07", "\x1b[23;2t"
_WITHOUT_TITLE = ("linux", "vt", "dumb")


class _Relay:
    """Hands signals to the child of the moment, and remembers that the end was asked for."""

    def __init__(self) -> None:
        self.child: Child | None = None
        self.copier: Copier | None = None
        self.asked_to_end = 0

    def end(self, number: int, _frame: FrameType | None = None) -> None:
        self.asked_to_end = number
        if self.child is not None:
            self.child.send_signal(number)

    def interrupt(self, _number: int, _frame: FrameType | None = None) -> None:
        """Leaves a backup out. The child has its own idea of an interrupt."""
        if self.copier is not None:
            self.copier.stop()

    def adopt(self, child: Child) -> None:
        self.child = child
        if self.asked_to_end:
            # The signal came while the child was being made.
            child.send_signal(self.asked_to_end)


class _Ended:
    """How one child ended."""

    def __init__(self, code: int, seconds: float, note: str, closed: str) -> None:
        self.code = code
        self.seconds = seconds
        self.note = note
        """The id to come back to."""
        self.closed = closed
        """The mark of the vault it closed; empty if it was killed, or had none open."""

    @property
    def was_killed(self) -> bool:
        """A signal is negative, a Windows exception is huge."""
        return not 0 <= self.code <= 255


class _Start:
    """What one child is started with."""

    def __init__(self, command: Sequence[str], secret: bytes | None = None) -> None:
        self.command = command
        self.secret = secret


def run(
    arguments: Sequence[str],
    *,
    first: Sequence[str] = (),
    secret: bytes | None = None,
    command: Sequence[str] | None = None,
) -> int:
    """Run children until one really ends; returns the exit code of the program.

    Every child gets `arguments`; only the first gets `first`, and `secret` through a pipe (not on Windows).
    `command` is what starts a child, for tests.
    """
    program = [*(command or child_command())]
    here = own = [*program, *arguments]
    start = _Start([*here, *first], secret)
    relay = _Relay()
    quick_locks = 0
    saved = quiet_terminal()
    with _signals(relay), _neutral_title():
        try:
            while True:
                ended = _one_child(start, relay)
                _calm_screen(ended)
                _back_up(ended, here, relay)
                quick_locks = quick_locks + 1 if ended.code == LOCKED and ended.seconds < QUICK_SECONDS else 0
                if ended.code not in GOES_ON or relay.asked_to_end or quick_locks >= MOST_QUICK_LOCKS:
                    break
                quiet_terminal(saved)
                if ended.code != LOCKED:
                    here = [*program, *PRACTICE] if ended.code == PRACTISE else own
                at_once = ["--at-once"] if ended.code == PRACTISE else []
                returns = [f"--return-to={ended.note}"] if ended.note else []
                start = _Start([*here, *at_once, *returns])
        finally:
            restore_terminal(saved, discard=True)
        if relay.copier is not None:
            copier = relay.copier
            copier.finish(lambda words: _say(words, reason=copier.reason), hurry=bool(relay.asked_to_end))
    return _verdict(ended, asked_to_end=bool(relay.asked_to_end))


def child_command() -> list[str]:
    """How this very program is started as a child."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--child"]
    # -m would look for modules in the current folder, which may be anybody's stick: only where that is how we came.
    here = [] if {"", os.getcwd()} & set(sys.path) else ["-P"]
    return [sys.executable, *here, "-m", "psw_tui", "--child"]


def _one_child(start: _Start, relay: _Relay) -> _Ended:
    began = time.monotonic()
    with ExitStack() as open_ends:
        if sys.platform == "win32":
            # No descriptors pass to a child here: no lifeline, no note, and the passphrase is typed.
            child, notes = start_child(start.command), None
        else:
            child, notes = _wired_child(start, open_ends)
        relay.adopt(child)
        forbid_reading_memory()
        try:
            code = child.wait()
        finally:
            relay.child = None
        note, closed = ("", "") if notes is None else _read_notes(notes)
        return _Ended(code, time.monotonic() - began, note, closed)


def _back_up(ended: _Ended, command: Sequence[str], relay: _Relay) -> None:
    """Begin to copy the vault the child closed. Nobody would miss a practice vault."""
    if ended.was_killed or "--practice" in command or not (ended.closed or sys.platform == "win32"):
        return
    from psw_tui.closed import Copier  # only read once there is something to copy

    relay.copier = relay.copier or Copier()
    relay.copier.begin(ended.closed, command)


def _wired_child(start: _Start, open_ends: ExitStack) -> tuple[Child, int]:
    """A child with its pipes, and the end its note comes out of; `open_ends` closes what is left here."""
    childs: dict[str, int] = {}
    with ExitStack() as handed_over:
        # Only this process holds the other end of the lifeline, so it ends when this process does.
        childs["--lifeline"], _ = _pipe(read=handed_over, write=open_ends)
        notes, childs["--notes"] = _pipe(read=open_ends, write=handed_over)
        if start.secret is not None:
            childs["--passphrase-fd"] = _secret_pipe(start.secret, handed_over)
        wires = [f"{name}={fd}" for name, fd in childs.items()]
        child = start_child([*start.command, *wires], list(childs.values()))
    return child, notes


def _secret_pipe(secret: bytes, handed_over: ExitStack) -> int:
    if len(secret) > LONGEST_SECRET:
        raise ValueError(f"a secret has at most {LONGEST_SECRET} bytes")
    with ExitStack() as written:
        reader, writer = _pipe(read=handed_over, write=written)
        os.write(writer, secret)
    return reader


def _pipe(*, read: ExitStack, write: ExitStack) -> tuple[int, int]:
    reader, writer = os.pipe()
    read.callback(os.close, reader)
    write.callback(os.close, writer)
    return reader, writer


def _read_notes(notes: int) -> tuple[str, str]:
    """The ids the child left; anything else is dropped unread."""
    if sys.platform == "win32":
        return "", ""
    from psw_tui.lifeline import LONGEST_NOTE, MOST_NOTES, read_notes

    # A process the child left behind may still hold the pipe: never wait for it.
    os.set_blocking(notes, False)
    with suppress(BlockingIOError):
        return read_notes(os.read(notes, MOST_NOTES * LONGEST_NOTE + 1))
    return "", ""


@contextmanager
def _signals(relay: _Relay) -> Iterator[None]:
    """Hand a request to end on to the child, leave interrupts to it, and put everything back afterwards."""
    names = ("SIGHUP", "SIGTERM", "SIGBREAK")
    endings = [number for name in names if (number := getattr(signal, name, None)) is not None]
    # A handler of our own, not SIG_IGN: the child would inherit that.
    handlers = {signal.SIGINT: relay.interrupt} | dict.fromkeys(endings, relay.end)
    before = {number: signal.getsignal(number) for number in handlers}
    wanted = {number: handler for number, handler in handlers.items() if before[number] is not signal.SIG_IGN}
    try:
        for number, handler in wanted.items():
            signal.signal(number, handler)
        yield
    finally:
        for number in wanted:
            signal.signal(number, before[number])


@contextmanager
def _neutral_title() -> Iterator[None]:
    if os.environ.get("TERM", "").startswith(_WITHOUT_TITLE):
        yield
        return
    _tell_terminal(_NEUTRAL_TITLE)
    try:
        yield
    finally:
        _tell_terminal(_FORMER_TITLE)


def _calm_screen(ended: _Ended) -> None:
    _tell_terminal((_LEAVE_SCREEN_FOR_THE_DEAD if ended.was_killed else "") + _CALM_SCREEN)


def _tell_terminal(controls: str) -> None:
    stream = sys.__stderr__
    if stream is None or not stream.isatty() or not takes_controls(stream.fileno()):
        return
    with suppress(OSError):  # the terminal may be gone, and with it the need
        stream.write(controls)
        stream.flush()


def _verdict(ended: _Ended, *, asked_to_end: bool) -> int:
    if ended.was_killed:
        _say(
            "The program was stopped from outside. What you saved is safe, and what you were writing is kept"
            " as a draft up to the last two seconds. Start psw-tui again to go on."
        )
        return KILLED
    if ended.code not in GOES_ON:
        return ended.code
    if asked_to_end:
        return 0
    _say("The app locked itself again and again right after it started, so it was not started once more.")
    return KILLED


def _say(sentence: str, **values: object) -> None:
    # Only read when there is something to say: the way to the first screen stays short.
    from psw_tui.language import from_environment

    with suppress(OSError):
        sys.stderr.write(from_environment(os.environ).say(sentence, **values) + "\n")
        sys.stderr.flush()
