"""Answers from a list in place of a person, and a vault to talk about."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from psw_tui.plain import start
from psw_tui.plain.lines import EndOfInput
from psw_tui.plain.start import talk
from psw_tui.storage.vault import Vault, open_with_passphrase
from tests.conftest import PASSPHRASE, WORKER, StillClock


@dataclass
class Script:
    """Lines typed one after the other; at their end, the end of input or whatever else happens."""

    lines: list[str]
    then: type[BaseException] = EndOfInput
    half: str = ""
    """What was typed of one more line that was never ended."""
    heard: int = field(default=0, init=False)

    def next(self) -> str:
        if self.heard == len(self.lines):
            raise self.then
        self.heard += 1
        return self.lines[self.heard - 1]

    def rest(self) -> str:
        return self.half


def said_in(vault: Vault, *lines: str, then: type[BaseException] = EndOfInput, half: str = "") -> str:
    """What is said, with each answer where it was given; the vault is closed at the end."""
    out = io.StringIO()
    talk(vault, Script(list(lines), then, half), out, on_terminal=False)
    assert not vault.is_open
    return out.getvalue()


def squeezed(said: str) -> str:
    """The same without what a line break does to a sentence."""
    return " ".join(said.split())


@pytest.fixture(autouse=True)
def no_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies beside the vault is tried where it belongs."""
    monkeypatch.setattr(start.closed, "back_up", lambda *_: None)


@contextmanager
def reopened(folder: Path) -> Iterator[Vault]:
    """The vault once more, after a conversation closed it."""
    with open_with_passphrase(folder, PASSPHRASE, clock=StillClock()) as found:
        found.author = WORKER
        yield found
