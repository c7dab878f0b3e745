"""The self-test: it says what works, it names what is broken and goes on, and nothing of it is left."""

from __future__ import annotations

import io
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from psw_tui import resources
from psw_tui.cli.main import run
from psw_tui.clock import SystemClock
from psw_tui.services.selftest import Part
from psw_tui.services.selftest.client import written
from psw_tui.storage import sealing
from psw_tui.storage.vault import open_with_passphrase
from tests.cli.conftest import Ask


def lines_of(out: str) -> list[str]:
    return [line for line in out.splitlines() if re.match(r"(ok|note|WRONG) ", line)]


def wrong_in(out: str) -> list[str]:
    return [line for line in lines_of(out) if line.startswith("WRONG")]


def test_a_program_that_is_whole_says_so_and_leaves_nothing(ask: Ask, tmp_path: Path) -> None:
    code, out, err = ask("selftest")
    assert (code, err) == (0, "")
    assert len(lines_of(out)) == len(Part)
    assert wrong_in(out) == []
    assert "All nine steps" in out
    assert list(tmp_path.iterdir()) == []


def test_the_app_walks_through_the_very_vault_and_a_screen_that_fails_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("PSW_TUI_LANGUAGE", "en")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    walked: list[Path] = []

    def walk(folder: Path, passphrase: str) -> Iterator[str]:
        with open_with_passphrase(folder, passphrase, clock=SystemClock()):
            walked.append(folder)
        yield "a screen"
        raise LookupError("StepScreen")

    assert run(["selftest"], walk=walk) == 1
    (wrong,) = wrong_in(capsys.readouterr().out)
    assert "screens" in wrong
    assert "StepScreen" in wrong
    assert len(walked) == 1
    assert not walked[0].exists()


def without(*parts: str) -> Callable[[pytest.MonkeyPatch, Path], None]:
    """A program that lost one of its files."""

    def lose(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        copy = Path(shutil.copytree(str(resources.asset()), tmp_path.parent / f"{tmp_path.name}-assets"))
        copy.joinpath(*parts).unlink()
        monkeypatch.setattr(resources, "_asset_root", lambda: copy)

    return lose


def with_a_slip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An agency changed its words for passphrases, and typed a quotation mark too few."""
    copy = Path(shutil.copytree(str(resources.asset()), tmp_path.parent / f"{tmp_path.name}-assets"))
    listed = copy / "words" / "passphrase.toml"
    listed.write_text(listed.read_text(encoding="utf-8").replace('"acorn"', '"acorn'), encoding="utf-8")
    monkeypatch.setattr(resources, "_asset_root", lambda: copy)


def no_lock(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    def fail(*_: object) -> bytes:
        raise ImportError("libage.so: cannot open shared object file")

    monkeypatch.setattr(sealing, "sealed_for", fail)


@pytest.mark.parametrize(
    ("break_it", "named"),
    [
        (without("help", "fr", "steps.md"), "help/fr/steps.md"),
        (without("crisis", "us.toml"), "us.toml"),
        (without("words", "passphrase.toml"), "passphrase.toml"),
        (with_a_slip, "passphrase.toml"),
        (without("print", "sheet.html"), "sheet.html"),
        (no_lock, "libage.so"),
    ],
)
def test_what_is_broken_is_named_and_the_rest_is_tried_all_the_same(
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    break_it: Callable[[pytest.MonkeyPatch, Path], None],
    named: str,
) -> None:
    break_it(monkeypatch, tmp_path)
    code, out, err = ask("selftest")
    assert (code, err) == (1, "")
    assert len(lines_of(out)) == len(Part)
    (wrong,) = wrong_in(out)
    assert named in wrong
    assert "Nothing of yours was touched" in out
    assert list(tmp_path.iterdir()) == []


def test_a_word_that_lies_readable_on_the_disk_is_found_out(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    from psw_tui.services import selftest

    def leave_a_trace(folder: Path) -> None:
        (folder / "trace").write_text(f"… {written()['find']} …", encoding="utf-8")

    steps = selftest.nine_steps
    monkeypatch.setattr(selftest, "nine_steps", lambda vault: leave_a_trace(vault.folder) or steps(vault))
    code, out, _ = ask("selftest")
    (wrong,) = wrong_in(out)
    assert code == 1
    assert "trace" in wrong


def test_a_vault_of_ones_own_is_not_taken_for_it(ask: Ask, tmp_path: Path) -> None:
    code, out, err = ask("--vault", tmp_path, "selftest")
    assert (code, out) == (1, "")
    assert "its own vault" in err
    assert list(tmp_path.iterdir()) == []


def test_without_any_folder_for_it_that_is_said(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    from psw_tui.cli import selftest

    def nowhere(**_: object) -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr(selftest.tempfile, "mkdtemp", nowhere)
    code, out, err = ask("selftest")
    assert (code, out) == (1, "")
    assert "No usable temporary directory" in err
