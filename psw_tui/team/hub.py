"""The hub as a laptop sees it: what it has, what goes there, what comes from there. Sealed changes and letters only.

Nothing relies on the server's good will: any order and any repeat is taken, and after a push it is asked whether it has
what was sent. A push is one transaction, so a line that breaks leaves all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from threading import Event
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from psw_tui.domain.small_counts import LEAST_SHOWN
from psw_tui.team.address import address
from psw_tui.team.asking import look_at_version, translated
from psw_tui.team.hub_errors import NotAMember
from psw_tui.team.pushing import look_after, stored
from psw_tui.team.sealed import Sealed
from psw_tui.team.stopping import connected_while_wanted, hung_up_when_stopped

if TYPE_CHECKING:
    import psycopg

PAGE = 2_000
"""Changes asked for at a time: a few megabytes, as changes are."""

MEMBER = "SELECT 1 FROM psw.member WHERE team = %s AND login = session_user LIMIT 1"

COUNTED = "SELECT device::text, count(*), max(seq) FROM psw.change_log WHERE team = %s GROUP BY device"
"""Where there are as many as the last has for a number, there is no gap, and no need to look at each."""

VECTOR = """
SELECT device::text, count(*) FROM (
    SELECT device, seq, row_number() OVER (PARTITION BY device ORDER BY seq) AS nth FROM psw.change_log
    WHERE team = %s AND device = ANY(%s::uuid[])
) AS counted WHERE seq = nth GROUP BY device
"""
"""Without a gap the nth change has the number n."""

PENDING = """
SELECT c.device::text, count(*) FROM psw.change_log c
LEFT JOIN unnest(%s::uuid[], %s::bigint[]) AS known (device, upto) ON known.device = c.device
WHERE c.team = %s AND c.seq > coalesce(known.upto, 0) GROUP BY c.device ORDER BY c.device
"""

PAGE_OF = """
SELECT c.device::text, c.seq, c.id::text, c.clock, c.body
FROM unnest(%s::uuid[], %s::bigint[]) AS wanted (device, upto) CROSS JOIN LATERAL (
    SELECT device, seq, id, clock, body FROM psw.change_log
    WHERE team = %s AND device = wanted.device AND seq > wanted.upto ORDER BY seq LIMIT %s
) AS c ORDER BY c.device, c.seq
"""

NEWEST_OWN = """
SELECT seq, id::text FROM psw.change_log WHERE team = %s AND device = %s AND seq <= %s ORDER BY seq DESC LIMIT 1
"""

IDS_OF = """
SELECT c.device::text, c.id::text FROM unnest(%s::uuid[], %s::bigint[]) AS known (device, seq)
JOIN psw.change_log c ON c.team = %s AND c.device = known.device AND c.seq = known.seq
"""

LETTERS_KEPT = 3
"""So many of the newest letters of each login are asked for: each one says all that its writer knew."""

LETTERS = """
SELECT body FROM (
    SELECT body, got, id, row_number() OVER (PARTITION BY pushed_by ORDER BY got DESC, id) AS nth
    FROM psw.letter WHERE team = %s AND device = %s
) AS counted WHERE nth <= %s ORDER BY got, id
"""

PUT_LETTER = "INSERT INTO psw.letter (team, device, id, body) VALUES (%s, %s, %s, %s)"

FORGET_COUNTS = "DELETE FROM psw.report_fact WHERE team = %s AND month = %s AND measure = ANY(%s)"
TELL_COUNT = "INSERT INTO psw.report_fact (team, month, measure, n) VALUES (%s, %s, %s, %s)"


class Hub:
    """A line to the hub, open inside `with`. Everything here raises HubError, and Cancelled once it is stopped."""

    def __init__(self, dsn: str, password: str | None = None, stopped: Event | None = None) -> None:
        """`dsn` as PostgreSQL's own tools take it, `password` where it is not in there.

        `stopped` is set from another thread when nobody wants it any more: then nothing waits for the server.
        """
        self._there = address(dsn, password)
        self._stopped = stopped or Event()
        self._open = ExitStack()
        self._line: psycopg.Connection[Any] | None = None

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            line = stack.enter_context(connected_while_wanted(self._there, self._stopped))
            stack.enter_context(hung_up_when_stopped(line, self._stopped))
            with translated(self._there):
                look_at_version(line)
            self._line, self._open = line, stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line = None
        with translated(self._there):
            self._open.__exit__(kind, problem, trace)

    def now(self) -> datetime:
        """The server's time: a laptop whose clock is a year off learns of it."""
        with translated(self._there):
            instant: datetime = self._ask("SELECT now()")[0][0]
            return instant

    def vector(self, team: str) -> dict[str, int]:
        """Up to which number the hub has the changes of each device without a gap."""
        with translated(self._there):
            self._as_member(team)
            counted = self._ask(COUNTED, team)
            whole = {device: count for device, count, last in counted if count == last}
            broken = [device for device, _count, _last in counted if device not in whole]
            return whole | dict(self._ask(VECTOR, team, broken)) if broken else whole

    def push(self, team: str, rows: Iterable[Sealed]) -> int:
        """Send these, in any order, again or not; how many the hub did not have before. One transaction."""
        with translated(self._there):
            self._as_member(team)
            new, last = stored(self._asked, team, rows)
            look_after(self._asked, team, last)
        return new

    def pull(self, team: str, vector: Mapping[str, int]) -> Iterator[Sealed]:
        """Everything the hub has beyond `vector`, of one device after the other, in order of their numbers."""
        with translated(self._there):
            self._as_member(team)
            waiting = dict(self._ask(PENDING, [*vector], [*vector.values()], team))
        seen = {device: vector.get(device, 0) for device in waiting}
        while waiting:
            asked = _page_full(waiting)
            with translated(self._there):
                page = self._ask(PAGE_OF, asked, [seen[device] for device in asked], team, PAGE)
            yield from (Sealed(*row) for row in page)
            _count_off(page, asked, waiting, seen)

    def newest_own(self, team: str, device: str, seq: int) -> tuple[int, str] | None:
        """Number and id of the newest change of this device up to `seq` that the hub has.

        Where this laptop has another id under that number, it was restored from an old copy, or there are two of it.
        """
        with translated(self._there):
            self._as_member(team)
            return next(iter(self._ask(NEWEST_OWN, team, device, seq)), None)

    def ids_of(self, team: str, places: Mapping[str, int]) -> dict[str, str]:
        """The ids of these changes, one for each device; of none that the hub does not have."""
        with translated(self._there):
            self._as_member(team)
            return dict(self._ask(IDS_OF, [*places], [*places.values()], team))

    def put_letters(self, team: str, letters: Mapping[str, bytes]) -> None:
        """Leave letters, by the device each is to: all of them or none."""
        given = [(team, device, str(uuid4()), body) for device, body in sorted(letters.items())]
        with translated(self._there):
            self._as_member(team)
            with self._asked.transaction(), self._asked.cursor() as cursor:
                cursor.executemany(PUT_LETTER, given)

    def letters(self, team: str, device: str) -> list[bytes]:
        """The letters to this device that are worth reading, the oldest first."""
        with translated(self._there):
            self._as_member(team)
            return [bytes(body) for (body,) in self._ask(LETTERS, team, device, LETTERS_KEPT)]

    def push_counts(self, team: str, month: date, counts: Mapping[str, int]) -> int:
        """Tell the numbers of a month, in place of those told before; how many were told.

        A number that is not none and under five stays here, and one told earlier under its name is taken back.
        """
        told = [(team, month, name, n) for name, n in counts.items() if n == 0 or n >= LEAST_SHOWN]
        with translated(self._there):
            self._as_member(team)
            with self._asked.transaction(), self._asked.cursor() as cursor:
                cursor.execute(FORGET_COUNTS, (team, month, [*counts]))
                cursor.executemany(TELL_COUNT, told)
        return len(told)

    @property
    def _asked(self) -> psycopg.Connection[Any]:
        if self._line is None:
            raise RuntimeError("the hub is asked inside `with` only")
        return self._line

    def _ask(self, question: str, *values: object) -> list[Any]:
        with self._asked.cursor(binary=True) as cursor:
            return cursor.execute(question.encode(), values).fetchall()

    def _as_member(self, team: str) -> None:
        """Whoever is not one would see an empty team and take it for new. Raises NotAMember."""
        if not self._ask(MEMBER, team):
            raise NotAMember


def _page_full(waiting: Mapping[str, int]) -> list[str]:
    """Devices that together fill a page, at least one."""
    asked, room = [], PAGE
    for device, count in waiting.items():
        asked.append(device)
        room -= count
        if room <= 0:
            break
    return asked


def _count_off(page: list[Any], asked: list[str], waiting: dict[str, int], seen: dict[str, int]) -> None:
    """Note how far each device came. One that brought less than it could is done, whatever the server counted before."""
    for device in asked:
        own = [row[1] for row in page if row[0] == device]
        went_on = len(own) == PAGE and max(own) > seen[device]
        seen[device] = max(own, default=0)
        waiting[device] = max(1, waiting[device] - len(own))
        if not went_on:
            del waiting[device]
