"""The nine response steps: their names, the states each may be in, and the state that its entries add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Protocol, TypeVar

from psw_tui.domain.words import N_


class State(StrEnum):
    """Where one step stands. "They said no" and "does not apply" count as looked at."""

    TO_DO = "to_do"
    STARTED = "started"
    WAITING = "waiting"
    DONE = "done"
    SAID_NO = "said_no"
    NOT_APPLY = "not_apply"

    @property
    def mark(self) -> str:
        """The one character that stands for it."""
        return _MARKS[self]

    @property
    def label(self) -> str:
        """Its name, still to be translated."""
        return _LABELS[self]


_MARKS = {
    State.TO_DO: ".",
    State.STARTED: "~",
    State.WAITING: "!",
    State.DONE: "x",
    State.SAID_NO: "-",
    State.NOT_APPLY: "o",
}

_LABELS = {
    State.TO_DO: N_("to do"),
    State.STARTED: N_("started"),
    State.WAITING: N_("waiting"),
    State.DONE: N_("done"),
    State.SAID_NO: N_("they said no"),
    State.NOT_APPLY: N_("does not apply"),
}

_ALWAYS = frozenset({State.TO_DO, State.STARTED, State.WAITING, State.DONE})
_MAY_BE_REFUSED = _ALWAYS | {State.SAID_NO}
_ANY = frozenset(State)


class StepNumber(IntEnum):
    """The nine steps by number; they may be taken in any order."""

    REFLECT = 1
    GOALS = 2
    LISTEN = 3
    SOLVE = 4
    SUPPORTERS = 5
    SUPERVISION = 6
    REFER = 7
    RESPECT = 8
    LEARN = 9

    @property
    def full_name(self) -> str:
        """The name the mission gives it, still to be translated."""
        return _STEPS[self].full_name

    @property
    def short_name(self) -> str:
        """The name on screens, still to be translated."""
        return _STEPS[self].short_name

    @property
    def states(self) -> frozenset[State]:
        """The states this step may have."""
        return _STEPS[self].states


@dataclass(frozen=True)
class _Step:
    full_name: str
    short_name: str
    states: frozenset[State]


_STEPS = {
    StepNumber.REFLECT: _Step(N_("Reflect on Approach"), N_("Reflect on my approach"), _ALWAYS),
    StepNumber.GOALS: _Step(N_("Reassess Goals"), N_("Look again at goals"), _MAY_BE_REFUSED),
    StepNumber.LISTEN: _Step(N_("Active Listening and Validation"), N_("Listen and validate"), _ALWAYS),
    StepNumber.SOLVE: _Step(N_("Collaborative Problem-Solving"), N_("Work it out together"), _MAY_BE_REFUSED),
    StepNumber.SUPPORTERS: _Step(
        N_("Seek Input from the Client's Support Network"), N_("Ask their supporters (with permission)"), _ANY
    ),
    StepNumber.SUPERVISION: _Step(N_("Seek Supervision or Consultation"), N_("Get supervision"), _ALWAYS),
    StepNumber.REFER: _Step(N_("Refer to Other Professionals"), N_("Connect to others"), _ANY),
    StepNumber.RESPECT: _Step(N_("Respect Client Autonomy"), N_("Respect their choice"), _ALWAYS),
    StepNumber.LEARN: _Step(N_("Continuous Self-Reflection and Learning"), N_("Keep learning"), _ALWAYS),
}


class Entry(Protocol):
    """One saved filling-in of a step's form."""

    @property
    def id(self) -> str:
        """UUIDv7 text: the greater, the newer."""
        ...

    @property
    def amends(self) -> str | None:
        """The id of the entry this one corrects."""
        ...

    @property
    def state(self) -> State:
        """The state its worker gave it."""
        ...


AnyEntry = TypeVar("AnyEntry", bound=Entry)


def current_entries(entries: Iterable[AnyEntry]) -> list[AnyEntry]:
    """The entries that no other one amends, in the order given."""
    every = list(entries)
    amended = {entry.amends for entry in every if entry.amends != entry.id}
    return [entry for entry in every if entry.id not in amended]


def state_of_step(entries: Iterable[Entry]) -> State:
    """Done if any current entry is done, else the state of the newest current one; to do without any."""
    current: Sequence[Entry] = current_entries(entries)
    if any(entry.state == State.DONE for entry in current):
        return State.DONE
    if not current:
        return State.TO_DO
    return State(max(current, key=lambda entry: entry.id).state)


@dataclass(frozen=True)
class LookedAt:
    """How many steps have been looked at, by how they ended."""

    done: int = 0
    said_no: int = 0
    not_apply: int = 0

    @property
    def total(self) -> int:
        """Steps looked at, however they ended."""
        return self.done + self.said_no + self.not_apply


def looked_at(states: Iterable[State]) -> LookedAt:
    """What the states of a fresh look's steps add up to; to do, started and waiting do not count."""
    count = Counter(states)
    return LookedAt(count[State.DONE], count[State.SAID_NO], count[State.NOT_APPLY])
