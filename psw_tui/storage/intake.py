"""Taking other devices' lines into the log, and the tables with them. Called by the one door only, within its transaction.

The log holds every device's lines without a gap. A line that comes before one it follows waits in `held`: it is not
shown and not passed on. So the log itself says how far each device's lines are known: their vector.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from operator import attrgetter

from psw_tui.records.leaving import Fate
from psw_tui.records.logged import TABLES, own_columns
from psw_tui.storage.change import LATEST_CLOCK, NOTHING, Change
from psw_tui.storage.errors import ChangeImpossible, Forked
from psw_tui.storage.folding import UNDOES, Asked, Log, Record, fold

COLUMNS = ("device", "seq", "clock", "at", "client", "entity", "row", "op", "vals", "author", "save", "sig")
"""As a change has them, less what it knows, which lies in a table of its own."""

_row_of = attrgetter(*COLUMNS)


def vector(log: Asked) -> dict[str, int]:
    """Up to which number the lines of each device are here. It goes from name to name, not through all their lines."""
    found = log.ask(_NEWEST)
    return {device: upto for device, upto in found}  # noqa: C416 - rows, no pairs to the type checker


_NEWEST = """
WITH RECURSIVE each (device) AS (
    SELECT min(device) FROM change
    UNION ALL SELECT (SELECT min(device) FROM change WHERE device > each.device) FROM each WHERE device IS NOT NULL
)
SELECT device, (SELECT max(seq) FROM change WHERE change.device = each.device) FROM each WHERE device IS NOT NULL
"""


def own_devices(log: Asked) -> set[str]:
    """The names this vault has written under; before it was restored it was another device."""
    return {device for (device,) in log.ask("SELECT id FROM device")}


def is_meeting(log: Asked) -> bool:
    """Whether lines of another vault are in this log."""
    return bool(list(log.ask("SELECT 1 FROM peer WHERE met = 1 LIMIT 1")))


def lines_from(log: Asked, device: str, after: int, most: int = -1) -> list[Change]:
    """A device's lines with greater numbers, as the team sees them; `most` of them, or all."""
    noted = log.ask("SELECT seq, vector FROM knowledge WHERE device = ? AND seq > ?", device, after)
    knows: dict[int, str] = {seq: known for seq, known in noted}  # noqa: C416 - rows, no pairs to the type checker
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    question = f"SELECT {columns}, shown FROM change WHERE device = ? AND seq > ? ORDER BY seq LIMIT ?"  # noqa: S608 - names of our own
    found = []
    own = device in own_devices(log)
    for *values, shown in log.ask(question, device, after, most):
        *said, sig = values
        line = Change(*[*said, knows.get(values[1], ""), sig])
        found.append(as_the_team_sees_it(line, shown=bool(shown)) if own and not line.sig else line)
    return found


def as_the_team_sees_it(line: Change, *, shown: bool) -> Change:
    """An own line without what is private, the same one every time: empty where nothing of it may be seen."""
    if not shown or line.entity not in TABLES:
        return line.emptied()
    own, every = own_columns(line.entity), json.loads(line.vals)
    values = {name: value for name, value in every.items() if name not in own}
    if len(values) == len(every):
        return line
    if values.keys() <= {UNDOES}:
        return line.emptied()  # it took back what nobody else has seen; it must not read as taking all of it away
    return replace(line, vals=json.dumps(values, ensure_ascii=False))


def take_in(database: Asked, changes: Iterable[Change], me: str) -> list[Record]:
    """Put lines into the log, in any order, again or not, and fold them; gives the records that changed.

    Raises Forked and ChangeImpossible; then the transaction has to be given up.
    """
    known = vector(database)
    waiting = {line.key: line for line in _held(database)}
    here: dict[str, list[Change]] = {}
    for line in changes:
        _refuse_impossible(line)
        if line.seq <= known.get(line.device, 0) or line.device == me:
            here.setdefault(line.device, []).append(line)
        else:
            _refuse_other(line, waiting.get(line.key))
            waiting[line.key] = line
    for some in here.values():
        _refuse_fork(database, some)
    fresh = list(_without_a_gap(waiting, known))
    taken = {line.key for line in fresh}
    before = newest_own(database, me)
    _keep(database, fresh)
    _hold(database, [line for key, line in waiting.items() if key not in taken])
    if not fresh:
        return []
    _note(database, me, before + 1)
    _erase(database)
    return fold(Log(database), database, _touched(fresh), TABLES)


def newest_own(log: Asked, device: str) -> int:
    """The greatest number this device has given."""
    ((newest,),) = log.ask("SELECT max(seq) FROM change WHERE device = ?", device)
    return int(newest or 0)


def _refuse_impossible(line: Change) -> None:
    """What no device of ours can have written, whoever signed it."""
    if not 0 < line.seq < LATEST_CLOCK or not 0 < line.clock < LATEST_CLOCK or not 0 <= line.save < LATEST_CLOCK:
        raise ChangeImpossible(line.device, line.seq)
    try:
        "".join(_words_of(line)).encode()
        values, knows = json.loads(line.vals), json.loads(line.knows or "{}")
    except ValueError as error:
        raise ChangeImpossible(line.device, line.seq) from error
    plain = isinstance(values, dict) and all(value is None or isinstance(value, str | int) for value in values.values())
    numbers = isinstance(knows, dict) and all(isinstance(number, int) for number in knows.values())
    if not plain or not numbers or "id" in values:
        raise ChangeImpossible(line.device, line.seq)


def _words_of(line: Change) -> tuple[str, ...]:
    words = (line.device, line.at, line.client, line.entity, line.row, line.op)
    return *words, line.vals, line.author, line.knows, line.sig


def _refuse_fork(database: Asked, lines: Iterable[Change]) -> None:
    """Two lines with one number of one device: a copy of a vault was written on under its old name.

    The lines are one device's; the first that differs, or that this very device never wrote, is where the two parted.
    """
    in_order = sorted(lines, key=lambda line: line.seq)
    first, last = in_order[0], in_order[-1]
    here = lines_from(database, first.device, first.seq - 1, most=last.seq - first.seq + 1)
    kept = {line.seq: line for line in here}
    for line in in_order:
        if line.seq not in kept or kept[line.seq].contradicts(line):
            raise Forked(line.device, line.seq)


def _refuse_other(line: Change, held: Change | None) -> None:
    if held is not None and held.contradicts(line):
        raise Forked(line.device, line.seq)


def _without_a_gap(waiting: Mapping[tuple[str, int], Change], known: Mapping[str, int]) -> Iterable[Change]:
    """The lines that follow, number by number, what is known of their device; an earlier clock first."""
    fresh = []
    for device in sorted({device for device, _seq in waiting}):
        seq = known.get(device, 0) + 1
        while (line := waiting.get((device, seq))) is not None:
            fresh.append(line)
            seq += 1
    return sorted(fresh, key=lambda line: (line.clock, line.device, line.seq))


def _keep(database: Asked, fresh: Sequence[Change]) -> None:
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    statement = f"INSERT INTO change ({names}, shown) VALUES ({', '.join('?' * len(COLUMNS))}, 1)"  # noqa: S608 - names of our own
    database.run_all(statement, [_row_of(line) for line in fresh])
    unused = "DELETE FROM knowledge WHERE device = ? AND seq = ?"  # of a vault that was restored
    database.run_all(unused, [line.key for line in fresh])
    knowing = [(line.device, line.seq, line.knows) for line in fresh if line.knows]
    database.run_all("INSERT INTO knowledge VALUES (?, ?, ?)", knowing)
    for device in {line.device for line in fresh}:
        database.run(
            "INSERT INTO peer (device, name, sign_key, recipient, revoked, met) VALUES (?, '', '', '', 0, 1)"
            " ON CONFLICT (device) DO UPDATE SET met = 1",
            device,
        )


def _held(database: Asked) -> list[Change]:
    return [Change(**json.loads(body)) for (body,) in database.ask("SELECT body FROM held")]


def _hold(database: Asked, waiting: Sequence[Change]) -> None:
    database.run("DELETE FROM held")
    bodies = [(line.device, line.seq, json.dumps(asdict(line), ensure_ascii=False)) for line in waiting]
    database.run_all("INSERT INTO held VALUES (?, ?, ?)", bodies)


def _note(database: Asked, me: str, seq: int) -> None:
    """What this device knows from its next line on."""
    known = {device: upto for device, upto in sorted(vector(database).items()) if device != me}
    database.run(
        "INSERT INTO knowledge VALUES (?, ?, ?) ON CONFLICT (device, seq) DO UPDATE SET vector = excluded.vector",
        me,
        seq,
        json.dumps(known),
    )


def _touched(fresh: Iterable[Change]) -> set[tuple[str, Record]]:
    return {(line.client, Record(line.entity, line.row)) for line in fresh if line.op != NOTHING}


def _erase(database: Asked) -> None:
    """Erased beats all: whoever wrote it and whenever it comes, of an erased client nothing stays."""
    erased = (
        "SELECT DISTINCT vals ->> '$.erases' FROM change WHERE entity = 'erasure' AND op = 'add' AND \"row\" IN ("
        " SELECT \"row\" FROM change WHERE entity = 'erasure' AND op <> 'withdrawn' AND vals ->> '$.fate' = ?)"
    )
    for (client,) in list(database.ask(erased, Fate.ERASED.value)):
        if client and list(database.ask("SELECT 1 FROM change WHERE client = ? LIMIT 1", client)):
            erase(database, client)


def erase(database: Asked, client: str) -> None:
    """Take all of a client away: rows, drafts, search, and what the log said; its lines stay, and say nothing."""
    database.run("PRAGMA defer_foreign_keys = ON")
    for name in (*TABLES, "draft", "search"):
        if name in {"draft", "search"} or "client" in TABLES[name].model_fields:
            database.run(f"DELETE FROM {name} WHERE client = ?", client)  # noqa: S608 - names of our own
    database.run("DELETE FROM client WHERE id = ?", client)
    empty_lines(database, client)


def empty_lines(database: Asked, client: str) -> None:
    """Put lines that say nothing in the place of a client's, so that no number is missing or given again."""
    kept = list(database.ask("SELECT device, seq, clock, at, save FROM change WHERE client = ?", client))
    database.run("INSERT INTO erasing (client) VALUES (?)", client)
    database.run("DELETE FROM change WHERE client = ?", client)
    database.run("DELETE FROM erasing WHERE client = ?", client)
    for device, seq, clock, at, save in kept:
        database.run(
            'INSERT INTO change (device, seq, at, client, entity, "row", op, vals, author, save, clock, shown)'
            " VALUES (?, ?, ?, '', '', '', ?, '{}', '', ?, ?, 1)",
            *(device, seq, at, NOTHING, save, clock),
        )
