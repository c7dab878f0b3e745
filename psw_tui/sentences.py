"""What went wrong, as a sentence for the worker that says what to do: one for every kind of failure.

The unlock screen reads this before the database is loaded, so only the bare types of errors are known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from psw_tui import crisis, hygiene, places
from psw_tui.domain import codes
from psw_tui.domain.permission import Verdict
from psw_tui.domain.text import one_line
from psw_tui.domain.words import N_
from psw_tui.icons import errors as icons
from psw_tui.import_faults import FAULTS
from psw_tui.language import Language
from psw_tui.progress import Cancelled
from psw_tui.services import errors as services
from psw_tui.storage import errors as storage
from psw_tui.team import hub_errors as hub

WORDS: Mapping[type[Exception], str] = {
    Cancelled: N_("Stopped. Nothing half done was left."),
    storage.VaultMissing: N_("There is no vault at {path}. Look for it elsewhere, or bring it back from a backup."),
    storage.FolderMissing: N_("The folder {path} is not there. Is the drive plugged in, and the name right?"),
    storage.VaultExists: N_("Something is at {path} already, and nothing was changed there. Choose another label."),
    storage.VaultEmpty: N_("The vault at {path} is empty: zero bytes. Bring it back from a backup."),
    storage.VaultPlaintext: N_(
        "The file {path} is not encrypted, so psw-tui did not make it and does not open it. Is it the right file?"
    ),
    storage.VaultTruncated: N_(
        "A part of the vault at {path} is missing, as after a copy that was cut short. Copy it once more, or bring it"
        ' back from a backup. "psw-tui doctor --rescue" saves what is left.'
    ),
    storage.VaultForeign: N_("The file {path} was not made by psw-tui. Is it the right file?"),
    storage.VaultDamaged: N_(
        "The vault at {path} is damaged, and nothing was changed in it. Bring it back from a backup. Or save what can"
        ' still be read into a new vault: press {key:unlock.rescue} where the passphrase is asked for, or use "psw-tui doctor'
        ' --rescue".'
    ),
    storage.NothingToRescue: N_(
        "Nothing can be read of the vault at {path}: the part that names all others is damaged. Bring it back from a"
        " backup."
    ),
    storage.VaultNewer: N_(
        "A newer psw-tui wrote this vault (version {found}, this one knows {known}). Update psw-tui to open it."
    ),
    storage.VaultBusy: N_("The vault at {path} is open in another window. Close that one first."),
    storage.VaultClosed: N_("The vault was closed meanwhile. Open it again to go on."),
    storage.Stopped: N_("This search was stopped before it was done. Type the words again."),
    storage.NoLocks: N_(
        "The folder of {path} cannot keep two windows apart ({reason}), as on some network drives. Copy the whole folder"
        " to this computer or to a stick, and open it there."
    ),
    storage.VaultUnwritable: N_(
        "The vault at {path} cannot be read or written ({reason}). Look at the permissions, and whether the stick is"
        " write-protected. Or copy the whole folder to this computer, and open it there."
    ),
    storage.MigrationRefused: N_(
        "The vault could not be brought up to date and was left as it was ({tables}). Please report this, and go on"
        " with the psw-tui you had before."
    ),
    storage.FolderUnwritable: N_(
        "Nothing can be written at {path} ({reason}). Choose another folder, or free this one."
    ),
    storage.DiskFull: N_("The disk is full, so {path} was not saved. Make room and try again."),
    storage.BackupMissing: N_("There is no backup in {path}. Look in another folder, or plug in the stick it is on."),
    storage.BackupCutShort: N_(
        "A part of the backup in {path} is missing, as after a copy that was cut short. Copy it once more, or take"
        " another backup."
    ),
    storage.BackupDamaged: N_("The backup in {path} is damaged, so it was not used. Take another one."),
    storage.BackupForeign: N_(
        "The backup in {path} belongs to another vault, perhaps another worker's. Nothing was changed. Take a backup of"
        " this vault."
    ),
    storage.BackupKeysOlder: N_(
        "The backup in {path} is from before this vault got new keys. With it, the former passphrase and the former"
        " recovery code would count again. Nothing was changed. Take a later backup, or say that you want the old keys."
    ),
    storage.BackupUnwritable: N_(
        "The backup in {path} could not be written ({reason}). Nothing half done was left. Is the stick still plugged"
        " in, and may it be written?"
    ),
    storage.RecipientMistyped: N_(
        "This is no age key. It begins with age1 and has 62 letters and digits. Copy it once more, whole."
    ),
    storage.ParcelForeign: N_(
        "This file is not locked with age, so it is no hand-over and no answer. Is it the right one?"
    ),
    storage.ParcelLocked: N_(
        "This does not open the file: it has another passphrase, or it was locked for somebody else. Type the passphrase"
        " again, or ask who sent it."
    ),
    storage.ParcelDamaged: N_(
        "The file is damaged or a part of it is missing, and nothing was taken from it. Copy it once more, or ask for it"
        " again."
    ),
    storage.Forked: N_(
        "A laptop of your team and a copy of it were both used, so two changes bear the same number. Nothing is lost, but"
        " until that is put right the laptop is not heard here. Whoever has it should meet the team: that puts it right."
    ),
    storage.ChangeImpossible: N_(
        "A change that came in is not one that psw-tui writes. Nothing was taken in. Ask for it again."
    ),
    storage.ChangeForged: N_(
        "A change that came in was not written by the laptop it names, or was altered on the way. Nothing was taken in."
        " Tell your supervisor."
    ),
    storage.DeviceUnknown: N_(
        "A change came from a laptop that is not in your team, or not any more. Nothing was taken in. Ask your supervisor"
        " whether it should be."
    ),
    storage.EpochUnknown: N_(
        "This was locked with a newer key of the team than this laptop has. Ask your supervisor for the new key."
    ),
    storage.NotInTeam: N_("This vault is not in a team yet."),
    storage.TakenOut: N_(
        "This laptop was taken out of the team, so nothing goes to the others any more. What is here stays here. Ask your"
        " supervisor what is to become of it."
    ),
    storage.CardUnreadable: N_(
        "This is not a laptop's card, or a part of it is missing or was changed. Ask its owner to make the card once more."
    ),
    storage.CardNewer: N_("A newer psw-tui made this card. Update psw-tui, then open the card again."),
    storage.LetterUnreadable: N_(
        "This is not a letter of a team, or a part of it is missing. Nothing was taken in. Ask for the letter again."
    ),
    storage.LetterNewer: N_("A newer psw-tui wrote this letter. Update psw-tui, then open the letter again."),
    storage.LetterForAnother: N_(
        "This letter is for another laptop, and nothing was taken in. Give whoever wrote it the card of this laptop, and"
        " ask for a letter to it."
    ),
    storage.LetterOfStranger: N_(
        "This letter comes from a laptop that is not in your team, or not any more. Nothing was taken in. Ask somebody who"
        " is in the team for a letter."
    ),
    storage.StickOfAnotherTeam: N_("This comes from another team, and nothing was taken in. Is it the right file?"),
    storage.StickForOthers: N_(
        "This file is locked for other laptops. Perhaps it is of another team, or older than your letter. Ask whoever made it"
        " for one that is for you too."
    ),
    storage.StickTwice: N_("Everything in this file is here already. Nothing was taken in twice."),
    storage.StickCutShort: N_(
        "A part of this file is missing, or psw-tui did not make it. Nothing was taken in. Copy it once more, or ask for it"
        " again."
    ),
    storage.VaultInTheWay: N_(
        "There is a vault in {path} already, and it was not touched. To put the backup in its place, say so; the vault"
        " that is there is then kept aside."
    ),
    storage.NotEnoughMemory: N_(
        "Checking the passphrase needs {memory_mib} MB of memory, and the computer has no more. Close other programs and"
        " try again."
    ),
    storage.KeyRefused: N_("This key does not open {path}. Use the key files that belong to it, or the recovery code."),
    storage.EmptyPassphrase: N_("The passphrase is empty. Type it, then press Enter."),
    storage.WrongPassphrase: N_(
        "This passphrase does not open the vault. Look at capitals and the keyboard, try again."
    ),
    storage.KeysOlder: N_(
        "This passphrase does not open the vault: the key files in {folder} are older than its backups. The passphrase of"
        " that time opens them, and so does the recovery code."
    ),
    storage.KeysOfAnother: N_(
        "This passphrase does not open the vault, and the key files in {folder} seem to belong to another one. Try once"
        " more. Then put back the vault.keys that came with it, or use the recovery code."
    ),
    storage.SamePassphrase: N_("This is the passphrase you have now. Choose another one."),
    storage.RenewalUnsound: N_(
        "The copy of the vault under its new key did not pass its check ({check}). Nothing was changed. Type psw-tui"
        " doctor, and try again."
    ),
    storage.WrongRecoveryCode: N_("This recovery code belongs to another vault. Is it the right sheet?"),
    storage.BadRecoveryCode: N_("This is not a recovery code. It has nine groups of four letters and digits."),
    storage.CodeLength: N_(
        "A recovery code has {expected} letters and digits; here are {found}. Look for what is missing."
    ),
    storage.CodeCharacter: N_(
        'Sign number {position} is "{character}", which is in no recovery code. Look at the sheet.'
    ),
    storage.CodeMismatch: N_("Something in the recovery code is mistyped. Compare every group with the sheet."),
    storage.KeysMissing: N_(
        "The key files are missing in {folder}. Use the recovery code, or bring vault.keys back from a backup."
    ),
    storage.KeysDamaged: N_(
        "The key files cannot be read. Use the recovery code, or bring vault.keys back from a backup."
    ),
    storage.KeysOutOfRange: N_(
        "The key files ask for what psw-tui never asks for, so somebody may have changed them. Use the recovery code."
    ),
    services.NoSuchClient: N_("There is no client {code} in this vault."),
    services.AlreadyOpen: N_("This client has a fresh look open already. Go on with that one, or close it first."),
    services.NotOpen: N_("This fresh look is closed and takes no more entries. Open a new one."),
    services.TooManyGoals: N_("There are {most} goals already. Let one rest before another starts."),
    services.AlreadyAmended: N_("This version was amended already. Amend the newest one."),
    services.NoFreshLookYet: N_(
        "{code} has no fresh look in this time, so there is no page about one. Choose other days."
    ),
    services.NoDebriefThen: N_("There is no debrief of {code} in this time. Choose other days."),
    services.NotInTheRecord: N_("This is not in the record of {code}, so no paper can be made of it. Choose another."),
    services.NothingToSign: N_("{code} said no to this permission, so there is nothing to sign. Choose another one."),
    services.DayToCome: N_("This day has not come yet. Give today or an earlier day."),
    services.SharedAlready: N_("The team reads the record of {code} already."),
    services.NotShared: N_("The team does not read the record of {code}."),
    services.NotesNotKnown: N_(
        "{code} does not know yet that you keep notes, so they cannot agree that others read them. Tell them first, and"
        " write down that they know."
    ),
    services.CountsOnly: N_(
        "{code} wants counts only, and nothing that others could read. It is not shared. Ask them again if they want it"
        " otherwise."
    ),
    services.SettledMeanwhile: N_("This is not any more as it was shown. Look at the list again."),
    services.AnswerUnknown: N_("A newer psw-tui wrote this answer. Update psw-tui here, then pick it."),
    services.NothingToUndo: N_(
        "There is nothing to undo: only the last save of the last {minutes} minutes can be taken back. A debrief can be"
        " amended at any time."
    ),
    services.DraftInTheWay: N_(
        "This would become a draft again, but an unfinished note about {code} is in its place. Save that one or throw"
        " it away first."
    ),
    services.OnHold: N_(
        "The record of {code} is on hold: it must be kept, so it is not erased. Once the reason is over, take the hold off."
    ),
    services.AskedToErase: N_(
        "Erasing the record of {code} is asked for already. Under {key:caseload.keeping} on the caseload you confirm it or call"
        " it off."
    ),
    services.ErasureOver: N_("Erasing the record of {code} is over: it was done, or it was called off."),
    services.TooEarlyToErase: N_(
        "The record of {code} can be erased from {when} on: a day has to pass. Until then you can call it off."
    ),
    services.AskedInTheFuture: N_(
        "By the clock of this computer, nobody has asked yet to erase the record of {code}. Set the clock right. Or call it"
        " off and ask again."
    ),
    services.NoBackupWithout: N_(
        "There is no good backup yet without the record of {code}. Make one first, then take the older ones away."
    ),
    services.CodeTaken: N_("Another client has the code {code}. Take another one."),
    services.NoQuestionYet: N_(
        "No question about {code} waits for an answer. Ask one in step 6 first, or choose one that was answered."
    ),
    services.NoReferralYet: N_("{code} has not agreed to a referral yet. Step 7 holds it: write it down there first."),
    services.ReferralNotWanted: N_("{code} does not want this referral, so there is no letter. Choose another one."),
    services.NobodyToWriteTo: N_(
        "This referral of {code} names none of the contacts. Add the contact, pick it in step 7, and ask for a permission."
    ),
    services.NotOnTheList: N_(
        "They agreed to share other things than this, so no letter was made. Write only about what the permission lists."
    ),
    services.NothingLearnedThen: N_("Nothing is written in steps 1 and 9 in this time. Choose other days."),
    services.PassphraseTooShort: N_(
        "This passphrase is too short. Use {least} characters or more; a few words are best."
    ),
    services.PassphraseTooLong: N_("This passphrase is too long. {most} characters are the most."),
    services.PassphrasesDiffer: N_("The two passphrases are not the same. Type them once more."),
    services.SheetInTheWay: N_("{path} is there already, and it was not touched. Name a new file."),
    services.PracticeFileWrong: N_("The file of practice clients cannot be used: something is wrong at {place}."),
    services.SignalsFileWrong: N_(
        "The numbers of the rule in assets/signals.toml cannot be used: something is wrong at {line}. Bring the file back"
        " as it was delivered."
    ),
    crisis.CrisisFileWrong: N_(
        "The crisis card cannot be used: something is wrong at {place}. Bring the file in assets/crisis back as it was"
        " delivered. Call the emergency number you know."
    ),
    services.WordsFileWrong: N_(
        "The file {file} cannot be used: something is wrong at {row}. Put that row right, or take it out."
    ),
    services.NoSuchColumn: N_('The file has no column "{column}". It has: {columns}.'),
    services.NoSuchField: N_('Nothing called "{field}" is kept about a client. There is: {fields}.'),
    services.FieldTwice: N_("Two columns would go to {field}. Leave one of them out first."),
    services.DayOrderUnknown: N_(
        'A date in line {line}, column "{column}", could be two different days. Say whether the day, the month or the year'
        " comes first in this file."
    ),
    services.RowsInTheWay: N_(
        "Nothing was imported. Rows that cannot be taken: {refused}. Rows about clients who are here already: {known}. Put"
        " the file right, or say that those rows are to be left out."
    ),
    services.NotLeft: N_(
        "The file could not be written at {path} ({reason}), and nothing half written was left. Is the stick still plugged"
        " in, and may it be written?"
    ),
    services.ParcelFileGone: N_(
        "The file {path} cannot be read ({reason}). Is the stick plugged in, and the name right?"
    ),
    services.ParcelTooBig: N_(
        "This file is bigger than {most} MB, so it is no hand-over, no question and no answer. Nothing was taken from it."
        " Is it the right one?"
    ),
    services.ParcelWrong: N_(
        "The file was opened, but psw-tui did not write it like this: something is wrong at {place}. Nothing was taken"
        " from it. Ask for it again."
    ),
    services.ParcelNewer: N_(
        "A newer psw-tui made this file (version {found}, this one knows {known}). Update psw-tui, then take it in."
    ),
    services.ParcelTwice: N_("This came in already on {day}. Nothing was taken in twice."),
    services.ClientHereAlready: N_(
        "The record of this client is here already, as {code}, and nothing was changed in it: two records are never mixed."
        " Go on with the one that is here, and write down what is new. If the other one is to take its place, have this one"
        " erased first."
    ),
    services.TeamNameMissing: N_("The team needs a name. Such as: East side."),
    services.AlreadyInTeam: N_(
        "This vault is in the team {team} already, and a vault is in one team at a time. For another team, make another vault."
    ),
    services.CardOfThisLaptop: N_(
        "This is the card of this laptop itself. Open the card of the one you want to let in."
    ),
    services.CardOfACopy: N_(
        "Another laptop of the team has the same number and another key, as when a vault was copied by hand. Nothing was"
        " changed. On the laptop of this card, bring the vault back from a backup, and make a new card there."
    ),
    services.CardTakenOut: N_(
        "The laptop of {name} was taken out of the team, and stays out. To come back, its owner makes a new vault and the"
        " card of that one."
    ),
    services.QuestionUnknown: N_(
        "This answers a question that is not in this vault. Was it asked from another one, or is the client erased?"
    ),
    services.NotTheirQuestion: N_(
        "There is no question in this entry yet. Go on with it, write it down, then send it."
    ),
    services.NothingToImport: N_("No row is left that could be imported, so nothing was."),
    services.ColumnsFileWrong: N_(
        "The file assets/words/columns.toml cannot be used: something is wrong at {row}. Put that right, or bring the file"
        " back as it was delivered."
    ),
    services.NoPdf: N_(
        "To make a PDF, psw-tui needs its part for that: install psw-tui[pdf]. Or take HTML, and print it from a browser."
    ),
    services.NoHub: N_(
        "This vault knows of no hub. If your agency has one, give its address first. Otherwise meet your team by stick."
    ),
    services.NobodyToTell: N_("There is no other laptop in your team yet, so there is nobody to make this for."),
    services.NotInTheTeam: N_('No laptop in your team is called "{name}". Look at the list of your team.'),
    services.CopyUsedToo: N_(
        "A copy of this vault was used too, and this file does not tell since when. Nothing was taken in, and nothing is"
        " lost. Ask for a file with everything in it, or meet your team on the hub: then it is put right by itself."
    ),
    services.MonthNotOver: N_(
        "This month is not over. Numbers are told afterwards, so that no single day can be seen."
    ),
    hub.DriverMissing: N_("To speak to a hub, psw-tui needs its part for that: install psw-tui[team]."),
    hub.AddressWrong: N_(
        "This is no address of a PostgreSQL server. It looks like postgresql://login@server/database. Letters such as @ or /"
        " in a password must be written as % and their number."
    ),
    hub.NotPrivate: N_(
        "The way to {host} would not be safe, so nothing was sent. Add sslmode=verify-full to the address, and sslrootcert="
        " with the file of your agency's certificate."
    ),
    hub.NoServer: N_(
        "Nobody answers at {host}. Is the cable or the network on, and the name right? What you wrote waits here."
    ),
    hub.NoTls: N_(
        "The server at {host} does not take a safe line, so nothing was sent. Ask who looks after it to turn on TLS."
    ),
    hub.CertificateRefused: N_(
        "The certificate of {host} has run out, or comes from somebody this laptop does not know. Nothing was sent. Look at"
        " the date of this laptop first, then ask who looks after the server."
    ),
    hub.CertificateOfAnother: N_(
        "The certificate belongs to a server that is not called {host}. Nothing was sent. Use the name that is in it, or ask"
        " who looks after the server."
    ),
    hub.AuthorityMissing: N_(
        "The file with your agency's certificate cannot be read, so {host} could not be checked. Name it in the address with"
        " sslrootcert=."
    ),
    hub.PasswordMissing: N_("The server wants a password for {login}. Give it, and try again."),
    hub.LoginRefused: N_(
        "The server does not let {login} in. Look at the name and the password, or ask who looks after the hub."
    ),
    hub.NotAllowed: N_("{login} may not do this on the server. Use the login of an administrator."),
    hub.LoginOdd: N_(
        'A login has small letters, digits and _ only, begins with a letter, and not with "psw_" or "pg_". Choose another'
        " name than this one: {login}."
    ),
    hub.MemberUnknown: N_("{login} is no member of this team with this device, so nothing was taken away."),
    hub.DatabaseMissing: N_("The server has no database called {database}. Make it first, or look at the name."),
    hub.HubBusy: N_("The server at {host} takes nobody in at the moment. Wait a minute, then try again."),
    hub.HubNotThere: N_(
        'This database has no hub yet. Whoever looks after it types "psw-tui team hub-init" once, in a database of its own.'
    ),
    hub.HubNewer: N_(
        "A newer psw-tui set up the hub (version {found}, this one knows {known}). Update psw-tui, then try again."
    ),
    hub.HubOlder: N_(
        "An older psw-tui set up the hub (version {found}, this one needs {known}). Whoever looks after it updates psw-tui"
        ' on the server and types "psw-tui team hub-init" once more. Nothing on the hub is lost by that.'
    ),
    hub.HubFull: N_(
        "The server has no room left, so nothing of this was stored there. It is all safe here. Tell who looks after the hub."
    ),
    hub.Crowded: N_(
        "Others are sending the same changes just now, so nothing of this was stored. It is all still here. Wait a minute,"
        " then try again."
    ),
    hub.ConnectionLost: N_(
        "The line broke. No half of anything is stored, and all of it is still here. Try again: nothing can get there twice."
    ),
    hub.NotAMember: N_(
        "This login is no member of the team, so nothing was sent or fetched. Ask who looks after the hub to let it in."
    ),
    hub.HubDropped: N_(
        "The server said yes, but has lost change number {seq} of device {device}. Nothing is lost here. Try again, and tell"
        " who looks after the hub if it stays so."
    ),
    hub.Forked: N_(
        "The hub has another change than this laptop under number {seq} of device {device}. So the laptop was brought back"
        " from a backup, or copied. Nothing was sent, so that nothing is lost."
    ),
    hub.HubTrouble: N_(
        "The server refused, with the code {code}. Nothing was stored there. Try again, and tell the code to who looks after"
        " the hub."
    ),
    places.HomeMissing: N_("The folder for your data, {path}, cannot be found ({reason}). Is the drive plugged in?"),
    places.FolderUnwritable: N_("The folder {path} cannot be used ({reason}). Look at its permissions."),
    places.LabelTaken: N_('There is a vault called "{label}" already. Choose another label.'),
    icons.NoDesktop: N_("Icons would go into the folder {path}, and it is not there. Make that folder and try again."),
    icons.NotOurs: N_(
        "{path} was not made by psw-tui, and it was not touched. Give it another name, and the icon has its place."
    ),
    icons.NotInstalled: N_(
        "psw-tui runs from a folder but is not installed, so an icon would not find it. Install it as the README says,"
        " then make the icon."
    ),
    hygiene.LeakyEnvironment: N_(
        "psw-tui does not open while {names} is set: it would write what is on the screen to a file in clear."
        " Unset it and start again."
    ),
    codes.NotACode: N_('"{text}" is no client code. A code looks like Maple-27.'),
    codes.NoCodeLeft: N_("Every client code is taken. Add words to assets/words/codes.toml."),
}
"""By type of error; what stands in braces are its own attributes."""

SUSPECTS = N_("The recovery code is mistyped, most likely in group {suspects}. Compare it with the sheet.")
MIXED = N_(
    "The vault at {path} and its key files do not belong together. Put back the vault.keys that came with it, or use the"
    " recovery code."
)

LABELS: Mapping[places.LabelFault, str] = {
    places.LabelFault.EMPTY: N_("The vault needs a label, such as a first name or a colour."),
    places.LabelFault.TOO_LONG: N_("This label is too long. {longest} letters are the most."),
    places.LabelFault.CHARACTER: N_(
        "A label has letters, digits, spaces and dashes only, and begins with a letter or digit."
    ),
    places.LabelFault.RESERVED: N_('"{label}" means something else on some computers. Choose another label.'),
}

LETTERS: Mapping[Verdict, str] = {
    Verdict.NO_PERMISSION: N_(
        "They have given no permission to share anything with this contact. Ask them, write it down, then make the letter."
    ),
    Verdict.OTHER_CONTACT: N_("Their permission is about somebody else. Ask them for one about this contact."),
    Verdict.WRONG_DIRECTION: N_(
        "With this permission you may hear from the contact and tell them nothing. Ask for one that lets you tell."
    ),
    Verdict.NOT_BEGUN: N_("The permission has not begun yet. Make the letter once its first day has come."),
    Verdict.ENDED: N_("The permission has ended. Ask them again, write the new one down, then make the letter."),
    Verdict.WITHDRAWN: N_("They have taken the permission back. Nothing more is shared, so there is no letter."),
    Verdict.NEEDS_SIGNATURE: N_(
        "Your program needs a signed permission for this, and theirs was spoken. Let them sign."
    ),
}
"""Why there is no letter. The gate's own sentences speak to somebody who fills in a step."""


UNKNOWN = N_("Something went wrong that psw-tui has no words for ({kind}). What was saved before is safe.")


def sentence(error: Exception, language: Language) -> str:
    """What `error` means for the worker. Nothing of a note can be in it."""
    return language.say(_words(error), **_values(error))


def knows(kind: type[Exception]) -> bool:
    """Whether errors of just this type have a sentence of their own."""
    return kind in WORDS or kind in {places.BadLabel, services.FileRefused, services.LetterNotAllowed}


def _words(error: Exception) -> str:
    match error:
        case places.BadLabel():
            return LABELS[error.fault]
        case services.FileRefused():
            return FAULTS[error.fault]
        case services.LetterNotAllowed():
            return LETTERS[error.verdict]
        case storage.CodeMismatch() if error.suspects:
            return SUSPECTS
        case storage.VaultDamaged() if error.keys_differ:
            return MIXED
    return next((WORDS[kind] for kind in type(error).__mro__ if kind in WORDS), UNKNOWN)


def _values(error: Exception) -> dict[str, object]:
    """The error's own attributes, as text that may go anywhere."""
    shown: dict[str, object] = {name: _shown(value) for name, value in vars(error).items()}
    shown |= {"kind": type(error).__name__, "longest": places.LONGEST_LABEL}
    if isinstance(error, storage.NotEnoughMemory):
        shown["memory_mib"] = error.memory_kib // 1024
    return shown


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_shown, value))
    return one_line(str(value)) if value is not None else "…"
