"""The numbers of the rule of the signal, as they are read from assets/signals.toml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from psw_tui.domain.signs import Rhythm

HIGHEST = 10
"""The top of the scale (DOMAIN 4.2)."""


class BadConstant(ValueError):
    """A line of signals.toml that cannot be used."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key
        """The name of the line."""


class MissingConstant(BadConstant):
    """It is not there."""


class UnknownConstant(BadConstant):
    """Nothing has this name."""


class ImpossibleConstant(BadConstant):
    """It is not the kind of number that it must be."""


@dataclass(frozen=True)
class Constants:
    """The numbers of the rule. Their values, and why, are in assets/signals.toml."""

    slipping_by: int
    moving_up_by: int
    not_moving_ratings: int
    not_moving_days: int
    high_enough: int
    stale_after_days: int
    useful_no_running: int
    tries_in_a_row: int
    rhythm_times: int
    snooze_days: tuple[int, ...]
    better_by: int
    rhythm_days: Mapping[Rhythm, int]


_POINTS = frozenset({"slipping_by", "moving_up_by", "high_enough", "better_by"})
"""Points of the scale, so ten at most."""
_WITH_DAYS = (Rhythm.WEEKLY, Rhythm.TWO_WEEKS, Rhythm.MONTHLY)


def constants_from(mapping: Mapping[str, object]) -> Constants:
    """The constants as parsed from TOML. Raises MissingConstant, UnknownConstant or ImpossibleConstant, naming the line."""
    names = {field.name for field in fields(Constants)}
    _same_names(names, mapping)
    numbers = {name: _number(name, mapping[name]) for name in names - {"snooze_days", "rhythm_days"}}
    return Constants(
        **numbers,
        snooze_days=_snooze_days(mapping["snooze_days"]),
        rhythm_days=_rhythm_days(mapping["rhythm_days"]),
    )


def _same_names(wanted: Iterable[str], given: Mapping[str, object], prefix: str = "") -> None:
    for name in sorted(set(wanted) - set(given)):
        raise MissingConstant(prefix + name)
    for name in sorted(set(given) - set(wanted)):
        raise UnknownConstant(prefix + name)


def _number(name: str, value: object) -> int:
    """A whole number from 1; `true` is none, though Python thinks so."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1 or (name in _POINTS and value > HIGHEST):
        raise ImpossibleConstant(name)
    return value


def _snooze_days(value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not value:
        raise ImpossibleConstant("snooze_days")
    return tuple(_number("snooze_days", days) for days in value)


def _rhythm_days(value: object) -> Mapping[Rhythm, int]:
    if not isinstance(value, Mapping):
        raise ImpossibleConstant("rhythm_days")
    _same_names(_WITH_DAYS, value, "rhythm_days.")
    return MappingProxyType({rhythm: _number(f"rhythm_days.{rhythm}", value[rhythm]) for rhythm in _WITH_DAYS})
