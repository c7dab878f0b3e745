"""What is written to a terminal, and what becomes of it when there is none any more."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import pytest

from psw_tui.ui.to_terminal import Outlet

if sys.platform == "win32":
    pytest.skip("has no terminals that can be made and taken away", allow_module_level=True)


def test_a_terminal_that_is_gone_takes_everything_and_is_told_of_once() -> None:
    keyboard, screen = os.openpty()
    told: list[str] = []
    taken = 0
    with suppress(OSError), os.fdopen(screen, "w") as stream:  # closing it fails: it still holds a line
        outlet = Outlet(stream, lambda: told.append("gone"))
        outlet.write("there\n")
        outlet.flush()
        assert os.read(keyboard, 100) == b"there\r\n"
        assert not told
        os.close(keyboard)
        for _ in range(100):
            outlet.write("not there\n")
            outlet.flush()
            taken += 1
    assert (told, taken) == (["gone"], 100)
