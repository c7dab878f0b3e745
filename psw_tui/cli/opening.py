"""Which vault is meant, and the passphrase that opens it: from a file, from standard input, or asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getpass
from pathlib import Path

from psw_tui.cli.request import Refused, Request
from psw_tui.clock import SystemClock
from psw_tui.places import VAULT_FILES, list_vaults
from psw_tui.storage.errors import FolderMissing, VaultMissing
from psw_tui.storage.vault import Vault, open_with_passphrase

STANDARD_INPUT = "-"
LONGEST = 4096
"""Bytes of a passphrase; more is some other file."""


@contextmanager
def opened(request: Request) -> Iterator[Vault]:
    """The vault asked for, open. Raises Refused and what opening a vault raises."""
    folder = vault_folder(request)
    with open_with_passphrase(folder, passphrase(request), clock=SystemClock()) as vault:
        yield vault


def vault_folder(request: Request) -> Path:
    """The folder given, else the only vault there is. Raises Refused, FolderMissing, VaultMissing, PlaceError."""
    if request.asked.vault is not None:
        return _checked(path_of(request.asked.vault))
    vaults = list_vaults()
    if not vaults:
        raise Refused(
            request.say('There is no vault yet. Set one up with "psw-tui new", or look around with "psw-tui demo".')
        )
    if len(vaults) > 1:
        sentence = "There are several vaults: {labels}. Say which one with --vault and its folder, in {folder}."
        labels = ", ".join(vault.label for vault in vaults)
        raise Refused(request.say(sentence, labels=labels, folder=vaults[0].path.parent))
    return _checked(vaults[0].path)


def passphrase(request: Request) -> str:
    """The passphrase, from where the arguments say. Raises Refused; never waits where nobody can answer."""
    return secret(request, request.asked.passphrase_file, request.say("Passphrase: "))


def new_passphrase(request: Request, named: str | None) -> str:
    """A new passphrase, from a file or typed twice. Raises Refused, and what `check_new` does."""
    from psw_tui.services.passphrases import check_new  # loads the records

    new = secret(request, named, request.say("New passphrase: "))
    again = new if _comes_from_file(named) else secret(request, None, request.say("The new passphrase once more: "))
    check_new(new, again)
    return new


def secret(request: Request, named: str | None, prompt: str) -> str:
    """Something nobody may see being typed: from the file named, else asked for. Raises Refused."""
    if named is not None and _comes_from_file(named):
        return _from_file(request, named)
    if not _asked_here():
        sentence = (
            "The passphrase cannot be asked for here, because there is no terminal."
            " Give --passphrase-file and a file, or - for standard input."
        )
        raise Refused(request.say(sentence))
    try:
        return getpass(prompt)
    except EOFError:
        raise Refused(request.say("No passphrase was typed, so nothing was opened.")) from None


def refuse_two_from_input(request: Request, *named: str | None) -> None:
    """Standard input ends with the first that is read from it. Raises Refused."""
    if named.count(STANDARD_INPUT) > 1 and not _asked_here():
        raise Refused(request.say("Only one of them can come from standard input. Put the other into a file."))


def _comes_from_file(named: str | None) -> bool:
    return named is not None and not (named == STANDARD_INPUT and _asked_here())


def _asked_here() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin.isatty()


def path_of(typed: str) -> Path:
    """What was typed as a path, with ~ as people mean it."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:  # a ~ of nobody
        return Path(typed)


def file_of(request: Request, named: str) -> str:
    """A secret from a file. Raises Refused."""
    return _from_file(request, named)


def _checked(folder: Path) -> Path:
    """Refuse what is no vault before anybody types a passphrase for nothing."""
    if not folder.is_dir():
        raise FolderMissing(folder)
    if not (folder / VAULT_FILES[0]).exists():
        raise VaultMissing(folder / VAULT_FILES[0])
    return folder


def _from_file(request: Request, named: str) -> str:
    try:
        content = sys.stdin.buffer.read(LONGEST + 1) if named == STANDARD_INPUT else _start_of(path_of(named))
    except OSError as problem:
        sentence = "The passphrase file {file} cannot be read: {reason}."
        raise Refused(request.say(sentence, file=named, reason=problem.strerror)) from problem
    if len(content) > LONGEST:
        raise Refused(request.say("{file} is too long for a passphrase. Is it the right file?", file=named))
    # Editors on Windows put a mark in front; a passphrase of another encoding is kept as it came.
    typed = content.decode("utf-8-sig", errors="surrogateescape")
    return typed.removesuffix("\n").removesuffix("\r")


def _start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LONGEST + 1)
