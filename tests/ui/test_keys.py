"""Every key is offered by a command, and none is one that terminals or tired hands trip over."""

from __future__ import annotations

import inspect
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from textual.binding import Binding

from psw_tui import ui
from psw_tui.domain.keys import WRITTEN
from psw_tui.ui.commands import HIDE, Command
from tests.conftest import StillClock
from tests.ui.driving import at_home

for module in walk_packages(ui.__path__, f"{ui.__name__}."):
    import_module(module.name)

PSW_SCREEN: Any = next(
    value
    for module in walk_packages(ui.__path__, f"{ui.__name__}.")
    for name, value in vars(import_module(module.name)).items()
    if name == "PswScreen"
)


def every_screen(base: Any) -> list[Any]:
    return [base, *(found for below in base.__subclasses__() for found in every_screen(below))]


SCREENS = every_screen(PSW_SCREEN)
COMMANDS = {
    value
    for module in walk_packages(ui.__path__, f"{ui.__name__}.")
    for value in vars(import_module(module.name)).values()
    if isinstance(value, Command)
} | {command for screen in SCREENS for command in screen.OFFERS}
FORM = {"FormScreen", "StepScreen"}

NEVER = {f"ctrl+{letter}" for letter in "sqzhijm"} | {"f6", "f7"}
"""Flow control, quit, suspend; Backspace, Tab and Enter in disguise; what a text box keeps for itself."""

each_screen = pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
each_command = pytest.mark.parametrize("command", sorted(COMMANDS, key=lambda one: one.id), ids=lambda one: one.id)


def keys_of(command: Command) -> list[str]:
    """None for what only the palette offers."""
    return list("123456789") if command.key == "1-9" else list(filter(None, command.key.split(",")))


def is_printable(key: str) -> bool:
    return len(key) == 1 or key in {"question_mark", "exclamation_mark", "full_stop", "slash", "space"}


@each_screen
def test_every_key_of_a_screen_is_one_it_offers(screen: Any) -> None:
    """So that the bottom line, the palette and help name what is really there. Enter may also be a screen's own."""
    offered = {key for kind in screen.__mro__ for command in getattr(kind, "OFFERS", ()) for key in keys_of(command)}
    own = [
        part for kind in screen.__mro__ if issubclass(kind, PSW_SCREEN) for part in kind.__dict__.get("BINDINGS", ())
    ]
    for binding in own:
        keys = binding.key if isinstance(binding, Binding) else binding[0]
        assert set(keys.split(",")) <= offered | {HIDE.key, "enter"}


@each_screen
def test_every_offer_does_something(screen: Any) -> None:
    """A key on the bottom line without an action would be a dead end."""
    actions = {name.removeprefix("action_") for name, _ in inspect.getmembers(screen, inspect.isfunction)}
    for command in screen.OFFERS:
        action = "step" if command.key == "1-9" else command.action.partition("(")[0]
        assert action in actions or command.key == "enter", f"{command.id} has no action_{action}"


@each_screen
def test_no_key_means_two_things_on_one_screen(screen: Any) -> None:
    """Neither two commands of the same screen, nor the key that hides everything."""
    keys = [key for command in (*screen.OFFERS, HIDE) for key in keys_of(command)]
    assert len(keys) == len(set(keys))


@each_screen
def test_letters_belong_to_the_boxes_of_a_form(screen: Any) -> None:
    """A command of a form works while typing, so it is no letter, digit or sign."""
    if not FORM & {kind.__name__ for kind in screen.__mro__}:
        return
    for command in screen.OFFERS:
        assert command.in_forms, command.id
        assert not any(is_printable(key) for key in keys_of(command)), command.id


@each_command
def test_a_command_has_a_word_and_a_sentence(command: Command) -> None:
    """The bottom line shows the one, help and the palette the other."""
    assert command.label.strip()
    assert command.sentence.strip().endswith(".")
    assert command.sentence[0].isupper()
    area, _, verb = command.id.partition(".")
    assert area.replace("_", "").isalpha()
    assert verb.replace("_", "").isalpha()


@each_command
def test_no_command_needs_a_key_that_terminals_eat(command: Command) -> None:
    """No Alt, no flow control, nothing that arrives as Backspace, Tab or Enter, nothing a text box needs."""
    for key in keys_of(command):
        assert "alt" not in key
        assert key not in NEVER
    if command.in_forms:
        assert not any(is_printable(key) for key in keys_of(command))


def test_every_special_key_has_a_name_people_know() -> None:
    """Nobody reads "question_mark" on a bottom line."""
    for command in COMMANDS:
        first = command.first_key
        assert "_" not in first, command.id
        assert WRITTEN.get(command.key.split(",")[0], first) == first


async def test_ctrl_q_does_not_end_the_program(folder: Path, clock: StillClock) -> None:
    """The one who meant ctrl+a must not lose the screen they were on."""
    async with at_home(folder, clock) as driver:
        await driver.press("a")
        await driver.at("FormScreen")
        await driver.answer(goes_by="Al")
        await driver.press("ctrl+q")
        await driver.pilot.pause()
        assert not driver.app._exit
        assert driver.form.raw["goes_by"] == "Al"
