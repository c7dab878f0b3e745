"""A practice vault made once by the program itself, and a copy of it for every test that asks."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from psw_tui.cli.main import run

PASSPHRASE = "practice"

Ask = Callable[..., tuple[int, str, str]]
"""Gives a command to the command line: (arguments…, typed=what comes on standard input) to (code, output, errors)."""


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `demo --keep` leaves."""
    folder = tmp_path_factory.mktemp("demo") / "practice"
    before, sys.stdin = sys.stdin, io.StringIO()
    try:
        assert run(["demo", "--headless", "--keep", str(folder)]) == 0
    finally:
        sys.stdin = before
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A practice vault of the test's own."""
    return Path(shutil.copytree(made, tmp_path / "vault"))


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ask:
    """The command line as a script sees it: no terminal, an empty data folder, English."""
    monkeypatch.setenv("PSW_TUI_LANGUAGE", "en")
    monkeypatch.setenv("PSW_TUI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path))

    def asked(*arguments: object, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return asked


@pytest.fixture
def ask_vault(ask: Ask, folder: Path) -> Ask:
    """The same about the test's own practice vault."""

    def asked(*arguments: object) -> tuple[int, str, str]:
        return ask(*arguments, "--vault", folder, "--passphrase-file", "-", typed=PASSPHRASE + "\n")

    return asked
