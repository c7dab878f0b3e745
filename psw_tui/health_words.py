"""What a check of the vault found, as sentences for the worker: the same ones on screen and on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.services.doctor import Check, Difference, Fault, Finding

FINE: Mapping[Check, str] = {
    Check.LOG: N_("Everything saved is in the one file."),
    Check.PAGES: N_("Every page of the file carries its seal."),
    Check.TABLES: N_("Tables and indexes are whole."),
    Check.LINKS: N_("Every record belongs to one that is there."),
    Check.SEARCH: N_("The search finds what is written."),
    Check.KEYS: N_("Both copies of the key file are there and agree."),
    Check.PRIVATE: N_("Nobody else on this computer can open the folder or a file in it."),
    Check.ROOM: N_("There is room on the disk."),
    Check.CLOCK: N_("The clock of this computer agrees with what was written."),
    Check.BACKUP: N_("A good backup is there."),
    Check.SWAP: N_("Nothing is known about the memory on the disk."),
    Check.REBUILD: N_("The change log, replayed, gives the same records."),
}

WRONG_WORDS: Mapping[Check, str] = {
    Check.LOG: N_("What was saved last could not be moved into the file. Close other windows and look again."),
    Check.PAGES: N_(
        "Pages of the file are damaged. Do not write to it any more; bring it back from a backup, or rescue it."
    ),
    Check.TABLES: N_(
        "Tables or indexes are damaged. Do not write to it any more; bring it back from a backup, or rescue it."
    ),
    Check.LINKS: N_("Records have lost what they belong to. Please report this."),
    Check.SEARCH: N_("The search does not agree with what is written. The records themselves are not touched by this."),
    Check.KEYS: N_("The copies of the key file do not agree, and could not be mended. Can the folder be written?"),
    Check.PRIVATE: N_("Others on this computer may open these. Take away the rights of group and others."),
    Check.ROOM: N_("The disk is nearly full. Make room before you write on."),
    Check.CLOCK: N_(
        "Something was written later than the clock says it is. Set the date and time right; the order is kept all the same."
    ),
    Check.BACKUP: N_("The newest backup is not good. Make another one."),
    Check.SWAP: N_("Nothing is known about the memory on the disk."),
    Check.REBUILD: N_(
        "The change log, replayed, does not give the same records. Nothing was replaced. Make a backup and report this."
    ),
}

NOTED_WORDS: Mapping[Check, str] = {
    Check.CLOCK: N_("Nothing was written for most of a year. Is the date of this computer right?"),
    Check.BACKUP: N_("The last good backup is {what} days old. Make a new one."),
    Check.SWAP: N_(
        "When memory is short or the lid is closed, the system may write memory to the disk, notes and key included. Turn"
        " on the encryption of the whole disk. psw-tui cannot look whether it is on."
    ),
}

NO_BACKUP = N_("There is no good backup yet.")

FAULTS: Mapping[Fault, str] = {
    Fault.DIFFERS: N_("{table} {row}: the record and the log say different things in {columns}"),
    Fault.MISSING: N_("{table} {row}: in the log, and not among the records"),
    Fault.UNLOGGED: N_("{table} {row}: among the records, and not in the log"),
    Fault.UNKNOWN_OPERATION: N_("{table} {row}: this psw-tui does not know what was done here"),
    Fault.UNKNOWN_TABLE: N_("{table} {row}: this psw-tui does not know such records"),
    Fault.UNREADABLE: N_("{table} {row}: cannot be read"),
    Fault.NOTHING_TO_CHANGE: N_("{table} {row}: changes a record that the log does not begin"),
    Fault.REFUSED: N_("{table} {row}: the records do not take it"),
}
"""By table and id, never with a word of the text."""

WRONG, NOTED, OK = N_("WRONG"), N_("note"), N_("ok")
"""How a line begins: words, so that no colour is needed."""


def headline(finding: Finding, language: Language) -> str:
    """How it went, in one line that begins with a word for it."""
    say = language.say
    what = ", ".join(finding.wrong or finding.noted)
    if finding.wrong:
        return f"{say(WRONG):<6} {say(WRONG_WORDS[finding.check])} ({what})"
    if finding.noted:
        words = NO_BACKUP if finding.noted == ("none",) else NOTED_WORDS[finding.check]
        said = say(words, what=what)
        return f"{say(NOTED):<6} {said} ({what})" if finding.check is Check.CLOCK else f"{say(NOTED):<6} {said}"
    return f"{say(OK):<6} {say(FINE[finding.check])}"


def difference(each: Difference, language: Language) -> str:
    """One row or one line of the log that is not what it should be."""
    return language.say(FAULTS[each.fault], table=each.table, row=each.row, columns=", ".join(each.columns))
