"""One box to find anything: hits as you type, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from psw_tui.domain.keys import KEYS
from psw_tui.domain.words import N_
from psw_tui.sentences import sentence
from psw_tui.services.errors import NotPossible
from psw_tui.services.find import Found, find
from psw_tui.storage.errors import Stopped, VaultError
from psw_tui.storage.vault import Vault
from psw_tui.ui.commands import CAPTURE, CRISIS, HELP, Command
from psw_tui.ui.desk import Desk
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.routes import ShowHit
from psw_tui.ui.show import show
from psw_tui.ui.widgets.boxes import Box
from psw_tui.ui.widgets.hit_list import HitList
from psw_tui.ui.widgets.typing import TypeAhead

OPEN = Command("find.open", "enter", N_("open"), N_("Go to the marked place."), in_forms=True)
LEAVE = Command(
    "screen.back", KEYS["screen.back"], N_("back"), N_("Go back to the screen before."), in_forms=True, always=True
)

HOW = N_('Words, or parts of their beginning. "in quotes": just so. Also client:Maple-27, since:2w, step:3.')
NOTHING = N_("Nothing found.")


class FindScreen(PswScreen[None]):
    """The box keeps the cursor; the arrows mark a hit, Enter goes there. A key stops the search before it."""

    OFFERS: ClassVar[Sequence[Command]] = (OPEN, LEAVE, CRISIS, CAPTURE, HELP)
    HELP_NAME = "find"
    CSS = """
    TypeAhead { margin: 0 1; }
    #told { height: auto; padding: 0 1; color: $text-muted; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.language)
        self._desk = desk
        self._typed = TypeAhead()
        self._list = HitList(desk.language, lambda: desk.today)
        self._told = Static("", id="told")
        self._said = ""
        self._asked = 0
        """How many questions were asked; only the last one is answered."""
        self._is_looking = False

    def compose(self) -> ComposeResult:
        yield self.top(self.say("Find"))
        yield self._typed
        yield self._told
        yield self._list
        yield from self.bottom()

    def on_mount(self) -> None:
        self._tell(self.say(HOW))
        self._typed.focus()

    @on(Box.Answered)
    def look(self) -> None:
        """Another key: what ran before is stopped, and the new words are looked for."""
        self._asked += 1
        self._desk.stop()
        if not self._is_looking:
            self._is_looking = True
            self.run_worker(self._look(), description="find")

    @on(TypeAhead.Move)
    async def move(self, event: TypeAhead.Move) -> None:
        """The arrows move the mark while the cursor stays in the box."""
        await self._list.action_move(event.steps)

    @on(Box.GoOn)
    def action_open(self) -> None:
        """Go to the marked place."""
        self._list.action_open()

    @on(HitList.Opened)
    def go_there(self, event: HitList.Opened) -> None:
        """Go to this place; a click does it too."""
        self.post_message(ShowHit(event.hit.client, event.hit.entity, event.hit.row))

    async def _look(self) -> None:
        """Look for what stands in the box, and again if that is another question by then."""
        answered = 0
        while answered != self._asked and self.is_mounted:
            answered = self._asked
            await self._answer(answered, self._typed.raw)
        self._is_looking = False

    async def _answer(self, number: int, typed: str) -> None:
        try:
            found = await self._desk.ask(_if_wanted(lambda: number == self._asked), typed)
        except Stopped:
            return
        except (NotPossible, VaultError) as error:
            self._tell(sentence(error, self.language))
            return
        if number == self._asked and self.is_mounted:
            self._draw(found, asked=bool(typed.strip()))

    def _draw(self, found: Found, *, asked: bool) -> None:
        self._list.put(found.hits)
        self._tell(self._count(found) if asked else self.say(HOW))

    def _tell(self, words: str) -> None:
        """Laying out the whole screen takes as long as finding: one line that takes the place of another needs none."""
        if words != self._said:
            longest = max(cell_len(self._said), cell_len(words))
            self._said = words
            self._told.update(show(words), layout=longest > self._told.content_size.width)

    def _count(self, found: Found) -> str:
        if not found.hits:
            return self.say(NOTHING)
        if found.more:
            return self.say("More than {n}, the newest first. One more word makes it fewer.", n=len(found.hits))
        return self.language.say_n("{n} place", "{n} places, the newest first", len(found.hits))


def _if_wanted(wanted: Callable[[], bool]) -> Callable[[Vault, str], Found]:
    """`find`, unless another key was pressed while this question waited for its turn. Raises Stopped then."""

    def look(vault: Vault, typed: str) -> Found:
        if not wanted():
            raise Stopped
        return find(vault, typed)

    return look
