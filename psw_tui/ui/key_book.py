"""Every key there is, by the name of what it does, so that no help text has to say a key by heart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType

from textual.app import App

from psw_tui.domain.steps import State
from psw_tui.language import Language
from psw_tui.ui import caseload_commands, client_commands, commands
from psw_tui.ui.commands import Command
from psw_tui.ui.dialogs import words
from psw_tui.ui.errands import (
    backups,
    corrections,
    debriefing,
    goals,
    importing,
    keeping,
    looks,
    papers,
    parcels,
    people,
    requests,
    safety,
    team,
    timeline,
)
from psw_tui.ui.errands import passphrase as passphrases
from psw_tui.ui.screens import (
    crisis,
    drafts,
    find,
    first_day,
    help,  # noqa: A004 - a screen of that name
    manual,
    passphrase,
    renewing,
    set_up,
    shown,
    step,
    to_do,
    unlock,
)
from psw_tui.ui.widgets.choosing import NOT_ASKED, PREFER_NOT, TEN

# The general ones last: a screen's own key is the better answer where both have a name.
WHERE: tuple[ModuleType, ...] = (
    *(
        caseload_commands,
        client_commands,
        crisis,
        drafts,
        find,
        first_day,
        help,
        manual,
        passphrase,
        renewing,
        set_up,
        shown,
        step,
        to_do,
        unlock,
    ),
    *(
        backups,
        corrections,
        debriefing,
        goals,
        importing,
        keeping,
        looks,
        papers,
        parcels,
        passphrases,
        people,
        requests,
        safety,
        team,
        timeline,
    ),
    *(words, commands),
)
"""The modules that name commands."""

OTHERS = {
    "app.palette": App.COMMAND_PALETTE_BINDING,
    "scale.ten": TEN,
    "scale.not_asked": NOT_ASKED,
    "scale.prefer_not": PREFER_NOT,
}
"""Keys that are no command of a screen."""


def every_command() -> list[Command]:
    """Every command, each once, in the order of the screens."""
    return list(dict.fromkeys(command for module in WHERE for command in _named_in(module)))


def key_words(language: Language) -> Mapping[str, str]:
    """What stands in a help text for `key:area.verb`, `mark:state` and `keys:area`, as Markdown."""
    every = every_command()
    keys = {f"key:{name}": f"`{key}`" for name, key in OTHERS.items()}
    keys |= {f"key:{one.id}": f"`{language.say(one.first_key)}`" for one in every if one.key}
    marks = {f"mark:{state}": f"`{state.mark}`" for state in State}
    areas = dict.fromkeys(command.id.partition(".")[0] for command in every)
    return keys | marks | {f"keys:{area}": "\n".join(dict.fromkeys(_rows(area, every, language))) for area in areas}


def _rows(area: str, every: Iterable[Command], language: Language) -> Iterator[str]:
    """A line for each key of an area."""
    for command in every:
        if command.id.startswith(f"{area}.") and command.key:
            key = f"`{language.say(command.first_key)}`"
            yield "- " + language.say("{key}: {what_it_does}", key=key, what_it_does=language.say(command.sentence))


def _named_in(module: ModuleType) -> Iterator[Command]:
    for value in vars(module).values():
        if isinstance(value, Command):
            yield value
        elif isinstance(value, tuple):
            yield from (each for each in value if isinstance(each, Command))
