"""The disk fills up, or refuses to be written, in mid-sentence: the text stays, the worker is told, nothing is lost."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from psw_tui.services.drafts import DraftPlace, draft_at
from psw_tui.storage.read import listing
from psw_tui.storage.reserve import RESERVE
from tests.conftest import PASSPHRASE
from tests.services.giving import give_client
from tests.terminal.notebook import Notebook
from tests.terminal.program import Program
from tests.terminal.writing import SHEETS, go_to_client, open_sheet

DISK_MIB = 16
DEBRIEF = SHEETS[0]
CODE = "Maple-27"
MORE = " and full" * 2000
"""More than fits into what the log beside the vault gives back."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of the test's own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m,mode=0700", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("a small disk of its own takes the right to mount one")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def notebook(disk: Path) -> Notebook:
    """A vault with one client on that disk."""
    return with_client(Notebook(disk / "home"))


def with_client(notebook: Notebook) -> Notebook:
    notebook.make()
    vault = notebook.inside()
    give_client(vault, CODE)
    vault.close()
    return notebook


def fill(disk: Path) -> None:
    """Leave no room at all."""
    with (disk / "filler").open("ab", buffering=0) as filler:
        for size in (65_536, 4096, 1):
            with suppress(OSError):
                while True:
                    filler.write(bytes(size))
    assert shutil.disk_usage(disk).free == 0


def begin(program: Program, words: str) -> None:
    """A debrief with some words in it, kept as a draft."""
    program.until("1-9 steps")
    go_to_client(program, 0)
    open_sheet(program, DEBRIEF)
    program.type(words)
    program.until("draft kept")
    program.until(words)


def kept_words(notebook: Notebook) -> tuple[str, list[str]]:
    """What the client said, in the draft and in the saved debriefs."""
    vault = notebook.inside()
    try:
        (client,) = listing(vault, "SELECT id FROM client")
        draft = draft_at(vault, DraftPlace("debrief", client["id"]))
        return draft.get("their_words", ""), [row["their_words"] for row in listing(vault, "SELECT * FROM debrief")]
    finally:
        vault.close()


def test_a_debrief_survives_a_full_disk(notebook: Notebook, disk: Path) -> None:
    """Told at once, text on screen, Esc does not throw it away, and with room again F2 saves every word."""
    with notebook.program() as program:
        begin(program, "before it")
        assert (notebook.vault / RESERVE).exists()
        fill(disk)
        program.type(" nearly")
        program.until("The disk is nearly full. Your draft is still kept")
        fill(disk)
        program.paste(MORE)
        program.until("The disk is full, so .* Make room and try again")
        program.press("escape")
        program.until("Not left: this draft cannot be kept yet")
        program.until("New note")
        program.press("f2")
        program.until("The disk is full, so .* Make room and try again")
        (disk / "filler").unlink()
        program.press("home")  # the same key at once would be taken for one that is still held
        program.press("f2")
        program.until("d debriefs")
    assert kept_words(notebook) == ("", ["before it nearly" + MORE])


def test_room_again_is_noticed_without_a_key(notebook: Notebook, disk: Path) -> None:
    """Whoever waits hears that the draft is kept after all."""
    with notebook.program() as program:
        begin(program, "before it")
        (notebook.vault / RESERVE).unlink()
        fill(disk)
        program.paste(MORE)
        program.until("The disk is full, so")
        (disk / "filler").unlink()
        program.until("The disk is full, so", gone=True)
    assert kept_words(notebook) == ("before it" + MORE, [])


def test_locking_on_a_full_disk_loses_nothing(notebook: Notebook, disk: Path) -> None:
    """The room put by takes the last words; the lock waits for nobody to make room."""
    with notebook.program() as program:
        begin(program, "before it")
        fill(disk)
        program.type(" and after")
        program.press("f9")
        program.until("Passphrase")
        assert kept_words(notebook) == ("before it and after", [])
        program.type(PASSPHRASE)
        program.press("enter")
        program.until(r"1 unfinished note")


def test_a_vault_that_refuses_to_be_written_in_mid_sentence(tmp_path: Path) -> None:
    """As when the system makes a failing disk read-only: told, kept on screen, saved once it can be."""
    notebook = with_client(Notebook(tmp_path / "home"))
    with notebook.program() as program:
        begin(program, "before it")
        app = program.child
        app.rlimit(psutil.RLIMIT_FSIZE, (0, psutil.RLIM_INFINITY))
        program.type(" and after")
        program.until("cannot be read or written .* Look at the permissions")
        program.press("escape")
        program.until("Not left: this draft cannot be kept yet")
        app.rlimit(psutil.RLIMIT_FSIZE, (psutil.RLIM_INFINITY, psutil.RLIM_INFINITY))
        program.press("f2")
        program.until("d debriefs")
    assert kept_words(notebook) == ("", ["before it and after"])
