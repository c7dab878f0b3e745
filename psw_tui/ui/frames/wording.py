"""The word check of one form: which boxes it reads, what it finds there, and what goes back into a box."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from textual.widget import Widget
from textual.widgets.input import Selection as LineSelection
from textual.widgets.text_area import Selection as TextSelection

from psw_tui.domain.text import one_line
from psw_tui.domain.word_check import Idea, ideas
from psw_tui.domain.word_walk import Spot, Walk
from psw_tui.records.ask import Kind
from psw_tui.services.words import Words
from psw_tui.ui.asking_one import Question
from psw_tui.ui.fields import FormView
from psw_tui.ui.widgets.boxes import Box, LineBox, NotesBox

CHECKED = frozenset({Kind.LINE, Kind.NOTES, Kind.LINES})
OWN_WORDS = "own_words"
"""The question that asks for a client's own words, in the forms that have it."""


@dataclass(frozen=True)
class WordSource:
    """Where a form gets its word list, and where a client's own word goes. Either may raise a typed error."""

    fetch: Callable[[], Awaitable[Words]]
    add_own: Callable[[str], Awaitable[object]] | None = None
    """None for a form about no client."""


class Wording:
    """Reads the worker's own boxes of a form. It changes one only when told to."""

    def __init__(self, view: FormView, source: WordSource) -> None:
        self._view = view
        self._source = source
        self._words: Words | None = None
        self._added: list[str] = []
        """Own words added since the list was fetched."""
        self._kept: set[tuple[str, str]] = set()
        """(text's question, word) the worker looked at and kept: not counted again."""
        self._seen: tuple[str, ...] | None = None
        """The texts as they were last looked through."""

    def places(self) -> list[Question]:
        """The questions that are checked: the worker's own words, on screen now."""
        return [
            question
            for question in self._view.query(Question)
            if question.ask.kind in CHECKED and not question.ask.theirs and self._is_shown(question)
        ]

    async def walk(self) -> tuple[list[Question], Walk]:
        """The boxes, and a walk through all ideas about them."""
        places, texts = self._now()
        return places, await self._walk(texts)

    async def _walk(self, texts: tuple[str, ...]) -> Walk:
        words = await self._list()
        spots = await _look(texts, words, self._own(words))
        self._seen = texts
        return Walk(texts, tuple(spots), words.language)

    async def count(self) -> int:
        """How many ideas there are besides the words that were looked at and kept."""
        places, walk = await self.walk()
        return sum((places[spot.text].field, _word(spot)) not in self._kept for spot in walk.spots)

    def unseen(self) -> Awaitable[int] | None:
        """The count of ideas about the texts as they stand now; None where they were looked through already."""
        texts = self._now()[1]
        return self._count(texts) if texts != self._seen and any(texts) else None

    async def _count(self, texts: tuple[str, ...]) -> int:
        return len((await self._walk(texts)).spots)

    def keep(self, field: str, word: str) -> None:
        """The worker looked at this word and keeps it."""
        self._kept.add((field, word.casefold()))

    @property
    def knows_whose(self) -> bool:
        """Whether a word can be somebody's own here."""
        return self._own_box() is not None or self._source.add_own is not None

    async def theirs(self, word: str) -> None:
        """This is what the client calls themselves. On their own page it waits there to be saved with it."""
        word = one_line(word)
        box = self._own_box()
        if box is not None:
            put(box, "\n".join(filter(None, (str(box.raw).rstrip("\n"), word))))
        elif self._source.add_own is not None:
            await self._source.add_own(word)
            self._added.append(word)

    async def _list(self) -> Words:
        if self._words is None:
            self._words = await self._source.fetch()
        return self._words

    def _own(self, words: Words) -> Sequence[str]:
        box = self._own_box()
        kept = words.own if box is None else str(box.raw).split("\n")
        return [*kept, *self._added]

    def _own_box(self) -> Box | None:
        found = (question for question in self._view.asked if question.field == OWN_WORDS)
        question = next(found, None)
        return question.box if isinstance(question, Question) else None

    def _now(self) -> tuple[list[Question], tuple[str, ...]]:
        places = self.places()
        return places, tuple(str(question.raw) for question in places)

    def _is_shown(self, question: Question) -> bool:
        around = [node for node in question.ancestors_with_self if isinstance(node, Widget)]
        return all(node.display for node in around[: around.index(self._view)])


def put(box: Box, text: str) -> None:
    """Put a text into a box as if it had been typed, so that it goes into the draft."""
    box.put(text)
    box.post_message(Box.Answered(box))


def point_at(box: Box, idea: Idea) -> None:
    """Put the cursor on a word, marked, so that what is typed takes its place."""
    box.focus()
    if isinstance(box, NotesBox):
        box.selection = TextSelection(_location(box.text, idea.start), _location(box.text, idea.end))
    elif isinstance(box, LineBox):
        box.selection = LineSelection(idea.start, idea.end)


def _location(text: str, index: int) -> tuple[int, int]:
    before = text[:index]
    return before.count("\n"), index - (before.rfind("\n") + 1)


async def _look(texts: Sequence[str], words: Words, own: Sequence[str]) -> list[Spot]:
    """The ideas about some texts, found beside the thread that draws and takes keys."""

    def look() -> list[Spot]:
        return [
            Spot(number, idea)
            for number, text in enumerate(texts)
            for idea in ideas(text, words.language, own, words.rules)
        ]

    return await asyncio.get_running_loop().run_in_executor(None, look)


def _word(spot: Spot) -> str:
    return spot.idea.found.casefold()
