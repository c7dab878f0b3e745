"""An import in words: which column goes where, what would happen, which rows cannot be taken and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.readable import NAMES, Readable
from psw_tui.services.importing import CODE, Imported, Known, Prepared, RefusedRow, Table, Wishes
from psw_tui.services.importing.wishes import ASKS

HIDDEN = N_("(hidden)")
LEFT_OUT = N_("left out")
YES_NO = (N_("yes"), N_("no"))

SOURCE = N_(
    "The list still lies at {path}, and whoever uses this computer can read it. Take it away when you no longer need it,"
    " and empty the bin."
)
UNUSUAL = N_("These codes use words of their own. A code is never made from a name: {codes}.")
MOST_NAMED = 10


@dataclass(frozen=True)
class ColumnTold:
    """One column: its heading, where it goes, and the first thing in it."""

    heading: str
    to: str
    field: str
    """The name of the field it goes to; empty when it is left out."""
    sample: str


def label(field: str, language: Language) -> str:
    """What a field is called."""
    return language.say(N_("Code")) if field == CODE else language.say(ASKS[field].words)


def columns(table: Table, wishes: Wishes, language: Language, *, names: bool) -> list[ColumnTold]:
    """Every column. What may be a name, and what nobody knows the meaning of, is hidden unless names are wanted."""
    told = []
    for heading in table.headings:
        field = wishes.columns.get(heading, "")
        sample = table.sample(heading)
        if sample and not names and (not field or field in NAMES or field == CODE):
            sample = language.say(HIDDEN)
        told.append(ColumnTold(heading, label(field, language) if field else language.say(LEFT_OUT), field, sample))
    return told


def source_words(table: Table, language: Language) -> str:
    """What was read."""
    return language.say(
        "{path}: {rows} rows, {columns} columns ({kept_as})",
        path=table.path,
        rows=language.number(len(table.rows)),
        columns=len(table.headings),
        kept_as=table.kept_as,
    )


def never_words(headings: Sequence[str], language: Language) -> str:
    """Columns that have no place here; nothing where there are none."""
    if not headings:
        return ""
    return language.say("Never kept, so it is left out: {headings}.", headings=", ".join(headings))


def values_words(wishes: Wishes, language: Language) -> Iterator[str]:
    """What is taken where a row says nothing."""
    for field, value in wishes.values.items():
        choices = ASKS[field].choices
        said = next((language.say(each.label) for each in choices or () if each.value == value), value)
        yield language.say("Where a row says nothing: {field} = {value}", field=label(field, language), value=said)


def outcome(prepared: Prepared, language: Language) -> Iterator[str]:
    """What would happen, in a line for each kind of row."""
    n = language.number
    yield language.say("Clients who would come in: {n}", n=n(len(prepared.ready)))
    if prepared.without_code:
        yield language.say("Of them, with a code drawn by psw-tui: {n}", n=n(prepared.without_code))
    if prepared.known:
        yield language.say("Rows about clients who are here already: {n}", n=n(len(prepared.known)))
    if prepared.refused:
        yield language.say("Rows that cannot be taken: {n}", n=n(prepared.refused_rows))
    if prepared.unusual:
        codes = ", ".join(prepared.unusual[:MOST_NAMED]) + (", …" if len(prepared.unusual) > MOST_NAMED else "")
        yield language.say(UNUSUAL, codes=codes)


def refusal(row: RefusedRow, language: Language) -> str:
    """The line, the column and the reason. What stands in the cell is not repeated: it may be a name."""
    reason = reason_of(row, language)
    where = row.column or (label(row.field, language) if row.field else "")
    if not where:
        return language.say("Line {line}: {reason}", line=row.line, reason=reason)
    return language.say("Line {line}, {column}: {reason}", line=row.line, column=where, reason=reason)


def reason_of(row: RefusedRow, language: Language) -> str:
    """Why a row cannot be taken."""
    values = dict(row.problem.values)
    if row.field in ASKS:
        choices = ASKS[row.field].choices
        answers = [each.label for each in choices] if choices else YES_NO
        values["answers"] = ", ".join(map(language.say, answers))
    return language.say(row.problem.words, **values)


def differences(
    known: Known, found: Sequence[tuple[str, Any, Any]], language: Language, today: date, *, names: bool
) -> Iterator[str]:
    """A client who is here beside the row about them: what differs, a line for each answer."""
    reader = Readable(language, today)
    yield language.say("Line {line}: {code} is here already", line=known.line, code=known.code)
    for field, here, there in found:
        hidden = field in NAMES and not names
        was, now = (language.say(HIDDEN) if hidden else reader.told(ASKS[field], each) for each in (here, there))
        yield language.say(
            "{field}: here {here} | in the file {there}", field=label(field, language), here=was, there=now
        )
    if not found:
        yield language.say("Nothing in the file differs.")


def done(imported: Imported, table: Table, language: Language) -> Iterator[str]:
    """What came in, how it is taken back, and where the file still lies."""
    yield language.say_n("{n} client came in.", "{n} clients came in.", imported.clients)
    yield language.say("For 10 minutes {key:caseload.undo} on the caseload takes all of it back.")
    yield language.say(SOURCE, path=table.path)
