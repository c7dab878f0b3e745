"""The first day's lessons: a vault of their own with one made-up client, and how far a worker has come in it.

It is no vault of a worker: it lies beside them, under a passphrase that everybody may know, and what is written in it can
never be counted with real clients, because no question to a vault reaches into another. It is made aside and gets its
name when it is whole; it loses its name before it goes. How far somebody has come is read off the records each time, so
that the lessons go on wherever they were left, however the program ended.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from psw_tui.domain.clock import Clock
from psw_tui.domain.passphrase import PRACTICE
from psw_tui.domain.signs import ClientSignal
from psw_tui.domain.steps import StepNumber
from psw_tui.records.choices import NoteLanguage
from psw_tui.records.client import Client
from psw_tui.records.nine import STEPS
from psw_tui.services.clients import client_by_code
from psw_tui.services.debriefs import debriefs_of
from psw_tui.services.errors import NoSuchClient
from psw_tui.services.fresh_looks import fresh_looks_of
from psw_tui.services.practice.filling import fill
from psw_tui.services.practice.people import lesson_file
from psw_tui.services.signals import signal_of
from psw_tui.services.steps import entries_of_client
from psw_tui.storage.atomic import named_failures
from psw_tui.storage.errors import (
    KeysDamaged,
    KeysMissing,
    VaultDamaged,
    VaultEmpty,
    VaultForeign,
    VaultMissing,
    VaultPlaintext,
    VaultTruncated,
)
from psw_tui.storage.kdf import CHEAPEST
from psw_tui.storage.vault import Vault, create, open_with_passphrase

THE_ONE = "Practice-01"
ASIDE, GOING = ".new", ".old"
"""How the folder is called until it is whole, and once it is to go."""

WORTH_NOTHING = (
    VaultMissing,
    VaultEmpty,
    VaultPlaintext,
    VaultTruncated,
    VaultForeign,
    VaultDamaged,
    KeysMissing,
    KeysDamaged,
)
"""What a worker's vault would be rescued from. Of this one nothing is lost, so it is made anew."""


@dataclass(frozen=True)
class Lesson:
    """What the practice client's record tells of the lessons."""

    client: str
    """The id of the practice client."""
    code: str
    signal: ClientSignal
    wrote: bool
    """A debrief was written besides those they came with."""
    looked: bool
    """A fresh look was opened."""
    reflected: bool
    """Step 1 was saved."""
    went_on: bool
    """So was step 2 or step 8."""


def open_lesson(
    folder: Path, passphrase: str, *, clock: Clock, language: NoteLanguage, say: Callable[[str], str] = str
) -> Vault:
    """The vault of the lessons, made in this language where there is none that can be read.

    Raises WrongPassphrase, VaultBusy and VaultNewer for one that is there; what storage.vault.create raises for a new
    one; PracticeFileWrong; FolderUnwritable.
    """
    try:
        return open_with_passphrase(folder, passphrase, clock=clock)
    except WORTH_NOTHING:
        take_lesson_away(folder)
    _lay_down(folder, clock, language, say)
    return open_with_passphrase(folder, PRACTICE, clock=clock)


def take_lesson_away(folder: Path) -> None:
    """Remove the vault of the lessons for good; where there is none, nothing happens. It must be closed.

    Raises FolderUnwritable.
    """
    going = folder.with_name(folder.name + GOING)
    shutil.rmtree(going, ignore_errors=True)  # from a time when this was cut short
    if folder.exists():
        with named_failures(folder):
            os.replace(folder, going)
            shutil.rmtree(going)


def how_far(vault: Vault) -> Lesson:
    """What has been done. Raises NoSuchClient where this is not the vault of the lessons, SignalsFileWrong."""
    client, given = _practice_client(vault)
    return Lesson(
        client=client.id,
        code=client.code,
        signal=signal_of(vault, client.id),
        wrote=len(debriefs_of(vault, client.id, given + 1)) > given,
        looked=bool(fresh_looks_of(vault, client.id)),
        reflected=_has_entry(vault, client.id, StepNumber.REFLECT),
        went_on=any(_has_entry(vault, client.id, number) for number in (StepNumber.GOALS, StepNumber.RESPECT)),
    )


def _practice_client(vault: Vault) -> tuple[Client, int]:
    """The client of the lessons, and how many debriefs they came with; the worker may have changed the language since."""
    for language in NoteLanguage:
        person = lesson_file(language).people[0]
        with suppress(NoSuchClient):
            return client_by_code(vault, person["code"]), len(person["debrief"])
    raise NoSuchClient(THE_ONE)


def _has_entry(vault: Vault, client: str, number: StepNumber) -> bool:
    return bool(entries_of_client(vault, STEPS[number], client))


def _lay_down(folder: Path, clock: Clock, language: NoteLanguage, say: Callable[[str], str]) -> None:
    aside = folder.with_name(folder.name + ASIDE)
    shutil.rmtree(aside, ignore_errors=True)  # half made, when the program was ended
    # The cheapest keys are no loss here: the passphrase is public, and nobody in the vault exists.
    vault, _code = create(aside, PRACTICE, clock=clock, profile=CHEAPEST)
    with vault:
        fill(vault, language=language, file=lesson_file(language), say=say)
    with named_failures(folder):
        os.replace(aside, folder)
