"""`psw-tui find`: places with their words, but nothing private and no name unless asked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from psw_tui.cli.find import may_be_quoted
from tests.cli.conftest import PASSPHRASE, Ask


def test_people_get_places_with_the_words(ask_vault: Ask) -> None:
    code, out, err = ask_vault("find", "quiet", "room")
    assert (code, err) == (0, "")
    assert "Maple-27" in out
    assert "quiet room" in out
    assert out.splitlines()[-1].endswith("the newest first")
    assert max(map(len, out.splitlines())) <= 80


def test_programs_get_every_hit(ask_vault: Ask) -> None:
    code, out, _ = ask_vault("find", "--json", "client:maple-27", "quiet")
    found = json.loads(out)
    assert code == 0
    assert {hit["code"] for hit in found["hits"]} == {"Maple-27"}
    assert all(list(hit) == ["code", "kind", "day", "id", "snippet"] for hit in found["hits"])


@pytest.mark.parametrize("entity", ["step_reflect", "step_learn", "step_respect"])
def test_what_only_the_worker_reads_is_named_and_not_quoted(entity: str) -> None:
    assert not may_be_quoted(entity, names=True)


@pytest.mark.parametrize("entity", ["client", "contact"])
def test_where_a_name_may_stand_is_quoted_only_if_names_are_wanted(entity: str) -> None:
    assert not may_be_quoted(entity, names=False)
    assert may_be_quoted(entity, names=True)


def test_own_reflections_are_found_without_their_words(ask_vault: Ask) -> None:
    code, out, _ = ask_vault("find", "--json", "step:1")
    hits = json.loads(out)["hits"]
    assert code == 0
    assert hits
    assert {hit["snippet"] for hit in hits} == {None}


def test_the_words_come_from_standard_input(ask: Ask, folder: Path, tmp_path: Path) -> None:
    """So that they stand in no list of processes; the passphrase then comes from a file."""
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE)
    code, out, _ = ask("find", "-", "--vault", folder, "--passphrase-file", secret, typed="quiet room\n")
    assert code == 0
    assert "Maple-27" in out


def test_both_from_standard_input_is_refused(ask_vault: Ask) -> None:
    code, _, err = ask_vault("find", "-")
    assert code == 1
    assert "cannot both" in err


def test_nothing_found_is_said(ask_vault: Ask) -> None:
    assert ask_vault("find", "zebra")[1] == "Nothing found.\n"


ALONE = """
import sys
from psw_tui.__main__ import main
code = main(sys.argv[1:])
print(*sys.modules, file=sys.stderr)
sys.exit(code)
"""
"""The command in a process of its own, and what it loaded."""


def test_finding_needs_neither_the_forms_nor_what_reads_them(folder: Path, tmp_path: Path) -> None:
    """To load those takes several times as long as to open the vault and find."""
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE, "utf-8")
    given = [f"--vault={folder}", f"--passphrase-file={secret}", "find", "quiet"]
    found = subprocess.run([sys.executable, "-c", ALONE, *given], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert "quiet" in found.stdout
    names = set(found.stderr.split())
    slow = {"sqlalchemy", "sqlmodel", "pydantic", "asyncio", "textual", "rich"}
    assert {name.partition(".")[0] for name in names} & slow == set()
    assert {name for name in names if name.startswith("psw_tui.records.")} == {"psw_tui.records.kinds"}
