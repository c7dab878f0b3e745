"""How an icon starts this very program again."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from psw_tui import places
from psw_tui.icons.errors import NotInstalled

FROM_ICON = "--icon"
"""Tells the program that its window goes when it ends, so that what it says last must wait to be read."""

LANGUAGE = "PSW_TUI_LANGUAGE"


@dataclass(frozen=True)
class Start:
    """A command, word by word, and the variables it needs."""

    words: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)


def this_program(environment: Mapping[str, str], vault: str | None = None) -> Start:
    """The program as it runs now, with its data folder and language, and only this vault if one is named.

    Raises NotInstalled, and HomeMissing where the data folder that was chosen cannot be.
    """
    variables = {}
    if environment.get(places.HOME_VARIABLE):
        variables[places.HOME_VARIABLE] = str(places.home())
    if environment.get(LANGUAGE):
        variables[LANGUAGE] = environment[LANGUAGE]
    chosen = [] if vault is None else [f"--vault={Path(vault).expanduser().absolute()}"]
    return Start((*_program(), FROM_ICON, *chosen), variables)


def _program() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    try:
        metadata.distribution("psw-tui")
    except metadata.PackageNotFoundError as missing:
        raise NotInstalled from missing
    # Without -P it would take modules from the folder the icon is opened in, which is full of other people's files.
    return [sys.executable, "-P", "-m", "psw_tui"]
