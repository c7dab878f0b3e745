"""More made-up clients than the file has: the twelve again under new codes, with other days, numbers and lengths."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from psw_tui.domain.codes import draw_code
from psw_tui.services.practice.people import Person

SEED = 27
"""Always the same crowd, so that two practice vaults can be compared."""

LONGEST_SHIFT = 6
"""Days by which a copy's past lies further back; what is still to come stays, and nothing held gets into the future."""

_DROPPED = 0.3
"""How often a copy lacks a fresh look, or a step of it."""


def more_people(people: Sequence[Person], count: int, words: Sequence[str]) -> Iterator[Person]:
    """`count` people more, none with a code of the others. Raises NoCodeLeft."""
    dice = random.Random(SEED)  # noqa: S311 - nothing here is a secret
    taken = {person["code"] for person in people}
    for number in range(count):
        code = draw_code(words, taken, dice.choice)
        taken.add(code)
        yield _varied(people[number % len(people)], code, dice)


def _varied(person: Person, code: str, dice: random.Random) -> Person:
    looks = [_shorter_look(look, dice) for look in person.get("fresh_look", ()) if dice.random() > _DROPPED]
    copy = {
        **person,
        "code": code,
        "goal": [_shorter_goal(goal, dice) for goal in person.get("goal", ())],
        "debrief": person.get("debrief", ())[-dice.randint(1, 4) :],
        "fresh_look": looks,
    }
    shifted: Person = _shifted(copy, dice.randint(0, LONGEST_SHIFT))
    return shifted


def _shorter_goal(goal: Mapping[str, Any], dice: random.Random) -> dict[str, Any]:
    """The same goal with its newest numbers, each perhaps one off."""
    newest = goal["ratings"][-dice.randint(1, 4) :]
    return {**goal, "ratings": [_about(rating, dice) for rating in newest]}


def _about(rating: Mapping[str, Any], dice: random.Random) -> dict[str, Any]:
    if "value" not in rating:
        return dict(rating)
    return {**rating, "value": min(10, max(0, rating["value"] + dice.choice((-1, 0, 0, 1))))}


def _shorter_look(look: Mapping[str, Any], dice: random.Random) -> dict[str, Any]:
    return {**look, "step": [entry for entry in look.get("step", ()) if dice.random() > _DROPPED]}


def _shifted(part: Any, back: int) -> Any:
    """The same, with every day that has passed `back` days earlier."""
    if isinstance(part, Mapping):
        return {key: value - back if _has_passed(key, value) else _shifted(value, back) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_shifted(item, back) for item in part]
    return part


def _has_passed(key: str, value: Any) -> bool:
    return isinstance(value, int) and value < 0 and (key == "day" or key.endswith("_day"))
