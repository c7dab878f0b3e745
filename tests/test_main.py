"""The way in: what goes to the app, what to the command line, and what is refused with a sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from psw_tui import __main__ as program
from psw_tui import __version__, launcher
from psw_tui.cli.request import NO_ROOM

PATIENCE = 30


@pytest.fixture(autouse=True)
def soft_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hardening is for good: the process of the tests stays as it is."""
    monkeypatch.setattr(program, "harden", lambda **_: None)
    monkeypatch.setenv("PSW_TUI_LANGUAGE", "en")


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What the command line was asked."""
    asked: list[list[str]] = []
    stand_in = ModuleType("psw_tui.cli.main")
    stand_in.run = lambda arguments, **_: asked.append(arguments) or 5  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "psw_tui.cli.main", stand_in)
    return asked


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the app was opened with."""
    opened: list[dict[str, Any]] = []
    stand_in = ModuleType("psw_tui.ui.start")
    stand_in.run_app = lambda **given: opened.append(given) or launcher.LOCKED  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "psw_tui.ui.start", stand_in)
    monkeypatch.setattr(program, "has_terminal", lambda _: True)
    return opened


@pytest.fixture
def launches(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], list[str]]]:
    """What the launcher was asked to start."""
    started: list[tuple[list[str], list[str]]] = []
    monkeypatch.setattr(launcher, "run", lambda arguments, *, first: started.append((arguments, first)) or 3)
    monkeypatch.setattr(program, "has_terminal", lambda _: True)
    return started


@pytest.mark.parametrize(
    ("typed", "passed_on"),
    [
        (["caseload", "--json"], ["caseload", "--json"]),
        (["--vault", "v", "caseload"], ["--vault", "v", "caseload"]),
        (["caseload", "--vault", "v", "--json"], ["--vault", "v", "caseload", "--json"]),
        (["client", "heron-21", "--passphrase-file=-"], ["--passphrase-file", "-", "client", "heron-21"]),
        (["--help"], ["--help"]),
        (["new", "--help"], ["new", "--help"]),
        (["--nonsense"], ["--nonsense"]),
        (["demo", "--clients", "5"], ["demo", "--clients", "5"]),
    ],
)
def test_commands_go_to_the_command_line(commands: list[list[str]], typed: list[str], passed_on: list[str]) -> None:
    assert program.main(typed) == 5
    assert commands == [passed_on]


@pytest.mark.parametrize(
    ("typed", "started"),
    [
        ([], ([], [])),
        (["--vault", "v"], (["--vault=v"], [])),
        (["--vault=a=b"], (["--vault=a=b"], [])),
        (["--vault=v", "--passphrase-file=f"], (["--vault=v"], ["--passphrase-file=f"])),
        (["--passphrase-file", "f", "--vault=v"], (["--vault=v"], ["--passphrase-file=f"])),
    ],
)
def test_without_a_command_the_app_opens(
    launches: list[tuple[list[str], list[str]]], typed: list[str], started: tuple[list[str], list[str]]
) -> None:
    assert program.main(typed) == 3
    assert launches == [started]


def test_the_app_does_not_take_its_passphrase_from_the_keyboard_unseen(
    launches: list[tuple[list[str], list[str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert program.main(["--passphrase-file", "-"]) == 1
    assert launches == []
    assert "standard input" in capsys.readouterr().err


def test_the_child_gets_what_the_launcher_passes(app: list[dict[str, Any]]) -> None:
    reader, writer = os.pipe()
    arguments = ["--vault=v", "--practice", "--return-to=client:1", f"--lifeline={reader}", "--notes=8"]
    assert program.main(["--child", *arguments, "--passphrase-fd=9"]) == launcher.LOCKED
    os.close(reader)
    os.close(writer)
    assert app == [
        {
            "vault": Path("v"),
            "return_to": "client:1",
            "lifeline": reader,
            "notes": 8,
            "practice": True,
            "set_up": False,
            "lesson": False,
            "at_once": False,
            "passphrase_fd": 9,
        }
    ]


def test_the_child_opens_a_passphrase_file_without_reading_it(app: list[dict[str, Any]], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("correct horse")
    program.main(["--child", f"--passphrase-file={tmp_path / 'secret'}", "--return-to=she said no"])
    assert os.read(app[0]["passphrase_fd"], 100) == b"correct horse"
    os.close(app[0]["passphrase_fd"])
    assert app[0]["return_to"] == ""


def test_a_passphrase_file_that_is_not_there(app: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["--child", "--passphrase-file=nowhere"]) == 1
    assert "nowhere cannot be read" in capsys.readouterr().err
    assert app == []


@pytest.mark.parametrize("typed", [[], ["--child"]])
def test_a_leaky_environment_is_refused(
    launches: object,
    app: object,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    typed: list[str],
) -> None:
    monkeypatch.setenv("TEXTUAL_LOG", "log.txt")
    assert program.main(typed) == 1
    assert "while TEXTUAL_LOG is set" in capsys.readouterr().err
    assert launches == []
    assert app == []


@pytest.mark.parametrize(("trouble", "code"), [(KeyboardInterrupt(), 130), (BrokenPipeError(), 1), (SystemExit(2), 2)])
def test_no_ending_is_a_traceback(monkeypatch: pytest.MonkeyPatch, trouble: BaseException, code: int) -> None:
    def run(_: list[str], **_injected: object) -> int:
        raise trouble

    stand_in = ModuleType("psw_tui.cli.main")
    stand_in.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "psw_tui.cli.main", stand_in)
    monkeypatch.setattr(program, "_forget_stdout", lambda: None)
    assert program.main(["caseload"]) == code


def psw_tui(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "psw_tui", *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        stdin=subprocess.DEVNULL,
        cwd=Path(__file__).parents[1],
        env=os.environ | environment,
    )


def test_the_version() -> None:
    done = psw_tui("--version")
    assert (done.returncode, done.stdout) == (0, f"psw-tui {__version__}\n")


def test_help_names_the_commands() -> None:
    done = psw_tui("--help")
    assert done.returncode == 0, done.stderr
    for command in ("new", "demo", "caseload", "client", "doctor"):
        assert command in done.stdout


@pytest.mark.parametrize("arguments", [(), ("--vault", "somewhere"), ("--child",)])
def test_without_a_terminal_it_says_so_and_ends(arguments: tuple[str, ...]) -> None:
    done = psw_tui(*arguments, PSW_TUI_LANGUAGE="en")
    assert (done.returncode, done.stdout) == (1, "")
    assert "needs a terminal" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("asked", ["--version", "--help", "selftest"])
def test_a_reader_that_leaves_is_no_matter(asked: str, unbuffered: str) -> None:
    """Whether Python notices at each line or, as on most computers, at the very end."""
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "psw_tui", asked]
    around = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    with open(writer, "wb") as nobody:
        done = subprocess.run(command, stdout=nobody, stderr=subprocess.PIPE, env=around, timeout=PATIENCE, check=False)
    assert done.returncode in {0, 1}  # argparse, where it notices itself, thinks nothing of it
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
@pytest.mark.parametrize(("asked", "unbuffered"), [("--help", ""), ("selftest", ""), ("selftest", "1")])
def test_a_disk_that_is_full_is_said_in_one_line(asked: str, unbuffered: str) -> None:
    """Whether Python notices while it writes or at the very end."""
    command = [sys.executable, "-m", "psw_tui", asked]
    around = os.environ | {"PYTHONUNBUFFERED": unbuffered, "PSW_TUI_LANGUAGE": "en"}
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, env=around, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr.decode()) == (1, f"{NO_ROOM}\n")


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
def test_a_terminal_that_cannot_draw_is_none() -> None:
    import pty

    keyboard, screen = pty.openpty()
    command = [sys.executable, "-m", "psw_tui"]
    environment = os.environ | {"TERM": "dumb", "PSW_TUI_LANGUAGE": "en"}
    try:
        done = subprocess.run(
            command, stdin=screen, stdout=screen, stderr=screen, env=environment, timeout=PATIENCE, check=False
        )
        assert done.returncode == 1
        assert b"needs a terminal" in os.read(keyboard, 4096)
    finally:
        os.close(keyboard)
        os.close(screen)
