"""What goes into each paper. One module a paper, loaded once it is wanted; every one has a `build`."""

from __future__ import annotations

from psw_tui.services.reporting.making import Wanted, make

__all__ = ["Wanted", "make"]
