"""What a worker asked for and cannot have as asked; one type per remedy."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path

from psw_tui.domain.permission import Verdict


class NotPossible(Exception):
    """Base of every refusal a service makes besides a form's own."""


class NoSuchClient(NotPossible):
    """No client has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AlreadyOpen(NotPossible):
    """This client has a fresh look open; there is one at a time."""


class NotOpen(NotPossible):
    """The fresh look is closed and takes no more entries."""


class NoFreshLookYet(NotPossible):
    """There is no fresh look that a paper could be about."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoDebriefThen(NotPossible):
    """There is no debrief in the time that a paper is wanted of."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotInTheRecord(NotPossible):
    """What a paper is wanted of is not in the record of this client."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NothingToSign(NotPossible):
    """The client said no to this permission, so there is no form to sign."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AlreadyAmended(NotPossible):
    """This version of a debrief has a later one; only the newest is amended."""


class DayToCome(NotPossible):
    """Something that has happened was given a day that has not come yet."""


class SharedAlready(NotPossible):
    """The team reads this client's record already."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotShared(NotPossible):
    """The team does not read this client's record."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotesNotKnown(NotPossible):
    """Who does not know that notes are kept cannot agree that others read them."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class CountsOnly(NotPossible):
    """This client wants nothing written but counts, so there is nothing that others might read."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SettledMeanwhile(NotPossible):
    """Where two wrote different things, it is not any more as it was shown."""


class AnswerUnknown(NotPossible):
    """A newer psw-tui wrote this answer, and this one cannot keep it."""


class NothingToUndo(NotPossible):
    """Nothing was saved in the last minutes that can be taken back."""

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes)
        self.minutes = minutes


class DraftInTheWay(NotPossible):
    """What would become a draft again finds another draft in its place, which must not be lost."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TooManyGoals(NotPossible):
    """Three goals are active; one has to rest before another starts."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class CodeTaken(NotPossible):
    """Another client has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoQuestionYet(NotPossible):
    """No question for supervision about this client waits for its answer."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoReferralYet(NotPossible):
    """The client has agreed to no referral that a letter could be about."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ReferralNotWanted(NotPossible):
    """The client did not agree to this referral, or has changed their mind."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NobodyToWriteTo(NotPossible):
    """The referral names none of the contacts, so no permission can be about whoever it goes to."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class LetterNotAllowed(NotPossible):
    """No permission lets this letter be written today; `verdict` is the first thing in its way."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict


class NotOnTheList(NotPossible):
    """A letter was to say something that the permission does not list."""


class NothingLearnedThen(NotPossible):
    """There is no entry of step 1 or 9 in the time that the learning log is wanted of."""


class OnHold(NotPossible):
    """The record must be kept: it is not erased while the hold stands."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AskedToErase(NotPossible):
    """Somebody has asked to erase this record already; that is confirmed or called off."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class ErasureOver(NotPossible):
    """What was asked is done already, or was called off."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TooEarlyToErase(NotPossible):
    """A day has to pass between asking and confirming."""

    def __init__(self, code: str, when: str) -> None:
        super().__init__(code, when)
        self.code = code
        self.when = when
        """On the worker's own clock."""


class AskedInTheFuture(NotPossible):
    """By the clock of now nobody has asked yet, so nobody knows how long ago that was."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoBackupWithout(NotPossible):
    """No good backup is there that would stay once those with the erased record are gone."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PracticeFileWrong(NotPossible):
    """The file of practice clients cannot be used; `place` is the client it fails at, or its own name."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class SignalsFileWrong(NotPossible):
    """The numbers of the rule cannot be used; `line` is the name of the line, or of the whole file."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


class WordsFileWrong(NotPossible):
    """A list of words cannot be used; `row` names the row in `file`, or the file itself."""

    def __init__(self, file: str, row: str) -> None:
        super().__init__(file, row)
        self.file = file
        self.row = row


class PassphraseTooShort(NotPossible):
    """A new passphrase has fewer than `least` characters."""

    def __init__(self, least: int) -> None:
        super().__init__(least)
        self.least = least


class PassphraseTooLong(NotPossible):
    """A new passphrase has more than `most` characters: more is some other text, pasted."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class PassphrasesDiffer(NotPossible):
    """The new passphrase was not typed the same way twice."""


class SheetInTheWay(NotPossible):
    """A file is at `path` already, where the blank sheet would go."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class FileFault(StrEnum):
    """Why a file cannot be imported."""

    MISSING = "missing"
    NO_FILE = "no file"
    UNREADABLE = "unreadable"
    UNKNOWN_KIND = "unknown kind"
    EMPTY = "empty"
    ONLY_HEADINGS = "only headings"
    TOO_BIG = "too big"
    TOO_MANY_ROWS = "too many rows"
    TOO_MANY_COLUMNS = "too many columns"
    NOT_TEXT = "not text"
    BROKEN_QUOTE = "broken quote"
    WORKBOOK_NAMED_TEXT = "workbook named text"
    TEXT_NAMED_WORKBOOK = "text named workbook"
    LOCKED = "locked"
    OLD_WORKBOOK = "old workbook"
    DAMAGED = "damaged"
    SWELLS = "swells"
    NO_READER = "no reader"


class FileRefused(NotPossible):
    """The file at `path` cannot be imported; nothing of it was."""

    def __init__(self, fault: FileFault, path: Path, *, reason: str = "", line: int = 0, most: int = 0) -> None:
        super().__init__(fault, path)
        self.fault = fault
        self.path = path
        self.reason = reason
        """What the system says."""
        self.line = line
        """Where the trouble begins, counted from 1; 0 where that says nothing."""
        self.most = most
        """The limit that was passed: rows, columns or MB."""


class NoSuchColumn(NotPossible):
    """The file has no column with this heading."""

    def __init__(self, column: str, columns: tuple[str, ...]) -> None:
        super().__init__(column)
        self.column = column
        self.columns = columns
        """The headings it has."""


class NoSuchField(NotPossible):
    """Nothing that is kept about a client has this name."""

    def __init__(self, field: str, fields: tuple[str, ...]) -> None:
        super().__init__(field)
        self.field = field
        self.fields = fields
        """The names there are."""


class FieldTwice(NotPossible):
    """Two columns would go to the same place."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class DayOrderUnknown(NotPossible):
    """The dates of a column could be two days each, so somebody has to say in which order they are written."""

    def __init__(self, column: str, line: int) -> None:
        super().__init__(column, line)
        self.column = column
        self.line = line
        """The first of them, counted from 1."""


class RowsInTheWay(NotPossible):
    """Some rows cannot be taken, and nobody has said to leave them out; nothing was imported."""

    def __init__(self, refused: int, known: int) -> None:
        super().__init__(refused, known)
        self.refused = refused
        """Rows that cannot be taken as they are."""
        self.known = known
        """Rows about clients who are here already."""


class NothingToImport(NotPossible):
    """No row is left that could be imported."""


class ColumnsFileWrong(NotPossible):
    """The words for columns cannot be used; `row` is where it fails."""

    def __init__(self, row: str) -> None:
        super().__init__(row)
        self.row = row


class NotLeft(NotPossible):
    """A file that was to leave could not be written whole at `path`; nothing of it was left. `reason` is the system's."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class ParcelFileGone(NotPossible):
    """There is no file at `path`, or it cannot be read; `reason` is the system's."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason


class ParcelTooBig(NotPossible):
    """What should come in is bigger than `most` MB; no hand-over is."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class ParcelWrong(NotPossible):
    """What was opened is not as psw-tui writes it; `place` is where."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class ParcelNewer(NotPossible):
    """A newer psw-tui made it: its version is `found`, and `known` the newest known here."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(found, known)
        self.found = found
        self.known = known


class ParcelTwice(NotPossible):
    """The same parcel came in on `day` already."""

    def __init__(self, day: date) -> None:
        super().__init__(day)
        self.day = day


class ClientHereAlready(NotPossible):
    """The record of this client is in this vault already, as `code`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class QuestionUnknown(NotPossible):
    """An answer to a question that this vault has not asked."""


class NotTheirQuestion(NotPossible):
    """What leaves for a supervisor has to be a question: this entry has none."""


class NoPdf(NotPossible):
    """What draws a PDF is not installed here."""


class NoHub(NotPossible):
    """The team has no hub that this vault knows of."""


class NobodyToTell(NotPossible):
    """There is no other laptop in the team that something could be for."""


class NotInTheTeam(NotPossible):
    """No laptop of the team is called so."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class CopyUsedToo(NotPossible):
    """A copy of this vault was written on, and what came does not say since when."""


class MonthNotOver(NotPossible):
    """The numbers of a month are told when it is over: told day by day they would give away whom a day was about."""


class TeamNameMissing(NotPossible):
    """A team needs a name."""


class AlreadyInTeam(NotPossible):
    """This vault is in the team `team`; a vault is in one at a time."""

    def __init__(self, team: str) -> None:
        super().__init__(team)
        self.team = team


class CardOfThisLaptop(NotPossible):
    """The card is this laptop's own."""


class CardOfACopy(NotPossible):
    """Another laptop of the team has the same name in the log, and other keys: one vault was copied from the other."""


class CardTakenOut(NotPossible):
    """The laptop `name` was taken out of the team, and what was taken out stays out."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
