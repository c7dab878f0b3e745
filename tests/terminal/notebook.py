"""The notebook itself on a terminal: a data folder with a vault in it, and the program opened on that."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from psw_tui.clock import SystemClock
from psw_tui.places import HOME_VARIABLE
from psw_tui.services.set_up import set_up
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import Vault, open_with_passphrase
from tests.conftest import PASSPHRASE, RECOVERY_CODE, WORKER
from tests.terminal.program import Program

P = TypeVar("P", bound=Program)

REPOSITORY = Path(__file__).parents[2]


class Notebook:
    """One worker's data folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.vault = home / "vaults" / "ash"
        self.passphrase_file = home.parent / f"{home.name}.passphrase"

    def make(self) -> None:
        """A vault with settings and nothing else, and the passphrase in a file beside the data folder."""
        how = {"recovery_code": RECOVERY_CODE, "worker": WORKER, "language": "en"}
        set_up(self.vault, PASSPHRASE, clock=SystemClock(), profile=CHEAPEST, **how).close()
        self.write_passphrase()

    def write_passphrase(self) -> None:
        descriptor = os.open(self.passphrase_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(PASSPHRASE)

    def inside(self) -> Vault:
        """The vault itself, while no program has it open; close it."""
        vault = open_with_passphrase(self.vault, PASSPHRASE, clock=SystemClock())
        vault.author = WORKER
        return vault

    def program(
        self,
        size: tuple[int, int] = (80, 24),
        *,
        command: Sequence[str] = ("-m", "psw_tui"),
        unlocked: bool = True,
        environment: Mapping[str, str] | None = None,
    ) -> Program:
        """The program on a terminal, unlocked by the passphrase file or waiting to be."""
        return self.program_on(Program, size, command=command, unlocked=unlocked, environment=environment)

    def program_on(
        self,
        terminal: type[P],
        size: tuple[int, int] = (80, 24),
        *,
        command: Sequence[str] = ("-m", "psw_tui"),
        unlocked: bool = True,
        environment: Mapping[str, str] | None = None,
    ) -> P:
        """The same on a terminal of this kind."""
        key = ["--passphrase-file", str(self.passphrase_file)] if unlocked else []
        around = {HOME_VARIABLE: str(self.home), "LC_ALL": "C.UTF-8"} | dict(environment or {})
        return terminal([sys.executable, *command, *key], size=size, environment=around, folder=REPOSITORY)
