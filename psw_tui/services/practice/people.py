"""The practice file itself: who is in it, and the house it plays in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psw_tui.resources import asset
from psw_tui.services.errors import PracticeFileWrong

Person = Mapping[str, Any]
"""One made-up client as the file has it; its long header explains every key."""


@dataclass(frozen=True)
class PracticeFile:
    """What the practice file holds."""

    house: Mapping[str, Any]
    people: tuple[Person, ...]


def practice_file() -> PracticeFile:
    """The practice file that came with the program. Raises PracticeFileWrong for one that cannot be read."""
    return _read("practice_caseload.toml")


def lesson_file(language: str) -> PracticeFile:
    """The same with the one client of the first day's lessons. Raises PracticeFileWrong."""
    return _read("lesson", f"{language}.toml")


def _read(*parts: str) -> PracticeFile:
    file = asset("demo", *parts)
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        return PracticeFile(content["practice"], tuple(content["client"]))
    except (OSError, ValueError, KeyError) as trouble:
        raise PracticeFileWrong(file.name) from trouble
