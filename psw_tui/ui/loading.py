"""What the first screen does without, loaded while somebody types a passphrase."""

from __future__ import annotations

import gc
import importlib
from types import ModuleType

FIRST, REST = "psw_tui.storage.vault", "psw_tui.ui.house"
"""What opens a vault, and everything behind that: the records alone take several times as long as the first screen."""

SELDOM = 50_000
"""Objects that are made, and stay, until Python looks for garbage of its own accord: it does so in the middle of a key,
which then waits for up to seven milliseconds. Between keys it is told to, long before."""

ENOUGH = 2_000
"""Objects from which on looking for garbage is worth it."""


def load_house() -> ModuleType:
    """The house, with all it stands on. For a thread beside the screen; who comes second waits for the first."""
    importlib.import_module(FIRST)
    house = importlib.import_module(REST)
    from psw_tui.services.warm_up import warm_up

    warm_up()
    collect_again()
    return house


def collect_again() -> None:
    """Let Python look for garbage again, if it was told not to while the program starts.

    What is there by now stays until the end: it is not gone through each time.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.set_threshold(SELDOM)
        gc.enable()


def tidy() -> None:
    """Look for garbage, if there may be some."""
    if gc.isenabled() and gc.get_count()[0] > ENOUGH:
        gc.collect()
