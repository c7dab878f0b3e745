"""One line, put down from any screen: Enter keeps it."""

from __future__ import annotations

from psw_tui.ui.fields import FormView
from psw_tui.ui.frames.form import FormScreen


class QuickNoteScreen(FormScreen):
    """A form of one question, saved by Enter, for there is nothing else to answer."""

    async def on_form_view_finished(self, event: FormView.Finished) -> None:
        event.stop()
        event.prevent_default()
        await self.action_save()
