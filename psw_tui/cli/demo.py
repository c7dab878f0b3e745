"""`psw-tui demo`: a real encrypted vault full of made-up people, gone again at the end unless it is to be kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from psw_tui import launcher
from psw_tui.cli.caseload import table_lines
from psw_tui.cli.making import nothing_left_on_failure, take_away
from psw_tui.cli.request import DONE, Refused, Request
from psw_tui.cli.watching import watching
from psw_tui.clock import SystemClock
from psw_tui.domain.passphrase import PRACTICE
from psw_tui.ending import ending_tidily
from psw_tui.hygiene import has_terminal, refuse_leaky_environment
from psw_tui.records.choices import NoteLanguage
from psw_tui.services.practice import fill
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import create, open_with_passphrase

PASSPHRASE = PRACTICE
FOLDER = "psw-tui-practice-"


def run(request: Request) -> int:
    """Make a practice vault, show it, and take it away."""
    if request.asked.vault is not None or request.asked.passphrase_file is not None:
        sentence = "The practice vault has its own folder and passphrase. Choose a folder with --keep, if you like."
        raise Refused(request.say(sentence))
    shows_app = has_terminal(os.environ) and not request.asked.headless
    if shows_app:
        refuse_leaky_environment(os.environ)
    with ending_tidily(), _practice_folder(request) as folder:
        _make(request, folder)
        code = _open_app(folder) if shows_app else _print_walk(request, folder)
    if request.asked.keep is not None:
        sentence = 'The practice vault stays in {folder}. Its passphrase is "{passphrase}".'
        request.tell(request.say(sentence, folder=folder, passphrase=PASSPHRASE))
    return code


@contextmanager
def _practice_folder(request: Request) -> Iterator[Path]:
    """Where the vault is made: a new folder that goes at the end, or the one to be kept unless the making fails."""
    if request.asked.keep is None:
        around = Path(tempfile.mkdtemp(prefix=FOLDER))
        try:
            yield around / "vault"
        finally:
            take_away(around, whole=True)
    else:
        yield _folder_to_keep(request)


def _folder_to_keep(request: Request) -> Path:
    folder = Path(request.asked.keep).expanduser().absolute()
    try:
        is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    except OSError as problem:
        sentence = "The folder {folder} cannot be read: {reason}."
        raise Refused(request.say(sentence, folder=folder, reason=problem.strerror)) from problem
    if not is_free:
        sentence = "{folder} is not empty, and nothing was changed in it. Name an empty folder or a new one."
        raise Refused(request.say(sentence, folder=folder))
    return folder


def _make(request: Request, folder: Path) -> None:
    is_new = not folder.exists()
    # The cheapest keys are no loss here: the passphrase is public, and nobody in the vault exists.
    vault, _ = create(folder, PASSPHRASE, clock=SystemClock(), profile=CHEAPEST)
    language = NoteLanguage(request.language.code)
    with nothing_left_on_failure(folder, whole=is_new), vault, watching(request) as (progress, _):
        fill(vault, clients=request.asked.clients, language=language, say=request.say, progress=progress)


def _open_app(folder: Path) -> int:
    return launcher.run([f"--vault={folder}", "--practice"], secret=PASSPHRASE.encode())


def _print_walk(request: Request, folder: Path) -> int:
    walked: Iterable[str] = request.walk(folder, PASSPHRASE) if request.walk else _caseload(request, folder)
    for line in walked:
        request.tell(line)
    return DONE


def _caseload(request: Request, folder: Path) -> Iterator[str]:
    """Where the app cannot be walked through: what its first screen would show."""
    with open_with_passphrase(folder, PASSPHRASE, clock=SystemClock()) as vault:
        yield from table_lines(vault, request.language)
