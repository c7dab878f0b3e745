"""Coming into a team and letting others in: a card goes one way, a letter the other, and codes are read aloud."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.app import App

from psw_tui.laptop_words import (
    CARD_IS_NO_SECRET,
    COMPARE_CARD,
    COMPARE_LETTER,
    JOINED,
    LETTER_LIES,
    NOT_THE_SAME,
    READ_ALOUD,
    WHICH_CARD,
    WHICH_LETTER,
    name_of,
)
from psw_tui.services.teamwork.carrying import CARD, LETTER, NAMELESS
from psw_tui.services.teamwork.joining import (
    TeamState,
    card_in,
    join,
    let_in,
    letter_for,
    own_card,
    team_state,
    writer_of,
)
from psw_tui.team.keys import Card
from psw_tui.ui.dialogs.same_code import SameCodeDialog, spaced
from psw_tui.ui.show import show
from psw_tui.ui.team.telling import Telling


class Doors:
    """Files in and out by which laptops come into a team."""

    def __init__(self, app: App[Any], tell: Telling) -> None:
        self._app = app
        self._tell = tell
        self._say = tell.say

    async def card(self) -> None:
        """This laptop's card, and its code to read aloud."""
        title = self._say("This laptop's card")
        content = await self._tell.done(title, own_card)
        path = await self._tell.put_down(title, NAMELESS, CARD, content) if isinstance(content, bytes) else None
        if path is None:
            return
        code = show(spaced(card_in(content).spoken), "bold")
        lies = self._say("The card lies at {path}", path=path)
        await self._tell.read(title, [lies, self._say(READ_ALOUD), code, self._say(CARD_IS_NO_SECRET)])

    async def join(self) -> None:
        """Open the letter that somebody wrote; its writer's code is compared before anything of it is taken in."""
        title = self._say("Open the letter")
        content = await self._tell.file(
            title, self._say(WHICH_LETTER, example="/media/stick/team-2026-03-13.psw-letter")
        )
        if content is None:
            return
        card = await self._tell.done(title, writer_of, content)
        if not isinstance(card, Card) or not await self._is_same(title, COMPARE_LETTER, card):
            return
        if isinstance(await self._tell.done(title, join, content), Card):
            state: TeamState = await self._tell.desk.ask(team_state)
            await self._tell.read(title, [self._say(JOINED, name=state.name)])

    async def let_in(self, state: TeamState) -> None:
        """Let in the laptop whose card this is, once its owner has read the same code aloud."""
        title = self._say("Let a laptop in")
        content = await self._tell.file(title, self._say(WHICH_CARD, example="/media/stick/laptop-2026-03-13.psw-card"))
        if content is None:
            return
        card = await self._tell.done(title, _card_of, content)
        if isinstance(card, Card) and await self._is_same(title, COMPARE_CARD, card):
            letter = await self._tell.done(title, let_in, card)
            if isinstance(letter, bytes):
                await self._put_letter(title, state, card, letter)

    async def letter_again(self, state: TeamState, device: str) -> None:
        """The letter of a laptop that is in already, such as for one that went astray."""
        title = self._say("Letter again")
        card = next(each.card for each in state.others if each.card.device == device)
        letter = await self._tell.done(title, letter_for, device)
        if isinstance(letter, bytes):
            await self._put_letter(title, state, card, letter)

    async def _put_letter(self, title: str, state: TeamState, card: Card, letter: bytes) -> None:
        name = name_of(card, self._tell.desk.language)
        file = self._say("The letter for {name}", name=name)
        path: Path | None = await self._tell.put_down(file, state.name, LETTER, letter)
        if path is None:
            told = self._say("{name} is in the team and has no letter yet. {key:team.again} writes it.", name=name)
        else:
            told = self._say(LETTER_LIES, name=name, path=path)
        await self._tell.read(title, [told])

    async def _is_same(self, title: str, question: str, card: Card) -> bool:
        """Whether its owner reads the same code aloud. What to do if not is told."""
        asked = self._say(question, name=name_of(card, self._tell.desk.language))
        dialog = SameCodeDialog(asked, card.spoken, self._say("the same"), self._say("not the same"))
        is_same: bool | None = await self._app.push_screen_wait(dialog)
        if is_same is False:
            await self._tell.read(title, [self._say(NOT_THE_SAME)])
        return bool(is_same)


def _card_of(_vault: object, content: bytes) -> Card:
    return card_in(content)
