"""`psw-tui handover`, `takein` and `key`: a client from one vault to another by commands alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from psw_tui.cli.leaving_options import HAND_OVER_PARTS
from psw_tui.records.parcel import HandOverPart
from tests.cli.conftest import PASSPHRASE, Ask


@pytest.fixture
def ask_bea(ask: Ask, new_vault: Path, tmp_path: Path) -> Ask:
    """The command line about the empty vault of another worker."""
    from tests.conftest import PASSPHRASE as BEAS

    shutil.copytree(new_vault, tmp_path / "bea")

    def asked(*arguments: object) -> tuple[int, str, str]:
        return ask(*arguments, "--vault", tmp_path / "bea", "--passphrase-file", "-", typed=BEAS + "\n")

    return asked


def test_the_parts_on_the_command_line_are_those_of_the_form() -> None:
    assert list(HAND_OVER_PARTS) == [str(part) for part in HandOverPart]


def test_from_one_vault_to_the_other(ask_vault: Ask, ask_bea: Ask, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    code, key, _ = ask_bea("key")
    assert (code, key[:4]) == (0, "age1")
    assert ask_bea("key")[1] == key
    to = ("--to", stick, "--for", "Bea", "--recipient", key.strip())
    code, out, _ = ask_vault("handover", "cedar 91", *to, "--dry-run")
    assert code == 0
    assert "debriefs: 10" in out
    assert not list(stick.iterdir())
    code, out, _ = ask_vault("handover", "cedar 91", *to, "--without", "safety")
    (path,) = stick.iterdir()
    assert (code, f"The file lies at {path}" in out) == (0, True)
    code, out, _ = ask_bea("takein", path, "--dry-run")
    assert code == 0
    assert "The record of Cedar-91" in out
    assert "Not in it: safety notes" in " ".join(out.split())
    assert "nothing was written" in out
    assert "Cedar-91 came in." in ask_bea("takein", path)[1]
    assert '"code": "Cedar-91"' in ask_bea("caseload", "--json")[1]
    code, _, err = ask_bea("takein", path)
    assert (code, "came in already on" in err) == (1, True)
    code, _, err = ask_vault("takein", path)
    assert (code, "does not open the file" in err) == (1, True)


def test_the_six_words_of_a_file_come_from_a_file(ask_vault: Ask, ask_bea: Ask, tmp_path: Path) -> None:
    """A mistyped one is told; standard input holds one secret at a time."""
    from psw_tui.storage.sealing import sealed_with

    inside, path, words = tmp_path / "x", tmp_path / "x.age", tmp_path / "words"
    inside.mkdir()
    assert ask_vault("handover", "cedar 91", "--to", inside, "--for", "Bea", "--in-clear", "a test")[0] == 0
    (clear,) = inside.iterdir()
    path.write_bytes(sealed_with("one two three four five six", clear.read_bytes()))
    words.write_text(PASSPHRASE)
    code, _, err = ask_bea("takein", path, "--parcel-passphrase-file", words)
    assert (code, "does not open the file" in err) == (1, True)
    words.write_text(" one two  three four five six\n")
    assert ask_bea("takein", path, "--parcel-passphrase-file", words)[0] == 0
    code, _, err = ask_bea("takein", path, "--parcel-passphrase-file", "-")
    assert (code, "Only one of them" in err) == (1, True)
