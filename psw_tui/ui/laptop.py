"""In whose hands the laptop is: while a client has it, nothing is shown or done but on the screens meant for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.message import Message
from textual.screen import Screen

from psw_tui.ui.routes import NOT_FOR_CLIENTS


class Laptop:
    """Knows who has it by the screens that are open. `tell` shows a notice at once."""

    def __init__(self, screens: Callable[[], Sequence[Screen[Any]]], tell: Callable[..., None]) -> None:
        self._screens = screens
        self._tell = tell
        self._unsaid: list[tuple[str, dict[str, Any]]] = []
        """Notices that wait until the laptop is the worker's again."""

    @property
    def is_handed_over(self) -> bool:
        """Whether a client has it."""
        return any(getattr(screen, "handed_over", False) for screen in self._screens())

    def may_hear(self, message: Message) -> bool:
        """False for what would lead a client away from the screens meant for them."""
        return not (isinstance(message, NOT_FOR_CLIENTS) and self.is_handed_over)

    def tell(self, message: str, **how: Any) -> None:
        """Show a notice, to the worker only: it may be about somebody else."""
        if self.is_handed_over:
            self._unsaid.append((message, how))
        else:
            self._tell(message, **how)

    def tell_what_waits(self) -> None:
        """Show what nobody was told about yet, if the laptop is the worker's."""
        if not self.is_handed_over:
            waiting, self._unsaid = self._unsaid, []
            for message, how in waiting:
                self._tell(message, **how)
