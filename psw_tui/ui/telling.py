"""Telling what is kept: records as sections of a screen, a goal's numbers as a line."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from psw_tui.domain.clock import Clock
from psw_tui.readable import Readable
from psw_tui.records.row import Row
from psw_tui.records.safety_note import SafetyNote
from psw_tui.services.safety import is_told
from psw_tui.sheets.reader import reader_of
from psw_tui.ui.desk import Desk
from psw_tui.ui.show import SOFT, joined, show
from psw_tui.when_words import noted_at


async def readable_for(desk: Desk, client: str) -> Readable:
    """A reader that knows what stands behind the ids of this client's record."""
    return await desk.ask(reader_of, client, desk.language)


def section(
    heading: str,
    reader: Readable,
    row: Row,
    *,
    private: bool = False,
    leave_out: frozenset[str] = frozenset(),
) -> Content:
    """A heading, then every answer of a record."""
    told = _answers(reader, row, private=private, leave_out=leave_out)
    return Content("\n").join([show(heading, "bold"), *told])


def _answers(reader: Readable, row: Row, *, private: bool, leave_out: frozenset[str]) -> Iterator[Content]:
    for words, lines in reader.answers(row, private=private, leave_out=leave_out):
        announced = joined("  ", show(reader.language.before(words), SOFT))
        if len(lines) == 1:
            yield joined(announced, " ", lines[0])
        else:
            yield announced
            yield from (show(f"    - {line}") for line in lines)


def safety_section(note: SafetyNote, reader: Readable, clock: Clock, *, untold: str) -> Content:
    """A safety note, with what is still to be done about it in its heading; `untold` says that nobody knows yet."""
    say = reader.language.say
    heading = say("Safety note, {time}", time=noted_at(reader.language, clock, note.at))
    told = "" if is_told(note.told) else untold
    done = say("check-in done {day}", day=reader.day(note.next_check_done_on)) if note.next_check_done_on else ""
    return section(" - ".join(filter(None, [heading, told, done])), reader, note)
