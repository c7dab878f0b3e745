"""A child process, started with as little as possible: what this module loads, the first screen waits for."""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False  # typing itself would have to be loaded
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence
    from typing import TypeAlias

    Child: TypeAlias = "subprocess.Popen[bytes] | PosixChild"


FRUGAL = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072", "MALLOC_MMAP_THRESHOLD_": "65536"}
"""For glibc, in bytes: give back what is free, as mallopt(3) has it. Else it keeps a share for each thread and ever larger
pieces, and after a day the app holds several MiB more. What the worker's own environment says of these counts more."""


class PosixChild:
    """A process of ours that has begun; wait for its end exactly once."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._ended = False

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if not self._ended:
            os.kill(self.pid, number)

    def wait(self) -> int:
        """Its exit code once it has ended, the negative number of the signal where one killed it."""
        _, status = os.waitpid(self.pid, 0)
        self._ended = True
        return os.waitstatus_to_exitcode(status)


def start_child(command: Sequence[str], wires: Sequence[int] = ()) -> Child:
    """Start a program that gets these descriptors by their numbers, and no others but the usual three.

    Raises OSError. Nothing else may start a process meanwhile, or it would get the descriptors too.
    """
    if sys.platform == "win32":
        import subprocess

        return subprocess.Popen(list(command))
    for wire in wires:
        os.set_inheritable(wire, True)
    # Python ignores these two for itself; a child that is no Python would do so for ever.
    usual = [signal.SIGPIPE, *([signal.SIGXFSZ] if hasattr(signal, "SIGXFSZ") else [])]
    return PosixChild(os.posix_spawnp(command[0], list(command), FRUGAL | os.environ, setsigdef=usual))
