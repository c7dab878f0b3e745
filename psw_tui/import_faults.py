"""Why a file cannot be imported, as sentences that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from psw_tui.domain.words import N_
from psw_tui.services.errors import FileFault

FAULTS: Mapping[FileFault, str] = {
    FileFault.MISSING: N_("There is no file {path}. Is the name right, and the stick plugged in?"),
    FileFault.NO_FILE: N_("{path} is no file but a folder, a pipe or a device. Name the file with the list."),
    FileFault.UNREADABLE: N_("The file {path} cannot be read ({reason}). Look at its permissions."),
    FileFault.UNKNOWN_KIND: N_(
        "{path} is of a kind that cannot be imported. Save the list as .csv or .xlsx in your spreadsheet program."
    ),
    FileFault.EMPTY: N_("The file {path} is empty. Export the list once more."),
    FileFault.ONLY_HEADINGS: N_("The file {path} has headings and not one row below them. Export the list once more."),
    FileFault.TOO_BIG: N_(
        "The file {path} has more than {most} MB. A list of clients is far smaller: is it the right file?"
    ),
    FileFault.TOO_MANY_ROWS: N_("The file {path} has more than {most} rows. Split it into smaller ones."),
    FileFault.TOO_MANY_COLUMNS: N_("The file {path} has more than {most} columns. Take out those you do not need."),
    FileFault.NOT_TEXT: N_(
        "The file {path} holds no text that can be read: another kind of file, or letters in a way nobody can tell. Save"
        ' the list as "CSV UTF-8" in your spreadsheet program.'
    ),
    FileFault.BROKEN_QUOTE: N_(
        "In {path}, in the row that begins in line {line}, a quotation mark opens and does not close, or stands where none"
        " may. Put it right in that line."
    ),
    FileFault.WORKBOOK_NAMED_TEXT: N_(
        "{path} is a workbook, though its name says otherwise. Give it a name that ends in .xlsx."
    ),
    FileFault.TEXT_NAMED_WORKBOOK: N_(
        "{path} is no workbook, though its name ends like one. If it is text, give it a name that ends in .csv."
    ),
    FileFault.LOCKED: N_(
        "The workbook {path} is kept under a password. Open it in your spreadsheet program and save it without one."
    ),
    FileFault.OLD_WORKBOOK: N_(
        "{path} is a workbook in the old format. Open it in your spreadsheet program and save it as .xlsx."
    ),
    FileFault.DAMAGED: N_(
        "The workbook {path} is damaged. Open it in your spreadsheet program, and save it once more or as .csv."
    ),
    FileFault.SWELLS: N_(
        "The workbook {path} would swell to more than {most} MB, so it was not opened. Is it the right file?"
    ),
    FileFault.NO_READER: N_(
        "To read the workbook {path}, psw-tui needs its part for workbooks: install psw-tui[xlsx]. Or save the list as"
        " .csv in your spreadsheet program."
    ),
}
"""By fault; what stands in braces are the error's own attributes."""
