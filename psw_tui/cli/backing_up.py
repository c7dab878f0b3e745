"""`psw-tui backup`, `verify` and `restore`: making a backup, looking one through, bringing a vault back."""

from __future__ import annotations

import re
from pathlib import Path

from psw_tui.backup_words import fault_words
from psw_tui.backups import FOLDER, ON_STICK, Backup, list_backups
from psw_tui.cli.opening import file_of, opened, passphrase, path_of, vault_folder
from psw_tui.cli.request import DONE, WRONG, Refused, Request
from psw_tui.cli.watching import watching
from psw_tui.clock import SystemClock
from psw_tui.ending import ending_tidily
from psw_tui.places import LONGEST_LABEL, list_vaults, place_for
from psw_tui.sentences import sentence
from psw_tui.services import backups
from psw_tui.services.backups import Restored, Wishes
from psw_tui.storage.errors import BackupKeysOlder, BackupMissing, FolderMissing, VaultInTheWay

_OF_STICK = re.compile(rf"{ON_STICK}(?P<label>.{{1,{LONGEST_LABEL}}})-\d{{8}}T\d{{6}}Z(-\d+)?")


def make(request: Request) -> int:
    """Make a backup beside the vault, or in a folder such as a stick."""
    chosen = request.asked.to
    if chosen is not None and not path_of(chosen).is_dir():
        raise FolderMissing(path_of(chosen))  # before anybody types a passphrase for nothing
    with ending_tidily(), opened(request) as vault, watching(request) as (progress, _):
        here = chosen is None
        made = backups.back_up_here(vault, progress) if here else backups.back_up_to(vault, path_of(chosen), progress)
    request.tell(request.say("The backup is in {folder}. It was looked through, and it is good.", folder=made.folder))
    return DONE


def verify(request: Request) -> int:
    """Look a backup through: the one named, else the newest."""
    folder, vault = _backup_folder(request)
    words = passphrase(request)
    with watching(request) as (progress, _):
        looked = backups.look_without_vault(folder, vault, words, SystemClock().now(), progress)
    if looked.good:
        request.tell(request.say("The backup in {folder} is good.", folder=folder))
        return DONE
    what = fault_words(looked.fault, request.language)
    request.tell(request.say("The backup in {folder} is NOT good: {what}.", folder=folder, what=what))
    return WRONG


def restore(request: Request) -> int:
    """Bring a vault back from a backup."""
    folder, vault = _backup_folder(request)
    into = _target(request, folder, vault)
    try:
        with ending_tidily():
            done = _restored(request, folder, into)
    except VaultInTheWay as refusal:
        raise Refused(_with_option(request, refusal, "--replace")) from refusal
    except BackupKeysOlder as refusal:
        raise Refused(_with_option(request, refusal, "--old-keys")) from refusal
    for line in _told(request, done):
        request.tell(line)
    return DONE


def _restored(request: Request, folder: Path, into: Path) -> Restored:
    wishes = Wishes(replace=request.asked.replace, old_keys=request.asked.old_keys)
    if (into / "vault.db").exists() and not wishes.replace:
        raise VaultInTheWay(into)
    clock, by_code = SystemClock(), request.asked.recovery_file is not None
    secret = file_of(request, request.asked.recovery_file) if by_code else passphrase(request)
    service = backups.restore_with_code if by_code else backups.restore_with_passphrase
    with watching(request) as (progress, _):
        return service(folder, into, secret, clock=clock, wishes=wishes, progress=progress)


def _told(request: Request, done: Restored) -> list[str]:
    clock = SystemClock()
    day = request.language.day(clock.local(done.made_at).date(), clock.today())
    sentences = [request.say("The vault in {folder} is as it was: {day}.", folder=done.folder, day=day)]
    if done.aside is not None:
        sentences.append(request.say("The vault that was there before is kept in {folder}.", folder=done.aside))
    if done.keys_kept:
        sentences.append(request.say("Your passphrase of today opens it, not the one of that day."))
    return sentences


def _with_option(request: Request, refusal: VaultInTheWay | BackupKeysOlder, option: str) -> str:
    said = sentence(refusal, request.language)
    return request.say("{sentence} On the command line, that is {option}.", sentence=said, option=option)


def _backup_folder(request: Request) -> tuple[Path, Path | None]:
    """The backup that is meant, and the vault it belongs to where that is known."""
    named = request.asked.backup
    if named is not None and path_of(named).is_dir():
        folder = path_of(named).absolute()
        beside = folder.parent.parent if folder.parent.name == FOLDER else None
        return folder, beside or _only_vault(request)
    vault = path_of(request.asked.vault) if request.asked.vault is not None else vault_folder(request)
    if named is None:
        return _newest(request, vault).folder, vault
    found = next((each for each in list_backups(vault) if each.folder.name == named), None)
    if found is None:
        raise BackupMissing(path_of(named))
    return found.folder, vault


def _newest(request: Request, vault: Path) -> Backup:
    there = list_backups(vault)
    if not there:
        raise Refused(request.say("There is no backup of this vault yet. Make one with psw-tui backup."))
    return there[0]


def _only_vault(request: Request) -> Path | None:
    if request.asked.vault is not None:
        return path_of(request.asked.vault)
    vaults = list_vaults()
    return vaults[0].path if len(vaults) == 1 else None


def _target(request: Request, folder: Path, vault: Path | None) -> Path:
    """Where the vault goes: as asked, else where the backup comes from, else a new place by the label on the stick."""
    for named in (request.asked.to, request.asked.vault):
        if named is not None:
            return path_of(named).absolute()
    if vault is not None:
        return vault
    label = _OF_STICK.fullmatch(folder.name)
    if list_vaults() or label is None:
        raise Refused(request.say("Say with --to and a folder where the vault goes."))
    return place_for(label["label"]).path
