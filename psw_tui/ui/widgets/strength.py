"""A line below a new passphrase: how hard it is to guess, in words, and whether Caps Lock may be on."""

from __future__ import annotations

import asyncio
from typing import Any

from textual.widgets import Static

from psw_tui.domain.passphrase import looks_like_caps_lock
from psw_tui.language import Language
from psw_tui.services.strength import strength_of
from psw_tui.strength_words import strength_words
from psw_tui.ui.show import show
from psw_tui.ui.widgets.capitals import ONLY_CAPITALS


class StrengthHint(Static):
    """A hint, never a hurdle. It is worked out beside the screen, and only the latest counts."""

    DEFAULT_CSS = "StrengthHint { height: auto; color: $text-muted; }"

    def __init__(self, language: Language, **about: Any) -> None:
        super().__init__("", **about)
        self._language = language
        self.display = False
        self._wanted: tuple[str, tuple[str, ...]] | None = None
        self._looking = False

    def tell_about(self, passphrase: str, known: tuple[str, ...] = (), language: Language | None = None) -> None:
        """Say something about this passphrase soon; `known` are words a guesser would try first."""
        self._language = language or self._language
        self._wanted = (passphrase, known)
        if not self._looking:
            self._looking = True
            self.run_worker(self._look(), description="strength")

    async def _look(self) -> None:
        """One look after the other, so that fast typing costs a few of them and not one for every letter."""
        loop = asyncio.get_running_loop()
        while self._wanted is not None:
            (passphrase, known), self._wanted = self._wanted, None
            strength = await loop.run_in_executor(None, strength_of, passphrase, known)
            self._tell(strength_words(strength, self._language), capitals=looks_like_caps_lock(passphrase))
        self._looking = False

    def _tell(self, words: str, *, capitals: bool) -> None:
        said = " ".join(filter(None, [words, self._language.say(ONLY_CAPITALS) if capitals else ""]))
        self.display = bool(said)
        self.update(show(said))
