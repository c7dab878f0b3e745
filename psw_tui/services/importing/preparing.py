"""A table looked through before anything is written: who would come in, who is here already, which rows cannot be taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psw_tui.domain.codes import NotACode, normalise_code
from psw_tui.domain.dates import AmbiguousDay, ImpossibleDay, NotADay
from psw_tui.domain.day_order import day_in_file
from psw_tui.domain.delimited import Record
from psw_tui.domain.headings import folded
from psw_tui.domain.words import N_
from psw_tui.progress import Doing, Progress
from psw_tui.records.answers import raw_of, read_form, typed_and_hidden
from psw_tui.records.ask import Kind
from psw_tui.records.client import ClientForm
from psw_tui.records.form import Problem, Refused
from psw_tui.services.clients import client_by_id, code_words
from psw_tui.services.errors import DayOrderUnknown, NothingToImport, RowsInTheWay
from psw_tui.services.importing.table import Table
from psw_tui.services.importing.wishes import ASKS, CODE, Wishes, choices_of
from psw_tui.storage.read import listing
from psw_tui.storage.vault import Vault

NO_CODE = N_("This row has no client code. Put one in, or agree that codes are drawn for rows without one.")
NO_SUCH_CODE = N_(
    "This is no client code, and it may be a name. A code looks like Maple-27 and is never made from the person."
)
SAME_CODE = N_("This code stands in line {line} too. Two clients never share one.")
WHICH_ORDER = N_("This could be two different days. Say whether the day or the month comes first in this file.")
NO_DAY = N_("This is no date I can read. Write it like 2026-03-01.")
NO_SUCH_DAY = N_("There is no such day. Is the order of day and month right?")
NONE_OF_THESE = N_("This is none of the answers there are: {answers}.")
"""What they are, is known where it is said, in the worker's language."""
NOT_KEPT = N_("This would not be kept, because of another answer in the row.")
TOO_MANY_CELLS = N_("This row has more cells than there are headings. Is a quotation mark missing?")


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be taken, and one reason; a row may have several."""

    line: int
    column: str
    """The heading above what is wrong; empty for the whole row, or for what no column holds."""
    field: str
    """The field that is wrong; empty for the whole row."""
    problem: Problem


@dataclass(frozen=True)
class Ready:
    """A client who can come in."""

    line: int
    code: str
    """Empty where one is to be drawn."""
    form: ClientForm
    given: frozenset[str]
    """The fields on which the row says something."""


@dataclass(frozen=True)
class Known:
    """A row about a client who is here already."""

    line: int
    code: str
    client: str
    """The id of the client who is here."""
    form: ClientForm
    given: frozenset[str]
    """The fields on which the row says something."""


@dataclass(frozen=True)
class Prepared:
    """What would happen."""

    table: Table
    wishes: Wishes
    ready: tuple[Ready, ...]
    known: tuple[Known, ...]
    refused: tuple[RefusedRow, ...]
    unclear: DayOrderUnknown | None
    """The first date that could be two days, while nobody has said in which order they are written."""
    unusual: tuple[str, ...]
    """Codes whose word is none of the program's own: each may be somebody's name."""

    @property
    def refused_rows(self) -> int:
        """How many rows cannot be taken."""
        return len({row.line for row in self.refused})

    @property
    def without_code(self) -> int:
        """How many clients get a code drawn."""
        return sum(not ready.code for ready in self.ready)

    def check(self) -> None:
        """Return if it can be imported. Raises DayOrderUnknown, RowsInTheWay, NothingToImport."""
        if self.unclear is not None:
            raise self.unclear
        refused = 0 if self.wishes.skip_refused else self.refused_rows
        known = 0 if self.wishes.skip_known else len(self.known)
        if refused or known:
            raise RowsInTheWay(refused, known)
        if not self.ready:
            raise NothingToImport

    def side_by_side(self, vault: Vault, known: Known) -> list[tuple[str, Any, Any]]:
        """(field, what is here, what the file says) of all that differs; a field the file is silent on does not."""
        kept = client_by_id(vault, known.client)
        here, there = raw_of(kept), raw_of(known.form)
        told = [name for name in ASKS if name in known.given and here[name] != there[name]]
        return [(name, getattr(kept, name), getattr(known.form, name)) for name in told]


def prepare(vault: Vault, table: Table, wishes: Wishes, progress: Progress | None = None) -> Prepared:
    """Look a table through; nothing is written. Raises ColumnsFileWrong and Cancelled."""
    progress = progress or Progress()
    here = {str(row["code"]): str(row["id"]) for row in listing(vault, "SELECT id, code FROM client")}
    reading = _Reading(table, wishes, vault.clock.today())
    clients = [reading.client(row) for row in progress.over(Doing.CHECKING, table.rows, len(table.rows))]
    read = [client for client in clients if client is not None]
    lines: dict[str, list[int]] = {}
    for ready in read:
        if ready.code:
            lines.setdefault(ready.code, []).append(ready.line)
    twice = [
        RefusedRow(ready.line, reading.heading(CODE), CODE, Problem(SAME_CODE, {"line": other}))
        for ready in read
        if (other := _other(lines.get(ready.code, []), ready.line))
    ]
    read = [ready for ready in read if len(lines.get(ready.code, [])) < 2]
    words = frozenset(code_words())
    return Prepared(
        table,
        wishes,
        tuple(ready for ready in read if ready.code not in here),
        tuple(
            Known(each.line, each.code, here[each.code], each.form, each.given) for each in read if each.code in here
        ),
        tuple(sorted((*reading.refused, *twice), key=lambda row: row.line)),
        reading.unclear,
        tuple(ready.code for ready in read if ready.code and ready.code.partition("-")[0] not in words),
    )


def _other(lines: Sequence[int], line: int) -> int:
    """Another line with the same code: the first one, or for that the second; 0 where there is none."""
    return next((other for other in lines if other != line), 0)


class _Reading:
    """Reads row after row, and remembers what could not be read."""

    def __init__(self, table: Table, wishes: Wishes, today: date) -> None:
        self._wide = len(table.headings)
        self._at = {to: table.column(heading) for heading, to in wishes.columns.items()}
        self._headings = {to: heading for heading, to in wishes.columns.items()}
        self._wishes = wishes
        self._today = today
        self.refused: list[RefusedRow] = []
        self.unclear: DayOrderUnknown | None = None

    def heading(self, field: str) -> str:
        """The column of a field; empty where none goes there."""
        return self._headings.get(field, "")

    def client(self, row: Record) -> Ready | None:
        """The client in a row, or None for one that cannot be taken: then it is among the refused."""
        if len(row.cells) > self._wide:
            self._refuse(row, "", Problem(TOO_MANY_CELLS))
            return None
        problems: dict[str, Problem] = {}
        code = self._code(row, problems)
        raw = {name: self._answer(row, name, problems) for name in ASKS if self._given(row, name)}
        context = {"today": self._today}
        for name in typed_and_hidden(ClientForm, raw, {}, context):
            problems[name] = Problem(NOT_KEPT)
        try:
            form = read_form(ClientForm, raw, context)
        except Refused as refused:
            problems = {name: problem for name, problem in refused.problems.items() if name not in problems} | problems
        for name, problem in problems.items():
            self._refuse(row, name, problem)
        if problems:
            return None
        return Ready(row.line, code, form, frozenset(name for name in raw if self._cell(row, name)))

    def _refuse(self, row: Record, name: str, problem: Problem) -> None:
        self.refused.append(RefusedRow(row.line, self.heading(name), name, problem))

    def _cell(self, row: Record, name: str) -> str:
        at = self._at.get(name)
        return row.cells[at] if at is not None else ""

    def _given(self, row: Record, name: str) -> str:
        return self._cell(row, name) or self._wishes.values.get(name, "")

    def _code(self, row: Record, problems: dict[str, Problem]) -> str:
        typed = self._given(row, CODE)
        if not typed:
            if not self._wishes.draw_codes:
                problems[CODE] = Problem(NO_CODE)
            return ""
        try:
            return normalise_code(typed)
        except NotACode:
            problems[CODE] = Problem(NO_SUCH_CODE)
            return ""

    def _answer(self, row: Record, name: str, problems: dict[str, Problem]) -> Any:
        given, ask = self._given(row, name), ASKS[name]
        match ask.kind:
            case Kind.DAY:
                return self._day(row, name, given, problems)
            case Kind.CHOICE | Kind.TICK:
                answer = choices_of(name).get(folded(given))
                if answer is None:
                    problems[name] = Problem(NONE_OF_THESE)
                return answer == "yes" if ask.kind is Kind.TICK else answer
            case Kind.LINES:
                return given.replace(";", "\n")
            case Kind.LINE:
                return given.replace("\n", " ")
            case _:
                return given

    def _day(self, row: Record, name: str, given: str, problems: dict[str, Problem]) -> str:
        try:
            return day_in_file(given, self._wishes.dates, self._today).isoformat()
        except AmbiguousDay:
            self.unclear = self.unclear or DayOrderUnknown(self.heading(name), row.line)
            problems[name] = Problem(WHICH_ORDER)
        except ImpossibleDay:
            problems[name] = Problem(NO_SUCH_DAY)
        except NotADay:
            problems[name] = Problem(NO_DAY)
        return ""
