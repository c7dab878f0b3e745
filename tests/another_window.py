"""Another window: a process of its own that has a vault open."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import PASSPHRASE

PATIENCE = 20

SCRIPT = """
import sys; from pathlib import Path; from psw_tui.clock import SystemClock
from psw_tui.storage.vault import open_with_passphrase
vault = open_with_passphrase(Path(sys.argv[1]), sys.argv[2], clock=SystemClock())
print("open", flush=True); sys.stdin.read(); vault.close()
"""


@contextmanager
def open_elsewhere(folder: Path) -> Iterator[None]:
    """The vault is open in another process, and closed again when this returns."""
    command = [sys.executable, "-c", SCRIPT, str(folder), PASSPHRASE]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdin
        assert other.stdout.readline() == b"open\n"
        try:
            yield
        finally:
            other.stdin.close()
            other.wait(PATIENCE)
