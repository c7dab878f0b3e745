"""The colours the app is in: the worker's own, or those of a terminal that has no others."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual.app import App

from psw_tui.language import Language
from psw_tui.storage.errors import VaultError
from psw_tui.ui.themes import THEMES, Colours, next_colours

if TYPE_CHECKING:
    from psw_tui.ui.desk import Desk


class Colouring:
    """Puts the app into colours. With `few`, the terminal's own are all there are."""

    def __init__(self, app: App[Any], *, few: bool) -> None:
        self._app = app
        self._few = few

    def begin(self) -> None:
        """Dark until a vault says otherwise, before anything is drawn."""
        for theme in THEMES.values():
            self._app.register_theme(theme)
        # Not as a change of colours: there is nothing yet that would have to be read and drawn anew.
        self._app.set_reactive(App.theme, self._possible(Colours.DARK))
        self._app.stylesheet.set_variables(self._app.get_css_variables())

    def show(self, colours: Colours) -> None:
        """These from now on, where the terminal has them."""
        self._app.theme = self._possible(colours)

    def change(self, language: Language, desk: Desk | None) -> None:
        """On to the next ones; with a desk they are kept as the worker's own."""
        if self._few:
            self._app.notify(language.say("This terminal has no other colours."), markup=False)
            return
        self.show(next_colours(Colours(self._app.theme)))
        if desk is not None:
            self._app.run_worker(_keep(desk, self._app.theme), description="colours", exclusive=True, group="colours")

    def _possible(self, colours: Colours) -> str:
        return (Colours.TERMINAL if self._few else colours).value


async def _keep(desk: Desk, colours: str) -> None:
    from psw_tui.services.settings import keep_colours

    desk.colours = colours
    with suppress(VaultError):  # they last until the lock then, and nothing of a record is lost
        await desk.ask(keep_colours, colours)
