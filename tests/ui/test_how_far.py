"""How far a long piece of work is: it changes when the work goes on, and never by itself."""

from __future__ import annotations

from textual.app import App, ComposeResult

from psw_tui.language import speak
from psw_tui.progress import Doing, Progress
from psw_tui.ui.widgets.how_far import HowFar


class Host(App[None]):
    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self.line = HowFar(speak("en"), progress, "Esc stops it.")

    def compose(self) -> ComposeResult:
        yield self.line


async def test_it_changes_with_the_work_and_not_by_itself() -> None:
    progress = Progress()
    progress.at(Doing.COPYING, 1, 4)
    app = Host(progress)
    async with app.run_test():
        seen = []
        for _ in range(3):
            app.line.tell()
            seen.append(str(app.line.content))
        assert set(seen) == {"[#####...............] Copying: 25 %\n\nEsc stops it."}
        progress.at(Doing.COPYING, 2, 4)
        app.line.tell()
        assert str(app.line.content) == "[##########..........] Copying: 50 %\n\nEsc stops it."
