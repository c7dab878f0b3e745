"""A line below a passphrase that is there already: whether Caps Lock may be on."""

from __future__ import annotations

from textual.widgets import Static

from psw_tui.domain.passphrase import looks_like_caps_lock
from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.ui.show import show

ONLY_CAPITALS = N_("Only capitals: is Caps Lock on?")


class CapitalsHint(Static):
    """Says it while the passphrase is typed; nobody is told how good it is before it has opened anything."""

    DEFAULT_CSS = "CapitalsHint { height: auto; color: $text-muted; }"

    def __init__(self, language: Language) -> None:
        super().__init__(show(language.say(ONLY_CAPITALS)))
        self.display = False

    def tell_about(self, passphrase: str) -> None:
        """Show it for this passphrase, or not."""
        self.display = looks_like_caps_lock(passphrase)
