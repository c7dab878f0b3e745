"""The practice vault from outside: it is really encrypted, it goes away, and it stays when asked to."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from psw_tui import launcher
from psw_tui.cli import demo
from psw_tui.cli.main import run
from psw_tui.clock import SystemClock
from psw_tui.resources import asset
from psw_tui.services.errors import PracticeFileWrong
from psw_tui.storage.vault import open_with_passphrase
from tests.cli.conftest import PASSPHRASE, Ask

ROOT = Path(__file__).parents[2]
PATIENCE = 60
PEOPLE: list[dict[str, Any]] = tomllib.loads(asset("demo", "practice_caseload.toml").read_text(encoding="utf-8"))[
    "client"
]


def start(*arguments: str, typed: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "psw_tui", *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PSW_TUI_LANGUAGE": "en"} | environment,
        **({"stdin": subprocess.DEVNULL} if typed is None else {"input": typed}),
    )


def words_of(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield from re.findall(r"\w{6,}", part)
    elif isinstance(part, dict | list):
        for each in part.values() if isinstance(part, dict) else part:
            yield from words_of(each)


def test_without_a_terminal_it_ends_and_leaves_a_vault(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    done = start("demo", "--headless", "--keep", str(kept))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Maple-27" in done.stdout
    assert str(kept) in done.stdout
    listed = start("caseload", "--json", "--vault", str(kept), "--passphrase-file", "-", typed="practice\n")
    assert (listed.returncode, listed.stderr) == (0, "")
    looks = {client["code"]: client["fresh_look"] for client in json.loads(listed.stdout)}
    assert len(looks) == 12
    for person in PEOPLE:
        in_file = [look for look in person.get("fresh_look", []) if look["state"] == "open"]
        if in_file:  # the walk through the app has changed nothing
            states = {str(entry["n"]): entry["state"] for entry in in_file[0]["step"]}
            assert looks[person["code"]]["steps"] == {str(n): states.get(str(n), "to_do") for n in range(1, 10)}
    assert start("doctor", "--vault", str(kept), "--passphrase-file", "-", typed="practice\n").returncode == 0


def test_without_a_terminal_headless_goes_without_saying(tmp_path: Path) -> None:
    done = start("demo", TMPDIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Maple-27" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_no_word_of_anybody_lies_in_the_folder_and_nobody_else_may_look(made: Path) -> None:
    words = {word.encode() for word in words_of(PEOPLE)}
    assert len(words) > 500
    files = [path for path in made.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"vault.db", "vault.keys", "vault.keys2"}
    for path in files:
        content = path.read_bytes()
        assert {word for word in words if word in content} - names_of_the_format(path) == set()
    assert made.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def names_of_the_format(path: Path) -> set[bytes]:
    """What a key file says of itself, in clear."""
    return {b"worker", b"passphrase"} if path.name.startswith("vault.keys") else set()


def test_the_walk_gets_a_closed_vault_and_its_lines_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    walked = []

    def walk(folder: Path, passphrase: str) -> Iterator[str]:
        with open_with_passphrase(folder, passphrase, clock=SystemClock()):
            walked.append(folder)
        yield "step 1 \x1b[2J"

    assert run(["demo", "--headless", "--clients", "2"], walk=walk) == 0
    assert capsys.readouterr().out == "step 1 \n"
    assert not walked[0].exists()


@pytest.fixture
def launched(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], bytes | None, bool]]:
    """What the app was started with, and whether its vault was there."""
    seen: list[tuple[list[str], bytes | None, bool]] = []

    def start_app(arguments: list[str], *, secret: bytes | None) -> int:
        folder = Path(arguments[0].removeprefix("--vault="))
        seen.append((arguments, secret, (folder / "vault.db").exists()))
        return 3

    monkeypatch.setattr(launcher, "run", start_app)
    monkeypatch.setattr(demo, "has_terminal", lambda _: True)
    return seen


def test_on_a_terminal_the_app_opens_on_it_with_the_practice_mark(
    ask: Ask, launched: list[Any], tmp_path: Path
) -> None:
    assert ask("demo", "--clients", "1") == (3, "", "")
    ((arguments, secret, was_there),) = launched
    assert (arguments[1:], secret, was_there) == (["--practice"], PASSPHRASE.encode(), True)
    assert not Path(arguments[0].removeprefix("--vault=")).exists()
    assert list(tmp_path.iterdir()) == []


def test_a_leaky_environment_is_refused_before_anything_is_made(
    ask: Ask, launched: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEXTUAL_LOG", "log")
    code, _, err = ask("demo")
    assert code == 1
    assert "TEXTUAL_LOG" in err
    assert launched == []


@pytest.mark.parametrize("kept", [True, False])
def test_nothing_is_left_when_filling_fails(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PracticeFileWrong("Maple-27")

    monkeypatch.setattr(demo, "fill", fail)
    keep = ("--keep", tmp_path / "kept") if kept else ()
    code, out, err = ask("demo", "--headless", *keep)
    assert (code, out) == (1, "")
    assert "Maple-27" in err
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_to_keep_it_in_stays_when_filling_fails(
    ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "fill", fail)
    (tmp_path / "kept").mkdir()
    with pytest.raises(KeyboardInterrupt):
        ask("demo", "--headless", "--keep", tmp_path / "kept")
    assert list((tmp_path / "kept").iterdir()) == []


@pytest.mark.parametrize("taken", ["folder", "file"])
def test_a_place_that_is_taken_is_not_touched(ask: Ask, tmp_path: Path, taken: str) -> None:
    place = tmp_path / "kept"
    inside = place / "letter" if taken == "folder" else place
    inside.parent.mkdir(exist_ok=True)
    inside.write_text("dear")
    code, _, err = ask("demo", "--headless", "--keep", place)
    assert code == 1
    assert "nothing was changed in it" in err
    assert inside.read_text() == "dear"
    assert [path for path in place.parent.rglob("*") if path.is_file()] == [inside]


def test_a_vault_or_passphrase_of_ones_own_is_no_practice(ask: Ask, folder: Path) -> None:
    code, _, err = ask("--vault", folder, "demo", "--headless")
    assert code == 1
    assert "--keep" in err


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_request_to_end_leaves_nothing_behind(tmp_path: Path, number: int) -> None:
    from tests.terminal.program import Program

    command = [sys.executable, "-m", "psw_tui", "demo", "--headless", "--clients", "5000"]
    around = {"PSW_TUI_LANGUAGE": "en", "TMPDIR": str(tmp_path)}
    with Program(command, folder=ROOT, environment=around) as running:
        running.until("Making practice clients: [1-9]")
        running.process.send_signal(number)
        assert running.until_ended() == 128 + number
        assert "Traceback" not in running.screen.text
    assert list(tmp_path.iterdir()) == []
