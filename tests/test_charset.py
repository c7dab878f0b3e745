"""Terminals that know few characters: the closest one is shown, as wide as the one that was meant, and nothing fails."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from psw_tui.charset import closest, write_closest
from psw_tui.columns import breadth

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("text", "ascii_", "latin"),
    [
        ("été à Noël, ça va", "ete a Noel, ca va", "été à Noël, ça va"),
        ("l’été – « oui »…", 'l\'ete - " oui ".', "l'été - « oui »."),
        ("┌──┐│•│", "+--+|*|", "+--+|*|"),
        ("日本 😀 שלום", "???? ?? ????", "???? ?? ????"),
        ("e\u0301 ﬁ", "e f", "e f"),
        ("9\u202f000", "9 000", "9 000"),
    ],
)
def test_the_closest_character_is_written(text: str, ascii_: str, latin: str) -> None:
    for charset, wanted in (("ascii", ascii_), ("latin-1", latin), ("utf-8", text)):
        stream = io.TextIOWrapper(io.BytesIO(), encoding=charset)
        write_closest(stream)
        stream.write(text)
        stream.flush()
        assert stream.buffer.getvalue().decode(charset) == wanted  # type: ignore[attr-defined]


@pytest.mark.parametrize("character", "é’─│•…日😀\u0301œ\ud800")
def test_columns_stay_in_line(character: str) -> None:
    assert len(closest(character)) == breadth(character)


@pytest.mark.parametrize(
    "around",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
    ids=["ascii asked for", "the C locale"],
)
def test_a_command_in_french_can_be_read_without_accents(around: dict[str, str]) -> None:

    command = [sys.executable, "-m", "psw_tui", "--help"]
    environment = os.environ | {"PSW_TUI_LANGUAGE": "fr"} | around
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=True)
    said = done.stdout.decode("ascii")
    assert "Un carnet chiffre, sans Internet" in said
    assert "l'application s'ouvre" in said
