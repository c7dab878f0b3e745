"""The columns of the caseload: which ones there is room for, and what each says of a client."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from rich.cells import cell_len, set_cell_size

from psw_tui.domain.steps import StepNumber
from psw_tui.domain.text import one_line
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.records.client import Status
from psw_tui.services.caseload import CaseloadRow
from psw_tui.signal_words import label

PERMISSION_ENDS_SOON = timedelta(days=14)

FULL = 76
"""Cells from which on all that a worker needs at a glance fits."""

SPACIOUS = FULL + 22
"""Cells from which on there is also room for what is to be done next, and for long dates in French."""

WHAT_LEAST, WHAT_MOST = 20, 40
"""What is to be done next takes what the other columns leave, within reason."""

NAME_WIDTH = 12
"""Cells more for the client while the names are shown."""


class RowWords:
    """What one client's row says, in the worker's language, on one day."""

    def __init__(self, language: Language, today: date, *, names: bool) -> None:
        self._say = language.say
        self._language = language
        self._today = today
        self._names = names

    def client(self, row: CaseloadRow) -> str:
        """The code, and the name they go by while names are shown."""
        return f"{row.code} {row.goes_by}".strip() if self._names else row.code

    def last(self, row: CaseloadRow) -> str:
        """How long ago the last contact was."""
        return self._say("paused") if row.status is Status.PAUSED else self._ago(row.last_contact)

    def due(self, row: CaseloadRow) -> str:
        """When something is due next."""
        return self._day(row.next_due)

    def what(self, row: CaseloadRow) -> str:
        """What is due next, in the worker's own words."""
        return row.next_what or "-"

    def signal(self, row: CaseloadRow) -> str:
        """What the client's own numbers say."""
        return label(row.signal, self._language) if row.in_touch else "-"

    def numbers(self, row: CaseloadRow) -> str:
        """The newest number of each goal they work on; `-` for a goal without a number."""
        goals = [goal for goal in row.signal.goals if goal.active]
        return " ".join(str(goal.points[-1].value) if goal.points else "-" for goal in goals) or self._say("no goal")

    def marks(self, row: CaseloadRow) -> str:
        """A mark for each of the nine steps, and whether the fresh look is closed."""
        if row.fresh_look is None:
            return "-"
        if row.fresh_look.closed_on is not None:
            return f"{self.tight_marks(row)} {self._say('closed')}"
        return " ".join(self.tight_marks(row))

    def tight_marks(self, row: CaseloadRow) -> str:
        """A mark for each of the nine steps."""
        return "".join(row.fresh_look.steps[number].mark for number in StepNumber) if row.fresh_look else "-"

    def look_again(self, row: CaseloadRow) -> str:
        """When the two of them look at the open fresh look again."""
        look = row.fresh_look
        return self._day(look.look_again_by if look and look.closed_on is None else None)

    def permission(self, row: CaseloadRow) -> str:
        """How long a permission still holds."""
        if row.permission_until is None:
            return self._say("none")
        left = row.permission_until - self._today
        return self._say("{days} d left" if left <= PERMISSION_ENDS_SOON else "{days} d", days=left.days)

    def supervision(self, row: CaseloadRow) -> str:
        """How long a question to the supervisor waits for its answer."""
        return self._say("asked {ago}", ago=self._ago(row.asked_on)) if row.asked_on else "-"

    def rhythm(self, row: CaseloadRow) -> str:
        """How often the two agreed to meet."""
        return self._say(row.rhythm.label)

    def pronouns(self, row: CaseloadRow) -> str:
        """As they say."""
        return row.pronouns or "-"

    def met(self, row: CaseloadRow) -> str:
        """How long ago the two met first."""
        return self._ago(row.met_on)

    def _ago(self, day: date | None) -> str:
        return self._language.ago(day, self._today) if day else "-"

    def _day(self, day: date | None) -> str:
        if day is None:
            return "-"
        if day < self._today:
            return self._say("over {days} d", days=(self._today - day).days)
        return self._language.day(day, self._today)


@dataclass(frozen=True)
class Column:
    """One column: its heading, its width in cells with a space at the end, and what it says of a client."""

    heading: str
    width: int
    cell: Callable[[RowWords, CaseloadRow], str]


_CLIENT = Column(N_("Client"), 13, RowWords.client)
_LAST = Column(N_("Last"), 7, RowWords.last)
_DUE = Column(N_("Next due"), 13, RowWords.due)
_LONG_DUE = replace(_DUE, width=15)
_WHAT = Column(N_("What is next"), WHAT_LEAST, RowWords.what)
_SIGNAL = Column(N_("Signal"), 14, RowWords.signal)
_GOALS = Column(N_("Goals now"), 11, RowWords.numbers)
_MARKS = Column(N_("Fresh look 1-9"), 18, RowWords.marks)
_TIGHT_MARKS = Column(N_("1-9"), 10, RowWords.tight_marks)
_LOOK_AGAIN = Column(N_("Look again"), 15, RowWords.look_again)
_PERMISSION = Column(N_("Permission"), 11, RowWords.permission)
_SUPERVISION = Column(N_("Supervision"), 14, RowWords.supervision)
_RHYTHM = Column(N_("Rhythm"), 17, RowWords.rhythm)
_PRONOUNS = Column(N_("Pronouns"), 12, RowWords.pronouns)
_MET = Column(N_("Met"), 10, RowWords.met)

_NARROW = (_CLIENT, _LAST, _DUE, _SIGNAL, _TIGHT_MARKS)
_WIDE = (_CLIENT, _LAST, _DUE, _SIGNAL, _MARKS, _PERMISSION)
_EVERY = (
    _CLIENT,
    _LAST,
    _LONG_DUE,
    _WHAT,
    _SIGNAL,
    _GOALS,
    _MARKS,
    _LOOK_AGAIN,
    _PERMISSION,
    _SUPERVISION,
    _RHYTHM,
    _PRONOUNS,
    _MET,
)
_MORE = (_LOOK_AGAIN, _GOALS, _SUPERVISION, _RHYTHM, _PRONOUNS, _MET)
"""What comes as there is room, the most useful first."""


@lru_cache(32)
def columns_for(room: int, *, names: bool) -> tuple[Column, ...]:
    """The columns that fit into so many cells, from left to right; at least the five narrow ones."""
    if room < SPACIOUS:
        return _WIDE if room >= FULL else _NARROW
    left = room - SPACIOUS
    client = _CLIENT
    if names and left >= NAME_WIDTH:
        client, left = replace(_CLIENT, width=_CLIENT.width + NAME_WIDTH), left - NAME_WIDTH
    dropped: set[Column] = set()
    for column in _MORE:
        if dropped or left < column.width:
            dropped.add(column)
        else:
            left -= column.width
    widened = {_CLIENT: client, _WHAT: replace(_WHAT, width=min(WHAT_LEAST + left, WHAT_MOST))}
    return tuple(widened.get(column, column) for column in _EVERY if column not in dropped)


def row_line(row: CaseloadRow, words: RowWords, columns: Sequence[Column]) -> str:
    """A client in these columns."""
    return "".join(_fit(column.cell(words, row), column.width) for column in columns)


def heading_line(language: Language, columns: Sequence[Column]) -> str:
    """What stands above these columns."""
    return "".join(_fit(language.say(column.heading), column.width) for column in columns)


def _fit(cell: str, width: int) -> str:
    """A cell in its column, a space at its end; what does not fit ends in an ellipsis."""
    text = cell if cell.isprintable() else one_line(cell)  # nearly every cell is, and the long way costs ten times that
    length = cell_len(text)
    return text + " " * (width - length) if length < width else set_cell_size(text, width - 2) + "… "
