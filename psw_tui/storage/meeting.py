"""What a record is once all that is known of it has met: a function of the set of its lines, in whatever order they came.

The *heads* of a field are the values that no other known line replaced knowingly. One head is the value. Several were
written without knowing of each other: the field's rule says which one counts until somebody picks. Picking is an
ordinary change: its device knew them all, so it replaces them all. Order by clock is order by knowledge: a device's
clock is ahead of all it has taken in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from psw_tui.storage.change import Vector
from psw_tui.storage.rules import RULES, THERE, Rule

PRESENCE = ""
"""The field, so to speak, that says whether the record is there."""


@dataclass(frozen=True)
class Told:
    """What one line says of one record."""

    device: str
    seq: int
    clock: int
    values: Mapping[str, Any]
    removes: bool = False
    knows: Vector = field(default_factory=dict)
    """What its device had taken in of other devices."""
    author: str = ""
    at: str = ""

    def knew(self, other: Told) -> bool:
        """Whether this was written with knowledge of the other."""
        if self.device == other.device:
            return self.seq > other.seq
        # A clock is ahead of all that was taken in. Where it is not, a copy has used the number again since.
        return self.knows.get(other.device, 0) >= other.seq and self.clock > other.clock

    def is_told_by(self, other: Told) -> bool:
        """Whether they are one line under two names: it was told on under another one, after a copy had used its number."""
        return (self.clock, self.removes, self.values) == (other.clock, other.removes, other.values)


@dataclass(frozen=True)
class Head:
    """A value that stands, and who wrote it."""

    value: Any
    told: Told


@dataclass(frozen=True)
class Conflict:
    """A field in which several values stand until somebody picks one."""

    entity: str
    row: str
    field: str
    """Empty where the question is whether the record is there at all."""
    heads: tuple[Head, ...]
    """The oldest first."""
    counts: Any
    """The value that counts meanwhile."""


@dataclass(frozen=True)
class Met:
    """One record, all that is known of it taken together."""

    entity: str
    row: str
    there: bool
    values: Mapping[str, Any]
    conflicts: tuple[Conflict, ...] = ()


def heads_of(lines: Iterable[Told], name: str) -> list[Head]:
    """The values of a field that nobody replaced knowingly, the oldest first."""
    newest: dict[str, Told] = {}
    told = [line for line in lines if name == PRESENCE or name in line.values]
    for line in told:
        if line.device not in newest or newest[line.device].seq < line.seq:
            newest[line.device] = line
    standing = [*newest.values()]
    if len(standing) > 1:
        standing = [line for line in standing if not _is_replaced(line, told, newest.values())]
    standing.sort(key=lambda line: (line.clock, line.device))
    return [Head(not line.removes if name == PRESENCE else line.values[name], line) for line in standing]


def _is_replaced(line: Told, told: Iterable[Told], by: Iterable[Told]) -> bool:
    """Whether one of these was written with knowledge of the line, under whatever name it lies here."""
    same = [each for each in told if each.is_told_by(line)]
    return any(other.knew(each) for other in by for each in same)


def met(entity: str, row: str, lines: Sequence[Told], rules: Mapping[str, Mapping[str, Rule]] = RULES) -> Met:
    """The record these lines make. Fields this program has no rule for stay in the log until it has."""
    conflicts: list[Conflict] = []

    def settled(name: str, rule: Rule) -> Any:
        heads = heads_of(lines, name)
        every = [head.value for head in heads]
        value = every[0] if len(heads) == 1 else _picked(rule, every)
        if rule.listed and any(other != every[0] for other in every[1:]):
            conflicts.append(Conflict(entity, row, name, tuple(heads), value))
        return value

    of_fields = rules.get(entity, {})
    if len({line.device for line in lines}) == 1:
        return _of_one_device(entity, row, sorted(lines, key=lambda line: line.seq), of_fields)
    named = {name for line in lines for name in line.values}
    there = bool(lines) and settled(PRESENCE, THERE)
    values = {name: settled(name, of_fields[name]) for name in sorted(named & of_fields.keys())}
    return Met(entity, row, bool(there), values, tuple(conflicts))


def _of_one_device(entity: str, row: str, lines: Sequence[Told], rules: Mapping[str, Rule]) -> Met:
    """The same where nobody else wrote on it, as most records are: each line knew those before it."""
    values: dict[str, Any] = {}
    for line in lines:
        values.update(line.values)
    known = {name: values[name] for name in sorted(values.keys() & rules.keys())}
    return Met(entity, row, not lines[-1].removes, known)


def _picked(rule: Rule, values: Sequence[Any]) -> Any:
    """What the rule says; the newest, where one of them is nothing this program could have written."""
    try:
        return rule.pick(values)
    except (ValueError, TypeError):
        return values[-1]
