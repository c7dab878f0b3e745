"""The first vault, made by questions."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from psw_tui.language import speak
from psw_tui.plain import set_up as module
from psw_tui.plain.set_up import GivenUp, SetUp
from psw_tui.plain.talk import Talk
from psw_tui.services.settings import settings
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import open_with_passphrase, open_with_recovery_code
from tests.conftest import PASSPHRASE, RECOVERY_CODE, StillClock
from tests.plain.conftest import Script, squeezed

SHOWN = RECOVERY_CODE


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("PSW_TUI_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(module, "new_recovery_code", lambda: SHOWN)
    return tmp_path / "home"


def asked(clock: StillClock, unseen: Iterator[str], *lines: str) -> tuple[SetUp, io.StringIO]:
    out = io.StringIO()
    talk = Talk(Script(list(lines)), out, speak("en"), on_terminal=False)
    return SetUp(talk, lambda _prompt: next(unseen), clock, lambda: CHEAPEST), out


def test_a_vault_is_made_and_opens_both_ways(clock: StillClock, home: Path) -> None:
    """A label that is none, a passphrase too short, two that differ, an easy one, a code mistyped: asked again."""
    unseen = iter(["short", "short", PASSPHRASE, "another one", "password1", "password1", PASSPHRASE, PASSPHRASE])
    slip = SHOWN.replace("V8BH", "V8BJ")
    set_up, out = asked(clock, unseen, "2", "a/b", "Ash", "2", "1", "", slip, SHOWN.lower())
    set_up.run().close()
    assert out.getvalue().count("\n! ") == 4
    said = squeezed(out.getvalue())
    assert " ".join("000G") in said
    assert "facile à deviner" in said
    folder = home / "vaults" / "Ash"
    with open_with_passphrase(folder, PASSPHRASE, clock=clock) as vault:
        assert (settings(vault).worker, settings(vault).language) == ("Ash", "fr")
    open_with_recovery_code(folder, SHOWN, clock=clock).close()


@pytest.mark.parametrize(
    "lines", [["q"], ["1", "q"], ["1", "Ash", "q"], ["1", "Ash", "1", "", "q"], ["1", "Ash", "1", "", "<"]]
)
def test_leaving_makes_nothing(clock: StillClock, home: Path, lines: list[str]) -> None:
    set_up, _ = asked(clock, iter([PASSPHRASE, PASSPHRASE]), *lines)
    with pytest.raises(GivenUp):
        set_up.run()
    assert not (home / "vaults").exists() or list((home / "vaults").iterdir()) == []


def test_neither_passphrase_nor_prompt_is_written_down(clock: StillClock) -> None:
    set_up, out = asked(clock, iter([PASSPHRASE, PASSPHRASE]), "1", "Ash", "1", "", "q")
    with pytest.raises(GivenUp):
        set_up.run()
    assert PASSPHRASE not in out.getvalue()
