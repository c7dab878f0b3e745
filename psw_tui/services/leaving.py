"""Letting something leave the laptop: locked or in clear, whole or not at all, and written into the log.

What leaves in clear wants a reason (DOMAIN R12); what is locked opens with stock `age`. Nothing readable is written on
the way: what is sealed is sealed in memory.
"""

from __future__ import annotations

import re
import secrets
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from psw_tui.files import write_private
from psw_tui.records.leaving import LeavingForm, Lock, Paper, Sent
from psw_tui.resources import asset
from psw_tui.services.errors import NotLeft, WordsFileWrong
from psw_tui.storage import sealing
from psw_tui.storage.atomic import named_failures
from psw_tui.storage.errors import DiskFull, FolderMissing, FolderUnwritable
from psw_tui.storage.vault import Vault
from psw_tui.storage.write import Writer, writing

LISTED = "passphrase.toml"
WORDS = 6
LEAST_WORDS = 1000
"""A shorter list is refused: six words of it could be guessed."""

SEALED = ".age"
MOST_NAMES = 1000

Also = Callable[[Writer], None]
"""What else is written in the transaction that logs the leaving."""


@dataclass(frozen=True)
class Parcel:
    """What is to leave."""

    paper: Paper
    stem: str
    """What its file is called, without day and ending; nobody's name."""
    ending: str
    """Such as `.pdf`."""
    content: bytes
    client: str | None = None
    """The id of the client it is about."""
    id: str = ""
    """What a hand-over or a question carries, so that its answer is known."""


@dataclass(frozen=True)
class Left:
    """What has left."""

    path: Path
    passphrase: str = ""
    """What opens it, where it was locked with one: shown once and kept nowhere."""


def draw_passphrase(language: str) -> str:
    """Six words, each drawn by chance from at least a thousand. Raises WordsFileWrong."""
    words = passphrase_words(language)
    return " ".join(secrets.choice(words) for _ in range(WORDS))


def passphrase_words(language: str) -> list[str]:
    """The words of passphrases in this language, English ones for any other; an agency may edit them. Raises WordsFileWrong."""
    try:
        listed = tomllib.loads(asset("words", LISTED).read_text(encoding="utf-8"))
        words = sorted(set(listed.get(language) or listed["en"]))
    except (OSError, ValueError, LookupError, TypeError) as unreadable:
        raise WordsFileWrong(LISTED, LISTED) from unreadable
    if len(words) < LEAST_WORDS:
        raise WordsFileWrong(LISTED, language)
    return words


def leave(vault: Vault, parcel: Parcel, form: LeavingForm, *, language: str, also: Also | None = None) -> Left:
    """Write it where it was asked for, 0600, and log it.

    Raises FolderMissing, FolderUnwritable, DiskFull, NotLeft, RecipientMistyped: then nothing is there and nothing is
    logged. `also` may write more into the same transaction; what it raises takes the file away again.
    """
    folder = folder_of(form.place)
    content, passphrase = _locked(parcel, form, language)
    ending = parcel.ending + ("" if form.lock is Lock.CLEAR else SEALED)
    path = free_name(folder, parcel.stem, vault.clock.today(), ending)
    write_whole(path, content)
    try:
        with writing(vault) as tx:
            tx.add(_logged(vault, parcel, form))
            if also is not None:
                also(tx)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise
    return Left(path, passphrase)


def log_unwritten(vault: Vault, parcel: Parcel, form: LeavingForm) -> None:
    """Log what went out by standard output, where a command line asked for it."""
    with writing(vault) as tx:
        tx.add(_logged(vault, parcel, form))


def plain_stem(text: str) -> str:
    """A name for a file: plain letters, figures and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "report"


def _logged(vault: Vault, parcel: Parcel, form: LeavingForm) -> Sent:
    return Sent(
        id=vault.new_id(),
        made_at=vault.clock.now(),
        client=parcel.client,
        held_on=vault.clock.today(),
        paper=parcel.paper,
        written_as=parcel.ending.removeprefix("."),
        lock=form.lock,
        to_whom=form.to_whom,
        why=form.why,
        parcel=parcel.id,
    )


def folder_of(typed: str) -> Path:
    try:
        folder = Path(typed.strip()).expanduser()
    except RuntimeError:  # a ~ of nobody
        folder = Path(typed.strip())
    if not folder.is_dir():
        raise FolderMissing(folder)
    return folder.absolute()


def _locked(parcel: Parcel, form: LeavingForm, language: str) -> tuple[bytes, str]:
    """What is written, and the passphrase that opens it."""
    match form.lock:
        case Lock.PASSPHRASE:
            passphrase = draw_passphrase(language)
            return sealing.sealed_with(passphrase, parcel.content), passphrase
        case Lock.RECIPIENT:
            return sealing.sealed_for(form.recipient, parcel.content), ""
        case _:
            return parcel.content, ""


def free_name(folder: Path, stem: str, day: date, ending: str) -> Path:
    """A name nothing has: what left before is never written over."""
    for number in range(1, MOST_NAMES):
        again = "" if number == 1 else f"-{number}"
        path = folder / f"{plain_stem(stem)}-{day.isoformat()}{again}{ending}"
        if not path.exists():
            return path
    raise NotLeft(folder, str(MOST_NAMES))


def write_whole(path: Path, content: bytes) -> None:
    """Whole and read back, or not at all."""
    try:
        with named_failures(path):
            write_private(path, content)
            if path.read_bytes() != content:
                raise OSError("read back")
    except DiskFull:
        _take_away(path)
        raise
    except FolderUnwritable as error:
        _take_away(path)
        raise NotLeft(path, error.reason) from error


def _take_away(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
