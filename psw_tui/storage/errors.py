"""What can go wrong around a vault: one type per remedy, carrying data; the sentences live in the floors above.

VaultError
├── VaultMissing              the folder is there, vault.db is not: look elsewhere, or restore
│   └── FolderMissing         not even the folder: another drive, another label
├── VaultExists               something is there already: choose another label
├── VaultEmpty                zero bytes: restore
├── VaultPlaintext            a readable SQLite file: not ours, or made by another program
├── VaultTruncated            the size is no whole number of pages: an interrupted copy; copy again, or restore
├── VaultForeign              something readable that this program did not make
├── VaultDamaged              the key is right and the file cannot be read: restore, or rescue
│   └── NothingToRescue       not even its first page can be read: restore
├── VaultNewer                made by a newer program: update
├── VaultBusy                 open in another window: close that one
├── VaultClosed               it was closed meanwhile: open it again
├── Stopped                   nobody waits for this question any more
├── NoLocks                   the folder cannot keep two windows apart, as on some network drives: move it
├── VaultUnwritable           the file refuses to be written: permissions, a read-only stick
├── MigrationRefused          a migration left broken references and was undone: report it
├── FolderUnwritable          the folder refuses a new file
├── DiskFull                  make room
├── BackupMissing             there is no backup in that folder: look elsewhere
├── BackupCutShort            a part of the backup is not there: copy it once more, or take another
├── BackupDamaged             the backup is not what was written: take another
├── BackupForeign             a backup of another vault: take one of this
├── BackupKeysOlder           its keys were replaced since: restoring would make the former ones count again
├── BackupUnwritable          the backup could not be written to its end: another stick, another folder
├── VaultInTheWay             restoring would take the place of the vault that is there: ask first
├── NotEnoughMemory           the key derivation found too little memory: close other programs
├── KeyRefused                this key does not open this file; vault.py turns it into what it means
├── EmptyPassphrase           nothing was typed
├── WrongPassphrase           no slot opens with it
│   ├── KeysOlder             the key files are older than a backup's: the passphrase of that time
│   └── KeysOfAnother         the key files name another database: put the right ones back
├── SamePassphrase            the new one is the present one: choose another
├── RenewalUnsound            the copy under the new key failed its check: nothing changed, ask the doctor
├── WrongRecoveryCode         well formed, for some other vault
├── BadRecoveryCode           not a recovery code as typed
│   ├── CodeLength            too few or too many symbols
│   ├── CodeCharacter         a character no code contains
│   └── CodeMismatch          the check symbols disagree; names the suspected groups
├── RecipientMistyped         no age key
├── ParcelForeign             no age file
├── ParcelLocked              locked with another passphrase, or for another key
├── ParcelDamaged             a locked file is not what was written
├── Forked                    a copy of a vault was written on under its old name: start anew under a new one
├── ChangeImpossible          a line that no program of ours writes: ask for it again
├── ChangeForged              its signature or its seal is not its device's: nothing of it was taken
├── DeviceUnknown             nobody enrolled the device that signed it, or it was revoked
│   └── LetterOfStranger      and what it signed is a letter
├── EpochUnknown              sealed with a key of the team that this laptop was not given
├── NotInTeam                 this vault is in no team yet
├── TakenOut                  this laptop was taken out of its team
├── CardUnreadable            no card of a laptop, or not all of it
├── CardNewer                 a newer program made the card: update
├── LetterUnreadable          no letter of a team, or not all of it
├── LetterNewer               a newer program wrote the letter: update
├── LetterForAnother          a letter for another laptop
├── StickOfAnotherTeam        a stick of another team
├── StickForOthers            locked for other laptops: ask for one that is for this one
├── StickTwice                all of it is here already: nothing to do
├── StickCutShort             a part of it is missing, or it is no stick of ours
├── KeysMissing               neither key file is there: use the recovery code
└── KeysDamaged               no key file can be used: use the recovery code
    └── KeysOutOfRange        a key file asks for more, or less, work than we ever would
"""

from __future__ import annotations

from pathlib import Path


class VaultError(Exception):
    """Base of every failure the storage floor names."""


class VaultMissing(VaultError):
    """There is no file at `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class FolderMissing(VaultMissing):
    """There is no folder at `path`."""


class VaultExists(VaultError):
    """`path` lies where a new vault would go."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class VaultEmpty(VaultError):
    """The file at `path` has zero bytes; SQLCipher would have opened it as a new, empty vault."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class VaultPlaintext(VaultError):
    """The file at `path` is an ordinary SQLite database, readable by anybody."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class VaultTruncated(VaultError):
    """The file at `path` has `size` bytes, which is no whole number of pages."""

    def __init__(self, path: Path, size: int) -> None:
        super().__init__(path, size)
        self.path = path
        self.size = size


class VaultForeign(VaultError):
    """The file at `path` is not a vault of this program; `application_id` is what it says it is, 0 if nothing."""

    def __init__(self, path: Path, application_id: int = 0) -> None:
        super().__init__(path, application_id)
        self.path = path
        self.application_id = application_id


class VaultDamaged(VaultError):
    """The key is the right one and the file at `path` cannot be read with it.

    `keys_differ` says that key files and database name different salts: perhaps the files of two vaults were mixed.
    """

    def __init__(self, path: Path, *, keys_differ: bool = False) -> None:
        super().__init__(path, keys_differ)
        self.path = path
        self.keys_differ = keys_differ


class NothingToRescue(VaultDamaged):
    """Of the file at `path` no table can be found: what names them is damaged itself."""


class VaultNewer(VaultError):
    """A newer program made this: `found` is the version it has, `known` the newest this program understands."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(found, known)
        self.found = found
        self.known = known


class VaultBusy(VaultError):
    """The vault at `path` is open in another window or process."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class VaultClosed(VaultError):
    """Something was asked of a vault that is closed: who asks comes too late, as in the middle of a lock."""


class Stopped(VaultError):
    """A question was stopped before it was answered: another one has taken its place."""


class NoLocks(VaultError):
    """The folder around `path` knows no locks, so two windows could write at once; `reason` is the system's word."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class VaultUnwritable(VaultError):
    """The vault at `path` cannot be read or written; `reason` is the system's own word for it."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class MigrationRefused(VaultError):
    """After the steps rows of `tables` pointed nowhere; everything was rolled back."""

    def __init__(self, tables: tuple[str, ...]) -> None:
        super().__init__(tables)
        self.tables = tables


class FolderUnwritable(VaultError):
    """`path` could not be created or replaced; `reason` is the system's own word for it."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class DiskFull(VaultError):
    """There was no room left while writing `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class BackupMissing(VaultError):
    """The folder `path` holds no backup."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class BackupCutShort(VaultError):
    """A part of the backup at `path` is not there."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class BackupDamaged(VaultError):
    """The backup at `path` is not what was once written there."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class BackupForeign(VaultError):
    """The backup at `path` belongs to another vault."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class BackupKeysOlder(VaultError):
    """The vault has new keys since the backup at `path` was made, and the former ones may be known to somebody."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class BackupUnwritable(VaultError):
    """The backup at `path` could not be written to its end; nothing half done was left. `reason` is the system's word."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class RecipientMistyped(VaultError):
    """What was typed is no age key that something can be locked for."""


class ParcelForeign(VaultError):
    """What should be opened is no age file."""


class ParcelLocked(VaultError):
    """It was locked with another passphrase, or for another key."""


class ParcelDamaged(VaultError):
    """A locked file is not what was once written."""


class VaultInTheWay(VaultError):
    """At `path` is a vault already, which a restored one would replace."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class NotEnoughMemory(VaultError):
    """Deriving the key needs `memory_kib` KiB at once and the computer refused them."""

    def __init__(self, memory_kib: int) -> None:
        super().__init__(memory_kib)
        self.memory_kib = memory_kib


class KeyRefused(VaultError):
    """The key does not fit the file at `path`: damage if the key was proven before, else simply the wrong key."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class EmptyPassphrase(VaultError):
    """The passphrase has no character at all."""


class WrongPassphrase(VaultError):
    """No slot of the key file opens with this passphrase."""


class KeysOlder(WrongPassphrase):
    """Nor can it: the key files in `folder` are from before the last change of the passphrase, as a backup shows."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder


class KeysOfAnother(WrongPassphrase):
    """Nor may it: the key files in `folder` name another database than the one beside them."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder


class SamePassphrase(VaultError):
    """The new passphrase is the present one, at least once both are spelled alike."""


class RenewalUnsound(VaultError):
    """The copy of the vault under its new key is not what it was copied from; `check` names what differs."""

    def __init__(self, check: str) -> None:
        super().__init__(check)
        self.check = check


class WrongRecoveryCode(VaultError):
    """The code is well formed and does not open this vault."""


class BadRecoveryCode(VaultError):
    """What was typed is not a recovery code."""


class CodeLength(BadRecoveryCode):
    """`found` symbols were typed, spaces and dashes not counted; a code has `expected`."""

    def __init__(self, found: int, expected: int) -> None:
        super().__init__(found, expected)
        self.found = found
        self.expected = expected


class CodeCharacter(BadRecoveryCode):
    """Symbol number `position` (from 1, spaces and dashes not counted) is `character`, which no code contains."""

    def __init__(self, position: int, character: str) -> None:
        super().__init__(position)  # a code in the making stays out of every traceback
        self.position = position
        self.character = character


class CodeMismatch(BadRecoveryCode):
    """The check symbols disagree; `suspects` are the groups (1 to 9) one slip would explain, none if it takes two."""

    def __init__(self, suspects: tuple[int, ...]) -> None:
        super().__init__(suspects)
        self.suspects = suspects


class KeysMissing(VaultError):
    """Neither copy of the key file is in `folder`."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder


class KeysDamaged(VaultError):
    """A key file cannot be used; `reason` is a short name for the check that failed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class KeysOutOfRange(KeysDamaged):
    """A key file names a cost of derivation outside what this program would ever use."""

    def __init__(self, memory_kib: int, passes: int, lanes: int) -> None:
        super().__init__("cost")
        self.memory_kib = memory_kib
        self.passes = passes
        self.lanes = lanes


class _OfALine(Exception):
    """About one line of one device's log."""

    def __init__(self, device: str, seq: int) -> None:
        super().__init__(device, seq)
        self.device = device
        self.seq = seq


class Forked(_OfALine, VaultError):
    """Two different lines bear the same number of the same device: a copy of its vault was written on."""


class ChangeImpossible(_OfALine, VaultError):
    """No program of ours writes such a line."""


class ChangeForged(_OfALine, VaultError):
    """It was not sealed by the team like this, or not signed by the device it names."""


class DeviceUnknown(VaultError):
    """Nobody has enrolled this device, or it was revoked."""

    def __init__(self, device: str) -> None:
        super().__init__(device)
        self.device = device


class LetterOfStranger(DeviceUnknown):
    """The letter was written on a laptop that is not in the team, or not any more."""


class EpochUnknown(VaultError):
    """This laptop was not given the team's key of this epoch."""

    def __init__(self, epoch: int) -> None:
        super().__init__(epoch)
        self.epoch = epoch


class NotInTeam(VaultError):
    """This vault is in no team."""


class TakenOut(VaultError):
    """This laptop was taken out of the team, and nobody believes it any more."""


class CardUnreadable(VaultError):
    """What was given is no card of a laptop, or a part of it is missing or altered."""


class CardNewer(VaultError):
    """A newer program made the card."""


class LetterUnreadable(VaultError):
    """What was given is no letter of a team, or a part of it is missing."""


class LetterNewer(VaultError):
    """A newer program wrote the letter."""


class LetterForAnother(VaultError):
    """The letter was written for another laptop."""


class StickOfAnotherTeam(VaultError):
    """What came in was made by another team."""


class StickForOthers(VaultError):
    """What came in is locked for other laptops than this one."""


class StickTwice(VaultError):
    """Everything that came in was here already."""


class StickCutShort(VaultError):
    """What came in is not whole, or was not made by this program."""
