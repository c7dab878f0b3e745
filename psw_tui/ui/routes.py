"""What a screen may ask to see next. Screens post these; only the house decides how to get there."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class ShowClient(Message):
    """Open a client's page."""

    client: str


@dataclass
class AddClient(Message):
    """Ask for a new client."""


@dataclass
class WriteDebrief(Message):
    """Write a debrief, about this client or one to be picked."""

    client: str = ""


@dataclass
class TakeStep(Message):
    """Go to a response step of a client; without an open fresh look, offer to open one first."""

    client: str
    number: int


@dataclass
class OpenFreshLook(Message):
    """Open a fresh look for a client."""

    client: str


@dataclass
class AddGoal(Message):
    """Ask for a new goal of a client."""

    client: str


@dataclass
class ChangeClient(Message):
    """Change what is kept about a client."""

    client: str


@dataclass
class ShowDrafts(Message):
    """Show what was begun and not saved."""


@dataclass
class ShowHelp(Message):
    """Explain the screen on top."""


@dataclass
class Lock(Message):
    """Lock now; `hidden` blanks the screen before anything else."""

    hidden: bool = False


@dataclass
class End(Message):
    """Close the program."""
