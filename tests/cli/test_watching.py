"""Long work on the command line: a line on the terminal that says how far it is, and ctrl+c that leaves nothing half done."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from psw_tui.backups import list_backups
from psw_tui.cli import passphrase, watching
from psw_tui.cli.request import Request
from psw_tui.clock import SystemClock
from psw_tui.language import speak
from psw_tui.progress import Doing, Progress
from psw_tui.services.backups import back_up_here
from psw_tui.services.doctor import examine
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import open_with_passphrase
from tests.cli.conftest import PASSPHRASE, Ask
from tests.working import PATIENCE, StopsAt, contents

ROOT = Path(__file__).parents[2]
STOPPED = "Stopped. Nothing half done was left.\n"
SIGNALS = [signal.SIGINT, signal.SIGTERM]


class Pressed(StopsAt):
    """Somebody presses ctrl+c, or the system wants the end, while this is done: the signal itself is sent."""

    by: int = signal.SIGINT

    def reached(self) -> None:
        signal.raise_signal(self.by)


@pytest.fixture
def pressed_at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let ctrl+c be pressed at a stage of whatever command comes next."""

    def at(doing: Doing, time: int = 1, by: int = signal.SIGINT) -> None:
        progress = Pressed(doing, time)
        progress.by = by
        monkeypatch.setattr(watching, "Progress", lambda: progress)

    return at


def is_whole(folder: Path) -> bool:
    with open_with_passphrase(folder, PASSPHRASE, clock=SystemClock()) as vault:
        assert not vault.connection.in_transaction
        return all(each.fine for each in examine(vault, rebuild=True))


@pytest.mark.parametrize("by", SIGNALS)
@pytest.mark.parametrize("doing", [Doing.COPYING, Doing.LOOKING, Doing.HASHING])
def test_a_backup(
    ask_vault: Ask, folder: Path, tmp_path: Path, pressed_at: Callable[..., None], doing: Doing, by: int
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    before = contents(folder)
    pressed_at(doing, by=by)
    code, out, err = ask_vault("backup", "--to", stick)
    assert (code, out, err) == (128 + by, "", STOPPED)
    assert list(stick.iterdir()) == []
    assert contents(folder) == before
    assert signal.getsignal(by) in {signal.default_int_handler, signal.SIG_DFL}
    assert is_whole(folder)


def test_a_look_at_a_backup(ask_vault: Ask, folder: Path, pressed_at: Callable[..., None]) -> None:
    with open_with_passphrase(folder, PASSPHRASE, clock=SystemClock()) as vault:
        back_up_here(vault, Progress())
    before = contents(folder)
    pressed_at(Doing.LOOKING, 3)
    assert ask_vault("verify") == (130, "", STOPPED)
    assert contents(folder) == before


@pytest.mark.parametrize("doing", [Doing.HASHING, Doing.LOOKING, Doing.COPYING, Doing.PUTTING])
def test_bringing_one_back(ask_vault: Ask, folder: Path, pressed_at: Callable[..., None], doing: Doing) -> None:
    with open_with_passphrase(folder, PASSPHRASE, clock=SystemClock()) as vault:
        back_up_here(vault, Progress())
    before = contents(folder)
    pressed_at(doing)
    assert ask_vault("restore", list_backups(folder)[0].folder, "--replace") == (130, "", STOPPED)
    assert contents(folder) == before
    assert is_whole(folder)


@pytest.mark.parametrize(("doing", "time"), [(Doing.LOOKING, 8), (Doing.REPLAYING, 3), (Doing.COMPARING, 9)])
def test_a_doctor(ask_vault: Ask, folder: Path, pressed_at: Callable[..., None], doing: Doing, time: int) -> None:
    """What was found until then is said; nothing of the replay is left."""
    before = contents(folder)
    pressed_at(doing, time)
    code, out, err = ask_vault("doctor", "--rebuild")
    assert (code, err) == (130, STOPPED)
    assert out.startswith("ok")
    assert "replayed" not in out
    assert contents(folder) == before
    assert is_whole(folder)


@pytest.mark.parametrize("doing", [Doing.COPYING, Doing.SAVING, Doing.INDEXING])
def test_a_rescue(ask_vault: Ask, folder: Path, tmp_path: Path, pressed_at: Callable[..., None], doing: Doing) -> None:
    before = contents(folder)
    pressed_at(doing)
    assert ask_vault("doctor", "--rescue", tmp_path / "saved") == (130, "", STOPPED)
    assert not (tmp_path / "saved").exists()
    assert contents(folder) == before


@pytest.mark.parametrize("doing", [Doing.COPYING_ANEW, Doing.CHECKING_ANEW, Doing.KEEPING_ANEW, Doing.SWAPPING])
def test_a_renewal(
    ask: Ask,
    folder: Path,
    tmp_path: Path,
    pressed_at: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    doing: Doing,
) -> None:
    """The new code, which opens nothing, is not left in its file either."""
    monkeypatch.setattr(passphrase, "calibrate", lambda: CHEAPEST)
    (tmp_path / "old").write_text(PASSPHRASE)
    (tmp_path / "new").write_text("two lamps burning")
    before = contents(folder)
    pressed_at(doing)
    words = ("--passphrase-file", tmp_path / "old", "--new-passphrase-file", tmp_path / "new")
    sheet = tmp_path / "sheet"
    assert ask("passphrase", "--leaked", "--recovery-file", sheet, "--vault", folder, *words) == (130, "", STOPPED)
    assert not sheet.exists()
    assert contents(folder).keys() == before.keys()
    assert is_whole(folder)


def test_making_practice_clients(ask: Ask, tmp_path: Path, pressed_at: Callable[..., None]) -> None:
    kept = tmp_path / "kept"
    pressed_at(Doing.MAKING, 9)
    assert ask("demo", "--headless", "--keep", kept) == (130, "", STOPPED)
    assert not kept.exists()


class Terminal(io.StringIO):
    """A terminal that keeps every picture."""

    def isatty(self) -> bool:
        return True

    @property
    def pictures(self) -> list[str]:
        return [picture.strip() for picture in self.getvalue().split("\r") if picture.strip()]


def request() -> Request:
    asked: Any = None
    return Request(asked, speak("en"))


def test_a_terminal_is_told_in_numbers_and_left_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """A share that grows where one is known, else a sign that moves; what is printed stands on lines of its own."""
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.setattr(watching, "QUIET", 0.001)
    monkeypatch.setattr(watching, "OFTEN", 0.001)

    def seen(words: str) -> None:
        assert watched(lambda: any(words in picture for picture in terminal.pictures)), terminal.pictures

    with watching.watching(request()) as (progress, ticker):
        progress.at(Doing.COPYING, 1, 4)
        seen("Copying: 25 %. Ctrl+C stops it.")
        progress.at(Doing.REPLAYING, 300, 400)
        seen("Replaying the change log: 300 of 400, 75 %")
        progress.at(Doing.SAVING, 300)
        seen("Saving what can be read: 300")
        with ticker.aside():
            assert terminal.getvalue().endswith(" \r")
        for moving in "|/-\\":
            seen(f"{moving} Saving")
        progress.past_stopping(Doing.SWAPPING)
        seen("From here on it cannot be stopped")
    assert terminal.getvalue().endswith(" \r")


def watched(there: Callable[[], bool]) -> bool:
    """Let the ticker work until something is there."""
    from time import monotonic

    limit = monotonic() + PATIENCE
    while not there():
        if monotonic() > limit:
            return False
    return True


def test_what_is_no_terminal_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", plain := io.StringIO())
    monkeypatch.setattr(watching, "QUIET", 0.0)
    with watching.watching(request()) as (progress, _):
        progress.at(Doing.COPYING, 1, 4)
    assert plain.getvalue() == ""


def test_ctrl_c_at_the_last_step_is_too_late_and_the_work_is_done() -> None:
    with watching.watching(request()) as (progress, _):
        progress.past_stopping(Doing.SWAPPING)
        signal.raise_signal(signal.SIGINT)
        progress.at(Doing.SWAPPING)


def test_ctrl_c_a_second_time_breaks_nothing_off() -> None:
    """What is being taken away then is taken away to its end."""
    taken_away = []

    def work() -> None:
        with watching.watching(request()) as (progress, _):
            signal.raise_signal(signal.SIGINT)
            try:
                progress.at(Doing.COPYING)
            finally:
                signal.raise_signal(signal.SIGINT)
                taken_away.append("all")

    with pytest.raises(SystemExit) as end:
        work()
    assert end.value.code == 130
    assert taken_away == ["all"]


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_ctrl_c_in_a_real_terminal(tmp_path: Path) -> None:
    """The program itself: the share grows, the key stops it, and its folder is gone."""
    from tests.terminal.program import Program

    kept = tmp_path / "kept"
    command = [sys.executable, "-m", "psw_tui", "demo", "--headless", "--clients", "4000", "--keep", str(kept)]
    with Program(command, folder=ROOT, environment={"PSW_TUI_LANGUAGE": "en"}) as program:
        program.until(r"Making practice clients: [1-9]\d* of 4000, \d+ %\. Ctrl\+C stops it\.")
        program.until(r"[1-9]\d\d of 4000, [5-9] %")
        assert kept.exists()
        program.send(b"\x03")
        assert program.until_ended() == 130
        assert "Stopped. Nothing half done was left." in program.screen.squeezed
        assert "Making" not in program.screen.squeezed
    assert not kept.exists()
    assert os.listdir(tmp_path) == []
