"""What a measurement is: rows of the table, and rounds that bring a pair of numbers for each."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from tests.bench.probe import Probe
from tests.bench.vaults import MANY, vault_of

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """One row: what is compared with what, and how much more ours may be."""

    name: str
    what: str
    reference: str
    target: float
    """The most that ours may be, as a multiple of the reference."""
    unit: str = "ms"


@dataclass(frozen=True)
class Pair:
    """Both sides of one row, measured within one round."""

    ours: float
    reference: float

    @property
    def ratio(self) -> float:
        return self.ours / self.reference


Round = Mapping[str, Pair]
"""By the row's name."""


class NotHere(Exception):
    """It cannot be measured on this computer; the message says why."""


@dataclass
class Bench:
    """What rounds have at hand."""

    cache: Path
    peers: Sequence[Path] = ()
    """Environments that peers are installed in; their Textual versions exclude each other."""
    notes: list[str] = field(default_factory=list)
    """What is worth saying below the table."""

    def vault(self, clients: int, debriefs: int = MANY) -> Path:
        """A closed vault; whoever opens it closes it before the round ends, and leaves it as it was."""
        return vault_of(self.cache, clients, debriefs)

    def peer(self, name: str) -> Path:
        """Where a peer's program is. Raises NotHere."""
        for environment in self.peers:
            if (program := environment / "bin" / name).exists():
                return program.absolute()
        raise NotHere(f"{name} is not installed (--peers VENV says where)")


@dataclass(frozen=True)
class Measure:
    """Some rows that are measured together."""

    name: str
    rows: Sequence[Row]
    rounds: Callable[[Bench], Iterator[Round]]
    """Endless; what it opens it closes when it is closed."""


def in_turn(number: int, sides: Mapping[str, Callable[[], T]]) -> dict[str, T]:
    """Ask each side once, another one first each time."""
    names = list(sides)
    names = names[number % len(names) :] + names[: number % len(names)]
    return {name: sides[name]() for name in names}


def middle(taken: Sequence[float]) -> float:
    return statistics.median(taken)


def tail(taken: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(taken, n=20, method="inclusive")[-1]


def until_painted(command: Sequence[str], pattern: str) -> float:
    """Milliseconds from starting a program until this is on its screen."""
    with Probe(*command) as program:
        return (program.until(pattern) - program.began) * 1000


def starting(command: Sequence[str], pattern: str) -> Callable[[], float]:
    return partial(until_painted, command, pattern)
