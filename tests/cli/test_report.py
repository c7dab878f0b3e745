"""`psw-tui report`: to read, to leave locked or with a reason, and what is missing said in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from psw_tui.cli import leaving_options as options
from psw_tui.records.leaving import Paper
from psw_tui.records.papers import NoteFormat, WrittenAs
from psw_tui.services.reporting.subjects import ABOUT_ONE, ABOUT_WORK
from psw_tui.storage import sealing
from tests.cli.conftest import Ask

CODE = "Maple-27"


def test_the_command_line_knows_every_paper_and_kind_of_file() -> None:
    """They are written out there, because what knows them takes a while to load."""
    assert set(options.PAPERS) == {*ABOUT_ONE, *ABOUT_WORK} == set(Paper) - {Paper.HAND_OVER, Paper.REPLY}
    assert tuple(NoteFormat) == options.NOTE_FORMATS
    assert tuple(WrittenAs) == options.FILE_KINDS


def test_a_paper_is_read(ask_vault: Ask) -> None:
    code, out, err = ask_vault("report", "summary", CODE)
    assert (code, err) == (0, "")
    assert CODE in out
    code, french, _ = ask_vault("report", "summary", CODE, "--language", "fr")
    assert code == 0
    assert french != out


def test_a_paper_about_nobody_in_particular(ask_vault: Ask) -> None:
    code, out, err = ask_vault("report", "program", "--since", "2020-01-01")
    assert (code, err) == (0, "")
    assert CODE not in out


def test_it_leaves_locked_for_one_key(ask_vault: Ask, tmp_path: Path) -> None:
    identity = sealing.new_identity()
    key = sealing.recipient_of(identity)
    there = ("--to", tmp_path, "--for", "Kim", "--recipient", key)
    code, out, err = ask_vault("report", "notes", CODE, "--notes", "dap", "--as", "md", *there)
    assert (code, err) == (0, "")
    path = next(tmp_path.glob("*.md.age"))
    assert str(path) in out
    assert sealing.opened_by(identity, path.read_bytes()).startswith(b"# ")


def test_in_clear_with_a_reason(ask_vault: Ask, tmp_path: Path) -> None:
    code, out, err = ask_vault("report", "summary", CODE, "--to", tmp_path, "--for", "Kim", "--in-clear", "to print")
    assert (code, err) == (0, "")
    path = next(tmp_path.glob("*.html"))
    assert str(path) in out
    assert path.stat().st_mode & 0o777 == 0o600
    assert CODE in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("summary",), "Say whom it is about"),
        (("summary", "Nobody-99"), "There is no client Nobody-99"),
        (("notes", CODE, "--since", "soonish"), "This is no day: soonish"),
        (("fresh_look", CODE, "--which", "99"), "There is no number 99"),
        (("summary", CODE, "--to", "."), "Say who gets it with --for"),
        (("summary", CODE, "--to", "/nowhere/at/all", "--for", "Kim", "--in-clear", "x"), "is not there"),
        (("summary", CODE, "--to", ".", "--for", "Kim", "--recipient", "age1kim"), "This is no age key"),
    ],
)
def test_what_is_missing_is_said_and_nothing_leaves(ask_vault: Ask, arguments: tuple[str, ...], said: str) -> None:
    before = sorted(Path().iterdir())
    code, out, err = ask_vault("report", *arguments)
    assert (code, out) == (1, "")
    assert said in err
    assert sorted(Path().iterdir()) == before


def test_the_log_is_part_of_what_programs_read(ask_vault: Ask, tmp_path: Path) -> None:
    """So that an agency can see what left, and when."""
    ask_vault("report", "summary", CODE, "--to", tmp_path, "--for", "Kim", "--in-clear", "to print")
    sent = json.loads(ask_vault("client", CODE, "--json")[1])["sent"]
    assert [(each["paper"], each["to_whom"], each["why"]) for each in sent] == [("summary", "Kim", "to print")]
