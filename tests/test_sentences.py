"""Every failure has words of its own, and they say what happened to what."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from psw_tui import crisis, hygiene, places, progress, sentences
from psw_tui.domain import codes
from psw_tui.domain.permission import Verdict
from psw_tui.icons import errors as icons
from psw_tui.language import speak
from psw_tui.sentences import sentence
from psw_tui.services import errors as services
from psw_tui.storage import errors as storage
from psw_tui.team import hub_errors as hub

ENGLISH = speak("en")
HERE = Path("somewhere") / "vault.db"

EXAMPLES: dict[type[Exception], Exception] = {
    type(error): error
    for error in (
        storage.VaultMissing(HERE),
        storage.FolderMissing(HERE.parent),
        storage.VaultExists(HERE),
        storage.VaultEmpty(HERE),
        storage.VaultPlaintext(HERE),
        storage.VaultTruncated(HERE, 5000),
        storage.VaultForeign(HERE, 7),
        storage.VaultDamaged(HERE),
        storage.VaultNewer(9, 1),
        storage.VaultBusy(HERE),
        storage.VaultClosed(),
        storage.Stopped(),
        progress.Cancelled(),
        storage.NothingToRescue(HERE),
        storage.NoLocks(HERE, "No locks available"),
        storage.VaultUnwritable(HERE, "SQLITE_READONLY"),
        storage.MigrationRefused(("goal", "rating")),
        storage.FolderUnwritable(HERE.parent, "Permission denied"),
        storage.DiskFull(HERE),
        storage.BackupMissing(HERE.parent),
        storage.BackupCutShort(HERE.parent),
        storage.BackupDamaged(HERE.parent),
        storage.BackupForeign(HERE.parent),
        storage.BackupKeysOlder(HERE.parent),
        storage.BackupUnwritable(HERE.parent, "Input/output error"),
        storage.VaultInTheWay(HERE.parent),
        storage.RecipientMistyped(),
        storage.ParcelForeign(),
        storage.ParcelLocked(),
        storage.ParcelDamaged(),
        storage.NotEnoughMemory(256 * 1024),
        storage.KeyRefused(HERE),
        storage.EmptyPassphrase(),
        storage.WrongPassphrase(),
        storage.KeysOlder(HERE.parent),
        storage.KeysOfAnother(HERE.parent),
        storage.SamePassphrase(),
        storage.RenewalUnsound("rows"),
        storage.WrongRecoveryCode(),
        storage.BadRecoveryCode(),
        storage.CodeLength(30, 36),
        storage.CodeCharacter(4, "?"),
        storage.CodeMismatch(()),
        storage.KeysMissing(HERE.parent),
        storage.KeysDamaged("checksum"),
        storage.KeysOutOfRange(1, 1, 1),
        services.NotLeft(HERE, "Input/output error"),
        storage.Forked("019ce824", 7),
        storage.ChangeImpossible("019ce824", 7),
        storage.ChangeForged("019ce824", 7),
        storage.DeviceUnknown("019ce824"),
        storage.EpochUnknown(2),
        storage.NotInTeam(),
        storage.TakenOut(),
        storage.CardUnreadable(),
        storage.CardNewer(),
        storage.LetterUnreadable(),
        storage.LetterNewer(),
        storage.LetterForAnother(),
        storage.LetterOfStranger("019ce824"),
        services.NoHub(),
        services.NobodyToTell(),
        services.NotInTheTeam("Bo"),
        services.CopyUsedToo(),
        services.MonthNotOver(),
        services.TeamNameMissing(),
        services.AlreadyInTeam("East side"),
        services.CardOfThisLaptop(),
        services.CardOfACopy(),
        services.CardTakenOut("Ash"),
        storage.StickOfAnotherTeam(),
        storage.StickForOthers(),
        storage.StickTwice(),
        storage.StickCutShort(),
        services.ParcelFileGone(HERE, "No such file"),
        services.ParcelTooBig(32),
        services.ParcelWrong("debrief 3, held_on"),
        services.ParcelNewer(2, 1),
        services.ParcelTwice(date(2026, 3, 13)),
        services.ClientHereAlready("Maple-27"),
        services.QuestionUnknown(),
        services.NotTheirQuestion(),
        services.NoSuchClient("Maple-27"),
        services.AlreadyOpen(),
        services.NotOpen(),
        services.TooManyGoals(3),
        services.CodeTaken("Maple-27"),
        services.OnHold("Maple-27"),
        services.AskedToErase("Maple-27"),
        services.ErasureOver("Maple-27"),
        services.TooEarlyToErase("Maple-27", "2026-03-14 12:00"),
        services.AskedInTheFuture("Maple-27"),
        services.NoBackupWithout("Maple-27"),
        services.AlreadyAmended(),
        services.NoFreshLookYet("Maple-27"),
        services.NoDebriefThen("Maple-27"),
        services.NotInTheRecord("Maple-27"),
        services.NothingToSign("Maple-27"),
        services.DayToCome(),
        services.SharedAlready("Maple-27"),
        services.NotShared("Maple-27"),
        services.NotesNotKnown("Maple-27"),
        services.CountsOnly("Maple-27"),
        services.SettledMeanwhile(),
        services.AnswerUnknown(),
        services.NothingToUndo(10),
        services.DraftInTheWay("Maple-27"),
        services.NoQuestionYet("Maple-27"),
        services.NoReferralYet("Maple-27"),
        services.ReferralNotWanted("Maple-27"),
        services.NobodyToWriteTo("Maple-27"),
        services.LetterNotAllowed(Verdict.ENDED),
        services.NotOnTheList(),
        services.NothingLearnedThen(),
        services.PassphraseTooShort(8),
        services.PassphraseTooLong(1000),
        services.PassphrasesDiffer(),
        services.SheetInTheWay(Path("sheet.html")),
        services.PracticeFileWrong("Maple-27"),
        services.SignalsFileWrong("slipping_by"),
        crisis.CrisisFileWrong("ca.toml, line 2"),
        services.WordsFileWrong("person_first.local.toml", "customer, why"),
        services.FileRefused(services.FileFault.MISSING, Path("list.csv")),
        services.NoSuchColumn("Name", ("Code", "Met on")),
        services.NoSuchField("diagnosis", ("code", "met_on")),
        services.FieldTwice("code"),
        services.DayOrderUnknown("Met on", 3),
        services.RowsInTheWay(2, 1),
        services.NothingToImport(),
        services.ColumnsFileWrong("columns"),
        services.NoPdf(),
        hub.DriverMissing(),
        hub.AddressWrong(),
        hub.NotPrivate("hub.agency.ca"),
        hub.NoServer("hub.agency.ca"),
        hub.NoTls("hub.agency.ca"),
        hub.CertificateRefused("hub.agency.ca"),
        hub.CertificateOfAnother("hub.agency.ca"),
        hub.AuthorityMissing("hub.agency.ca"),
        hub.PasswordMissing("ash"),
        hub.LoginRefused("ash"),
        hub.NotAllowed("ash"),
        hub.LoginOdd("Ash"),
        hub.MemberUnknown("ash"),
        hub.DatabaseMissing("hub"),
        hub.HubBusy("hub.agency.ca"),
        hub.HubNotThere(),
        hub.HubNewer(2, 1),
        hub.HubOlder(0, 1),
        hub.HubFull(),
        hub.Crowded(),
        hub.ConnectionLost(),
        hub.NotAMember(),
        hub.HubDropped("7a", 5),
        hub.Forked("7a", 5),
        hub.HubTrouble("XX000"),
        places.HomeMissing(HERE.parent, "not there"),
        places.FolderUnwritable(HERE.parent, "Permission denied"),
        places.BadLabel("nul", places.LabelFault.RESERVED),
        places.LabelTaken("ash"),
        icons.NoDesktop(HERE.parent),
        icons.NotOurs(HERE.parent / "psw-tui.desktop"),
        icons.NotInstalled(),
        hygiene.LeakyEnvironment(("TEXTUAL_LOG",)),
        codes.NotACode("27"),
        codes.NoCodeLeft(),
    )
}

BASES = {storage.VaultError, services.NotPossible, places.PlaceError, icons.IconError, hub.HubError}
"""Never raised themselves."""
KINDS_ONLY = {hub.OfHost, hub.OfLogin, hub.OfAnotherTime, hub.OfChange}
"""Nor are these, which only hold what several are about."""


def kinds_of(base: type[Exception]) -> set[type[Exception]]:
    return {base}.union(*map(kinds_of, base.__subclasses__()))


KINDS = sorted(
    set().union(*map(kinds_of, BASES)) - BASES - KINDS_ONLY | set(EXAMPLES),
    key=lambda kind: (kind.__qualname__, kind.__module__),
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.__module__.split('.')[1]}-{kind.__name__}")
def test_every_kind_of_failure_has_its_own_words(kind: type[Exception]) -> None:
    assert sentences.knows(kind), "add it to psw_tui/sentences.py"
    said = sentence(EXAMPLES[kind], ENGLISH)
    assert said.endswith((".", "?", "Enter."))
    assert "{" not in said
    assert len(said) > 25


def test_no_two_say_the_same() -> None:
    said = [sentence(error, ENGLISH) for error in EXAMPLES.values()]
    assert len(set(said)) == len(said)


def test_what_it_is_about_is_named() -> None:
    assert "somewhere" in sentence(EXAMPLES[storage.VaultMissing], ENGLISH)
    assert "Maple-27" in sentence(EXAMPLES[services.NoSuchClient], ENGLISH)
    assert "goal, rating" in sentence(EXAMPLES[storage.MigrationRefused], ENGLISH)
    assert "256 MB" in sentence(EXAMPLES[storage.NotEnoughMemory], ENGLISH)
    assert "TEXTUAL_LOG" in sentence(EXAMPLES[hygiene.LeakyEnvironment], ENGLISH)


def test_a_slip_in_the_code_is_pointed_at() -> None:
    assert "group 2, 5." in sentence(storage.CodeMismatch((2, 5)), ENGLISH)


def test_mixed_files_are_not_called_damaged() -> None:
    assert "do not belong together" in sentence(storage.VaultDamaged(HERE, keys_differ=True), ENGLISH)


@pytest.mark.parametrize("fault", places.LabelFault)
def test_every_fault_of_a_label_has_its_own_words(fault: places.LabelFault) -> None:
    others = {sentence(places.BadLabel("x", other), ENGLISH) for other in places.LabelFault if other is not fault}
    said = sentence(places.BadLabel("x", fault), ENGLISH)
    assert said not in others
    assert "{" not in said


@pytest.mark.parametrize("fault", services.FileFault)
def test_every_fault_of_a_file_has_its_own_words(fault: services.FileFault) -> None:
    others = {
        sentence(services.FileRefused(other, HERE), ENGLISH) for other in services.FileFault if other is not fault
    }
    said = sentence(services.FileRefused(fault, HERE, reason="not there", line=2, most=3), ENGLISH)
    assert said not in others
    assert "somewhere" in said
    assert "{" not in said


def test_a_new_kind_of_a_known_one_says_what_that_says() -> None:
    class Odd(storage.VaultBusy):
        pass

    assert sentence(Odd(HERE), ENGLISH) == sentence(storage.VaultBusy(HERE), ENGLISH)
    assert not sentences.knows(Odd)


def test_what_nobody_foresaw_is_said_without_its_text() -> None:
    said = sentence(RuntimeError("they told me"), ENGLISH)
    assert "RuntimeError" in said
    assert "they told me" not in said


def test_a_name_cannot_steer_the_terminal_or_be_a_format() -> None:
    said = sentence(storage.VaultMissing(Path("\x1b[2J{path}\n[/]")), ENGLISH)
    assert "\x1b" not in said
    assert "\n" not in said
    assert "{path} [/]" in said


def test_the_unlock_screen_can_have_them_before_the_database_is_loaded() -> None:
    script = "import sys, psw_tui.sentences; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert not {"sqlalchemy", "sqlmodel", "pydantic", "sqlcipher3", "nacl", "textual"} & set(done.stdout.split())
