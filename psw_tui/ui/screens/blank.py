"""Nothing to see: what covers the screen at once when it has to be hidden."""

from __future__ import annotations

from textual.screen import Screen


class BlankScreen(Screen[None]):
    """An empty screen over everything else."""
